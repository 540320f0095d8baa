"""Reads the query language, a subset of CQL, into a tree; a fault is shown with a caret under its place.

    query     = sequence { "|" sequence } [ "within" ( "s" | "p" | "article" ) ]
    sequence  = element { element }
    element   = ( "[" [ condition ] "]" | string | "(" query ")" ) [ "?" | "*" | "+" | "{" n "}" | "{" [n] "," [m] "}" ]
    condition = test, combined by "&", "|", "!" and brackets
    test      = attribute ( "=" | "!=" | "==" | "!==" ) string [ "%c" ]

A string is a regular expression over the whole value, with == it is the value itself; a string that stands alone
is a test of word.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from baokan.errors import UsageError
from baokan.search.indexing import ATTRIBUTES, PLACES

SCOPES = {"s": "s", "sentence": "s", "p": "p", "paragraph": "p", "article": "article"}
MOST_REPEATS = 1_000  # of one element; each takes a step of every query
DEEPEST = 50  # brackets within brackets
LEXEME = re.compile(
    r"\s*(?:(?P<string>\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*')|(?P<name>[A-Za-z_]\w*)|(?P<number>\d+)"
    r"|(?P<sign>!==|!=|==|[][(){}<>/=!&|?*+,%])|(?P<end>$)|(?P<other>.))",
    re.S,
)


class QuerySyntaxError(UsageError):
    """Raised when a query can't be read; `at` is the place of the fault, in characters from 0."""

    def __init__(self, query: str, at: int, expected: str, found: str) -> None:
        self.at = at
        self.expected = expected
        line = re.sub(r"\s", " ", query)
        super().__init__(
            f"the query can't be read at character {at + 1}: expected {expected}, found {found}.\n"
            f"  {line}\n  {blanks(line[:at])}^\n",
            "see docs/search.md for the query language; --text searches for the characters as they are.",
        )


def blanks(text: str) -> str:
    """As many blanks as a terminal gives the text, where Chinese characters take two."""
    return "".join("  " if unicodedata.east_asian_width(c) in "WF" else " " for c in text)


@dataclass(frozen=True, slots=True)
class Comparison:
    """attribute = value; `literal` compares instead of matching, `at` is the value's place in the query."""

    attribute: str
    value: str
    negated: bool = False
    literal: bool = False
    ignore_case: bool = False
    at: int = 0


@dataclass(frozen=True, slots=True)
class Both:
    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Either:
    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Not:
    part: Condition


@dataclass(frozen=True, slots=True)
class Anything:
    """[]: any word."""


Condition = Comparison | Both | Either | Not | Anything


@dataclass(frozen=True, slots=True)
class Sequence:
    parts: tuple[Pattern, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    parts: tuple[Pattern, ...]


@dataclass(frozen=True, slots=True)
class Repeat:
    part: Pattern
    least: int
    most: int | None  # None: without end


Pattern = Condition | Sequence | Choice | Repeat


@dataclass(frozen=True, slots=True)
class TokenQuery:
    """A query for words: the pattern, what it stays within (s, p, article), and the text it was read from."""

    pattern: Pattern
    within: str
    text: str


@dataclass(frozen=True, slots=True)
class Lexeme:
    kind: str  # string, name, number, sign, end, other
    text: str
    at: int


def parse_query(text: str, within: str = "p") -> TokenQuery:
    """The tree of a query; `within` holds where the query doesn't say. Raises QuerySyntaxError."""
    return Parser(text).run(within)


def looks_like_cql(text: str) -> bool:
    """Whether a query is meant for words rather than characters: it begins as only a pattern does."""
    return bool(re.match(r"\s*\(*\s*(?:\[\s*(?:\]|!|\(|[a-z_]+\s*!?==?)|[\"'])", text))


class Parser:
    def __init__(self, text: str) -> None:
        self.text = text
        self.lexemes: list[Lexeme] = []
        at = 0
        while not self.lexemes or self.lexemes[-1].kind != "end":
            match = LEXEME.match(text, at)
            assert match is not None and match.lastgroup is not None  # the last branch takes anything
            kind = match.lastgroup
            self.lexemes.append(Lexeme(kind, match[kind], match.start(kind)))
            at = match.end()
        self.number = 0
        self.depth = 0

    @property
    def next(self) -> Lexeme:
        return self.lexemes[self.number]

    def fail(self, expected: str) -> QuerySyntaxError:
        lexeme = self.next
        found = "the end" if lexeme.kind == "end" else lexeme.text
        if lexeme.text in ('"', "'"):
            expected, found = f"a closing {lexeme.text}", "the end"
        return QuerySyntaxError(self.text, lexeme.at, expected, found)

    def take(self, *signs: str) -> str:
        """The next lexeme's text if it is one of the signs, else ""."""
        lexeme = self.next
        if lexeme.kind in ("sign", "name") and lexeme.text in signs:
            self.number += 1
            return lexeme.text
        return ""

    def need(self, sign: str, expected: str) -> None:
        if not self.take(sign):
            raise self.fail(expected)

    def run(self, within: str) -> TokenQuery:
        pattern = self.choice()
        if self.take("within"):
            opened = self.take("<")
            name = self.next.text
            if name not in SCOPES:
                raise self.fail("s, p or article")
            self.number += 1
            if opened:
                self.take("/")
                self.need(">", ">")
            within = SCOPES[name]
        if self.next.kind != "end":
            raise self.fail('[, a string, (, |, a repetition, "within" or the end')
        return TokenQuery(pattern, within, self.text)

    def choice(self) -> Pattern:
        parts = [self.sequence()]
        while self.take("|"):
            parts.append(self.sequence())
        return parts[0] if len(parts) == 1 else Choice(tuple(parts))

    def sequence(self) -> Pattern:
        parts: list[Pattern] = []
        while self.next.text in ("[", "(") or self.next.kind == "string":
            parts.append(self.repeated())
        if not parts:
            raise self.fail("[, a string or (")
        return parts[0] if len(parts) == 1 else Sequence(tuple(parts))

    def repeated(self) -> Pattern:
        part = self.atom()
        while True:
            sign = self.take("?", "*", "+", "{")
            if not sign:
                return part
            least, most = {"?": (0, 1), "*": (0, None), "+": (1, None)}.get(sign) or self.bounds()
            part = Repeat(part, least, most)

    def bounds(self) -> tuple[int, int | None]:
        """The numbers of {n}, {n,}, {,m} or {n,m}, with the closing brace."""
        at = self.next.at
        least = self.count()
        most = least
        if self.take(","):
            most = self.count()
        elif least is None:
            raise self.fail("a number")
        self.need("}", "a number or }")
        if most is not None and (least or 0) > most:
            raise QuerySyntaxError(self.text, at, "the smaller number first", f"{least},{most}")
        return least or 0, most

    def count(self) -> int | None:
        lexeme = self.next
        if lexeme.kind != "number":
            return None
        if len(lexeme.text) > 4 or int(lexeme.text) > MOST_REPEATS:
            raise self.fail(f"at most {MOST_REPEATS} repetitions")
        self.number += 1
        return int(lexeme.text)

    def deeper(self) -> None:
        self.depth += 1
        if self.depth > DEEPEST:
            raise self.fail(f"at most {DEEPEST} brackets within each other")

    def atom(self) -> Pattern:
        if self.next.kind == "string":
            return self.comparison("word", "=")
        if self.take("("):
            self.deeper()
            inner = self.choice()
            self.need(")", "| or )")
            self.depth -= 1
            return inner
        self.need("[", "[, a string or (")
        if self.take("]"):
            return Anything()
        condition = self.either()
        self.need("]", "&, | or ]")
        return condition

    def either(self) -> Condition:
        parts = [self.both()]
        while self.take("|"):
            parts.append(self.both())
        return parts[0] if len(parts) == 1 else Either(tuple(parts))

    def both(self) -> Condition:
        parts = [self.negation()]
        while self.take("&"):
            parts.append(self.negation())
        return parts[0] if len(parts) == 1 else Both(tuple(parts))

    def negation(self) -> Condition:
        if self.take("!"):
            self.deeper()
            part = self.negation()
            self.depth -= 1
            return Not(part)
        if self.take("("):
            self.deeper()
            condition = self.either()
            self.need(")", "&, | or )")
            self.depth -= 1
            return condition
        name = self.next
        known = (*ATTRIBUTES, *PLACES)
        if name.kind != "name" or name.text not in known:
            raise self.fail(f"an attribute ({', '.join(known)})")
        self.number += 1
        sign = self.take("=", "!=", "==", "!==")
        if not sign:
            raise self.fail("=, !=, == or !==")
        return self.comparison(name.text, sign)

    def comparison(self, attribute: str, sign: str) -> Comparison:
        lexeme = self.next
        if lexeme.kind != "string":
            raise self.fail('a value in "quotation marks"')
        self.number += 1
        ignore_case = False
        if self.take("%"):
            self.need("c", "c, for a test that ignores case")
            ignore_case = True
        quote, literal = lexeme.text[0], sign in ("==", "!==")
        value = lexeme.text[1:-1].replace("\\" + quote, quote)
        if literal:
            value = value.replace("\\\\", "\\")
        return Comparison(attribute, value, sign[0] == "!", literal, ignore_case, lexeme.at)
