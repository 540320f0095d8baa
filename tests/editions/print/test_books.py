"""The editions that flow: text, Markdown, EPUB; and what they make of hostile and broken input."""

from __future__ import annotations

import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import pypdf
import pytest
from lxml import etree
from made_issues import article, figure
from tagged_pdf import squeezed

from baokan.editions import render
from baokan.editions.printing import PrintOptions
from baokan.findings import Finding

Write = Callable[..., Path]
HOSTILE = "# 题 *b* _c_ [d](javascript:alert(1)) `e` &lt;script>alert(1)&lt;/script> | ~~f~~ \\ 1. - &amp;amp;"
SIDEBAR = '<div type="article" subtype="sidebar" corresp="#x.a1" xml:id="x.s"><head type="main">链接</head><p>老桥。</p></div>'
BODY = (
    article(1, "新桥 & 旧路 <合龙>", 300, after=figure(1))
    + SIDEBAR
    + '<div type="article" xml:id="x.a2"><dateline rendition="#runin">本报讯 </dateline><p>改<choice><sic>佐</sic><corr>作</corr>'
    "</choice>，\n      衍<surplus>衍</surplus>字，脱<supplied>了</supplied>字。</p></div>"
)


def test_text_has_one_paragraph_a_line_and_a_blank_line_between_articles(write_issue: Write, tmp_path: Path) -> None:
    (text,) = render("text", write_issue(BODY), tmp_path / "t")
    articles = text.read_text(encoding="utf-8").split("\n\n")
    assert articles[0].startswith("新桥 & 旧路 <合龙>\n第1条。") and articles[0].splitlines()[-1] == "图为新桥合龙现场。"
    assert articles[2].strip() == "本报讯 改作，衍字，脱了字。"


def unmarked(markdown: str) -> str:
    """What a CommonMark reader says of escaped text."""
    return re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", markdown)


def test_markdown_escapes_all_of_its_signs(write_issue: Write, tmp_path: Path) -> None:
    (file,) = render("markdown", write_issue(f'<div type="article"><head>题</head><p>{HOSTILE}</p></div>'), tmp_path / "m")
    said = file.read_text(encoding="utf-8")
    assert "## 题" in said and "# 清河旬报" in said
    line = next(line for line in said.splitlines() if "javascript" in line)
    assert unmarked(line) == "# 题 *b* _c_ [d](javascript:alert(1)) `e` <script>alert(1)</script> | ~~f~~ \\ 1. - &amp;"
    assert not re.search(r"(?<!\\)[*_`<\[|#~]", line)


def chapters(book: Path) -> dict[str, etree._Element]:
    with zipfile.ZipFile(book) as archive:
        first = archive.infolist()[0]
        assert first.filename == "mimetype" and first.compress_type == zipfile.ZIP_STORED
        return {n: etree.fromstring(archive.read(n)) for n in archive.namelist() if n.endswith((".xhtml", ".opf", ".xml"))}


def test_a_chapter_an_article_with_its_sidebar_and_all_of_its_text(write_issue: Write, tmp_path: Path) -> None:
    path = write_issue(BODY)
    (book,) = render("epub", path, tmp_path / "e")
    (text,) = render("text", path, tmp_path / "t")
    files = chapters(book)
    pages = [files[f"EPUB/c{n}.xhtml"] for n in (1, 2)]
    assert "EPUB/c3.xhtml" not in files
    bodies = [squeezed("".join(page.find("{*}body").itertext())).replace("图片未收录", "") for page in pages]
    articles = [squeezed(a) for a in text.read_text(encoding="utf-8").split("\n\n") if a.strip()]
    assert bodies[0] == articles[0] + articles[1]
    assert bodies[1].endswith(articles[2])
    links = [a.get("href") for a in files["EPUB/nav.xhtml"].iter("{*}a")]
    assert links == ["c1.xhtml", "c1.xhtml#x.s", "c2.xhtml", "colophon.xhtml"]


def test_the_same_issue_gives_the_same_book(write_issue: Write, tmp_path: Path) -> None:
    path = write_issue(BODY)
    (one,), (two,) = render("epub", path, tmp_path / "1"), render("epub", path, tmp_path / "2")
    assert one.read_bytes() == two.read_bytes()


def test_pictures_are_taken_along_or_named(write_issue: Write, tmp_path: Path) -> None:
    graphics = [f'<graphic url="{name}"/>' for name in ("p.png", "absent.png", "../../../etc/hostname")]
    path = write_issue(article(1, after="".join(figure(n, graphic=g) for n, g in enumerate(graphics))))
    (path.parent / "p.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    findings: list[Finding] = []
    (book,) = render("epub", path, tmp_path / "e", findings.append)
    assert [f.code for f in findings] == ["picture-missing"] * 2
    with zipfile.ZipFile(book) as archive:
        assert [n for n in archive.namelist() if "picture" in n] == ["EPUB/picture1.png"]


def test_epubcheck_finds_nothing(write_issue: Write, tmp_path: Path) -> None:
    jar = Path("/usr/bin/epubcheck")  # Debian's is a jar that starts itself where the kernel knows how
    if not jar.exists() or shutil.which("java") is None:
        pytest.skip("epubcheck is not installed (apt-get install epubcheck)")
    (book,) = render("epub", write_issue(BODY + f'<div type="article"><p>{HOSTILE}</p></div>'), tmp_path / "e")
    said = subprocess.run(["java", "-jar", str(jar), str(book)], capture_output=True, text=True)
    assert said.returncode == 0 and "No errors or warnings detected" in said.stdout + said.stderr


def test_a_pdf_an_article_beside_the_issue(write_issue: Write, tmp_path: Path) -> None:
    path = write_issue(BODY)
    made = render("print", path, tmp_path / "print", printing=PrintOptions(articles=True))
    issue, *own = made
    names = [p.relative_to(tmp_path / "print").as_posix() for p in own]
    assert issue.name == f"{path.stem}.pdf" and names and all(name.startswith(f"{path.stem}/") for name in names)
    whole = squeezed("".join(page.extract_text() for page in pypdf.PdfReader(issue).pages))
    for file in own:
        reader = pypdf.PdfReader(file)
        assert b"<pdfaid:conformance>A" in reader.trailer["/Root"]["/Metadata"].get_object().get_data()
        assert len(reader.outline) >= 1 and reader.metadata.title.endswith(pypdf.PdfReader(issue).metadata.title)
        paragraphs = [squeezed(line) for line in reader.pages[0].extract_text().splitlines()[3:5]]
        assert all(line[:6] in whole for line in paragraphs if len(line) > 6)
    site = render("web", path, tmp_path / "web")
    linked = {p.relative_to(tmp_path / "web" / "pdf").as_posix() for p in (tmp_path / "web" / "pdf").rglob("*.pdf")}
    assert linked == {f"{path.stem}.pdf", *names}
    page = (site[0].parent / "issues" / path.stem / f"{Path(names[0]).stem}.html").read_text(encoding="utf-8")
    assert f"pdf/{names[0]}" in page
    render("print", path, tmp_path / "print")  # no longer asked for: none may stay that isn't made anew
    assert [p.name for p in (tmp_path / "print").rglob("*.pdf")] == [issue.name]
