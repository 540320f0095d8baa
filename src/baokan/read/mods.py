"""MODS and Dublin Core in a METS -> what is known of the issue."""

from __future__ import annotations

import re
from collections.abc import Iterable

from lxml import etree

from baokan.model import Fact, Metadata
from baokan.read.markup import child, descendants, text_of

DATE = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")
COMPACT_DATE = re.compile(r"^(\d{4})(\d{2})(\d{2})$")
# Languages by their three letters, as catalogues write them.
LANGUAGES = {
    "chi": "zh", "zho": "zh", "ger": "de", "deu": "de", "eng": "en", "fre": "fr", "fra": "fr", "dut": "nl", "nld": "nl",
    "jpn": "ja", "kor": "ko", "lat": "la", "ltz": "lb", "ita": "it", "spa": "es", "fin": "fi", "swe": "sv", "rus": "ru",
}  # fmt: skip


def mods_to_metadata(sections: Iterable[etree._Element]) -> Metadata:
    """Paper, date, issue number and language, from the first section that has each."""
    facts: dict[str, Fact] = {}
    language = None
    for section in sections:
        paper = title(section)
        if paper:
            facts.setdefault("paper", Fact(paper))
        date = issue_date(section)
        if date:
            facts.setdefault("date", Fact(date))
        number = issue_number(section)
        if number:
            facts.setdefault("issue", Fact(number))
        language = language or language_of(section)
    return Metadata(**facts, language=language or "und")


def title(section: etree._Element) -> str:
    for info in descendants(section, "titleInfo"):
        parts = [text_of(child(info, name)) for name in ("nonSort", "title")]
        if parts[1]:
            return " ".join(part for part in parts if part)
    return next((text for e in descendants(section, "title") if (text := text_of(e))), "")


def issue_date(section: etree._Element) -> str | None:
    for name in ("dateIssued", "date", "dateCreated", "issued"):
        for element in descendants(section, name):
            text = text_of(element)
            match = DATE.search(text) or COMPACT_DATE.match(text)
            if match and 1 <= int(match[2]) <= 12 and 1 <= int(match[3]) <= 31:
                return f"{match[1]}-{match[2]}-{match[3]}"
    return None


def issue_number(section: etree._Element) -> str | None:
    for detail in descendants(section, "detail"):
        if detail.get("type") in {"issue", "number"}:
            text = next((text for e in descendants(detail, "number") if (text := text_of(e))), "")
            if text:
                return text
    return next((text for e in descendants(section, "partNumber") if (text := text_of(e))), None)


def language_of(section: etree._Element) -> str | None:
    terms = [text_of(e).lower() for e in (*descendants(section, "languageTerm"), *descendants(section, "language"))]
    codes = [LANGUAGES.get(term, term) for term in terms]
    return next((code for code in codes if re.fullmatch(r"[a-z]{2,3}(?:-[a-z0-9]{2,8})*", code)), None)
