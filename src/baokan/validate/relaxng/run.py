"""One validation: three handlers for start tags, text and end tags, quick where all is right; and what follows if not.

The handlers only look states up. `Run` makes states that aren't there yet, words what is wrong, and chooses the state
to go on with, so that one mistake gives one problem.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from baokan.validate.reading import DEEPEST
from baokan.validate.relaxng import messages
from baokan.validate.relaxng.automaton import (
    Automaton,
    Cell,
    Fork,
    Plan,
    State,
    after_text,
    clark,
    resolve,
)
from baokan.validate.relaxng.expected import (
    all_attributes,
    all_elements,
    missing_attributes,
    next_elements,
    plain_names,
    required_elements,
    skip_to,
    values_shown,
    written_values,
)
from baokan.validate.relaxng.messages import Message
from baokan.validate.relaxng.names import Name, local_name, shown, simple_names
from baokan.validate.relaxng.patterns import EMPTY, NOT_ALLOWED, WHITESPACE, Attribute, Element, Hits, Prefixes

Start = Callable[[str, list[str]], None]
Text = Callable[[str], None]
End = Callable[[str], None]


Included = Callable[[str], str | None]  # the href of an xi:include -> the raw name of the root that it brings
XINCLUDE = "http://www.w3.org/2001/XInclude}include"


def no_inclusion(href: str) -> str | None:
    """Where nothing is included, an xi:include is an element like any other."""
    return None


class Stop(Exception):
    """Raised at the first problem where only the verdict is wanted."""


MOST_PROBLEMS = 2000  # that are told of one file; nobody reads on, and each takes milliseconds to word
MOST_UNKNOWN = 200  # attributes of one tag that are told

@dataclass(slots=True)
class Frame:
    """What has been found wrong among the children of one open element."""

    strays: int = 0
    missing: set[str] = field(default_factory=set)
    late: set[str] = field(default_factory=set)  # the parent takes them elsewhere, and one out of place has been told


@dataclass(slots=True)
class Problem:
    """A message and its place: what the reader of the document has given for it; `above` means the parent of that."""

    place: Any
    above: bool
    message: Message


class Anything(Cell):
    """The cell of an unknown element: everything may stand in it, and what is known is looked at."""

    def __init__(self) -> None:
        super().__init__((), (EMPTY,))
        self.any = State(self, (EMPTY,))
        self.any.free = True
        self.bare = self.any

    def plan(self, names: tuple[str, ...]) -> Plan:
        return Plan((), self.any)


class Run:
    """The slow half of one validation."""

    def __init__(
        self, automaton: Automaton, known: Callable[[str], tuple[Element, ...]], first_only: bool = False
    ) -> None:
        self.automaton = automaton
        self.known = known
        self.first_only = first_only
        self.problems: list[Problem] = []
        self.place: Callable[[], object] = lambda: None
        self.prefixes: Callable[[], Prefixes] = dict
        self.tags: list[str] = []
        self.stack: list[State | Fork] = []
        self.included: Included = no_inclusion
        self.too_deep: Callable[[], Exception] = RecursionError
        self.anything = Anything()
        self.frames: dict[int, tuple[State | Fork, Frame]] = {}
        self.misplaced: set[int] = set()  # depths of open elements that were told to stand where they can't

    def report(self, message: Message, above: bool = False) -> None:
        """Tells a problem; in an element out of place, its own attributes and content are no news, for its name may be wrong."""
        if self.misplaced and len(self.stack) in self.misplaced:
            return
        self.problems.append(Problem(self.place(), above, message))
        if self.first_only or len(self.problems) >= MOST_PROBLEMS:
            raise Stop

    def frame(self) -> Frame:
        """The frame of the open element; what follows the element is copied, so that it is this element's alone."""
        if not self.stack:
            return Frame()
        follow = self.stack[-1]
        if id(follow) not in self.frames:
            follow = self.stack[-1] = _copy(follow)
            self.frames[id(follow)] = (follow, Frame())
        return self.frames[id(follow)][1]

    def enter(self, state: State, raw: str, parent: str, attributes: list[str]) -> tuple[Cell, State | Fork]:
        """The cell of a child that no state has been looked up for yet, and what follows it."""
        if state.cell is self.anything:
            return self.any_cell(clark(raw)), state
        entered = self.automaton.enter(state, raw)
        if entered is None and raw.lstrip("{") == XINCLUDE:
            return self.include(state, dict(zip(attributes[::2], attributes[1::2], strict=True)), parent)
        return entered or self.stray(state, raw, local_name(parent))

    def include(self, state: State, attributes: dict[str, str], parent: str) -> tuple[Cell, State | Fork]:
        """An xi:include as the root element that it brings, whose own file is looked at on its own."""
        root = self.included(attributes.get("href", "")) if attributes.get("parse", "xml") == "xml" else None
        above = local_name(parent)
        if root is None and self.included is no_inclusion:
            return self.stray(state, XINCLUDE, above)
        if root is None:  # the file isn't there, which the links tell: what it would bring isn't missed here
            self.frame().strays += 1
            return self.anything, state
        cell, follow = state.open.get(root) or self.automaton.enter(state, root) or self.stray(state, root, above)
        return self.anything, resolve(follow, cell.elements)

    def any_cell(self, tag: str) -> Cell:
        elements = self.known(tag)
        return self.automaton.cell(elements) if elements else self.anything

    def stray(self, state: State, raw: str, parent: str) -> tuple[Cell, State | Fork]:
        """Goes on from a child that can't stand here: something is missing before it, it is misspelt, or it's astray."""
        tag = clark(raw)
        frame = self.frame()
        if len(state.patterns) == 1:
            missing, rest = skip_to(state.patterns[0], tag)
            after = state.cell.state((rest,)) if missing else None
            entered = self.automaton.enter(after, raw) if after else None
            if entered:
                frame.missing.update(missing)
                if frame.strays:
                    frame.strays -= 1
                else:
                    self.report(messages.missing_before(local_name(tag), parent, missing))
                return entered
        if local_name(tag) in frame.missing:  # told already, when it was missing before its follower
            frame.missing.discard(local_name(tag))
            return self.any_cell(tag), state
        if tag in frame.late:
            frame.strays += 1
            return self.any_cell(tag), state
        allowed = plain_names(element for pattern in state.patterns for element in next_elements(pattern))
        self.report(messages.wrong_element(local_name(tag), parent, [local_name(name) for name in allowed]))
        known = self.known(tag)
        by_local = {local_name(name): name for name in allowed}
        meant = messages.nearest(local_name(tag), list(by_local)) if not known else None
        entered = self.automaton.enter(state, by_local[meant]) if meant else None
        if entered:
            return entered
        frame.strays += 1
        if any(element.names.contains(tag) for start in state.cell.starts for element in all_elements(start)):
            frame.late.add(tag)
        if len(self.stack) not in self.misplaced:
            self.misplaced.add(len(self.stack) + 1)
        self.tell_empty_once(state)
        return self.any_cell(tag), state

    def tell_empty_once(self, state: State) -> None:
        """Of the open element, if it must be empty, no more is told: it was probably meant to be another one."""
        if state.cell.starts and all(start.bare() is EMPTY for start in state.cell.starts):
            self.frame()  # so that its end is looked at
            self.misplaced.add(len(self.stack))

    def attributes(self, cell: Cell, attributes: list[str], tag: str) -> State:
        """The state after a start tag whose attributes must be looked at one by one."""
        prefixes = self.prefixes()
        hits: list[tuple[str, tuple[Attribute, ...]]] = []
        assumed: list[tuple[str, tuple[Attribute, ...]]] = []
        unknown: list[str] = []
        wrong: list[tuple[str, str, tuple[Attribute, ...]]] = []
        for raw, value in zip(attributes[::2], attributes[1::2], strict=True):
            name = clark(raw)
            patterns = cell.attributes(name)
            good = tuple(pattern for pattern in patterns if pattern.allows(value, prefixes))
            if not patterns:
                unknown.append(name)
                if len(unknown) == MOST_UNKNOWN:
                    break
                continue
            if good:
                hits.append((name, good))
            else:
                wrong.append((name, value, patterns))
            assumed.append((name, good or patterns))
        if not unknown and not wrong:
            state = cell.close(tuple(hits))
            if state is not None:
                return state
        self.tell_attributes(cell, tuple(assumed), unknown, wrong, tag)
        return cell.close(tuple(assumed)) or cell.lenient()

    def tell_attributes(
        self,
        cell: Cell,
        assumed: Hits,
        unknown: list[str],
        wrong: list[tuple[str, str, tuple[Attribute, ...]]],
        tag: str,
    ) -> None:
        element = local_name(tag)
        names = [name for name, _ in assumed]
        every = [name for start in cell.starts for each in all_attributes(start) for name in simple_names(each.names)]
        allowed = [attribute_shown(name) for name in dict.fromkeys(every) if name not in names]
        guessed: set[str | None] = set()
        for name in unknown:
            self.report(messages.wrong_attribute(attribute_shown(name), element, allowed))
            guessed.add(messages.nearest(attribute_shown(name), allowed))
        for name, value, patterns in wrong:
            shown_values = " | ".join(dict.fromkeys(values_shown(each.content) or "nothing" for each in patterns))
            written = [text for each in patterns for text in written_values(each.content)]
            self.report(messages.wrong_value(attribute_shown(name), element, value, shown_values, written))
        missing = min((missing_attributes(start, names) for start in cell.starts), key=len, default=[])
        for each in missing:
            wanted = [attribute_shown(each_name.name) if isinstance(each_name, Name) else shown(each_name)
                      for each_name in each]  # fmt: skip
            if not guessed.intersection(wanted):
                self.report(messages.missing_attribute(wanted, element))
        if not (unknown or wrong or missing) and cell.elements:
            self.report(messages.attributes_together([attribute_shown(name) for name in names], element))

    def text(self, state: State, text: str, tag: str) -> State:
        """The state after text in front of a child, or text of any length in an element without values."""
        if not text.strip(WHITESPACE):
            return state
        after = after_text(state)
        if after is None:
            values = " | ".join(filter(None, map(values_shown, state.patterns))) if state.data else ""
            self.report(messages.wrong_text(text, local_name(tag), values), above=True)
            self.tell_empty_once(state)
            return state
        return after

    def leave(self, state: State, text: str, follow: State | Fork, tag: str) -> State:
        """The state of the parent after an end tag."""
        frame = self.frames.pop(id(follow), (follow, Frame()))[1] if self.frames else Frame()
        depth = len(self.stack) + 1
        if state.cell is self.anything:
            self.misplaced.discard(depth)
            return resolve(follow, ())
        taken = state.matching(text, self.prefixes())
        if not taken:
            if depth not in self.misplaced:
                self.tell_end(state, text, frame, local_name(tag))
            taken = tuple(
                element
                for element, pattern in zip(state.cell.elements, state.patterns, strict=True)
                if pattern is not NOT_ALLOWED
            )
        self.misplaced.discard(depth)
        return resolve(follow, taken)

    def tell_end(self, state: State, text: str, frame: Frame, tag: str) -> None:
        if text.strip(WHITESPACE):
            values = " | ".join(filter(None, map(values_shown, state.patterns))) if state.data else ""
            self.report(messages.wrong_text(text, tag, values))
        elif not frame.strays:
            missing = [name for pattern in state.patterns for name in required_elements(pattern)]
            allowed = [shown(element.names) for pattern in state.patterns for element in next_elements(pattern)]
            self.report(messages.incomplete(tag, missing, allowed))


def attribute_shown(name: str) -> str:
    """An attribute's name as it is written, with the prefix xml where it has it."""
    prefix = "xml:" if name.startswith("{http://www.w3.org/XML/") else ""
    return prefix + local_name(name)


def _copy(follow: State | Fork) -> State | Fork:
    if isinstance(follow, Fork):
        copied = Fork(follow.state)
        copied.follow = follow.follow
        return copied
    state = State(follow.cell, follow.patterns)
    state.free, state.open, state.final = follow.free, follow.open, follow.final
    return state


def handlers(run: Run, state: State) -> tuple[Start, Text, End]:
    """The quick half: handlers that start from `state`; attributes are a flat list of names and values."""
    tags, stack, waiting = run.tags, run.stack, list[str]()
    push, pop, push_tag, pop_tag, wait = stack.append, stack.pop, tags.append, tags.pop, waiting.append

    def start(raw: str, attributes: list[str]) -> None:
        nonlocal state
        if waiting:
            state = run.text(state, "".join(waiting), tags[-1])
            waiting.clear()
        entered = state.open.get(raw)
        if entered is None:
            entered = run.enter(state, raw, tags[-1] if tags else "", attributes)
        cell, follow = entered
        push(follow)
        if len(stack) > DEEPEST:
            raise run.too_deep()
        push_tag(raw)
        if attributes:
            names = tuple(attributes[::2])
            plan = cell.plans.get(names) or cell.plan(names)
            after = plan.state
            for index, check in plan.checks:
                if not check(attributes[index]):
                    after = None
                    break
        else:
            after = cell.bare or cell.close(())
            cell.bare = after
        state = after or run.attributes(cell, attributes, raw)

    def text(chunk: str) -> None:
        nonlocal state
        if state.free:
            return
        if state.data:
            wait(chunk)
        elif chunk.strip(WHITESPACE):
            state = run.text(state, chunk, tags[-1])

    def end(raw: str) -> None:
        nonlocal state
        pop_tag()
        if waiting:
            state = run.leave(state, "".join(waiting), pop(), raw)
            waiting.clear()
        elif state.final and not run.frames:
            state = pop()  # type: ignore[assignment]  # a Fork follows only where several patterns are open
        else:
            state = run.leave(state, "", pop(), raw)

    return start, text, end
