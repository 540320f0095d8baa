"""W3C Web Annotation (JSON-LD): annotations with TextQuote and TextPosition selectors, an AnnotationPage an issue."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import quote as quote_uri
from urllib.parse import unquote, urlsplit

from baokan.annotate.exchange.anchors import Target
from baokan.annotate.exchange.file_text import file_to_text
from baokan.annotate.exchange.layer import MOTIVATIONS, NOT_XML, Annotation, is_time
from baokan.annotate.exchange.people import People
from baokan.errors import UnreadableInput

SELECTORS = ("TextQuoteSelector", "TextPositionSelector")
OURS = frozenset({"@context", "id", "type", "motivation", "creator", "created", "modified", "body", "target"})
SAFE = ":/?#@!$&'()*+,;="
MOST_DEEP = 60  # levels of JSON


class BadAnnotation(ValueError):
    """Raised for an annotation that can't be read; the message says why, `zh` in Chinese."""

    def __init__(self, message: str, zh: str) -> None:
        super().__init__(message)
        self.zh = zh


@dataclass(frozen=True)
class Read:
    """An annotation of a file: the issue that it names (its file's stem, "" when none), its own id, what it says."""

    issue: str
    name: str
    annotation: Annotation
    creator: Any = None


def to_json(stem: str, annotation: Annotation, people: People) -> dict[str, Any]:
    extra = dict(annotation.extra)
    beside = extra.pop("targets", {})
    file = f"{quote_uri(stem)}.xml"
    targets = [to_target_json(file, t, beside.get(str(i), {})) for i, t in enumerate(annotation.targets)]
    found: dict[str, Any] = {"id": f"{file}#{quote_uri(annotation.id)}", "type": "Annotation"}
    if annotation.motivation:
        found["motivation"] = annotation.motivation
    if annotation.resp:
        found["creator"] = people.creator(annotation.resp)
    for key in ("created", "modified"):
        if value := getattr(annotation, key):
            found[key] = value
    if annotation.bodies:
        found["body"] = annotation.bodies[0] if len(annotation.bodies) == 1 else list(annotation.bodies)
    found["target"] = targets[0] if len(targets) == 1 else targets
    return {**found, **extra}


def to_target_json(file: str, target: Target, beside: dict[str, Any]) -> Any:
    source = f"{file}#{quote_uri(target.id, safe=SAFE)}"
    beside = dict(beside)
    others = beside.pop("selector", [])
    selectors: list[Any] = []
    if target.exact is not None:
        selectors.append({"type": SELECTORS[0], "exact": target.exact, "prefix": target.prefix, "suffix": target.suffix})
        if target.start >= 0:
            selectors.append({"type": SELECTORS[1], "start": target.start, "end": target.end})
    selectors += others
    if not selectors and not beside:
        return source
    return {"type": "SpecificResource", "source": source, **({"selector": selectors} if selectors else {}), **beside}


def read_file(path: Path) -> Any:
    """The JSON of a file: an annotation, a list, a page or a collection of them. Raises UnreadableInput."""
    try:
        return json.loads(file_to_text(path))
    except RecursionError as error:
        zh = "嵌套过深。", "请按 Web Annotation 模型给出标注。"
        raise UnreadableInput(f"{path}: is nested too deep.", "give annotations as the model has them.", zh) from error
    except json.JSONDecodeError as error:
        zh = f"不是 JSON：{error.msg}。", "请修正该行。"
        raise UnreadableInput(f"{path}:{error.lineno}: is not JSON: {error.msg}.", "mend it at that line.", zh) from error


def items_of(value: Any, depth: int) -> Iterator[dict[str, Any] | BadAnnotation]:
    """The annotations in a JSON value."""
    if isinstance(value, list) and depth < MOST_DEEP:
        for item in value:
            yield from items_of(item, depth + 1)
    elif isinstance(value, dict) and depth < MOST_DEEP and ("items" in value or "first" in value):
        yield from items_of(value.get("items", value.get("first")), depth + 1)
    elif isinstance(value, dict) and "target" in value:
        yield value
    else:
        yield BadAnnotation("what stands here is no annotation: it has no target", "此处不是标注：没有 target")


def from_json(item: dict[str, Any]) -> Read:
    """An annotation as the file has it, not yet anchored. Raises BadAnnotation."""
    issue, name = "", item.get("id", "")
    targets, beside = [], {}
    for index, value in enumerate(item["target"] if isinstance(item["target"], list) else [item["target"]]):
        stem, target, rest = to_target(value)
        if issue and stem and stem != issue:
            raise BadAnnotation(f"it is of two issues, {issue} and {stem}", f"它分属两期：{issue} 和 {stem}")
        issue = issue or stem
        targets.append(target)
        if rest:
            beside[str(index)] = rest
    if not targets:
        raise BadAnnotation("it has no target", "没有 target")
    extra = {key: value for key, value in item.items() if key not in OURS}
    if beside:
        extra["targets"] = beside
    fields = {}
    motivation = item.get("motivation")
    if isinstance(motivation, str) and motivation in MOTIVATIONS:
        fields["motivation"] = motivation
    elif motivation is not None:
        extra["motivation"] = motivation
    for key in ("created", "modified"):
        if is_time(item.get(key)):
            fields[key] = item[key]
        elif key in item:
            extra[key] = item[key]
    if item.get("type", "Annotation") != "Annotation":
        extra["type"] = item["type"]
    body = item.get("body", [])
    bodies = tuple(body) if isinstance(body, list) else (body,)
    annotation = Annotation("", tuple(targets), bodies=bodies, extra=extra, **fields)
    return Read(issue, name if isinstance(name, str) else "", annotation, item.get("creator"))


def to_target(value: Any) -> tuple[str, Target, dict[str, Any]]:
    """A target's issue, place and what of it TEI has no place for. Raises BadAnnotation."""
    if isinstance(value, str):
        value = {"source": value}
    source = value.get("source", value.get("id")) if isinstance(value, dict) else None
    source = source.get("id") if isinstance(source, dict) else source
    if not isinstance(source, str):
        raise BadAnnotation("a target has no source", "有的 target 没有 source")
    stem, key = issue_and_id(source)
    selectors = value.get("selector", [])
    selectors = selectors if isinstance(selectors, list) else [selectors]
    target = Target(key)
    rest = {k: v for k, v in value.items() if k not in ("source", "id", "selector", "type")}
    others = []
    for selector in selectors:
        kind = selector.get("type") if isinstance(selector, dict) else None
        if kind == SELECTORS[0]:
            target = with_quote(target, selector)
        elif kind == SELECTORS[1]:
            target = with_position(target, selector)
        else:
            others.append(selector)
    if others:
        rest["selector"] = others
    if target.exact is None and target.start >= 0:
        target = replace(target, exact="")  # by position alone: the words are read off the text
    return stem, target, rest


def issue_and_id(source: str) -> tuple[str, str]:
    """https://example.org/x/i1.xml#i1.a1.p2 -> i1, i1.a1.p2"""
    try:
        parts = urlsplit(source)
    except ValueError as error:
        raise BadAnnotation(f"the source {source!r} is no address", f"source {source!r} 不是地址") from error
    return unquote(parts.path).rpartition("/")[2].removesuffix(".xml"), unquote(parts.fragment)


def with_quote(target: Target, selector: dict[str, Any]) -> Target:
    fields = {key: selector.get(key, "") for key in ("exact", "prefix", "suffix")}
    if not all(isinstance(value, str) for value in fields.values()) or not fields["exact"]:
        raise BadAnnotation("a TextQuoteSelector has no exact words", "TextQuoteSelector 没有 exact 文字")
    if any(NOT_XML.search(value) for value in fields.values()):
        raise BadAnnotation("a TextQuoteSelector has characters that no text has", "TextQuoteSelector 含有正文不可能有的字符")
    return replace(target, exact=fields["exact"], prefix=fields["prefix"], suffix=fields["suffix"])


def with_position(target: Target, selector: dict[str, Any]) -> Target:
    start, end = selector.get("start"), selector.get("end")
    if type(start) is not int or type(end) is not int or not 0 <= start < end:
        raise BadAnnotation(
            f"a TextPositionSelector goes from {start!r} to {end!r}", f"TextPositionSelector 从 {start!r} 到 {end!r}"
        )
    return replace(target, start=start, end=end)
