"""Gives every block a role by its form and its neighbours, and splits what stands run in."""

from __future__ import annotations

from dataclasses import dataclass

from baokan.layout import forms
from baokan.model import Block, Page, Role

HEAD_LONGEST = 60
SUB_LONGEST = 110  # a sub directly under a head may be a whole sentence long
SENTENCE_END = "。；！？"
NEVER_HEAD_END = "。；，、"


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of a block with one role; run_in says that it stood at its paragraph's head."""

    role: Role
    start: int
    end: int
    run_in: bool = False


@dataclass(frozen=True, slots=True)
class RoledBlock:
    """A block with its pieces; `role` is that of its main piece, None for a notice."""

    block: Block
    role: Role | None
    pieces: tuple[Piece, ...]


def page_to_roles(page: Page) -> list[RoledBlock]:
    """One RoledBlock a block, in source order; head types are not decided yet (all are MAIN or RUBRIC)."""
    roles: list[RoledBlock] = []
    for block in page.blocks:
        before = roles[-1] if roles else None
        roles.append(block_to_roled(block, before))
    return roles


def block_to_roled(block: Block, before: RoledBlock | None) -> RoledBlock:
    text = block.text
    whole = len(text)
    role = short_role(text)
    if role is None and is_notice(text):
        return RoledBlock(block, None, (Piece(Role.PARAGRAPH, 0, whole),))
    if role is None and is_head(text, before):
        role = Role.MAIN
    if role is None and is_photo_text(text, block, before):
        role = Role.CAPTION
    if role is None:
        return RoledBlock(block, Role.PARAGRAPH, block_to_pieces(text))
    return RoledBlock(block, role, (Piece(role, 0, whole),))


def short_role(text: str) -> Role | None:
    """The role of a line that its form alone decides."""
    if len(text) <= forms.RUBRIC_LONGEST and is_rubric(text):
        return Role.RUBRIC
    if len(text) <= forms.BYLINE_LONGEST:
        if any(form.match(text) for form in forms.BYLINES):
            return Role.BYLINE
        if forms.DATELINE_FOOT.match(text):
            return Role.DATELINE
        for form, role in ((forms.AUTHOR_NOTE, Role.NOTE), (forms.JUMP_TO, Role.JUMP_TO), (forms.JUMP_FROM, Role.JUMP_FROM)):
            if form.match(text):
                return role
    return Role.CAPTION if forms.CAPTION.match(text) else None


def is_rubric(text: str) -> bool:
    return text.startswith(forms.RUBRIC_MARK) or text.strip("【】[]·◎●") in forms.RUBRICS


def is_notice(text: str) -> bool:
    return len(text) <= forms.NOTICE_LONGEST and not text.endswith("。") and bool(forms.NOTICE.search(text))


def is_head(text: str, before: RoledBlock | None) -> bool:
    """A short line that doesn't end as a sentence does, and isn't a bracketed remark."""
    body = text.rstrip("——")
    if text.startswith("（") and text.endswith("）"):
        return False
    if text.endswith(tuple(NEVER_HEAD_END)) or forms.PHOTO_BYLINE.search(text[-12:]) or text.endswith("）") and "摄（" in text[-12:]:
        return False
    if text.endswith(("：", ":")):
        return len(text) <= 14
    longest = SUB_LONGEST if before is not None and before.role in {Role.MAIN, Role.RUBRIC} else HEAD_LONGEST
    return len(text) <= longest and ("。" not in body or text.endswith("——"))


def is_photo_text(text: str, block: Block, before: RoledBlock | None) -> bool:
    """The text of a photo story: under a photographer's byline, or telling what 图为 after a byline and a picture."""
    if before is None or before.role is not Role.BYLINE:
        return False
    if forms.PHOTO_BYLINE.search(before.block.text):
        return True
    return before.block.blank_before >= 2 and bool(forms.CAPTION_INSIDE.search(text))


def block_to_pieces(text: str) -> tuple[Piece, ...]:
    """Split a paragraph's block into dateline, byline, paragraph and closing dateline, covering all of it."""
    pieces: list[Piece] = []
    start = 0
    match = forms.RUNIN.match(text) or forms.RUNIN_OLD.match(text)
    if match and match.end() < len(text):
        byline = match.groupdict().get("byline")
        cut = match.start("byline") if byline else match.end()
        pieces.append(Piece(Role.DATELINE, 0, cut, run_in=True))
        if byline:
            pieces.append(Piece(Role.BYLINE, cut, match.end(), run_in=True))
        start = match.end()
    foot = forms.DATELINE_FOOT.search(text, max(start + 1, len(text) - 40))
    end = foot.start() if foot else len(text)
    pieces.append(Piece(Role.PARAGRAPH, start, end))
    if foot:
        pieces.append(Piece(Role.DATELINE, end, len(text)))
    return tuple(pieces)
