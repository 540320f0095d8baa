"""Which values of the index a test means: its pattern is tried on each distinct value once, in time linear in its length."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterator

import re2

from baokan.errors import UsageError
from baokan.search.cql import Comparison, QuerySyntaxError
from baokan.search.deadline import Deadline
from baokan.search.fold import fold
from baokan.search.indexing import NUMBERS
from baokan.search.text_query import lower

META = re.compile(r"[\\.^$*+?{}\[\]|()]")
PATTERN_MEMORY = 8 << 20  # bytes that a compiled pattern may take
BATCH = 20_000  # values between looks at the clock


def comparison_to_ids(
    connection: sqlite3.Connection, test: Comparison, query: str, variants: bool, deadline: Deadline
) -> frozenset[int]:
    """The numbers of the values that a test names, before its negation."""
    loose = variants and test.attribute in ("word", "lemma")
    attribute = NUMBERS[test.attribute]
    if not loose and not test.ignore_case and (test.literal or not META.search(test.value)):
        ask = "SELECT id FROM value WHERE attribute = ? AND text = ?"
        return frozenset(row[0] for row in connection.execute(ask, [attribute, test.value]))
    rows = connection.execute("SELECT id, text FROM value WHERE attribute = ?", [attribute])
    found: set[int] = set()
    while batch := rows.fetchmany(BATCH):
        if deadline.over():
            break
        if loose or test.literal or any("\n" in text for _, text in batch):
            matches = comparison_to_predicate(test, query, loose)
            found.update(identifier for identifier, text in batch if matches(text))
        else:
            found.update(match_batch(batch, test, query))
    return frozenset(found)


def match_batch(batch: list[tuple[int, str]], test: Comparison, query: str) -> Iterator[int]:
    """The numbers of the values that a pattern matches whole, all tried in one call, each as a line."""
    compile_pattern(test.value, test, query)  # by itself first: what isn't whole must not become so by the brackets
    pattern = compile_pattern(f"(?m)^(?:{test.value})$".encode(), test, query)
    lines = "\n".join(text for _, text in batch).encode("utf-8", "surrogatepass")
    number = at = 0
    for match in pattern.finditer(lines):
        number += lines.count(b"\n", at, match.start())
        at = match.start()
        yield batch[number][0]


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
