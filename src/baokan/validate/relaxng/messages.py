"""What a validator says: each problem in English and Chinese, with what is allowed, the nearest first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

_SHOWN_NAMES = 8
_SHOWN_TEXT = 60  # characters of a value or text
_LIKENESS = 0.7  # of 1: two letters of seven may differ


@dataclass(frozen=True, slots=True)
class Message:
    """One problem's words; the place is added later."""

    code: str
    message: str
    hint: str
    message_zh: str
    hint_zh: str


def nearest(found: str, allowed: Sequence[str]) -> str | None:
    """The allowed name that was probably meant."""
    from difflib import get_close_matches

    by_lower = {name.lower(): name for name in allowed}
    close = get_close_matches(found.lower(), by_lower, n=1, cutoff=_LIKENESS)
    return by_lower[close[0]] if close else None


def listed(found: str, allowed: Sequence[str]) -> tuple[str, str]:
    """The allowed names in English and Chinese, those that are like the found one first."""
    from difflib import SequenceMatcher

    names = sorted(dict.fromkeys(allowed), key=lambda name: -SequenceMatcher(None, found, name).ratio())
    more = len(names) - _SHOWN_NAMES
    text = ", ".join(names[:_SHOWN_NAMES])
    return (f"{text} and {more} more", f"{text} 等 {len(names)} 种") if more > 0 else (text, text)


def shortened(text: str) -> str:
    """A text as it can stand in one line."""
    text = " ".join(text.split())
    return text if len(text) <= _SHOWN_TEXT else text[: _SHOWN_TEXT - 1] + "…"


def _hints(found: str, allowed: Sequence[str], mark: str) -> tuple[str, str]:
    return _hints_of(found, tuple(allowed), mark)


@lru_cache(maxsize=256)  # one mistake is often made all over a file
def _hints_of(found: str, allowed: tuple[str, ...], mark: str) -> tuple[str, str]:
    meant = nearest(found, allowed)
    names, names_zh = listed(found, allowed)
    ask, ask_zh = (f"Did you mean {mark.format(meant)}? ", f"是否想写 {mark.format(meant)}？") if meant else ("", "")
    if not names:
        return "Nothing is allowed here; take it out.", "此处不可再有内容，请删去。"
    return f"{ask}Allowed here: {names}.", f"{ask_zh}此处可用：{names_zh}。"


def wrong_element(found: str, parent: str, allowed: Sequence[str]) -> Message:
    hint, hint_zh = _hints(found, allowed, "<{}>")
    if found in allowed:  # the name fits, so it is the namespace that doesn't
        hint = f"<{found}> is in another namespace than the schema's: check xmlns."
        hint_zh = f"<{found}> 的命名空间与模式不符，请检查 xmlns。"
    where, where_zh = (f"in <{parent}>", f"<{parent}> 内") if parent else ("as the root", "根元素处")
    return Message(
        "rng-element", f"<{found}> isn't allowed here {where}.", hint, f"{where_zh}此处不可有 <{found}>。", hint_zh
    )


def missing_before(found: str, parent: str, missing: Sequence[str]) -> Message:
    names = ", ".join(map(_few, missing))
    return Message(
        "rng-incomplete",
        f"<{found}> in <{parent}> comes too early: {names} must stand before it.",
        f"Put {names} before <{found}>.",
        f"<{parent}> 内 <{found}> 之前缺 {names}。",
        f"请在 <{found}> 之前补上 {names}。",
    )


def _few(names: str) -> str:
    """Alternatives joined with |, no more of them than a person reads."""
    parts = names.split(" | ")
    return names if len(parts) <= _SHOWN_NAMES else f"{' | '.join(parts[:_SHOWN_NAMES])} | … ({len(parts)})"


def incomplete(element: str, missing: Sequence[str], allowed: Sequence[str]) -> Message:
    names, names_zh = listed("", [_few(name) for name in missing] or allowed)
    return Message(
        "rng-incomplete",
        f"<{element}> isn't complete: {names or 'a value'} is missing.",
        f"Add {names or 'the text that it needs'}.",
        f"<{element}> 不完整：缺 {names_zh or '取值'}。",
        f"请补上 {names_zh or '所需文字'}。",
    )


def wrong_text(text: str, element: str, values: str) -> Message:
    shown = shortened(text)
    if values:
        return Message(
            "rng-text",
            f"The text {shown!r} isn't what <{element}> can contain.",
            f"Allowed: {values}.",
            f"<{element}> 的文字“{shown}”不合规定。",
            f"可用：{values}。",
        )
    return Message(
        "rng-text",
        f"<{element}> can't contain text here, and has {shown!r}.",
        "Take the text out, or put it into an element that is allowed here.",
        f"<{element}> 此处不可有文字“{shown}”。",
        "请删去文字，或放进此处可用的元素。",
    )


def wrong_attribute(name: str, element: str, allowed: Sequence[str]) -> Message:
    hint, hint_zh = _hints(name, allowed, "@{}")
    return Message(
        "rng-attribute", f"<{element}> can't have @{name}.", hint, f"<{element}> 不可有属性 @{name}。", hint_zh
    )


def attributes_together(names: Sequence[str], element: str) -> Message:
    shown = ", ".join(f"@{name}" for name in names)
    return Message(
        "rng-attribute",
        f"<{element}> can't have {shown} together with these values.",
        "Look up in the schema which of them go together.",
        f"<{element}> 的属性 {shown} 不可如此并用。",
        "请查模式中哪些属性可以并用。",
    )


def missing_attribute(names: Sequence[str], element: str) -> Message:
    shown = " or ".join(f"@{name}" for name in names)
    return Message(
        "rng-attribute-missing",
        f"<{element}> has no {shown}.",
        f"Add {shown}.",
        f"<{element}> 缺属性 {shown.replace(' or ', ' 或 ')}。",
        f"请补上 {shown.replace(' or ', ' 或 ')}。",
    )


def wrong_value(name: str, element: str, value: str, allowed: str, written: Sequence[str]) -> Message:
    meant = nearest(value, written)
    ask, ask_zh = (f"Did you mean {meant!r}? ", f"是否想写“{meant}”？") if meant else ("", "")
    shown = listed(value, written)[0] if len(written) > _SHOWN_NAMES else allowed
    return Message(
        "rng-attribute-value",
        f"@{name} of <{element}> can't be {shortened(value)!r}.",
        f"{ask}Allowed: {shown}.",
        f"<{element}> 的属性 @{name} 不可为“{shortened(value)}”。",
        f"{ask_zh}可用：{shown}。",
    )
