"""The findings of TEI practice: what is valid by any schema and wrong all the same."""

from __future__ import annotations

from pathlib import Path

from baokan.findings import Finding, Severity
from baokan.validate.prolog import Prolog


def _warning(path: str, line: int, code: str, *words: str) -> Finding:
    message, hint, message_zh, hint_zh = words
    return Finding(path, line, code, Severity.WARNING, message, hint, message_zh, hint_zh)


def _error(path: str, line: int, code: str, *words: str) -> Finding:
    message, hint, message_zh, hint_zh = words
    return Finding(path, line, code, Severity.ERROR, message, hint, message_zh, hint_zh)


def id_twice_finding(path: str, line: int, name: str, first: int) -> Finding:
    return _error(
        path, line, "id-twice", f"The xml:id {name!r} is given twice, first in line {first}.", "give one of them another xml:id.",
        f"xml:id {name!r} 重复，首见于第 {first} 行。", "请改其中一个。",
    )  # fmt: skip


def date_real_finding(path: str, line: int, name: str, value: str) -> Finding:
    return _error(
        path, line, "date-real", f"@{name} {value!r} is no day of the calendar.", "look the date up in the source.",
        f"@{name} {value!r} 不是日历上的日期。", "请核对原件的日期。",
    )  # fmt: skip


def date_order_finding(path: str, line: int, low: tuple[str, str], high: tuple[str, str]) -> Finding:
    return _error(
        path, line, "date-order", f"@{low[0]} {low[1]!r} is later than @{high[0]} {high[1]!r}.", "exchange them, or correct one.",
        f"@{low[0]} {low[1]!r} 晚于 @{high[0]} {high[1]!r}。", "请对调或更正其一。",
    )  # fmt: skip


def not_mutual_finding(path: str, line: int, element: str, name: str, value: str) -> Finding:
    back = "prev" if name == "next" else "next"
    return _warning(
        path, line, f"{name}-mutual", f"@{name} {value!r} of <{element}> isn't answered by a @{back} there.",
        f"give the element that it points to a @{back} that points back.",
        f"<{element}> 的 @{name} {value!r} 在对方没有相应的 @{back}。", f"请在所指元素上加指回来的 @{back}。",
    )  # fmt: skip


def zone_outside_finding(path: str, line: int, name: str, box: tuple[float, ...], surface: tuple[float, ...]) -> Finding:
    inner, outer = (" ".join(f"{each:g}" for each in edges) for edges in (box, surface))
    return _warning(
        path, line, "zone-outside", f"The zone {name or 'here'} ({inner}) reaches over the edge of its surface ({outer}).",
        "correct ulx, uly, lrx and lry, or those of the surface.",
        f"区域 {name or '（此处）'}（{inner}）超出其页面（{outer}）。", "请更正 ulx、uly、lrx、lry，或更正 surface 的。",
    )  # fmt: skip


def file_name_findings(path: Path, prolog: Prolog) -> list[Finding]:
    """Whether a file is named after its root's xml:id; a foreign file without one is left in peace."""
    if not prolog.is_tei or prolog.id == path.stem or not (prolog.id or (prolog.is_ours and prolog.name == "TEI")):
        return []
    return [
        _error(
            str(path), prolog.line, "file-name", f"The issue's xml:id is {prolog.id!r} but the file is named {path.name!r}.",
            f"rename the file to {prolog.id}.xml." if prolog.id else f"give the root the xml:id {path.stem}.",
            f"本期的 xml:id 是 {prolog.id!r}，文件名却是 {path.name!r}。",
            f"请把文件改名为 {prolog.id}.xml。" if prolog.id else f"请给根元素加 xml:id {path.stem}。",
        )
    ]  # fmt: skip
