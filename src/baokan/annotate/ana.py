"""An issue -> its derived file: the same structure, the text as sentences, words, names, dates and numbers."""

from __future__ import annotations

import copy
from collections.abc import Callable, Sequence
from itertools import pairwise

from lxml import etree

from baokan import __version__
from baokan.annotate.mentions import ANA, Mention
from baokan.annotate.reading import BREAKS, Block, is_block, read_block
from baokan.annotate.sentences import text_to_sentences
from baokan.annotate.simplify import simplify
from baokan.annotate.tokens import Segmenter, Token, text_to_tokens, word_to_token
from baokan.tei.names import NS, TEI, XML_ID, XML_LANG, add, local, tei

KEPT = ("type", "subtype", "n", "part", "cert", "resp", "break", "rendition", "unit", "place")
POINTERS = ("corresp", "next", "prev")  # to elements of the issue that the derived file has too
NAME_TAGS = {"PER": "nr", "LOC": "ns", "ORG": "nt", "DATE": "t", "NUM": "m"}
Annotate = Callable[[Block], Sequence[Mention]]


def issue_to_ana(issue: etree._Element, segmenter: Segmenter, mentions: Annotate, *, tagged: bool) -> etree._Element:
    """The tree of `<issue>.ana.xml`. mentions: what stands in a block; tagged: whether to write them, or words only."""
    name = issue.get(XML_ID, "")
    root = etree.Element(tei("TEI"), nsmap={None: TEI})
    root.set(XML_ID, name + ANA)
    if issue.get(XML_LANG):
        root.set(XML_LANG, issue.get(XML_LANG, ""))
    write_ana_header(root, issue, name)
    builder = Builder(name, segmenter, mentions, tagged)
    for text in issue.findall("tei:text", NS):
        builder.copy(root, text)
    return root


def write_ana_header(root: etree._Element, issue: etree._Element, name: str) -> None:
    header = add(root, "teiHeader")
    file_desc = add(header, "fileDesc")
    titles = [t.text or "" for t in issue.findall("tei:teiHeader/tei:fileDesc/tei:titleStmt/tei:title", NS)]
    add(add(file_desc, "titleStmt"), "title", f"{titles[0] if titles else name}: words and names")
    add(add(file_desc, "publicationStmt"), "p", "Derived with baokan; made anew from the issue at any time.")
    add(add(file_desc, "sourceDesc"), "p", f"The issue {name}.xml beside this file.")
    encoding = add(header, "encodingDesc")
    add(add(encoding, "editorialDecl"), "p", PRACTICE)
    tags = issue.find("tei:teiHeader/tei:encodingDesc/tei:tagsDecl", NS)
    if tags is not None:
        encoding.append(copy.deepcopy(tags))
        encoding[-1].tail = None
    application = add(add(encoding, "appInfo"), "application", xml_id="baokan", ident="baokan", version=__version__)
    add(application, "label", "baokan")


PRACTICE = (
    "Sentences and words with jieba's part of speech in @pos and that of Universal Dependencies in @msd; @lemma is the word in "
    "simplified characters, @join says that no blank follows. The text is that of corrections, with what was supplied and "
    "without what was surplus. An element with @resp #baokan is a machine's guess."
)


class Builder:
    """Copies the structure of an issue, its blocks as sentences."""

    def __init__(self, name: str, segmenter: Segmenter, mentions: Annotate, tagged: bool) -> None:
        self.name = name
        self.segmenter = segmenter
        self.mentions = mentions
        self.tagged = tagged

    def copy(self, parent: etree._Element, element: etree._Element) -> None:
        name = local(element)
        if not name or name == "figDesc":
            return
        if name == "graphic":
            parent.append(etree.Element(element.tag, dict(element.attrib)))
            return
        twin = add(parent, name)
        self.copy_attributes(twin, element)
        if is_block(element):
            self.fill(twin, read_block(element))
        elif name not in BREAKS:
            for child in element:
                self.copy(twin, child)

    def copy_attributes(self, twin: etree._Element, element: etree._Element) -> None:
        if element.get(XML_ID):
            twin.set(XML_ID, self.derived(element.get(XML_ID, "")))
        if element.get(XML_LANG):
            twin.set(XML_LANG, element.get(XML_LANG, ""))
        for key in KEPT:
            if element.get(key) is not None and not (key == "resp" and element.get(key) != "#baokan"):
                twin.set(key, element.get(key, ""))
        for key in POINTERS:
            if element.get(key, "").startswith("#"):
                twin.set(key, "#" + self.derived(element.get(key, "")[1:]))

    def derived(self, xml_id: str) -> str:
        return self.name + ANA + xml_id.removeprefix(self.name) if xml_id.startswith(self.name) else xml_id + ANA

    def fill(self, twin: etree._Element, block: Block) -> None:
        """The sentences of a block, its breaks where they stood."""
        mentions = list(self.mentions(block))
        tokens = cut_tokens(block.text, mentions, self.segmenter)
        writer = BlockWriter(twin, block, mentions if self.tagged else [])
        spans = text_to_sentences(block.text)
        # A name that a full stop seems to cut holds its sentence together.
        cuts = [a for a, _ in spans[1:] if not any(m.start < a < m.end for m in mentions)]
        bounds = [0, *cuts, len(block.text)]
        for number, (start, end) in enumerate(pairwise(bounds), 1):
            inside = [t for t in tokens if start <= t.start < end]
            if inside:
                writer.sentence(number, inside)
        writer.rest()


def cut_tokens(text: str, mentions: Sequence[Mention], segmenter: Segmenter) -> list[Token]:
    """The words of text, cut at the edges of names and dates; a person's name is one word."""
    tokens: list[Token] = []
    position = 0
    plain = simplify(text)
    for mention in sorted(mentions, key=lambda m: m.start):
        tokens += shifted(text_to_tokens(text[position : mention.start], segmenter), position)
        inner = text[mention.start : mention.end]
        if mention.kind == "PER" and not any(c.isspace() for c in inner):
            tokens.append(word_to_token(plain[mention.start : mention.end], mention.start, "nr"))
        else:
            words = text_to_tokens(inner, segmenter)
            if len(words) == 1:
                words = [word_to_token(inner, words[0].start, NAME_TAGS[mention.kind])]
            tokens += shifted(words, mention.start)
        position = mention.end
    return tokens + shifted(text_to_tokens(text[position:], segmenter), position)


def shifted(tokens: Sequence[Token], by: int) -> list[Token]:
    return [Token(t.start + by, t.end + by, t.pos, t.upos) for t in tokens]


class BlockWriter:
    """Writes the sentences of one block."""

    def __init__(self, parent: etree._Element, block: Block, mentions: Sequence[Mention]) -> None:
        self.parent = parent
        self.block = block
        self.plain = simplify(block.text)
        self.breaks = list(block.breaks)
        self.mentions = list(mentions)
        self.id = parent.get(XML_ID, "")
        self.named = 0

    def sentence(self, number: int, tokens: Sequence[Token]) -> None:
        self.put_breaks(self.parent, tokens[0].start + 1)
        s = add(self.parent, "s", xml_id=f"{self.id}.s{number}" if self.id else None)
        s.tail = "\n"
        place, until = s, 0
        for token in tokens:
            if place is not s and token.start >= until:
                place = s
            self.put_breaks(place, token.start + 1)
            if place is s and self.mentions and token.start >= self.mentions[0].start:
                mention = self.mentions.pop(0)
                place, until = self.open(s, mention), mention.end
            self.put_token(place, token)

    def open(self, s: etree._Element, mention: Mention) -> etree._Element:
        self.named += 1
        xml_id = f"{self.id}.e{self.named}" if self.id else None
        resp = "#baokan" if mention.cert else None
        cert = mention.cert or None
        if mention.kind == "DATE":
            return add(
                s, "date", when=mention.when or None, notBefore=mention.not_before or None, notAfter=mention.not_after or None,
                xml_id=xml_id, resp=resp, cert=cert,
            )  # fmt: skip
        if mention.kind == "NUM":
            return add(s, "num", value=mention.value or None, type=mention.type or None, xml_id=xml_id)
        return add(s, "name", type=mention.kind, ref=mention.ref or None, xml_id=xml_id, resp=resp, cert=cert)

    def put_token(self, place: etree._Element, token: Token) -> None:
        text = self.block.text[token.start : token.end]
        mark = token.upos == "PUNCT"
        joined = token.end < len(self.block.text) and not self.block.text[token.end].isspace()
        element = add(
            place, "pc" if mark else "w", lemma=None if mark else self.plain[token.start : token.end],
            pos=token.pos, msd=f"UPosTag={token.upos}", join="right" if joined else None,
        )  # fmt: skip
        last, position = None, token.start
        while not mark and self.breaks and self.breaks[0][0] < token.end:
            offset, found = self.breaks.pop(0)
            self.append_text(element, last, text[position - token.start : offset - token.start])
            last, position = self.put_break(element, found), offset
        self.append_text(element, last, text[position - token.start :])

    @staticmethod
    def append_text(element: etree._Element, last: etree._Element | None, text: str) -> None:
        if last is None:
            element.text = (element.text or "") + text or None
        else:
            last.tail = (last.tail or "") + text or None

    def put_breaks(self, place: etree._Element, until: int) -> None:
        """The breaks before offset `until`."""
        while self.breaks and self.breaks[0][0] < until:
            self.put_break(place, self.breaks.pop(0)[1])

    @staticmethod
    def put_break(place: etree._Element, found: etree._Element) -> etree._Element:
        return add(place, local(found), n=found.get("n"), **{"break": found.get("break"), "ed": found.get("ed")})

    def rest(self) -> None:
        """Breaks after the last word."""
        self.put_breaks(self.parent, len(self.block.text) + 1)
