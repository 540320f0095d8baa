"""New pages from the articles of known ones: cut elsewhere, put together and spoilt anew, so that a few pages teach much.

1. unmake     a page's articles with their paragraphs whole again
2. set        each article as lines, its long paragraphs cut at random
3. disturb    leads moved to the page's end, neighbours interleaved, sidebars and captions let in, characters lost or doubled
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from fit_gold import Known
from vary_names import person

from baokan.model import Block, Page

HEADS = frozenset({"kicker", "main", "sub", "rubric", "cross"})
INTERLEAVED, SIDEBAR, MOVED, CAPTION, PHOTO = 0.22, 0.25, 0.35, 0.4, 0.4  # shares of the articles or pages
PARTED, LONG_ENOUGH = 0.07, 4  # share of the articles that get cross heads; places between paragraphs that they need
SIGNED, SEVERAL = 0.15, 0.3  # share of the signed articles whose byline becomes names alone; of these, more than one name
UNDER = 0.4  # of the moved leads: a sidebar stands in its place
MOST_HEADS = 4  # lines above a byline under the heads
CUT_FROM, CUT_SURE = 40, 290  # characters at which a paragraph begins to be cut, and would surely be


@dataclass(frozen=True, slots=True)
class Line:
    kind: str
    text: str
    article: int = -1
    place: float = 0.0
    paragraph: tuple[int, int] | None = None  # which paragraph of the article, which piece of it
    gap: int = 1


@dataclass(frozen=True, slots=True)
class Whole:
    """An article with whole paragraphs."""

    type: str
    subtype: str
    lines: tuple[tuple[str, str], ...]  # kind, text


def known_to_wholes(known: Known) -> list[Whole]:
    """The articles of a page, each paragraph put together; what a seam doubled is taken out."""
    lines: dict[int, list[tuple[str, str]]] = {}
    ends: dict[int, tuple[int, int]] = {}  # block -> where its paragraph stands
    back = {right: left for left, right in known.joins.items()}
    for block in sorted(range(len(known.kinds)), key=lambda n: known.places[n]):
        kind, article = known.kinds[block], known.articles[block]
        if not kind:
            continue
        text = known.page.blocks[block].text
        own = lines.setdefault(article, [])
        if block in back and back[block] in ends:
            at = ends[block] = ends[back[block]]
            whole = lines[at[0]][at[1]][1]
            doubled = next((n for n in (2, 1) if whole[-n:] == text[:n]), 0)
            lines[at[0]][at[1]] = (kind, whole + text[doubled:])
        else:
            ends[block] = (article, len(own))
            own.append((kind, text))
    return [Whole(*known.types[article], tuple(own)) for article, own in lines.items()]


def make_known(rng: random.Random, pool: Sequence[Whole], tier: str, crosses: Sequence[str] = ()) -> Known:
    """A page of a tier from the articles of a pool, with its gold; `crosses` are cross heads that may stand in them."""
    marked = [w for w in pool if any(k == "rubric" and t.startswith("■") for k, t in w.lines) or w.subtype == "sidebar"]
    photos = [w for w in pool if w.subtype == "photo"]
    news = [w for w in pool if w.type == "article" and w not in marked and w not in photos and any(k == "p" for k, _ in w.lines)]
    captions = [text for w in pool for kind, text in w.lines if kind == "caption"]
    notices = [w for w in pool if w.type == "notice"]
    chosen = rng.sample(news, min(len(news), rng.randint(5, 9)))
    chosen = [with_crosses(rng, whole, crosses) if crosses and rng.random() < PARTED else whole for whole in chosen]
    chosen = [with_names(rng, whole) if rng.random() < SIGNED else whole for whole in chosen]
    flows = [set_lines(rng, whole, number) for number, whole in enumerate(chosen)]
    count, moved = len(flows), []
    if tier == "c":
        moved, flow = move_lead(rng, flows)
        if moved and marked and rng.random() < UNDER:  # a sidebar stands where the lead was
            flow[heads(flow) : heads(flow)] = whole_lines(rng.choice(marked), count)
            count += 1
        flows = interleave(rng, flows)
    if tier != "a":
        for flow in flows:
            if marked and rng.random() < SIDEBAR:
                let_in(rng, flow, whole_lines(rng.choice(marked), count))
                count += 1
            if captions and rng.random() < CAPTION:
                at = rng.randint(1, len(flow))
                flow.insert(at, replace(flow[at - 1], kind="caption", text=rng.choice(captions), paragraph=None, gap=3))
    for extra, chance in ((photos, PHOTO), (notices, 0.7)):
        if extra and rng.random() < chance:
            flows.insert(rng.randint(0, len(flows)), whole_lines(rng.choice(extra), count))
            count += 1
    return lines_to_known([line for flow in flows for line in flow] + moved)


def with_crosses(rng: random.Random, whole: Whole, crosses: Sequence[str]) -> Whole:
    """The article with cross heads between its paragraphs, where it is long enough."""
    places = [n for n, (kind, _) in enumerate(whole.lines) if kind == "p" and n and whole.lines[n - 1][0] == "p"]
    if len(places) < LONG_ENOUGH:
        return whole
    lines = list(whole.lines)
    count = rng.randint(2, min(4, len(places) - 1))
    for at, text in zip(sorted(rng.sample(places, count), reverse=True), rng.sample(list(crosses), count), strict=True):
        lines.insert(at, ("cross", text))
    return replace(whole, lines=tuple(lines))


def with_names(rng: random.Random, whole: Whole) -> Whole:
    """The article signed by names alone, as essays are: 何青, 何　青, 何青 莫远, 何青莫远; the names are made up."""
    places = [n for n, (kind, _) in enumerate(whole.lines) if kind == "byline"]
    if not places or places[0] > MOST_HEADS:
        return whole
    names = [person("何青", rng) for _ in range(rng.randint(2, 3) if rng.random() < SEVERAL else 1)]
    text = rng.choice([" ", "", "、"]).join(names)
    if len(text) == 2 and rng.random() < 0.5:
        text = text[0] + rng.choice([" ", "　"]) + text[1]
    lines = list(whole.lines)
    lines[places[0]] = ("byline", text)
    return replace(whole, lines=tuple(lines))


def set_lines(rng: random.Random, whole: Whole, article: int) -> list[Line]:
    """An article as lines, long paragraphs cut in two or three, a character lost or doubled here and there."""
    lines: list[Line] = []
    for number, (kind, text) in enumerate(whole.lines):
        if kind == "caption":
            continue
        pieces = cut(rng, text) if kind == "p" else [text]
        for part, piece in enumerate(pieces):
            if part and len(piece) > 8:
                chance = rng.random()
                piece = piece[1:] if chance < 0.04 else pieces[part - 1][-1] + piece if chance < 0.08 else piece
            lines.append(Line(kind, piece, article, number + part / 100, (number, part) if kind == "p" else None))
    return lines


def cut(rng: random.Random, text: str) -> list[str]:
    if len(text) < 30 or rng.random() > (len(text) - CUT_FROM) / (CUT_SURE - CUT_FROM) * 0.75:
        return [text]
    at = rng.randint(8, len(text) - 4)
    return [piece for piece in (text[:at].strip(), text[at:].strip()) if piece]


def whole_lines(whole: Whole, article: int) -> list[Line]:
    return [Line(k, t, article, n, (n, 0) if k == "p" else None) for n, (k, t) in enumerate(whole.lines) if k != "caption"]


def heads(flow: Sequence[Line]) -> int:
    return next((n for n, line in enumerate(flow) if line.kind not in HEADS), len(flow))


def seams(flow: Sequence[Line]) -> list[int]:
    """The places in a flow where a paragraph goes on."""
    found = []
    for n, (one, two) in enumerate(pairwise(flow), 1):
        if one.paragraph and two.paragraph and (one.article, one.paragraph[0]) == (two.article, two.paragraph[0]):
            found.append(n)
    return found


def move_lead(rng: random.Random, flows: list[list[Line]]) -> tuple[list[Line], list[Line]]:
    """Take what stands between the heads of some article and one of its first seams to the page's end: (it, the rest)."""
    if rng.random() > MOVED:
        return [], []
    flow = rng.choice(flows)
    top = heads(flow)
    places = [n for n in seams(flow) if top < n <= top + 6] or [n for n in (top + 1, top + 2) if n < len(flow) - 1]
    if not top or not places:
        return [], flow
    at = rng.choice(places)
    lead = flow[top:at]
    del flow[top:at]
    return lead, flow


def interleave(rng: random.Random, flows: list[list[Line]]) -> list[list[Line]]:
    """The columns of some neighbours in turn."""
    done: list[list[Line]] = []
    while flows:
        one = flows.pop(0)
        if flows and rng.random() < INTERLEAVED:
            mixed: list[Line] = []
            columns = [columns_of(rng, one), columns_of(rng, flows.pop(0))]
            while any(columns):
                for own in columns:
                    mixed += own.pop(0) if own else []
            one = mixed
        done.append(one)
    return done


def columns_of(rng: random.Random, flow: list[Line]) -> list[list[Line]]:
    """An article in one to three columns, never cut between its byline and its text."""
    top = heads(flow)
    places = [n for n in range(top + 1, len(flow)) if flow[n - 1].kind == "p"]
    if rng.random() < 0.5 and seams(flow):
        places = seams(flow)
    cuts = sorted(rng.sample(places, min(len(places), rng.randint(1, 2))))
    return [flow[a:b] for a, b in zip([0, *cuts], [*cuts, len(flow)], strict=True)]


def let_in(rng: random.Random, flow: list[Line], guest: list[Line]) -> None:
    """Put a sidebar into an article: at a seam, at its end, or between two of its lines."""
    places = seams(flow)
    chance = rng.random()
    at = rng.choice(places) if places and chance < 0.6 else len(flow) if chance < 0.8 else rng.randint(heads(flow), len(flow))
    if 0 < at < len(flow) and flow[at - 1].kind == "byline":
        at += 1
    flow[at:at] = guest


def lines_to_known(lines: Sequence[Line]) -> Known:
    page = Page(tuple(Block(n, line.text, 2 * n + 1, line.gap) for n, line in enumerate(lines)))
    at = {(line.article, line.paragraph): n for n, line in enumerate(lines) if line.paragraph}
    joins = {
        at[line.article, (line.paragraph[0], line.paragraph[1] - 1)]: n
        for n, line in enumerate(lines)
        if line.paragraph and line.paragraph[1] and (line.article, (line.paragraph[0], line.paragraph[1] - 1)) in at
    }
    kinds, articles = tuple(line.kind for line in lines), tuple(line.article for line in lines)
    return Known("made", page, kinds, articles, tuple(line.place for line in lines), joins, {})
