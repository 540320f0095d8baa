"""An issue -> its articles, each as an issue by itself, for a PDF an article."""

from __future__ import annotations

import copy
from collections.abc import Iterator

from lxml import etree

from baokan.tei.names import XML_ID, tei

NOT_IN_NAME = str.maketrans({c: "_" for c in '/\\:?*"<>|#%& '})


def article_stems(tree: etree._ElementTree) -> dict[str, etree._Element]:
    """The name that each article has in an issue's folder, as in the web edition -> its div; those with an xml:id only."""
    root = tree.getroot()
    prefix = f"{root.get(XML_ID, '')}."
    divs = [div for part in ("front", "body", "back") for div in root.iterfind(f"{tei('text')}/{tei(part)}/{tei('div')}")]
    hosts = {f"#{div.get(XML_ID)}" for div in divs if div.get("corresp") is None}
    named = [div for div in divs if div.get(XML_ID) and div.get("corresp") not in hosts]
    return {div.get(XML_ID, "").removeprefix(prefix).translate(NOT_IN_NAME): div for div in named}


def articles(tree: etree._ElementTree) -> Iterator[tuple[str, etree._ElementTree]]:
    """Each article's name, and a TEI with the issue's header, the article and its sidebars."""
    root = tree.getroot()
    for stem, div in article_stems(tree).items():
        alone = etree.Element(root.tag, root.attrib, nsmap=root.nsmap)
        alone.extend(copy.deepcopy(header) for header in root.iterfind(tei("teiHeader")))
        text = etree.SubElement(alone, tei("text"), dict(div.getparent().getparent().attrib))
        body = etree.SubElement(text, tei("body"))
        sidebars = root.iterfind(f"{tei('text')}/{tei('body')}/{tei('div')}[@corresp='#{div.get(XML_ID)}']")
        body.extend(copy.deepcopy(part) for part in (div, *sidebars))
        yield stem, etree.ElementTree(alone)
