"""A customisation resolved: which specifications are in, and what the outputs need of the schemaSpec."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree

from baokan.findings import Finding
from baokan.schema.messages import MESSAGES
from baokan.schema.model import Kind, Membership, Spec
from baokan.schema.names import INCLUDED_FROM, line_of


@dataclass(slots=True)
class Odd:
    """The specifications of one schemaSpec, in the order in which TEI's compiler puts them."""

    ident: str
    node: etree._Element  # the schemaSpec
    path: Path
    start: list[str] | None  # None: nothing said, so TEI and teiCorpus
    prefix: str
    ns: str
    exceptions: str  # what anyElement doesn't match
    specs: dict[tuple[Kind, str], Spec] = field(default_factory=dict)
    aliases: dict[tuple[Kind, str], tuple[Kind, str]] = field(default_factory=dict)  # without prefix -> key
    external: list[tuple[etree._Element, Path]] = field(default_factory=list)  # moduleRef with url, its file
    constraints: list[etree._Element] = field(default_factory=list)  # constraintSpec of the schemaSpec itself
    declarations: list[etree._Element] = field(default_factory=list)  # constraintDecl
    deleted: set[str] = field(default_factory=set)  # what the ODD deletes by name
    tei_version: str = ""
    files: list[Path] = field(default_factory=list)  # all that was read, but for TEI's own source
    findings: list[Finding] = field(default_factory=list)
    told: set[Finding] = field(default_factory=set)  # the same, to say each once
    members: dict[str, list[tuple[Spec, Membership]]] = field(default_factory=dict)  # class -> what is in it

    def put(self, spec: Spec) -> None:
        """Add a specification at the end, or in the place of the one with its key."""
        self.specs[spec.key] = spec
        self.aliases.setdefault((spec.kind, spec.ident), spec.key)

    def get(self, kind: Kind, ident: str) -> Spec | None:
        """By its ident, with or without the prefix that it has of its own."""
        return self.specs.get((kind, ident)) or self.specs.get(self.aliases.get((kind, ident), (kind, ident)))

    def find(self, ident: str) -> Spec | None:
        """Whatever is called ident, an element first."""
        return next((spec for kind in Kind if (spec := self.get(kind, ident))), None)

    def attribute_class(self, ident: str) -> Spec | None:
        spec = self.get(Kind.CLASS, ident)
        return spec if spec is not None and spec.type == "atts" else None

    def of(self, kind: Kind) -> list[Spec]:
        return [spec for spec in self.specs.values() if spec.kind is kind]

    def index_members(self) -> None:
        """Fill members, in the order of the schema."""
        for spec in self.specs.values():
            for member in spec.classes:
                found = self.get(Kind.CLASS, member.key)
                if found is not None:
                    self.members.setdefault(found.ident, []).append((spec, member))

    def tell(self, node: etree._Element, code: str, **facts: object) -> None:
        """Report what MESSAGES has under the code, at the line of the node; each finding once."""
        message = MESSAGES[code]
        texts = [text.format(**facts) for text in (message.text, message.hint, message.text_zh, message.hint_zh)]
        finding = Finding(str(origin(node, self.path)), line_of(node), code, message.severity, *texts)
        if finding not in self.told:
            self.told.add(finding)
            self.findings.append(finding)


def origin(node: etree._Element, path: Path) -> Path:
    """The file that a node came from by XInclude, or path."""
    for up in (node, *node.iterancestors()):
        where = up.get(INCLUDED_FROM)
        if where:
            return Path(where)
    return path
