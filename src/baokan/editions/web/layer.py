"""The names that `baokan annotate --layer entities` found in an issue, with the words around them."""

from __future__ import annotations

from pathlib import Path

from lxml import etree

from baokan.annotate.mentions import ana_path, tree_to_mentions
from baokan.annotate.reading import blocks
from baokan.editions.web.catalogue import CONTEXT
from baokan.tei import parse_tei

KINDS = {"PER": "person", "LOC": "place", "ORG": "org"}
Named = tuple[str, str, str, str, str]  # kind, authority's ref or "", text before, the name, text after


def read_layer(path: Path, tree: etree._ElementTree) -> dict[str, list[Named]]:
    """Block's xml:id -> the names in it; {} where the issue has no .ana.xml beside it. Raises UnreadableInput."""
    derived = ana_path(path)
    if not derived.is_file():
        return {}
    texts = {block.id: block.text for block in blocks(tree.getroot())}
    found: dict[str, list[Named]] = {}
    for mention in tree_to_mentions(parse_tei(derived).getroot(), tree.getroot()):
        if mention.kind in KINDS and mention.text.strip():
            text = texts[mention.block]
            before, after = text[max(0, mention.start - CONTEXT) : mention.start], text[mention.end : mention.end + CONTEXT]
            found.setdefault(mention.block, []).append((KINDS[mention.kind], mention.ref, before, mention.text.strip(), after))
    return found
