"""The compact syntax as tokens: names, keywords, literals, operators, documentation; comments and blanks are dropped."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from baokan.validate.relaxng.problems import SchemaError
from baokan.validate.relaxng.xsd_types import NCNAME

KEYWORDS = frozenset(
    "attribute default datatypes div element empty external grammar include inherit list mixed namespace notAllowed parent "
    "start string text token".split()
)
_ESCAPE = re.compile(r"\\x+\{([0-9a-fA-F]+)\}")
_NEWLINE = "\x00"  # an escaped line break: it can stand in a literal, where a plain one can't
_NOT_XML = re.compile("[\x01-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_TOKEN = re.compile(
    rf"""(?P<blank>[ \t\n]+)
    |(?P<doc>\#\#[^\n]*)
    |(?P<comment>\#[^\n]*)
    |(?P<literal>\"\"\".*?\"\"\"|'''.*?'''|"[^"\n]*"|'[^'\n]*')
    |(?P<escaped>\\{NCNAME})
    |(?P<wild>{NCNAME}:\*)
    |(?P<cname>{NCNAME}:{NCNAME})
    |(?P<name>{NCNAME})
    |(?P<mark>\|=|&=|>>|[=|&,?*+\-~{{}}()\[\]])""".replace("\n    ", ""),
    re.S,
)


@dataclass(frozen=True, slots=True)
class Token:
    """One token; `kind` is literal, cname, wild, name, keyword, mark, doc or end."""

    kind: str
    text: str
    line: int


def text_to_tokens(text: str, path: Path) -> list[Token]:
    """The tokens of a schema, an `end` last. Raises SchemaError at the first character that begins none."""
    return list(_tokens(_unescaped(text, path), path))


def _unescaped(text: str, path: Path) -> str:
    def character(found: re.Match[str]) -> str:
        code = int(found[1], 16)
        char = chr(code) if code <= 0x10FFFF else "\x01"
        line = text.count("\n", 0, found.start()) + 1
        if char == "\0" or _NOT_XML.match(char):
            raise SchemaError(path, line, f"{found[0]} isn't a character of XML")
        return _NEWLINE if char in "\n\r" else char

    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    wrong = re.search("\0", text) or _NOT_XML.search(text)
    if wrong:
        raise SchemaError(path, text.count("\n", 0, wrong.start()) + 1, "a character stands here that XML can't hold")
    return _ESCAPE.sub(character, text)


def _tokens(text: str, path: Path) -> Iterator[Token]:
    at, line = 0, 1
    while at < len(text):
        found = _TOKEN.match(text, at)
        if found is None:
            raise SchemaError(path, line, f"{text[at : at + 10].split(chr(10))[0]!r} isn't part of the compact syntax")
        kind, value = str(found.lastgroup), found[0]
        if kind == "literal":
            quotes = 3 if value[:3] in ('"""', "'''") and len(value) >= 6 else 1
            yield Token(kind, value[quotes:-quotes].replace(_NEWLINE, "\n"), line)
        elif kind == "doc":
            yield Token(kind, value.lstrip("#").removeprefix(" "), line)
        elif kind == "escaped":
            yield Token("name", value[1:], line)
        elif kind == "name" and value in KEYWORDS:
            yield Token("keyword", value, line)
        elif kind not in ("blank", "comment"):
            yield Token(kind, value, line)
        line += value.count("\n")
        at = found.end()
    yield Token("end", "", line)
