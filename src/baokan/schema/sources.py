"""Files -> trees: parsing with XInclude, and the library of specifications that a customisation draws from."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote

from lxml import etree

from baokan.errors import UnreadableInput
from baokan.schema.model import Kind, Spec
from baokan.schema.names import EXAMPLES, INCLUDED_FROM, XINCLUDE, XML_ID, line_of, local, namespace, tei
from baokan.schema.specs import read_spec

Report = Callable[[etree._Element, str], None]
"""Takes an XInclude that fails, and its href."""

SPEC_TAGS = tuple(tei(kind.value) for kind in Kind)
FACTS_TITLE = "Facts of the specifications in the TEI Guidelines"
INCLUDE = f"{{{XINCLUDE}}}include"


def parse_xml(path: Path) -> etree._ElementTree:
    """Raises UnreadableInput with file, line and reason. Only internal entities are resolved, nothing is fetched."""
    parser = etree.XMLParser(resolve_entities="internal", no_network=True, huge_tree=True)
    try:
        return etree.parse(str(path), parser)
    except OSError as error:
        raise UnreadableInput(f"{path}: can't be read: {error}.", "check the path.") from error
    except etree.XMLSyntaxError as error:
        raise UnreadableInput(f"{path}:{error.lineno or 0}: is not well-formed XML: {error.msg}.", "mend it.") from error


def parse_odd(path: Path, report: Report) -> etree._Element:
    """The root of an ODD with its XIncludes in place; an include that can't be read is reported and left out."""
    root = parse_xml(path).getroot()
    _include(root, path, report, (path.resolve(),))
    return root


def _include(root: etree._Element, path: Path, report: Report, chain: tuple[Path, ...]) -> None:
    for node in list(root.iter(INCLUDE)):
        if any(namespace(up) == EXAMPLES for up in node.iterancestors()):
            continue
        href = node.get("href", "")
        target = path.parent / unquote(href) if href else path
        if node.get("parse") == "text" or "://" in href or not target.is_file() or target.resolve() in chain:
            report(node, href)
            continue
        new = parse_xml(target).getroot()
        _include(new, target, report, (*chain, target.resolve()))
        pointer = node.get("xpointer")
        found = new if not pointer else find_id(new, pointer.removeprefix("element(").rstrip(")"))
        if found is None:
            report(node, f"{href} {pointer}")
            continue
        found.tail = node.tail
        found.set(INCLUDED_FROM, str(target))
        parent = node.getparent()
        if parent is not None:
            parent.replace(node, found)


def files_in(root: etree._Element, path: Path) -> list[Path]:
    """The file that a tree was read from, and those that XIncludes brought into it."""
    return [path, *(Path(where) for node in root.iter("*") if (where := node.get(INCLUDED_FROM)))]


def find_id(root: etree._Element, ident: str) -> etree._Element | None:
    return next((node for node in root.iter("*") if node.get(XML_ID) == ident), None)


class Library:
    """The specifications of one source: TEI's p5subset.xml, or an ODD that is resolved already.

    Specs are read when asked for; parsing the source and listing what it has is all that happens before.
    """

    def __init__(self, name: str, nodes: list[etree._Element], specs: list[Spec], version: str = "") -> None:
        self.name = name
        self.version = version
        self.is_bare = False  # facts only: no prose, no rules
        self.modules: dict[str, list[tuple[Kind, str]]] = {}
        self._nodes: dict[tuple[Kind, str], etree._Element] = {}
        self._specs: dict[tuple[Kind, str], Spec] = {}
        for node in nodes:
            key = Kind(local(node)), node.get("ident", "")
            if key not in self._nodes:
                self.modules.setdefault(node.get("module", ""), []).append(key)
                self._nodes[key] = node
        for spec in specs:
            self.modules.setdefault(spec.module, []).append(spec.key)
            self._specs[spec.key] = spec

    @classmethod
    def read(cls, path: Path) -> Library:
        """Raises UnreadableInput when the file holds no specification."""
        root = parse_xml(path).getroot()
        nodes = [node for node in root.iter(*SPEC_TAGS) if node.get("mode") not in ("change", "delete")]
        if not nodes:
            raise UnreadableInput(f"{path}:{line_of(root)}: has no TEI specifications.", "give TEI's p5subset.xml.")
        edition = root.find(f"{tei('teiHeader')}/{tei('fileDesc')}/{tei('editionStmt')}/{tei('edition')}")
        version = "" if edition is None else " ".join("".join(edition.itertext()).split())
        library = cls(str(path), nodes, [], version)
        library.is_bare = (
            root.find(f"{tei('teiHeader')}/{tei('fileDesc')}/{tei('titleStmt')}/{tei('title')}[.='{FACTS_TITLE}']") is not None
        )
        return library

    @property
    def title(self) -> str:
        """As `TEI P5 4.9.0`, or the name of the file where it doesn't say."""
        found = re.search(r"\d+\.\d+\.\d+\w?", self.version)
        return f"TEI P5 {found[0]}" if found else self.name

    def get(self, kind: Kind, ident: str) -> Spec | None:
        key = kind, ident
        if key not in self._specs:
            if key not in self._nodes:
                return None
            self._specs[key] = read_spec(self._nodes[key], self.name)
        return self._specs[key]

    def find(self, ident: str) -> Spec | None:
        """Whatever is called ident, an element first."""
        return next((spec for kind in Kind if (spec := self.get(kind, ident))), None)
