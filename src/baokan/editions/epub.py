"""The e-book: an issue -> one EPUB 3, a chapter an article."""

from __future__ import annotations

import copy
import io
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from lxml import etree

from baokan.assets import asset
from baokan.editions.printing.pictures import picture_finding, picture_needs, picture_source
from baokan.editions.steps import FileStep, Made
from baokan.editions.stylesheets import stylesheet, transform
from baokan.files import write_atomic
from baokan.tei.names import tei

CONTAINER = """<?xml version="1.0" encoding="UTF-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
  <rootfiles><rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/></rootfiles>
</container>
"""
DECLARATION = b'<?xml version="1.0" encoding="UTF-8"?>\n'
WHEN = (2026, 11, 24, 0, 0, 0)  # the clock must not enter the output
# What a picture's first bytes say; the file's name may lie.
SIGNATURES = ((b"\x89PNG", "png"), (b"\xff\xd8\xff", "jpg"), (b"GIF8", "gif"), (b"RIFF", "webp"))


@dataclass(frozen=True, slots=True)
class EpubStep(FileStep):
    """An issue's TEI -> its file of the epub edition."""

    name: ClassVar[str] = "render epub"
    ending: ClassVar[str] = ".epub"

    def make_file(self, tree: etree._ElementTree, path: Path, target: Path, made: Made) -> None:
        """Write the issue at `path` as an e-book."""
        write_atomic(target, issue_to_epub(tree, path, made), durable=False)
        made.files.append(target)


def issue_to_epub(tree: etree._ElementTree, path: Path, made: Made) -> bytes:
    """The bytes of the e-book; the same issue gives the same bytes."""
    tree = copy.deepcopy(tree)
    pictures = name_pictures(tree, path, made)
    files: dict[str, bytes] = {
        "META-INF/container.xml": CONTAINER.encode(),
        "EPUB/package.opf": transform(tree, "epub", "package.xsl", pictures=" ".join(pictures)),
        "EPUB/nav.xhtml": transform(tree, "epub", "pages.xsl", page="nav"),
        "EPUB/colophon.xhtml": transform(tree, "epub", "pages.xsl", page="colophon"),
        "EPUB/baokan.css": asset("xslt", "epub", "baokan.css").read_bytes(),
    }
    for number, chapter in enumerate(stylesheet("epub", "chapter.xsl")(tree).getroot(), 1):
        files[f"EPUB/c{number}.xhtml"] = DECLARATION + etree.tostring(chapter, encoding="utf-8", with_tail=False) + b"\n"
    files |= {f"EPUB/{name}": data for name, data in pictures.items()}
    return pack(files)


def name_pictures(tree: etree._ElementTree, path: Path, made: Made) -> dict[str, bytes]:
    """Give each graphic that can be shown its file name in the e-book, as @n; others are findings. Name -> bytes."""
    found: dict[str, bytes] = {}
    for graphic in tree.iter(tei("graphic")):
        graphic.attrib.pop("n", None)
        source, why = picture_source(path.parent, graphic.get("url", ""))
        made.needs |= picture_needs(path.parent, graphic.get("url", ""))
        data = source.read_bytes() if source else b""
        kind = next((kind for signature, kind in SIGNATURES if data.startswith(signature)), None)
        if source is None or kind is None:
            made.findings.append(picture_finding(path, graphic, why or "isn't a picture that can be read"))
            continue
        name = f"picture{len(found) + 1}.{kind}"
        found[name] = data
        graphic.set("n", name)
    return found


def pack(files: dict[str, bytes]) -> bytes:
    """A zip whose first entry is the uncompressed mimetype, as EPUB asks."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(zipfile.ZipInfo("mimetype", WHEN), b"application/epub+zip", zipfile.ZIP_STORED)
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name, WHEN), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()
