
"""Datatypes: what they take, value by value."""

from __future__ import annotations

import pytest

from baokan.validate.relaxng.datatypes import XSD_LIBRARY, datatype
from baokan.validate.relaxng.problems import BadDatatype
from baokan.validate.relaxng.xsd_regex import XsdRegex

GOOD = {
    "integer": "0 -1 +01", "nonNegativeInteger": "0 -0 +3", "byte": "-128 127", "decimal": "1 .5 -1.50 1.",
    "double": "1e5 INF -INF NaN .5E-3", "boolean": "true false 1 0", "date": "2024-02-29 -0004-01-01 2024-12-31Z",
    "dateTime": "2024-01-01T00:00:00 2024-01-01T24:00:00.0+14:00", "gYear": "2024 12024 -0001", "gMonthDay": "--02-29",
    "time": "23:59:59.999", "duration": "P1Y -PT0.5S P1M2DT3H", "language": "zh zh-Hans-CN", "NCName": "报 a.b-c",
    "anyURI": "a a/b:c http://a#b 报 %20", "hexBinary": "0aFF", "base64Binary": "AAAA AA== AAA=", "QName": "a",
}  # fmt: skip
BAD = {
    "integer": "1.0 x", "nonNegativeInteger": "-1", "byte": "128 -129", "decimal": "1e5 . INF", "double": "inf 1e",
    "boolean": "TRUE yes", "date": "2023-02-29 2024-13-01 0000-01-01 2024-1-1", "dateTime": "2024-01-01 2024-01-01T24:00:01",
    "gYear": "24 0000", "gMonthDay": "--02-30", "time": "24:00:01 1:00:00", "duration": "P PT P1S 1Y", "language": "zh_CN",
    "NCName": "a:b 1a", "anyURI": "%2 a#b#c :a", "hexBinary": "abc", "base64Binary": "AAA A===", "QName": "p:a a:b:c",
}  # fmt: skip


@pytest.mark.parametrize("name", GOOD)
def test_lexical_forms(name: str) -> None:
    kind = datatype(XSD_LIBRARY, name)
    fast = kind.fast()
    for text in GOOD[name].split():
        assert kind.allows(text, {}) and kind.allows(f" {text}\n", {}), text
        assert fast(text), text
    for text in BAD[name].split():
        assert not kind.allows(text, {}), text
        assert not fast(text), text


@pytest.mark.parametrize(
    ("name", "parameters", "good", "bad"),
    [
        ("string", [("length", "2")], "报纸", "报"),
        ("integer", [("minInclusive", "3"), ("maxExclusive", "5")], "4", "5"),
        ("date", [("minInclusive", "1949-10-01")], "1949-10-01", "1949-09-30"),
        ("decimal", [("totalDigits", "3"), ("fractionDigits", "1")], "12.30", "1.23"),
        ("NMTOKENS", [("maxLength", "2")], "a b", "a b c"),
        ("token", [("pattern", "a+"), ("pattern", ".{2}")], " aa ", "aaa"),
        ("double", [("maxInclusive", "1")], "1.0", "NaN"),
        ("duration", [("minExclusive", "P1D")], "P2D", "PT24H"),
    ],
)
def test_parameters(name: str, parameters: list[tuple[str, str]], good: str, bad: str) -> None:
    kind = datatype(XSD_LIBRARY, name, parameters)
    assert kind.allows(good, {})
    assert not kind.allows(bad, {})


@pytest.mark.parametrize(
    ("pattern", "good", "bad"),
    [
        (r"[^\p{C}\p{Z}]+", "报a", "a\u3000b"),
        (r"[a-z-[aeiou]]+", "xyz", "xaz"),
        (r"\i\c*", "报1", "1报"),
        ("^a$", "^a$", "a"),
        (r"\d{2,3}(\.\d)?", "12.3", "1"),
        (r"\P{L}|[\p{Lu}]", "Ж", "ж"),
        (r"a|", "", "b"),
        (r"[\-x]", "-", "a"),
    ],
)
def test_regular_expressions(pattern: str, good: str, bad: str) -> None:
    regex = XsdRegex(pattern)
    assert regex.fullmatch(good)
    assert not regex.fullmatch(bad)


@pytest.mark.parametrize("pattern", ["(", ")", "a{2,1}", "[z-a]", r"\p{Xx}", r"\q", "*a", "[]", "a{99999999}"])
def test_wrong_regular_expressions(pattern: str) -> None:
    with pytest.raises(BadDatatype):
        XsdRegex(pattern)
