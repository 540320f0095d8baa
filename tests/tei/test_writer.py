from __future__ import annotations

from pathlib import Path

from lxml import etree

from baokan.encode import encode_sources
from baokan.read import text_to_source
from baokan.tei import tei_to_bytes
from baokan.tei.merge import keep_hand_work
from baokan.tei.names import NS


def encode(data: bytes, issue: str = "x") -> etree._Element:
    return etree.fromstring(tei_to_bytes(encode_sources(issue, [text_to_source(data, f"{issue}.txt")])))


def test_the_seed_has_its_nine_items_seams_and_marks(seed: Path) -> None:
    root = encode(seed.read_bytes())
    divs = root.findall("tei:text/tei:body/tei:div", NS)
    assert [(d.get("type"), d.get("subtype")) for d in divs] == [
        ("article", None), ("article", "photo"), ("notice", None), ("article", None), ("article", "photo"),
        ("article", None), ("article", None), ("article", None), ("article", "sidebar"),
    ]  # fmt: skip
    assert len(root.findall(".//tei:p/tei:cb[@break='no']", NS)) == 8
    assert root.findtext(".//tei:supplied", namespaces=NS) == "措"
    assert root.findtext(".//tei:surplus", namespaces=NS) == "此"
    assert divs[8].get("corresp") == "#" + divs[7].get("{http://www.w3.org/XML/1998/namespace}id")


def test_every_zone_is_pointed_to(seed: Path) -> None:
    root = encode(seed.read_bytes())
    zones = {z.get("{http://www.w3.org/XML/1998/namespace}id") for z in root.iterfind(".//tei:zone", NS)}
    used = {e.get("facs", "")[1:] for e in root.iterfind("tei:text//*[@facs]", NS)}
    assert zones and zones <= used


def test_the_header_says_what_was_inferred_and_from_what(seed: Path) -> None:
    root = encode(seed.read_bytes())
    title = root.find(".//tei:biblStruct/tei:monogr/tei:title", NS)
    assert title.text == "大众日报" and title.get("resp") == "#baokan" and title.get("cert")
    date = root.find(".//tei:imprint/tei:date", NS)
    assert date.get("notBefore") == "2021-02-25" and date.get("when") is None
    assert "截至2月25日" in "".join(n.text for n in root.iterfind(".//tei:note[@type='evidence']", NS))


def test_the_same_input_gives_the_same_bytes(seed: Path) -> None:
    assert etree.tostring(encode(seed.read_bytes())) == etree.tostring(encode(seed.read_bytes()))


def test_markup_in_the_text_stays_text() -> None:
    text = "<script>alert(1)</script>&lt;\n\n</p></div> ${x} {{y}}，这是一段话。\n"
    root = encode(text.encode())
    body = "".join(root.find("tei:text", NS).itertext())
    assert "<script>alert(1)</script>&lt;" in body and "</p></div> ${x}" in body


def test_hand_work_and_annotations_stay(seed: Path) -> None:
    old = encode(seed.read_bytes())
    paragraph = old.find(".//tei:p[@facs]", NS)
    paragraph.set("resp", "#lin")
    paragraph.set("n", "checked")
    stand_off = etree.SubElement(old, "{http://www.tei-c.org/ns/1.0}standOff")
    etree.SubElement(stand_off, "{http://www.tei-c.org/ns/1.0}listAnnotation")
    merged = keep_hand_work(encode(seed.read_bytes()), old, "x.xml")
    assert merged.find(".//tei:p[@n='checked']", NS) is not None
    assert merged.find("tei:standOff/tei:listAnnotation", NS) is not None
