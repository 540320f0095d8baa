"""Finds folio, running head and paper's name at a page's edges, and what they say of the issue."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from dataclasses import replace

from baokan.model import Block, Box, Certainty, Fact, Metadata, Page
from baokan.read.measures import around
from baokan.read.reading import Reading

TOP, BOTTOM = 0.09, 0.06  # of the height that the text takes: where folios stand
MASTHEAD_TOP = 0.3  # of it: where the paper's name stands on a first page
LONGEST = 60
DIGITS = {c: n for n, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "○": 0, "元": 1, "兩": 2}
HAN_NUMBER = "〇○零一二三四五六七八九十廿卅百"
# 第3版 · 第三版 · 03版 · A12版
PAGE_NUMBER = re.compile(rf"(?:第\s?)?([A-Z]?\d{{1,3}}|[{HAN_NUMBER}]{{1,4}})\s?版")
DATE = re.compile(r"((?:19|20)\d{2})\s?年\s?(\d{1,2})\s?月\s?(\d{1,2})\s?日")
NUMERIC_DATE = re.compile(r"\b((?:19|20)\d{2})[-./](\d{1,2})[-./](\d{1,2})\b")
# 民國廿一年五月四日 · 中華民國二十年五月四日
REPUBLIC = re.compile(rf"民[國国]([{HAN_NUMBER}元]{{1,4}})年([{HAN_NUMBER}正]{{1,3}})月([{HAN_NUMBER}]{{1,3}})日")
ISSUE_NUMBER = re.compile(rf"(?:总|總)?第\s?(\d{{1,6}}|[{HAN_NUMBER}千]{{1,8}})\s?[期號号]")
PAPER = re.compile(
    r"^([\u4e00-\u9fff]{1,7}(?:日报|晚报|早报|晨报|时报|商报|周报|都市报|快报|导报|日報|晚報|時報|晨報|週報|小報|公報|報|报))$"
)
JUMP = re.compile(r"[下上][转轉接]|[转轉]第")
WEEKDAY = re.compile(r"星期[一二三四五六日天]|农历|農曆|夏历|庚|辛|壬|癸|甲|乙|丙|丁|戊|己")


def read_folios(reading: Reading) -> Reading:
    """The reading with its folios labelled, pages numbered as printed, and paper and date where the page tells them."""
    sources = []
    facts: dict[str, Fact] = {}
    for source in reading.sources:
        page, found = label_folios(source.page)
        sources.append(replace(source, page=page))
        for name, fact in found.items():
            facts.setdefault(name, fact)
    known = {name: fact for name, fact in facts.items() if getattr(reading.metadata, name) is None}
    metadata: Metadata = replace(reading.metadata, **known) if known else reading.metadata  # type: ignore[arg-type]
    return replace(reading, sources=tuple(sources), metadata=metadata)


def label_folios(page: Page) -> tuple[Page, dict[str, Fact]]:
    """(the page with its folio blocks labelled and its printed number, paper, date and issue as far as they are printed)."""
    placed = [block for block in page.blocks if block.box is not None]
    if len(placed) < 2:
        return page, {}
    printed = around(block.box for block in placed)
    assert printed is not None
    edge = [block for block in placed if is_at_edge(block, printed)]
    folios = [block for block in edge if is_folio(block.text)]
    if folios:
        known = {block.index for block in folios}
        folios += [block for block in edge if block.index not in known and PAPER.match(squeezed(block.text))]
    names = {block.index for block in folios}
    largest = max(block.size or 0.0 for block in placed)
    masthead = {b.index for b in placed if b.index not in names and is_masthead(b, printed, largest)}
    blocks = tuple(
        replace(b, label="header") if b.index in names else replace(b, label="masthead") if b.index in masthead else b
        for b in page.blocks
    )
    texts = [page.blocks[index] for index in sorted(names | masthead)]
    facts = texts_to_facts(texts)
    number = next((n for block in folios if (n := printed_number(block.text))), None)
    return replace(page, blocks=blocks, number=number or page.number), facts


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def is_at_edge(block: Block, printed: Box) -> bool:
    """Whether a short line stands at the head or foot of what is printed."""
    assert block.box is not None  # the caller chose those
    height = max(1.0, printed.height)
    short = len(block.lines) <= 2 and len(block.text) <= LONGEST
    return short and (block.box.bottom < printed.top + TOP * height or block.box.top > printed.bottom - BOTTOM * height)


def is_folio(text: str) -> bool:
    """Whether a line names a page, a date or both, and hardly anything else."""
    rest = squeezed(text)
    if JUMP.search(rest):
        return False
    found = False
    for form in (DATE, NUMERIC_DATE, REPUBLIC, PAGE_NUMBER, ISSUE_NUMBER):
        rest, count = form.subn("", rest)
        found = found or (count > 0 and form is not ISSUE_NUMBER)
    rest = WEEKDAY.sub("", rest)
    return found and len(re.findall(r"[\u4e00-\u9fffA-Za-z]", rest)) <= 14 and not rest.endswith("。")


def is_masthead(block: Block, printed: Box, largest: float) -> bool:
    """Whether a block is the paper's name in the largest type at the head of what is printed."""
    assert block.box is not None  # the caller chose those
    high = block.box.top < printed.top + MASTHEAD_TOP * printed.height
    return high and (block.size or 0.0) >= 0.9 * largest and bool(PAPER.match(squeezed(block.text)))


def texts_to_facts(blocks: Sequence[Block]) -> dict[str, Fact]:
    facts: dict[str, Fact] = {}
    for block in blocks:
        text = squeezed(block.text)
        paper = PAPER.match(text) or next((m for part in block.text.split() if (m := PAPER.match(part))), None)
        if paper:
            facts.setdefault("paper", Fact(paper[1], Certainty.HIGH, f"printed on the page: {block.text[:LONGEST]}"))
        date = printed_date(text)
        if date:
            facts.setdefault("date", Fact(date, Certainty.HIGH, f"printed on the page: {block.text[:LONGEST]}"))
    return facts


def printed_date(text: str) -> str | None:
    """An ISO date; None where the text has none or an impossible one."""
    match = DATE.search(text) or NUMERIC_DATE.search(text)
    republic = None if match else REPUBLIC.search(text)
    if match:
        year, month, day = (int(part) for part in match.groups())
    elif republic:
        first, second, third = (han_to_number(part) for part in republic.groups())
        if first is None or second is None or third is None:
            return None
        year, month, day = first + 1911, second, third
    else:
        return None
    try:
        return datetime.date(year, month, day).isoformat()
    except ValueError:
        return None


def printed_number(text: str) -> str | None:
    """The page's printed number in figures: 第三版 -> 3, A03版 -> A03."""
    match = PAGE_NUMBER.search(squeezed(text))
    if not match:
        return None
    if match[1].isascii():
        return match[1].lstrip("0") or None
    number = han_to_number(match[1])
    return str(number) if number else None


def han_to_number(text: str) -> int | None:
    """廿一 -> 21, 二十三 -> 23, 一九 -> 19, 元 -> 1, 正 -> 1."""
    text = text.replace("正", "一").replace("廿", "二十").replace("卅", "三十")
    if "百" in text:
        return None
    if "十" in text:
        before, _, after = text.partition("十")
        tens, ones = DIGITS.get(before or "一"), DIGITS.get(after, 0 if not after else None)
        return None if tens is None or ones is None else 10 * tens + ones
    digits = [DIGITS.get(character) for character in text]
    return None if None in digits or not digits else int("".join(str(d) for d in digits))
