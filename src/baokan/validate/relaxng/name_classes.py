"""Schema elements to name classes, with the limits of section 4.16."""

from __future__ import annotations

from lxml import etree

from baokan.validate.relaxng.grammars import Context
from baokan.validate.relaxng.names import AnyName, Name, NameChoice, NameClass, NsName, qualified
from baokan.validate.relaxng.problems import SchemaError
from baokan.validate.relaxng.syntax import rng_children, rng_name

_XML = "http://www.w3.org/XML/1998/namespace"
_XMLNS = "http://www.w3.org/2000/xmlns"


def element_names(element: etree._Element, children: list[etree._Element], context: Context) -> NameClass:
    """The name class of an element pattern, from its name attribute or its first child."""
    name = element.get("name")
    return _name(element, name, context) if name is not None else name_class(children[0], context)


def attribute_names(element: etree._Element, children: list[etree._Element], context: Context) -> NameClass:
    """The name class of an attribute pattern; a name attribute is in no namespace unless ns stands on it."""
    name = element.get("name")
    if name is None:
        found = name_class(children[0], context)
    else:
        found = _name(element, name, Context(context.path, ns=element.get("ns", "")))
    _check_attribute_names(found, element, context)
    return found


def name_class(element: etree._Element, context: Context, inside: str = "") -> NameClass:
    """The name class of an element; `inside` is the name of the anyName or nsName whose except it is in."""
    context = context.inside(element)
    kind = rng_name(element)
    if kind == "name":
        return _name(element, element.text or "", context)
    if kind == "choice":
        return _choice(element, context, inside)
    if inside and (kind == "anyName" or inside == "nsName"):
        raise SchemaError(context.path, element.sourceline or 0, f"{kind} stands in the except of {inside}")
    excluded = None
    for child in rng_children(element):
        excluded = _choice(child, context.inside(child), "nsName" if "nsName" in (kind, inside) else "anyName")
    return NsName(context.ns, excluded) if kind == "nsName" else AnyName(excluded)


def _choice(element: etree._Element, context: Context, inside: str) -> NameClass:
    parts = tuple(name_class(child, context, inside) for child in rng_children(element))
    return parts[0] if len(parts) == 1 else NameChoice(parts)


def _name(element: etree._Element, text: str, context: Context) -> Name:
    prefix, colon, local = text.strip().rpartition(":")
    if not colon:
        return Name(qualified(context.ns, local))
    return Name(qualified(_XML if prefix == "xml" else element.nsmap[prefix], local))


def _check_attribute_names(names: NameClass, element: etree._Element, context: Context) -> None:
    """No attribute pattern may take a namespace declaration (section 4.16); those excluded are looked at as well."""
    if isinstance(names, NameChoice):
        for part in names.parts:
            _check_attribute_names(part, element, context)
    elif isinstance(names, Name):
        if names.name == "xmlns" or names.name.startswith(f"{{{_XMLNS}}}"):
            raise SchemaError(context.path, element.sourceline or 0, "an attribute pattern can't be named xmlns")
    else:
        if isinstance(names, NsName) and names.namespace == _XMLNS:
            raise SchemaError(context.path, element.sourceline or 0, f"an attribute can't be in the namespace {_XMLNS}")
        if names.excluded:
            _check_attribute_names(names.excluded, element, context)
