from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree
from read.sources import write_mets

from baokan.encode import encode_job, find_jobs
from baokan.errors import UnreadableInput
from baokan.model import Kind, Role
from baokan.read.mets import read_mets
from baokan.tei import restore

NS = {"t": "http://www.tei-c.org/ns/1.0"}


def test_pages_metadata_and_articles_are_taken_over(tmp_path: Path) -> None:
    reading = read_mets(write_mets(tmp_path / "issue"))
    assert not reading.findings
    found = [(source.name, source.part, source.page.number) for source in reading.sources]
    assert found == [("issue.xml", None, None), ("1.xml", 0, "一"), ("2.xml", 0, "二")]
    assert reading.sources[1].page.image == "images/1.tif"
    metadata = reading.metadata
    assert metadata.paper and metadata.date
    assert (metadata.paper.value, metadata.date.value, metadata.language) == ("宁安日报", "1931-05-04", "zh")
    assert reading.articles[1] is not None and reading.articles[2] is not None
    first = reading.articles[1][0]
    assert [unit.role for unit in first.units] == [Role.MAIN, Role.PARAGRAPH]
    assert first.pictures == (0,)
    assert first.goes_on == (2, 0)
    assert [(a.kind, len(a.units)) for a in reading.articles[2]] == [(Kind.ARTICLE, 1), (Kind.NOTICE, 1)]


def test_an_article_over_two_pages_has_parts_that_point_to_each_other(tmp_path: Path) -> None:
    write_mets(tmp_path / "issue")
    (job,) = find_jobs([tmp_path / "issue"])
    outcome = encode_job(job, tmp_path / "out", set())
    assert outcome.path is not None
    root = etree.parse(str(outcome.path)).getroot()
    parts = root.xpath("//t:div[@type='article'][@part]", namespaces=NS)
    assert [part.get("part") for part in parts] == ["I", "F"]
    assert parts[0].get("next") == "#" + parts[1].get("{http://www.w3.org/XML/1998/namespace}id")
    assert parts[1].get("prev") == "#" + parts[0].get("{http://www.w3.org/XML/1998/namespace}id")
    for number, name in ((1, "issue.xml"), (2, "text/1.xml"), (3, "text/2.xml")):
        assert restore(outcome.path, number) == (tmp_path / "issue" / name).read_bytes()


def test_a_file_outside_the_folder_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "secret.xml").write_text("<alto/>")
    reading = read_mets(write_mets(tmp_path / "issue", "../secret.xml"))
    assert [(f.code, f.line) for f in reading.findings] == [("outside", 11)]
    assert len(reading.sources) == 2


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    path = write_mets(tmp_path / "issue", "text/3.xml")
    (tmp_path / "secret.xml").write_text("<alto/>")
    (tmp_path / "issue" / "text" / "3.xml").symlink_to(tmp_path / "secret.xml")
    reading = read_mets(path)
    assert [f.code for f in reading.findings] == ["page-unreadable"]
    assert "outside" in reading.findings[0].message


def test_a_missing_page_is_a_finding_and_the_others_are_read(tmp_path: Path) -> None:
    reading = read_mets(write_mets(tmp_path / "issue", "text/9.xml"))
    assert [(f.code, f.line) for f in reading.findings] == [("reference", 11)]
    assert [s.name for s in reading.sources] == ["issue.xml", "1.xml"]


LINKED = """  <structMap TYPE="PHYSICAL"><div TYPE="Newspaper">
    <div TYPE="PAGE" ORDER="1"><fptr FILEID="A1"/>
      <div TYPE="pagearea" ID="pa1"><fptr><area FILEID="A1" BETYPE="IDREF" BEGIN="B1"/></fptr></div>
      <div TYPE="pagearea" ID="pa2"><fptr><area FILEID="A1" BETYPE="IDREF" BEGIN="B2"/></fptr></div></div>
    <div TYPE="PAGE" ORDER="2"><fptr FILEID="A2"/></div>
  </div></structMap>
  <structMap TYPE="LOGICAL"><div TYPE="Newspaper"><div TYPE="ARTICLE" ID="art1"/></div></structMap>
  <structLink><smLinkGrp><smLocatorLink xlink:href="#art1"/><smLocatorLink xlink:href="#pa1"/><smLocatorLink xlink:href="#pa2"/>
  </smLinkGrp></structLink>
</mets>
"""


def test_articles_by_links_and_pages_without_any(tmp_path: Path) -> None:
    path = write_mets(tmp_path / "issue")
    text = path.read_text(encoding="utf-8")
    path.write_text(text[: text.index("  <structMap")] + LINKED, encoding="utf-8")
    reading = read_mets(path)
    assert reading.articles[1] is not None
    assert [len(article.units) for article in reading.articles[1]] == [2]
    assert reading.articles[2] is None  # to be inferred
    (job,) = find_jobs([tmp_path / "issue"])
    outcome = encode_job(job, tmp_path / "out", set())
    assert outcome.path is not None
    root = etree.parse(str(outcome.path)).getroot()
    assert "".join(root.find("{*}text").itertext()).count("railway") == 2


def test_prefixes_and_web_addresses_are_no_hindrance(tmp_path: Path) -> None:
    path = write_mets(tmp_path / "issue", "https://library.example/alto/2.xml?raw=1")
    page = tmp_path / "issue" / "text" / "2.xml"
    text = page.read_text(encoding="utf-8").replace("<alto xmlns=", "<alto:alto xmlns:alto=").replace("</", "</alto:")
    for name in ("Description", "MeasurementUnit", "sourceImageInformation", "fileName", "Styles", "TextStyle", "Layout", "Page",
                 "PrintSpace", "TextBlock", "TextLine", "String", "SP", "HYP", "ComposedBlock", "Shape", "Polygon",
                 "Illustration"):  # fmt: skip
        for end in (" ", ">", "/"):
            text = text.replace(f"<{name}{end}", f"<alto:{name}{end}")
    page.write_text(text.replace("alto:alto:", "alto:"), encoding="utf-8")
    reading = read_mets(path)
    assert not reading.findings
    assert [len(source.page.blocks) for source in reading.sources] == [0, 2, 2]


def test_a_mets_without_a_page_is_refused_and_says_why(tmp_path: Path) -> None:
    path = write_mets(tmp_path / "issue")
    for number in (1, 2):
        (tmp_path / "issue" / "text" / f"{number}.xml").unlink()
    with pytest.raises(UnreadableInput, match=r"no page that can be read \(.*text/"):
        read_mets(path)
    path.write_text('<mets xmlns="http://www.loc.gov/METS/"/>', encoding="utf-8")
    with pytest.raises(UnreadableInput, match="no page that can be read"):
        read_mets(path)
