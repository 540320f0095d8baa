"""The newspaper layout: nothing lost, nothing outside of its box, whatever the issue is like."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pypdf
import pypdfium2
import pytest
from made_issues import article, figure, prose
from tagged_pdf import missing_articles, squeezed

from baokan.editions.issues import read_issue
from baokan.editions.printing import PrintOptions, Typesetter
from baokan.editions.stylesheets import transform
from baokan.findings import Finding

Write = Callable[..., Path]


def set_pdf(path: Path, **options: object) -> tuple[Path, list[Finding]]:
    """Set the issue and check that its PDF says all of its text, in order."""
    with Typesetter(PrintOptions(**options)) as typesetter:  # type: ignore[arg-type]
        pdf, findings = typesetter.set_issue(read_issue(path), path)
    target = path.with_suffix(".pdf")
    target.write_bytes(pdf)
    articles = transform(read_issue(path), "text.xsl").decode("utf-8").split("\n\n")
    assert missing_articles(target, articles) == []
    return target, findings


def pages_of(pdf: Path) -> int:
    return len(pypdf.PdfReader(pdf).pages)


def text_boxes(pdf: Path) -> list[tuple[int, float, float, float, float]]:
    """(page, left, bottom, right, top) of each line of text that is drawn."""
    boxes = []
    document = pypdfium2.PdfDocument(pdf)
    for number, page in enumerate(document):
        boxes += [(number, *thing.get_bounds()) for thing in page.get_objects() if thing.type == 1]
    document.close()
    return boxes


def overlaps(pdf: Path) -> list[tuple[int, float, float, float, float]]:
    """Lines of text that cover another line by more than a quarter of its height: what is printed over each other."""
    boxes = text_boxes(pdf)
    found = []
    for n, (page, left, bottom, right, top) in enumerate(boxes):
        for other in boxes[n + 1 :]:
            wide = min(right, other[3]) - max(left, other[1])
            high = min(top, other[4]) - max(bottom, other[2])
            if page == other[0] and wide > 1.5 and high > 0.25 * min(top - bottom, other[4] - other[2]) and top - bottom > 2:
                found.append(other)
    return found


BYLINE = "□<roleName>记者</roleName> <persName>白一鸣</persName> 报道"
MIXED = (
    article(1, "清河新桥合龙通车在即", 900, inside=f"<byline>{BYLINE}</byline>", after=figure(1))
    + article(2, "老桥的一百年", 500)
    + '<div type="article" subtype="sidebar" corresp="#x.a2"><head type="rubric">■链接</head><head type="main">桥与河</head><p>'
    + prose(220)
    + "</p></div>"
    + "".join(article(n, f"镇上第{n}件小事", 150) for n in range(3, 9))
    + '<div type="notice"><p>关注清河旬报客户端</p></div>'
    + f'<div type="article" subtype="photo">{figure(9)}</div>'
)


@pytest.mark.parametrize("paper", ["broadsheet", "tabloid", "a4"])
def test_a_mixed_page_says_all_and_covers_nothing(write_issue: Write, paper: str) -> None:
    pdf, findings = set_pdf(write_issue(MIXED), paper=paper)
    assert findings == [] and overlaps(pdf) == []


def test_each_source_page_is_a_page(write_issue: Write) -> None:
    pages = ["".join(article(10 * n + k, f"第{n}版的第{k}条消息", 400) for k in range(4)) for n in range(1, 5)]
    body = "".join(f'<pb n="{n}"/>{page}' for n, page in enumerate(pages, 1))
    pdf, _ = set_pdf(write_issue(body))
    reader = pypdf.PdfReader(pdf)
    assert len(reader.pages) == 4
    assert "第3版" in squeezed(reader.pages[2].extract_text())


def test_a_text_longer_than_a_page_runs_over_pages(write_issue: Write) -> None:
    pdf, _ = set_pdf(write_issue(article(1, "长文", 30_000) + article(2, "短文", 100)), paper="tabloid")
    assert pages_of(pdf) > 3 and overlaps(pdf) == []


def test_a_head_of_eighty_characters_stays_over_its_story(write_issue: Write) -> None:
    head = "清河镇在县水文站与学校师生协助之下历时三年又四个月建成横跨南北两岸全长一百零七丈的新桥" * 2
    pdf, _ = set_pdf(write_issue(article(1, head[:80], 300) + article(2, "短文", 300)))
    assert overlaps(pdf) == []


def test_a_head_of_thousands_of_characters_ends(write_issue: Write) -> None:
    set_pdf(write_issue(article(1, prose(5000), 100)))


@pytest.mark.parametrize(
    "body",
    [
        "".join(f'<div type="article" subtype="photo">{figure(n)}</div>' for n in range(9)),
        '<div type="article"/>' + article(1),
        '<div type="article"><head type="main">只有标题</head></div>',
        "<p>没有稿件，只有一段话。</p>",
        "",
        article(1, "", 200),
        article(1, "多图", 500, after="".join(figure(n) for n in range(5))),
        article(1, "表", 100, after="<table><row><cell>站</cell><cell>水位</cell></row><row><cell>清河</cell></row></table>"),
        article(1, "长表", 100, after="<table>" + "<row><cell>清河</cell><cell>3.2</cell></row>" * 300 + "</table>"),
        article(1, "诗", 60, after="<lg><l>桥上有月</l><l>桥下有水</l></lg>"),
    ],
    ids="captions only,empty article,head only,loose text,nothing,no head,pictures,table,long table,verse".split(","),
)
def test_odd_issues_are_set(write_issue: Write, body: str) -> None:
    pdf, _ = set_pdf(write_issue(body))
    assert pages_of(pdf) >= 1 and overlaps(pdf) == []


def test_a_sidebar_stands_beside_its_host(write_issue: Write) -> None:
    sidebar = '<div type="article" subtype="sidebar" corresp="#x.a1"><head type="main">桥与河</head><p>老桥修于清末。</p></div>'
    body = article(1, "新桥合龙", 1200) + sidebar
    pdf, _ = set_pdf(write_issue(body))
    document = pypdfium2.PdfDocument(pdf)
    text_page = document[0].get_textpage()
    found = text_page.search("老桥修于清末").get_next()
    assert found is not None
    left, _, _, level = text_page.get_charbox(found[0])
    document.close()
    # lines of the host, to the left of the sidebar and as high
    assert [b for b in text_boxes(pdf) if b[3] < left and b[2] < level < b[4] + 20]


def test_missing_and_broken_pictures_are_named(write_issue: Write) -> None:
    path = write_issue(
        article(1, after=figure(1, graphic='<graphic url="absent.png"/>') + figure(2, graphic='<graphic url="../../secret.png"/>')
                + figure(3, graphic='<graphic url="broken.png"/>'))
    )  # fmt: skip
    (path.parent / "broken.png").write_bytes(b"not a picture")
    _, findings = set_pdf(path)
    assert [f.code for f in findings] == ["picture-missing"] * 3
    assert "is not there" in findings[0].message and "folder" in findings[1].message and "read" in findings[2].message


def test_signs_of_typst_are_text(write_issue: Write) -> None:
    hostile = '#read("/etc/passwd") $x$ *b* _c_ `d` @e &lt;f&gt; \\g // /* ]); #import "h" = i'
    second = f"<div type='article' xml:id='y'><head type='sub'>{hostile}</head><p>{hostile}</p></div>"
    set_pdf(write_issue(article(1, "桥", 100, after=f"<p>{hostile}</p>") + second))


def test_marks_without_a_shape_are_no_missing_glyphs(write_issue: Write) -> None:
    text = "桥\u200b头\ufeff的\u2060灯\ufe00、葛\U000e0100、\u202a火\u202c。"
    _, findings = set_pdf(write_issue(article(1, after=f"<p>{text}</p>")))
    assert findings == []


@pytest.mark.parametrize("lang", ["en", "x-unknown", "zh-HK", "", "lzh-Hant", "1-2"])
def test_any_language_tag_is_set(write_issue: Write, lang: str) -> None:
    set_pdf(write_issue(article(1, after=f'<p>桥叫<foreign xml:lang="{lang}">bridge</foreign>。</p>'), lang))


@pytest.mark.parametrize("title", ["清河旬报" * 60, "Q", "The Qinghe Decadal Gazette and Advertiser"])
def test_a_title_of_any_length_stays_in_the_masthead(write_issue: Write, title: str) -> None:
    path = write_issue(article(1))
    path.write_text(path.read_text(encoding="utf-8").replace("清河旬报</title><", f"{title}</title><"), encoding="utf-8")
    path.write_text(path.read_text(encoding="utf-8").replace('level="j">清河旬报', f'level="j">{title}'), encoding="utf-8")
    pdf, _ = set_pdf(path)
    assert overlaps(pdf) == []


def test_emphasis_ruby_and_both_scripts(write_issue: Write) -> None:
    text = "這是<hi>着重</hi>與<ruby><rb>橋</rb><rt>qiáo</rt></ruby>，「骨」『直』。"
    set_pdf(write_issue(f"<div type='article'><head>重點</head><p>{text}</p></div>", "zh-Hant"))
