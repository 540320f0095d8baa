"""What of a TEI file is read, as what, and what isn't."""

from __future__ import annotations

from pathlib import Path

import pytest

from baokan.search.passages import IssueText
from baokan.search.reading import read_issues

HEAD = (
    "<teiHeader><fileDesc><titleStmt><title>T</title></titleStmt><publicationStmt><p>P</p></publicationStmt><sourceDesc>"
    "{source}</sourceDesc></fileDesc></teiHeader>"
)


def read(tmp_path: Path, body: str, source: str = "<p/>", root: str = "") -> IssueText:
    path = tmp_path / "x.xml"
    header = HEAD.format(source=source)
    xml = f'<TEI xmlns="http://www.tei-c.org/ns/1.0" {root}>{header}<text><body>{body}</body></text></TEI>'
    path.write_text(xml, encoding="utf-8")
    (issue,) = read_issues(path)
    return issue


def texts(issue: IssueText) -> list[tuple[str, str]]:
    return [(p.kind, p.text) for p in issue.passages]


@pytest.mark.parametrize(
    ("xml", "text"),
    [
        ("从签约<choice><sic>到到</sic><corr>到</corr></choice>工地", "从签约到工地"),
        ("<choice><corr>到</corr><sic>到到</sic></choice>", "到"),
        ("<choice><orig>裏</orig><reg>里</reg></choice>面", "里面"),
        ("<choice><abbr>公</abbr><expan>公里</expan></choice>", "公里"),
        ("<choice><unclear>甲</unclear><unclear>乙</unclear></choice>", "甲"),
        ("他<sic>得</sic>书", "他得书"),  # marked, not corrected: still what is printed
        ("学赶超<supplied>措</supplied>施", "学赶超措施"),
        ("此<surplus>此</surplus>起", "此起"),
        ("改<del>旧</del><add>新</add>", "改新"),
        ("小康<cb break='no'/>社会", "小康社会"),
        ("小康\n  <cb break='no'/>\n  社会", "小康社会"),
        ("小康<lb/>社会", "小康社会"),
        ("小康\n      社会", "小康社会"),
        ("the\n  bridge<lb/>stands", "the bridge stands"),
        ("newspa<lb break='no'/>per", "newspaper"),
        ("  抓落实 \t 求突破  ", "抓落实 求突破"),
        ("贺　勇", "贺　勇"),
        ("甲<figure><figDesc>ours</figDesc></figure>乙", "甲乙"),
        ("<!-- x -->甲<?y z?>乙", "甲乙"),
        ("某<g ref='#x'/>某", "某〓某"),
        ("&lt;p&gt; &amp;amp;", "<p> &amp;"),
        ("甲<gap reason='lost'><desc>two lines</desc></gap>乙", "甲乙"),
    ],
)
def test_reading_text(tmp_path: Path, xml: str, text: str) -> None:
    assert texts(read(tmp_path, f"<p>{xml}</p>")) == [("paragraph", text)]


def test_kinds_articles_and_order(tmp_path: Path) -> None:
    issue = read(
        tmp_path,
        "<div type='article' xml:id='a1'><head type='kicker'>春风里</head><head type='main'>新桥</head><byline>记者 白</byline>"
        "<dateline>本报讯</dateline><p>一<note>注</note>二</p><figure><head>图题</head><p>图为桥。</p><byline>何摄</byline></figure>"
        "<p><ref type='continuedOn'>下转二版</ref></p><p><seg type='byline'>通讯员 莫</seg></p>"
        "<div type='subsection'><head type='cross'>两岸</head><p>三</p></div></div><div type='notice'><p>启事</p></div>",
    )
    assert texts(issue) == [
        ("head", "春风里"), ("head", "新桥"), ("byline", "记者 白"), ("dateline", "本报讯"), ("paragraph", "一二"),
        ("note", "注"), ("caption", "图题"), ("caption", "图为桥。"), ("credit", "何摄"), ("jump", "下转二版"),
        ("byline", "通讯员 莫"), ("head", "两岸"), ("paragraph", "三"), ("paragraph", "启事"),
    ]  # fmt: skip
    assert [p.article for p in issue.passages] == [0] * 13 + [1]
    assert [(a.id, a.type, a.title) for a in issue.articles] == [("a1", "article", "新桥"), ("", "notice", "")]


def test_pages_within_and_before_passages(tmp_path: Path) -> None:
    issue = read(tmp_path, "<pb n='1'/><p>甲乙<pb n='2' break='no'/>丙</p><p>丁</p>")
    assert issue.passages[0].pages == [(0, "1"), (2, "2")]
    assert [issue.passages[0].page_at(n) for n in range(3)] == ["1", "1", "2"] and issue.passages[1].page_at(0) == "2"


def test_names_with_their_places(tmp_path: Path) -> None:
    issue = read(
        tmp_path,
        "<p>在 <placeName>清河<lb break='no'/>镇</placeName>，<orgName>修桥<name type='person'>老莫</name>队</orgName>"
        "<persName/></p>",
    )
    (passage,) = issue.passages
    found = [(passage.text[n.start : n.end], n.type) for n in passage.names]
    assert found == [("清河镇", "LOC"), ("修桥老莫队", "ORG"), ("老莫", "PER")]


def test_header(tmp_path: Path) -> None:
    ours = (
        "<biblStruct type='newspaper'><monogr><title level='j'>宁安日报</title><imprint><date notBefore='1931-03-02'/></imprint>"
        "<biblScope unit='issue'>12</biblScope></monogr></biblStruct><bibl type='digital-source'><title>x.txt</title></bibl>"
    )
    issue = read(tmp_path, "<p>甲</p>", ours, 'xml:id="n1" xml:lang="zh-Hant"')
    assert (issue.id, issue.paper, issue.date, issue.dated, issue.number) == ("n1", "宁安日报", "1931-03-02", False, "12")
    assert issue.language == "zh-Hant"
    bibl = "<bibl><title level='a'>某文</title><title level='j'>申报</title><date when='1914'/></bibl>"
    other = read(tmp_path, "<p>甲</p>", bibl)
    assert (other.id, other.paper, other.date, other.dated) == ("x", "申报", "1914", True)


def test_tokens_as_pressmint_and_parlamint_write_them(tmp_path: Path) -> None:
    issue = read(
        tmp_path,
        "<p>\n<s>\n<w lemma='a' msd='UPosTag=NOUN|Case=Nom' ana='mte:Nc'>A</w>\n"
        "<name type='LOC'>\n<w join='right'>B</w>\n</name>\n"
        "<pc msd='UPosTag=PUNCT'>.</pc>\n</s>\n<s><w>c<w norm='x' lemma='x'/><w norm='y' lemma='y'/></w></s></p>",
    )
    (passage,) = issue.passages
    assert passage.text == "A B. c" and passage.sentences == [0, 5] and issue.annotated
    assert [(passage.text[w.start : w.end], w.pos, w.upos, w.lemma, w.feats) for w in passage.words] == [
        ("A", "Nc", "NOUN", "a", "Case=Nom"), ("B", "", "", "", ""), (".", "", "PUNCT", "", ""), ("c", "", "", "x y", ""),
    ]  # fmt: skip
    assert [(n.start, n.end, n.type) for n in passage.names] == [(2, 3, "LOC")]


def test_chinese_tokens_without_join_stand_close(tmp_path: Path) -> None:
    issue = read(tmp_path, "<p><s>\n<w>新桥</w>\n<w>通车</w>\n<pc>。</pc>\n</s></p>")
    assert texts(issue) == [("paragraph", "新桥通车。")]


def test_a_corpus_in_one_file(tmp_path: Path) -> None:
    one = HEAD.format(source="<p/>")
    issues = "".join(f"<TEI>{one}<text><body><p>{t}</p></body></text></TEI>" for t in "甲乙")
    (tmp_path / "c.xml").write_text(f'<teiCorpus xmlns="http://www.tei-c.org/ns/1.0">{one}{issues}</teiCorpus>', encoding="utf-8")
    assert [(i.id, texts(i)) for i in read_issues(tmp_path / "c.xml")] == [
        ("c.1", [("paragraph", "甲")]), ("c.2", [("paragraph", "乙")]),
    ]  # fmt: skip


def test_deep_nesting_and_loose_text(tmp_path: Path) -> None:
    deep = "<hi>" * 200 + "甲" + "</hi>" * 200
    issue = read(tmp_path, f"<div type='article'>散文<p>{deep}</p></div>")
    assert [t for _, t in texts(issue)] == ["散文", "甲"]
