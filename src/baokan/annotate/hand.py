"""What people did in a derived file: read before the file is made anew, and told of where the text has changed since."""

from __future__ import annotations

from pathlib import Path

from lxml import etree

from baokan.annotate.kept import Kept, Sentence
from baokan.annotate.mentions import ana_path
from baokan.findings import Finding, Severity
from baokan.tei.canonical import parse_tei


def read_derived(issue: Path) -> etree._Element | None:
    """The root of an issue's derived file, None when there is none. Raises UnreadableInput."""
    path = ana_path(issue)
    return parse_tei(path).getroot() if path.is_file() else None


def hand_findings(path: Path, kept: Kept) -> list[Finding]:
    """A finding for each sentence of a person's whose text has changed."""
    return [sentence_finding(path, *told) for told in kept.told]


def sentence_finding(path: Path, block: str, sentence: Sentence, words: str, now: Sentence | None) -> Finding:
    if now is None:
        tagged = " ".join(
            f"{words[t.start - sentence.start : t.end - sentence.start]}/{t.pos or t.upos}" for t in sentence.tokens
        )
        return Finding(
            str(path), 0, "hand-lost", Severity.WARNING,
            f"The sentence that {sentence.resp} cut into words isn't in {block} any more: {tagged}.",
            "nothing of it stands in the text now; if it was moved, correct the words of its new place.",
            f"{sentence.resp} 切分的句子已不在 {block} 里：{tagged}。", "正文中已无此句；如移到别处，请在新位置重新校正。",
        )  # fmt: skip
    return Finding(
        str(path), 0, "hand-changed", Severity.INFO,
        f"The text of {block} has changed in a sentence that {sentence.resp} cut into words: “{words[:40]}”; "
        "the words that changed were cut anew, the others are as they were.",
        "look whether it still holds.",
        f"{block} 中由 {sentence.resp} 切分的句子“{words[:40]}”正文已改；改动的词重新切分，其余照旧。", "请核对是否仍然正确。",
    )  # fmt: skip
