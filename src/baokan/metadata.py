"""Infers an issue's paper and earliest date from its own words; what is inferred carries its evidence."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from baokan.model import Certainty, Fact, Metadata, Page

# A paper asks its readers to follow its own client or account. "关注大众日报客户端威海频道"
PAPER = re.compile(
    r"(?:关注|下载|登录|扫描)[“《]?([\u4e00-\u9fff]{2,8}?(?:日报|晚报|早报|晨报|时报|商报|都市报|快报|导报|报))"
    r"[”》]?(?:客户端|微信|公众号|官方|APP|新媒体)"
)
# A stand of affairs is dated on or before the day of print. "截至2月25日"
UNTIL = re.compile(r"截[至止]到?(?:(\d{4})年)?(\d{1,2})月(\d{1,2})日")
YEAR = re.compile(r"((?:19|20)\d{2})年")
DAYS_IN_MONTH = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def infer_metadata(page: Page, known: Metadata) -> Metadata:
    """`known` with paper and date added where the page gives evidence for them."""
    facts: dict[str, Fact] = {}
    if known.paper is None and (paper := infer_paper(page)):
        facts["paper"] = paper
    if known.date is None and (date := infer_date(page)):
        facts["date"] = date
    return replace(known, **facts) if facts else known  # type: ignore[arg-type]  # only Fact fields are replaced


# Common characters that only one of the two scripts has.
TRADITIONAL = frozenset("國學會時來這個們說對發經與為過後間問題開關無現報員")
SIMPLIFIED = frozenset("国学会时来这个们说对发经与为过后间问题开关无现报员")
UNKNOWN_LANGUAGE = "und"


def known_language(said: str, pages: Sequence[Page]) -> str:
    """The language that the source says; for Chinese, or where it says none, the script that its text is in."""
    if said not in {Metadata().language, UNKNOWN_LANGUAGE, "zh"}:
        return said
    text = "".join(block.text for page in pages for block in page.blocks)
    chinese = sum("\u4e00" <= c <= "\u9fff" for c in text)
    kana = sum("\u3041" <= c <= "\u30ff" for c in text)
    if 2 * chinese < sum(c.isalpha() for c in text) or 4 * kana > chinese or not chinese:
        return UNKNOWN_LANGUAGE if said != "zh" else said
    counts = Counter(text)
    traditional = sum(counts[c] for c in TRADITIONAL - SIMPLIFIED)
    return "zh-Hant" if traditional > sum(counts[c] for c in SIMPLIFIED - TRADITIONAL) else "zh-Hans"


def infer_paper(page: Page) -> Fact | None:
    for block in page.blocks:
        match = PAPER.search(block.text[:200])
        if match:
            return Fact(match[1], Certainty.HIGH, f"line {block.line}: {match[0]}")
    return None


def infer_date(page: Page) -> Fact | None:
    """A lower bound: the latest 截至 date, its year that of the text's latest year named more than once."""
    years: Counter[int] = Counter(int(year) for block in page.blocks for year in YEAR.findall(block.text))
    common = [year for year, count in years.items() if count > 1] or list(years)
    bounds = []
    for block in page.blocks:
        for match in UNTIL.finditer(block.text):
            year = int(match[1]) if match[1] else max(common, default=0)
            month, day = int(match[2]), int(match[3])
            if year and 1 <= month <= 12 and 1 <= day <= DAYS_IN_MONTH[month - 1]:
                bounds.append((f"{year:04}-{month:02}-{day:02}", bool(match[1]), f"line {block.line}: {match[0]}"))
    if not bounds:
        return None
    bound, stated, evidence = max(bounds)
    cert = Certainty.MEDIUM if stated else Certainty.LOW
    return Fact("", cert, f"{evidence}; the issue is of this day or later", not_before=bound)
