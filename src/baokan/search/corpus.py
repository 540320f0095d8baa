"""Reads the issues of one source, with words: what the index and the exports are made from."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import zip_longest

from baokan.errors import BaokanError
from baokan.findings import Finding, Severity, error_to_finding
from baokan.search.files import Source
from baokan.search.passages import IssueText
from baokan.search.reading import read_issues
from baokan.search.words import add_words

Report = Callable[[Finding], None]


def read_source(source: Source, report: Report) -> Iterator[IssueText]:
    """The issues of a source with words, names and sentences; a file that can't be read is a finding and yields none."""
    try:
        issues = list(read_issues(source.path, source.within))
    except BaokanError as error:
        report(error_to_finding(error, str(source.path), "unreadable"))
        return
    if not any(issue.passages for issue in issues):
        return  # a file of names or taxonomies has nothing to search
    annotated = read_annotated(source, report)
    for issue, twin in zip_longest(issues, annotated[: len(issues)]):
        if not issue.passages:
            continue
        agrees = add_words(issue, twin)
        if not agrees and source.annotated:
            report(
                Finding(
                    str(source.annotated), 0, "annotation-stale", Severity.WARNING,
                    f"Doesn't say the text of {source.path.name}; passages that differ got their words from the tokeniser.",
                    "annotate the issue again.",
                    f"与 {source.path.name} 的文字不一致；不一致的段落由分词器切分。", "请重新标注本期。",
                )
            )  # fmt: skip
        yield issue


def read_annotated(source: Source, report: Report) -> list[IssueText]:
    """The annotated twins of a source's issues, none where there are none or they can't be read."""
    if source.annotated is None:
        return []
    try:
        return list(read_issues(source.annotated, source.within))
    except BaokanError as error:
        report(error_to_finding(error, str(source.annotated), "unreadable"))
        return []
