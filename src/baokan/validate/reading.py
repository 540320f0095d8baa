"""Reads an XML file as a stream, safely: no entity from elsewhere, no DTD, nothing fetched, nothing too deep or too big.

Every pass over a file goes through `feed`, so that all of them refuse the same things with the same words.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO
from xml.parsers import expat

from baokan.findings import Finding, Severity
from baokan.tei.entities import expand_entities

if TYPE_CHECKING:
    from lxml import etree

CHUNK = 1 << 16  # bytes read at once
DEEPEST = 250  # open elements; the deepest published TEI has some forty
LONGEST_TOKEN = 10_000_000  # bytes of one tag, comment or instruction, as libxml2 has it
_PREDEFINED = frozenset({"&lt;", "&gt;", "&amp;", "&quot;", "&apos;"})
_OWN_ENCODINGS = ("utf-8", "utf8", "utf-16", "us-ascii", "ascii", "iso-8859-1")  # that expat reads itself
_DECLARATION = re.compile(rb"""^(?:\xef\xbb\xbf)?<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z][A-Za-z0-9._-]*)""")


class Refused(Exception):
    """Raised where a file can't or mustn't be read on; the arguments are those of its finding."""

    def __init__(self, line: int, code: str, message: str, hint: str, message_zh: str, hint_zh: str) -> None:
        super().__init__(message)
        self.line = line
        self.code = code
        self.words = (message, hint, message_zh, hint_zh)

    def finding(self, path: str) -> Finding:
        message, hint, message_zh, hint_zh = self.words
        return Finding(path, self.line, self.code, Severity.ERROR, message, hint, message_zh, hint_zh)


def too_deep(line: int) -> Refused:
    """The refusal of elements inside elements without end."""
    return Refused(
        line, "xml-deep", f"More than {DEEPEST} elements are open at once; what follows wasn't read.",
        "look for end tags that were forgotten; no edition nests so deep.",
        f"同时打开的元素超过 {DEEPEST} 层，其后未读。", "请查是否漏了结束标签。",
    )  # fmt: skip


def entity_refused(name: str, line: int) -> Refused:
    """The refusal of a reference to an entity that isn't one of XML's five."""
    return Refused(
        line, "xml-entity", f"The entity {name} isn't expanded, so what follows wasn't read.",
        "write the characters themselves; entities are never loaded.",
        f"实体 {name} 不予展开，其后未读。", "请直接写出字符；实体一律不载入。",
    )  # fmt: skip


def new_parser() -> expat.XMLParserType:
    """A parser that names elements `namespace}local`, and refuses entities that lie outside of the file or nowhere."""
    parser = expat.ParserCreate(namespace_separator="}")
    parser.buffer_text = True
    parser.buffer_size = CHUNK

    def refuse_entities(data: str) -> None:
        if data.startswith("&") and data not in _PREDEFINED and not data.startswith("&#"):
            raise entity_refused(data, parser.CurrentLineNumber)

    def doctype(*_: object) -> None:
        parser.DefaultHandlerExpand = refuse_entities  # gets what expat could not expand; it stops what grows without end

    def external(context: str, base: str | None, system: str | None, public: str | None) -> int:
        raise entity_refused(repr(system), parser.CurrentLineNumber)

    parser.StartDoctypeDeclHandler = doctype
    parser.ExternalEntityRefHandler = external
    return parser


def feed(parser: expat.XMLParserType, path: Path) -> None:
    """Reads the file through the parser's handlers. Raises Refused; OSError passes through."""
    with path.open("rb") as file:
        fed = 0
        try:
            for chunk in _chunks(file):
                parser.Parse(chunk, False)
                fed += len(chunk)
                if fed - parser.CurrentByteIndex > LONGEST_TOKEN:
                    raise _too_big(parser.CurrentLineNumber)
            parser.Parse(b"", True)
        except expat.ExpatError as error:
            raise _malformed(error.lineno, str(error)) from error
        except (UnicodeDecodeError, LookupError) as error:
            raise _malformed(parser.CurrentLineNumber, str(error)) from error


def form_findings(path: Path) -> list[Finding]:
    """Whether a file is XML that can be read to its end. OSError passes through."""
    try:
        feed(new_parser(), path)
    except Refused as error:
        return [error.finding(str(path))]
    return []


def read_tree(path: Path) -> etree._ElementTree:
    """The tree of a file that `feed` has read to its end. What libxml2 alone refuses, as an xml:id that is no name, the schema
    has told already, so it is read all the same."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True, recover=True)
    with path.open("rb") as file:
        tree = etree.parse(file, parser)
    return tree if tree.docinfo.internalDTD is None else expand_entities(tree, recover=True)


def _chunks(file: BinaryIO) -> Iterator[bytes]:
    """The file's bytes; in UTF-8 where it has an encoding, as GB18030, that expat doesn't read."""
    first = file.read(CHUNK)
    declared = _DECLARATION.match(first)
    encoding = declared[1].decode().lower() if declared else "utf-8"
    if encoding in _OWN_ENCODINGS:
        yield first
        while chunk := file.read(CHUNK):
            yield chunk
        return
    decoder = codecs.getincrementaldecoder(encoding)()
    assert declared
    start = decoder.decode(first)
    yield start.replace(declared[1].decode(), "utf-8", 1).encode()
    while chunk := file.read(CHUNK):
        yield decoder.decode(chunk).encode()
    yield decoder.decode(b"", True).encode()


def _too_big(line: int) -> Refused:
    most = LONGEST_TOKEN // 1_000_000
    return Refused(
        line, "xml-big", f"One tag, attribute or comment has more than {most} MB; what follows wasn't read.",
        "put such data into a file of its own and point to it.",
        f"单个标签、属性或注释超过 {most} MB，其后未读。", "请把此类数据存为单独文件并引用。",
    )  # fmt: skip


def _malformed(line: int, reason: str) -> Refused:
    if "amplification" in reason:
        return Refused(
            line, "xml-entity", "The entities of this file grow without end when expanded; what follows wasn't read.",
            "take the document type declaration out.", "本文件的实体展开后无限膨胀，其后未读。", "请删去文档类型声明。",
        )  # fmt: skip
    reason = reason.partition(": line")[0]
    if reason == "undefined entity":
        return entity_refused("named here", line)
    return Refused(
        line, "not-well-formed", f"The file isn't well-formed XML: {reason}.", "mend this place; what follows wasn't read.",
        f"文件不是合式的 XML：{reason}。", "请修正此处，其后未读。",
    )  # fmt: skip
