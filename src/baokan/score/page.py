"""Scores one page: gold items against the system's.

1. units, heads, exact   what was found, by kind and text
2. text, articles        where each gold fragment stands in the system's text, and B-cubed over the two groupings
3. joins, order          which gold fragments stand next to each other in one p, in one div
4. boundaries            where one article ends and the next begins, in characters
5. types, repairs        what sort of item each is; the characters that seams lost or doubled, where the gold tells them
6. calibration           the guesses by their certainty
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from itertools import pairwise

from baokan.score.boundaries import boundary_positions
from baokan.score.figures import PRECISION, RECALL, Miss, Tally
from baokan.score.items import Item, ScoredUnit
from baokan.score.placing import EDGE, GoldFragment, Placing, gold_fragments, seams_in

SHOWN = 40  # characters of a unit in the list of what is missed
Key = tuple[str, str, str]


def score_page(name: str, gold: Sequence[Item], system: Sequence[Item], tally: Tally) -> None:
    """Add a page's counts and misses to tally."""
    tally.pages += 1

    def missed(row: str, fault: str, text: str) -> None:
        if tally.lists_misses:
            tally.misses.append(Miss(name, row, fault, text))

    score_units(gold, system, tally, missed)
    score_exact(gold, system, tally, missed)
    fragments = gold_fragments(gold)
    placing = Placing(system)
    score_articles(fragments, placing, tally, missed)
    score_neighbours(gold, system, fragments, tally, missed)
    score_boundaries(fragments, system, tally, missed)
    score_types(gold, system, fragments, placing, tally, missed)
    score_repairs(gold, system, tally, missed)
    score_calibration(gold, system, tally)


Missed = Callable[[str, str, str], None]


def units_of(items: Sequence[Item]) -> list[ScoredUnit]:
    return [unit for item in items for unit in item.units]


def score_units(gold: Sequence[Item], system: Sequence[Item], tally: Tally, missed: Missed) -> None:
    """F1 of (kind, text), for all kinds and each; F1 of (head type, text)."""
    wanted, found = units_of(gold), units_of(system)
    g, s = (Counter((u.kind, u.text) for u in side) for side in (wanted, found))
    add_bags("units", g, s, tally)
    for kind in sorted({kind for kind, _ in g | s}):
        one, other = (Counter({key: n for key, n in side.items() if key[0] == kind}) for side in (g, s))
        add_bags(f"units/{kind}", one, other, tally)
    g, s = (Counter((u.head_type, u.text) for u in side if u.kind == "head") for side in (wanted, found))
    add_bags("heads", g, s, tally)
    list_units(wanted, found, missed)


def add_bags(row: str, gold: Counter[tuple[str, str]], system: Counter[tuple[str, str]], tally: Tally) -> None:
    tally.add(row, (gold & system).total(), gold.total(), system.total())


def list_units(wanted: Sequence[ScoredUnit], found: Sequence[ScoredUnit], missed: Missed) -> None:
    """Say of each unit that isn't found what the system made of it, and what of the system's no gold unit is."""
    lost = Counter(u.key for u in wanted)
    extra = Counter(u.key for u in found)
    lost, extra = lost - extra, extra - lost
    other: dict[str, list[Key]] = {}
    for key in extra.elements():
        other.setdefault(key[2], []).append(key)
    whole = "\n".join(u.text for u in found)
    for key in lost.elements():
        row = "heads" if key[0] == "head" else "units"
        rivals = other.get(key[2])
        if rivals:
            rival = rivals.pop()
            extra[rival] -= 1
            missed(row, f"{label(key)} read as {label(rival)}", key[2][:SHOWN])
        else:
            missed(row, f"{label(key)} {'is part of another unit' if key[2] in whole else 'in pieces'}", key[2][:SHOWN])
    for key in extra.elements():
        missed("heads" if key[0] == "head" else "units", f"{label(key)} that is none", key[2][:SHOWN])


def label(key: Key) -> str:
    return key[1] if key[0] == "head" else key[0]


def exactness(item: Item) -> tuple[frozenset[tuple[Key, int]], tuple[str, ...]]:
    """What must agree for an article to be exact: its units by kind, head type and text, and its paragraphs' order."""
    return frozenset(Counter(u.key for u in item.units).items()), tuple(item.paragraphs)


def score_exact(gold: Sequence[Item], system: Sequence[Item], tally: Tally, missed: Missed) -> None:
    """Articles all of whose units are right; recall is the exact-article rate."""
    g, s = Counter(map(exactness, gold)), Counter(map(exactness, system))
    tally.add("exact", (g & s).total(), g.total(), s.total())
    left = Counter(s)
    for item in gold:
        if left[exactness(item)]:
            left[exactness(item)] -= 1
        else:
            missed("exact", "article with faults", title(item))


def title(item: Item) -> str:
    """The main head of an article, or how it begins."""
    head = next((u for u in item.units if u.kind == "head" and u.head_type == "main"), item.units[0])
    return head.text[:SHOWN]


def score_articles(fragments: Sequence[GoldFragment], placing: Placing, tally: Tally, missed: Missed) -> None:
    """Text kept, and B-cubed over fragments grouped into divs, weighted by characters.

    A text that stands twice on the page can't tell which div it fell into: it weighs nothing.
    """
    groups: list[int] = []
    kept = total = 0
    for number, fragment in enumerate(fragments):
        where = placing.item_of(fragment.text)
        groups.append(-1 - number if where is None else where)
        total += len(fragment.text)
        kept += len(fragment.text) if where is not None else 0
        if where is None:
            missed("text", "lost", fragment.text[:SHOWN])
    tally.add("text", kept, total, total)
    times = Counter(f.text for f in fragments)
    weights = [0 if times[f.text] > 1 else len(f.text) for f in fragments]
    in_gold: Counter[int] = Counter()
    in_system: Counter[int] = Counter()
    in_both: Counter[tuple[int, int]] = Counter()
    for weight, fragment, group in zip(weights, fragments, groups, strict=True):
        in_gold[fragment.item] += weight
        in_system[group] += weight
        in_both[fragment.item, group] += weight
    rows = [(w, f.item, s) for w, f, s in zip(weights, fragments, groups, strict=True) if w]
    all_weight = sum(weights)
    # Summed fragment by fragment: another order would differ in the last digit from one run to the next.
    tally.add(PRECISION, sum(w * in_both[g, s] / in_system[s] for w, g, s in rows), all_weight, all_weight)
    tally.add(RECALL, sum(w * in_both[g, s] / in_gold[g] for w, g, s in rows), all_weight, all_weight)


def score_neighbours(
    gold: Sequence[Item], system: Sequence[Item], fragments: Sequence[GoldFragment], tally: Tally, missed: Missed
) -> None:
    """Joins: fragment pairs of one p. Order: fragment pairs that follow each other in one div's paragraphs.

    A pair that the gold's own text also seems to hold (repeated words, a very short fragment) proves nothing.
    """
    bodies: dict[int, list[int]] = {}
    for number, fragment in enumerate(fragments):
        if fragment.kind == "p":
            bodies.setdefault(fragment.item, []).append(number)
    order = [pair for body in bodies.values() for pair in pairwise(body)]
    joins = [(a, b) for a, b in order if fragments[a].unit == fragments[b].unit]
    followed = sorted({number for pair in order for number in pair})
    texts = {number: fragments[number].text for number in followed}
    for row, wanted, ours, own in (
        ("joins", set(joins), [t for i in system for t in i.paragraphs], [t for i in gold for t in i.paragraphs]),
        ("order", set(order), ["".join(i.paragraphs) for i in system], ["".join(i.paragraphs) for i in gold]),
    ):
        got = seams_in(texts, ours) - (seams_in(texts, own) - wanted)
        tally.add(row, len(wanted & got), len(wanted), len(got))
        for fault, pairs in (("missed", wanted - got), ("wrong", got - wanted)):
            for a, b in sorted(pairs):
                missed(row, fault, f"…{texts[a][-10:]} | {texts[b][:10]}…")


def score_boundaries(fragments: Sequence[GoldFragment], system: Sequence[Item], tally: Tally, missed: Missed) -> None:
    wanted, got, text = boundary_positions(fragments, system)
    tally.add("boundaries", len(wanted & got), len(wanted), len(got))
    for fault, positions in (("missed", wanted - got), ("wrong", got - wanted)):
        for at in sorted(positions):
            missed("boundaries", fault, f"…{text[max(0, at - 10) : at]} | {text[at : at + 10]}…")


def score_types(
    gold: Sequence[Item],
    system: Sequence[Item],
    fragments: Sequence[GoldFragment],
    placing: Placing,
    tally: Tally,
    missed: Missed,
) -> None:
    """Gold items that have the type and subtype of the system's item in which most of their characters stand."""
    shares: dict[int, Counter[int]] = {number: Counter() for number in range(len(gold))}
    for fragment in fragments:
        where = placing.item_of(fragment.text)
        if where is not None:
            shares[fragment.item][where] += len(fragment.text)
    right = 0
    for number, share in shares.items():
        found = system[share.most_common(1)[0][0]].type if share else "nothing"
        right += found == gold[number].type
        if found != gold[number].type:
            missed("types", f"{gold[number].type or 'untyped'} read as {found or 'untyped'}", title(gold[number]))
    tally.add("types", right, len(gold), len(gold))


def score_repairs(gold: Sequence[Item], system: Sequence[Item], tally: Tally, missed: Missed) -> None:
    """F1 of the characters lost or doubled at seams: their kind, themselves, and what stands before them."""
    g, s = (Counter(r for u in units_of(side) for r in u.repairs) for side in (gold, system))
    tally.add("repairs", (g & s).total(), g.total(), s.total())
    for fault, repairs in (("missed", g - s), ("wrong", s - g)):
        for repair in repairs.elements():
            missed("repairs", f"{repair.kind} {fault}", f"…{repair.before} | {repair.text}")


def score_calibration(gold: Sequence[Item], system: Sequence[Item], tally: Tally) -> None:
    """Joins, heads and articles of the system by their @cert.

    A join is right when the characters on both sides of its break stand so in one gold paragraph, a head when a gold head
    has its type and text, an article when it is exact.
    """
    paragraphs = "\n".join(text for item in gold for text in item.paragraphs)
    heads = {u.key for u in units_of(gold) if u.kind == "head"}
    exact = {exactness(item) for item in gold}
    for item in system:
        tally.guess("articles", item.cert, exactness(item) in exact)
        for unit in item.units:
            if unit.kind == "head":
                tally.guess("heads", unit.cert, unit.key in heads)
            elif unit.kind == "p":
                for (left, right), cert in zip(pairwise(unit.fragments), unit.seams, strict=True):
                    tally.guess("joins", cert, left[-EDGE:] + right[:EDGE] in paragraphs)
