"""Reads the issues of one source, with words: what the index and the exports are made from."""

from __future__ import annotations

from collections.abc import Callable, Iterator

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
        issues = list(read_issues(source.path))
    except BaokanError as error:
        report(error_to_finding(error, str(source.path), "unreadable"))
        return
    issues = [issue for issue in issues if issue.passages]  # a file of names or taxonomies has nothing to search
    annotated = read_annotated(source, report) if issues else None
    for issue in issues:
        agrees = add_words(issue, annotated)
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


def read_annotated(source: Source, report: Report) -> IssueText | None:
    """The annotated twin of a source, None where there is none or it can't be read."""
    if source.annotated is None:
        return None
    try:
        return next(read_issues(source.annotated), None)
    except BaokanError as error:
        report(error_to_finding(error, str(source.annotated), "unreadable"))
        return None
