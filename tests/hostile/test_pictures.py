"""Pictures, facsimiles and pointers that lead elsewhere, or that are none: no output opens, copies or runs them."""

from __future__ import annotations

import os
import struct
import zlib
from pathlib import Path

import pytest
from foreign.outputs import OUTPUTS
from lxml import html

from baokan.editions import render
from baokan.findings import Finding
from baokan.validate import validate

SECRET = b"GEHEIMNIS"
AWAY = [
    "../secret.png", "FOLDER/secret.png", "file://FOLDER/secret.png", "file:../secret.png", "link.png", "linked/secret.png",
    "a/../../secret.png", "..\\secret.png", "%2e%2e/secret.png", "%2e%2e%2fsecret.png", "./../secret.png", "//secret.png",
    "javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,<script>alert(1)</script>", "/dev/zero", "pipe.png", "a.xml",
    ".", "folder.png", "x" * 5000 + ".png", "a\u202egnp.exe", "page.html", "page.png", "code.js", "drawn.svg", "image: url(x)",
    "|", "#",
]  # fmt: skip
SCRIPT = "<script src='code.js'></script>"


def png(data: bytes) -> bytes:
    """A picture of one point that says something."""
    chunks = [(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)), (b"tEXt", b"Comment\0" + data)]
    chunks += [(b"IDAT", zlib.compress(b"\0\0")), (b"IEND", b"")]
    packed = (struct.pack(">I", len(d)) + k + d + struct.pack(">I", zlib.crc32(k + d)) for k, d in chunks)
    return b"\x89PNG\r\n\x1a\n" + b"".join(packed)


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")


def hostile(folder: Path) -> str:
    """TEI with every address in every place that takes one."""
    urls = [escaped(url.replace("FOLDER", str(folder))) for url in AWAY]
    surfaces = "".join(
        f'<surface xml:id="s{n}" facs="{url}" lrx="10" lry="10"><graphic url="{url}"/>'
        f'<zone xml:id="z{n}" ulx="1" uly="1" lrx="9" lry="9"/></surface>'
        for n, url in enumerate(urls)
    )
    pages = "".join(
        f'<pb facs="#s{n}" n="{n}"/><p facs="#z{n}">前<pb facs="{url}" n="x{n}"/>后<ref target="{url}">去</ref></p>'
        f'<figure facs="{url}"><graphic url="{url}"/><figDesc>图</figDesc></figure>'
        f'<p><graphic url="{url}"/><media url="{url}"/></p>'
        for n, url in enumerate(urls)
    )
    return (
        '<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:id="a" xml:lang="zh"><teiHeader><fileDesc>'
        "<titleStmt><title>t</title></titleStmt><publicationStmt><p>x</p></publicationStmt><sourceDesc><bibl><title>t</title>"
        '<date when="1920-01-02"/></bibl></sourceDesc></fileDesc></teiHeader>'
        f"<facsimile>{surfaces}</facsimile><text><body><div><head>题</head>{pages}</div></body></text></TEI>"
    )


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    (tmp_path / "secret.png").write_bytes(png(SECRET))
    folder = tmp_path / "corpus"
    (folder / "folder.png").mkdir(parents=True)
    (folder / "link.png").symlink_to(tmp_path / "secret.png")
    (folder / "linked").symlink_to(tmp_path)
    os.mkfifo(folder / "pipe.png")
    (folder / "page.html").write_text(SCRIPT, encoding="utf-8")
    (folder / "page.png").write_text(SCRIPT, encoding="utf-8")
    (folder / "code.js").write_text("alert(1)", encoding="utf-8")
    (folder / "drawn.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', encoding="utf-8")
    (folder / "a.xml").write_text(hostile(tmp_path), encoding="utf-8")
    return folder


@pytest.mark.parametrize("kind", OUTPUTS)
def test_no_output_takes_a_picture_from_elsewhere(kind: str, corpus: Path, tmp_path: Path) -> None:
    said: list[Finding] = []
    before = set(tmp_path.rglob("*"))
    out = tmp_path / "out"
    shown = OUTPUTS[kind](corpus, out, said.append)
    assert "前" in "".join(shown.values())
    made = [path for path in out.rglob("*") if path.is_file()]
    assert not [path for path in made if SECRET in path.read_bytes() or b"alert(1)</script>" in path.read_bytes()]
    assert not [path for path in made if path.is_symlink() or path.name == "code.js"]
    strays = {path for path in tmp_path.rglob("*") if not path.is_relative_to(out)} - before
    assert not strays
    for page in (path for path in made if path.suffix in (".html", ".xhtml")):
        for element in html.document_fromstring(page.read_bytes()).iter():
            for name in ("src", "href", "data", "srcset", "poster", "{http://www.w3.org/1999/xlink}href"):
                address = "".join(element.get(name, "").split()).lower()
                assert not address.startswith(("javascript:", "data:", "file:", "/dev", "vbscript:")), (page, address)
                assert "secret" not in address, (page, address)


def test_the_web_edition_holds_pictures_and_nothing_that_runs(corpus: Path, tmp_path: Path) -> None:
    (corpus / "good.png").write_bytes(png(b"x"))
    still = '<svg xmlns="http://www.w3.org/2000/svg"><!-- a --><path d="M0 0"/></svg>'
    (corpus / "still.svg").write_text(still, encoding="utf-8")
    lively = ['onload="alert(1)"', 'href="javascript:alert(1)"', 'xlink:href="https://example.org/x"', 'to="javascript:alert(1)"']
    for number, attribute in enumerate(lively):
        text = f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"><a {attribute}/></svg>'
        (corpus / f"lively{number}.svg").write_text(text, encoding="utf-8")
    names = ["good.png", "still.svg", *(f"lively{number}.svg" for number in range(len(lively)))]
    graphics = "".join(f'<figure><graphic url="{name}"/></figure>' for name in names)
    path = corpus / "a.xml"
    path.write_text(path.read_text("utf-8").replace("</div></body>", f"{graphics}</div></body>"), encoding="utf-8")
    render("web", corpus, tmp_path / "out", lambda finding: None)
    assert sorted(p.name for p in (tmp_path / "out" / "images").iterdir()) == ["good.png", "still.svg"]


def test_validation_opens_no_picture(corpus: Path) -> None:
    assert not any(SECRET.decode() in finding.format() for finding in validate(corpus / "a.xml"))
