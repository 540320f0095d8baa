"""What the page itself and the dictionary say about its blocks, read once a page: how each begins and ends, what they share."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from operator import add

from baokan.layout import RoledBlock, forms
from baokan.layout.words import across, begins_word, crossing_gain, frequency, inside_word
from baokan.model import Role

Features = tuple[tuple[str, float], ...]

CLOSERS = "，、。；：！？”’）》」』…—％%"
EDGE = 8  # characters of a tail and of a beginning that are looked at across a seam
START_LENGTH = 30  # characters of a block that show how it begins
MOST_DEVIATION = 3.0  # standard deviations beyond which more say no more
CHANCE = 4.0  # weight of shared bigrams that says nothing yet
COMMON_MOST = 40  # nor does one in more blocks than this, however long the page; keeps the work linear
COMMON_SHARE = 3  # a bigram in more than a third of a page's blocks says nothing of one article
MOST_GAIN = 12.0  # nats of a cut into words that count
FEW = 8  # blocks that are looked at for the same words
# Characters before and after a seam that a longer and longer string over it takes in.
REACHES = ((1, 1), (1, 2), (2, 1), (2, 2), (1, 3), (3, 1), (2, 3), (3, 2))
HAN = re.compile(r"[\u4e00-\u9fff]+")
# How paragraphs begin, as a rule; what a column cut off seldom begins so.
STRONG_STARTS = re.compile(
    r"^(?:据[\u4e00-\u9fff]|近[年日期]|目前|同时|此外|另外|记者|当[前天日地]|今年|去年|日前|随着|[一二三四五]是|首先|其次|最后|第[一二三四五]|此次|"
    r"如今|下一步|《|\d{4}年|\d{1,2}月|\d{1,2}日|[\u4e00-\u9fff·、0-9A-Za-z]{2,24}(?:表示|说[，：]|指出|强调|认为|介绍|告诉|要求|提出|坦言|透露))"
)
WEAK_STARTS = re.compile(r"^(?:“|为|在[^于]|但|不仅|这|本次|[\u4e00-\u9fff]{2,8}，)")
PAIRS = (("“", "”"), ("（", "）"), ("《", "》"), ("‘", "’"), ("「", "」"), ("『", "』"))


def is_open(text: str) -> bool:
    """Whether a paragraph breaks off: its last character can't end one, or a quotation in it is still open."""
    if text.count("“") > text.count("”"):
        return True
    if forms.PHOTO_CREDIT.search(text) and len(text) <= forms.BYLINE_LONGEST:
        return False
    if text.endswith(("如下：", "如下:")):
        return False
    bare = text.rstrip("”’」』》")
    if bare.endswith(("）", ")", "】", "〕")):
        # a remark in brackets closes the text when it follows a sentence or holds one
        opening = max(bare.rfind(mark) for mark in "（(【〔")
        return not (opening <= 0 or bare[:opening].endswith(forms.SENTENCE_END) or bare[:-1].endswith(forms.SENTENCE_END))
    return not bare.endswith(forms.SENTENCE_END)


def may_go_on(roled: RoledBlock) -> bool:
    """Whether a block is a paragraph, or may turn out to be one."""
    return bool(roled.guesses) or roled.pieces[-1].role in {Role.PARAGRAPH, Role.MAIN}


@dataclass(frozen=True, slots=True)
class Shared:
    """What a block has in common with the others of its page."""

    weights: dict[int, float]  # block -> weight of the bigrams in common with it
    rate: float  # weight to expect of a block, by the square root of its length
    spread: float  # standard deviation of what a text has in common with it

    def relation(self, members: Sequence[int], roots: float) -> tuple[float, float]:
        """How much more the block shares with a text's blocks than chance gives: (log of the ratio, standard deviations).

        What two blocks have in common by chance grows slower than their length, so lengths count by their square root;
        `roots` is the sum of these.
        """
        weights = self.weights
        own = sum([weights[member] for member in members if member in weights])
        expected = self.rate * roots
        deviation = (own - expected) / self.spread
        if not -MOST_DEVIATION < deviation < MOST_DEVIATION:
            deviation = math.copysign(MOST_DEVIATION, deviation)
        return math.log((own + CHANCE) / (expected + CHANCE)), deviation


class Bigrams:
    """Which blocks of a page have which bigrams in common."""

    def __init__(self, blocks: Sequence[dict[str, int]]) -> None:
        self.owners: dict[str, int] = {}  # bigram -> the last block that has it
        repeated: set[str] = set()
        for grams in blocks:
            repeated |= self.owners.keys() & grams.keys()
            self.owners.update(grams)
        # Those of each block that another has too, in the order of its text: sums are the same in every run.
        self.repeated = [[gram for gram in grams if gram in repeated] for grams in blocks]
        self.holders: dict[str, list[int]] = {gram: [] for gram in repeated}  # and the blocks that have them, in page order
        for index, repeating in enumerate(self.repeated):
            for gram in repeating:
                self.holders[gram].append(index)

    def blocks(self, gram: str) -> Sequence[int]:
        """The blocks that have a bigram, in page order."""
        return self.holders.get(gram) or ((self.owners[gram],) if gram in self.owners else ())


class Evidence:
    """The measurable side of a page's blocks; pairs are measured when asked for, and once."""

    def __init__(self, roles: Sequence[RoledBlock]) -> None:
        self.roles = roles
        self.texts = [roled.block.text for roled in roles]
        self.open = [not r.closed and may_go_on(r) and is_open(r.block.text) for r in roles]
        self.runs_in = [r.pieces[0].run_in for r in roles]
        self.roots = [math.sqrt(len(text)) for text in self.texts]
        self.rarities = [0.0, *(math.log(len(roles) / count) for count in range(1, len(roles) + 1))]
        self.rows: dict[int, Shared] = {}
        self.pairs: dict[tuple[int, int], Features] = {}
        self.balances: dict[int, list[int]] = {}
        self.starts: dict[int, Features] = {}

    @cached_property
    def bigrams(self) -> Bigrams:
        """The bigrams of all blocks but notices."""
        return Bigrams([block_bigrams(r.block.text, n) if r.role is not None else {} for n, r in enumerate(self.roles)])

    def shared(self, index: int) -> Shared:
        """What block `index` has in common with others: the rarer a bigram is on the page, the heavier."""
        found = self.rows.get(index)
        if found is None:
            row: defaultdict[int, float] = defaultdict(float)
            most = min(COMMON_MOST, max(3, len(self.texts) // COMMON_SHARE))
            for gram in self.bigrams.repeated[index]:
                blocks = self.bigrams.holders[gram]
                if len(blocks) <= most:
                    weight = self.rarities[len(blocks)]
                    for other in blocks:
                        row[other] += weight
            row.pop(index, None)
            total, roots = sum(row.values()), sum([self.roots[m] for m in row])
            found = self.rows[index] = Shared(dict(row), total / max(1.0, roots), math.sqrt(total + CHANCE))
        return found

    def start(self, index: int) -> Features:
        """How block `index` begins."""
        if index not in self.starts:
            self.starts[index] = start_features(self.texts[index], self.runs_in[index])
        return self.starts[index]

    def across(self, left: int, right: int) -> Features:
        """The features of the seam between two blocks, left before right."""
        key = (left, right)
        if key not in self.pairs:
            self.pairs[key] = tuple(self.seam_features(left, right))
        return self.pairs[key]

    def seam_features(self, left: int, right: int) -> Iterator[tuple[str, float]]:
        tail, head = self.texts[left][-EDGE:], self.texts[right][:EDGE]
        word, weight = across(tail, head)
        if word:
            yield "crosses", weight
            gain, _ = crossing_gain(tail, head)
            if gain > 0:
                yield "gain", min(gain, MOST_GAIN)
        elsewhere = self.longest_elsewhere(tail, head)
        if elsewhere:
            yield f"elsewhere{min(len(elsewhere), 4)}", 1.0
        for opened, closed in zip(self.unclosed(left), self.unclosed(right), strict=True):
            if opened > 0 > closed:
                yield "closes", 1.0
            elif opened > 0 or closed < 0:
                yield "unclosed", 1.0
        if tail[-1].isdigit() and (head[0].isdigit() or head[0] in "％%年月日万亿个多．."):
            yield "number", 1.0
        if tail[-1] == head[0] and frequency(tail[-1] * 2) < 100:
            yield "twice", 1.0
            gain = crossing_gain(tail, head[1:])[0] if across(tail, head[1:])[0] else 0.0
            yield "twice.gain", min(gain, MOST_GAIN)
        if tail[-1] in "，；：、":
            yield "comma", 1.0

    def reasons(self, left: int, right: int) -> Iterator[str]:
        """The evidence for a join of two blocks in words."""
        found = {name for name, _ in self.across(left, right)}
        tail, head = self.texts[left][-EDGE:], self.texts[right][:EDGE]
        if "crosses" in found:
            yield f"word across the seam: {crossing_gain(tail, head)[1] or across(tail, head)[0]}"
        if elsewhere := self.longest_elsewhere(tail, head):
            yield f"“{elsewhere}” also stands elsewhere on the page"
        for (opening, _), opened, closed in zip(PAIRS, self.unclosed(left), self.unclosed(right), strict=True):
            if opened > 0 > closed:
                yield f"closes the open {opening}"
        if "number" in found:
            yield "a number cut in two"
        if "twice" in found:
            yield f"{head[0]} stands on both sides"

    def unclosed(self, index: int) -> list[int]:
        """How many more of each pair of marks block `index` opens than it closes."""
        if index not in self.balances:
            text = self.texts[index]
            self.balances[index] = [text.count(opening) - text.count(closing) for opening, closing in PAIRS]
        return self.balances[index]

    def longest_elsewhere(self, tail: str, head: str) -> str:
        """The longest string of 2 to 5 characters over the seam that some block has within it; "" when none has."""
        places = self.bigrams.blocks(tail[-1] + head[0])[:FEW]
        best = ""
        for left, right in REACHES if places else ():
            text = tail[-left:] + head[:right]
            if len(text) == left + right > len(best) and any(text in self.texts[n] for n in places):
                best = text
        return best


def block_bigrams(text: str, index: int) -> dict[str, int]:
    """The pairs of neighbouring Chinese characters of a text, each with the block's index."""
    grams: list[str] = []
    for run in HAN.findall(text):
        grams.extend(map(add, run, run[1:]))
    return dict.fromkeys(grams, index)


def start_features(text: str, run_in: bool) -> Features:
    """How a block begins: as a paragraph does, or as what a column cut off."""
    if run_in:
        return (("runin", 1.0),)
    features: list[tuple[str, float]] = []
    first = text[0]
    if first in CLOSERS:
        return (("mark", 1.0),)
    head = text[:START_LENGTH]
    if STRONG_STARTS.match(head):
        features.append(("strong", 1.0))
    elif WEAK_STARTS.match(head):
        features.append(("weak", 1.0))
    if text.count("”") > text.count("“"):
        features.append(("closing", 1.0))
    if first.isdigit():
        features.append(("digit", 1.0))
    elif "\u4e00" <= first <= "\u9fff":
        features.append(("inside", inside_word(first)))
        features.append(("word", min(begins_word(text[:4]), 5.0)))
    elif first not in "“《‘":
        features.append(("other", 1.0))
    if len(text) < 30:
        features.append(("short", 1.0))
    return (*tuple(features), ("start", 1.0))
