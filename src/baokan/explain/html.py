"""A view as HTML: an overview, what to check, the blocks with their arrows, the articles. No script; all text is escaped."""

from __future__ import annotations

from collections.abc import Sequence
from unicodedata import east_asian_width

from lxml import etree

from baokan.assets import asset
from baokan.explain.arcs import RowBox, draw_arrows, draw_overview
from baokan.explain.elements import add, new
from baokan.explain.plan import draw_plan
from baokan.explain.view import Row, View, article_title, article_type, page_to_view
from baokan.explain.words import KINDS, ROLES
from baokan.model import Article, Certainty, EncodedPage

STYLE = ("xslt", "explain", "explain.css")
POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
# A row's heights in pixels; the arrows are drawn by them, so nothing in a row may grow.
ONE_LINE, TWO_LINES, NOTE_LINE, GAP_MARK = 30, 50, 17, 16
FITS_ONE, FITS_TWO = 44, 88  # widths of a Chinese character
HEAD_SHOWN, TAIL_SHOWN = 50, 34  # the same, of a longer block
NARROW = 0.55  # width of a Latin letter, as a share of that
GOLDEN_ANGLE = 137.508  # degrees between the hues of neighbours, so that no two are alike
MOST_DOUBTS = 40


def explanation_to_bytes(issue: str, pages: Sequence[EncodedPage]) -> bytes:
    """The explanation of an issue, a section a page, as one HTML file. A file without a page of its own has none."""
    html = new("html", lang="zh")
    head = add(html, "head")
    add(head, "meta", charset="utf-8")
    add(head, "meta", **{"http-equiv": "Content-Security-Policy", "content": POLICY})
    add(head, "meta", name="viewport", content="width=device-width")
    add(head, "title", f"{issue}: how it was put together")
    add(head, "style", asset(*STYLE).read_text(encoding="utf-8"))
    body = add(html, "body")
    header = add(body, "header")
    add(header, "h1", issue)
    add(
        header, "p",
        "What baokan made of this issue and why: blocks in the order of the source, arrows where a text reads on, "
        "articles in colour. Click on a long block to read all of it. It tells the machine's guesses; "
        "what a person changed in the TEI isn't shown here. "
        "本页说明机器如何拼合版面：左为来源顺序的文字块，箭头表示续接，颜色表示稿件。",
    )  # fmt: skip
    write_legend(header)
    for number, page in enumerate(pages, 1):
        if page.source.part is not None:
            write_page(body, f"s{number}", page)
    text: bytes = etree.tostring(html, encoding="utf-8", method="html")
    return b"<!DOCTYPE html>\n" + text + b"\n"


def write_legend(parent: etree._Element) -> None:
    legend = add(parent, "p", cls="legend")
    for cls, label in (
        ("cert-high", "goes on 续接, sure"), ("cert-medium", "likely"), ("cert-low", "doubtful 存疑"),
        ("order", "the article reads on elsewhere 下文在他处"),
    ):  # fmt: skip
        item = add(legend, "span", cls="key")
        svg = add(item, "svg", width="34", height="12", viewBox="0 0 34 12")
        add(svg, "path", d="M1 6H26", cls=f"arrow {cls}")
        add(svg, "path", d="M26 2L33 6L26 10Z", cls=f"point {cls}")
        add(item, "span", label)


def write_page(body: etree._Element, prefix: str, page: EncodedPage) -> None:
    view = page_to_view(page.source.page, page.articles)
    section = add(body, "section", id=prefix)
    number = page.metadata.page.value if page.metadata.page else page.source.page.number
    add(section, "h2", page.source.name + (f", page {number}" if number else ""))
    joins = [a for a in view.arrows if a.joined]
    counts = ", ".join(f"{sum(a.cert is c for a in joins)} {c.value}" for c in Certainty)
    add(
        section, "p",
        f"{len(view.rows)} blocks, {len(view.articles)} items, {len(joins)} seams ({counts}), {len(view.doubts)} to check",
        cls="counts",
    )  # fmt: skip
    if not view.rows:
        add(section, "p", "The source holds no text. 来源没有文字。")
        return
    hues = [hue(n) for n in range(len(view.articles))]
    draw_overview(section, view, hues, prefix)
    write_doubts(section, view, prefix)
    draw_plan(section, view, hues, prefix)
    both = add(section, "div", cls="both")
    write_rows(both, view, prefix)
    write_articles(both, view, prefix)


def write_doubts(section: etree._Element, view: View, prefix: str) -> None:
    """What a person should look at, least sure first."""
    if not view.doubts:
        return
    details = add(section, "details", cls="doubts")
    add(details, "summary", f"To check 待核：{len(view.doubts)}")
    listed = add(details, "ul")
    for doubt in view.doubts[:MOST_DOUBTS]:
        item = add(listed, "li", cls=f"cert-{doubt.cert.value}")
        add(item, "a", f"#{doubt.block + 1}", href=f"#{prefix}-b{doubt.block + 1}")
        add(item, "span", f" {doubt.cert.value}: {doubt.what} ")
        add(item, "q", view.rows[doubt.block].text[:20], cls="text")
    if len(view.doubts) > MOST_DOUBTS:
        add(listed, "li", f"and {len(view.doubts) - MOST_DOUBTS} more, marked in the list below")


def write_rows(both: etree._Element, view: View, prefix: str) -> None:
    """The blocks, one a row of known height, with the arrows beside them."""
    boxes = [row_box(row) for row in view.rows]
    column = add(both, "div", cls="source")
    add(column, "h3", "Blocks in the source's order 来源顺序")
    frame = add(column, "div", cls="frame")
    width = draw_arrows(frame, view, boxes)
    listed = add(frame, "ol", cls="rows", style=f"margin-left:{width}px")
    for row, box in zip(view.rows, boxes, strict=True):
        write_row(listed, view, row, box.height, prefix)


def row_box(row: Row) -> RowBox:
    """Arrows enter beside the first line of the text and leave beside the last."""
    text = ONE_LINE if fitting(row.text, FITS_ONE) == len(row.text) else TWO_LINES
    mark = GAP_MARK if row.gap > 1 and row.block else 0
    return RowBox(mark + text + (NOTE_LINE if row.notes else 0), mark + 10, mark + text - 9)


def fitting(text: str, width: float) -> int:
    """How many characters of text from its start on fit a width, given in Chinese characters."""
    if len(text) <= width:
        return len(text)
    for count, character in enumerate(text):
        width -= 1 if east_asian_width(character) in "WFA" else NARROW
        if width < 0:
            return count
    return len(text)


def write_row(listed: etree._Element, view: View, row: Row, height: int, prefix: str) -> None:
    number = row.article
    style = f"height:{height}px" + (f";--hue:{hue(number)}" if number is not None else "")
    item = add(listed, "li", id=f"{prefix}-b{row.block + 1}", cls=f"row {row_class(view, row)}", style=style)
    if row.gap > 1 and row.block:
        add(item, "span", f"{row.gap} blank lines 空行", cls="gap")
    line = add(item, "div", cls="line")
    add(line, "span", f"#{row.block + 1}", cls="number", title=f"line {row.line} of the source")
    if number is not None:
        title = article_title(view.page, view.articles[number])
        add(line, "a", f"A{number + 1}", cls="badge", href=f"#{prefix}-a{number + 1}", title=title)
    write_text(line, view, row)
    if row.notes:
        add(item, "div", " · ".join(row.notes), cls="notes", title=" · ".join(row.notes))


def row_class(view: View, row: Row) -> str:
    """What the row's look shows: its role, and the least certainty that anything about it has."""
    if not row.pieces:
        return "lost"
    certs = [p.unit.cert for p in row.pieces] + [p.fragment.seam.cert for p in row.pieces if p.fragment.seam]
    if row.article is not None and row.pieces[0].fragment is view.articles[row.article].units[0].fragments[0]:
        certs.append(view.articles[row.article].cert)
    worst = max(certs, key=list(Certainty).index)
    head = " head" if row.pieces[0].unit.role.is_head else ""
    return f"sure-{worst.value}{head}"


def write_text(line: etree._Element, view: View, row: Row) -> None:
    """The roles of the block's pieces and its text, long ones with their middle left out and all of it on opening."""
    roles = add(line, "span", cls="roles")
    for piece in row.pieces:
        notice = view.articles[piece.article].kind
        zh, en = KINDS[notice.value] if notice.value in KINDS else ROLES[piece.unit.role]
        label = ("↪ " if piece.continues else "") + zh
        title = f"{en}, {piece.unit.cert.value}" + (", run in" if piece.unit.run_in else "")
        add(roles, "span", label, cls=f"role cert-{piece.unit.cert.value}", title=title)
    if fitting(row.text, FITS_TWO) == len(row.text):
        text = add(line, "span", cls="text")
        write_pieces(text, row, 0, len(row.text))
        return
    details = add(line, "details", cls="text")
    summary = add(details, "summary")
    write_pieces(summary, row, 0, fitting(row.text, HEAD_SHOWN))
    add(summary, "span", " …… ", cls="cut")
    write_pieces(summary, row, len(row.text) - fitting(row.text[::-1], TAIL_SHOWN), len(row.text))
    whole = add(details, "div", cls="whole")
    write_pieces(whole, row, 0, len(row.text))


def write_pieces(parent: etree._Element, row: Row, start: int, end: int) -> None:
    """The text from start to end, a span a piece, what was lost or doubled marked."""
    for piece in row.pieces or (None,):
        first, last = (piece.fragment.start, piece.fragment.end) if piece else (0, len(row.text))
        first, last = max(first, start), min(last, end)
        if first >= last:
            continue
        seam = piece.fragment.seam if piece else None
        span = add(parent, "span", cls="piece")
        if piece and seam and first == piece.fragment.start:
            if seam.lost:
                add(span, "ins", seam.lost, title="lost at the seam, supplied")
            if seam.doubled:
                add(span, "del", row.text[first : first + seam.doubled], title="doubled at the seam")
                first += seam.doubled
        if len(span):
            span[-1].tail = row.text[first:last]
        else:
            span.text = row.text[first:last]


def write_articles(both: etree._Element, view: View, prefix: str) -> None:
    """The articles in reading order, each unit with the blocks that it was made of."""
    column = add(both, "div", cls="articles")
    add(column, "h3", "Articles in reading order 稿件")
    for number, article in enumerate(view.articles):
        card = add(column, "article", id=f"{prefix}-a{number + 1}", cls=f"sure-{article.cert.value}")
        card.set("style", f"--hue:{hue(number)}")
        title = add(card, "h4")
        add(title, "span", f"A{number + 1}", cls="badge")
        add(title, "span", article_title(view.page, article), cls="text")
        write_facts(card, article, prefix)
        if article.evidence:
            add(card, "p", " · ".join(article.evidence), cls="notes")
        units = add(card, "p", cls="units")
        for unit in article.units:
            item = add(units, "span", cls=f"unit cert-{unit.cert.value}")
            add(item, "span", ROLES[unit.role][0], title=f"{ROLES[unit.role][1]}, {unit.cert.value}")
            for place, fragment in enumerate(unit.fragments):
                cert = fragment.seam.cert.value if fragment.seam else "high"
                link = add(item, "a", f"{'→' if place else ' '}#{fragment.block + 1}", href=f"#{prefix}-b{fragment.block + 1}")
                link.set("class", f"cert-{cert}")


def write_facts(card: etree._Element, article: Article, prefix: str) -> None:
    """An article's type and certainty, the article that it stands beside, and where it goes on."""
    said = "said by the source" if article.given else article.cert.value
    facts = add(card, "p", f"{article_type(article)}, {said}", cls="facts")
    if article.host is not None:
        add(facts, "span", ", beside ")
        add(facts, "a", f"A{article.host + 1}", href=f"#{prefix}-a{article.host + 1}")
    if article.goes_on is not None:
        page, number = article.goes_on
        add(facts, "span", ", ")
        add(facts, "a", "goes on on another page", href=f"#s{page + 1}-a{number + 1}")


def hue(number: int) -> int:
    """An article's hue in degrees."""
    return round(number * GOLDEN_ANGLE + 210) % 360
