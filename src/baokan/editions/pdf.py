"""The print edition: an issue -> one PDF/A."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

from baokan.editions.issues import read_issue
from baokan.editions.printing import PrintOptions, Typesetter, print_folders
from baokan.editions.steps import Made
from baokan.files import write_atomic
from baokan.running.state import digest, file_digest


def make_pdf(path: Path, target: Path, made: Made, options: PrintOptions, scratch: Path) -> None:
    """Set the issue at `path`. Raises MissingPart without Typst or a font, UsageError, EditionFailed."""
    setter = typesetter(options, scratch, os.getpid())
    pdf, findings = setter.set_issue(read_issue(path), path)
    write_atomic(target, pdf, durable=False)
    made.files.append(target)
    made.needs |= setter.needs
    made.findings += findings


@cache
def typesetter(options: PrintOptions, scratch: Path, process: int) -> Typesetter:
    """This process's own; its folder is in `scratch`, so that it goes even where the process is killed."""
    return Typesetter(options, scratch if scratch.is_dir() else None)


def print_digest(options: PrintOptions) -> str:
    """The checksum of what the print edition depends on besides its issues: the options, a template, the fonts that are there."""
    template = file_digest(options.template) if options.template else ""
    fonts = [f"{path.name} {path.stat().st_size}" for folder in print_folders() for path in sorted(folder.glob("*.[ot]t[fc]"))]
    return digest(repr(options), template, *fonts)
