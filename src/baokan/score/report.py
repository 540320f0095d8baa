"""Pairs files by name, scores the pairs, and tells the result."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lxml import etree

from baokan import ids
from baokan.errors import BaokanError, UnreadableInput
from baokan.findings import Finding, Severity, error_to_finding
from baokan.score.figures import Tally
from baokan.score.items import Item, read_items
from baokan.score.page import score_page

ROWS = ("units", "heads", "articles", "joins", "order", "text", "boundaries", "exact", "types", "repairs")
Pair = tuple[Path, Path | None]  # a gold file and the system's; None where the system has none


@dataclass(slots=True)
class Report:
    """The figures of a run and what was wrong with its files."""

    tally: Tally = field(default_factory=Tally)
    findings: list[Finding] = field(default_factory=list)

    @property
    def failed(self) -> bool:
        return any(f.severity is Severity.ERROR for f in self.findings)

    def to_json(self, detail: bool = False) -> dict[str, Any]:
        """pages; a row of p, r, f1, gold and system each; calibration by what and certainty; with detail, the misses."""
        table: dict[str, Any] = {"pages": self.tally.pages}
        for name, row in self.tally.rows().items():
            table[name] = {"p": row.p, "r": row.r, "f1": row.f1, "gold": row.gold, "system": row.system}
        table["calibration"] = {
            what: {cert: {"said": row.said, "right": row.right, "share": row.share} for cert, row in rows.items()}
            for what, rows in self.tally.reliability().items()
        }
        if detail:
            table["detail"] = [
                {"page": m.page, "row": m.row, "fault": m.fault, "text": m.text} for m in self.tally.misses
            ]  # fmt: skip
        return table

    def to_lines(self) -> list[str]:
        """The table as a person reads it."""
        rows = self.tally.rows()
        lines = [f"pages {self.tally.pages}", f"{'row':16} {'p':>7} {'r':>7} {'f1':>7} {'gold':>8} {'system':>8}"]
        kinds = [name for name in rows if name.startswith("units/")]
        for name in [ROWS[0], *kinds, *ROWS[1:]]:
            if name in rows:
                row = rows[name]
                lines.append(f"{name:16} {row.p:7.4f} {row.r:7.4f} {row.f1:7.4f} {row.gold:8.0f} {row.system:8.0f}")
        lines += ["", f"{'certainty said':16} {'guesses':>8} {'right':>8} {'share':>7}"]
        for what, certs in self.tally.reliability().items():
            lines += [
                f"{what + ' ' + cert:16} {row.said:8} {row.right:8} {'-' if row.share is None else format(row.share, '7.4f')}"
                for cert, row in certs.items()
            ]
        return lines


def is_whole_corpus(path: Path) -> bool:
    """Whether a file is the `teiCorpus` that includes the others, and so nothing to score by itself."""
    try:
        with path.open("rb") as file:
            _, root = next(etree.iterparse(file, events=("start",), resolve_entities=False, no_network=True))
    except (etree.XMLSyntaxError, OSError):
        return False  # what is wrong with it is told when it is read
    return bool(etree.QName(root).localname == "teiCorpus")


def pair_files(gold: Path, system: Path) -> tuple[list[Pair], list[Finding]]:
    """Two files, or the files of two folders by name; a gold file without a partner stays, and is a finding.

    The system's name may be the issue's id, which has a `_` before a digit at its start. A file of the system's that
    has no gold is told, but is nothing wrong: a gold is often drawn from a larger corpus. A `teiCorpus` is left out.
    Raises UnreadableInput where one isn't there, the one is a folder and the other a file, or a folder holds no gold.
    """
    for path in (gold, system):
        if not path.exists():
            raise UnreadableInput(f"{path}: is not there.", "check the name.")
    if gold.is_dir() != system.is_dir():
        folder, file = (gold, system) if gold.is_dir() else (system, gold)
        raise UnreadableInput(f"{folder}: is a folder, but {file} is a file.", "give two files or two folders.")
    if not gold.is_dir():
        return [(gold, system)], []
    names = sorted(p.relative_to(gold) for p in gold.rglob("*.xml") if not is_whole_corpus(p))
    if not names:
        raise UnreadableInput(f"{gold}: holds no .xml file.", "name the folder that has the gold pages in it.")
    pairs: list[Pair] = []
    findings: list[Finding] = []
    used = set()
    for name in names:
        choices = (system / name, system / name.with_name(f"{ids.issue_id(name.stem)}.xml"))
        partner = next((p for p in choices if p.is_file()), None)
        if partner is None:
            findings.append(unpaired(gold / name, system))
        used.add(partner)
        pairs.append((gold / name, partner))
    spare = sorted(p for p in system.rglob("*.xml") if p not in used and not is_whole_corpus(p))
    if spare:
        more = f" and {len(spare) - 1} more" if len(spare) > 1 else ""
        findings.append(
            Finding(
                str(spare[0]), 0, "score-no-gold", Severity.INFO,
                f"The file{more} has no gold of its name under {gold} and is not scored.", "",
                f"该文件（共 {len(spare)} 个）在 {gold} 下没有同名的标准文件，不予评分。",
            )
        )  # fmt: skip
    return pairs, findings


def unpaired(gold: Path, system: Path) -> Finding:
    return Finding(
        str(gold), 0, "score-unpaired", Severity.ERROR,
        f"No file of this name under {system}; all of the page counts as missed.", "encode that page, or take its gold out.",
        f"{system} 下没有同名文件；该版全部算作遗漏。", "请先编码该版，或移走其标准文件。",
    )  # fmt: skip


def score_pairs(
    pairs: Sequence[Pair], progress: Callable[[int, int], None] = lambda done, total: None, detail: bool = True
) -> Report:
    """Score every pair; with detail the report lists what is missed.

    An unreadable gold is left out, an unreadable file of the system's counts as missed; both are findings.
    Raises UnreadableInput where there is one pair only and it can't be read.
    """
    report = Report(Tally(lists_misses=detail))
    for number, (gold, system) in enumerate(pairs, 1):
        wanted = read_or_report(gold, report, len(pairs) == 1)
        if wanted is not None:
            found = read_or_report(system, report, len(pairs) == 1) if system else None
            score_page(gold.stem, wanted, found or [], report.tally)
        progress(number, len(pairs))
    return report


def read_or_report(path: Path, report: Report, alone: bool) -> list[Item] | None:
    """The items of a file, or None and a finding. Raises UnreadableInput where the file stands alone."""
    try:
        return read_items(path)
    except BaokanError as error:
        if alone:
            raise
        report.findings.append(error_to_finding(error, str(path), "unreadable"))
        return None
