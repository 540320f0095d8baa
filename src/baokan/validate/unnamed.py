"""Findings about schemas: none named, not at hand, or in a language that baokan doesn't read."""

from __future__ import annotations

from pathlib import Path

from baokan.findings import Finding, Severity
from baokan.validate.lookup import nearby_schemas
from baokan.validate.prolog import Prolog


def no_schema_finding(path: Path, prolog: Prolog) -> Finding:
    """For a file that isn't TEI and names no schema."""
    doctype = " Its DTD isn't read." if prolog.doctype else ""
    return Finding(
        str(path), prolog.line, "no-schema", Severity.WARNING,
        f"The root is <{prolog.name}>, not TEI, and no schema is named: only its form was looked at.{doctype}",
        f"name one with --schema{_nearby(path)}, or in the file with <?xml-model href=\"…\"?>.",
        f"根元素是 <{prolog.name}>，不是 TEI，也没有指明模式：只检查了是否合式。",
        "请用 --schema 指明模式，或在文件中写 <?xml-model?>。",
    )  # fmt: skip


def namespace_finding(path: str, line: int, name: str) -> Finding:
    """For a TEI root outside of TEI's namespace."""
    return Finding(
        path, line, "tei-namespace", Severity.ERROR, f"The root <{name}> isn't in TEI's namespace, so no schema fits it.",
        'give the root the namespace: xmlns="http://www.tei-c.org/ns/1.0".',
        f"根元素 <{name}> 不在 TEI 命名空间内，无模式可用。", '请给根元素加上 xmlns="http://www.tei-c.org/ns/1.0"。',
    )  # fmt: skip


def assumed_finding(path: Path, prolog: Prolog) -> Finding:
    """For a TEI file that names no schema of its own: told, so that nobody takes TEI's for the project's."""
    return Finding(
        str(path), prolog.line, "schema-assumed", Severity.INFO,
        "No schema was found for this file; it was checked by TEI P5 as a whole.",
        f"name the project's own with --schema{_nearby(path)}, or in the file with <?xml-model href=\"…\"?>.",
        "没有找到本文件的模式，已按 TEI P5 全部模块检查。", "请用 --schema 指明项目的模式，或在文件中写 <?xml-model?>。",
    )  # fmt: skip


def missing_schema_finding(path: str, line: int, href: str) -> Finding:
    """For a schema that a file names and that isn't on this machine."""
    return Finding(
        path, line, "schema-missing", Severity.WARNING,
        f"The schema {href} isn't at hand, and nothing is fetched: the file wasn't checked by it.",
        "keep a copy beside the corpus and name it with --schema, or map the address with --catalog.",
        f"模式 {href} 不在本机，且从不联网获取：未按它检查。", "请在语料库旁保存一份并用 --schema 指明，或用 --catalog 映射。",
    )  # fmt: skip


def language_finding(path: str, line: int, href: str) -> Finding:
    """For a DTD, an XML Schema and the like."""
    return Finding(
        path, line, "schema-language", Severity.WARNING,
        f"The schema {href} is neither RELAX NG nor Schematron nor an ODD, and wasn't used.",
        "name a RELAX NG schema with --schema; TEI publishes one beside each of its other schemas.",
        f"模式 {href} 不是 RELAX NG、Schematron 或 ODD，未使用。", "请用 --schema 指明 RELAX NG 模式。",
    )  # fmt: skip


def _nearby(path: Path) -> str:
    found = nearby_schemas(path)
    return f" ({' or '.join(str(each) for each in found)} lies near)" if found else ""
