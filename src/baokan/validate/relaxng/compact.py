"""The compact syntax (.rnc), turned into the XML syntax by rnc2rng."""

from __future__ import annotations

import warnings
from pathlib import Path

from lxml import etree

from baokan.errors import MissingPart
from baokan.validate.relaxng.problems import SchemaError


def compact_to_xml(path: Path) -> etree._Element:
    """The root of the schema in XML syntax; MissingPart where rnc2rng isn't installed."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # its parser generator's
            from rnc2rng import dumps, load
    except ImportError as error:
        raise MissingPart(
            f"{path} is in compact syntax, which needs rnc2rng.", "Run: pip install 'baokan[rnc]'."
        ) from error
    try:
        with warnings.catch_warnings(), path.open(encoding="utf-8") as file:
            warnings.simplefilter("ignore")
            text = dumps(load(file))
    except OSError as error:
        raise SchemaError(path, 0, f"the schema can't be read: {error.strerror}") from error
    except Exception as error:  # rnc2rng raises what its parser generator raises
        raise SchemaError(path, _line(error), f"the compact syntax isn't right: {error}") from error
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True)
    root = etree.fromstring(text.encode(), parser)
    for element in root.iter():
        href = element.get("href")
        if href and not (path.parent / href).is_file() and (path.parent / href).with_suffix(".rnc").is_file():
            element.set("href", str(Path(href).with_suffix(".rnc")))
    return root


def _line(error: Exception) -> int:
    """The line that the parser's error names, where it does."""
    position = getattr(error, "source_pos", None) or getattr(getattr(error, "token", None), "source_pos", None)
    return int(getattr(position, "lineno", 0) or 0)
