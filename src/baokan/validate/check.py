"""Validates a file, cheap checks first: well-formed, schema, rules, fidelity to the source."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from lxml import etree

from baokan.assets import asset
from baokan.errors import UnreadableInput
from baokan.findings import Finding, Severity, error_to_finding
from baokan.tei import parse_tei, restore_tree
from baokan.tei.header import RESIDUE_TYPE
from baokan.tei.names import NS, XML_ID, tei
from baokan.tei.restore import RestoreMismatch
from baokan.validate.relaxng import Schema, load_schema
from baokan.validate.rules import load_rules, rules_to_findings

TEI_FINDINGS_LIMIT = 200  # of one file; more says nothing new


def find_tei(path: Path) -> list[Path]:
    """The TEI files at path: itself, or all .xml files of a folder. Raises UnreadableInput when there is none."""
    if path.is_dir():
        files = sorted(p for p in path.rglob("*.xml") if not p.name.startswith("."))
        if not files:
            raise UnreadableInput(f"{path}: holds no .xml file.", "name a folder that has TEI in it.")
        return files
    if not path.exists():
        raise UnreadableInput(f"{path}: is not there.", "check the name.")
    return [path]


def validate(path: Path, schema: Path | None = None) -> list[Finding]:
    """The findings on one TEI file; with `schema` by that RELAX NG grammar instead of baokan's own rules.

    Raises UnreadableInput when the schema can't be read; an unreadable file is a finding `not-well-formed`.
    """
    try:
        tree = parse_tei(path)
    except UnreadableInput as error:
        return [error_to_finding(error, str(path), "not-well-formed")]
    root = tree.getroot()
    findings = load_grammar(schema or asset("schemas", "baokan.rng")).validate_tree(tree, str(path))
    if schema is None and root.tag == tei("TEI"):
        findings += rules_to_findings(load_rules(asset("schemas", "baokan.sch")), tree, str(path))
        findings += file_name_findings(root, path)
        findings += fidelity_findings(root, path)
    return findings[:TEI_FINDINGS_LIMIT]


@cache
def load_grammar(schema: Path) -> Schema:
    return load_schema(schema)


def file_name_findings(root: etree._Element, path: Path) -> list[Finding]:
    xml_id = root.get(XML_ID)
    if xml_id == path.stem:
        return []
    return [
        Finding(
            str(path), root.sourceline or 1, "file-name", Severity.ERROR,
            f"The issue's xml:id is {xml_id!r} but the file is named {path.name!r}.", f"rename the file to {xml_id}.xml.",
            f"本期的 xml:id 是 {xml_id!r}，文件名却是 {path.name!r}。", f"请把文件改名为 {xml_id}.xml。",
        )
    ]  # fmt: skip


def fidelity_findings(root: etree._Element, path: Path) -> list[Finding]:
    """Whether every source comes back with its checksum."""
    findings = []
    residues = [x for x in root.findall("tei:teiHeader/tei:xenoData", NS) if x.get("type") == RESIDUE_TYPE]
    for number, residue in enumerate(residues, 1):
        try:
            restore_tree(root, str(path), number)
        except (RestoreMismatch, UnreadableInput) as error:
            findings.append(
                Finding(
                    str(path), residue.sourceline or 1, "fidelity", Severity.ERROR,
                    "The source can't be restored byte for byte from this file.", error.hint,
                    "不能由此文件逐字节还原来源。", "有人改动了来源的文字：更正请用 choice、sic 和 corr 标记。",
                )
            )  # fmt: skip
    return findings
