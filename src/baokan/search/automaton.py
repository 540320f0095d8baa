"""A pattern of words as an automaton without empty steps: states that each take one word, and which follow which.

Source: V. M. Glushkov's construction (1961). A state stands for one place in the pattern; repetitions are written out.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from baokan.errors import UsageError
from baokan.search.cql import Choice, Condition, Pattern, Repeat, Sequence

MOST_STATES = 4_000
MOST_STEPS = 20_000


@dataclass(slots=True)
class Automaton:
    """States by number; states grow from the pattern's left to its right, so that only loops lead back."""

    conditions: list[Condition] = field(default_factory=list)
    follow: list[set[int]] = field(default_factory=list)
    first: frozenset[int] = frozenset()
    final: frozenset[int] = frozenset()
    nullable: bool = False  # whether the pattern may take no word at all; such matches are never reported
    steps: int = 0  # of building, to stop repetitions of nothing

    @property
    def loops(self) -> bool:
        """Whether a state leads back to itself or to an earlier one."""
        return any(any(target <= state for target in targets) for state, targets in enumerate(self.follow))


@dataclass(frozen=True, slots=True)
class Part:
    """A piece under construction: the states it may begin and end with, and whether it may be empty."""

    first: frozenset[int]
    last: frozenset[int]
    nullable: bool


EMPTY = Part(frozenset(), frozenset(), True)


def pattern_to_automaton(pattern: Pattern) -> Automaton:
    """Raises UsageError when the pattern, its repetitions written out, has too many words."""
    automaton = Automaton()
    part = build(automaton, pattern)
    automaton.first, automaton.final, automaton.nullable = part.first, part.last, part.nullable
    return automaton


def build(automaton: Automaton, pattern: Pattern) -> Part:
    automaton.steps += 1
    if len(automaton.conditions) > MOST_STATES or automaton.steps > MOST_STEPS:
        raise UsageError(f"the query is too long: more than {MOST_STATES} words, repetitions counted.", "repeat less.")
    if isinstance(pattern, Sequence):
        part = EMPTY
        for child in pattern.parts:
            part = append(automaton, part, build(automaton, child))
        return part
    if isinstance(pattern, Choice):
        parts = [build(automaton, child) for child in pattern.parts]
        return Part(
            frozenset().union(*(p.first for p in parts)),
            frozenset().union(*(p.last for p in parts)),
            any(p.nullable for p in parts),
        )
    if isinstance(pattern, Repeat):
        return build_repeat(automaton, pattern)
    automaton.conditions.append(pattern)
    automaton.follow.append(set())
    state = frozenset({len(automaton.conditions) - 1})
    return Part(state, state, False)


def build_repeat(automaton: Automaton, repeat: Repeat) -> Part:
    """The obligatory copies, then a loop where there is no end, else the copies that may be left out."""
    part = EMPTY
    for _ in range(repeat.least):
        part = append(automaton, part, build(automaton, repeat.part))
    if repeat.most is None:
        again = build(automaton, repeat.part)
        for state in again.last:
            automaton.follow[state] |= again.first
        return append(automaton, part, Part(again.first, again.last, True))
    for _ in range(repeat.most - repeat.least):
        copy = build(automaton, repeat.part)
        part = append(automaton, part, Part(copy.first, copy.last, True))
    return part


def append(automaton: Automaton, left: Part, right: Part) -> Part:
    """left, then right."""
    for state in left.last:
        automaton.follow[state] |= right.first
    return Part(
        left.first | right.first if left.nullable else left.first,
        left.last | right.last if right.nullable else right.last,
        left.nullable and right.nullable,
    )
