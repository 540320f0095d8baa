"""What a file says of itself before its text begins: its root, the schemas that it names, whether baokan wrote it."""

from __future__ import annotations

import contextlib
import re
from dataclasses import dataclass, field
from pathlib import Path

from baokan.files import href_to_path, split_href
from baokan.validate.reading import Refused, feed, new_parser

TEI = "http://www.tei-c.org/ns/1.0}"
XINCLUDE = "http://www.w3.org/2001/XInclude}include"
_XML_ID = "http://www.w3.org/XML/1998/namespace}id"
_PSEUDO_ATTRIBUTE = re.compile(r"""([\w-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_ESCAPES = {"&lt;": "<", "&gt;": ">", "&quot;": '"', "&apos;": "'", "&amp;": "&"}
_AFTER_HEADER = {TEI + name for name in ("text", "facsimile", "sourceDoc", "standOff", "TEI")}


@dataclass(frozen=True, slots=True)
class Model:
    """One schema that a file names."""

    href: str
    line: int
    language: str = ""  # its schematypens or media type, where the file gives it


@dataclass(slots=True)
class Prolog:
    """What stands before a file's text; `root` is `namespace}local`, empty where the file isn't XML."""

    root: str = ""
    id: str = ""  # the root's xml:id
    line: int = 1  # the root's
    models: list[Model] = field(default_factory=list)
    doctype: int = 0  # the line of a document type declaration that names an external DTD
    is_ours: bool = False

    @property
    def name(self) -> str:
        return self.root.rpartition("}")[2]

    @property
    def is_tei(self) -> bool:
        return self.root in (TEI + "TEI", TEI + "teiCorpus")


class _Enough(Exception):
    """Raised when the header has been read."""


def read_prolog(path: Path) -> Prolog:
    """The file's prolog and header; what is wrong with the file's form is left to the later passes. OSError passes through."""
    prolog = Prolog()
    parser = new_parser()

    def start(raw: str, attributes: dict[str, str]) -> None:
        if not prolog.root:
            prolog.root = raw
            prolog.id = attributes.get(_XML_ID, "")
            prolog.line = parser.CurrentLineNumber
            if raw not in (TEI + "TEI", TEI + "teiCorpus"):
                raise _Enough
        elif raw in _AFTER_HEADER:
            raise _Enough
        elif raw == TEI + "application" and attributes.get("ident") == "baokan":
            prolog.is_ours = True
            raise _Enough

    def end(raw: str) -> None:
        if raw == TEI + "teiHeader":
            raise _Enough

    def instruction(target: str, data: str) -> None:
        model = _instruction_to_model(target, data, parser.CurrentLineNumber)
        if model and not prolog.root:
            prolog.models.append(model)

    refuse_entities = parser.StartDoctypeDeclHandler

    def doctype(name: str, system: str | None, public: str | None, internal: bool) -> None:
        if refuse_entities:
            refuse_entities(name, system, public, internal)
        prolog.doctype = parser.CurrentLineNumber if system else 0

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.ProcessingInstructionHandler = instruction
    parser.StartDoctypeDeclHandler = doctype
    with contextlib.suppress(_Enough, Refused):
        feed(parser, path)
    return prolog


def _instruction_to_model(target: str, data: str, line: int) -> Model | None:
    values = {name: _unescaped(one or other) for name, one, other in _PSEUDO_ATTRIBUTE.findall(data)}
    if target == "xml-model" and values.get("href"):
        return Model(values["href"], line, values.get("schematypens") or values.get("type") or "")
    if target == "oxygen" and values.get("RNGSchema"):  # how files before xml-model (2010) named theirs
        return Model(values["RNGSchema"], line, "")
    if target == "oxygen" and values.get("SCHSchema"):
        return Model(values["SCHSchema"], line, "http://purl.oclc.org/dsdl/schematron")
    return None


def _unescaped(text: str) -> str:
    return re.sub("|".join(_ESCAPES), lambda found: _ESCAPES[found[0]], text)


def included_path(path: Path, href: str) -> Path:
    """The file that an href in a file names."""
    return (path.parent / href_to_path(split_href(href).path)).resolve()
