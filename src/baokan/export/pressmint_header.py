"""The headers of a PressMint corpus: of its root and of a component, plain and annotated."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from importlib import metadata

from lxml import etree

from baokan import __version__
from baokan.search.passages import IssueText
from baokan.tei.names import TEI, add, local

COUNTRIES = {  # ISO 3166 -> (in English, in Chinese)
    "CN": ("Chinese", "中国"), "HK": ("Hong Kong", "香港"), "MO": ("Macau", "澳门"), "TW": ("Taiwanese", "台湾"),
    "SG": ("Singaporean", "新加坡"), "MY": ("Malaysian", "马来西亚"),
}  # fmt: skip
LANGUAGES = {"zh": {"zh": "汉语", "en": "Chinese"}, "en": {"zh": "英语", "en": "English"}}
URL = re.compile(r"https?://\S+")
# What was done to the texts, along the dimensions that PressMint's guidelines name.
PRACTICE = {
    "correction": "Where the source encoding corrects a reading, or supplies a character lost at a column's edge, the corrected "
    "reading stands here; characters doubled there are left out.",
    "normalization": "Blanks are unified and private characters replaced, as PressMint asks; nothing else is changed.",
    "quotation": "Quotation marks stand in the text as printed.",
    "hyphenation": "Chinese is not hyphenated; lines and columns of one paragraph are joined without a mark.",
    "segmentation": "Texts are divided into articles, heads, notes (bylines, datelines, credits) and paragraphs; captions are "
    "paragraphs with rend caption.",
}
PROJECT = (
    "Newspapers encoded in TEI with baokan and brought into the form of PressMint, CLARIN's project of comparable corpora of "
    "historical newspapers.",
    "本语料库用 baokan 按 TEI 编码，并转换为 CLARIN 历史报纸语料库项目 PressMint 的格式。",
)


@dataclass(slots=True)
class Totals:
    """What a corpus holds, added up component by component."""

    texts: int = 0
    paragraphs: int = 0
    words: int = 0
    tags: Counter[str] = field(default_factory=Counter)
    dates: list[str] = field(default_factory=list)  # first and last
    languages: Counter[str] = field(default_factory=Counter)
    papers: set[str] = field(default_factory=set)
    rights: set[str] = field(default_factory=set)
    licences: set[str] = field(default_factory=set)

    def add(self, issue: IssueText, tags: Counter[str], words: int) -> None:
        self.texts += 1
        self.paragraphs += tags["p"]
        self.words += words
        self.tags += tags
        self.dates = [min([*self.dates, issue.date]), max([*self.dates, issue.date])]
        self.languages[primary_language(issue)] += 1
        self.papers.add(issue.paper)
        self.rights.add(issue.rights)
        self.licences.add(issue.licence)


@dataclass(frozen=True, slots=True)
class Corpus:
    """What all headers of an export share."""

    country: str  # ISO 3166, two letters
    annotated: bool
    language: str = "zh"

    @property
    def name(self) -> str:
        return f"PressMint-{self.country}"

    @property
    def suffix(self) -> str:
        return ".ana" if self.annotated else ""

    def titles(self, detail: str = "") -> tuple[str, str]:
        """(in Chinese, in English), with PressMint's stamp."""
        adjective, local_name = COUNTRIES.get(self.country, ("", ""))
        stamp = f"[PressMint{self.suffix}]"
        more = f", {detail}" if detail else ""
        english = f"{adjective} historical newspaper corpus".strip()
        return (
            f"{local_name}历史报纸语料库 {self.name}{more} {stamp}",
            f"{english[0].upper()}{english[1:]} {self.name}{more} {stamp}",
        )


def primary_language(issue: IssueText) -> str:
    """The issue's language by its two or three letters, as PressMint has them; Chinese where the encoding doesn't say."""
    return issue.language.partition("-")[0].lower() or "zh"


def count_tags(text: etree._Element) -> Counter[str]:
    """TEI element -> how many of them are in the text."""
    return Counter(name for element in text.iter() if (name := local(element)))


def write_component_header(root: etree._Element, corpus: Corpus, issue: IssueText, label: str, count: Totals) -> None:
    """The teiHeader of one issue, before its other children; `label` tells it from others of the day."""
    header = etree.Element(f"{{{TEI}}}teiHeader")
    root.insert(0, header)
    file_desc = add(header, "fileDesc")
    detail = ", ".join(part for part in (issue.paper, issue.date, label) if part)
    write_title(file_desc, corpus, detail)
    write_extent(file_desc, count, texts=False)
    write_publication(file_desc, {issue.rights} - {""}, {issue.licence} - {""})
    bibl = add(add(file_desc, "sourceDesc"), "bibl")
    if issue.paper:
        add(bibl, "title", issue.paper, level="j")
    add(bibl, "date", issue.date if issue.dated else None, **{issue.date_kind: issue.date})
    if issue.number:
        add(bibl, "biblScope", issue.number, unit="issue")
    add(bibl, "idno", issue.id, type="source")
    encoding = add(header, "encodingDesc")
    write_project(encoding, corpus)
    write_tags(encoding, count)


def write_root_header(
    root: etree._Element, corpus: Corpus, totals: Totals, include: Callable[[etree._Element, str], None]
) -> None:
    """The teiHeader of the corpus root; `include` appends an xi:include."""
    header = add(root, "teiHeader")
    file_desc = add(header, "fileDesc")
    write_title(file_desc, corpus, "")
    write_extent(file_desc, totals, texts=True)
    write_publication(file_desc, totals.rights - {""}, totals.licences - {""})
    source = add(file_desc, "sourceDesc")
    for paper in sorted(totals.papers):
        add(add(source, "bibl"), "title", paper or "unknown newspaper", level="j")
    encoding = add(header, "encodingDesc")
    write_project(encoding, corpus)
    editorial = add(encoding, "editorialDecl")
    for name, text in PRACTICE.items():
        add(add(editorial, name), "p", text, xml_lang="en")
    write_tags(encoding, totals)
    if corpus.annotated:
        include(add(encoding, "classDecl"), NER_FILE)
        write_applications(encoding)
    profile = add(header, "profileDesc")
    first, last = totals.dates[0][:4], totals.dates[1][:4]
    setting = add(add(profile, "settingDesc"), "setting")
    add(setting, "date", f"{first}–{last}", **{"from": first, "to": last})
    usage = add(profile, "langUsage")
    for ident in sorted({*totals.languages, "en"}):
        for language, text in LANGUAGES.get(ident, {"en": ident}).items():
            add(usage, "language", text, ident=ident, xml_lang=language)


def write_title(file_desc: etree._Element, corpus: Corpus, detail: str) -> None:
    statement = add(file_desc, "titleStmt")
    ours, english = corpus.titles(detail)
    if corpus.language == "zh":
        add(statement, "title", ours, type="main")
    add(statement, "title", english, type="main", xml_lang="en")
    responsible = add(statement, "respStmt")
    add(responsible, "name", "baokan")
    if corpus.language == "zh":
        add(responsible, "resp", "PressMint TEI XML 编码")
    add(responsible, "resp", "PressMint TEI XML encoding", xml_lang="en")


def write_extent(file_desc: etree._Element, count: Totals, texts: bool) -> None:
    extent = add(file_desc, "extent")
    sizes = [("texts", "篇", count.texts)] if texts else []
    for unit, chinese, number in [*sizes, ("paragraphs", "段", count.paragraphs), ("words", "词", count.words)]:
        add(extent, "measure", f"{number:,} {chinese}", unit=unit, quantity=str(number), xml_lang="zh")
        add(extent, "measure", f"{number:,} {unit}", unit=unit, quantity=str(number), xml_lang="en")


def write_publication(file_desc: etree._Element, rights: set[str], licences: set[str]) -> None:
    """What the issues' headers say of rights, and no more."""
    publication = add(file_desc, "publicationStmt")
    add(add(publication, "publisher"), "orgName", "baokan")
    free = bool(licences) and all("creativecommons.org" in licence for licence in licences)
    availability = add(publication, "availability", status="free" if free else "restricted" if licences else "unknown")
    for licence in sorted(licences):
        target = URL.search(licence)
        add(availability, "licence", licence, target=target[0] if target else None)
    for text in sorted(rights) or ["The source encoding says nothing of rights."]:
        add(availability, "p", text)


def write_project(encoding: etree._Element, corpus: Corpus) -> None:
    project = add(encoding, "projectDesc")
    add(project, "p", PROJECT[0], xml_lang="en")
    add(project, "p", PROJECT[1], xml_lang="zh")


def write_tags(encoding: etree._Element, count: Totals) -> None:
    namespace = add(add(encoding, "tagsDecl"), "namespace")
    namespace.set("name", TEI)
    for name, number in sorted(count.tags.items()):
        add(namespace, "tagUsage", gi=name, occurs=str(number))


def write_applications(encoding: etree._Element) -> None:
    """The tools that made the annotation where the corpus came without one."""
    info = add(encoding, "appInfo")
    tools = (
        ("baokan", __version__, "Sentences, parts of speech in UD's terms, names; the export into this form."),
        ("jieba", metadata.version("jieba"), "Words and their tags, where the corpus had no tokens of its own."),
    )
    for name, version, text in tools:
        application = add(info, "application", ident=name, version=version)
        add(application, "label", name)
        add(application, "desc", text, xml_lang="en")


NER_FILE = "PressMint-taxonomy-NER.ana.xml"
NER_CATEGORIES = {
    "PER": ("人名", "person"), "LOC": ("地名", "location"), "ORG": ("机构名", "organisation"), "MISC": ("其他", "miscellaneous"),
}  # fmt: skip


def ner_taxonomy() -> etree._Element:
    """The taxonomy of named entities that the annotated root includes."""
    root = etree.Element(f"{{{TEI}}}taxonomy", nsmap={None: TEI})
    root.set("{http://www.w3.org/XML/1998/namespace}id", NER_FILE.removesuffix(".xml"))
    for text, language in (("命名实体", "zh"), ("Named entities", "en")):
        add(add(root, "desc", xml_lang=language), "term", text)
    for name, (chinese, english) in NER_CATEGORIES.items():
        category = add(root, "category", xml_id=name)
        for text, language in ((chinese, "zh"), (english, "en")):
            add(add(category, "catDesc", xml_lang=language), "term", text)
    return root
