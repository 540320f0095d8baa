"""Checks an XMI file before a library reads it: what is broken is told and taken out, the rest is read."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Any

from lxml import etree

from baokan.annotate.exchange.layers import Said
from baokan.errors import UnreadableInput

XMI = "http://www.omg.org/XMI"
CAS = "http:///uima/cas.ecore"
ID = f"{{{XMI}}}id"
NUMBERS = frozenset({"uima.cas.Integer", "uima.cas.Long", "uima.cas.Short", "uima.cas.Byte"})
PLAIN = NUMBERS | {"uima.cas.String", "uima.cas.Boolean", "uima.cas.Float", "uima.cas.Double", "uima.cas.TOP"}
AGAIN, AGAIN_ZH = "export it again.", "请重新导出。"
Features = Callable[[str], dict[str, str] | None]


@dataclass
class Checked:
    """The file without what is broken; faults: (line, code, what); lines: xmi:id -> line."""

    data: bytes = b""
    faults: list[tuple[int, str, Said]] = field(default_factory=list)
    lines: dict[int, int] = field(default_factory=dict)

    def line(self, fs: Any) -> int:
        return self.lines.get(fs.xmiID, 0)


def utf16_places(text: str) -> list[int]:
    """For each character of a text, and its end, the UTF-16 unit that it begins at."""
    return [0, *accumulate(1 + (c > "\uffff") for c in text)]


def check_xmi(data: bytes, features: Features) -> Checked:
    """Raises UnreadableInput (without the file's name) for what is no XMI, or has no text."""
    try:
        root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))
    except etree.XMLSyntaxError as error:
        line = error.lineno or 1
        zh = f"第 {line} 行不是格式正确的 XML：{error.msg}。", AGAIN_ZH
        raise UnreadableInput(f"line {line} is not well-formed XML: {error.msg}.", AGAIN, zh) from error
    if root.getroottree().docinfo.doctype:
        zh = "带有文档类型声明（<!DOCTYPE），其中可能定义实体；不予读取。", "请去掉它。"
        raise UnreadableInput("has a document type (<!DOCTYPE), which may define entities; it isn't read.", "take it out.", zh)
    if root.tag != f"{{{XMI}}}XMI":
        zh = "不是 XMI：根元素不对。", "请导出为 UIMA CAS XMI。"
        raise UnreadableInput("is no XMI: its root is another element.", "export it as UIMA CAS XMI.", zh)
    return XmiCheck(root, features).run()


class XmiCheck:
    """One pass over the elements of a CAS."""

    def __init__(self, root: etree._Element, features: Features) -> None:
        self.root = root
        self.features = features
        self.checked = Checked()
        self.ids: set[str] = set()
        self.places: dict[str, list[int]] = {}  # sofa -> places of its characters

    def run(self) -> Checked:
        self.find_sofas()
        for element in self.elements():
            key = element.get(ID, "")
            if not key.isdecimal() or len(key) > 9 or key in self.ids:
                self.drop(element, "annotation-unreadable", ("has no xmi:id of its own", "没有自己的 xmi:id"))
                continue
            self.ids.add(key)
            self.checked.lines[int(key)] = element.sourceline or 0
        while any([self.is_broken(e, self.features(type_name(e)) or {}) for e in self.elements()]):
            pass  # what pointed to an element that was taken out is broken in its turn
        for view in self.root.iter(f"{{{CAS}}}View"):
            members = view.get("members", "").split()
            if lost := [m for m in members if m not in self.ids]:
                if unknown := [m for m in lost if not m.isdecimal() or int(m) not in self.checked.lines]:
                    some = " ".join(unknown[:5])
                    said = f"names members that aren't there: {some}", f"列出了不存在的成员：{some}"
                    self.tell(view, "annotation-unreadable", said)
                view.set("members", " ".join(m for m in members if m in self.ids))
        self.checked.data = etree.tostring(self.root, encoding="utf-8", xml_declaration=True)
        return self.checked

    def find_sofas(self) -> None:
        sofas = list(self.root.iter(f"{{{CAS}}}Sofa"))
        for sofa in sofas:
            self.places[sofa.get(ID, "")] = utf16_places(sofa.get("sofaString", ""))
        if not any(sofa.get("sofaString") for sofa in sofas):
            zh = "没有正文（没有带 sofaString 的 Sofa）。", "请连同正文导出。"
            raise UnreadableInput("has no text (no Sofa with a sofaString).", "export the document with its text.", zh)
        bad = [s for s in sofas if not s.get(ID, "").isdecimal() or not s.get("sofaNum", "").isdecimal() or not s.get("sofaID")]
        if bad or len(self.places) != len(sofas):
            line = (bad or sofas)[0].sourceline
            zh = f"第 {line} 行：Sofa 没有自己的编号。", AGAIN_ZH
            raise UnreadableInput(f"line {line}: a Sofa has no number of its own.", AGAIN, zh)

    def elements(self) -> list[etree._Element]:
        skipped = (f"{{{CAS}}}Sofa", f"{{{CAS}}}View", f"{{{CAS}}}NULL")
        return [e for e in self.root if isinstance(e.tag, str) and e.tag not in skipped]

    def is_broken(self, element: etree._Element, features: dict[str, str]) -> bool:
        """Take out an element whose numbers make no sense; of one that points to nothing, the pointer. Whether any was."""
        for name, kind in features.items():
            value = element.get(name)
            if value is None or kind == "uima.cas.Sofa":
                continue
            if kind in NUMBERS and not is_number(value):
                said = f"has {name}={value[:20]!r}, which is no number", f"的 {name}={value[:20]!r} 不是数字"
                return self.drop(element, "annotation-offsets", said)
            if kind not in PLAIN and not kind.endswith("Array") and not kind.endswith("List") and value not in self.ids:
                said = f"points to {value[:20]} by @{name}, which isn't there", f"的 @{name} 指向不存在的 {value[:20]}"
                self.tell(element, "annotation-unreadable", said)
                del element.attrib[name]
            elif kind in ("uima.cas.FSArray", "uima.cas.FSList") and any(v not in self.ids for v in value.split()):
                said = f"points to what isn't there by @{name}", f"的 @{name} 指向不存在的内容"
                self.tell(element, "annotation-unreadable", said)
                element.set(name, " ".join(v for v in value.split() if v in self.ids))
        if "sofa" in features and "begin" in features:
            return self.has_bad_place(element)
        return False

    def has_bad_place(self, element: etree._Element) -> bool:
        """Whether an annotation stands outside of its text or cuts a character in two; it is taken out then."""
        places = self.places.get(element.get("sofa", ""))
        if places is None:
            said = f"is of a text (sofa {element.get('sofa', '')[:20]!r}) that isn't there", "所属的正文（sofa）不存在"
            return self.drop(element, "annotation-no-text", said)
        begin, end = element.get("begin", ""), element.get("end", "")
        if not is_number(begin) or not is_number(end) or not 0 <= int(begin) <= int(end) <= places[-1]:
            said = (
                f"goes from {begin[:20]!r} to {end[:20]!r}, but the text has {places[-1]} UTF-16 units",
                f"从 {begin[:20]!r} 到 {end[:20]!r}，而正文只有 {places[-1]} 个 UTF-16 单元",
            )
            return self.drop(element, "annotation-offsets", said)
        for place in (int(begin), int(end)):
            if places[bisect_left(places, place)] != place:
                said = (
                    f"begins or ends within a character, at UTF-16 unit {place}",
                    f"起点或终点落在一个字的中间（第 {place} 个 UTF-16 单元）",
                )
                return self.drop(element, "annotation-offsets", said)
        return False

    def drop(self, element: etree._Element, code: str, said: Said) -> bool:
        self.tell(element, code, said)
        self.ids.discard(element.get(ID, ""))
        self.root.remove(element)
        return True

    def tell(self, element: etree._Element, code: str, said: Said) -> None:
        name = f"{etree.QName(element).localname} {element.get(ID, '')}".strip()
        self.checked.faults.append((element.sourceline or 0, code, (f"The {name} {said[0]}.", f"{name} {said[1]}。")))


def is_number(value: str) -> bool:
    """Whether a text is an integer that UIMA can hold."""
    return value.removeprefix("-").isdecimal() and value.isascii() and len(value) <= 10


def type_name(element: etree._Element) -> str:
    """{http:///de/example/type.ecore}Name -> de.example.type.Name"""
    name = etree.QName(element)
    package = (name.namespace or "").removeprefix("http:///").removesuffix(".ecore").replace("/", ".")
    return name.localname if package in ("", "uima.noNamespace") else f"{package}.{name.localname}"
