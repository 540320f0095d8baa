"""What people made of an issue's names in another tool, as verdicts in the issue.

A tool says of a stretch of text which names stand in it, and brings back which names it went out with (its base); what differs is
a verdict: added, of another type, moved, no name. So what changed in the issue meanwhile is nobody's word.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from baokan.annotate.authority import FOLDER
from baokan.annotate.exchange.anchors import Target, anchor
from baokan.annotate.exchange.issue import AnnotatedIssue
from baokan.annotate.exchange.layer import POINTER, Annotation
from baokan.annotate.exchange.names import Name, Tag, Unit, ref_stamp, same
from baokan.annotate.exchange.opened import MARKUP, markup_finding
from baokan.annotate.exchange.places import Places
from baokan.annotate.mentions import LOCATED
from baokan.annotate.verdicts import NO_NAME, TAGGING, verdict_kind


class Verdicts:
    """Writes verdicts on names into an issue; counts what was new, changed and there already."""

    def __init__(self, issue: AnnotatedIssue, who: Callable[[], str] = str) -> None:
        """who: gives the @resp of who says so; asked only when something new is said, since it may name somebody."""
        self.issue = issue
        self.who = who
        self.new = self.changed = self.same = 0

    def name(self, targets: tuple[Target, ...], kind: str, ref: str = "", known: Annotation | None = None) -> None:
        """These words are a name of that kind, as `known` spoke of before. A person's record is no organisation's."""
        ref = ref if is_of_kind(ref, kind) else ""
        denials = self.denials(targets)
        if known is None and denials and not self.says_so(targets, with_tag((), kind, ref)):
            known = denials.pop(0)
        for denial in denials:  # a denial that still stood would win over a name that was said before it
            self.drop(denial)
        self.put(known, targets, with_tag(known.bodies if known else (), kind, ref))

    def none(self, targets: tuple[Target, ...], known: Annotation | None = None) -> None:
        """No name stands there."""
        self.put(known, targets, with_tag(known.bodies if known else (), NO_NAME, ""))

    def put(self, known: Annotation | None, targets: tuple[Target, ...], bodies: tuple[Any, ...]) -> None:
        """Change the annotation, or make one, unless there is one that says so."""
        if known is not None:
            if known.bodies == bodies and self.stands(known, targets):
                self.same += 1
            else:
                said = replace(known, targets=targets, bodies=bodies, resp=self.who() or known.resp)
                self.changed += self.issue.put(said)
        elif self.says_so(targets, bodies):
            self.same += 1
        else:
            self.new += self.issue.put(Annotation(self.issue.free_id(), targets, TAGGING, bodies, self.who()))

    def says_so(self, targets: tuple[Target, ...], bodies: tuple[Any, ...]) -> bool:
        """Whether an annotation has the same tag on the same words, and means the same."""
        for known in self.issue.stored.values():
            if known.motivation == TAGGING and known.bodies[: len(bodies)] == bodies and self.stands(known, targets):
                return True
        return False

    def stands(self, known: Annotation, targets: tuple[Target, ...]) -> bool:
        """Whether an annotation is of these words."""
        now = (anchor(t, self.issue.texts)[0] for t in known.targets)
        return [(t.id, t.start, t.end) for t in now] == [(t.id, t.start, t.end) for t in targets]

    def denials(self, targets: Sequence[Target]) -> list[Annotation]:
        """The annotations by which the words at a place, or words that overlap them, are no name."""
        found = []
        for annotation in self.issue.stored.values():
            if verdict_kind(annotation) == NO_NAME and len(annotation.targets) == 1:
                now = anchor(annotation.targets[0], self.issue.texts)[0]
                if any(now.id == t.id and now.start < t.end and t.start < now.end for t in targets):
                    found.append(annotation)
        return found

    def drop(self, known: Annotation) -> None:
        """Take a verdict out, where another one says all; the issue's history keeps it."""
        self.issue.delete(known.id, self.who())
        self.changed += 1


class Judge:
    """Compares the names of a tool's text with those that it went out with."""

    def __init__(self, verdicts: Verdicts, places: Places, names: Sequence[Name], sound: bool = True) -> None:
        """names: those of the issue now; sound: whether a name that the file lacks was taken out, not lost in what is broken."""
        self.sound = sound
        self.issue = verdicts.issue
        self.verdicts = verdicts
        self.places = places
        spans = ((n, places.span_before(n.block, n.start, n.end)) for n in names)
        self.names = [replace(n, start=span[0], end=span[1]) for n, span in spans if span]  # in characters of the tool's text
        self.people: dict[tuple[int, int], list[Name]] = defaultdict(list)  # names that annotations give, by their places
        for name in self.names:
            if name.id:
                self.people[name.start, name.end].append(name)

    def judge(self, units: Sequence[Unit], tags: Sequence[Tag], where: str, new: Sequence[tuple[int, int]] = ()) -> None:
        """Take in the names of a file. where: the file, for findings; new: spans of names that were taken in otherwise.

        Without a base the names of the issue now are it.
        """
        pairs: Pairs = []
        left: list[Tag] = []
        gone: list[Tag] = []
        ordered = sorted(tags, key=lambda t: t.start)
        starts = [t.start for t in ordered]
        for unit in units:
            said = ordered[bisect_left(starts, unit.start) : bisect_left(starts, unit.end)]
            paired, new_here, gone_here = pair_up(self.base_of(unit), said)
            pairs += paired
            left += new_here
            gone += gone_here
        changed = {tag for tag, before in pairs if not is_same(tag, before)}.union(left)
        over = [*new, *((t.start, t.end) for t in changed)]
        for tag, before in pairs:
            # A name of the machine that a new one goes over would be gone, though the tool still has both.
            if tag in changed or any(tag.start < end and start < tag.end for start, end in over):
                self.say(tag, before, where)
            else:
                self.verdicts.same += 1
        for tag in left:
            self.say(tag, None, where)
        people = [tag for tag in tags if tag in changed or self.spoken_of(tag)]
        for before in gone if self.sound else ():
            self.deny(before, any(is_over(tag, before) for tag in people))

    def base_of(self, unit: Unit) -> Sequence[Tag]:
        """The names that a stretch went out with, else those that the issue has there now."""
        if unit.base is not None:
            return unit.base
        now = (n for n in self.names if unit.start <= n.start < unit.end)
        return [Tag(n.start, n.end, n.kind, ref_stamp(n.ref)) for n in now]

    def say(self, tag: Tag, before: Tag | None, where: str) -> None:
        """These words are a name of that type: in the annotation that spoke of them before, or in a new one."""
        if MARKUP.search(tag.kind):
            self.issue.report(markup_finding(Path(where), tag.kind[:40], tag.kind, tag.line))
        drawn = Annotation("", tuple(self.places.targets(tag.start, tag.end)), TAGGING)
        targets = self.issue.anchored(drawn, tag.line, where, tag.kind).targets
        if self.are_there(targets):
            new = before is None or ref_stamp(tag.ref) != before.ref  # the machine's record is not the person's word
            self.verdicts.name(targets, tag.kind, tag.ref if new else "", self.spoken_of(before))

    def deny(self, before: Tag, beside: bool) -> None:
        """No name stands there; when the words are gone too, there is nothing to be said.

        beside: whether a person's name stays over some of the words, which no name of the machine's outlives.
        """
        known = self.spoken_of(before)
        targets = tuple(anchor(t, self.issue.texts)[0] for t in self.places.targets(before.start, before.end))
        if beside and known:
            self.verdicts.drop(known)
        elif not beside and self.are_there(targets):
            self.verdicts.none(targets, known)

    def are_there(self, targets: Sequence[Target]) -> bool:
        return bool(targets) and all(t.start >= 0 and t.id in self.issue.texts for t in targets)

    def spoken_of(self, before: Tag | None) -> Annotation | None:
        """The annotation that made the name which a file went out with."""
        for name in self.people.get((before.start, before.end), ()) if before else ():
            if before and same(name.kind) == same(before.kind):
                return self.issue.stored.get(name.id)
        return None


Pairs = list[tuple[Tag, Tag]]


def pair_up(base: Sequence[Tag], said: Sequence[Tag]) -> tuple[Pairs, list[Tag], list[Tag]]:
    """Each name with the one that it was, the nearest first; the names that are new, those that are gone."""
    pairs: Pairs = []
    left, gone = list(said), list(base)
    for closeness in (is_same, is_there, is_moved, is_over):
        for tag in list(left):
            before = next((n for n in gone if closeness(tag, n)), None)
            if before is not None:
                pairs.append((tag, before))
                left.remove(tag)
                gone.remove(before)
    return pairs, left, gone


def is_same(tag: Tag, before: Tag) -> bool:
    """A tool that has no place for what a name means says nothing of it."""
    return is_there(tag, before) and same(tag.kind) == same(before.kind) and ref_stamp(tag.ref) in ("", before.ref)


def is_there(tag: Tag, before: Tag) -> bool:
    return (tag.start, tag.end) == (before.start, before.end)


def is_moved(tag: Tag, before: Tag) -> bool:
    return is_over(tag, before) and same(tag.kind) == same(before.kind)


def is_over(tag: Tag, before: Tag) -> bool:
    return tag.start < before.end and before.start < tag.end


def is_of_kind(ref: str, kind: str) -> bool:
    """Whether a pointer can be what a name of that type means: one to an authority file has to be of that sort."""
    stems = {LOCATED[sort]: sort for sort in LOCATED}
    folder, _, rest = ref.partition("/")
    return folder != FOLDER or stems.get(rest.partition(".xml#")[0], same(kind)) == same(kind)


def with_tag(bodies: Sequence[Any], kind: str, ref: str) -> tuple[Any, ...]:
    """The bodies of an annotation with another type first and, where a name means something, that address."""
    rest = list(bodies[1:]) if bodies and isinstance(bodies[0], dict) else list(bodies)
    if kind == NO_NAME:
        rest = [body for body in rest if not isinstance(body, str)]
    elif ref and POINTER.fullmatch(ref) and ref not in rest:
        rest = [ref, *(body for body in rest if not isinstance(body, str))]
    return ({"type": "TextualBody", "value": kind}, *rest)
