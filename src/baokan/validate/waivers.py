"""Waivers: findings that a person has looked at and lets stand, each with its reason, in a file that is kept with the corpus.

    [[waiver]]
    code = "link-dangling"          # the finding's code; needed
    path = "1914/*.xml"             # a pattern over the end of the file's path; every file without it
    contains = "#quality.high"      # words of the message or the element's path; every one without it
    reason = "the taxonomy is published with the next release"   # needed
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from fnmatch import fnmatch
from pathlib import Path

from baokan.errors import UnreadableInput
from baokan.findings import Finding, Severity

FILE_NAME = "baokan-waivers.toml"
_KEYS = {"code", "path", "contains", "reason"}


@dataclass(frozen=True, slots=True)
class Waiver:
    """One entry of a waiver file."""

    line: int
    code: str
    path: str
    contains: str
    reason: str

    def covers(self, finding: Finding) -> bool:
        """Whether it lets this finding stand."""
        if finding.code != self.code:
            return False
        path = finding.path.replace("\\", "/")
        if self.path and not (fnmatch(path, self.path) or fnmatch(path, f"*/{self.path}")):
            return False
        return not self.contains or self.contains in f"{finding.message} {finding.message_zh} {finding.xpath}"


def read_waivers(path: Path) -> list[Waiver]:
    """The waivers of a file. Raises UnreadableInput where one has no code or no reason."""
    try:
        text = path.read_text(encoding="utf-8")
        entries = tomllib.loads(text).get("waiver", [])
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        hint = "write [[waiver]] entries with code and reason."
        raise UnreadableInput(f"{path}: isn't a waiver file: {error}.", hint) from error
    lines = [number for number, line in enumerate(text.splitlines(), 1) if line.replace(" ", "").startswith("[[waiver]]")]
    if not isinstance(entries, list) or len(lines) != len(entries):
        raise UnreadableInput(f"{path}: isn't a waiver file.", "write [[waiver]] before each entry.")
    return [_entry_to_waiver(path, line, entry) for line, entry in zip(lines, entries, strict=True)]


def _entry_to_waiver(path: Path, line: int, entry: dict[str, object]) -> Waiver:
    for key in ("code", "reason"):
        if not str(entry.get(key, "")).strip():
            raise UnreadableInput(f"{path}:{line}: the waiver has no {key}.", "say which code it waives, and why.")
    unknown = sorted(set(entry) - _KEYS)
    if unknown:
        raise UnreadableInput(f"{path}:{line}: a waiver has no {unknown[0]}.", f"it can have {', '.join(sorted(_KEYS))}.")
    return Waiver(line, *(str(entry.get(key, "")) for key in ("code", "path", "contains", "reason")))


def apply_waivers(findings: Iterable[Finding], waivers: list[Waiver], used: set[Waiver]) -> list[Finding]:
    """The findings, those that are waived with the reason; `used` gets the waivers that covered one."""
    result = []
    for finding in findings:
        waiver = next((each for each in waivers if each.covers(finding)), None)
        if waiver:
            used.add(waiver)
            finding = replace(finding, waived=waiver.reason)
        result.append(finding)
    return result


def unused_findings(path: Path, waivers: list[Waiver], used: set[Waiver]) -> list[Finding]:
    """A word on each waiver that covers nothing any more."""
    return [
        Finding(
            str(path), each.line, "waiver-unused", Severity.INFO,
            f"The waiver of {each.code} covers nothing in what was validated.",
            "take it out when the whole corpus was validated.",
            f"对 {each.code} 的豁免在此次校验中没有用到。", "若已校验全部语料，请删去。",
        )
        for each in waivers
        if each not in used
    ]  # fmt: skip
