"""XML Schema's datatypes as data: the lexical form of each, how its whitespace is read and what its values are."""

from __future__ import annotations

import base64
import math
import re
import struct
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from baokan.validate.relaxng.patterns import Prefixes

_START = (
    "A-Z_a-z\xc0-\xd6\xd8-\xf6\xf8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c\u200d\u2070-\u218f\u2c00-\u2fef"
    "\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_CHAR = _START + "0-9.\xb7\u0300-\u036f\u203f-\u2040-"
NCNAME = f"[{_START}][{_CHAR}]*"
_NMTOKEN = f"[:{_CHAR}]+"
_DECIMAL = r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)"
_FLOAT = rf"-?INF|NaN|{_DECIMAL}(?:[Ee][+-]?[0-9]+)?"
_ZONE = r"(?:Z|[+-](?:0[0-9]|1[0-3]):[0-5][0-9]|[+-]14:00)?"
_YEAR = r"(?P<year>-?(?:[1-9][0-9]{4,}|[0-9]{4}))"
_MONTH, _DAY = "(?P<month>0[1-9]|1[0-2])", "(?P<day>0[1-9]|[12][0-9]|3[01])"
_CLOCK = r"(?:(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\.[0-9]+)?|24:00:00(?:\.0+)?)"
_DURATION = (
    r"-?P(?=.)(?:[0-9]+Y)?(?:[0-9]+M)?(?:[0-9]+D)?(?:T(?=.)(?:[0-9]+H)?(?:[0-9]+M)?(?:[0-9]+(?:\.[0-9]+)?S)?)?"
)
_BASE64 = "[A-Za-z0-9+/]"
_QUAD = f"(?:{_BASE64} ?){{4}}"
_BASE64_BINARY = (
    f"(?:{_QUAD})*(?:(?:{_BASE64} ?){{3}}{_BASE64}|(?:{_BASE64} ?){{2}}[AEIMQUYcgkosw048] ?=|{_BASE64} ?[AQgw] ?= ?=)?"
)


class Space(StrEnum):
    """What is done to a value's whitespace before it is looked at."""

    PRESERVE = "preserve"
    REPLACE = "replace"
    COLLAPSE = "collapse"


@dataclass(frozen=True, slots=True)
class XsdType:
    """A built-in type; `kind` says what its values are and which parameters it takes."""

    name: str
    form: str | None  # regular expression, None where everything is allowed
    kind: str  # string, list, binary, uri, boolean, decimal, float, time, duration, qname
    space: Space = Space.COLLAPSE
    low: int | None = None
    high: int | None = None


def _integer(name: str, low: int | None, high: int | None) -> XsdType:
    return XsdType(name, "[+-]?[0-9]+", "decimal", Space.COLLAPSE, low, high)


_ALL = [
    XsdType("string", None, "string", Space.PRESERVE),
    XsdType("normalizedString", None, "string", Space.REPLACE),
    XsdType("token", None, "string"),
    XsdType("language", "[a-zA-Z]{1,8}(?:-[a-zA-Z0-9]{1,8})*", "string"),
    XsdType("Name", f"[:{_START}][:{_CHAR}]*", "string"),
    *(XsdType(name, NCNAME, "string") for name in ("NCName", "ID", "IDREF", "ENTITY")),
    XsdType("NMTOKEN", _NMTOKEN, "string"),
    XsdType("NMTOKENS", f"{_NMTOKEN}(?: {_NMTOKEN})*", "list"),
    *(XsdType(name, f"{NCNAME}(?: {NCNAME})*", "list") for name in ("IDREFS", "ENTITIES")),
    *(XsdType(name, f"(?:{NCNAME}:)?{NCNAME}", "qname") for name in ("QName", "NOTATION")),
    XsdType("anyURI", None, "uri"),
    XsdType("boolean", "true|false|1|0", "boolean"),
    XsdType("hexBinary", "(?:[0-9a-fA-F]{2})*", "binary"),
    XsdType("base64Binary", _BASE64_BINARY, "binary"),
    XsdType("decimal", _DECIMAL, "decimal"),
    XsdType("float", _FLOAT, "float"),
    XsdType("double", _FLOAT, "float"),
    XsdType("duration", _DURATION, "duration"),
    XsdType("dateTime", f"{_YEAR}-{_MONTH}-{_DAY}T{_CLOCK}{_ZONE}", "time"),
    XsdType("date", f"{_YEAR}-{_MONTH}-{_DAY}{_ZONE}", "time"),
    XsdType("time", f"{_CLOCK}{_ZONE}", "time"),
    XsdType("gYearMonth", f"{_YEAR}-{_MONTH}{_ZONE}", "time"),
    XsdType("gYear", f"{_YEAR}{_ZONE}", "time"),
    XsdType("gMonthDay", f"--{_MONTH}-{_DAY}{_ZONE}", "time"),
    XsdType("gDay", f"---{_DAY}{_ZONE}", "time"),
    XsdType("gMonth", f"--{_MONTH}{_ZONE}", "time"),
    _integer("integer", None, None),
    _integer("nonPositiveInteger", None, 0),
    _integer("negativeInteger", None, -1),
    _integer("nonNegativeInteger", 0, None),
    _integer("positiveInteger", 1, None),
    _integer("long", -(2**63), 2**63 - 1),
    _integer("int", -(2**31), 2**31 - 1),
    _integer("short", -(2**15), 2**15 - 1),
    _integer("byte", -128, 127),
    _integer("unsignedLong", 0, 2**64 - 1),
    _integer("unsignedInt", 0, 2**32 - 1),
    _integer("unsignedShort", 0, 2**16 - 1),
    _integer("unsignedByte", 0, 255),
]
XSD_TYPES = {each.name: each for each in _ALL}

_URI_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:.")
_BAD_ESCAPE = re.compile(r"%(?![0-9a-fA-F]{2})")
_HOST = re.compile(r"//[^/?#]*")  # the one part where brackets can stand, around an IPv6 address
_COLON_FIRST = re.compile(r"[^/?#:]*:")


def is_uri(text: str) -> bool:
    """Whether the text can be a URI reference once its other characters are escaped."""
    if _BAD_ESCAPE.search(text) or text.count("#") > 1:
        return False
    if ("[" in text or "]" in text) and re.search(r"[\[\]]", _HOST.sub("", text, count=1)):
        return False
    return not _COLON_FIRST.match(text) or bool(_URI_SCHEME.match(text))


def is_in_calendar(found: re.Match[str]) -> bool:
    """Whether the day of a date is in its month, and its year isn't 0."""
    parts = found.groupdict()
    year = parts.get("year")
    if year is not None and not int(year):
        return False
    day, month = parts.get("day"), parts.get("month")
    if day is None or month is None or int(day) < 29:
        return True
    known = 4 if year is None else (abs(int(year)) - year.startswith("-")) % 400 + 2000
    return int(day) <= monthrange(known, int(month))[1]


def _qname(text: str, prefixes: Prefixes) -> object:
    prefix, _, local = text.rpartition(":")
    return prefixes.get(prefix or None, ""), local


def _time(name: str, text: str) -> object:
    from elementpath import datatypes

    classes: dict[str, Any] = {
        "dateTime": datatypes.DateTime10,
        "date": datatypes.Date10,
        "time": datatypes.Time,
        "gYearMonth": datatypes.GregorianYearMonth10,
        "gYear": datatypes.GregorianYear10,
        "gMonthDay": datatypes.GregorianMonthDay,
        "gDay": datatypes.GregorianDay,
        "gMonth": datatypes.GregorianMonth,
        "duration": datatypes.Duration,
    }
    try:
        value: object = classes[name].fromstring(text)
    except (OverflowError, ValueError):  # a year beyond what the library counts: compared as it is written
        return text
    return value


def _single(number: float) -> float:
    """The number as xs:float keeps it, in 32 bits."""
    try:
        single: float = struct.unpack("f", struct.pack("f", number))[0]
    except OverflowError:
        return math.copysign(math.inf, number)
    return single


def typed_value(kind: XsdType, text: str, prefixes: Prefixes) -> object:
    """The value that a correct, whitespace-normalised text stands for; equal values are equal objects."""
    if kind.kind == "decimal":
        return Decimal(text)
    if kind.kind == "float":
        number = float(text.replace("INF", "inf"))
        return "NaN" if number != number else _single(number) if kind.name == "float" else number
    if kind.kind == "boolean":
        return text in ("true", "1")
    if kind.kind == "qname":
        return _qname(text, prefixes)
    if kind.kind in ("time", "duration"):
        return _time(kind.name, text)
    if kind.kind == "binary":
        return bytes.fromhex(text) if kind.name == "hexBinary" else base64.b64decode(text)
    return text


def measured_length(kind: XsdType, text: str) -> int | None:
    """Characters of a string, words of a list, bytes of binary data; None where the type has no length."""
    measures: dict[str, Callable[[], int]] = {
        "string": lambda: len(text),
        "uri": lambda: len(text),
        "list": lambda: len(text.split(" ")),
        "binary": lambda: len(typed_value(kind, text, {})),  # type: ignore[arg-type]  # bytes
    }
    return measures[kind.kind]() if kind.kind in measures else None
