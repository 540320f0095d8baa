"""An issue -> its derived file: the same structure, the text as sentences, words, names, dates and numbers."""

from __future__ import annotations

import copy
from bisect import bisect_left, bisect_right
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import accumulate, pairwise

from lxml import etree

from baokan import __version__
from baokan.annotate.kept import Kept, Sentence
from baokan.annotate.mentions import ANA, Mention
from baokan.annotate.reading import BREAKS, Block, is_piece, notes_in, read_block
from baokan.annotate.sentences import text_to_sentences
from baokan.annotate.tokens import Segmenter, Token, text_to_tokens, word_to_token
from baokan.simplified import simplify
from baokan.tei.names import NS, TEI, XML_ID, XML_LANG, add, local, tei

KEPT = ("type", "subtype", "n", "part", "cert", "resp", "break", "rendition", "unit", "place")
POINTERS = ("corresp", "next", "prev")  # to elements of the issue that the derived file has too
NAME_TAGS = {"PER": "nr", "LOC": "ns", "ORG": "nt", "MISC": "nz", "DATE": "t", "NUM": "m"}
Annotate = Callable[[Block], Sequence[Mention]]


def issue_to_ana(
    issue: etree._Element, segmenter: Segmenter, mentions: Annotate, *, tagged: bool, kept: Kept | None = None
) -> etree._Element:
    """The tree of `<issue>.ana.xml`.

    mentions: what stands in a block; tagged: whether to write them, or words only; kept: sentences that are not cut anew.
    """
    name = issue.get(XML_ID, "")
    root = etree.Element(tei("TEI"), nsmap={None: TEI})
    root.set(XML_ID, name + ANA)
    if issue.get(XML_LANG):
        root.set(XML_LANG, issue.get(XML_LANG, ""))
    write_ana_header(root, issue, name)
    kept = kept or Kept(None, name, segmenter)
    builder = Builder(name, segmenter, mentions, tagged, kept)
    for text in issue.findall("tei:text", NS):
        builder.copy(root, text)
    name_people(root, kept)
    return root


def name_people(root: etree._Element, kept: Kept) -> None:
    """Put the respStmts of those whose sentences stand in the tree into its header."""
    used = {who.removeprefix("#") for s in root.iter(tei("s")) for who in s.get("resp", "").split()}
    titles = root.find("tei:teiHeader/tei:fileDesc/tei:titleStmt", NS)
    for key in sorted(used & set(kept.people)):
        titles.append(copy.deepcopy(kept.people[key]))
        titles[-1].tail = None


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
    "without what was surplus. An element with @resp #baokan is a machine's guess; a sentence with anybody else's was cut and "
    "tagged by that person and stays so."
)


class Builder:
    """Copies the structure of an issue, its blocks as sentences."""

    def __init__(self, name: str, segmenter: Segmenter, mentions: Annotate, tagged: bool, kept: Kept) -> None:
        self.name = name
        self.kept = kept
        self.segmenter = segmenter
        self.mentions = mentions
        self.tagged = tagged

    def copy(self, parent: etree._Element, element: etree._Element) -> None:
        name = local(element)
        if not isinstance(element.tag, str) or name == "figDesc":
            return
        if not name:
            self.copy_foreign(parent, element)
            return
        if name == "graphic":
            parent.append(etree.Element(element.tag, dict(element.attrib)))
            return
        twin = add(parent, name)
        self.copy_attributes(twin, element)
        if is_piece(element):
            self.fill(twin, read_block(element))
            for note in notes_in(element):
                self.copy(parent, note)
        elif name not in BREAKS:
            for child in element:
                self.copy(twin, child)

    def copy_foreign(self, parent: etree._Element, element: etree._Element) -> None:
        """An element of another vocabulary: what it holds, in a block of TEI's where it holds words."""
        if is_piece(element):
            self.fill(add(parent, "ab"), read_block(element))
            for note in notes_in(element):
                self.copy(parent, note)
            return
        for child in element:
            self.copy(parent, child)

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
        kept = self.kept.sentences(block.id, block.text) if block.id else []
        starts = [s.start for s in kept]
        mentions = [m for m in mentions if fits(m, kept[max(0, bisect_right(starts, m.start) - 1) : bisect_left(starts, m.end)])]
        writer = BlockWriter(twin, block, mentions if self.tagged else [])
        for number, sentence in enumerate(cut_sentences(block.text, mentions, kept, self.segmenter), 1):
            writer.sentence(number, sentence)
        writer.rest()


def cut_sentences(text: str, mentions: Sequence[Mention], kept: Sequence[Sentence], segmenter: Segmenter) -> list[Sentence]:
    """The sentences of text: those that are kept, and what stands between them cut by the rules."""
    found = []
    at = 0
    mentions = sorted(mentions, key=lambda m: m.start)
    starts = [m.start for m in mentions]
    for sentence in (*kept, None):
        until = sentence.start if sentence else len(text)
        if text[at:until].strip():
            inside = mentions[bisect_left(starts, at) : bisect_left(starts, until)]
            inside = [replace(m, start=m.start - at, end=m.end - at) for m in inside]
            found += [moved(s, at) for s in new_sentences(text[at:until], inside, segmenter)]
        if sentence:
            inside = mentions[bisect_left(starts, sentence.start) : bisect_left(starts, sentence.end)]
            found.append(replace(sentence, tokens=tuple(split_tokens(text, sentence, inside, segmenter))))
            at = sentence.end
    return found


def new_sentences(text: str, mentions: Sequence[Mention], segmenter: Segmenter) -> Iterator[Sentence]:
    """The sentences of text by the rules; mentions in order. A name that a full stop seems to cut holds its sentence together."""
    tokens = cut_tokens(text, mentions, segmenter)
    names = [m.start for m in mentions]
    reached = [0, *accumulate((m.end for m in mentions), max)]  # by the names before
    cuts = [a for a, _ in text_to_sentences(text)[1:] if reached[bisect_left(names, a)] <= a]
    starts = [t.start for t in tokens]
    for start, end in pairwise([0, *cuts, len(text)]):
        if inside := tuple(tokens[bisect_left(starts, start) : bisect_left(starts, end)]):
            yield Sentence(inside[0].start, inside[-1].end, inside)


def moved(sentence: Sentence, by: int) -> Sentence:
    tokens = tuple(shifted(sentence.tokens, by))
    return replace(sentence, start=sentence.start + by, end=sentence.end + by, tokens=tokens)


def fits(mention: Mention, kept: Sequence[Sentence]) -> bool:
    """Whether a mention goes over no edge of a kept sentence; nor, unless it is sure, through a word that a person cut."""
    around = [s for s in kept if s.start < mention.end and mention.start < s.end]
    if not around:
        return True
    if len(around) > 1 or not around[0].start <= mention.start < mention.end <= around[0].end:
        return False
    sure = not mention.cert and mention.kind not in ("DATE", "NUM")
    crossed = any(t.start < edge < t.end for t in around[0].tokens for edge in (mention.start, mention.end))
    return sure or not (around[0].resp and crossed)


def split_tokens(text: str, sentence: Sentence, mentions: Sequence[Mention], segmenter: Segmenter) -> list[Token]:
    """The words of a kept sentence, cut where a name begins or ends in one; a name of a person is one word, unless by hand."""
    tokens = list(sentence.tokens)
    for mention in mentions:
        inside = [t for t in tokens if t.start < mention.end and mention.start < t.end]
        crossed = [t for t in inside if t.start < mention.start or mention.end < t.end]
        one = mention.kind == "PER" and not sentence.resp and len(inside) > 1 and not any(c.isspace() for c in mention.text)
        if not inside or not (crossed or one):
            continue
        first, last = inside[0].start, inside[-1].end
        before = shifted(text_to_tokens(text[first : mention.start], segmenter), first)
        within = shifted(cut_tokens(text[mention.start : mention.end], [at_zero(mention)], segmenter), mention.start)
        after = shifted(text_to_tokens(text[mention.end : last], segmenter), mention.end)
        place = tokens.index(inside[0])
        tokens[place : place + len(inside)] = [*before, *within, *after]
    return tokens


def at_zero(mention: Mention) -> Mention:
    return replace(mention, start=0, end=mention.end - mention.start)


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
    return [replace(t, start=t.start + by, end=t.end + by) for t in tokens]


class BlockWriter:
    """Writes the sentences of one block."""

    def __init__(self, parent: etree._Element, block: Block, mentions: Sequence[Mention]) -> None:
        self.parent = parent
        self.block = block
        self.plain = simplify(block.text)
        self.breaks = deque(block.breaks)
        self.mentions = deque(mentions)
        self.id = parent.get(XML_ID, "")
        self.named = 0

    def sentence(self, number: int, sentence: Sentence) -> None:
        tokens = sentence.tokens
        self.put_breaks(self.parent, tokens[0].start + 1)
        s = add(self.parent, "s", xml_id=f"{self.id}.s{number}" if self.id else None, resp=sentence.resp or None)
        s.tail = "\n"
        place, until = s, 0
        for token in tokens:
            if place is not s and token.start >= until:
                place = s
            self.put_breaks(place, token.start + 1)
            if place is s and self.mentions and token.start >= self.mentions[0].start:
                mention = self.mentions.popleft()
                place, until = self.open(s, mention), mention.end
            self.put_token(place, token)

    def open(self, s: etree._Element, mention: Mention) -> etree._Element:
        self.named += 1
        xml_id = f"{self.id}.e{self.named}" if self.id else None
        resp = "#baokan" if mention.cert else None
        cert = mention.cert or None
        if mention.kind == "DATE":
            period = {"from": mention.begin or None, "to": mention.finish or None}
            return add(
                s, "date", when=mention.when or None, **period, notBefore=mention.not_before or None,
                notAfter=mention.not_after or None, xml_id=xml_id, resp=resp, cert=cert,
            )  # fmt: skip
        if mention.kind == "NUM":
            bounds = {"atLeast": mention.at_least or None, "atMost": mention.at_most or None}
            return add(s, "num", value=mention.value or None, **bounds, type=mention.type or None, xml_id=xml_id)
        return add(s, "name", type=mention.kind, ref=mention.ref or None, xml_id=xml_id, resp=resp, cert=cert)

    def put_token(self, place: etree._Element, token: Token) -> None:
        text = self.block.text[token.start : token.end]
        mark = token.upos == "PUNCT"
        joined = token.end < len(self.block.text) and not self.block.text[token.end].isspace()
        element = add(
            place, "pc" if mark else "w", lemma=token.lemma or (None if mark else self.plain[token.start : token.end]),
            pos=token.pos or None, msd="|".join(filter(None, [f"UPosTag={token.upos}", token.feats])),
            join="right" if joined else None,
        )  # fmt: skip
        last, position = None, token.start
        while not mark and self.breaks and self.breaks[0][0] < token.end:
            offset, found = self.breaks.popleft()
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
            self.put_break(place, self.breaks.popleft()[1])

    @staticmethod
    def put_break(place: etree._Element, found: etree._Element) -> etree._Element:
        return add(place, local(found), n=found.get("n"), **{"break": found.get("break"), "ed": found.get("ed")})

    def rest(self) -> None:
        """Breaks after the last word."""
        self.put_breaks(self.parent, len(self.block.text) + 1)
