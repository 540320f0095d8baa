"""Each export against what its readers do with it: PressMint's schema, UD's validator, a search engine, a data frame."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from lxml import etree

from baokan.errors import OutputInTheWay, UsageError
from baokan.export import Job, export
from baokan.export.streams import whole_file
from baokan.findings import Finding
from baokan.search.files import find_sources
from baokan.search.reading import read_issues
from baokan.validate.relaxng import load_schema

HOSTILE = '"><script>alert(1)</script> & </w> <s> \\N{x} \'; DROP TABLE x; -- =1+1 {{x}} %(y)s ../../etc'
HEADER = (
    "<teiHeader><fileDesc><titleStmt><title>宁安日报</title></titleStmt><publicationStmt><p>x</p></publicationStmt><sourceDesc>"
    "<biblStruct type='newspaper'><monogr><title level='j'>宁安日报</title><imprint>{date}</imprint>"
    "<biblScope unit='issue'>12</biblScope></monogr></biblStruct></sourceDesc></fileDesc></teiHeader>"
)
BODY = """<facsimile><surface xml:id="{id}.pg1"><graphic url="p1.jpg"/></surface><surface xml:id="{id}.pg2"/></facsimile>
<text><body>
<pb facs="#{id}.pg1" n="1"/>
<div type="masthead"><p>宁安日报</p></div>
<div type="article" xml:id="{id}.a1"><head type="kicker">春风里</head><head type="main">新桥通车</head>
<byline>□<roleName>记者</roleName> <persName>白一鸣</persName> 报道</byline><dateline>本报<placeName>宁安</placeName>讯</dateline>
<p xml:id="{id}.a1.p1">三月的<placeName>清河镇</placeName>，桥头机器轰<choice><sic>呜</sic><corr>鸣</corr></choice>。新桥就能通
<pb facs="#{id}.pg2" n="2" break="no"/>
车了，<persName>老　莫</persName>说。</p><p>{hostile}</p>
<figure><head>新桥</head><p>图为桥头。</p><byline>何青摄</byline></figure>
<div type="subsection"><head type="cross">两岸</head><p>村民把热水送到工地！好不好？好。</p></div>
<div type="subsection"><head type="cross">尾声</head><p>The bridge, 120 m.</p></div></div>
<div type="notice"><p>关注宁安日报\ue001\u00ad客户端\u00a0吧</p></div></body></text>"""


def write_issue(folder: Path, name: str, date: str) -> Path:
    escaped = HOSTILE.replace("&", "&amp;").replace("<", "&lt;")
    body = HEADER.format(date=date) + BODY.replace("{id}", name).replace("{hostile}", escaped)
    path = folder / f"{name}.xml"
    path.write_text(f'<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:id="{name}" xml:lang="zh-Hans">{body}</TEI>', encoding="utf-8")
    return path


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """Two issues of one day and one of which only the year is sure, as paper, place and people exist nowhere."""
    folder = tmp_path / "宁安"
    folder.mkdir()
    day = '<date when="1931-03-02"/>'
    for name, date in (("n1", day), ("宁安二", day), ("n3", '<date notBefore="1932-01"/>')):
        write_issue(folder, name, date)
    return folder


def run(kind: str, corpus: Path, out: Path, **more: str) -> tuple[list[Path], list[Finding]]:
    findings: list[Finding] = []
    return export(kind, Job(corpus, out, report=findings.append, **more)), findings  # type: ignore[arg-type]


def passages(corpus: Path) -> list[str]:
    return [p.text for s in find_sources(corpus) for i in read_issues(s.path) for p in i.passages]


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def test_pressmint_names_and_ids(corpus: Path, tmp_path: Path) -> None:
    made, findings = run("pressmint", corpus, tmp_path / "o")
    names = sorted(p.relative_to(tmp_path / "o").as_posix() for p in made)
    plain = [n for n in names if n.startswith("PressMint-CN.TEI/")]
    assert re.fullmatch(r"PressMint-CN\.TEI/1931/PressMint-CN_1931-03-02_[0-9a-f]{8}\.xml", plain[0])
    assert plain[1] == "PressMint-CN.TEI/1931/PressMint-CN_1931-03-02_n1.xml"
    assert plain[2:] == ["PressMint-CN.TEI/1932/PressMint-CN_1932_n3.xml", "PressMint-CN.TEI/PressMint-CN.xml"]
    annotated = [n.replace("TEI/", "TEI.ana/").replace(".xml", ".ana.xml") for n in plain]
    assert set(names) == {*plain, *annotated, "PressMint-CN.TEI.ana/PressMint-taxonomy-NER.ana.xml"}
    ids: list[str] = []
    for path in made:
        root = etree.parse(str(path)).getroot()
        assert root.get("{http://www.w3.org/XML/1998/namespace}id") == path.name.removesuffix(".xml")
        found = [e.get("{http://www.w3.org/XML/1998/namespace}id") for e in root.iter("{*}*")]
        ids += [i for i in found if i]
        if root.tag.endswith("}teiCorpus"):
            for include in root.iter("{http://www.w3.org/2001/XInclude}include"):
                assert (path.parent / include.get("href")).is_file()
    assert len(ids) == len(set(ids))
    assert {f.code for f in findings} == {"pressmint-year", "pressmint-licence"}


def test_pressmint_is_valid_by_its_schema(corpus: Path, tmp_path: Path, shared: Path) -> None:
    schema = load_schema(shared / "pressmint" / "PressMint.odd.rng")
    made, _ = run("pressmint", corpus, tmp_path / "o")
    checked = [p for p in made if "taxonomy" not in p.name]
    assert len(checked) == 8
    assert [f.format() for p in checked for f in schema.validate_file(p)] == []


def test_the_seed_corpus_is_valid_pressmint(tmp_path: Path, shared: Path) -> None:
    schema = load_schema(shared / "pressmint" / "PressMint.odd.rng")
    made, _ = run("pressmint", Path(__file__).resolve().parents[2] / "corpus", tmp_path)
    assert len(made) == 5
    assert [f.format() for p in made if "taxonomy" not in p.name for f in schema.validate_file(p)] == []


def test_pressmints_own_sample_comes_through(tmp_path: Path, shared: Path) -> None:
    source = shared / "pressmint" / "PressMint-SI_1914-12-31-VIMK81GZ.ana.xml"
    schema = load_schema(shared / "pressmint" / "PressMint.odd.rng")
    made, _ = run("pressmint", source, tmp_path, country="SI")
    (path,) = [p for p in made if "VIMK81GZ" in p.name and p.name.endswith(".ana.xml")]
    assert [f.format() for f in schema.validate_file(path)] == []
    ours, theirs = (etree.parse(str(p)).getroot().find("{*}text") for p in (path, source))
    words = [[(w.text, w.get("lemma"), w.get("msd"), w.get("join")) for w in t.iter("{*}w")] for t in (ours, theirs)]
    assert words[0] == words[1] and len(words[0]) > 50
    names = [[(n.get("type"), squeezed("".join(n.itertext()))) for n in t.iter("{*}name")] for t in (ours, theirs)]
    assert names[0] == names[1] and len(names[0]) > 3


def test_pressmint_keeps_text_and_cleans_characters(corpus: Path, tmp_path: Path) -> None:
    made, _ = run("pressmint", corpus, tmp_path)
    path = next(p for p in made if p.name == "PressMint-CN_1931-03-02_n1.xml")
    text = squeezed("".join(etree.parse(str(path)).getroot().find("{*}text").itertext()))
    assert squeezed(HOSTILE) in text and "机器轰鸣。新桥就能通车了，老莫说。" in text
    assert "关注宁安日报\ufffd客户端吧" in text
    annotated = path.parents[2] / "PressMint-CN.TEI.ana" / "1931" / "PressMint-CN_1931-03-02_n1.ana.xml"
    tokens = etree.parse(str(annotated)).getroot().find("{*}text")
    assert [n.get("type") for n in tokens.iter("{*}name")] == ["LOC", "PER"]
    for p in tokens.iter("{*}p"):
        assert squeezed("".join(p.itertext())) in text


def test_an_issue_without_a_year_is_left_out_and_said(tmp_path: Path) -> None:
    write_issue(tmp_path, "n9", "<date/>")
    made, findings = run("pressmint", tmp_path, tmp_path / "o")
    assert made == [] and [f.code for f in findings] == ["pressmint-date"]
    with pytest.raises(UsageError, match="country code"):
        run("pressmint", tmp_path, tmp_path / "o", country="China")


def test_conllu_passes_uds_validator(corpus: Path, tmp_path: Path) -> None:
    made, _ = run("conllu", corpus, tmp_path / "o")
    assert len(made) == 3
    validator = Path(sys.executable).parent / "udvalidate"
    ran = subprocess.run([validator, "--lang", "ud", "--level", "1", *made], capture_output=True, text=True, check=False)
    assert ran.returncode == 0 and "PASSED" in ran.stdout + ran.stderr, ran.stdout + ran.stderr
    bad = tmp_path / "bad.conllu"
    bad.write_text(made[0].read_text(encoding="utf-8").replace("\tPROPN\t", "\t", 1), encoding="utf-8")
    assert subprocess.run([validator, "--lang", "ud", "--level", "1", bad], capture_output=True, check=False).returncode


def test_conllu_holds_every_character_and_the_names(corpus: Path, tmp_path: Path) -> None:
    made, _ = run("conllu", corpus, tmp_path / "o")
    text = made[0].read_text(encoding="utf-8")
    forms = [line.split("\t")[1] for line in text.splitlines() if line[:1].isdigit()]
    (issue,) = read_issues(corpus / "n1.xml")
    assert squeezed("".join(forms)) == squeezed("".join(p.text for p in issue.passages))
    assert re.search(r"\t清河镇\t.*NER=B-LOC|\t清河\t.*NER=B-LOC", text)


def test_vertical_is_well_formed_and_matches_its_registry(corpus: Path, tmp_path: Path) -> None:
    vert, registry, script = run("vert", corpus, tmp_path / "o")[0]
    lines = vert.read_text(encoding="utf-8").splitlines()
    declared = registry.read_text(encoding="utf-8")
    columns = re.findall(r'^ATTRIBUTE "(\w+)"', declared, re.M)
    assert all(len(line.split("\t")) == len(columns) for line in lines if not line.startswith("<"))
    structures = dict(re.findall(r'^STRUCTURE "(\w+)" \{\n((?:    .*\n)*)\}', declared, re.M))
    # As XML, tokens as text: every tag closes, every attribute is declared, entities are whole.
    root = etree.fromstring(("<corpus>" + "\n".join(lines) + "</corpus>").encode())
    for element in root.iterdescendants():
        assert set(element.attrib) == set(re.findall(r'ATTRIBUTE "(\w+)"', structures[element.tag]))
    said = [line.split("\t")[0] for line in "".join(root.itertext()).splitlines() if "\t" in line]
    assert squeezed("".join(said)) == squeezed("".join(passages(corpus)))
    assert subprocess.run(["sh", "-n", script], check=False).returncode == 0


def test_blacklab_configuration_fits_its_files(corpus: Path, tmp_path: Path) -> None:
    configuration, *inputs = run("blacklab", corpus, tmp_path / "o")[0]
    settings = yaml.safe_load(configuration.read_text(encoding="utf-8"))
    said = ""
    for path in inputs:
        (document,) = etree.parse(str(path)).xpath(settings["documentPath"])
        contents = settings["annotatedFields"]["contents"]
        (container,) = document.xpath(contents["containerPath"])
        words = container.xpath(contents["wordPath"])
        said += "".join(words[0].getparent().xpath("string(/issue/text)").split())
        for annotation in contents["annotations"]:
            assert any(w.xpath(annotation["valuePath"]) for w in words), annotation
        for inline in contents["inlineTags"]:
            assert container.xpath(inline["path"])
        (metadata,) = document.xpath(settings["metadata"]["containerPath"])
        for field in settings["metadata"]["fields"]:
            assert metadata.xpath(f"string({field['valuePath']})"), field
    assert said == squeezed("".join(passages(corpus)))


def test_jsonl_loads_into_a_search_engine(corpus: Path, tmp_path: Path) -> None:
    """tantivy, a real engine: words come as the export cut them, each article is found by its words."""
    import tantivy

    (path,) = run("jsonl", corpus, tmp_path / "o")[0]
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert len({row["id"] for row in rows}) == len(rows) == 9
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw")
    builder.add_text_field("words", tokenizer_name="whitespace")
    builder.add_text_field("date", tokenizer_name="raw")
    engine = tantivy.Index(builder.build())
    writer = engine.writer(15_000_000)
    for row in rows:
        writer.add_document(tantivy.Document(id=row["id"], words=row["words"], date=row["date"]))
    writer.commit()
    engine.reload()
    searcher = engine.searcher()
    for word in ("机器", "工地", "热水", "bridge", "客户端"):
        found = searcher.search(engine.parse_query(f'words:"{word}"', ["words"]), 100).hits
        ids = {searcher.doc(address)["id"][0] for _, address in found}
        assert ids == {row["id"] for row in rows if word in row["words"].split(" ")} and ids


def test_jsonl_keeps_text(corpus: Path, tmp_path: Path) -> None:
    (path,) = run("jsonl", corpus, tmp_path / "o")[0]
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert [p["text"] for row in rows for p in row["passages"]] == passages(corpus)
    article = next(r for r in rows if r["id"] == "n1.a1")
    assert article["title"] == "新桥通车" and article["heads"][0] == "春风里" and article["date"] == "1931-03-02"


def test_parquet_reads_back(corpus: Path, tmp_path: Path) -> None:
    import pyarrow.parquet

    tokens, texts = run("parquet", corpus, tmp_path / "o")[0]
    table = pyarrow.parquet.read_table(texts).to_pydict()
    assert table["text"] == passages(corpus)
    rows = pyarrow.parquet.read_table(tokens).to_pydict()
    assert squeezed("".join(rows["word"])) == squeezed("".join(passages(corpus)))
    assert {"LOC", "PER", ""} == set(rows["ner"])


def test_text_is_the_reading_text(corpus: Path, tmp_path: Path) -> None:
    made, _ = run("text", corpus, tmp_path / "o")
    lines = [line for p in made for line in p.read_text(encoding="utf-8").splitlines() if line]
    assert lines == passages(corpus)


def test_issues_of_one_id_get_files_of_their_own(tmp_path: Path) -> None:
    body = HEADER.format(date='<date when="1931-03-02"/>') + "<text><body><p>新桥通车。</p></body></text>"
    for number in range(2):
        source = f'<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:id="a..b">{body}</TEI>'
        (tmp_path / f"x{number}.xml").write_text(source, encoding="utf-8")
    for kind in ("conllu", "text", "blacklab", "pressmint"):
        made, _ = run(kind, tmp_path, tmp_path / "o" / kind)
        assert all(p.resolve().is_relative_to(tmp_path / "o" / kind) for p in made) and len(set(made)) == len(made) > 1


def test_a_bad_file_does_not_stop_an_export(corpus: Path, tmp_path: Path) -> None:
    (corpus / "bad.xml").write_text("<TEI", encoding="utf-8")
    made, findings = run("text", corpus, tmp_path / "o")
    assert len(made) == 3 and [f.code for f in findings] == ["unreadable"]


def test_a_stopped_export_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(KeyError), whole_file(tmp_path / "x.vert") as file:
        file.write(b"half")
        raise KeyError
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "y").write_text("", encoding="utf-8")
    with pytest.raises(OutputInTheWay), whole_file(tmp_path / "y" / "x.vert") as file:
        file.write(b"")


def test_an_export_is_repeatable(corpus: Path, tmp_path: Path) -> None:
    for kind in ("pressmint", "conllu", "vert", "blacklab", "jsonl", "parquet", "text"):
        first, second = (run(kind, corpus, tmp_path / side)[0] for side in "ab")
        assert [p.read_bytes() for p in first] == [p.read_bytes() for p in second]
