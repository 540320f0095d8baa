"""Where an annotation stands in a text that may have changed since: by the quoted words, and by those round them."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from lxml import etree

from baokan.annotate.reading import blocks, is_block, read_block
from baokan.tei.names import XML_ID, tei

CONTEXT = 16  # characters of prefix and suffix that are written
SURE_CONTEXT = 4  # characters round a changed quote that must be found again
ALIKE = 0.5  # share of a changed quote that must still be there
SAME, MOVED, CHANGED, LOST = "same", "moved", "changed", "lost"


@dataclass(frozen=True, slots=True)
class Target:
    """What is annotated: an element (by xml:id), or text[start:end] of it, in characters of the text as it reads.

    exact is None when the whole element is meant; start is -1 when the quote isn't in the text any more.
    """

    id: str
    exact: str | None = None
    prefix: str = ""
    suffix: str = ""
    start: int = -1
    end: int = -1


def is_elsewhere(key: str) -> bool:
    """Whether a target is an address outside of the issue: no xml:id has these characters."""
    return any(mark in key for mark in "#:/?")


def element_text(element: etree._Element) -> str:
    """The text of an element as it reads: of a block or a part of one; of what holds blocks, theirs, a line each."""
    inner = [e for e in element.iterdescendants(etree.Element) if is_block(e)]
    return "\n".join(read_block(e).text for e in inner) if inner else read_block(element).text


class Texts(Mapping[str, str]):
    """The text of every element of an issue's text that has an xml:id, read when it is asked for."""

    def __init__(self, root: etree._Element) -> None:
        self.elements = {
            e.get(XML_ID, ""): e for text in root.iter(tei("text")) for e in text.iter(etree.Element) if e.get(XML_ID)
        }
        self.ids = {e.get(XML_ID, "") for e in root.iter(etree.Element) if e.get(XML_ID)}
        self.blocks = [block.id for block in blocks(root) if block.id]
        self.known: dict[str, str] = {}

    def __getitem__(self, key: str) -> str:
        if key not in self.known:
            self.known[key] = element_text(self.elements[key])
        return self.known[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self.elements)

    def __len__(self) -> int:
        return len(self.elements)


def quote(key: str, text: str, start: int, end: int) -> Target:
    """The target text[start:end] of an element with the words round it."""
    return Target(key, text[start:end], text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT], start, end)


def anchor(target: Target, texts: Texts) -> tuple[Target, str]:
    """The target in the text as it is now, and what became of it: same, moved, changed or lost.

    A lost one keeps its quote and has no position.
    """
    if is_elsewhere(target.id):
        return target, SAME
    if target.exact is None:
        return target, SAME if target.id in texts.ids else LOST
    if target.exact == "":  # by position alone
        text = texts.get(target.id, "")
        return (quote(target.id, text, target.start, target.end), SAME) if target.end <= len(text) else (target, LOST)
    if target.id in texts:
        text = texts[target.id]
        if (found := best_place(target, text)) is not None:
            now = quote(target.id, text, found, found + len(target.exact))
            return now, SAME if found == target.start else MOVED
        if (span := changed_place(target, text)) is not None:
            return quote(target.id, text, *span), CHANGED
    return elsewhere(target, texts)


def elsewhere(target: Target, texts: Texts) -> tuple[Target, str]:
    """The quote in another block of the issue, if it stands with its words round it in exactly one."""
    whole = target.prefix + (target.exact or "") + target.suffix
    if len(whole) >= 2 * SURE_CONTEXT and target.exact:
        found = [(key, texts[key].find(whole)) for key in texts.blocks if texts[key].count(whole) == 1]
        if len(found) == 1:
            key, start = found[0][0], found[0][1] + len(target.prefix)
            return quote(key, texts[key], start, start + len(target.exact)), MOVED
    return replace(target, start=-1, end=-1), LOST


def best_place(target: Target, text: str) -> int | None:
    """Where the quoted words stand: of several places the one with most of the words round it, then the nearest.

    None where nothing round the words is as it was: a short word that stands elsewhere is not the one that was meant.
    """
    if not target.exact:
        return None
    places = []
    at = text.find(target.exact)
    while at >= 0:
        before, after = text[:at], text[at + len(target.exact) :]
        score = same_end(before, target.prefix) + same_start(after, target.suffix)
        places.append((-score, abs(at - target.start) if target.start >= 0 else 0, at))
        at = text.find(target.exact, at + 1)
    if not places:
        return None
    score, _, best = min(places)
    context = target.prefix + target.suffix
    sure = -score >= min(SURE_CONTEXT, len(context)) or (len(places) == 1 and len(target.exact) >= SURE_CONTEXT)
    rest = best + len(target.exact)
    now = text[max(0, best - len(target.prefix)) : best] + text[rest : rest + len(target.suffix)]
    return best if sure or alike(context, now) >= ALIKE else None


def alike(one: str, other: str) -> float:
    return difflib.SequenceMatcher(None, one, other, autojunk=False).ratio()


def changed_place(target: Target, text: str) -> tuple[int, int] | None:
    """The span between the words that stood round the quote, when what is there now is much like it."""
    assert target.exact is not None
    prefix, suffix = target.prefix[-SURE_CONTEXT:], target.suffix[:SURE_CONTEXT]
    if not target.exact or not (prefix or suffix):
        return None
    starts = ends_of(text, prefix) if prefix else [0]
    ends = starts_of(text, suffix) if suffix else [len(text)]
    found = []
    for start in starts:
        for end in (e for e in ends if start < e <= start + 2 * len(target.exact) + SURE_CONTEXT):
            likeness = alike(target.exact, text[start:end])
            if likeness >= ALIKE:
                found.append((-likeness, abs(start - target.start), start, end))
    return min(found)[2:] if found else None


def starts_of(text: str, words: str) -> list[int]:
    found, at = [], text.find(words)
    while at >= 0:
        found.append(at)
        at = text.find(words, at + 1)
    return found


def ends_of(text: str, words: str) -> list[int]:
    return [at + len(words) for at in starts_of(text, words)]


def same_start(one: str, other: str) -> int:
    """How many characters two texts share at their start."""
    count = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        count += 1
    return count


def same_end(one: str, other: str) -> int:
    """How many characters two texts share at their end."""
    return same_start(one[::-1][: len(other)], other[::-1])
