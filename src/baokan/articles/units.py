"""Drafts -> articles with their units in reading order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from baokan.articles.assemble import Draft
from baokan.articles.heads import head_types
from baokan.articles.marks import byline_marks, dateline_marks
from baokan.articles.types import thread_to_subtype
from baokan.layout import RoledBlock
from baokan.model import Article, Certainty, Fragment, Kind, Page, Role, Subtype, Unit
from baokan.threads import Thread, Threads, certainty

JUMPS = frozenset({Role.JUMP_TO, Role.JUMP_FROM})
NAMERS = {Role.BYLINE: byline_marks, Role.CREDIT: byline_marks, Role.DATELINE: dateline_marks}
ORDER = (Certainty.LOW, Certainty.MEDIUM, Certainty.HIGH)


def drafts_to_articles(page: Page, threads: Threads, drafts: Sequence[Draft]) -> tuple[Article, ...]:
    """One article a draft, in the same order."""
    builder = UnitBuilder(page, threads)
    place = {id(draft): number for number, draft in enumerate(drafts)}
    articles = []
    for draft in drafts:
        host = place[id(draft.host)] if draft.host is not None else None
        cert = draft.cert if draft.host is None else min(draft.cert, Certainty.MEDIUM, key=ORDER.index)
        articles.append(Article(draft.kind, tuple(builder.units(draft.thread)), subtype(threads.roles, draft), host, cert))
    return tuple(articles)


def subtype(roles: Sequence[RoledBlock], draft: Draft) -> Subtype:
    if draft.host is not None:
        return Subtype.SIDEBAR
    thread = draft.thread
    if draft.kind is Kind.ARTICLE and thread.captions:
        caption = thread.captions[0]
        told = thread.body == [caption - 1] and roles[caption].block.blank_before <= 1
        if draft.photo or told or not thread.body:
            return Subtype.PHOTO
    return thread_to_subtype(roles, thread) if draft.kind is Kind.ARTICLE else Subtype.NEWS


class UnitBuilder:
    """Makes the units of a thread; joined blocks become one paragraph."""

    def __init__(self, page: Page, threads: Threads) -> None:
        self.page = page
        self.roles = threads.roles
        self.chances = threads.chances
        self.after = {join.left: join for join in threads.joins}
        self.before = {join.right: join for join in threads.joins}

    def units(self, thread: Thread) -> Iterator[Unit]:
        """Heads, bylines, paragraphs with what is run in, figures, and what closes the article."""
        texts = [self.roles[i].block.text for i in thread.heads]
        rubrics = [self.roles[i].role is Role.RUBRIC for i in thread.heads]
        body = "\n".join(self.roles[i].block.text for i in thread.body) if len(texts) > 1 else ""
        types = head_types(texts, rubrics, [self.chances.get(i, 1.0) for i in thread.heads], body)
        for index, (role, cert) in zip(thread.heads, types, strict=True):
            yield Unit(role, (self.whole(index),), cert)
        for index in thread.bylines:
            yield self.named(Role.BYLINE, self.whole(index))
        tail: list[Unit] = []
        for index in thread.body:
            if self.roles[index].role is Role.CROSS:
                yield Unit(Role.CROSS, (self.whole(index),), certainty(self.chances.get(index, 1.0)))
            elif index not in self.before:
                yield from self.paragraph(index, tail)
        closing = [self.named(self.roles[index].role or Role.PARAGRAPH, self.whole(index)) for index in thread.tail]
        yield from (unit for unit in closing if unit.role in JUMPS)  # nothing but datelines and bylines may follow a dateline
        yield from self.figures(thread.captions)
        yield from tail
        yield from (unit for unit in closing if unit.role not in JUMPS)

    def figures(self, captions: Sequence[int]) -> Iterator[Unit]:
        """Captions, each a figure; a credit right under a caption belongs to its figure."""
        number = -1
        for place, index in enumerate(captions):
            credit = self.roles[index].role is Role.CREDIT
            if not (credit and place and captions[place - 1] == index - 1):
                number += 1
            if credit:
                yield replace(self.named(Role.CREDIT, self.whole(index)), figure=number)
            else:
                yield Unit(Role.CAPTION, (self.whole(index),), figure=number)

    def whole(self, index: int) -> Fragment:
        return Fragment(index, 0, len(self.page.blocks[index].text))

    def named(self, role: Role, fragment: Fragment, run_in: bool = False) -> Unit:
        text = self.page.blocks[fragment.block].text[fragment.start : fragment.end]
        marks = NAMERS[role](text) if role in NAMERS else ()
        return Unit(role, (fragment,), marks=marks, run_in=run_in)

    def paragraph(self, index: int, tail: list[Unit]) -> Iterator[Unit]:
        """The paragraph that begins in a block, through all its seams; a dateline at its foot goes to `tail`."""
        fragments: list[Fragment] = []
        at: int | None = index
        while at is not None:
            join = self.before.get(at) if fragments else None
            for piece in self.roles[at].pieces:
                fragment = Fragment(at, piece.start, piece.end, join.seam if join else None)
                if piece.role is Role.PARAGRAPH:
                    fragments.append(fragment)
                elif piece.run_in:
                    yield self.named(piece.role, fragment, run_in=True)
                else:
                    tail.append(self.named(piece.role, fragment))
            onward = self.after.get(at)
            at = onward.right if onward else None
        yield Unit(Role.PARAGRAPH, tuple(fragments))
