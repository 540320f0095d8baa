"""The text of a PressMint component: divisions, heads, notes, paragraphs; in the annotated one paragraphs of tokens.

PressMint's schema has no byline, dateline or figure: bylines, datelines and credits become notes with that type, captions
become paragraphs with that rend. Its guidelines annotate paragraphs only.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from itertools import pairwise

from lxml import etree

from baokan.export.sentences import ExportToken, article_groups, passage_to_sentences
from baokan.search.passages import IssueText, Passage
from baokan.tei.names import add

NOTES = frozenset({"byline", "dateline", "credit", "note", "jump", "fw", "trailer", "label", "stage", "speaker"})
DIVISIONS = {"masthead": "banner"}  # our type -> PressMint's
# What PressMint asks for of characters: private ones replaced, soft hyphens and byte order marks gone, one kind of blank.
BLANKS = re.compile(r"[\s\u00a0\u2000-\u200a\u3000]+")
GONE = re.compile(r"[\u00ad\ufeff]")
PRIVATE = re.compile(r"[\ue000-\uf8ff\U000f0000-\U0010ffff]")


def clean(text: str) -> str:
    """Text by PressMint's rules for characters."""
    text = PRIVATE.sub("\ufffd", GONE.sub("", text)).replace("\u2011", "-")
    return BLANKS.sub(" ", text)


class TextWriter:
    """Writes facsimile and text of one component; counts what it writes."""

    def __init__(self, root: etree._Element, name: str, issue: IssueText, annotated: bool) -> None:
        self.root = root
        self.name = name  # xml:id of the component, prefix of all others
        self.issue = issue
        self.annotated = annotated
        self.counts: Counter[str] = Counter()
        self.words = 0
        self.page = ""
        self.surfaces: dict[str, str] = {}  # page number -> xml:id

    def write(self, language: str) -> None:
        numbers = dict.fromkeys(number for p in self.issue.passages for _, number in p.pages)
        if numbers:
            facsimile = add(self.root, "facsimile")
            for count, number in enumerate(numbers, 1):
                self.surfaces[number] = f"{self.name}.page{count}"
                surface = add(facsimile, "surface", xml_id=self.surfaces[number], n=number)
                if self.issue.images.get(number):
                    add(surface, "graphic", url=self.issue.images[number])
        body = add(add(self.root, "text", xml_lang=language), "body")
        plain = not self.issue.articles and all(p.kind != "head" for p in self.issue.passages)
        for article, passages in article_groups(self.issue):
            self.write_group(body, article, passages, plain)
        if len(body) == 0 or all(child.tag.endswith("}pb") for child in body):
            add(body, "p")

    def write_group(self, body: etree._Element, article: int, passages: list[Passage], plain: bool) -> None:
        """A division of an article's passages; straight into the body where the issue has no divisions."""
        self.turn_page(body, passages[0])
        parent = body
        if not plain:
            kind = self.issue.articles[article].type if article >= 0 else ""
            parent = add(body, "div", xml_id=self.next_id("div"), type=DIVISIONS.get(kind, kind) or None)
        within = False  # whether a paragraph has been written, after which a head opens a division of its own
        for passage in passages:
            if not clean(passage.text).strip():
                continue
            if passage.kind == "head" and within:
                outer = parent.getparent() if parent.get("type") == "subsection" else parent
                parent = add(outer if outer is not None else body, "div", xml_id=self.next_id("div"), type="subsection")
                within = False
            self.turn_page(parent, passage)
            within = self.write_passage(parent, passage) or within

    def turn_page(self, parent: etree._Element, passage: Passage) -> None:
        """A pb before a passage that begins on another page."""
        number = passage.page_at(0)
        if number and number != self.page:
            self.page = number
            add(parent, "pb", facs="#" + self.surfaces[number], n=number)

    def write_passage(self, parent: etree._Element, passage: Passage) -> bool:
        """Append a head, note or paragraph; True when it was a paragraph."""
        if passage.kind == "head":
            element = add(parent, "head", xml_id=self.next_id("head"), type=passage.subtype or None)
        elif passage.kind in NOTES:
            element = add(parent, "note", xml_id=self.next_id("note"), type=passage.kind)
        else:
            rend = None if passage.kind in ("paragraph", "line") else passage.kind
            element = add(parent, "p", xml_id=self.next_id("p"), rend=rend)
            self.words += sum(not is_mark(passage, n) for n in range(len(passage.words)))
            if self.annotated and passage.words:
                self.write_tokens(element, passage)
                return True
        self.write_plain(element, passage)
        return passage.kind not in NOTES and passage.kind != "head"

    def write_plain(self, element: etree._Element, passage: Passage) -> None:
        """The text, with a pb where a page ends within it."""
        breaks = [(offset, number) for offset, number in passage.pages if offset and number]
        edges = [0, *(offset for offset, _ in breaks), len(passage.text)]
        pieces = [clean(passage.text[a:b]) for a, b in pairwise(edges)]
        pieces[0], pieces[-1] = pieces[0].lstrip(" "), pieces[-1].rstrip(" ")
        element.text = pieces[0]
        for (_, number), piece in zip(breaks, pieces[1:], strict=True):
            self.page = number
            add(element, "pb", facs="#" + self.surfaces[number], n=number, **{"break": "no"}).tail = piece

    def write_tokens(self, element: etree._Element, passage: Passage) -> None:
        """s, name, w and pc, each on a line of its own."""
        breaks = [(offset, number) for offset, number in passage.pages if offset and number]
        key = f"{self.name}.p{self.counts['p']}"
        sentences = list(passage_to_sentences(passage))
        for number, sentence in enumerate(sentences, 1):
            parent = holder = add(element, "s", xml_id=f"{key}.s{number}")
            name = -1
            for place, token in enumerate(sentence):
                if token.name != name:
                    kind = passage.names[token.name].type if token.name >= 0 else ""
                    holder = add(parent, "name", type=kind) if kind else parent
                    name = token.name
                while breaks and breaks[0][0] <= token.word.start:
                    _, self.page = breaks.pop(0)
                    add(holder, "pb", facs="#" + self.surfaces[self.page], n=self.page)
                end = number == len(sentences) and place + 1 == len(sentence)
                write_token(holder, token, end)
        spread(element)

    def next_id(self, letter: str) -> str:
        self.counts[letter] += 1
        return f"{self.name}.{letter}{self.counts[letter]}"


def is_mark(passage: Passage, number: int) -> bool:
    return passage.words[number].upos == "PUNCT"


def write_token(holder: etree._Element, token: ExportToken, last: bool) -> None:
    """A w with lemma, or a pc; @join="right" where no blank follows."""
    form = clean(token.form).strip()
    if not form:
        return
    msd = "|".join(filter(None, (f"UPosTag={token.upos}", token.word.feats)))
    join = None if token.space_after or last else "right"
    lemma = None if token.is_mark else (clean(token.lemma).strip() or form)
    # A tag that points to a feature structure would need its prefix declared; as @pos it says the same.
    pos = re.sub(r"\s+", "", token.word.pos) or None
    add(holder, "pc" if token.is_mark else "w", form, lemma=lemma, msd=msd, pos=pos, join=join)


def spread(element: etree._Element) -> None:
    """Put each token on a line of its own."""
    for parent in [element, *element.iter("{*}s", "{*}name")]:
        children: Iterable[etree._Element] = list(parent)
        if children:
            parent.text = "\n"
        for child in children:
            child.tail = "\n"
