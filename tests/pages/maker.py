"""Lays stories out in columns and spoils them as a page drawn as text is spoilt; keeps the gold.

1. choose     stories of one paper, with guests from others, in some order
2. set        each story as lines; long paragraphs are cut where a column ended: at a seam
3. disturb    tier a: nothing. b: pictures, sidebars and notices stand at seams. c: that, and leads moved to the page's end,
              columns of neighbours interleaved, characters lost or doubled at seams
4. write      the page's text, and TEI that says what belongs together

The same tier and number give the same page, on any machine.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import Path
from xml.sax.saxutils import escape

from .stories import Story, read_stories

TIERS = "abc"
VARIED = frozenset({"varied", "decades", "unlike"})  # sets whose pages are put together more freely
TEXTS = frozenset({"news", "comment", "editorial", "serial"})  # stories whose paragraphs run over columns
ONLY_ADS, ONE_STORY = 0.05, 0.08  # shares of such pages that hold nothing but advertisements, or one story
ORDER = ("national", "province", "city", "republic", "features", "coast", "hills")  # papers, in the order in which they are drawn
HEADS = {"k": "kicker", "h": "main", "s": "sub", "r": "rubric", "x": "cross"}
SUBTYPES = {
    "photo": "photo", "sidebar": "sidebar", "comment": "commentary", "editorial": "editorial", "serial": "serial",
}  # fmt: skip
PICTURE_GAP = 3  # blank lines where a picture stood
SHORTEST = 7  # characters of a fragment
LONG = 80  # characters from which on a paragraph may be cut
CUT_CHANCE = 0.75
AFTER_COMMA = 0.12  # of the seams
NEVER_FIRST = "，。、；：！？”’）》」』…—"  # a column doesn't begin with a closing mark
NEVER_LAST = "“‘（《「『。！？”…"
SPOILT = 0.08  # of tier c's seams lose a character, as many double one


@dataclass
class Fragment:
    """What one line holds of a unit."""

    text: str
    lost: str = ""  # characters that stood before it
    doubled: int = 0  # characters at its start that stand at the end of the fragment before, too


@dataclass
class Unit:
    kind: str
    fragments: list[Fragment]


@dataclass
class Line:
    """A line of the page: the fragments that it holds with the blanks behind each, and the blank lines before it."""

    kind: str  # of the unit that ends it
    parts: list[tuple[Fragment, str]]
    gap: int = 1
    continues: bool = False  # whether the first fragment goes on from the line that came before it in its story

    @property
    def text(self) -> str:
        return "".join(fragment.text + blank for fragment, blank in self.parts).strip()


@dataclass
class Item:
    """A story on the page: its units for the gold, and its lines in the order in which the source has them."""

    story: Story
    units: list[Unit] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    host: Item | None = None

    @property
    def seams(self) -> list[int]:
        """The places in lines at which a paragraph goes on."""
        return [n for n, line in enumerate(self.lines) if line.continues]


@dataclass(frozen=True)
class MadePage:
    """A page with its gold, as files."""

    name: str
    text: str
    gold: str


def make_page(tier: str, number: int, of: str = "articles", without: frozenset[str] = frozenset(), only: str = "") -> MadePage:
    """The page of that tier and number, from the stories of a set, of all papers in it but some, or of one alone."""
    rng = random.Random(f"{tier}{number}")
    stories = of_papers(read_stories(of), without, only) if without or only else read_stories(of)
    chosen = choose_varied(rng, stories) if of in VARIED or only else choose(rng, stories)
    items = [set_story(story, rng, tier) for story in chosen]
    link_sidebars(items)
    stream = arrange(items, rng, tier)
    name = f"{tier}{number:03}"
    return MadePage(name, page_text(stream), page_gold(name, items))


def of_papers(stories: Sequence[Story], without: frozenset[str], only: str) -> list[Story]:
    """The stories of all papers but some, or of one alone, their hosts counted anew."""
    kept = [n for n, story in enumerate(stories) if story.paper not in without and only in {"", story.paper}]
    place = {old: new for new, old in enumerate(kept)}
    return [replace(stories[n], host=place.get(stories[n].host)) if stories[n].host is not None else stories[n] for n in kept]


def write_pages(folder: Path, count: int, of: str = "articles") -> list[MadePage]:
    """Write count pages of each tier as pages/NAME.txt and gold/NAME.xml."""
    pages = [make_page(tier, number, of) for tier in TIERS for number in range(count)]
    for part in ("pages", "gold"):
        (folder / part).mkdir(parents=True, exist_ok=True)
    for page in pages:
        (folder / "pages" / f"{page.name}.txt").write_text(page.text, encoding="utf-8")
        (folder / "gold" / f"{page.name}.xml").write_text(page.gold, encoding="utf-8")
    return pages


def choose(rng: random.Random, stories: Sequence[Story]) -> list[Story]:
    """Four to eight stories, most of one paper, with the sidebars of those chosen; perhaps photo news and a notice."""
    paper = rng.choice([name for name in ORDER if any(s.paper == name for s in stories)])
    own = [s for s in stories if s.paper == paper and s.type in {"news", "comment", "serial"}]
    guests = [s for s in stories if s.paper not in {paper, "republic"} and s.type in {"news", "comment"}]
    chosen = rng.sample(own, min(len(own), rng.randint(3, 6)))
    if paper != "republic":
        chosen += rng.sample(guests, min(len(guests), rng.randint(1, 3)))
    rng.shuffle(chosen)
    with_sidebars: list[Story] = []
    for story in chosen:
        with_sidebars.append(story)
        place = stories.index(story)
        with_sidebars += [s for s in stories if s.host == place]
    if paper != "republic":
        for kind, chance in (("photo", 0.6), ("notice", 0.5), ("caption", 0.7)):
            pool = [s for s in stories if s.type == kind]
            if rng.random() < chance and pool:
                with_sidebars.insert(rng.randrange(1, len(with_sidebars) + 1), rng.choice(pool))
    return with_sidebars


def choose_varied(rng: random.Random, stories: Sequence[Story]) -> list[Story]:
    """What a page of one paper may hold: one story or many, with advertisements between them or nothing else."""
    paper = rng.choice(sorted({s.paper for s in stories}))
    own = [s for s in stories if s.paper == paper]
    texts = [s for s in own if s.type in TEXTS]
    ads = [s for s in own if s.type == "ad"]
    chance = rng.random()
    if chance < ONLY_ADS and ads:
        return rng.sample(ads, len(ads))
    count = 1 if chance < ONLY_ADS + ONE_STORY else rng.randint(3, 9)
    chosen: list[Story] = []
    for story in rng.sample(texts, min(len(texts), count)):
        place = stories.index(story)
        chosen += [story, *(s for s in stories if s.host == place)]
    for kind, share in (("ad", 0.6), ("ad", 0.4), ("photo", 0.4), ("notice", 0.4), ("caption", 0.6), ("caption", 0.3)):
        pool = [s for s in own if s.type == kind and s not in chosen]
        if pool and count > 1 and rng.random() < share:
            places = [n for n in range(1, len(chosen) + 1) if n == len(chosen) or chosen[n].type != "sidebar"]
            chosen.insert(rng.choice(places), rng.choice(pool))
    return chosen


def set_story(story: Story, rng: random.Random, tier: str) -> Item:
    """A story as units and lines, its long paragraphs cut at seams."""
    item = Item(story)
    waiting: list[tuple[Fragment, str]] = []  # what is run in before the next paragraph
    gap = rng.choice(["  ", "　", " "]) if story.paper in {"national", "features"} else " "
    for kind, text in story.units:
        texts = cut(text, rng, tier) if kind == "p" and story.type in TEXTS else [text]
        unit = Unit(kind, [Fragment(t) for t in texts])
        item.units.append(unit)
        if kind == "d":
            waiting.append((unit.fragments[0], "" if text.endswith(("）", "〕", "】")) else gap))
        elif kind == "rb":
            waiting.append((unit.fragments[0], ""))
        elif kind == "f" and rng.random() < 0.4:
            item.lines[-1].parts.append((unit.fragments[0], ""))
        else:
            picture = kind == "c" and story.type != "photo"
            for number, fragment in enumerate(unit.fragments):
                item.lines.append(Line(kind, [*waiting, (fragment, "")], PICTURE_GAP if picture else 1, number > 0))
                waiting = []
    if story.type in {"photo", "notice"}:
        item.lines[0].gap = PICTURE_GAP
    return item


def cut(text: str, rng: random.Random, tier: str) -> list[str]:
    """A paragraph in one, two or three pieces."""
    if len(text) < LONG or rng.random() > CUT_CHANCE:
        return [text]
    places = [n for n in range(SHORTEST, len(text) - SHORTEST) if text[n] not in NEVER_FIRST and text[n - 1] not in NEVER_LAST]
    commas = [n for n in places if text[n - 1] in "，、；："]
    words = [n for n in places if text[n - 1] not in "，、；："]
    places = commas if commas and rng.random() < AFTER_COMMA else words
    if not places:
        return [text]
    at = rng.choice(places)
    rest = text[at:]
    if len(rest) > 2 * LONG and rng.random() < 0.2:
        return [text[:at], *cut(rest, rng, tier)]
    return [text[:at], rest]


def link_sidebars(items: list[Item]) -> None:
    """A sidebar belongs to the story before it; a caption that stands alone becomes part of the story before it."""
    host: Item | None = None
    for item in list(items):
        if item.story.type == "sidebar":
            item.host = host
        elif item.story.type == "caption" and host is not None:
            items.remove(item)
            host.units += item.units
            item.lines[0].gap = PICTURE_GAP
            host.lines += item.lines
        elif item.story.type in TEXTS:
            host = item


def arrange(items: list[Item], rng: random.Random, tier: str) -> list[Line]:
    """All lines in the order of the source."""
    if tier == "a":
        return [line for item in items for line in item.lines]
    moved: list[Line] = []
    groups: list[list[Line]] = []
    placed: set[int] = set()
    for number, item in enumerate(items):
        if number in placed:
            continue
        lines = list(item.lines)
        following = items[number + 1] if number + 1 < len(items) else None
        if following is not None and item.seams:
            guest = following.story.type in {"sidebar", "photo", "notice", "ad"} and rng.random() < 0.6
            neighbour = tier == "c" and following.seams and following.story.type == "news" and rng.random() < 0.28
            if guest:
                at = rng.choice(item.seams)
                lines[at:at] = following.lines
                placed.add(number + 1)
            elif neighbour:
                lines = interleave(item, following, rng)
                placed.add(number + 1)
        lines = move_captions(lines, item, rng)
        if tier == "c" and number not in placed and len(lines) == len(item.lines) and rng.random() < 0.18:
            lead, lines = take_lead(lines)
            moved += lead
        groups.append(lines)
    if tier == "c":
        spoil(items, rng)
    return [line for group in groups for line in group] + moved


def interleave(one: Item, other: Item, rng: random.Random) -> list[Line]:
    """The first columns of both, then what is left of both."""
    a, b = rng.choice(one.seams), rng.choice(other.seams)
    return one.lines[:a] + other.lines[:b] + one.lines[a:] + other.lines[b:]


def move_captions(lines: list[Line], item: Item, rng: random.Random) -> list[Line]:
    """A picture at the story's end may stand anywhere in it: under its heads, between paragraphs, at a seam."""
    if item.story.type == "photo" or len(lines) < 4 or lines[-1].gap != PICTURE_GAP or lines[-1] is not item.lines[-1]:
        return lines
    heads = sum(unit.kind in HEADS for unit in item.units[:4])
    places = [n for n in range(heads, len(lines) - 1)]
    seams = [n for n in places if lines[n].continues]
    at = rng.choice(seams if seams and rng.random() < 0.6 else places)
    return [*lines[:at], lines[-1], *lines[at:-1]]


def take_lead(lines: list[Line]) -> tuple[list[Line], list[Line]]:
    """(what stands between the heads and the first seam, the rest), where a story has both."""
    seam = next((n for n, line in enumerate(lines) if line.continues), None)
    heads = next(n for n, line in enumerate(lines) if line.kind not in HEADS)
    if seam is None or heads == 0 or lines[heads].gap == PICTURE_GAP:
        return [], lines
    return lines[heads:seam], lines[:heads] + lines[seam:]


def spoil(items: Sequence[Item], rng: random.Random) -> None:
    """Lose or double a character at some seams."""
    for item in items:
        for unit in item.units:
            for left, right in pairwise(unit.fragments):
                chance = rng.random()
                if len(right.text) < SHORTEST + 1 or not is_han(left.text[-1] + right.text[:2]):
                    continue
                if chance < SPOILT:
                    right.lost, right.text = right.text[0], right.text[1:]
                elif chance < 2 * SPOILT:
                    right.text, right.doubled = left.text[-1] + right.text, 1


def is_han(text: str) -> bool:
    return all("\u4e00" <= character <= "\u9fff" for character in text)


def page_text(lines: Sequence[Line]) -> str:
    """The page as text: two blank lines at the top, a line a block."""
    rest = "".join("\n" * (line.gap + 1) + line.text for line in lines[1:])
    return "\n\n" + lines[0].text + rest


def page_gold(name: str, items: Sequence[Item]) -> str:
    """The page's TEI: the text structure, the header left short."""
    numbers = {id(item): number for number, item in enumerate(items, 1)}
    divs = "\n".join(div(item, numbers) for item in items)
    return (
        f'<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt><title>{name}</title></titleStmt>'
        f"<publicationStmt><p>Made for tests.</p></publicationStmt><sourceDesc><p>{name}.txt</p></sourceDesc></fileDesc>"
        f"</teiHeader><text><body>\n{divs}\n</body></text></TEI>\n"
    )


def div(item: Item, numbers: dict[int, int]) -> str:
    kind = {"notice": "notice", "ad": "advertisement"}.get(item.story.type, "article")
    subtype = SUBTYPES.get(item.story.type)
    attributes = f' xml:id="a{numbers[id(item)]}" type="{kind}"' + (f' subtype="{subtype}"' if subtype else "")
    if item.host is not None:
        attributes += f' corresp="#a{numbers[id(item.host)]}"'
    inner: list[str] = []
    open_section = False
    for unit in item.units:
        if unit.kind == "x":
            inner.append(("</div>" if open_section else "") + '<div type="subsection">')
            open_section = True
        inner.append(element(unit))
    return f"<div{attributes}>" + "\n".join(inner) + ("</div>" if open_section else "") + "</div>"


def element(unit: Unit) -> str:
    text = "<cb/>".join(fragment_text(fragment) for fragment in unit.fragments)
    if unit.kind in HEADS:
        return f'<head type="{HEADS[unit.kind]}">{text}</head>'
    if unit.kind == "c":
        return f"<figure><p>{text}</p></figure>"
    if unit.kind == "j":
        return f'<p><ref type="continuedOn">{text}</ref></p>'
    if unit.kind == "n":
        return f'<note type="author">{text}</note>'
    name = {"b": "byline", "rb": "byline", "d": "dateline", "f": "dateline"}.get(unit.kind, "p")
    return f"<{name}>{text}</{name}>"


def fragment_text(fragment: Fragment) -> str:
    """The fragment's own characters, what it lost supplied, what it doubled marked."""
    lost = f'<supplied reason="lost-at-seam">{escape(fragment.lost)}</supplied>' if fragment.lost else ""
    twice = escape(fragment.text[: fragment.doubled])
    doubled = f'<surplus reason="doubled-at-seam">{twice}</surplus>' if fragment.doubled else ""
    return lost + doubled + escape(fragment.text[fragment.doubled :])
