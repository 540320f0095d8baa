"""Fidelity: every source that a file was made from comes back with its checksum."""

from __future__ import annotations

from pathlib import Path

from baokan.errors import UnreadableInput
from baokan.findings import Finding, Severity
from baokan.tei import restore_tree
from baokan.tei.header import RESIDUE_TYPE
from baokan.tei.names import NS
from baokan.validate.reading import read_tree


def fidelity_findings(path: Path) -> list[Finding]:
    """A finding for each source that can't be restored byte for byte."""
    root = read_tree(path).getroot()
    findings = []
    residues = [x for x in root.findall("tei:teiHeader/tei:xenoData", NS) if x.get("type") == RESIDUE_TYPE]
    for number, residue in enumerate(residues, 1):
        try:
            restore_tree(root, str(path), number)
        except UnreadableInput as error:
            findings.append(
                Finding(
                    str(path), residue.sourceline or 1, "fidelity", Severity.ERROR,
                    "The source can't be restored byte for byte from this file.", error.hint,
                    "不能由此文件逐字节还原来源。", "有人改动了来源的文字：更正请用 choice、sic 和 corr 标记。",
                )
            )  # fmt: skip
    return findings
