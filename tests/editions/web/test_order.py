"""Where articles, pages and notes stand in the web edition, against a plain count over the TEI, in made-up issues."""

from __future__ import annotations

import random

import pytest
from lxml import etree

from baokan.assets import asset
from baokan.editions.web.pages import IssuePages, issue_to_pages
from baokan.tei.names import XML_ID

HEAD = (
    "<teiHeader><fileDesc><titleStmt><title>清河日報</title></titleStmt><publicationStmt><p/></publicationStmt><sourceDesc><p/>"
    "</sourceDesc></fileDesc></teiHeader>"
)


def made_issue(seed: int, count: int) -> etree._ElementTree:
    """An issue of so many things: articles, sidebars, page breaks between and within them, running heads, notes."""
    rng = random.Random(seed)
    body = []
    articles = 0
    for _ in range(count):
        kind = rng.choice("aaaapfs")
        if kind == "p":
            body.append(f"<pb n='{rng.choice(['', '甲', str(rng.randint(1, 9))])}'/>")
        elif kind == "f":
            body.append("<fw>清河日報</fw>")
        else:
            articles += 1
            host = f" corresp='#x.a{rng.randint(1, articles)}'" if kind == "s" and articles > 1 else ""
            inner = "".join(rng.choice(["<p>橋</p>", "<p>橋<note>註</note></p>", "<p>橋<pb n='乙'/>河</p>"]) for _ in range(3))
            first = rng.choice(["", "", "<pb/>"])
            name = f" xml:id='x.a{articles}'" if host or rng.random() < 0.8 else ""
            body.append(f"<div type='article'{name}{host}>{first}<head>題{articles}</head>{inner}</div>")
    text = f"<TEI xmlns='http://www.tei-c.org/ns/1.0' xml:id='x'>{HEAD}<text><body>{''.join(body)}</body></text></TEI>"
    return etree.fromstring(text).getroottree()


def pages_of(tree: etree._ElementTree) -> IssuePages:
    return issue_to_pages(tree, asset("xslt", "web", "issue.xsl"), {})


def local(element: etree._Element) -> str:
    return str(etree.QName(element).localname)


class Plain:
    """The same facts by walking the tree for each article."""

    def __init__(self, tree: etree._ElementTree) -> None:
        body = tree.getroot().find(".//{*}body")
        hosts = {d.get(XML_ID) for d in body.iterchildren("{*}div") if not d.get("corresp")}
        divs = list(body.iterchildren("{*}div"))
        self.items = [d for d in divs if not (d.get("corresp") and d.get("corresp", "")[1:] in hosts)]
        self.pages = list(body.iter("{*}pb"))
        self.order = {element: number for number, element in enumerate(body.iter(etree.Element))}
        self.places = {d: number for number, d in enumerate(body.iterchildren(etree.Element), 1)}

    def file(self, item: etree._Element) -> str:
        return f"{item.get(XML_ID, '').removeprefix('x.') or f'body-div-{self.places[item]}'}.html"

    def page(self, item: etree._Element) -> int:
        first = item[0] if local(item[0]) == "pb" else item
        return sum(self.order[pb] <= self.order[first] for pb in self.pages)

    def label(self, number: int) -> str:
        return str(self.pages[number - 1].get("n") or number)


@pytest.mark.parametrize(("seed", "count"), [*((seed, 12) for seed in range(25)), (99, 600)])
def test_pages_and_neighbours_are_those_of_a_plain_count(seed: int, count: int) -> None:
    tree = made_issue(seed, count)
    plain, made = Plain(tree), pages_of(tree)
    articles = [page for page in made.pages if page.kind == "article"]
    if not plain.items:
        return
    files = [plain.file(item) for item in plain.items]
    assert [page.href for page in articles] == files
    assert len([page for page in made.pages if page.kind == "page"]) == len(plain.pages)
    for number, (item, page) in enumerate(zip(plain.items, articles, strict=True)):
        links = {a.get("rel"): a.get("href") for a in page.html.iter("link")}
        assert links.get("prev") == (files[number - 1] if number else None)
        assert links.get("next") == (files[number + 1] if number + 1 < len(files) else None)
        crumb = next(
            (a for a in page.html.iter("a") if a.get("href", "").startswith("page-") and "#" not in a.get("href", "")), None
        )
        leaf = plain.page(item)
        assert (crumb.get("href") if crumb is not None else None) == (f"page-{leaf}.html" if leaf else None)
        assert crumb is None or f"第 {plain.label(leaf)} 版" in "".join(crumb.itertext())
        numbers = [a.text for a in page.html.iterfind(".//div[@class='text']//sup/a")]
        own = len(list(item.iter("{*}note")))
        assert numbers[:own] == [f"[{n}]" for n in range(1, own + 1)]


@pytest.mark.parametrize("seed", range(25))
def test_the_contents_of_each_page_are_what_begins_on_it(seed: int) -> None:
    tree = made_issue(seed, 20)
    plain, made = Plain(tree), pages_of(tree)
    index = next(page.html for page in made.pages if page.kind == "issue")
    listed = [[a.get("href") for a in ol.iterfind("li/a")] for ol in index.iterfind(".//ol[@class='contents']")]
    wanted = [[plain.file(i) for i in plain.items if plain.page(i) == n] for n in range(1, len(plain.pages) + 1)]
    loose = [plain.file(i) for i in plain.items if not plain.page(i)]
    assert listed == wanted + ([loose] if loose else [])


def test_a_page_of_a_long_item_shows_what_stands_on_it() -> None:
    blocks = "".join(f"<pb n='{n}'/><p>words {n}<note>note {n}</note></p><p>more {n}</p>" for n in range(1, 21))
    body = f"<body><div><head>Book</head>{blocks}</div></body>"
    text = f"<TEI xmlns='http://www.tei-c.org/ns/1.0' xml:id='x'>{HEAD}<text>{body}</text></TEI>"
    made = pages_of(etree.fromstring(text).getroottree())
    views = [page.html for page in made.pages if page.kind == "page"]
    for number, html in enumerate(views, 1):
        shown = "".join(html.find(".//div[@class='reading-pane']").itertext())
        assert all(f"{word} {number}" in shown for word in ("words", "note", "more"))
        assert f"words {number % 20 + 1}" not in shown.replace(f"words {number}", "", 1)
    whole = next(page.html for page in made.pages if page.kind == "article")
    assert all(f"more {n}" in "".join(whole.itertext()) for n in range(1, 21))
