"""Groups blocks into drafts of articles: by heads, by joins, and by what lacks a head or a body."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from baokan.layout import RoledBlock, forms
from baokan.model import Kind, Role
from baokan.threads import Join

HEADS = frozenset({Role.MAIN, Role.RUBRIC})


@dataclass(slots=True)
class Draft:
    """An article in the making: indices of blocks, body in reading order."""

    kind: Kind = Kind.ARTICLE
    heads: list[int] = field(default_factory=list)
    bylines: list[int] = field(default_factory=list)
    body: list[int] = field(default_factory=list)
    captions: list[int] = field(default_factory=list)
    tail: list[int] = field(default_factory=list)  # closing datelines, notes, jumps
    photo: bool = False
    host: Draft | None = None
    uncertain: bool = False

    @property
    def first(self) -> int:
        """The block that fixes the article's place on the page."""
        return min(self.heads or self.everything)

    @property
    def everything(self) -> list[int]:
        return self.heads + self.bylines + self.body + self.captions + self.tail

    @property
    def empty(self) -> bool:
        return not self.body and not self.captions


def assemble(roles: Sequence[RoledBlock], joins: Sequence[Join]) -> list[Draft]:
    """Drafts in the order of the page."""
    assembly = Assembly(roles, joins)
    for index in range(len(roles)):
        assembly.place(index)
    assembly.merge_backward_joins()
    assembly.give_heads()
    drafts = sorted(assembly.drafts, key=lambda draft: draft.first)
    find_hosts(roles, drafts)
    return drafts


class Assembly:
    """One pass down the page that keeps the article being read."""

    def __init__(self, roles: Sequence[RoledBlock], joins: Sequence[Join]) -> None:
        self.roles = roles
        self.into = {join.right: join for join in joins}
        self.joins = joins
        self.drafts: list[Draft] = []
        self.owner: dict[int, Draft] = {}
        self.current: Draft | None = None
        self.newest: Draft | None = None  # the article whose head was read last

    def open(self, kind: Kind = Kind.ARTICLE) -> Draft:
        draft = Draft(kind)
        self.drafts.append(draft)
        return draft

    def place(self, index: int) -> None:
        role = self.roles[index].role
        if role is None:
            notice = self.open(Kind.NOTICE)
            notice.body.append(index)
            self.owner[index] = notice
            return
        if role in HEADS:
            draft = self.head(index, role)
        elif role is Role.BYLINE:
            draft = self.byline(index)
        elif role is Role.CAPTION:
            draft = self.current or self.open()
            draft.captions.append(index)
        elif role is Role.PARAGRAPH:
            draft = self.paragraph(index)
        else:
            draft = self.current or self.open()
            draft.tail.append(index)
        self.owner[index] = draft
        self.current = draft

    def head(self, index: int, role: Role) -> Draft:
        """A head goes on with the heads just above it, unless a rubric opens something new."""
        previous = self.roles[index - 1].role if index else None
        goes_on = previous in HEADS and not (role is Role.RUBRIC and previous is not Role.RUBRIC)
        draft = self.owner[index - 1] if goes_on else self.open()
        draft.heads.append(index)
        self.newest = draft
        return draft

    def byline(self, index: int) -> Draft:
        """A byline belongs to the heads above it that have no body yet; else it opens a text without a head."""
        draft = self.current
        if draft is None or draft.kind is not Kind.ARTICLE or draft.body or draft.bylines or draft.captions:
            newest = self.newest
            if newest is not None and newest.empty and not newest.bylines and newest is draft:
                draft = newest
            elif draft is not None and not draft.body and not draft.bylines and draft.heads:
                pass
            else:
                draft = self.open()
                draft.photo = self.is_photo(index)
        draft.bylines.append(index)
        return draft

    def is_photo(self, index: int) -> bool:
        after = self.roles[index + 1] if index + 1 < len(self.roles) else None
        return after is not None and after.role is Role.CAPTION and not forms.CAPTION.match(after.block.text)

    def paragraph(self, index: int) -> Draft:
        join = self.into.get(index)
        if join is not None and join.left in self.owner:
            draft = self.owner[join.left]
            draft.body.insert(draft.body.index(join.left) + 1, index)
            return draft
        if join is not None:  # what it goes on from stands further down
            draft = self.open()
        elif self.newest is not None and self.newest.empty:
            draft = self.newest
        elif self.current is None or self.current.photo:
            draft = self.newest or self.open()
        else:
            draft = self.current
        draft.body.append(index)
        return draft

    def merge_backward_joins(self) -> None:
        """A text whose beginning stands further down the page is put behind that beginning."""
        for join in self.joins:
            left, right = self.owner[join.left], self.owner[join.right]
            if left is right:
                continue
            at = left.body.index(join.left) + 1
            left.body[at:at] = right.body
            for name in ("heads", "bylines", "captions", "tail"):
                getattr(left, name).extend(getattr(right, name))
            left.uncertain = True
            for index in right.everything:
                self.owner[index] = left
            self.drafts.remove(right)

    def give_heads(self) -> None:
        """A text without a head goes to the nearest head above it that has no text."""
        for draft in [d for d in self.drafts if d.kind is Kind.ARTICLE and not d.heads and not d.photo]:
            waiting = [d for d in self.drafts if d.heads and d.empty and d is not draft and d.first < max(draft.everything)]
            if not waiting:
                continue
            host = max(waiting, key=lambda d: d.first)
            for name in ("bylines", "body", "captions", "tail"):
                getattr(host, name).extend(getattr(draft, name))
            host.uncertain = True
            self.drafts.remove(draft)


def find_hosts(roles: Sequence[RoledBlock], drafts: list[Draft]) -> None:
    """A sidebar's host is the article before it on the page."""
    host = None
    for draft in drafts:
        if draft.kind is not Kind.ARTICLE:
            continue
        rubric = next((i for i in draft.heads if roles[i].role is Role.RUBRIC), None)
        name = roles[rubric].block.text.strip("■ 【】") if rubric is not None else ""
        marked = rubric is not None and roles[rubric].block.text.startswith(forms.RUBRIC_MARK)
        if host is not None and not draft.bylines and (marked or name in forms.SIDEBAR_RUBRICS):
            draft.host = host
        elif not draft.photo:
            host = draft
