"""Datatypes: the built-in `string` and `token`, and XML Schema's with their parameters; parameters of types are facets."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from decimal import Decimal
from functools import lru_cache
from typing import Any

from baokan.validate.relaxng.patterns import WHITESPACE, Checker, Prefixes, words
from baokan.validate.relaxng.problems import BadDatatype
from baokan.validate.relaxng.xsd_regex import xsd_regex
from baokan.validate.relaxng.xsd_types import (
    XSD_TYPES,
    Space,
    XsdType,
    is_in_calendar,
    is_uri,
    measured_length,
    typed_value,
)

XSD_LIBRARY = "http://www.w3.org/2001/XMLSchema-datatypes"
COMPATIBILITY_LIBRARY = "http://relaxng.org/ns/compatibility/datatypes/1.0"  # of RELAX NG DTD Compatibility
_COMPATIBILITY_TYPES = ("ID", "IDREF", "IDREFS")
_REPLACED = str.maketrans("\t\r\n", "   ")
_KEPT_VALUES = 20_000  # checked values kept for one attribute: some 2 MB
_KEPT_LENGTH = 100  # characters; a longer value seldom comes again
_MEASURED = ("string", "uri", "list", "binary")
_ORDERED = ("decimal", "float", "time", "duration")

Facet = Callable[[str, Prefixes], bool]


class Builtin:
    """`string` or `token` of the built-in library (section 6.2.9 and RELAX NG's own datatype library)."""

    library = ""
    needs_prefixes = False
    takes_all = True

    def __init__(self, name: str) -> None:
        self.name = name

    def allows(self, text: str, prefixes: Prefixes) -> bool:
        return True

    def value(self, text: str, prefixes: Prefixes) -> object:
        return text if self.name == "string" else " ".join(words(text))

    def fast(self) -> Callable[[str], object]:
        return lambda text: True


class Xsd:
    """A type of XML Schema with its parameters."""

    library = XSD_LIBRARY

    def __init__(self, kind: XsdType, parameters: Iterable[tuple[str, str]], prefixes: Prefixes) -> None:
        self.kind = kind
        self.name = kind.name
        self.parameters = tuple(parameters)
        self.needs_prefixes = kind.kind == "qname"
        self._form = re.compile(kind.form) if kind.form else None
        self._facets = [_facet(kind, *each, prefixes) for each in _merged(self.parameters)]
        self.takes_all = not self._facets and kind.form is None and kind.kind != "uri"

    def _normal(self, text: str) -> str:
        if self.kind.space is Space.COLLAPSE:
            return " ".join(words(text))
        return text if self.kind.space is Space.PRESERVE else text.translate(_REPLACED)

    def allows(self, text: str, prefixes: Prefixes) -> bool:
        text = self._normal(text)
        return self._is_lexical(text, prefixes) and all(facet(text, prefixes) for facet in self._facets)

    def _is_lexical(self, text: str, prefixes: Prefixes) -> bool:
        kind = self.kind
        if self._form:
            found = self._form.fullmatch(text)
            if not found or (kind.kind == "time" and not is_in_calendar(found)):
                return False
        elif kind.kind == "uri":
            return is_uri(text)
        if kind.low is not None and int(text) < kind.low:
            return False
        if kind.kind == "qname" and ":" in text:
            return text.partition(":")[0] in prefixes
        return kind.high is None or int(text) <= kind.high

    def value(self, text: str, prefixes: Prefixes) -> object:
        return typed_value(self.kind, self._normal(text), prefixes)

    def fast(self) -> Callable[[str], object]:
        """A check without namespaces, for the values that come by the thousand: one compiled pattern where it can be."""
        kind = self.kind
        limits = kind.low not in (None, 0) or kind.high is not None
        if self._form and not self._facets and not limits and kind.kind not in ("time", "list", "qname", "binary"):
            form = kind.form if kind.low is None else r"\+?[0-9]+|-0+"
            return re.compile(f"[{WHITESPACE}]*(?:{form})[{WHITESPACE}]*").fullmatch
        return remembering(lambda text: self.allows(text, {}))


def remembering(check: Callable[[str], bool]) -> Callable[[str], bool]:
    """The check, which keeps the values that it has found good."""
    good: set[str] = set()

    def known(text: str) -> bool:
        if text in good:
            return True
        if not check(text):
            return False
        if len(text) <= _KEPT_LENGTH and len(good) < _KEPT_VALUES:
            good.add(text)
        return True

    return known


def _merged(parameters: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    """The parameters, where only `pattern` may come twice and a limit is either inclusive or exclusive."""
    names = [name for name, _ in parameters if name != "pattern"]
    for name in names:
        if names.count(name) > 1:
            raise BadDatatype(f"the parameter {name} is given twice")
    for one, other in (("minInclusive", "minExclusive"), ("maxInclusive", "maxExclusive")):
        if one in names and other in names:
            raise BadDatatype(f"the parameters {one} and {other} exclude each other")
    return parameters


def _facet(kind: XsdType, name: str, text: str, prefixes: Prefixes) -> Facet:
    if name == "pattern":
        regex = xsd_regex(text)
        return lambda value, _: regex.fullmatch(value)
    if name in ("length", "minLength", "maxLength") and kind.kind in _MEASURED:
        return _length_facet(kind, name, _count(name, text))
    if name in ("minInclusive", "minExclusive", "maxInclusive", "maxExclusive") and kind.kind in _ORDERED:
        return _limit_facet(kind, name, text, prefixes)
    if name in ("totalDigits", "fractionDigits") and kind.kind == "decimal":
        return _digits_facet(name, _count(name, text))
    raise BadDatatype(f"the type {kind.name} has no parameter {name}")


def _count(name: str, text: str) -> int:
    text = text.strip(WHITESPACE)
    if not re.fullmatch(r"\+?[0-9]+", text, re.A) or (name == "totalDigits" and not int(text)):
        raise BadDatatype(f"the parameter {name} must be a number, not {text!r}")
    return int(text)


def _length_facet(kind: XsdType, name: str, count: int) -> Facet:
    def check(text: str, prefixes: Prefixes) -> bool:
        length = measured_length(kind, text) or 0
        if name == "length":
            return length == count
        return length >= count if name == "minLength" else length <= count

    return check


def _limit_facet(kind: XsdType, name: str, text: str, prefixes: Prefixes) -> Facet:
    base = Xsd(kind, (), prefixes)
    if not base.allows(text, prefixes):
        raise BadDatatype(f"the parameter {name} must be of the type {kind.name}, not {text!r}")
    limit: Any = base.value(text, prefixes)
    if kind.kind == "float" and limit == "NaN":
        return lambda value, _: False

    def check(text: str, prefixes: Prefixes) -> bool:
        value: Any = typed_value(kind, text, prefixes)
        if value == "NaN":
            return False
        try:
            if name.endswith("Inclusive") and value == limit:
                return True
            return bool(value > limit if name.startswith("min") else value < limit)
        except (TypeError, ValueError, OverflowError):  # durations without an order, as P1M and P30D
            return False

    return check


def _digits_facet(name: str, count: int) -> Facet:
    def check(text: str, prefixes: Prefixes) -> bool:
        number = Decimal(text).as_tuple()
        whole, _, fraction = text.lstrip("+-").partition(".")
        fraction = fraction.rstrip("0")
        if name == "fractionDigits":
            return len(fraction) <= count
        return bool(number) and len((whole.lstrip("0") + fraction) or "0") <= count

    return check


@lru_cache(maxsize=4096)
def _context_free(library: str, name: str, parameters: tuple[tuple[str, str], ...]) -> Checker:
    return _checker(library, name, parameters, {})


def _checker(library: str, name: str, parameters: tuple[tuple[str, str], ...], prefixes: Prefixes) -> Checker:
    if library == "" and name in ("string", "token"):
        if parameters:
            raise BadDatatype(f"the built-in type {name} has no parameter {parameters[0][0]}")
        return Builtin(name)
    if library == XSD_LIBRARY and name in XSD_TYPES:
        return Xsd(XSD_TYPES[name], parameters, prefixes)
    where = f"the datatype library {library}" if library else "the built-in datatype library"
    if library == COMPATIBILITY_LIBRARY and name in _COMPATIBILITY_TYPES:
        return Xsd(XSD_TYPES[name], parameters, prefixes)
    if library not in ("", XSD_LIBRARY, COMPATIBILITY_LIBRARY):
        raise BadDatatype(f"{where} isn't known")
    raise BadDatatype(f"{where} has no type {name}")


def datatype(library: str, name: str, parameters: Iterable[tuple[str, str]] = ()) -> Checker:
    """The datatype of that library with these parameters; BadDatatype where there is none."""
    return _context_free(library, name, tuple(parameters))
