"""States of validation, made when first met and kept: what an element's content can still be.

A child is checked against every element pattern that can take it at once (a `Cell`); almost always there is one. What
follows in its parent depends on which of them it matched, never on what is inside it, so that no state holds more than
one element's content.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from baokan.validate.relaxng.patterns import (
    NOT_ALLOWED,
    WHITESPACE,
    Attribute,
    Element,
    Hits,
    Pattern,
    Prefixes,
    matches,
)

_MOST_PLANS = 2000  # sets of attribute names kept for one element
NO_PREFIXES: Prefixes = {}
Check = Callable[[str], object]


class State:
    """What can still come, for each element pattern that the element may be; NOT_ALLOWED where it no longer can."""

    __slots__ = ("cell", "data", "final", "free", "next_text", "open", "patterns")

    def __init__(self, cell: Cell, patterns: tuple[Pattern, ...]) -> None:
        self.cell = cell
        self.patterns = patterns
        self.open: dict[str, tuple[Cell, State | Fork]] = {}  # by a child's name: its cell, and what follows it
        self.next_text: State | None = None
        self.data = any(pattern.has_data for pattern in patterns)
        self.free = False  # text can come, and changes nothing
        self.final = len(patterns) == 1 and matches(patterns[0], "", NO_PREFIXES)

    def matching(self, text: str, prefixes: Prefixes) -> tuple[Element, ...]:
        """The element patterns whose content may end here with that last text."""
        blank = not text.strip(WHITESPACE)
        return tuple(
            element
            for element, pattern in zip(self.cell.elements, self.patterns, strict=True)
            if (blank and pattern.nullable) or (pattern.has_data and pattern.accepts(text, prefixes))
            or (not blank and pattern.text().nullable)
        )  # fmt: skip


class Fork:
    """What follows a child that several element patterns can take: it depends on which do."""

    __slots__ = ("follow", "state")

    def __init__(self, state: State) -> None:
        self.state = state
        self.follow: dict[tuple[Element, ...], State] = {}


@dataclass(slots=True)
class Plan:
    """For one set of attribute names: the value checks (place in the flat list of names and values), and the state."""

    checks: tuple[tuple[int, Check], ...]
    state: State | None  # None where the attributes have to be looked at one by one


class Cell:
    """Element patterns that take a child together, with the states of its content."""

    __slots__ = ("bare", "closed", "elements", "plans", "starts", "states")

    def __init__(self, elements: tuple[Element, ...], starts: tuple[Pattern, ...]) -> None:
        self.elements = elements
        self.starts = starts
        self.states: dict[tuple[Pattern, ...], State] = {}
        self.plans: dict[tuple[str, ...], Plan] = {}
        self.closed: dict[Hits, State | None] = {}
        self.bare: State | None = None

    def state(self, patterns: tuple[Pattern, ...]) -> State | None:
        """The state for these patterns; None where none of them can still match."""
        found = self.states.get(patterns)
        if found is None:
            if all(pattern is NOT_ALLOWED for pattern in patterns):
                return None
            found = self.states[patterns] = State(self, patterns)
            found.free = after_text(found) is found
        return found

    def close(self, hits: Hits) -> State | None:
        """The state after a start tag with these attributes."""
        if hits not in self.closed:
            if len(self.closed) > _MOST_PLANS:
                self.closed.clear()
            self.closed[hits] = self.state(tuple(start.close(hits) for start in self.starts))
        return self.closed[hits]

    def lenient(self) -> State:
        """The state after a start tag whose attributes are wrong."""
        found = self.state(tuple(start.bare() for start in self.starts))
        return found or State(self, self.starts)

    def attributes(self, name: str) -> tuple[Attribute, ...]:
        """The attribute patterns for a name."""
        return tuple(dict.fromkeys(hit for start in self.starts for hit in start.attribute(name)))

    def plan(self, names: tuple[str, ...]) -> Plan:
        """The plan for a start tag with these attribute names, in this order."""
        plan = self.plans.get(names)
        if plan is None:
            if len(self.plans) > _MOST_PLANS:
                self.plans.clear()
            plan = self.plans[names] = self._make_plan(names)
        return plan

    def _make_plan(self, names: tuple[str, ...]) -> Plan:
        checks: list[tuple[int, Check]] = []
        hits: list[tuple[str, tuple[Attribute, ...]]] = []
        for index, raw in enumerate(names):
            name = clark(raw)
            patterns = self.attributes(name)
            if len(patterns) != 1 or patterns[0].needs_prefixes:
                return Plan((), None)
            hits.append((name, patterns))
            if not patterns[0].free:
                checks.append((2 * index + 1, _fast_check(patterns[0])))
        return Plan(tuple(checks), self.close(tuple(hits)))


def _fast_check(attribute: Attribute) -> Check:
    from baokan.validate.relaxng.value_checks import fast_check

    if attribute.fast is None:
        attribute.fast = fast_check(attribute.content)
    return attribute.fast


def clark(raw: str) -> str:
    """A name as lxml writes it, from expat's `namespace}local`."""
    return "{" + raw if "}" in raw and raw[0] != "{" else raw


def after_text(state: State) -> State | None:
    """The state after text between elements; None where there can't be any."""
    if state.next_text is None:
        state.next_text = state.cell.state(tuple(pattern.text() for pattern in state.patterns))
    return state.next_text


def after_child(state: State, taken: tuple[Element, ...]) -> State | None:
    """The state after a child that these element patterns accept."""
    return state.cell.state(tuple(pattern.child(taken) for pattern in state.patterns))


@dataclass(slots=True)
class Automaton:
    """The states of one schema."""

    start: Pattern
    cells: dict[tuple[Element, ...], Cell] = field(default_factory=dict)

    def initial(self) -> State:
        """The state before the root element."""
        cell = Cell((), (self.start,))
        state = State(cell, (self.start,))
        cell.states[self.start,] = state
        return state

    def cell(self, elements: tuple[Element, ...]) -> Cell:
        """The cell of these element patterns."""
        found = self.cells.get(elements)
        if found is None:
            found = self.cells[elements] = Cell(elements, tuple(element.content for element in elements))
        return found

    def enter(self, state: State, raw: str) -> tuple[Cell, State | Fork] | None:
        """The cell of a child and what follows it; None where no such child can stand here."""
        tag = clark(raw)
        elements = tuple(dict.fromkeys(hit for pattern in state.patterns for hit in pattern.match(tag)))
        if not elements:
            return None
        follow: State | Fork | None = Fork(state) if len(elements) > 1 else after_child(state, elements)
        if follow is None:
            return None
        state.open[raw] = entered = (self.cell(elements), follow)
        return entered


def resolve(follow: State | Fork, taken: tuple[Element, ...]) -> State:
    """What follows a child, now that it is known which element patterns accept it."""
    if isinstance(follow, State):
        return follow
    found = follow.follow.get(taken)
    if found is None:
        found = follow.follow[taken] = after_child(follow.state, taken) or follow.state
    return found
