"""Schema files read safely: no external entities, no external DTD, no network; each file once."""

from __future__ import annotations

from pathlib import Path

from lxml import etree

from baokan.files import href_to_path, is_file, split_href
from baokan.validate.relaxng.problems import SchemaError
from baokan.validate.relaxng.syntax import RNG, check_syntax

_XML_BASE = "{http://www.w3.org/XML/1998/namespace}base"


class Sources:
    """The files of one schema, by path; their syntax is checked as they are read, unless it is known to be right."""

    def __init__(self, check: bool = True) -> None:
        self._check = check
        self._roots: dict[Path, etree._Element] = {}

    @property
    def paths(self) -> list[Path]:
        """The files read so far."""
        return list(self._roots)

    def root(self, path: Path) -> etree._Element:
        """The root element of a schema file."""
        path = path.resolve()
        if path not in self._roots:
            root = read_compact(path) if is_compact(path) else read_xml(path)
            if self._check:
                check_syntax(root, path)
            self._roots[path] = root
        return self._roots[path]


def is_compact(path: Path) -> bool:
    """Whether a file is in compact syntax, by its name: what stands in any other file is not for a message about a grammar."""
    return path.suffix.lower() == ".rnc"


def read_xml(path: Path) -> etree._Element:
    """The root of a file in XML syntax."""
    parser = etree.XMLParser(
        resolve_entities="internal", no_network=True, load_dtd=False, remove_comments=True, remove_pis=True, huge_tree=False
    )
    try:
        with path.open("rb") as file:
            root = etree.parse(file, parser).getroot()
    except OSError as error:
        raise SchemaError(path, 0, f"the schema can't be read: {error.strerror}") from error
    except etree.XMLSyntaxError as error:
        raise SchemaError(path, error.lineno or 0, f"the schema isn't well-formed XML: {error.msg}") from error
    for entity in root.iter(etree.Entity):
        raise SchemaError(path, entity.sourceline or 0, f"the entity {entity.text} isn't expanded in a schema")
    return root


def read_compact(path: Path) -> etree._Element:
    """The root of a file in compact syntax, as XML."""
    from baokan.validate.relaxng.compact import compact_to_xml

    return compact_to_xml(path)


def referred_path(element: etree._Element, path: Path) -> Path:
    """The file that an element's href names, relative to its file (or to xml:base)."""
    line = element.sourceline or 0
    steps = [element.get("href", "")]
    for each in (element, *element.iterancestors()):
        base = each.get(_XML_BASE)
        if base is not None:
            steps.append(base)
    target = path
    for href in reversed(steps):
        parts = split_href(href)
        if parts.scheme not in ("", "file") or parts.netloc:
            raise SchemaError(path, line, f"{href} isn't a file here, and nothing is fetched from the network")
        if parts.path:
            target = target.parent / href_to_path(parts.path)
            if href.endswith("/"):
                target = target / "_"
    if not is_file(target):
        raise SchemaError(path, line, f"the file {steps[0]} that {element.tag.removeprefix(RNG)} names isn't there")
    return target.resolve()
