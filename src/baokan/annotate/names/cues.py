"""What stands beside a name and tells that it is one."""

from __future__ import annotations

from functools import cache

from baokan.annotate.names.gazetteer import sections

LONGEST_TITLE = 6
LONGEST_CUE = 4
TITLE_BEFORE = 3.5  # nats; a title or a role directly before
CUE_AFTER = 2.5  # a title or a verb of speaking directly after
EDGE = 0.8  # punctuation or the text's edge beside
LIST = 1.5  # in a list: beside 、 on one side and an edge on the other
EDGES = frozenset("，。！？；：、（）()《》〈〉“”‘’「」『』【】〔〕[]—…· \u3000\n,.!?;:■□●▲")


@cache
def titles() -> frozenset[str]:
    return frozenset(sections("people.txt")["before"])


@cache
def cues() -> frozenset[str]:
    return frozenset(sections("people.txt")["after"])


@cache
def edges_of_words() -> tuple[frozenset[str], frozenset[str]]:
    """The last characters of titles and the first of cues: most characters are neither, and need no looking up."""
    return frozenset(word[-1] for word in titles()), frozenset(word[0] for word in cues())


def title_before(text: str, start: int) -> bool:
    if not start or text[start - 1] not in edges_of_words()[0]:
        return False
    return any(text[start - n : start] in titles() for n in range(1, min(LONGEST_TITLE, start) + 1))


def cue_after(text: str, end: int) -> bool:
    if end >= len(text) or text[end] not in edges_of_words()[1]:
        return False
    return any(text[end : end + n] in cues() for n in range(1, LONGEST_CUE + 1))


def person_bonus(text: str, start: int, end: int) -> float:
    """How much the neighbourhood speaks for a person's name at text[start:end], in nats."""
    bonus = 0.0
    before = text[start - 1] if start else "\n"
    after = text[end] if end < len(text) else "\n"
    if title_before(text, start):
        bonus += TITLE_BEFORE
    elif before in EDGES:
        bonus += EDGE
    if after in EDGES:
        bonus += EDGE
    elif cue_after(text, end):
        bonus += CUE_AFTER
    if (before == "、" or after == "、") and before in EDGES and after in EDGES:
        bonus += LIST
    return bonus
