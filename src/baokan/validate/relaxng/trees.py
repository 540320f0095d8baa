"""Validation of a tree that lxml has read."""

from __future__ import annotations

from lxml import etree

from baokan.validate.reading import entity_refused, too_deep
from baokan.validate.relaxng.automaton import State
from baokan.validate.relaxng.run import Run, Stop, handlers
from baokan.validate.relaxng.stream import Place

_XML = {"xml": "http://www.w3.org/XML/1998/namespace"}


def validate_tree(root: etree._Element, run: Run, state: State) -> None:
    """Feeds a tree to a run."""
    start, text, end = handlers(run, state)
    here = root
    run.place = lambda: here
    run.prefixes = lambda: {**_XML, **here.nsmap}
    run.too_deep = lambda: too_deep(here.sourceline or 0)
    try:
        for event, element in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
            here = element
            if event == "start":
                start(element.tag, [part for item in element.items() for part in item])
                if element.text:
                    text(element.text)
                continue
            if event == "end":
                end(element.tag)
            if element.tail and element is not root:
                above = element.getparent()
                here = element if above is None else above
                text(element.tail)
    except Stop:
        return


def refuse_entities(root: etree._Element) -> None:
    """Raises Refused where the tree has a reference that its reader left in place."""
    for entity in root.iter(etree.Entity):
        raise entity_refused(str(entity.text), entity.sourceline or 0)


def place(element: etree._Element) -> Place:
    """The line of an element and its path."""
    steps: list[str] = []
    for each in (element, *element.iterancestors()):
        if not isinstance(each.tag, str):
            continue
        same = 1 + sum(1 for _ in each.itersiblings(each.tag, preceding=True))
        steps.append(f"{etree.QName(each).localname}[{same}]")
    return Place(element.sourceline or 0, "/" + "/".join(reversed(steps)))
