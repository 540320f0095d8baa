"""Which values of the index a test means: its pattern is tried on each distinct value once, in time linear in its length."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable

import re2

from baokan.errors import UsageError
from baokan.search.cql import Comparison, QuerySyntaxError
from baokan.search.deadline import Deadline
from baokan.search.fold import fold
from baokan.search.text_query import lower

META = re.compile(r"[\\.^$*+?{}\[\]|()]")
PATTERN_MEMORY = 8 << 20  # bytes that a compiled pattern may take
CHECK_EVERY = 4096  # values between looks at the clock


def comparison_to_ids(
    connection: sqlite3.Connection, test: Comparison, query: str, variants: bool, deadline: Deadline
) -> frozenset[int]:
    """The numbers of the values that a test names, before its negation."""
    loose = variants and test.attribute in ("word", "lemma")
    if not loose and not test.ignore_case and (test.literal or not META.search(test.value)):
        ask = "SELECT id FROM value WHERE attribute = ? AND text = ?"
        return frozenset(row[0] for row in connection.execute(ask, [test.attribute, test.value]))
    matches = comparison_to_predicate(test, query, loose)
    ask, values = "SELECT id, text FROM value WHERE attribute = ?", [test.attribute]
    prefix = META.split(test.value, maxsplit=1)[0]
    if not loose and not test.ignore_case and not test.literal and len(prefix) > 1 and "|" not in test.value:
        prefix = prefix[:-1]  # its last character may be repeated no times
        ask, values = f"{ask} AND text >= ? AND text < ?", [test.attribute, prefix, prefix + "\U0010ffff"]
    found = set()
    for number, (identifier, text) in enumerate(connection.execute(ask, values)):
        if not number % CHECK_EVERY and deadline.over():
            break
        if matches(text):
            found.add(identifier)
    return frozenset(found)


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


def compile_pattern(pattern: str, test: Comparison, query: str) -> re2._Regexp:
    options = re2.Options()
    options.log_errors = False
    options.max_mem = PATTERN_MEMORY
    options.case_sensitive = not test.ignore_case
    try:
        return re2.compile(pattern, options)
    except re2.error as error:
        reason = error.args[0].decode("utf-8", "replace") if isinstance(error.args[0], bytes) else str(error)
        raise QuerySyntaxError(query, test.at, "a regular expression", f"{test.value} ({reason})") from error
    except (UnicodeEncodeError, OverflowError) as error:
        raise UsageError(f"the pattern {test.value!r} can't be read: {error}.", "use characters that Unicode has.") from error
