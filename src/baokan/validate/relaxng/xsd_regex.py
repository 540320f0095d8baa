r"""XML Schema's regular expressions, matched by re2, or by Python's `re` where re2 can't.

Character classes such as `\p{L}` or `[\i-[:]]` become predicates. The pattern is compiled for the characters seen so
far: ASCII first, which is instant; a further character is replaced by a seen one that no class of the pattern tells
from it, and only where there is none the pattern is compiled again.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from baokan.validate.relaxng.problems import BadDatatype

Test = Callable[[str], bool]
_CATEGORIES = frozenset(
    "L Lu Ll Lt Lm Lo M Mn Mc Me N Nd Nl No P Pc Pd Ps Pe Pi Pf Po Z Zs Zl Zp S Sm Sc Sk So C Cc Cf Co Cn Cs".split()
)
_SINGLE = {"n": "\n", "r": "\r", "t": "\t", **{c: c for c in "\\|.?*+(){}-[]^"}}
_START = re.compile(
    "[:A-Z_a-z\xc0-\xd6\xd8-\xf6\xf8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c\u200d\u2070-\u218f\u2c00-\u2fef"
    "\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff]"
)
_ASCII = tuple(map(chr, range(128)))
_PATTERN_MEMORY = 64 << 20  # bytes
_MOST_REPEATS = 65_535  # more, and a pattern of twenty letters would fill the memory


def _is_word(char: str) -> bool:
    return unicodedata.category(char)[0] not in "PZC"


def _is_name_char(char: str) -> bool:
    return bool(_START.match(char)) or char in "-.\xb7" or unicodedata.category(char) in ("Nd", "Mn", "Mc")


_MULTI: dict[str, Test] = {
    "s": lambda c: c in " \t\n\r",
    "i": lambda c: bool(_START.match(c)),
    "c": _is_name_char,
    "d": lambda c: unicodedata.category(c) == "Nd",
    "w": _is_word,
}


def _negated(test: Test) -> Test:
    return lambda c: not test(c)


def _category(name: str) -> Test:
    if name.startswith("Is"):
        return _block(name)
    if name not in _CATEGORIES:
        raise BadDatatype(f"there is no character category {name}")
    return lambda c: unicodedata.category(c).startswith(name)


def _block(name: str) -> Test:
    from elementpath.regex import unicode_subset

    try:
        block = unicode_subset(name)
    except Exception as error:
        raise BadDatatype(f"there is no character block {name}") from error
    return lambda c: ord(c) in block


class _Parser:
    """Reads one pattern into a template with a numbered hole for each character class."""

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self.at = 0
        self.tests: list[Test] = []
        self.parts: list[str | int] = []
        self._branches()
        if self.at < len(pattern):
            raise self._bad("an unexpected )")

    def _bad(self, what: str) -> BadDatatype:
        return BadDatatype(f"the pattern {self.pattern!r} has {what} at character {self.at + 1}")

    def _peek(self) -> str:
        return self.pattern[self.at : self.at + 1]

    def _next(self) -> str:
        char = self._peek()
        if not char:
            raise self._bad("an unfinished part")
        self.at += 1
        return char

    def _branches(self) -> None:
        while (char := self._peek()) not in ("", ")"):
            if char == "|":
                self.at += 1
                self.parts.append("|")
                continue
            self._atom()
            self._quantifier()

    def _atom(self) -> None:
        char = self._next()
        if char == "(":
            self.parts.append("(?:")
            self._branches()
            if self._peek() != ")":
                raise self._bad("an unclosed (")
            self.at += 1
            self.parts.append(")")
        elif char in "?*+{}]":
            self.at -= 1
            raise self._bad(f"an unexpected {char}")
        else:
            self.parts.append(len(self.tests))
            self.tests.append(self._class(char))

    def _class(self, char: str) -> Test:
        if char == ".":
            return lambda c: c not in "\n\r"
        if char == "[":
            return self._brackets()
        if char == "\\":
            return self._escape()[1]
        return char.__eq__

    def _escape(self) -> tuple[str, Test]:
        """(the character, or nothing for a class of several; its test)"""
        char = self._next()
        if char in _SINGLE:
            return _SINGLE[char], _SINGLE[char].__eq__
        if char in "pP":
            end = self.pattern.find("}", self.at)
            if self._peek() != "{" or end < 0:
                raise self._bad(f"\\{char} without a category")
            name = self.pattern[self.at + 1 : end]
            self.at = end + 1
            return "", _category(name) if char == "p" else _negated(_category(name))
        if char.lower() in _MULTI:
            test = _MULTI[char.lower()]
            return "", test if char.islower() else _negated(test)
        raise self._bad(f"an unknown escape \\{char}")

    def _brackets(self) -> Test:
        negative = self._peek() == "^"
        self.at += negative
        tests: list[Test] = []
        without: Test | None = None
        while (char := self._next()) != "]":
            if char == "[":
                raise self._bad("an unescaped [ in a class")
            if char == "-" and tests and self._peek() == "[":
                self.at += 1
                without = self._brackets()
                if self._next() != "]":
                    raise self._bad("something after a subtracted class")
                break
            if char == "-" and tests and self._peek() != "]" and not self.pattern.startswith("-[", self.at):
                raise self._bad("an unescaped - that is neither first nor last in its class")
            tests.append(self._member(char))
        if not tests:
            raise self._bad("an empty class")
        return _combined(tuple(tests), negative, without)

    def _member(self, char: str) -> Test:
        start, test = self._escape() if char == "\\" else (char, char.__eq__)
        following = self.pattern[self.at + 1 : self.at + 2]
        if not start or self._peek() != "-" or following in ("", "[", "]"):
            return test
        self.at += 1
        end = self._next()
        if end == "\\":
            end = self._escape()[0]
        if not end or end < start:
            raise self._bad("a range that doesn't go up")
        return lambda c: start <= c <= end

    def _quantifier(self) -> None:
        char = self._peek()
        if char and char in "?*+":
            self.at += 1
            self.parts.append(char)
        elif char == "{":
            found = re.compile(r"\{(\d+)(,(\d*))?\}", re.A).match(self.pattern, self.at)
            if not found:
                raise self._bad("a wrong quantifier")
            low, high = int(found[1]), int(found[3]) if found[3] else None
            if max(low, high or 0) > _MOST_REPEATS or (high is not None and high < low):
                raise self._bad("a quantifier that can't be")
            self.at = found.end()
            self.parts.append(found[0])


def _combined(tests: tuple[Test, ...], negative: bool, without: Test | None) -> Test:
    def test(char: str) -> bool:
        inside = any(each(char) for each in tests) != negative
        return inside and not (without is not None and without(char))

    return test


class XsdRegex:
    """One pattern; `fullmatch(text)` says whether the whole text matches."""

    def __init__(self, pattern: str) -> None:
        parsed = _Parser(pattern)
        self._tests = parsed.tests
        self._parts = parsed.parts
        self._seen: dict[tuple[bool, ...], str] = {}
        self._stand_in: dict[int, str] = {}
        self._alphabet: list[str] = list(_ASCII)
        self._compiled: Any = None

    def fullmatch(self, text: str) -> bool:
        if not text.isascii():
            text = self._in_seen_characters(text)
        if self._compiled is None:
            self._compiled = self._compile()
        return self._compiled.fullmatch(text) is not None

    def _in_seen_characters(self, text: str) -> str:
        if not self._seen:
            for char in _ASCII:
                self._seen.setdefault(self._signature(char), char)
        for char in set(text):
            if ord(char) > 127 and ord(char) not in self._stand_in:
                signature = self._signature(char)
                if signature not in self._seen:
                    self._seen[signature] = char
                    self._alphabet.append(char)
                    self._compiled = None
                self._stand_in[ord(char)] = self._seen[signature]
        return text.translate(self._stand_in)

    def _signature(self, char: str) -> tuple[bool, ...]:
        return tuple(test(char) for test in self._tests)

    def _compile(self) -> Any:
        """The pattern for re2, whose time is linear in the text; for `re` where re2 can't have it, as for large repeats."""
        import re2

        options = re2.Options()
        options.log_errors = False
        options.max_mem = _PATTERN_MEMORY
        try:
            return re2.compile(self._spelled("[^\\x00-\\x{10FFFF}]", lambda char: f"\\x{{{ord(char):X}}}"), options)
        except (re2.error, UnicodeEncodeError):
            return re.compile(self._spelled("(?!)", re.escape))

    def _spelled(self, nothing: str, escape: Callable[[str], str]) -> str:
        def filled(hole: int) -> str:
            chars = [char for char in self._alphabet if self._tests[hole](char)]
            return f"[{''.join(map(escape, chars))}]" if chars else nothing

        return "".join(part if isinstance(part, str) else filled(part) for part in self._parts)


@lru_cache(maxsize=1024)
def xsd_regex(pattern: str) -> XsdRegex:
    """The pattern, compiled when it is first used; BadDatatype says what is wrong with its syntax."""
    return XsdRegex(pattern)
