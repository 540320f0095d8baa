"""Finds for each paragraph that breaks off the block that reads on, over the whole page."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from baokan.layout import RoledBlock, is_cut
from baokan.layout.words import across, frequency, lost_character
from baokan.model import Certainty, Role, Seam

PUNCTUATION_START = "，、。；：！？”’）》」』…"
WINDOW = 40  # paragraphs looked at on each side, so that the work grows with the page, not with its square
THRESHOLD = 0.0
HIGH, MEDIUM = 5.0, 3.0
ADJACENT, BESIDE, NEAR = 6.0, 4.5, 1.0
FIRST_OF_ARTICLE = 5.0
STRONG_START, WEAK_START = 2.5, 1.0
WORD_WEIGHT = 2.0
START_LENGTH = 30  # characters of a block that show how it begins
# How paragraphs begin, as a rule; what a column cut off seldom begins so.
STRONG_STARTS = re.compile(
    r"^(?:据[\u4e00-\u9fff]|近[年日期]|目前|同时|此外|记者|当[前天日地]|今年|去年|日前|随着|[一二三四五]是|首先|其次|第[一二三四五]|此次|"
    r"如今|《|\d{4}年|\d{1,2}月|\d{1,2}日|[\u4e00-\u9fff·、0-9A-Za-z]{2,24}(?:表示|说[，：]|指出|强调|认为|介绍|告诉|要求|提出|坦言|透露))"
)
WEAK_STARTS = re.compile(r"^(?:“|为|在[^于]|但|不仅|这|本次|[\u4e00-\u9fff]{2,8}，)")


@dataclass(frozen=True, slots=True)
class Join:
    """Block `left` reads on in block `right`."""

    left: int
    right: int
    score: float
    seam: Seam


def is_open(text: str) -> bool:
    """Whether a paragraph breaks off: its last character can't end one."""
    return is_cut(text) or open_quotes(text) > 0


def open_quotes(text: str) -> int:
    """Quotation marks opened and not closed again."""
    return text.count("“") - text.count("”")


def roles_to_joins(roles: Sequence[RoledBlock]) -> list[Join]:
    """The joins of a page, in order of their left block; no block has two on one side, and none runs in a ring."""
    bodies = [n for n, roled in enumerate(roles) if roled.role is Role.PARAGRAPH]
    place = {block: n for n, block in enumerate(bodies)}
    candidates = []
    for left in bodies:
        text = roles[left].block.text
        if not is_open(text) or roles[left].pieces[-1].role is not Role.PARAGRAPH:
            continue
        at = place[left]
        for right in bodies[max(0, at - WINDOW) : at + WINDOW + 1]:
            if right != left and roles[right].pieces[0].role is Role.PARAGRAPH:
                score, evidence = pair_score(roles, left, right, place[right] - at)
                if score > THRESHOLD:
                    candidates.append((score, left, right, evidence))
    return assign(roles, candidates)


def assign(roles: Sequence[RoledBlock], candidates: list[tuple[float, int, int, tuple[str, ...]]]) -> list[Join]:
    """Take the best pairs first, each block once a side, without rings."""
    rivals: dict[int, list[float]] = {}
    for score, left, _, _ in candidates:
        rivals.setdefault(left, []).append(score)
    follows: dict[int, int] = {}
    taken: set[int] = set()
    joins = []
    for score, left, right, evidence in sorted(candidates, key=lambda c: (-c[0], c[1], c[2])):
        if left in follows or right in taken or closes_ring(follows, left, right):
            continue
        follows[left] = right
        taken.add(right)
        second = max((s for s in rivals[left] if s < score), default=THRESHOLD)
        cert = certainty(score, score - second)
        joins.append(Join(left, right, score, make_seam(roles[left].block.text, roles[right].block.text, cert, evidence)))
    return sorted(joins, key=lambda join: join.left)


def closes_ring(follows: dict[int, int], left: int, right: int) -> bool:
    at: int | None = right
    while at is not None:
        if at == left:
            return True
        at = follows.get(at)
    return False


def certainty(score: float, lead: float) -> Certainty:
    if score >= HIGH and lead >= 1.0:
        return Certainty.HIGH
    return Certainty.MEDIUM if score >= MEDIUM else Certainty.LOW


def pair_score(roles: Sequence[RoledBlock], left: int, right: int, distance: int) -> tuple[float, tuple[str, ...]]:
    """How well `right` reads on from `left`, and what speaks for it; `distance` in paragraphs."""
    tail, head = roles[left].block.text[-8:], roles[right].block.text[:8]
    evidence = []
    if right == left + 1:
        score = ADJACENT
        evidence.append("next block")
    elif distance == 1:
        score = BESIDE
        evidence.append("next paragraph")
    else:
        score = NEAR - 0.6 * math.log2(abs(distance) + (2 if distance < 0 else 1))
        if distance < 0:
            score -= 0.5
    word, weight = across(tail, head)
    if word:
        score += weight * WORD_WEIGHT
        evidence.append(f"word across the seam: {word}")
    if tail[-1].isdigit() and head[0].isdigit():
        score += 1.5
        evidence.append("a number cut in two")
    if head[0] in PUNCTUATION_START:
        score += 4
        evidence.append("begins with a closing mark")
    if len(word) < 3:
        score -= start_penalty(roles[right].block.text[:START_LENGTH])
    quotes = open_quotes(roles[left].block.text)
    if quotes > 0 and open_quotes(roles[right].block.text) < 0:
        score += 2.5
        evidence.append("closes the open quotation")
    elif quotes > 0 or open_quotes(roles[right].block.text) < 0:
        score -= 1
    if tail[-1] == head[0] and frequency(tail[-1] + head[0]) < 100 and frequency(head[:2]) + frequency(head[:4]) > 0:
        score += 2.5
        evidence.append(f"{head[0]} stands on both sides")
    if right and roles[right - 1].role in {Role.MAIN, Role.BYLINE, Role.RUBRIC} and right - 1 != left:
        score -= FIRST_OF_ARTICLE
    return score, tuple(evidence)


def start_penalty(head: str) -> float:
    """How much a block's beginning looks like that of a paragraph."""
    if STRONG_STARTS.match(head):
        return STRONG_START
    return WEAK_START if WEAK_STARTS.match(head) else 0.0


def make_seam(left: str, right: str, cert: Certainty, evidence: tuple[str, ...]) -> Seam:
    """The seam with what it lost or doubled; the source's characters themselves stay as they are."""
    doubled = doubled_characters(left, right)
    lost = "" if doubled else lost_character(left[-4:], right[:4])
    return Seam(cert, lost, doubled, evidence, Certainty.LOW if lost else Certainty.MEDIUM if doubled else None)


def doubled_characters(left: str, right: str) -> int:
    """How many characters at right's start repeat left's end; 0 where the repetition is a word of its own."""
    for count in (2, 1):
        twin = left[-count:]
        if len(left) > count and len(right) > count and twin == right[:count] and twin.strip() and not twin.isdigit():
            if count == 1 and frequency(twin + twin) > 100:
                return 0
            return count
    return 0
