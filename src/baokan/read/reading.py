"""What every reader gives back: pages as sources, and what the file itself says of its issue."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

from baokan.findings import Finding
from baokan.model import Article, Metadata, Page, Residue, Source

# Larger than any page or issue of OCR that is known; what is larger isn't one.
LARGEST_FILE = 512 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Reading:
    """A source as read: a Source a page in page order, and what is wrong with it.

    `articles` is the source's own division into articles, one tuple a source, None for a page that it says nothing of;
    empty where the source has none at all. What it doesn't say is inferred.
    """

    sources: tuple[Source, ...]
    findings: tuple[Finding, ...] = ()
    metadata: Metadata = field(default_factory=Metadata)
    articles: tuple[tuple[Article, ...] | None, ...] = ()


def bytes_to_sources(data: bytes, name: str, media_type: str, reader: str, pages: list[Page]) -> tuple[Source, ...]:
    """A Source a page of a file that is kept whole; the file's bytes go with the first."""
    checksum = hashlib.sha256(data).hexdigest()
    sources = []
    for part, page in enumerate(pages):
        residue = Residue("", False, (), raw=b"" if part else data)
        sources.append(Source(name, checksum, len(data), media_type, reader, page, residue, part))
    return tuple(sources)
