"""Runs the stylesheets of xslt/ in lxml, cut off from files and network."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from lxml import etree

from baokan.assets import asset
from baokan.errors import EditionFailed, UnreadableInput

CLOSED = etree.XSLTAccessControl(read_file=False, write_file=False, create_dir=False, read_network=False, write_network=False)


@cache
def stylesheet(*parts: str) -> etree.XSLT:
    """A compiled stylesheet, as stylesheet("web", "issue.xsl")."""
    return stylesheet_at(asset("xslt", *parts))


def stylesheet_at(path: Path) -> etree.XSLT:
    """A compiled stylesheet of ours or a project's; `baokan:web/issue.xsl` in its imports is ours. Raises UnreadableInput."""
    parser = etree.XMLParser(no_network=True, resolve_entities=False)
    parser.resolvers.add(OurSheets())
    try:
        return etree.XSLT(etree.parse(str(path), parser), access_control=CLOSED)
    except (etree.XMLSyntaxError, etree.XSLTParseError, OSError) as error:
        raise UnreadableInput(f"{path}: is not a stylesheet: {error}.", "mend it; docs/web.md shows one.") from error


class OurSheets(etree.Resolver):  # type: ignore[misc]  # lxml ships no types
    """Finds `baokan:web/issue.xsl` wherever the package is installed."""

    def resolve(self, system_url: str, public_id: str, context: object) -> object:
        if not system_url.startswith("baokan:"):
            return None
        return self.resolve_filename(str(asset("xslt", *system_url.removeprefix("baokan:").split("/"))), context)


def transform(tree: etree._ElementTree, *parts: str, **parameters: str) -> bytes:
    """Run a stylesheet on a tree; parameters are strings, never XPath. Raises EditionFailed for a text it can't bear."""
    arguments = {key: etree.XSLT.strparam(value) for key, value in parameters.items()}
    try:
        return bytes(stylesheet(*parts)(tree, **arguments))
    except etree.XSLTApplyError as error:
        raise EditionFailed(f"It can't be set: {error}.", "look at the text it names in the TEI.") from error
