"""Which values of the index a test means: its pattern is tried on each distinct value once, in time linear in its length."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterator

import re2

from baokan.errors import UsageError
from baokan.search.cql import Comparison, QuerySyntaxError
from baokan.search.deadline import Deadline
from baokan.search.indexing import NUMBERS
from baokan.search.text_query import lower
from baokan.simplified import fold

META = re.compile(r"[\\.^$*+?{}\[\]|()]")
PATTERN_MEMORY = 8 << 20  # bytes that a compiled pattern may take
BATCH = 50_000  # values between looks at the clock


def comparison_to_ids(
    connection: sqlite3.Connection, test: Comparison, query: str, variants: bool, deadline: Deadline
) -> frozenset[int]:
    """The numbers of the values that a test names, before its negation."""
    attribute = NUMBERS[test.attribute]
    loose = variants and test.attribute in ("word", "lemma")
    if not loose and not test.ignore_case and (test.literal or not META.search(test.value)):
        return text_to_ids(connection, attribute, test.value)
    normal: Callable[[str], str] = fold if loose else str
    found: set[int] = set()
    for values in value_batches(connection, attribute):
        if deadline.over():
            break
        texts = set(matching_lines(values, normal, test, query))
        if loose:
            texts.update(matching_lines(values, str, test, query))
        for text in texts:
            found |= text_to_ids(connection, attribute, text)
    return frozenset(found)


def text_to_ids(connection: sqlite3.Connection, attribute: int, text: str) -> frozenset[int]:
    ask = "SELECT id FROM value WHERE attribute = ? AND text = ?"
    return frozenset(row[0] for row in connection.execute(ask, [attribute, text]))


def value_batches(connection: sqlite3.Connection, attribute: int) -> Iterator[str]:
    """The values of an attribute, one a line, some at a time: SQLite joins them faster than Python can fetch them."""
    (last,) = connection.execute("SELECT coalesce(max(id), 0) FROM value").fetchone()
    ask = "SELECT group_concat(text, char(10)) FROM value WHERE id > ? AND id <= ? AND attribute = ?"
    for start in range(0, last, BATCH):
        (values,) = connection.execute(ask, [start, start + BATCH, attribute]).fetchone()
        if values is not None:
            yield values


def matching_lines(values: str, normal: Callable[[str], str], test: Comparison, query: str) -> Iterator[str]:
    """The values, one a line, that pass a test once both are normalised; a pattern is tried on all lines in one call."""
    if test.literal:
        wanted = normal(test.value)
        wanted, plain = (lower(wanted), lower(normal(values))) if test.ignore_case else (wanted, normal(values))
        yield from (own for own, line in zip(values.split("\n"), plain.split("\n"), strict=True) if line == wanted)
        return
    compile_pattern(normal(test.value), test, query)  # by itself first: what isn't whole must not become so by the brackets
    pattern = compile_pattern(f"(?m)^(?:{normal(test.value)})$".encode(), test, query)
    lines, own = normal(values).encode("utf-8", "surrogatepass"), values.split("\n")
    number = at = 0
    for match in pattern.finditer(lines):
        number += lines.count(b"\n", at, match.start())
        at = match.start()
        yield own[number]


def comparison_to_predicate(test: Comparison, query: str, variants: bool = False) -> Callable[[str], bool]:
    """A function that says whether a value passes the test, before its negation. Raises QuerySyntaxError on a bad pattern."""
    normal: Callable[[str], str] = fold if variants else str
    if test.literal:
        wanted = lower(normal(test.value)) if test.ignore_case else normal(test.value)
        return lambda text: (lower(normal(text)) if test.ignore_case else normal(text)) == wanted
    pattern = compile_pattern(normal(test.value), test, query)
    if not variants:
        return lambda text: pattern.fullmatch(text) is not None
    plain = compile_pattern(test.value, test, query)
    return lambda text: pattern.fullmatch(normal(text)) is not None or plain.fullmatch(text) is not None


def compile_pattern(pattern: str | bytes, test: Comparison, query: str) -> re2._Regexp:
    options = re2.Options()
    options.log_errors = False
    options.never_nl = True  # where values are lines, nothing in a pattern reaches into the next
    options.max_mem = PATTERN_MEMORY
    options.case_sensitive = not test.ignore_case
    try:
        return re2.compile(pattern, options)
    except re2.error as error:
        reason = error.args[0].decode("utf-8", "replace") if isinstance(error.args[0], bytes) else str(error)
        raise QuerySyntaxError(query, test.at, "a regular expression", f"{test.value} ({reason})") from error
    except (UnicodeEncodeError, OverflowError) as error:
        raise UsageError(f"the pattern {test.value!r} can't be read: {error}.", "use characters that Unicode has.") from error
