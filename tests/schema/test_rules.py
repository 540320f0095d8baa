"""Every rule of baokan.odd, by a document that keeps it and one that breaks it."""

from __future__ import annotations

import pytest
from lxml import etree, isoschematron

from baokan.assets import asset

SCHEMAS = asset("schemas")
NS = {"sch": "http://purl.oclc.org/dsdl/schematron", "svrl": "http://purl.oclc.org/dsdl/svrl"}
HEADER = (
    '<teiHeader><fileDesc><titleStmt><title>t</title><respStmt xml:id="bai"><resp>x</resp><name>白</name></respStmt></titleStmt>'
)
HEADER += "<publicationStmt><p/></publicationStmt><sourceDesc>{bibl}</sourceDesc></fileDesc><encodingDesc><editorialDecl><p/>"
HEADER += '</editorialDecl><tagsDecl><rendition xml:id="runin" scheme="css">x</rendition></tagsDecl></encodingDesc></teiHeader>'
PAGES = '<facsimile><surface xml:id="p1"><zone xml:id="z1"/></surface></facsimile>'
BIBL = '<bibl type="digital-source" xml:id="s"><title>f</title><idno type="sha256">{}</idno><idno type="media-type">t</idno>'
BIBL += '<extent><measure quantity="1" unit="byte">1</measure></extent></bibl>'


def issue(body: str, xml_id: str = "i", pages: str = "", bibl: str = "<p/>") -> etree._ElementTree:
    text = f'<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:id="{xml_id}">{HEADER.format(bibl=bibl)}{pages}'
    return etree.ElementTree(etree.fromstring(f"{text}<text><body>{body}</body></text></TEI>"))


def article(inner: str = "<p>x</p>", attributes: str = "") -> str:
    return f'<div type="article" {attributes}>{inner}</div>'


SUB = '<div type="subsection"><head type="cross">h</head><p>x</p></div>'
CASES: dict[str, tuple[etree._ElementTree, etree._ElementTree]] = {
    "facs-zone": (issue('<p facs="#z1">x</p>', pages=PAGES), issue('<p facs="#z2">x</p>', pages=PAGES)),
    "facs-missing": (
        issue(article('<head type="main" facs="#z1">h</head>'), pages=PAGES),
        issue(article('<head type="main">h</head>'), pages=PAGES),
    ),
    "resp-known": (issue('<p resp="#bai">x</p>'), issue('<p resp="#who">x</p>')),
    "rendition-known": (issue('<p rendition="#runin">x</p>'), issue('<p rendition="#bold">x</p>')),
    "sha256-form": (issue("<p/>", bibl=BIBL.format("0a" * 32)), issue("<p/>", bibl=BIBL.format("0A" * 32))),
    "subsection-place": (issue(article("<p/>" + SUB)), issue(SUB)),
    "item-place": (issue(article() + article()), issue(article(article()))),
    "subtype-article": (issue(article(attributes='subtype="photo"')), issue('<div type="notice" subtype="photo"><p/></div>')),
    "next-mutual": (
        issue(article(attributes='xml:id="a" next="#b"') + article(attributes='xml:id="b" prev="#a"')),
        issue(article(attributes='xml:id="a" next="#b"') + article(attributes='xml:id="b"')),
    ),
    "prev-mutual": (
        issue(article(attributes='xml:id="a" next="#b"') + article(attributes='xml:id="b" prev="#a"')),
        issue(article(attributes='xml:id="a"') + article(attributes='xml:id="b" prev="#a"')),
    ),
    "part-joined": (
        issue(article(attributes='xml:id="a" part="I" next="#b"') + article(attributes='xml:id="b" part="F" prev="#a"')),
        issue(article(attributes='part="M"')),
    ),
    "corresp-article": (
        issue(article(attributes='xml:id="a"') + article(attributes='corresp="#a" subtype="sidebar"')),
        issue(article(attributes='corresp="#gone"')),
    ),
    "head-type": (issue(article('<head type="main">h</head>')), issue(article("<head>h</head>"))),
    "runin-paragraph": (
        issue(article('<dateline rendition="#runin">d</dateline><byline rendition="#runin">b</byline><p>x</p>')),
        issue(article('<p>x</p><dateline rendition="#runin">d</dateline>')),
    ),
    "tokens-derived": (issue("<p><s><w>新</w></s></p>", xml_id="i.ana"), issue("<p><s><w>新</w></s></p>")),
}
SCHEMA = etree.parse(str(SCHEMAS / "baokan.sch"))


def broken(document: etree._ElementTree) -> dict[str, list[str]]:
    """Code -> what its message, hint and Chinese wordings say."""
    rules = isoschematron.Schematron(SCHEMA, store_report=True)
    rules.validate(document)
    found = {}
    for failed in rules.validation_report.iterfind(".//svrl:failed-assert", NS):
        texts = [failed.find("svrl:text", NS), *failed.findall("svrl:diagnostic-reference", NS)]
        found[failed.get("id")] = [" ".join("".join(t.itertext()).split()) for t in texts]
    return found


@pytest.mark.parametrize("code", CASES)
def test_a_rule(code: str) -> None:
    good, bad = CASES[code]
    assert broken(good) == {}
    found = broken(bad)
    assert code in found
    message, hint, zh, zh_hint = found[code]
    assert message.endswith(".") and hint.endswith(".") and zh.endswith("。") and zh_hint.endswith("。")


def test_every_rule_has_its_case() -> None:
    assert set(SCHEMA.xpath("//sch:assert/@id | //sch:report/@id", namespaces=NS)) == CASES.keys()
