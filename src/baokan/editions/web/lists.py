"""The ways in: front page, papers and their calendars, names with every mention, authors, types."""

from __future__ import annotations

import calendar
import itertools
import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from sqlite3 import Row
from urllib.parse import quote

from lxml import etree

from baokan.editions.stylesheets import stylesheet
from baokan.editions.web.addresses import file_stem
from baokan.editions.web.catalogue import Catalogue
from baokan.editions.web.folding import fold
from baokan.editions.web.output import ListOutput
from baokan.editions.web.pages import html_to_bytes
from baokan.editions.web.records import AuthorityRecord

DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
KINDS = {"person": "people", "place": "places", "org": "orgs", "author": "authors"}
MOST_ISSUES = 800  # of a paper whose calendars stand on one page
MOST_ROWS = 200  # mentions or articles on a page
MOST_NAMES = 2000  # names on a page of an index
LATEST = 12  # issues on the front page
# The first character of level 1 of GB 2312 for each initial of pinyin; that level is in pinyin order.
INITIALS = "啊A芭B擦C搭D蛾E发F噶G哈H击J喀K垃L妈M拿N哦O啪P期Q然R撒S塌T挖W昔X压Y匝Z"
BOUNDS = [c.encode("gb2312") for c in INITIALS[::2]]
LEVEL_1_ENDS = "座".encode("gb2312")
# The rows of the lists that go over several pages, in their order.
MENTIONS = """
select m.*, a.href, a.title, i.folder, i.paper, i.day, i.date
from mention m join issue i on i.id = m.issue join article a on a.issue = m.issue and a.number = m.article
where m.kind = ? and m.key = ? order by i.day, i.folder, m.article, m.number
"""
ARTICLES = """
select a.*, i.folder, i.paper, i.day, i.date from article a join issue i on i.id = a.issue
where a.type = ? order by i.day desc, i.folder, a.number
"""


class Lists:
    """Writes the ways in from a catalogue; a page whose words are those of the last run stays as it is."""

    def __init__(
        self,
        catalogue: Catalogue,
        out: ListOutput,
        parameters: dict[str, str],
        records: Mapping[str, AuthorityRecord] | None = None,
    ) -> None:
        """records: name/@ref -> the authority record of that name."""
        self.catalogue = catalogue
        self.out = out
        self.parameters = parameters
        self.records = records or {}

    def page(self, name: str, root: etree._Element) -> None:
        if self.out.has(name, etree.tostring(root)):
            return
        depth = "../" * name.count("/")
        arguments = {k: etree.XSLT.strparam(v) for k, v in (self.parameters | {"root": depth}).items() if v}
        # The parameter's default is an article's depth, so the empty prefix has to be said.
        arguments["root"] = etree.XSLT.strparam(depth)
        tree = stylesheet("web", "lists.xsl")(etree.ElementTree(root), **arguments)
        self.out.write(name, html_to_bytes(tree.getroot()))

    # front page and papers
    def write_front(self) -> None:
        self.page("search.html", etree.Element("search"))
        root = etree.Element("front")
        root.set("issues", str(self.catalogue.one("select count(*) from issue")))
        root.set("articles", str(self.catalogue.one("select coalesce(sum(articles), 0) from issue")))
        papers = (
            "select paper, count(*) n, sum(articles) a, min(nullif(day, '')) first, max(day) last"
            " from issue group by paper order by paper = '', paper"
        )
        for row in list(self.catalogue.rows(papers)):
            add(
                root,
                "paper",
                name=row["paper"],
                href=self.paper_href(row["paper"]),
                issues=row["n"],
                articles=row["a"],
                first=row["first"] or "",
                last=row["last"] or "",
            )
        for row in list(self.catalogue.rows("select * from issue order by day desc, folder limit ?", LATEST)):
            issue = add(
                root,
                "issue",
                href=f"issues/{quote(row['folder'])}/index.html",
                title=row["title"],
                day=row["day"],
                date=row["date"],
            )
            for article in self.catalogue.rows(
                "select * from article where issue = ? order by type in ('notice', 'advertisement', 'masthead'), number limit 7",
                row["id"],
            ):
                add(
                    issue,
                    "article",
                    href=f"issues/{quote(row['folder'])}/{quote(article['href'])}",
                    title=article["title"],
                    type=article["type"],
                    authors=article["authors"],
                )
        self.page("index.html", root)

    def paper_href(self, paper: str) -> str:
        return f"papers/{quote(file_stem(paper))}.html"

    def write_paper(self, paper: str) -> None:
        """A paper's calendar; none where it has no issues."""
        self.out.list = f"paper {paper}"
        count = self.catalogue.one("select count(*) from issue where paper = ?", paper)
        if not count:
            return
        stem = file_stem(paper)
        root = etree.Element("paper", name=paper, issues=str(count))
        issues = self.catalogue.rows("select * from issue where paper = ? order by day, folder", paper)
        years = itertools.groupby(issues, key=lambda row: row["day"][:4] if DAY.fullmatch(row["day"]) else "")
        for year, rows in years:
            if not year:
                self.add_undated(root, rows)
            elif count <= MOST_ISSUES:
                add_year(root, year, rows)
            else:
                alone = etree.Element("paper", name=paper, issues=str(count), year=year, href=f"{quote(stem)}.html")
                add_year(alone, year, rows)
                self.page(f"papers/{stem}.{year}.html", alone)
                add(root, "other", year=year, href=f"{quote(stem)}.{year}.html")
        self.page(f"papers/{stem}.html", root)

    def add_undated(self, root: etree._Element, rows: Iterator[Row]) -> None:
        for row in rows:
            add(
                root,
                "issue",
                href=f"../issues/{quote(row['folder'])}/index.html",
                title=row["title"],
                date=row["date"],
                day=row["day"],
                articles=row["articles"],
            )

    # names
    def write_names(self, kind: str) -> None:
        """The index of all names of a kind."""
        self.out.list = f"names {kind}"
        folder = KINDS[kind]
        rows = self.catalogue.rows("select key, label, count from name where kind = ?", kind)
        said = ((self.label(row["key"], row["label"]), row["key"], row["count"]) for row in rows)
        names = sorted(said, key=lambda row: (name_order(row[0]), row[1]))
        chunks = [names[at : at + MOST_NAMES] for at in range(0, len(names), MOST_NAMES)] or [[]]
        for number, chunk in enumerate(chunks, 1):
            root = etree.Element("names", kind=folder, count=str(len(names)))
            add_pager(root, folder, number, len(chunks))
            for letter, group in itertools.groupby(chunk, key=lambda row: name_letter(row[0])):
                element = add(root, "group", letter=letter)
                for label, key, count in group:
                    add(element, "name", label=label, count=count, href=f"{folder}/{quote(file_stem(key))}.html")
            self.page(f"names/{numbered(folder, number)}.html", root)

    def label(self, key: str, said: str) -> str:
        """What a name is listed as: as its authority record has it, else as it is said."""
        return self.records[key].names[0] if key in self.records else said

    def write_mentions(self, kind: str, first: str, end: str | None) -> None:
        """The pages that are to be made of the names of a kind whose keys lie in [first, end)."""
        for key, pages in list(self.catalogue.wanted(f"name {kind} ", first, end)):
            for row in self.catalogue.rows("select label, count from name where kind = ? and key = ?", kind, key):
                self.out.list = f"name {kind} {key}"
                self.write_name(kind, (self.label(key, row["label"]), key, row["count"]), pages)

    def write_name(self, kind: str, said: tuple[str, str, int], wanted: Sequence[int]) -> None:
        label, key, count = said
        folder, stem, pages = KINDS[kind], file_stem(key), -(-count // MOST_ROWS)
        for number, rows in self.paged(MENTIONS, (kind, key), wanted or range(1, pages + 1)):
            root = etree.Element("name", kind=folder, label=label, count=str(count))
            if key != label:
                root.set("ref", key)
            add_pager(root, stem, number, pages)
            if key in self.records:
                add_record(root, self.records[key])
            for row in rows:
                add(
                    root,
                    "mention",
                    href=article_href(row) + (f"#{quote(row['anchor'])}" if row["anchor"] else ""),
                    title=row["title"],
                    paper=row["paper"],
                    day=row["day"],
                    date=row["date"],
                    before=row["before"],
                    said=row["said"],
                    after=row["after"],
                )
            self.page(f"names/{folder}/{numbered(stem, number)}.html", root)

    def paged(self, query: str, given: tuple[str, ...], pages: Sequence[int]) -> Iterator[tuple[int, Iterator[Row]]]:
        """The rows of a long list, page by page; neighbouring pages are read in one go."""
        first = min(pages, default=1)
        rows = self.catalogue.rows(f"{query} limit -1 offset ?", *given, (first - 1) * MOST_ROWS)
        for number in range(first, max(pages, default=0) + 1):
            page = itertools.islice(rows, MOST_ROWS)
            if number in pages:
                yield number, page
            for _ in page:
                pass  # what wasn't looked at

    # types
    def write_types(self) -> None:
        root = etree.Element("types")
        for row in self.catalogue.rows("select type, count(*) n from article group by type order by n desc, type"):
            add(
                root,
                "type",
                name=row["type"],
                count=row["n"],
                href=f"types/{quote(file_stem(row['type']))}.html",
            )
        self.page("names/types.html", root)

    def write_type(self, kind: str, wanted: Sequence[int]) -> None:
        """The pages of a type's articles, newest first: those `wanted`, or all."""
        self.out.list = f"type {kind}"
        stem = file_stem(kind)
        count = self.catalogue.one("select count(*) from article where type = ?", kind)
        pages = -(-count // MOST_ROWS)
        for number, rows in self.paged(ARTICLES, (kind,), wanted or range(1, pages + 1)):
            root = etree.Element("type", name=kind, count=str(count))
            add_pager(root, stem, number, pages)
            for row in rows:
                add(
                    root,
                    "article",
                    href=article_href(row),
                    title=row["title"],
                    paper=row["paper"],
                    day=row["day"],
                    date=row["date"],
                    authors=row["authors"],
                )
            self.page(f"names/types/{numbered(stem, number)}.html", root)


def article_href(row: Row) -> str:
    return f"../../issues/{quote(row['folder'])}/{quote(row['href'])}"


def add(parent: etree._Element, tag: str, /, **attributes: object) -> etree._Element:
    return etree.SubElement(parent, tag, {key: str(value) for key, value in attributes.items()})


def add_record(root: etree._Element, record: AuthorityRecord) -> None:
    """What the authority file says of a name."""
    element = add(root, "record")
    for name in record.names[1:]:
        add(element, "also", text=name)
    for kind, said in record.dates:
        add(element, "dated", kind=kind, text=said)
    for note in record.notes:
        add(element, "said", text=note)
    for kind, value, href in record.identifiers:
        add(element, "identifier", kind=kind, text=value, href=href)


def add_pager(root: etree._Element, stem: str, number: int, pages: int) -> None:
    """Links to the pages of a long list: the first, the last and those around this one."""
    if pages < 2:
        return
    for other in sorted({1, pages, *range(max(1, number - 3), min(pages, number + 3) + 1)}):
        add(root, "leaf", n=other, href=f"{quote(numbered(stem, other))}.html", here=int(other == number))


def numbered(stem: str, number: int) -> str:
    return stem if number == 1 else f"{stem}.{number}"


def add_year(root: etree._Element, year: str, rows: Iterator[Row]) -> None:
    """A year's months with a day for each day, those with an issue linked."""
    by_day: dict[str, list[Row]] = {}
    for row in rows:
        by_day.setdefault(row["day"], []).append(row)
    element = add(root, "year", n=year, issues=sum(map(len, by_day.values())))
    for month in range(1, 13):
        days = [day for day in by_day if int(day[5:7]) == month]
        if not days:
            continue
        first, length = calendar.monthrange(max(1, int(year)), month)
        box = add(element, "month", n=month, first=first)
        for number in range(1, length + 1):
            day = add(box, "day", n=number)
            for row in by_day.get(f"{year}-{month:02}-{number:02}", ()):
                add(
                    day,
                    "issue",
                    href=f"../issues/{quote(row['folder'])}/index.html",
                    title=row["title"],
                    articles=row["articles"],
                )


def name_letter(label: str) -> str:
    """The letter under which a name is listed: its own, or the pinyin initial of its first character where that is known."""
    first = fold(label[:1])
    if first.isascii() and first.isalpha():
        return first.upper()
    try:
        code = first.encode("gb2312")
    except UnicodeEncodeError:
        return "…"
    place = bisect_right(BOUNDS, code)
    return INITIALS[2 * place - 1] if place and code <= LEVEL_1_ENDS and len(code) == 2 else "…"


def name_order(label: str) -> tuple[str, bytes]:
    letter = name_letter(label)
    return ("\U0010ffff" if letter == "…" else letter, fold(label).encode("gb18030", "replace"))
