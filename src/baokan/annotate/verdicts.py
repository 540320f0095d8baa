"""What people said of names: these words are a name of this type and mean this record, or they are none.

There is one form for it, whoever writes it (the browser, an import, a hand): an annotation of the issue whose motivation is
tagging, with the words in its evidence, the type as its first text (PER, LOC, ORG, MISC, DATE; NONE for none of these),
and, where it is known who or what is meant, a ptr to the authority record or to an address on the web.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from lxml import etree

from baokan.annotate.exchange.anchors import Texts, anchor
from baokan.annotate.exchange.layer import Annotation, read_annotations
from baokan.annotate.mentions import Mention
from baokan.tei.names import MACHINE

TAGGING = "tagging"
NO_NAME = "NONE"
NAMES = ("PER", "LOC", "ORG")
# Labels of other tools, in small letters, for the three types and for none.
LABELS = {
    "per": "PER", "person": "PER", "persname": "PER", "nr": "PER", "loc": "LOC", "place": "LOC", "placename": "LOC", "gpe": "LOC",
    "location": "LOC", "ns": "LOC", "org": "ORG", "organisation": "ORG", "organization": "ORG", "orgname": "ORG", "nt": "ORG",
    "date": "DATE", "misc": "MISC", "oth": "MISC", "none": NO_NAME, "o": NO_NAME,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Verdict:
    """text[start:end] of a block is a name of a kind (PER, LOC, ORG, MISC, DATE) or no name (NONE), as somebody said.

    id: of the annotation; ref: what it points to, or ""; record: the ref where it is one of an authority file's; resp: the @resp.
    """

    block: str
    start: int
    end: int
    kind: str
    text: str
    id: str = ""
    ref: str = ""
    resp: str = ""

    @property
    def record(self) -> str:
        return self.ref if "#" in self.ref and ":" not in self.ref and not self.ref.startswith("#") else ""


def read_verdicts(root: etree._Element) -> dict[str, list[Verdict]]:
    """Block's xml:id -> what people said of names in it, where the words stand now; the latest of two that overlap.

    Words that are not in the text any more have no verdict: the annotation stays, with its quote.
    """
    texts: Texts | None = None
    said: list[tuple[str, int, Verdict]] = []
    for number, (_, annotation) in enumerate(read_annotations(root)):
        if not (kind := verdict_kind(annotation)):
            continue
        texts = texts or Texts(root)
        for target in annotation.targets:
            now, _ = anchor(target, texts)
            if now.exact and 0 <= now.start < now.end:
                verdict = Verdict(now.id, now.start, now.end, kind, now.exact, annotation.id, ref_of(annotation), annotation.resp)
                said.append((annotation.modified or annotation.created, number, verdict))
    found: dict[str, list[Verdict]] = {}
    for _, _, verdict in sorted(said, key=lambda one: one[:2], reverse=True):
        others = found.setdefault(verdict.block, [])
        if all(verdict.end <= other.start or other.end <= verdict.start for other in others):
            others.append(verdict)
    return {block: sorted(verdicts, key=lambda v: v.start) for block, verdicts in found.items()}


def pointers_of(root: etree._Element) -> set[str]:
    """The authority records that people pointed to, also from words that are not in the text any more."""
    said = (annotation for _, annotation in read_annotations(root) if verdict_kind(annotation))
    return {body for annotation in said for body in annotation.bodies if isinstance(body, str) and ":" not in body}


def verdict_kind(annotation: Annotation) -> str:
    """PER, LOC, ORG, MISC, DATE or NONE, when an annotation is a person's word on a name; else ""."""
    if annotation.motivation != TAGGING or annotation.resp == MACHINE:
        return ""
    texts = [body.get("value", "") for body in annotation.bodies if isinstance(body, dict)]
    first = texts[0] if texts else ""
    return LABELS.get(first.casefold(), "") if isinstance(first, str) else ""


def ref_of(annotation: Annotation) -> str:
    """The first address among the bodies: an authority record of the corpus before one on the web."""
    refs = [body for body in annotation.bodies if isinstance(body, str)]
    return next((ref for ref in refs if ":" not in ref), refs[0] if refs else "")


def with_verdicts(mentions: Sequence[Mention], verdicts: Sequence[Verdict]) -> list[Mention]:
    """The mentions of a block, with what people said in the place of what was found; sorted, none overlapping another.

    A name takes the place of everything that it overlaps; NONE that of names which are those words or a part of them.
    """
    kept = [m for m in mentions if not any(overrules(v, m) for v in verdicts)]
    known = {(m.start, m.end, m.kind): m for m in mentions}
    named = []
    for v in verdicts:
        if v.kind != NO_NAME:
            twin = known.get((v.start, v.end, v.kind), Mention(v.start, v.end, v.kind, v.text, v.block))
            named.append(replace(twin, ref=v.record or twin.ref, cert=""))
    return sorted(kept + named, key=lambda m: m.start)


def overrules(verdict: Verdict, mention: Mention) -> bool:
    if verdict.kind == NO_NAME:
        return mention.kind in (*NAMES, "MISC", "DATE") and verdict.start <= mention.start and mention.end <= verdict.end
    return mention.start < verdict.end and verdict.start < mention.end
