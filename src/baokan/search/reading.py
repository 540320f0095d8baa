"""TEI -> passages of reading text: of a choice the correction, supplied text in, surplus text out, breaks in words nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from baokan.search.gathering import Gathering, Open
from baokan.search.passages import ArticleInfo, IssueText, Name, Passage, Word
from baokan.tei.including import read_parts
from baokan.tei.names import XML_ID, XML_LANG, local, tei
from baokan.tei.shape import shape_issue

# Not reading text: what stands outside of the words, or was marked as not belonging to them.
SKIPPED = frozenset(
    "teiHeader facsimile sourceDoc standOff figDesc surplus del rdg gap".split()
)
PREFERRED = ("corr", "reg", "expan")  # of a choice; else its first child
BREAKS = frozenset({"pb", "cb", "lb", "gb", "milestone"})
# Elements whose text stands by itself.
BLOCKS = frozenset(
    "head byline dateline p ab note l item cell label fw trailer signed salute titlePart docAuthor docDate argument "
    "epigraph imprimatur quote cit sp speaker stage".split()
)
# A passage only where they don't stand within one.
IN_LINE = frozenset("quote cit label stage docAuthor docDate titlePart salute signed speaker".split())
DIVISIONS = frozenset("div div1 div2 div3 div4 div5 div6 div7".split())
CONTAINERS = DIVISIONS | frozenset(
    "TEI text group front body back figure list table row lg floatingText opener "
    "closer postscript titlePage docTitle listBibl".split()
)
NAMES = {"persName": "PER", "placeName": "LOC", "orgName": "ORG", "geogName": "LOC", "name": ""}
NAME_TYPES = {"PERSON": "PER", "PLACE": "LOC", "LOCATION": "LOC", "GPE": "LOC", "ORGANIZATION": "ORG", "ORGANISATION": "ORG"}
KINDS = {"p": "paragraph", "ab": "paragraph", "l": "line"}
FIGURE_KINDS = {"p": "caption", "ab": "caption", "head": "caption", "byline": "credit"}
GETA = "〓"  # stands for a character that the encoding has no character for


def read_issues(path: Path, within: Path | None = None) -> Iterator[IssueText]:
    """The issues of a TEI file: one for a TEI root, one for each TEI in a teiCorpus; with the files that it includes from the
    folder `within`, by default its own.

    Raises UnreadableInput with file and line for what isn't well-formed. A file of another vocabulary has no issue.
    """
    _, issues = read_parts(path, within or path.parent)
    for number, element in enumerate(issues, 1):
        issue = read_header(element, path)
        if len(issues) > 1 and not element.get(XML_ID):
            issue.id = f"{path.stem}.{number}"
        images = surface_images(element)
        shape_issue(element, path, number, for_readers=False)
        for text in element.iterchildren(tei("text")):
            Walk(issue, text, images).run()
        yield issue


def surface_images(root: etree._Element) -> dict[str, str]:
    """xml:id of a surface -> address of its first graphic."""
    found = {}
    for surface in root.iterfind(f"{tei('facsimile')}/{tei('surface')}"):
        graphic = surface.find(tei("graphic"))
        if graphic is not None and graphic.get("url"):
            found[surface.get(XML_ID, "")] = graphic.get("url", "")
    return found


def read_header(root: etree._Element, path: Path) -> IssueText:
    """What the header says of paper, date and number: the newspaper's biblStruct, else the first bibl with a date."""
    issue = IssueText(root.get(XML_ID) or path.name.removesuffix(".xml"), path, language=root.get(XML_LANG, ""))
    availability = root.find(f"{tei('teiHeader')}/{tei('fileDesc')}/{tei('publicationStmt')}/{tei('availability')}")
    if availability is not None:
        issue.rights = squeezed(availability)
        licence = next(availability.iter(tei("licence")), None)
        issue.licence = "" if licence is None else (licence.get("target") or squeezed(licence))
    source = root.find(f"{tei('teiHeader')}/{tei('fileDesc')}/{tei('sourceDesc')}")
    if source is None:
        return issue
    described = source.find(f"{tei('biblStruct')}[@type='newspaper']")
    for bibl in [described] if described is not None else source.iter(tei("bibl"), tei("biblStruct")):
        if bibl.get("type") == "digital-source":
            continue
        titles = list(bibl.iter(tei("title")))
        journal = next((t for t in titles if t.get("level") == "j"), titles[0] if titles else None)
        issue.paper = issue.paper or squeezed(journal)
        date = next(bibl.iter(tei("date")), None)
        if date is not None and not issue.date:
            issue.date_kind = next((k for k in ("when", "from", "notBefore", "to", "notAfter") if date.get(k)), "")
            issue.date = date.get(issue.date_kind, "")[:10] if issue.date_kind else ""
        scope = next((s for s in bibl.iter(tei("biblScope")) if s.get("unit") == "issue"), None)
        issue.number = issue.number or squeezed(scope)
    return issue


def is_article(element: etree._Element) -> bool:
    """Whether a div is an item of its own: one with a type, or one straight in the body."""
    if local(element) not in DIVISIONS or element.get("type") == "subsection":
        return False
    parent = element.getparent()
    return element.get("type") is not None or (parent is not None and local(parent) in ("body", "front", "back"))


def squeezed(element: etree._Element | None) -> str:
    return "" if element is None else " ".join("".join(element.itertext()).split())


def chosen(choice: etree._Element) -> etree._Element | None:
    """The child of a choice that is read."""
    children = [c for c in choice if isinstance(c.tag, str)]
    return next((c for name in PREFERRED for c in children if local(c) == name), children[0] if children else None)


class Walk:
    """One pass over an issue's text, without recursion, so that depth of nesting is no limit."""

    def __init__(self, issue: IssueText, text: etree._Element, images: dict[str, str]) -> None:
        self.issue = issue
        self.images = images  # surface -> address
        self.text = text
        self.joined = any(w.get("join") for w in text.iter(tei("w"), tei("pc")))  # whether @join is used at all
        self.article = -1
        self.articles: list[int] = []  # the articles around, innermost last
        self.stack: list[Gathering] = []
        self.spans: dict[etree._Element, Open] = {}
        self.opened: set[etree._Element] = set()  # elements that began a passage
        self.word: etree._Element | None = None  # the outermost token that is open
        self.titled: set[int] = set()  # articles whose main head has come
        self.figures = 0
        self.sentences = 0  # how many s are open
        self.page = ""

    def run(self) -> None:
        walker = etree.iterwalk(self.text, events=("start", "end", "comment", "pi"))
        for event, element in walker:
            if event == "start":
                if self.start(element):
                    self.put(element, element.text)
                else:
                    walker.skip_subtree()
            else:
                if event == "end":
                    self.end(element)
                if element is not self.text:
                    parent = element.getparent()
                    if parent is None or local(parent) != "choice":
                        self.put(parent, element.tail)

    def put(self, parent: etree._Element | None, text: str | None) -> None:
        """Add text that stands directly in parent."""
        if not text or parent is None:
            return
        blank = not text.strip(" \t\r\n")
        if not self.stack:
            if blank:
                return
            self.begin(parent, "paragraph")  # text straight in a container; ends with the container
        between = blank and self.issue.annotated and self.word is None
        if between and (self.sentences or parent.find(tei("s")) is not None):
            return  # white space between tokens is layout; @join says what was printed
        self.stack[-1].add(text)

    def start(self, element: etree._Element) -> bool:
        """Note what begins; False when nothing in it is read."""
        name = local(element)
        parent = element.getparent()
        if name in SKIPPED or not isinstance(element.tag, str):
            return False
        if parent is not None and local(parent) == "choice" and chosen(parent) is not element:
            return False
        if name in BREAKS:
            self.break_line(element, name)
            return False
        if name in CONTAINERS:
            self.open_container(element, name)
        elif name in BLOCKS and not (name in IN_LINE and self.stack):
            self.begin(element, self.kind_of(element, name))
        elif name in ("w", "pc") and self.word is None:
            self.open_word(element)
        elif name == "s" and self.stack:
            self.issue.annotated = True
            self.sentences += 1
            self.spans[element] = self.stack[-1].open(None)
        elif name in NAMES and self.stack:
            self.open_name(element, name)
        elif name == "g" and not len(element) and not element.text and self.stack:
            self.stack[-1].add(GETA)
        return True

    def end(self, element: etree._Element) -> None:
        name = local(element)
        span = self.spans.pop(element, None)
        if span is not None and self.stack:
            self.stack[-1].close(span)
            self.sentences -= name == "s"
        if element is self.word:
            self.close_word(element)
        if element in self.opened:
            self.finish(element)
        if name == "figure":
            self.figures -= 1
        if is_article(element):
            self.articles.pop()
            self.article = self.articles[-1] if self.articles else -1

    def open_container(self, element: etree._Element, name: str) -> None:
        if name == "figure":
            self.figures += 1
        if is_article(element):
            self.issue.articles.append(
                ArticleInfo(element.get(XML_ID, ""), element.get("type", ""), element.get("subtype", ""))
            )
            self.article = len(self.issue.articles) - 1
            self.articles.append(self.article)

    def kind_of(self, element: etree._Element, name: str) -> str:
        """What a user calls this passage."""
        if self.figures:
            return FIGURE_KINDS.get(name, name)
        if name == "p" and len(element) == 1 and not (element.text or "").strip() and not (element[0].tail or "").strip():
            only = element[0]
            if local(only) == "ref" and only.get("type") in ("continuedOn", "continuedFrom"):
                return "jump"
            if local(only) == "seg" and only.get("type") in ("byline", "dateline"):
                return str(only.get("type"))
        return KINDS.get(name, name)

    def begin(self, element: etree._Element, kind: str) -> None:
        subtype = element.get("type", "") if local(element) == "head" else ""
        passage = Passage(element.get(XML_ID, ""), kind, subtype, self.article, "")
        gathering = Gathering(passage, len(self.issue.passages))
        gathering.page = self.page
        self.stack.append(gathering)
        self.opened.add(element)

    def finish(self, element: etree._Element) -> None:
        self.opened.discard(element)
        gathering = self.stack.pop()
        passage = gathering.finish()
        if passage is None:
            return
        self.issue.passages.insert(gathering.slot, passage)  # before those that stand within it
        if passage.kind == "head" and passage.article >= 0:
            main = passage.subtype in ("", "main") and passage.article not in self.titled
            article = self.issue.articles[passage.article]
            if main or not article.title:
                article.title = passage.text
            if main:
                self.titled.add(passage.article)

    def break_line(self, element: etree._Element, name: str) -> None:
        if name == "pb":
            self.page = element.get("n") or str(int(self.page) + 1 if self.page.isdigit() else 1)
            image = self.images.get(element.get("facs", "").split(" ")[0].removeprefix("#"))
            if image:
                self.issue.images[self.page] = image
            if self.stack:
                self.stack[-1].page = self.page
        if self.stack:
            self.stack[-1].break_line(element.get("break") == "no")

    def open_word(self, element: etree._Element) -> None:
        self.word = element
        self.issue.annotated = True
        if not self.stack:
            self.begin(element.getparent(), "paragraph")
        if element.get("join") in ("left", "both"):
            self.stack[-1].pending = ""
        self.spans[element] = self.stack[-1].open(element_to_word(element))

    def close_word(self, element: etree._Element) -> None:
        self.word = None
        if element.get("join") not in ("right", "both") and self.stack:
            self.stack[-1].space(" " if self.joined else "\n")

    def open_name(self, element: etree._Element, name: str) -> None:
        kind = NAMES[name] or element.get("type", "MISC").upper()
        self.spans[element] = self.stack[-1].open(Name(0, 0, NAME_TYPES.get(kind, kind)))


def element_to_word(element: etree._Element) -> Word:
    """The annotation of a w or pc, as PressMint has it: UPosTag and features in @msd, another tagset in @pos or @ana."""
    upos, feats = "", []
    for part in element.get("msd", "").split("|"):
        if part.startswith("UPosTag="):
            upos = part.removeprefix("UPosTag=")
        elif part and part != "_":
            feats.append(part)
    pos = element.get("pos") or element.get("ana", "").split(" ")[0].rpartition(":")[2].lstrip("#")
    lemma = element.get("lemma") or " ".join(w.get("lemma", "") for w in element.iterchildren(tei("w")))
    if not upos and local(element) == "pc":
        upos = "PUNCT"
    # A line break, which a character reference can bring in, would make two values of one.
    return Word(0, 0, *(" ".join(value.split()) for value in (pos, upos, lemma, "|".join(feats))))
