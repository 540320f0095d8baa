"""Chinese and Arabic numerals -> values."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

DIGITS = {c: n for n, group in enumerate("〇零○Ｏ 一壹 二贰两兩 三叁 四肆 五伍 六陆 七柒 八捌 九玖".split()) for c in group}
TENS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
MYRIADS = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8, "兆": 10**12}
JOINED_TENS = {"廿": 20, "卅": 30, "卌": 40}
WIDE = str.maketrans("０１２３４５６７８９．，％", "0123456789.,%")
ARABIC = re.compile(r"(\d[\d,]*(?:\.\d+)?)(.*)")


def chinese_to_int(text: str) -> int | None:
    """二〇二一 -> 2021, 十八 -> 18, 三千零五 -> 3005, 廿三 -> 23, 两万五千 -> 25000; None for anything else."""
    if text and all(c in DIGITS for c in text):
        return int("".join(str(DIGITS[c]) for c in text))
    total = part = 0
    digit: int | None = None
    for character in text:
        if character in DIGITS:
            digit = DIGITS[character]
        elif character in JOINED_TENS:
            part, digit = part + JOINED_TENS[character], None
        elif character in TENS:
            part, digit = part + TENS[character] * (1 if digit is None else digit), None
        elif character in MYRIADS:
            total, part, digit = (total + part + (digit or 0)) * MYRIADS[character], 0, None
        else:
            return None
    return total + part + (digit or 0) if text else None


def to_value(text: str) -> str | None:
    """A numeral as TEI's @value wants it: 34.2亿 -> 3420000000, 三千 -> 3000; None when it isn't one."""
    plain = text.translate(WIDE).replace("．", ".")
    match = ARABIC.fullmatch(plain)
    if not match:
        number = chinese_to_int(plain)
        return None if number is None else str(number)
    factor = 1
    for unit in match[2]:
        factor *= {**TENS, **MYRIADS}.get(unit, 0)
    if not factor:
        return None
    try:
        value = Decimal(match[1].replace(",", "")) * factor
    except InvalidOperation:
        return None
    return format(value.normalize(), "f")
