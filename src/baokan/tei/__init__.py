"""Stage 5: articles -> TEI, and back to the source; the only stage that knows element names."""

from baokan.tei.canonical import parse_tei, tei_to_bytes
from baokan.tei.elements import Element, to_bytes, to_tree
from baokan.tei.restore import restore, restore_tree
from baokan.tei.writer import pages_to_elements, pages_to_tei

__all__ = [
    "Element",
    "pages_to_elements",
    "pages_to_tei",
    "parse_tei",
    "restore",
    "restore_tree",
    "tei_to_bytes",
    "to_bytes",
    "to_tree",
]
