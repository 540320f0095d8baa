"""Small ODDs for the tests, and verdicts on small documents by what they compile to."""

from __future__ import annotations

from pathlib import Path

from lxml import etree

from baokan.schema import CompiledSchema, compile_odd
from baokan.validate.relaxng import Schema, load_schema

TEI = "http://www.tei-c.org/ns/1.0"
HEAD = (
    f'<TEI xmlns="{TEI}" xmlns:rng="http://relaxng.org/ns/structure/1.0" xmlns:sch="http://purl.oclc.org/dsdl/schematron"'
    ' xmlns:xi="http://www.w3.org/2001/XInclude" xmlns:a="http://relaxng.org/ns/compatibility/annotations/1.0">'
    "<teiHeader><fileDesc><titleStmt><title>test</title></titleStmt><publicationStmt><p/></publicationStmt>"
    "<sourceDesc><p/></sourceDesc></fileDesc>{header}</teiHeader><text><body>"
)


def write_odd(path: Path, specs: str, attributes: str = 'start="r"', around: str = "", header: str = "") -> Path:
    """An ODD whose schemaSpec holds specs; around stands beside the schemaSpec."""
    text = f'{HEAD.format(header=header)}{around}<schemaSpec ident="t" {attributes}>{specs}</schemaSpec></body></text></TEI>'
    path.write_text(text, encoding="utf-8")
    return path


def compiled(tmp_path: Path, specs: str, **more: str) -> CompiledSchema:
    return compile_odd(write_odd(tmp_path / "t.odd", specs, **more))


def engine(schema: CompiledSchema, tmp_path: Path) -> Schema:
    path = tmp_path / "t.rng"
    path.write_bytes(schema.rng)
    return load_schema(path)


def is_valid(engine: Schema, document: str) -> bool:
    """Whether a document without a namespace declaration, put into TEI's namespace, is valid."""
    name = document[1:].replace("/", " ").replace(">", " ").split()[0]
    root = etree.fromstring(document.replace(f"<{name}", f'<{name} xmlns="{TEI}"', 1))
    return not engine.validate_tree(etree.ElementTree(root), "t.xml")


def root_of(content: str, attributes: str = "", classes: str = "") -> str:
    """An elementSpec r with this content."""
    return f'<elementSpec ident="r"><classes>{classes}</classes><content>{content}</content>{attributes}</elementSpec>'


def leaf(*names: str, classes: str = "") -> str:
    """Empty elements."""
    one = '<elementSpec ident="{}"><classes>{}</classes><content><empty/></content></elementSpec>'
    return "".join(one.format(name, classes) for name in names)


def codes(schema: CompiledSchema) -> list[str]:
    return [finding.code for finding in schema.findings]
