"""The site as files: everything of the text is there, every link leads somewhere, hostile text stays text."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from lxml import etree, html

from baokan.assets import asset
from baokan.editions import render
from baokan.errors import UnreadableInput
from baokan.findings import Finding

ROOT = Path(__file__).resolve().parents[3]
CORPUS = ROOT / "corpus"
TEI = {"t": "http://www.tei-c.org/ns/1.0"}
ISSUE = "ninganribao_2021-03-01"


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def parse(path: Path) -> html.HtmlElement:
    return html.fromstring(path.read_text(encoding="utf-8"))


def words(path: Path) -> str:
    return squeezed(parse(path).find(".//main").text_content())


def html_files(site: Path) -> list[Path]:
    return sorted(site.rglob("*.html"))


@pytest.fixture(scope="module")
def seed_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("seed") / "web"
    render("web", CORPUS, out)
    return out


def test_every_character_of_the_seed_page_is_on_its_page_and_in_its_articles(seed_site: Path, seed: Path) -> None:
    folder = next((seed_site / "issues").iterdir())
    printed = words(folder / "page-1.html")
    articles = "".join(words(p) for p in folder.glob("a*.html"))
    for line in filter(None, map(squeezed, seed.read_text(encoding="utf-8").splitlines())):
        assert line in printed, line  # a zone holds its block's words, seam or no seam
        assert line[:12] in articles
    assert len(list(folder.glob("a*.html"))) == 8  # nine items, of which one is a sidebar on its host's page


def test_every_article_and_paragraph_has_its_id(seed_site: Path) -> None:
    tei = next(p for p in CORPUS.glob("*.xml") if p.name != "corpus.xml")
    wanted = set(
        etree.parse(str(tei)).xpath(
            "//t:body//t:*[self::t:div or self::t:head or self::t:p or self::t:byline or self::t:figure]/@xml:id", namespaces=TEI
        )
    )
    folder = next((seed_site / "issues").iterdir())
    found = {e.get("id") for p in folder.glob("a*.html") for e in parse(p).iter() if e.get("id")}
    assert wanted and wanted <= found


@pytest.mark.parametrize("which", ["site", "seed_site"])
def test_every_link_leads_to_a_file_and_to_an_id_in_it(which: str, request: pytest.FixtureRequest) -> None:
    site: Path = request.getfixturevalue(which)
    ids: dict[Path, set[str]] = {}
    for path in html_files(site):
        tree = parse(path)
        for element, attribute, link, _ in tree.iterlinks():
            parts = urlsplit(link)
            assert parts.scheme in {"", "https", "http"}, (path, link)
            if parts.scheme or element.get("rel") in {"schema.DC"}:
                assert element.tag in {"a", "link"} and attribute == "href"
                continue
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            assert target.is_file(), (path, link)
            if parts.fragment and target.suffix == ".html":
                known = ids.setdefault(target, {e.get("id") for e in parse(target).iter() if e.get("id")})
                assert unquote(parts.fragment) in known, (path, link)


def test_ids_are_unique_on_each_page(site: Path) -> None:
    for path in html_files(site):
        ids = [e.get("id") for e in parse(path).iter() if e.get("id")]
        assert len(ids) == len(set(ids)), path


def test_no_inline_script_style_or_handler(site: Path) -> None:
    for path in html_files(site):
        for element in parse(path).iter():
            if element.tag == "script":
                assert element.get("src") or element.get("type") == "application/ld+json", path
            assert element.tag != "style" and "style" not in element.attrib
            assert not [name for name in element.attrib if name.startswith("on")], path


def test_hostile_text_is_shown_as_it_is(site: Path) -> None:
    page = site / "issues" / "hostile" / "a1.html"
    text = parse(page).text_content()
    for said in (
        '<script>alert("x")</script>',
        "javascript:alert(7)",
        "<img src=x onerror=alert(6)>",
        "' onclick='alert(11)'",
        "{{7*7}} ${7*7} ]]>",
    ):
        assert said in text
    data = json.loads(parse(page).find(".//script[@type='application/ld+json']").text)
    assert data["headline"] == '</script><script>alert("x")</script>' and data["@type"] == "NewsArticle"
    csl = json.loads(parse(page).find(".//pre[@data-cite='csl']").text)
    assert csl[0]["title"] == data["headline"]


def test_machine_readable_files_parse(site: Path) -> None:
    for path in site.rglob("*.json"):
        json.loads(path.read_text(encoding="utf-8"))
    for path in [*site.rglob("*.xml"), *site.rglob("*.svg")]:
        etree.parse(str(path))


def test_citations_name_author_title_paper_date_and_page(site: Path) -> None:
    page = parse(site / "issues" / ISSUE / "a1.html")
    said = {p.get("data-cite"): p.text_content() for p in page.iterfind(".//pre[@data-cite]")}
    assert said["gbt7714"] == "白一鸣, 何　青. 春风里的修桥人[N]. 宁安日报, 2021-03-01(1)."
    assert said["chicago"] == "白一鸣, 何　青. “春风里的修桥人.” 宁安日报, March 1, 2021, 1."
    assert (
        "author = {白一鸣 and 何　青}" in said["bibtex"]
        and "date = {2021-03-01}" in said["bibtex"]
        and said["bibtex"].rstrip().endswith("}")
    )
    assert (
        said["ris"].splitlines()[0] == "TY  - NEWS"
        and "AU  - 白一鸣" in said["ris"].splitlines()
        and "DA  - 2021/03/01" in said["ris"].splitlines()
    )
    (csl,) = json.loads(said["csl"])
    assert csl["issued"] == {"date-parts": [[2021, 3, 1]]} and [a["literal"] for a in csl["author"]] == ["白一鸣", "何　青"]
    assert page.find(".//meta[@name='DC.title']").get("content") == "春风里的修桥人"


def test_the_page_view_has_the_blocks_in_the_order_of_the_source(site: Path) -> None:
    boxes = parse(site / "issues" / ISSUE / "page-1.html").findall(".//a[@href]")
    zones = [b for b in boxes if "zone" in b.get("class", "").split()]
    assert [z.get("id").rpartition(".z")[2] for z in zones] == [str(n) for n in range(1, 13)]
    text = {z.get("id").rpartition(".")[2]: squeezed(z.text_content()) for z in zones}
    assert text["z5"].endswith("新桥就能通") and text["z6"].startswith("车了")
    assert text["z8"] == "施要实，此" and text["z9"].startswith("此起彼伏")  # as the source has it: lost, and doubled
    assert zones[5].get("href") == f"#{ISSUE}.a1.p1" and zones[5].get("data-seam") == "ch"


def test_zones_with_coordinates_are_drawn_where_they_stood(site: Path) -> None:
    drawn = parse(site / "issues" / "qinghebao_1931-05-04" / "page-1.html").find(".//svg")
    assert drawn.get("viewbox", drawn.get("viewBox")) == "0 0 1000 740"
    assert len(drawn.findall(".//rect")) == 6 and len(drawn.findall(".//polygon")) == 1  # the paper and five zones; an empty one
    assert len(drawn.findall(".//line")) == 1  # the seam


def test_ways_in(site: Path) -> None:
    front = parse(site / "index.html")
    assert {"宁安日报", "清河報"} <= {a.text_content() for a in front.iterfind(".//section[@id='papers']//a")}
    calendar = parse(site / "papers" / "清河報.html")
    assert calendar.find(".//table//a").text_content() == "4"
    assert calendar.find(".//table//a").getparent().getparent().index(calendar.find(".//table//a").getparent()) == 0  # a Monday
    assert "白一鸣" in words(site / "names" / "authors.html") and "方伯泉" in words(site / "names" / "people.html")
    mentions = parse(site / "names" / "people" / "何青.html").findall(".//li/a")
    assert len(mentions) == 2  # 何　青 and 何青 are one
    assert "评论" in words(site / "names" / "types.html")


def test_a_second_run_writes_nothing_and_a_removed_issue_goes(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    shutil.copytree(Path(__file__).parent / "corpus", corpus)
    out = tmp_path / "web"
    render("web", corpus, out)
    (out / "mine.html").write_text("a reader's own file", encoding="utf-8")
    before = {p: p.stat().st_mtime_ns for p in out.rglob("*") if p.is_file()}
    render("web", corpus, out)
    assert {p: p.stat().st_mtime_ns for p in out.rglob("*") if p.is_file()} == before
    (corpus / "hostile.xml").unlink()
    render("web", corpus, out)
    assert not (out / "issues" / "hostile").exists() and (out / "mine.html").is_file()


def test_bad_files_are_reported_and_the_rest_goes_on(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    shutil.copy(Path(__file__).parent / "corpus" / f"{ISSUE}.xml", corpus)
    (corpus / "broken.xml").write_text("<TEI", encoding="utf-8")
    (corpus / "other.xml").write_text("<html/>", encoding="utf-8")
    (corpus / "escape.xml").write_text(
        '<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:id="e"><text><body>'
        '<div xml:id="../../../out"><p>外</p></div></body></text></TEI>',
        encoding="utf-8",
    )
    findings: list[Finding] = []
    made = render("web", corpus, tmp_path / "web", findings.append)
    assert [p.parent.name for p in made[1:]] == [ISSUE]
    assert sorted(Path(f.path).name for f in findings) == ["broken.xml", "escape.xml", "other.xml"]
    assert not list(tmp_path.rglob("out.html"))


def test_nothing_to_show_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "x.xml").write_text("<html/>", encoding="utf-8")
    with pytest.raises(UnreadableInput):
        render("web", tmp_path, tmp_path / "web")


@pytest.mark.parametrize("view", ["index.html", "a1.html", "page-1.html"])
def test_stylesheet_runs_unchanged_in_xsltproc(view: str) -> None:
    program = shutil.which("xsltproc")
    if program is None:
        pytest.skip("xsltproc is not installed (apt-get install xsltproc)")
    sheet, source = str(asset("xslt", "web", "issue.xsl")), str(Path(__file__).parent / "corpus" / f"{ISSUE}.xml")
    ours = bytes(etree.XSLT(etree.parse(sheet))(etree.parse(source), view=etree.XSLT.strparam(view)))
    theirs = subprocess.run([program, "--stringparam", "view", view, sheet, source], capture_output=True, check=True)
    assert b"<html" in ours and theirs.stdout == ours and not theirs.stderr
