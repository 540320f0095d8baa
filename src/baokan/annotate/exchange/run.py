"""Imports files of annotations into a corpus."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from baokan.annotate.exchange.brat_files import import_brat
from baokan.annotate.exchange.conllu import import_conllu
from baokan.annotate.exchange.inception import import_inception
from baokan.annotate.exchange.opened import Imported, Run
from baokan.annotate.exchange.web_files import import_web_annotations
from baokan.errors import BaokanError, UnreadableInput, UsageError
from baokan.findings import error_to_finding
from baokan.tei.including import corpus_issues

READERS: dict[str, Callable[[Run, Path], None]] = {
    "webannotation": import_web_annotations, "brat": import_brat, "inception": import_inception, "webanno": import_inception,
    "conllu": import_conllu,
}  # fmt: skip


def import_files(kind: str, files: Sequence[Path], corpus: Path, by: str = "") -> Imported:
    """Put the annotations in files into the issues of a corpus folder.

    by: who made them, where the files don't say. A file or annotation that can't be used is a finding, and the others go on.
    Raises UsageError for an unknown kind, UnreadableInput when the corpus holds no issue, MissingPart.
    """
    if kind not in READERS:
        raise UsageError(f"There is no import {kind}.", f"choose one of {', '.join(READERS)}.")
    issues = corpus_issues(corpus) if corpus.exists() else []
    if not issues:
        raise UnreadableInput(f"{corpus}: holds no issue.", "name a corpus folder, as `baokan encode` makes it.")
    run = Run(issues, by)
    for file in files:
        try:
            READERS[kind](run, file)
        except BaokanError as error:
            run.result.findings.append(error_to_finding(error, str(file), "unreadable"))
    run.save()
    return run.result
