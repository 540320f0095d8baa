"""Threads -> drafts of articles: notices, photo news, sidebars and their hosts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from baokan.articles.types import thread_to_kind
from baokan.layout import RoledBlock, forms
from baokan.model import Certainty, Kind, Role
from baokan.threads import Thread, Threads, certainty


@dataclass(slots=True, eq=False)
class Draft:
    """A thread that is known to be an item of some kind."""

    thread: Thread
    kind: Kind = Kind.ARTICLE
    photo: bool = False
    host: Draft | None = None

    @property
    def cert(self) -> Certainty:
        return certainty(self.thread.chance)


def threads_to_drafts(threads: Threads) -> list[Draft]:
    """One draft a thread, in the order of the page."""
    drafts = [thread_to_draft(threads.roles, thread) for thread in threads.threads]
    find_hosts(threads.roles, drafts)
    return drafts


def thread_to_draft(roles: Sequence[RoledBlock], thread: Thread) -> Draft:
    if thread.notice:
        return Draft(thread, Kind.NOTICE)
    photo = not thread.heads and not thread.body and bool(thread.captions)
    return Draft(thread, Kind.ARTICLE if photo else thread_to_kind(roles, thread), photo)


def find_hosts(roles: Sequence[RoledBlock], drafts: Sequence[Draft]) -> None:
    """A sidebar's host is the text that its rubric stands in or after."""
    by_thread = {id(draft.thread): draft for draft in drafts}
    before: Draft | None = None
    for draft in drafts:
        if draft.kind is not Kind.ARTICLE:
            continue
        if is_sidebar(roles, draft.thread):
            host = by_thread.get(id(draft.thread.host)) if draft.thread.host is not None else before
            while host is not None and host.host is not None:
                host = host.host
            draft.host = before if host is draft else host  # two sidebars may each stand in the other
        if draft.host is None and not draft.photo:
            before = draft


def is_sidebar(roles: Sequence[RoledBlock], thread: Thread) -> bool:
    """Whether a rubric like ■链接 opens the text and no reporter signs it."""
    rubric = next((roles[i].block.text for i in thread.heads if roles[i].role is Role.RUBRIC), None)
    if rubric is None or thread.bylines:
        return False
    return rubric.startswith(forms.RUBRIC_MARK) or rubric.strip("■ 【】") in forms.SIDEBAR_RUBRICS
