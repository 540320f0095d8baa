"""Inside a block: one reading of an apparatus, characters for gaiji, and blanks where words would run together."""

from __future__ import annotations

import re

from lxml import etree

from baokan.tei.names import XML_ID, tei
from baokan.tei.shape.blocks import drop
from baokan.tei.shape.kinds import BLANKS, BREAKS, HOLDERS, LEAVES, PHRASES, WHOLE, is_tei, is_wide, name_of

WIDE_QUOTES = frozenset("“”‘’…—·")  # Chinese punctuation that Unicode files elsewhere
GETA = "〓"  # stands for a character that the encoding has no character for
PREFERRED = ("corr", "reg", "expan")
READINGS = frozenset({"lem", "rdg", "rdgGrp"})
NOT_READ = frozenset({"rdg", "rdgGrp", "witDetail", "wit"})  # of an apparatus, but for the reading that is chosen
LINE_END = re.compile(r"(?<![ \t\r])[ \t\r]*\n[ \t\r\n]*")  # begun at a blank's neighbour only, else the time is their square
PICTURE = ("unicode", "standard", "normal")  # kinds of mapping that are characters to show


def settle_phrases(text: etree._Element, root: etree._Element, for_readers: bool) -> None:
    """One reading of what a text offers; for_readers: with what gaps say of themselves, which are not words of the text."""
    for choice in list(text.iter(tei("choice"))):
        settle_choice(choice)
    for app in list(text.iter(tei("app"))):
        settle_app(app)
    for gap in list(text.iter(tei("gap"))) if for_readers else []:
        settle_gap(gap)
    glyphs = [g for g in text.iter(tei("g")) if not len(g) and not g.text]
    if glyphs:
        known = characters(root)
        for g in glyphs:
            g.text = known.get(g.get("ref", "").rpartition("#")[2], GETA)
    if any(w.get("join") for w in text.iter(tei("w"), tei("pc"))):
        settle_tokens(text)
    Lines(text).settle()


def settle_choice(choice: etree._Element) -> None:
    """Of alternatives of one rank the first is read."""
    children = [c for c in choice if name_of(c)]
    if children and not any(name_of(c) in PREFERRED for c in children):
        for child in children[1:]:
            drop(child)
        for element in (choice, children[0]):
            element.tag = tei("seg")


def settle_app(app: etree._Element) -> None:
    """Of an apparatus the lemma is read, or the first reading."""
    readings = list(app.iter(tei("lem"), tei("rdg")))
    chosen = next((r for r in readings if name_of(r) == "lem"), readings[0] if readings else None)
    around = set() if chosen is None else {chosen, *chosen.iterancestors()}
    for element in list(app.iter(*(tei(name) for name in NOT_READ))):
        if element not in around and element.getparent() is not None:
            drop(element)
    if chosen is not None and name_of(chosen) == "rdg":
        for element in (chosen, *(a for a in chosen.iterancestors(tei("rdgGrp")))):
            element.tag = tei("lem")


def settle_gap(gap: etree._Element) -> None:
    """What a gap says of itself stands after its sign."""
    if not any(piece.strip(BLANKS) for piece in gap.itertext()):
        return
    said = etree.Element(tei("seg"))
    said.text, gap.text = gap.text, None
    said.extend(list(gap))
    said.tail, gap.tail = gap.tail, None
    gap.addnext(said)


def characters(root: etree._Element) -> dict[str, str]:
    """xml:id of a char or glyph -> the characters to show for it."""
    found = {}
    for char in root.iter(tei("char"), tei("glyph")):
        mappings = {m.get("type", ""): "".join(m.itertext()).strip(BLANKS) for m in char.iter(tei("mapping"))}
        shown = next((v for kind in PICTURE for k, v in mappings.items() if kind in k and v and not v.startswith("U+")), "")
        codes = next((v for k, v in mappings.items() if "unicode" in k and v.startswith("U+")), "")
        if not shown and re.fullmatch(r"(U\+[0-9A-Fa-f]{4,6} ?)+", codes):
            numbers = [int(code[2:], 16) for code in codes.split()]
            shown = "".join(chr(n) for n in numbers if n < 0x110000 and not 0xD800 <= n < 0xE000)
        found[char.get(XML_ID, "")] = (
            shown or composition(char) or next((v for v in mappings.values() if v[:2] != "U+"), "") or GETA
        )
    return found


def composition(char: etree._Element) -> str:
    """How a character is put together, as [金*本]."""
    for prop in char.iter(tei("localProp"), tei("charProp")):
        if prop.get("name") == "composition":
            return str(prop.get("value", ""))
        if (prop.findtext(tei("localName")) or "").strip(BLANKS) == "composition":
            return (prop.findtext(tei("value")) or "").strip(BLANKS)
    return ""


def settle_tokens(text: etree._Element) -> None:
    """White space between words as @join says, not as the file is laid out."""
    tokens = list(text.iter(tei("w"), tei("pc")))
    inner = {t for t in tokens if any(name_of(a) in ("w", "pc") for a in t.iterancestors())}
    outer = [t for t in tokens if t not in inner]
    for number, token in enumerate(outer):
        following = outer[number + 1] if number + 1 < len(outer) else None
        joined = token.get("join") in ("right", "both") or (following is not None and following.get("join") in ("left", "both"))
        last = token
        while not (last.tail or "").strip(BLANKS) and last.getnext() is None and name_of(last.getparent()) in PHRASES - {"seg"}:
            last.tail = None
            last = last.getparent()
        if not (last.tail or "").strip(BLANKS):
            last.tail = None if joined else " "
    for sentence in text.iter(tei("s"), tei("phr"), tei("name")):
        if sentence.text and not sentence.text.strip(BLANKS):
            sentence.text = None


class Lines:
    """Line ends of the file, printed line ends and the edges of elements, as blanks or as nothing: block by block."""

    def __init__(self, text: etree._Element) -> None:
        self.text = text
        self.slots: list[
            tuple[etree._Element, str, str]
        ] = []  # element, "text" or "tail", what stands before: "", "edge", "glue"
        self.before = ""
        self.leaf: etree._Element | None = None  # the outermost leaf that is open

    def settle(self) -> None:
        for event, element in etree.iterwalk(self.text, events=("start", "end", "comment", "pi")):
            if event == "start":
                self.start(element, name_of(element))
                self.add(element, "text")
            else:
                if event == "end":
                    self.end(element, name_of(element))
                self.add(element, "tail")
        self.finish()

    def start(self, element: etree._Element, name: str) -> None:
        if name in BREAKS:
            self.before = "glue" if element.get("break") == "no" else self.before or "edge"
        elif self.leaf is None and is_tei(element) and (name in LEAVES or name in WHOLE or name in HOLDERS):
            self.finish()
            if name not in HOLDERS and name != "figure":
                self.leaf = element
        elif name not in PHRASES:
            self.before = self.before or "edge"

    def end(self, element: etree._Element, name: str) -> None:
        if element is self.leaf:
            self.leaf = None
            self.finish()
        elif self.leaf is None and is_tei(element) and (name in HOLDERS or name in WHOLE):
            self.finish()
        elif name not in PHRASES and name not in BREAKS:
            self.before = self.before or "edge"

    def add(self, element: etree._Element, where: str) -> None:
        if element is self.text and where == "tail":
            return
        words = getattr(element, where)
        if words:
            self.slots.append((element, where, self.before))
            if words.strip(BLANKS):
                self.before = ""

    def finish(self) -> None:
        """The block has ended: its white space is known."""
        slots, self.slots, self.before = self.slots, [], ""
        if not any(getattr(e, w).strip(BLANKS) for e, w, _ in slots):
            return
        if not any(before or LINE_END.search(getattr(e, w)) for e, w, before in slots):
            return
        words = [getattr(element, where) for element, where, _ in slots]
        last = ""  # the last character that was written
        for number, (element, where, before) in enumerate(slots):
            piece = words[number]
            following = "".join(words[number + 1 : number + 9]).lstrip(BLANKS)[:1]
            if before == "glue":
                piece = piece.lstrip(BLANKS)
                if number and last and last in BLANKS:
                    other, place, _ = slots[number - 1]
                    setattr(other, place, (getattr(other, place) or "").rstrip(BLANKS))
            elif (
                before == "edge"
                and piece[:1].strip(BLANKS)
                and last.strip(BLANKS)
                and not is_wide(last)
                and not is_wide(piece[0])
            ):
                piece = " " + piece
            piece = unwrapped(piece, last, following)
            setattr(element, where, piece)
            last = piece[-1:] or last


def unwrapped(piece: str, last: str, following: str) -> str:
    """Each line end in a text node as a blank, or as nothing beside a script without blanks and at a block's edges."""

    def one(found: re.Match[str]) -> str:
        before = piece[found.start() - 1] if found.start() else last
        after = piece[found.end()] if found.end() < len(piece) else following
        if not before.strip(BLANKS) or not after:
            return ""
        wide = is_wide(before), is_wide(after)
        return "" if all(wide) or (any(wide) and (before in WIDE_QUOTES or after in WIDE_QUOTES)) else " "

    return LINE_END.sub(one, piece) if "\n" in piece else piece
