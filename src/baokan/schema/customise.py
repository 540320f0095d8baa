"""schemaSpec -> Odd: gathers what it names, then applies its own specifications."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import unquote

from lxml import etree

from baokan.errors import UnreadableInput
from baokan.schema.attdefs import without
from baokan.schema.model import Attribute, AttributeGroup, Kind, Spec
from baokan.schema.names import INCLUDED_FROM, TEI, elements, includes, line_of, local, namespace, tei, words
from baokan.schema.odd import Odd, origin
from baokan.schema.sources import SPEC_TAGS, Library, files_in, find_id, parse_odd
from baokan.schema.specs import change_spec, read_spec

REFS = {"elementRef": Kind.ELEMENT, "classRef": Kind.CLASS, "macroRef": Kind.MACRO, "dataRef": Kind.DATA}
MAX_CHAIN = 16  # ODDs that build on each other; more is a circle
DEFAULT_EXCEPTIONS = f"{TEI} teix:egXML"
VERSION = re.compile(r"(?:^tei:|/P5/)(\d[\d.]*\w?)")  # in a source, as tei:4.9.0 or …/Vault/P5/4.9.0/xml/…
FIRST_MODULES = ("tei", "core")  # TEI's compiler takes these first, which orders the members of classes

Default = Callable[[], Library]
"""Gives TEI's own source when it is needed."""


def resolve_odd(path: Path, default: Default, depth: int = 0) -> Odd:
    """Read an ODD and all that it builds on.

    Raises UnreadableInput when a file is missing or isn't an ODD.
    """
    if depth > MAX_CHAIN:
        raise UnreadableInput(f"{path}:0: builds on itself.", "break the circle of source attributes.")
    early: list[tuple[etree._Element, str]] = []  # includes that fail before there is an Odd to tell
    root = parse_odd(path, lambda node, href: early.append((node, href)))
    found = [s for s in root.iter(tei("schemaSpec")) if not any(up.tag == tei("exemplum") for up in s.iterancestors())]
    if not found:
        raise UnreadableInput(f"{path}:{line_of(root)}: has no schemaSpec.", "give an ODD, a TEI file with a schemaSpec.")
    node = found[0]
    start = node.get("start")
    odd = Odd(
        ident=node.get("ident") or path.name.partition(".")[0],
        node=node,
        path=path,
        start=None if start is None else words(start),
        prefix=node.get("prefix", ""),
        ns=node.get("ns", TEI),
        exceptions=node.get("defaultExceptions", DEFAULT_EXCEPTIONS),
    )
    odd.files += files_in(root, path)
    for include, href in early:
        odd.tell(include, "odd-include-unreadable", href=href)
    for extra in found[1:]:
        odd.tell(extra, "odd-second-schema")
    Customiser(odd, root, default, depth).run()
    return odd


@dataclass(slots=True)
class Gathered:
    """What a schemaSpec holds once its groups are in place."""

    modules: list[etree._Element] = field(default_factory=list)
    items: list[etree._Element] = field(default_factory=list)  # references and complete specifications, in order
    changes: list[etree._Element] = field(default_factory=list)  # mode change or replace, in order
    deleted: dict[str, etree._Element] = field(default_factory=dict)
    referred: set[str] = field(default_factory=set)  # keys of references: not taken from modules, but where they stand


class Customiser:
    """Walks one schemaSpec."""

    def __init__(self, odd: Odd, root: etree._Element, default: Default, depth: int) -> None:
        self.odd = odd
        self.root = root
        self.default = default
        self.depth = depth
        self.loaded: dict[Path, Library] = {}
        self.found = Gathered()
        self.used: set[str] = set()  # idents that a deletion met

    def run(self) -> None:
        self.odd.declarations += self.root.iter(tei("constraintDecl"))
        self.gather(self.odd.node, ())
        modules = self.found.modules
        self.odd.deleted = set(self.found.deleted)
        for node in sorted(modules, key=lambda m: self.module_rank(m.get("key", ""))):
            self.add_module(node)
        for node in self.found.items:
            if node.tag in SPEC_TAGS:
                self.add_own(node)
            else:
                self.add_reference(node)
        for node in self.found.changes:
            self.apply(node)
        for ident, node in self.found.deleted.items():
            if ident not in self.used:
                self.odd.tell(node, "odd-absent", ident=ident, mode="delete")
        self.odd.index_members()

    @staticmethod
    def module_rank(key: str) -> int:
        return FIRST_MODULES.index(key) if key in FIRST_MODULES else len(FIRST_MODULES)

    def gather(self, parent: etree._Element, groups: tuple[etree._Element, ...]) -> None:
        for node in elements(parent):
            name = local(node)
            if namespace(node) != TEI:
                continue
            if node.tag in SPEC_TAGS:
                self.gather_spec(node)
            elif name == "moduleRef":
                self.found.modules.append(node)
            elif name in REFS:
                self.found.items.append(node)
                self.found.referred.add(node.get("key", ""))
            elif name == "specGrpRef":
                self.gather_group(node, groups)
            elif name == "constraintSpec":
                self.odd.constraints.append(node)
            elif name not in PASSIVE:
                self.gather(node, groups)  # specGrp, listRef and the like; TEI's compiler finds specifications at any depth

    def gather_spec(self, node: etree._Element) -> None:
        match node.get("mode", "add"):
            case "delete":
                self.found.deleted[node.get("ident", "")] = node
            case "change" | "replace":
                self.found.changes.append(node)
            case "add":
                self.found.items.append(node)
            case mode:
                self.odd.tell(node, "odd-mode", mode=mode)

    def gather_group(self, node: etree._Element, groups: tuple[etree._Element, ...]) -> None:
        target = node.get("target", "")
        file, _, ident = target.partition("#")
        root = self.root
        if file:
            path = self.beside(node, file)
            if path is None:
                return
            root = self.parse(path)
            root.set(INCLUDED_FROM, str(path))
        group = find_id(root, ident) if ident else root
        if group is None:
            self.odd.tell(node, "odd-group-missing", target=target)
        elif group in groups:
            self.odd.tell(node, "odd-group-circle", target=target)
        elif group.tag in SPEC_TAGS:
            self.gather_spec(group)
        else:
            self.gather(group, (*groups, group))

    def parse(self, path: Path) -> etree._Element:
        root = parse_odd(path, lambda node, href: self.odd.tell(node, "odd-include-unreadable", href=href))
        self.odd.files += files_in(root, path)
        return root

    def beside(self, node: etree._Element, url: str) -> Path | None:
        """The file that a URL names; of one on the network a copy beside the ODD. None, and an error, without."""
        base = origin(node, self.odd.path)
        path = base.parent / unquote(url.removeprefix("file://"))
        if "://" in url and not url.startswith("file://"):
            path = base.parent / unquote(url.rpartition("/")[2])
            if not path.is_file():
                self.odd.tell(node, "odd-network", url=url, path=path)
                return None
        if not path.is_file():
            self.odd.tell(node, "odd-file-missing", url=url, path=path)
            return None
        return path

    def library(self, node: etree._Element) -> Library:
        """Where a reference takes its specifications: its own source, else the schema's, else TEI's."""
        source = (node.get("source") or self.odd.node.get("source") or "").strip()
        is_file = bool(source) and (origin(node, self.odd.path).parent / unquote(source)).is_file()
        if not source or source.startswith("tei:") or (source.endswith("p5subset.xml") and not is_file):
            library = self.default()
            self.odd.tei_version = self.odd.tei_version or library.version
            wanted = VERSION.search(source)
            if wanted and wanted[1] not in library.version:
                self.odd.tell(node, "odd-source-version", source=source, version=library.title)
            return library
        path = self.beside(node, source)
        if path is None:
            raise UnreadableInput(
                f"{origin(node, self.odd.path)}:{line_of(node)}: the source {source!r} can't be read.", "give the file's path."
            )
        path = path.resolve()
        if path not in self.loaded:
            self.loaded[path] = self.read_source(path)
        return self.loaded[path]

    def read_source(self, path: Path) -> Library:
        """Another ODD: resolved first when it is one that customises, else read as it is."""
        root = self.parse(path)
        if next(root.iter(tei("schemaSpec")), None) is None:
            return Library.read(path)
        below = resolve_odd(path, self.default, self.depth + 1)
        self.odd.findings += below.findings
        self.odd.external += below.external
        self.odd.files += below.files
        if "defaultExceptions" not in self.odd.node.attrib:
            self.odd.exceptions = below.exceptions
        specs = [replace(spec, touched=False) for spec in below.specs.values()]
        return Library(str(path), [], specs, below.tei_version)

    def add_module(self, node: etree._Element) -> None:
        """A module's classes, macros and datatypes always; of its elements those that include and except let in."""
        if node.get("url"):
            path = self.beside(node, node.get("url", ""))
            if path is not None:
                self.odd.external.append((node, path))
                self.odd.files.append(path)
            return
        library, key = self.library(node), node.get("key", "")
        if library.is_bare:
            self.odd.tell(self.odd.node, "odd-facts", version=library.title)
        if key not in library.modules:
            self.odd.tell(node, "odd-module-missing", key=key, modules=", ".join(sorted(filter(None, library.modules))))
            return
        include, exclude = node.get("include"), node.get("except")
        there = {ident for kind, ident in library.modules[key] if kind is Kind.ELEMENT}
        for name in words(include) + words(exclude):
            if name not in there:
                self.odd.tell(node, "odd-not-in-module", key=key, name=name)
        members = sorted(library.modules[key], key=lambda member: member[0] is Kind.ELEMENT)
        for kind, ident in members:
            if ident in self.found.referred or (kind is Kind.ELEMENT and not includes(ident, include, exclude)):
                continue
            self.add(library.get(kind, ident))

    def add(self, spec: Spec | None) -> None:
        if spec is None:
            return
        if spec.ident in self.found.deleted:
            self.used.add(spec.ident)
        elif spec.key not in self.odd.specs:
            self.odd.put(spec)

    def add_reference(self, node: etree._Element) -> None:
        """elementRef, classRef, macroRef, dataRef as a child of schemaSpec."""
        kind, key = REFS[local(node)], node.get("key") or ""
        if not key:
            return  # dataRef with name: one of XML Schema's, nothing to add
        spec = self.library(node).get(kind, key) or self.library(node).find(key)
        if spec is None:
            if not any(own.get("ident") == key for own in self.found.items):
                self.odd.tell(node, "odd-reference-missing", key=key)
            return
        include, exclude = node.get("include"), node.get("except")
        if spec.kind is Kind.CLASS and (include is not None or exclude is not None):
            gone = [a.ident for a in spec.own.items if isinstance(a, Attribute) and not includes(a.ident, include, exclude)]
            spec = replace(spec, own=without(spec.own, frozenset(gone)))
        self.add(spec)

    def add_own(self, node: etree._Element) -> None:
        """A complete specification of this ODD."""
        spec = read_spec(node, str(origin(node, self.odd.path)))
        if spec.ident in self.found.deleted:
            self.used.add(spec.ident)
            return
        spec.module = spec.module or self.odd.node.get("module") or f"derived-module-{self.odd.ident}"
        if spec.kind is Kind.CLASS and not spec.type:
            spec.type = "atts" if spec.ident.startswith("att.") else "model"
        spec.own, spec.touched = _grouped(spec.own), True
        self.odd.specs.pop(spec.key, None)
        self.odd.put(spec)

    def apply(self, node: etree._Element) -> None:
        """One specification with mode="change" or "replace"."""
        kind, ident = Kind(local(node)), node.get("ident", "")
        present = self.odd.get(kind, (node.get("prefix") or "") + ident)
        if present is None:
            self.odd.tell(node, "odd-absent", ident=ident, mode=node.get("mode"))
        elif node.get("mode") == "change":
            self.odd.specs[present.key] = change_spec(replace(present, own=_grouped(present.own)), node)
        else:
            spec = read_spec(node, str(origin(node, self.odd.path)))
            spec.own, spec.touched = _grouped(spec.own), True
            spec.module, spec.type = spec.module or present.module, spec.type or present.type
            spec.prefix = present.prefix if spec.prefix is None else spec.prefix
            self.odd.put(spec)


def _grouped(own: AttributeGroup) -> AttributeGroup:
    """A choice at the top of an attList as a group inside.

    TEI's compiler heeds a choice at the top only in specifications that the ODD adds, replaces or changes.
    """
    return AttributeGroup("", (own,)) if own.org == "choice" else own


PASSIVE = frozenset(
    "altIdent equiv gloss desc remarks exemplum listRef model modelGrp modelSequence rendition constraintDecl content".split()
)
"""What may stand in a schemaSpec or specGrp and holds no specification."""
