"""Gives every block a role by its form and its neighbours, and splits what stands run in."""

from __future__ import annotations

import re
from dataclasses import dataclass

from baokan.layout import forms
from baokan.layout.lines import (
    BYLINE,
    CROSS,
    HEAD,
    LINE,
    PIECE,
    Shape,
    Surroundings,
    line_features,
    nameness,
    shapes_to_surroundings,
    weigh_kinds,
)
from baokan.layout.weights import KINDS
from baokan.layout.words import frequency
from baokan.model import Block, Page, Role

HEAD_LONGEST = 60
LINE_LONGEST = 60  # characters of a line of a list or a verse
LISTED_ENDS = ("；", "，", "、", "：", ":", ";")
SUB_LONGEST = 110  # a sub directly under a head may be a whole sentence long
COLON_HEAD_LONGEST = 14
NEVER_HEAD_END = "。；，、"
COMMON_WORD = 300  # occurrences in jieba's dictionary; names are rarer
HEADS = frozenset({Role.MAIN, Role.RUBRIC})
KIND_ROLES = {HEAD: Role.MAIN, CROSS: Role.CROSS, BYLINE: Role.BYLINE}
LINE_PLACE, PIECE_PLACE = KINDS.index(LINE), KINDS.index(PIECE)
SURE_NAMES = 0.0  # see lines.nameness
NEVER = -1000.0  # score of a kind that a line can't be


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
    guesses: tuple[float, ...] = ()  # of a line whose form decides nothing: the score of each kind, in the order of KINDS
    closed: bool = False  # a line of a list or a verse: it ends here, whatever mark it ends with


def page_to_roles(page: Page) -> list[RoledBlock]:
    """One RoledBlock a block, in source order; head types are not decided yet (all are MAIN or RUBRIC)."""
    around = shapes_to_surroundings([text_to_shape(block.text) for block in page.blocks])
    roles: list[RoledBlock] = []
    for block in page.blocks:
        roles.append(block_to_roled(block, roles[-1] if roles else None, around))
    return roles


def text_to_shape(text: str) -> Shape:
    """What the form of a line decides, its neighbours unseen."""
    form = short_role(text)
    if form is not None:
        return Shape(text, form)
    if is_notice(text):
        return Shape(text, notice=True)
    if len(text) > LINE_LONGEST:
        return Shape(text, runs_in=runs_in(text))
    run_in = runs_in(text)
    short = not run_in and may_be_head(text, HEAD_LONGEST)
    listed = not (run_in or short) and text.endswith(LISTED_ENDS) and "。" not in text
    return Shape(text, runs_in=run_in, short=short, listed=listed)


def block_to_roled(block: Block, before: RoledBlock | None, around: Surroundings) -> RoledBlock:
    """The likeliest role of a block, what stands above it being decided."""
    text, whole = block.text, len(block.text)
    shape = around.shapes[block.index]
    if shape.notice and not goes_on_listing(shape, before):
        return RoledBlock(block, None, (Piece(Role.PARAGRAPH, 0, whole),))
    role = shape.form
    kind = PIECE
    scores: tuple[float, ...] = ()
    if role is None and (shape.loose or is_long_sub(text, before)):
        scores = line_scores(around, block.index, before, shape.listed)
        kind = KINDS[max(range(len(KINDS)), key=scores.__getitem__)]
        role = KIND_ROLES.get(kind)
    if role is None and kind is PIECE and is_photo_text(text, block, before):
        role = Role.CAPTION
    closed = (bool(scores) and scores[LINE_PLACE] > scores[PIECE_PLACE]) or shape.notice
    if role is None:
        return RoledBlock(block, Role.PARAGRAPH, block_to_pieces(text), scores, closed)
    return RoledBlock(block, role, (Piece(role, 0, whole),), scores, closed)


def line_scores(around: Surroundings, index: int, before: RoledBlock | None, listed: bool = False) -> tuple[float, ...]:
    """The score of each kind for a line whose form decides nothing; a line that ends in a comma is no head."""
    above = before.block.text if before else ""
    scores = weigh_kinds(line_features(around, index, place_of(before), above))
    if listed:
        scores = [score if kind in (LINE, PIECE) else NEVER for kind, score in zip(KINDS, scores, strict=True)]
    return tuple(scores)


def place_of(before: RoledBlock | None) -> str:
    """What stands above a line, for line_features."""
    if before is None:
        return "none"
    if before.role is None:
        return "notice"
    if before.role in {Role.MAIN, Role.CROSS}:
        return "head" if before.role is Role.MAIN else "cross"
    if before.role is Role.PARAGRAPH and before.closed:
        return "line"
    return str(before.role)


def goes_on_listing(shape: Shape, before: RoledBlock | None) -> bool:
    """Whether a line with a telephone number stands right under the lines of an advertisement, and is no house notice."""
    return before is not None and before.closed and not forms.HOUSE_NOTICE.search(shape.text)


def is_long_sub(text: str, before: RoledBlock | None) -> bool:
    """Whether a long line under a head could be a sub."""
    return (
        before is not None and before.role in HEADS and LINE_LONGEST < len(text) <= SUB_LONGEST and may_be_head(text, SUB_LONGEST)
    )


def short_role(text: str) -> Role | None:
    """The role of a line that its form alone decides."""
    if len(text) <= forms.RUBRIC_LONGEST and is_rubric(text):
        return Role.RUBRIC
    if len(text) <= forms.BYLINE_LONGEST:
        if forms.RUNIN_OLD.fullmatch(text):
            return Role.DATELINE
        if forms.BYLINE.match(text) or is_pen_name(text) or is_bare_credit(text):
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
    if match is None:
        several = forms.PEN_NAMES.match(text)
        return several is not None and several[1] not in forms.REMARKS and (nameness(several[1]) or NEVER) > SURE_NAMES
    name = match[1]
    if name in forms.REMARKS or frequency(name) >= COMMON_WORD or re.match(forms.HOUSE, name):
        return False
    return not (len(name) == 4 and frequency(name[:2]) and frequency(name[2:]))


def is_bare_credit(text: str) -> bool:
    """Whether a line is names alone and that they took the picture."""
    match = forms.BARE_CREDIT.match(text)
    return match is not None and (nameness(match[1]) or NEVER) > SURE_NAMES and not frequency(match[1])


def is_rubric(text: str) -> bool:
    marked = text.startswith(forms.RUBRIC_MARK) and not text.endswith(("—", "：", ":"))  # else a kicker that hands over
    return marked or text.strip("【】[]·◎●") in forms.RUBRICS


def is_notice(text: str) -> bool:
    return len(text) <= forms.NOTICE_LONGEST and not text.endswith("。") and bool(forms.NOTICE.search(text))


def may_be_head(text: str, longest: int) -> bool:
    """Whether a line could be a head at all: short, no sentence end, no bracketed remark."""
    if len(text) > longest or (text.startswith("（") and text.endswith("）")):
        return False
    if text.endswith(tuple(NEVER_HEAD_END)) or forms.PHOTO_CREDIT.search(text) or forms.DATELINE_FOOT.search(text):
        return False
    if text.endswith(("：", ":")):
        return len(text) <= COLON_HEAD_LONGEST
    return "。" not in text or text.endswith("——")


def runs_in(text: str) -> bool:
    """Whether a block begins with a dateline or a reporter's name."""
    return bool(forms.RUNIN.match(text) or forms.RUNIN_OLD.match(text) or forms.RUNIN_BYLINE.match(text))


def is_photo_text(text: str, block: Block, before: RoledBlock | None) -> bool:
    """The text of a photo story: under a photographer's byline, or telling what 图为 after a byline and a picture."""
    if before is not None and before.role is Role.MAIN and forms.TAKEN_BY.search(text):
        return True
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
