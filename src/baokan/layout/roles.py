"""Gives every block a role by its form and its neighbours, and splits what stands run in."""

from __future__ import annotations

from dataclasses import dataclass

from baokan.layout import forms
from baokan.layout.headness import head_odds
from baokan.layout.words import frequency
from baokan.model import Block, Page, Role

HEAD_LONGEST = 60
SUB_LONGEST = 110  # a sub directly under a head may be a whole sentence long
COLON_HEAD_LONGEST = 14
NEVER_HEAD_END = "。；，、"
COMMON_WORD = 300  # occurrences in jieba's dictionary; names are rarer
CERTAIN = 20.0  # log-odds of what a form alone decides
HEADS = frozenset({Role.MAIN, Role.RUBRIC})


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
    head_odds: float = 0.0  # of a head: log-odds that it is one and no piece of a paragraph


def page_to_roles(page: Page) -> list[RoledBlock]:
    """One RoledBlock a block, in source order; head types are not decided yet (all are MAIN or RUBRIC)."""
    roles: list[RoledBlock] = []
    for block in page.blocks:
        before = roles[-1] if roles else None
        after = page.blocks[block.index + 1].text if block.index + 1 < len(page.blocks) else ""
        roles.append(block_to_roled(block, before, after))
    return roles


def block_to_roled(block: Block, before: RoledBlock | None, after: str) -> RoledBlock:
    text = block.text
    whole = len(text)
    role = short_role(text)
    if role is None and is_notice(text):
        return RoledBlock(block, None, (Piece(Role.PARAGRAPH, 0, whole),))
    odds = CERTAIN if role is Role.RUBRIC else 0.0
    if role is None and may_be_head(text, before):
        odds = head_odds(text, before.block.text if before else "", after, head_context(before, after))
        role = Role.MAIN if odds > 0 else None
    if role is None and is_photo_text(text, block, before):
        role = Role.CAPTION
    if role is None:
        return RoledBlock(block, Role.PARAGRAPH, block_to_pieces(text))
    return RoledBlock(block, role, (Piece(role, 0, whole),), odds)


def short_role(text: str) -> Role | None:
    """The role of a line that its form alone decides."""
    if len(text) <= forms.RUBRIC_LONGEST and is_rubric(text):
        return Role.RUBRIC
    if len(text) <= forms.BYLINE_LONGEST:
        if forms.RUNIN_OLD.fullmatch(text):
            return Role.DATELINE
        if any(form.pattern.match(text) for form in forms.BYLINES) or is_pen_name(text):
            return Role.BYLINE
        if any(form.pattern.match(text) for form in forms.CREDITS):
            return Role.CREDIT
        if forms.DATELINE_FOOT.match(text):
            return Role.DATELINE
        for form, role in ((forms.AUTHOR_NOTE, Role.NOTE), (forms.JUMP_TO, Role.JUMP_TO), (forms.JUMP_FROM, Role.JUMP_FROM)):
            if form.match(text):
                return role
    return Role.CAPTION if forms.CAPTION.match(text) else None


def is_pen_name(text: str) -> bool:
    """Whether a line is a name alone in brackets, and no remark and no common word."""
    match = forms.PEN_NAME.match(text)
    if not match:
        return False
    name = "".join(match[1].split())
    return name not in forms.REMARKS and frequency(name) < COMMON_WORD


def is_rubric(text: str) -> bool:
    marked = text.startswith(forms.RUBRIC_MARK) and not text.endswith(("—", "：", ":"))  # else a kicker that hands over
    return marked or text.strip("【】[]·◎●") in forms.RUBRICS


def is_notice(text: str) -> bool:
    return len(text) <= forms.NOTICE_LONGEST and not text.endswith("。") and bool(forms.NOTICE.search(text))


def may_be_head(text: str, before: RoledBlock | None) -> bool:
    """Whether a line could be a head at all: short, no sentence end, no bracketed remark."""
    if text.startswith("（") and text.endswith("）"):
        return False
    if text.endswith(tuple(NEVER_HEAD_END)) or forms.PHOTO_CREDIT.search(text):
        return False
    if runs_in(text):
        return False
    if text.endswith(("：", ":")):
        return len(text) <= COLON_HEAD_LONGEST
    longest = SUB_LONGEST if before is not None and before.role in HEADS else HEAD_LONGEST
    return len(text) <= longest and ("。" not in text or text.endswith("——"))


def runs_in(text: str) -> bool:
    """Whether a block begins with a dateline or a reporter's name."""
    return bool(forms.RUNIN.match(text) or forms.RUNIN_OLD.match(text) or forms.RUNIN_BYLINE.match(text))


def head_context(before: RoledBlock | None, after: str) -> tuple[str, ...]:
    """What stands before and after a line, by the forms of the lines alone."""
    place = "none" if before is None else "head" if before.role is Role.MAIN else str(before.role or "notice")
    following = short_role(after) if after else None
    if not after:
        then = "none"
    elif following is not None:
        then = str(following)
    elif runs_in(after):
        then = "runin"
    elif may_be_head(after, None):
        then = "short"
    else:
        then = "paragraph"
    return f"before.{place}", f"after.{then}", f"{place}>{then}"


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
    match = forms.RUNIN.match(text) or forms.RUNIN_OLD.match(text) or forms.RUNIN_BYLINE.match(text)
    if match and match.end() < len(text):
        groups = match.groupdict()
        byline = match.start("byline") if groups.get("byline") else match.end()
        if groups.get("dateline"):
            pieces.append(Piece(Role.DATELINE, 0, byline, run_in=True))
        if byline < match.end():
            pieces.append(Piece(Role.BYLINE, byline, match.end(), run_in=True))
        start = match.end()
    foot = forms.DATELINE_FOOT.search(text, max(start + 1, len(text) - 40))
    end = foot.start() if foot else len(text)
    pieces.append(Piece(Role.PARAGRAPH, start, end))
    if foot:
        pieces.append(Piece(Role.DATELINE, end, len(text)))
    return tuple(pieces)
