"""Articles of a page whose blocks have places: what geometry found, read by the same forms as text alone.

1. roles     a head by its size, a caption by its picture; what a line of text is in between, by its form
2. joins     the text goes on from one column to the next unless a paragraph is set in there
3. adopt     a piece that no head reaches goes to the text that reads on in it
4. drafts    one an area: heads, bylines, body, captions, what closes it
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from baokan.articles.assemble import Draft, threads_to_drafts
from baokan.layout import Piece, RoledBlock, block_to_pieces, is_notice, short_role
from baokan.layout.geometry import Area, Geometry
from baokan.layout.geometry.frame import POINT_UNIT
from baokan.layout.words import across
from baokan.model import Article, Block, Certainty, Kind, Page, Role, Seam, Unit
from baokan.threads import Join, Thread, Threads, certainty, is_open

HEADLIKE = frozenset({Role.MAIN, Role.RUBRIC})
CLOSERS = frozenset({Role.DATELINE, Role.NOTE, Role.JUMP_TO, Role.JUMP_FROM})
SENTENCE_ENDS = tuple(".!?:;\"”»)")
# A writer's name by itself in brackets, and no number of an instalment.
PEN_NAME = re.compile(r"^[（(](?![一二三四五六七八九十百〇零\d]{1,4}[）)])[\u4e00-\u9fff·、]{1,8}[）)]$")
HAN = re.compile(r"[\u2e80-\u9fff]")
# Probability of a join that the columns show, by whether the text is cut there as well.
SURE, LIKELY = 0.99, 0.9
CLEARLY = 0.93  # of the largest head: the next one is smaller beyond doubt


def page_to_placed(page: Page, geometry: Geometry) -> tuple[Threads, list[Draft], list[Area]]:
    """(threads in the order of reading, a draft for each, the area of each) of a page with places."""
    areas = adopt(page, geometry)
    roles = placed_roles(page, geometry, areas)
    joins = flow_joins(page, geometry, areas, roles)
    threads = Threads(tuple(roles), tuple(area_to_thread(area, roles) for area in areas), tuple(joins))
    drafts = threads_to_drafts(threads)
    for draft, area in zip(drafts, areas, strict=True):
        if area.kind is not Kind.ARTICLE:
            draft.kind = area.kind
    return threads, drafts, areas


def finish(page: Page, articles: Sequence[Article], areas: Sequence[Area], geometry: Geometry) -> tuple[Article, ...]:
    """Each article with its heads told apart by their sizes, and with the pictures of its area.

    A picture stands over its caption where it has one, else by itself.
    """
    found = []
    for article, area in zip(articles, areas, strict=True):
        units = []
        used = set()
        for unit in jumps_first(heads_by_size(page, article.units)):
            picture = geometry.captions.get(unit.fragments[0].block) if unit.role.is_in_figure and unit.fragments else None
            if picture is not None:
                used.add(picture)
                unit = replace(unit, picture=picture, figure=picture)
            units.append(unit)
        rest = tuple(number for number in area.pictures if number not in used)
        found.append(replace(article, units=tuple(units), pictures=rest))
    return tuple(found)


def jumps_first(units: Sequence[Unit]) -> list[Unit]:
    """The units, 上接第一版 before the text that it opens."""
    first = next((n for n, u in enumerate(units) if u.role is Role.PARAGRAPH), len(units))
    origins = [u for u in units[first:] if u.role is Role.JUMP_FROM]
    return [*units[:first], *origins, *(u for u in units[first:] if u.role is not Role.JUMP_FROM)]


def heads_by_size(page: Page, units: Sequence[Unit]) -> list[Unit]:
    """The units, where the largest head is the main one: what stands above it is a kicker, what stands below a sub."""
    typed = [n for n, u in enumerate(units) if u.role in {Role.KICKER, Role.MAIN, Role.SUB}]
    sizes = [page.blocks[units[n].fragments[0].block].size or 0.0 for n in typed]
    largest = max(sizes, default=0.0)
    if page.unit != POINT_UNIT or len(typed) < 2 or sizes.count(largest) > 1 or sorted(sizes)[-2] > CLEARLY * largest:
        return list(units)
    main = typed[sizes.index(largest)]
    result = list(units)
    for number in typed:
        role = Role.MAIN if number == main else Role.KICKER if number < main else Role.SUB
        result[number] = replace(units[number], role=role, cert=Certainty.HIGH, evidence=("the size of its letters",))
    return result


def adopt(page: Page, geometry: Geometry) -> list[Area]:
    """The areas, where one without a head that begins inside a paragraph is put behind the text that reads on in it."""
    areas: list[Area | None] = list(geometry.areas)
    for number, area in enumerate(geometry.areas):
        area = areas[number] or area
        if area.heads or area.given or not area.columns or area.columns[0][0] in geometry.opens:
            continue
        first = page.blocks[area.columns[0][0]].text
        if short_role(first) is not None or is_notice(first):
            continue
        hosts = [
            (across(page.blocks[host.body[-1]].text[-4:], first[:4])[1], -place)
            for place, host in enumerate(areas)
            if host is not None and place != number and host.body and not host.given and is_open(page.blocks[host.body[-1]].text)
        ]
        if hosts:
            place = -max(hosts)[1]
            host = areas[place]
            assert host is not None  # it was among the hosts
            columns, captions = (*host.columns, *area.columns), host.captions + area.captions
            areas[place] = replace(host, columns=columns, captions=captions, pictures=host.pictures + area.pictures)
            areas[number] = None
    return [area for area in areas if area is not None]


def placed_roles(page: Page, geometry: Geometry, areas: Sequence[Area]) -> list[RoledBlock]:
    roles: dict[int, RoledBlock] = {}
    for area in areas:
        for index in area.heads:
            roles[index] = head_role(page.blocks[index], area.given or index in geometry.heads)
        for index in area.captions:
            roles[index] = plain(page.blocks[index], Role.CAPTION)
        before: Block | None = None
        for column in area.columns:
            for place, index in enumerate(column):
                block = page.blocks[index]
                if area.kind is not Kind.ARTICLE:
                    roles[index] = plain(block, Role.FOLIO if area.kind is Kind.MASTHEAD else Role.PARAGRAPH)
                    continue
                continues = place == 0 and before is not None and reads_on(before, block, geometry, area)
                roles[index] = body_role(block, area, continues)
                before = block
    return [roles[block.index] for block in page.blocks]


def reads_on(before: Block, block: Block, geometry: Geometry, area: Area) -> bool:
    """Whether a column's first text goes on in the paragraph that ended the column before."""
    if area.given or block.index in geometry.opens:
        return False
    if not HAN.search(before.text[-3:] + block.text[:3]):  # an alphabet tells by its own marks
        return not before.text.endswith(SENTENCE_ENDS)
    return True


def plain(block: Block, role: Role | None) -> RoledBlock:
    return RoledBlock(block, role, (Piece(role or Role.PARAGRAPH, 0, len(block.text)),))


def head_role(block: Block, is_head: bool) -> RoledBlock:
    form = short_role(block.text)
    if form in {Role.BYLINE, Role.DATELINE, Role.NOTE, Role.RUBRIC}:
        return plain(block, form)
    return plain(block, Role.MAIN if is_head else Role.BYLINE)


def body_role(block: Block, area: Area, continues: bool) -> RoledBlock:
    """The role of a text in a column; what continues a paragraph is one, whatever it looks like."""
    text = block.text
    if continues:
        whole = block_to_pieces("　" + text)  # nothing is run in here; a dateline may close it
        pieces = tuple(Piece(p.role, max(0, p.start - 1), p.end - 1) for p in whole)
        return RoledBlock(block, Role.PARAGRAPH, pieces)
    form = short_role(text)
    if area.given and area.heads and block.index == area.body[0] and PEN_NAME.match(text):
        return plain(block, Role.BYLINE)
    if form in {Role.BYLINE, *CLOSERS, Role.CAPTION, Role.RUBRIC}:
        return plain(block, form)
    if not area.heads and is_notice(text):
        return plain(block, None)
    return RoledBlock(block, Role.PARAGRAPH, block_to_pieces(text))


def flow_joins(page: Page, geometry: Geometry, areas: Sequence[Area], roles: Sequence[RoledBlock]) -> list[Join]:
    """A join at each column's end, unless a paragraph is set in at the top of the next."""
    joins = []
    for area in areas:
        for a, b in zip(area.columns, area.columns[1:], strict=False):
            left, right = a[-1], b[0]
            if roles[left].role is not Role.PARAGRAPH or roles[right].role is not Role.PARAGRAPH:
                continue
            if area.kind is not Kind.ARTICLE or not reads_on(page.blocks[left], page.blocks[right], geometry, area):
                continue
            cut = geometry.flows.get((left, right)) or is_open(page.blocks[left].text)
            chance = SURE if cut else LIKELY
            joins.append(Join(left, right, chance, Seam(certainty(chance), evidence=("the next column goes on",))))
    return joins


def area_to_thread(area: Area, roles: Sequence[RoledBlock]) -> Thread:
    thread = Thread()
    for index in area.heads:
        (thread.heads if roles[index].role in HEADLIKE else thread.bylines).append(index)
    for index in area.body:
        role = roles[index].role
        if role is None:
            thread.notice = True
            thread.body.append(index)
        elif role is Role.PARAGRAPH:
            thread.body.append(index)
        elif role is Role.BYLINE and not thread.body and not thread.bylines:
            thread.bylines.append(index)
        elif role is Role.CAPTION:
            thread.captions.append(index)
        else:
            thread.tail.append(index)
    thread.captions += area.captions
    return thread


