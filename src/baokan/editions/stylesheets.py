"""Runs the stylesheets of xslt/ in lxml, cut off from files and network."""

from __future__ import annotations

from functools import cache

from lxml import etree

from baokan.assets import asset

CLOSED = etree.XSLTAccessControl(read_file=False, write_file=False, create_dir=False, read_network=False, write_network=False)


@cache
def stylesheet(*parts: str) -> etree.XSLT:
    """A compiled stylesheet, as stylesheet("web", "issue.xsl")."""
    return etree.XSLT(etree.parse(str(asset("xslt", *parts))), access_control=CLOSED)


def transform(tree: etree._ElementTree, *parts: str, **parameters: str) -> bytes:
    """Run a stylesheet on a tree; parameters are strings, never XPath."""
    arguments = {key: etree.XSLT.strparam(value) for key, value in parameters.items()}
    return bytes(stylesheet(*parts)(tree, **arguments))
