"""The teiHeader: what the issue is, where its text came from, what was inferred and from what."""

from __future__ import annotations

import base64
import bz2
import hashlib
import itertools
import json
import re
from collections.abc import Sequence

from baokan import __version__
from baokan.model import EncodedPage, Fact, Metadata, Residue, Source
from baokan.tei.elements import Element, add
from baokan.tei.names import MACHINE

RESIDUE_TYPE = "baokan-residue"
LARGEST_SOURCE = 1024**3  # bytes
NOT_XML = re.compile(r"[^\t\n\r\x20-\uD7FF\uE000-\uFFFD\U00010000-\U0010FFFF]")
PRACTICE = (
    "The text is in reading order; a zone a source block keeps the source's order. The source's own characters "
    "are never changed: what a seam lost is in supplied, what it doubled in surplus. Every element with "
    "@resp #baokan is a machine's guess, its certainty in @cert."
)


def write_header(root: Element, issue: str, pages: Sequence[EncodedPage]) -> None:
    """Append the teiHeader of an issue."""
    metadata = pages[0].metadata
    header = add(root, "teiHeader")
    file_desc = add(header, "fileDesc")
    title = metadata.paper.value if metadata.paper else issue
    if metadata.date and metadata.date.value:
        title = f"{title} {metadata.date.value}"
    add(add(file_desc, "titleStmt"), "title", title)
    publication = add(file_desc, "publicationStmt")
    if metadata.rights:
        add(publication, "publisher", "baokan")
        add(add(publication, "availability"), "p", metadata.rights.value)
    else:
        add(publication, "p", "Encoded with baokan from the sources described below.")
    source_desc = add(file_desc, "sourceDesc")
    write_newspaper(source_desc, metadata, [page.metadata.page for page in pages if page.source.part is not None])
    files = pages_to_files(pages)
    for number, (source, _) in enumerate(files, 1):
        write_source(source_desc, f"{issue}.src{number}", source)
    write_encoding(header)
    add(add(add(header, "profileDesc"), "langUsage"), "language", metadata.language, ident=metadata.language)
    for number, (source, surfaces) in enumerate(files, 1):
        residue = residue_to_json(source.residue, () if surfaces == [number] else surfaces)
        add(header, "xenoData", residue, type=RESIDUE_TYPE, corresp=f"#{issue}.src{number}")


def pages_to_files(pages: Sequence[EncodedPage]) -> list[tuple[Source, list[int]]]:
    """Each source file once, with the 1-based numbers of the surfaces that are its pages."""
    files: dict[tuple[str, str], tuple[Source, list[int]]] = {}
    surface = 0
    for page in pages:
        source = page.source
        key = (source.name, source.sha256)
        if not source.part:
            key = key if key not in files or files[key][0].part else (source.name, f"{source.sha256} {len(files)}")
            files[key] = (source, files[key][1] if key in files else [])
        if source.part is not None:
            surface += 1
            files.setdefault(key, (source, []))[1].append(surface)
    return list(files.values())


def write_newspaper(parent: Element, metadata: Metadata, numbers: Sequence[Fact | None]) -> None:
    """biblStruct[@type='newspaper']; what isn't known is left out or empty, what is inferred says from what."""
    struct = add(parent, "biblStruct", type="newspaper")
    monogr = add(struct, "monogr")
    paper, date = metadata.paper, metadata.date
    add(monogr, "title", paper.value if paper else None, level="j", **inferred(paper))
    when = date.value if date else None
    imprint = add(monogr, "imprint")
    add(
        imprint,
        "date",
        when or None,
        when=when or None,
        notBefore=date.not_before if date else None,
        notAfter=date.not_after if date else None,
        **inferred(date),
    )
    scopes = [("issue", metadata.issue), *(("page", number) for number in numbers), ("section", metadata.section)]
    for unit, fact in scopes:
        if fact:
            add(monogr, "biblScope", fact.value, unit=unit, **inferred(fact))
    for fact in (paper, date, metadata.issue, *numbers, metadata.section):
        if fact and fact.evidence:
            add(struct, "note", fact.evidence, type="evidence", resp=MACHINE)


def inferred(fact: Fact | None) -> dict[str, str]:
    """@resp and @cert of a fact that was inferred; nothing for one that was given."""
    return {"resp": MACHINE, "cert": fact.cert.value} if fact and fact.cert else {}


def write_source(parent: Element, xml_id: str, source: Source) -> None:
    """bibl[@type='digital-source']: file name, checksum, media type, size and reader."""
    bibl = add(parent, "bibl", type="digital-source", xml_id=xml_id)
    add(bibl, "title", NOT_XML.sub("\ufffd", source.name), type="filename")
    add(bibl, "idno", source.sha256, type="sha256")
    add(bibl, "idno", source.media_type, type="media-type")
    add(add(bibl, "extent"), "measure", f"{source.size} bytes", quantity=str(source.size), unit="byte")
    unit = f", coordinates in {source.page.unit}" if source.page.unit else ""
    add(bibl, "note", f"read by baokan {__version__}, reader {source.reader}{unit}", type="reader")


def write_encoding(header: Element) -> None:
    encoding = add(header, "encodingDesc")
    add(add(encoding, "editorialDecl"), "p", PRACTICE)
    tags = add(encoding, "tagsDecl")
    add(tags, "rendition", "display: run-in", xml_id="runin", scheme="css")
    application = add(add(encoding, "appInfo"), "application", xml_id="baokan", ident="baokan", version=__version__)
    add(application, "label", "baokan")


def residue_to_json(residue: Residue, surfaces: Sequence[int] = ()) -> str:
    """The residue as one line of ASCII JSON; separators as runs of [text, count].

    A file that is kept whole is packed by bzip2, whose output is the same on every machine (zlib's is not).
    """
    fields: dict[str, object] = {"encoding": residue.encoding, "bom": residue.bom}
    if surfaces:
        fields["surfaces"] = list(surfaces)
    if residue.raw is not None and not residue.encoding:
        if residue.layer:
            fields["layer"] = hashlib.sha256(residue.raw).hexdigest()
        fields["bz2"] = base64.b64encode(bz2.compress(residue.raw)).decode("ascii")
    elif residue.raw is None:
        runs = itertools.groupby(residue.separators)
        fields["separators"] = [[text, len(list(run))] for text, run in runs]
        fields["replaced"] = [list(entry) for entry in residue.replaced]
    else:
        fields["raw"] = base64.b64encode(residue.raw).decode("ascii")
    return json.dumps(fields, ensure_ascii=True, separators=(",", ":"))


def json_to_residue(text: str) -> Residue:
    """The inverse of residue_to_json. Raises ValueError, KeyError or TypeError on what it didn't write."""
    fields = json.loads(text)
    raw = base64.b64decode(fields["raw"]) if "raw" in fields else None
    if "bz2" in fields:
        raw = unpack(base64.b64decode(fields["bz2"]))
    separators = tuple(s for s, count in fields.get("separators", []) for _ in range(count))
    replaced = tuple((int(b), int(o), str(c)) for b, o, c in fields.get("replaced", []))
    return Residue(fields["encoding"], bool(fields["bom"]), separators, replaced, raw, "layer" in fields)


def unpack(packed: bytes) -> bytes:
    """What bz2.compress made small. Raises ValueError on anything damaged or far larger than a source may be."""
    unpacker = bz2.BZ2Decompressor()
    try:
        data = unpacker.decompress(packed, LARGEST_SOURCE)
    except (OSError, EOFError) as error:
        raise ValueError("it can't be unpacked") from error
    if not unpacker.eof:
        raise ValueError("it is cut short, or unpacks to more than a source may hold")
    return data
