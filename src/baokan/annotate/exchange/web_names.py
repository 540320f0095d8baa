"""The machine's names among Web Annotations: how they go out, and what people made of them.

Each has the address of its element in the derived file; the page tells beside its items which went out, so that those that are
taken out of it are known.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import quote as quote_uri
from urllib.parse import unquote

from baokan.annotate.exchange.anchors import Target, Texts, anchor, quote
from baokan.annotate.exchange.issue import AnnotatedIssue
from baokan.annotate.exchange.judging import Verdicts
from baokan.annotate.exchange.layer import Annotation
from baokan.annotate.exchange.names import EXCHANGED, Name, same, tag_of
from baokan.annotate.exchange.opened import Run, tell_markup
from baokan.annotate.exchange.webannotation import Read
from baokan.annotate.mentions import ANA
from baokan.annotate.verdicts import TAGGING, ref_of

MACHINE = {"type": "Software", "nickname": "baokan"}
WENT_OUT = "names"  # the member of a page that tells which names it had


def name_to_annotation(name: Name, texts: Texts) -> Annotation:
    """A name of the machine as an annotation."""
    bodies = ({"type": "TextualBody", "value": name.kind}, *([name.ref] if name.ref else []))
    return Annotation(name.element, (quote(name.block, texts[name.block], name.start, name.end),), TAGGING, bodies)


def name_id(stem: str, name: Name) -> str:
    return f"{quote_uri(stem + ANA)}.xml#{quote_uri(name.element)}"


def went_out(stem: str, names: list[Name], texts: Texts) -> dict[str, list[Any]]:
    """Address -> block, place, type, what it means and the words of each name that a page has."""
    return {name_id(stem, n): [n.block, n.start, n.end, n.kind, n.ref, texts[n.block][n.start : n.end]] for n in names}


class MachineNames:
    """The machine's names of one file that came back."""

    def __init__(self, run: Run, file: Path, page: Any) -> None:
        self.run = run
        self.file = file
        told = page.get(WENT_OUT) if isinstance(page, dict) else None
        self.base = {key: base for key, value in told.items() if (base := to_base(value))} if isinstance(told, dict) else {}
        self.items: dict[str, Read] = {}
        self.sound = True  # whether a name that is missing was taken out, not lost in what can't be read
        self.new: list[tuple[AnnotatedIssue, Annotation]] = []  # what else the file brought in

    def takes(self, read: Read) -> bool:
        """Whether an annotation is a name of the machine's in an issue of the corpus; it is kept for `judge` then."""
        mine = self.issue(read.name) is not None and len(read.annotation.targets) == 1 and read.annotation.motivation == TAGGING
        if mine:
            self.items[read.name] = read
        return mine

    def issue(self, name: str) -> AnnotatedIssue | None:
        """The issue whose derived file has the element with that address."""
        file, _, key = name.partition("#")
        stem = unquote(file).removesuffix(".xml")
        return self.run.issue(stem.removesuffix(ANA)) if key and stem.endswith(ANA) else None

    def judge(self) -> None:
        """Put what was changed, and what is gone, into the issues."""
        for key in dict.fromkeys([*self.base, *self.items]):
            issue = self.issue(key)
            if issue is None:
                continue
            read = self.items.get(key)
            verdicts = Verdicts(issue, partial(self.resp, issue, read))
            if read is None:
                target, _ = anchor(self.base[key][0], issue.texts)
                if self.sound and target.start >= 0:
                    verdicts.none((target,))
            else:
                self.judge_name(verdicts, read)
            self.run.add(verdicts.new, verdicts.changed, verdicts.same)

    def judge_name(self, verdicts: Verdicts, read: Read) -> None:
        issue = verdicts.issue
        annotation = read.annotation
        ref = ref_of(annotation)
        base = self.base.get(read.name)
        target = annotation.targets[0]
        same_as_base = base is not None and (target.id, target.start, target.end) == (base[0].id, base[0].start, base[0].end)
        changed = base is not None and not (same_as_base and same(tag_of(annotation)) == same(base[1]) and ref in ("", base[2]))
        now = issue.anchored(annotation, path=str(self.file), name=read.name)
        if now.targets[0].start < 0 or not tag_of(annotation):
            return
        if changed or any(over(now.targets[0], new) for where, new in self.new if where is issue):
            tell_markup(self.run, now, self.file, read.name)
            new_ref = ref if base is None or ref != base[2] else ""  # the machine's record is not the person's word
            verdicts.name(now.targets, tag_of(annotation), new_ref)
        else:
            verdicts.same += 1

    def resp(self, issue: AnnotatedIssue, read: Read | None) -> str:
        creator = read.creator if read else None
        if not isinstance(creator, dict) or creator == MACHINE:
            return self.run.resp(issue)
        before = len(issue.people.elements)
        resp = issue.people.resp(creator) or ""
        issue.changed |= len(issue.people.elements) != before
        return resp


def over(target: Target, new: Annotation) -> bool:
    """Whether a person's name goes over a name of the machine's that the file still has: both stay only if both are said."""
    if same(tag_of(new)) not in EXCHANGED or len(new.targets) != 1:
        return False
    return new.targets[0].id == target.id and new.targets[0].start < target.end and target.start < new.targets[0].end


def to_base(value: Any) -> tuple[Target, str, str] | None:
    """Where a name was, its type and what it means, from the page; None for what makes no sense."""
    if not isinstance(value, list) or len(value) != 6:
        return None
    block, start, end, kind, ref, words = value
    if not all(isinstance(part, str) for part in (block, kind, ref, words)) or type(start) is not int or type(end) is not int:
        return None
    return (Target(block, words, start=start, end=end), kind, ref) if words and 0 <= start < end else None
