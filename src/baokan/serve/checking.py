"""Whether a changed issue may be written: nothing of the source lost, no error that the file didn't have."""

from __future__ import annotations

import re
import tempfile
from collections import Counter
from functools import lru_cache
from pathlib import Path

from lxml import etree

from baokan.findings import Severity
from baokan.serve.refusals import Refused
from baokan.tei.names import tei
from baokan.tei.restore import zone_texts
from baokan.validate import Validation

PLACE = re.compile(r" \((?:page|article) [^()]*\)")  # a fault that was there before may stand elsewhere after a move


def parse(data: bytes, root: str = "TEI") -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)
    try:
        found = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise Refused(f"The file isn't well-formed XML: {error.msg}. Mend it first.") from error
    if found.tag != tei(root):
        raise Refused("The file isn't a TEI issue.")
    return found


def check(name: str, before: bytes, after: bytes) -> None:
    """Raises Refused when the change would lose a character of the source or bring in an error that wasn't there."""
    if before and zone_texts(parse(before)) != zone_texts(parse(after)):
        raise Refused("This would change the source's own characters, or their order within a block of the page.")
    new = Counter(dict(errors(name, after))) - Counter(dict(errors(name, before) if before else ()))
    if new:
        raise Refused("This would make the file invalid.", findings=[what for _, what in new])


@lru_cache(maxsize=8)
def errors(name: str, data: bytes) -> tuple[tuple[tuple[str, str], int], ...]:
    """What `baokan validate` finds wrong in a file by itself, pointers within it included, each with how often."""
    with tempfile.TemporaryDirectory(prefix="baokan-") as folder:
        path = Path(folder) / name
        path.write_bytes(data)
        run = Validation()
        found = [*run.check(path).findings, *(f for f in run.finish() if not names_a_file(f.message))]
    said = ((f.code, PLACE.sub("", f.format().partition(": ")[2])) for f in found if f.severity is Severity.ERROR)
    return tuple(Counter(said).items())


def names_a_file(message: str) -> bool:
    """Whether a finding is about a pointer to another file, which isn't beside the copy that is checked."""
    return "authority/" in message or ".xml#" in message
