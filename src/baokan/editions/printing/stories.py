"""What the first run measured: an issue's items as stories with heads, units of text and pictures."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

LEAD_PARTS = ("head", "byline")


@dataclass(frozen=True, slots=True)
class HeadLine:
    """A head or byline over a story; `em` is its width in type sizes when set on one line."""

    part: int  # index among the item's parts
    kind: str  # kicker, main, sub, rubric ... or byline
    em: float
    text: str = ""  # its bare text; empty where phrases are marked in it


@dataclass(frozen=True, slots=True)
class Unit:
    """A piece of the text flow; rows[0] in a plain column, rows[n] in a boxed leaf of n columns."""

    part: int
    kind: str  # para, cross, chart, picture ...
    rows: tuple[int, ...] = ()
    em: float = 0.0

    @property
    def breaks(self) -> bool:
        return self.kind in ("para", "verse", "aside", "byline")


@dataclass(frozen=True, slots=True)
class Picture:
    """A figure: width through height (0 where there is no image), and the widths of its captions in type sizes."""

    part: int
    unit: int  # how many units of the flow stand before it
    ratio: float
    captions: tuple[float, ...]


@dataclass(slots=True)
class Story:
    """An item of the issue as it will be packed."""

    index: int
    id: str
    kind: str
    subtype: str
    leaf: int  # which source page it stood on, counted from the first
    page: str  # that page's printed number, if known
    heads: list[HeadLine] = field(default_factory=list)
    units: list[Unit] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    sidebars: list[Story] = field(default_factory=list)
    is_sidebar: bool = False

    @property
    def is_boxed(self) -> bool:
        return self.is_sidebar or self.subtype == "sidebar" or self.kind == "advertisement"

    @property
    def is_slip(self) -> bool:
        """A house notice or the like: a tinted slip, never an article."""
        return self.kind in ("notice", "masthead")

    @property
    def has_name(self) -> bool:
        """Whether a main head is printed, so that the bookmark needs no silent one."""
        return any(head.kind == "main" for head in self.heads)


def measures_to_stories(measures: list[dict[str, Any]], room: dict[int, int]) -> list[Story]:
    """The first run's figures -> stories in reading order, sidebars inside their hosts; `room`: item -> rows to add."""
    stories: list[Story] = []
    hosts: dict[str, Story] = {}
    for index, item in enumerate(measures):
        about = item["about"]
        story = Story(index, about["id"], about["kind"], about["subtype"], about["leaf"], about["page"])
        read_parts(story, item["parts"])
        if index in room:
            add_rows(story, room[index])
        host = hosts.get(about["host"])
        if host is not None:
            story.is_sidebar = True
            host.sidebars.append(story)
        else:
            hosts[story.id] = story
            stories.append(story)
    return stories


def read_parts(story: Story, parts: list[dict[str, Any]]) -> None:
    """Sort an item's parts: heads and bylines that open it go over the text, the rest flows in document order.

    A byline of an item without any head goes into the flow, where it stands by its picture.
    """
    has_head = any(p["part"] == "head" for p in parts)
    opening = True
    for index, part in enumerate(parts):
        kind = part["part"]
        if opening and kind in LEAD_PARTS and has_head:
            story.heads.append(HeadLine(index, part.get("kind", "byline"), part["em"], part.get("plain", "")))
            continue
        if kind == "picture":
            story.pictures.append(Picture(index, len(story.units), part["ratio"], tuple(part["captions"])))
            continue
        opening = False
        story.units.append(Unit(index, kind, tuple(part.get("rows", ())), part.get("em", 0.0)))


def add_rows(story: Story, rows: int) -> None:
    """Let the story's last text take more rows than were measured."""
    for number in reversed(range(len(story.units))):
        unit = story.units[number]
        if unit.rows and unit.breaks:
            story.units[number] = replace(unit, rows=tuple(n + rows for n in unit.rows))
            return
