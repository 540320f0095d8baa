"""A page with its articles as what is to be seen: rows in the source's order, arrows, articles in reading order, doubts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from baokan.model import Article, Certainty, Fragment, Kind, Page, Role, Unit, unit_text

TITLE_LENGTH = 30  # characters of an article's title


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of a block that became (part of) a unit of an article."""

    article: int
    unit: Unit
    fragment: Fragment

    @property
    def continues(self) -> bool:
        return self.fragment is not self.unit.fragments[0]


@dataclass(frozen=True, slots=True)
class Row:
    """A block: its text, the blank lines above it, its pieces in its own order."""

    block: int
    line: int
    gap: int
    text: str
    pieces: tuple[Piece, ...]

    @property
    def article(self) -> int | None:
        return self.pieces[0].article if self.pieces else None

    @property
    def notes(self) -> list[str]:
        """What speaks for this block's roles and for what it continues, and what its seam lost or doubled."""
        notes = [note for piece in self.pieces if not piece.continues for note in piece.unit.evidence]
        for piece in self.pieces:
            seam = piece.fragment.seam
            if seam is None:
                continue
            notes += seam.evidence
            if seam.lost:
                notes.append(f"{seam.lost} lost at the seam ({seam.lost_cert or Certainty.LOW})")
            if seam.doubled:
                notes.append(f"{self.text[piece.fragment.start :][: seam.doubled]} doubled at the seam")
        return notes


@dataclass(frozen=True, slots=True)
class Arrow:
    """One row is read after another: joined in a paragraph, or the next unit of an article that stands elsewhere."""

    source: int  # the row that it leaves
    target: int
    cert: Certainty
    joined: bool
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something to look at: the block it is about, how sure the inference was, and what it is."""

    block: int
    cert: Certainty
    what: str


@dataclass(frozen=True, slots=True)
class View:
    """All that the page shows of one source."""

    page: Page
    articles: tuple[Article, ...]
    rows: tuple[Row, ...]
    arrows: tuple[Arrow, ...]
    doubts: tuple[Doubt, ...]


def page_to_view(page: Page, articles: tuple[Article, ...]) -> View:
    """The view of a page; its articles hold every role and seam with its certainty and evidence."""
    pieces: dict[int, list[Piece]] = {}
    for number, article in enumerate(articles):
        for unit in article.units:
            for fragment in unit.fragments:
                pieces.setdefault(fragment.block, []).append(Piece(number, unit, fragment))
    rows = tuple(
        Row(b.index, b.line, b.blank_before, b.text, tuple(sorted(pieces.get(b.index, ()), key=lambda p: p.fragment.start)))
        for b in page.blocks
    )
    arrows = tuple(arrow for article in articles for arrow in article_to_arrows(article))
    return View(page, articles, rows, arrows, tuple(doubts(page, articles)))


def article_to_arrows(article: Article) -> Iterator[Arrow]:
    """The joins of an article, and where its text goes on elsewhere than in the next block, its own pictures left out."""
    pictures = {f.block for u in article.units if u.role.is_in_figure for f in u.fragments}
    for unit in article.units:
        for left, right in pairwise(unit.fragments):
            seam = right.seam
            yield Arrow(left.block, right.block, seam.cert if seam else Certainty.LOW, True, seam.evidence if seam else ())
    for before, after in pairwise(u for u in article.units if not u.role.is_in_figure):
        source, target = before.fragments[-1].block, after.fragments[0].block
        beside = source + 1
        while beside in pictures:
            beside += 1
        if target not in (source, beside):
            yield Arrow(source, target, article.cert, False)


def doubts(page: Page, articles: tuple[Article, ...]) -> Iterator[Doubt]:
    """What the inference wasn't sure of, in the source's order, least sure first within an article."""
    found: list[Doubt] = []
    for article in articles:
        if article.units and article.cert is Certainty.LOW:
            what = "what belongs to this article" + (f": {'; '.join(article.evidence)}" if article.evidence else "")
            found.append(Doubt(article.units[0].fragments[0].block, article.cert, what))
        for unit in article.units:
            if unit.cert is Certainty.LOW:
                found.append(Doubt(unit.fragments[0].block, unit.cert, f"whether this is a {unit.role.value}"))
            for fragment in unit.fragments:
                seam = fragment.seam
                if seam is not None and seam.cert is not Certainty.HIGH:
                    found.append(Doubt(fragment.block, seam.cert, "whether this goes on from where the arrow comes from"))
                if seam is not None and seam.lost:
                    found.append(Doubt(fragment.block, seam.lost_cert or Certainty.LOW, f"whether {seam.lost} was lost here"))
    yield from sorted(found, key=lambda d: (d.cert is not Certainty.LOW, d.block))


def article_title(page: Page, article: Article) -> str:
    """The main head, or how the article begins; nothing of one that holds pictures only."""
    main = [u for u in article.units if u.role is Role.MAIN]
    text = "".join(unit_text(page, unit) for unit in (main or article.units)[:1])
    return text if len(text) <= TITLE_LENGTH else text[:TITLE_LENGTH] + "…"


def article_type(article: Article) -> str:
    return article.subtype.value if article.kind is Kind.ARTICLE else article.kind.value
