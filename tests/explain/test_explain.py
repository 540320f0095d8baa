"""The explanation of a page: whole, true to the inference, safe with hostile text, the same each time."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html
from pages import make_page

from baokan.articles import infer
from baokan.encode import source_to_page
from baokan.explain import explanation_to_bytes, page_to_view
from baokan.explain.lanes import MOST_LANES, arrows_to_lanes
from baokan.explain.view import Arrow
from baokan.files import write_atomic
from baokan.model import Article, Block, Box, Certainty, EncodedPage, Kind, Metadata, Page, Residue, Source
from baokan.read import text_to_source

HOSTILE = """<script>alert(1)</script>&lt;b&gt;</style></svg>

" onmouseover="alert(2)" x='</title><img src=x onerror=alert(3)>

javascript:alert(4) ]]> <!-- {{x}} ${y} \u202e掉头 \ufeff，这一段没有完

]]></ol></section>后来又接上了。
"""


def explain_sources(issue: str, sources: Sequence[Source]) -> bytes:
    return explanation_to_bytes(issue, [source_to_page(source, Metadata()) for source in sources])


def explain(text: str, name: str = "x.txt") -> html.HtmlElement:
    return html.fromstring(explain_sources("x", [text_to_source(text.encode(), name)]).decode())


def made(tier: str = "c", number: int = 2) -> str:
    """Three made pages in one, so that there are seams of all sorts."""
    return "\n\n".join(make_page(tier, number + more).text for more in range(3))


def whole_text(row: html.HtmlElement) -> str:
    """A block's text as the page has it, without what was supplied."""
    whole = row.xpath(".//*[@class='whole']") or row.xpath(".//*[@class='text']")
    for supplied in whole[0].xpath(".//ins"):
        supplied.drop_tree()
    return "".join(whole[0].itertext())


def test_every_block_is_a_row_with_its_whole_text() -> None:
    page = text_to_source(made().encode(), "x.txt").page
    rows = explain(made()).xpath("//li[starts-with(@id, 's1-b')]")
    assert [row.get("id") for row in rows] == [f"s1-b{n + 1}" for n in range(len(page.blocks))]
    assert [whole_text(row) for row in rows] == [block.text for block in page.blocks]


def test_arrows_show_every_seam_with_its_evidence() -> None:
    inference = infer(text_to_source(made().encode(), "x.txt").page)
    seams = [f.seam for a in inference.articles for u in a.units for f in u.fragments[1:]]
    assert len(seams) > 3
    tree = explain(made())
    joined = tree.xpath("//svg[@class='arrows']/g[starts-with(@class, 'cert-')]")
    assert len(joined) == len(seams)
    titles = " ".join(tree.xpath("//svg[@class='arrows']//title/text()"))
    notes = " ".join(tree.xpath("//div[@class='notes']/text()"))
    for seam in seams:
        assert seam is not None
        assert all(evidence in titles and evidence in notes for evidence in seam.evidence)
    for cert in Certainty:
        count = len(tree.xpath(f"//svg[@class='arrows']/g[@class='cert-{cert.value}']"))
        assert count == sum(seam.cert is cert for seam in seams if seam)


def test_all_links_lead_somewhere_and_all_articles_are_there() -> None:
    tree = explain(made())
    ids = set(tree.xpath("//@id"))
    links = tree.xpath("//a/@href")
    assert links and all(link.startswith("#") and link[1:] in ids for link in links)
    assert len(tree.xpath("//article")) == len(infer(text_to_source(made().encode(), "x.txt").page).articles)


def test_what_is_doubtful_is_marked_and_listed() -> None:
    for number in range(0, 30, 3):
        inference = infer(text_to_source(made("c", number).encode(), "x.txt").page)
        view = page_to_view(inference.page, inference.articles)
        if view.doubts:
            tree = explain(made("c", number))
            assert len(tree.xpath("//details[@class='doubts']//li/a")) == min(len(view.doubts), 40)
            assert tree.xpath("//*[contains(@class, 'sure-low') or contains(@class, 'sure-medium')]")
            return
    raise AssertionError("no made page has a doubt")


def test_hostile_text_stays_text() -> None:
    name = "<script>x</script>\udce4.txt"
    data = explain_sources("x", [text_to_source(HOSTILE.encode(), name)])
    tree = html.fromstring(data.decode())
    assert tree.xpath("//script | //img | //iframe | //object | //link | //base | //form") == []
    assert not [a for element in tree.iter() if isinstance(element.tag, str) for a in element.attrib if a.startswith("on")]
    assert len(tree.xpath("//style")) == 1 and len(tree.xpath("//title[not(ancestor::svg)]")) == 1
    text = "".join(tree.xpath("//ol")[0].itertext())
    assert "<script>alert(1)</script>" in text and "onerror=alert(3)>" in text and "]]></ol></section>" in text
    assert tree.xpath("string(//h2)") == "<script>x</script>\ufffd.txt"


LINES = st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=200), min_size=1, max_size=6)


@settings(max_examples=60, deadline=None)
@given(LINES)
def test_any_text_comes_out_as_it_went_in(lines: list[str]) -> None:
    source = text_to_source("\n\n".join(lines).encode(), "x.txt")
    if not source.page.blocks:
        return
    tree = html.fromstring(explain_sources("x", [source]).decode())
    rows = tree.xpath("//li[starts-with(@id, 's1-b')]")
    assert [whole_text(row) for row in rows] == [block.text for block in source.page.blocks]


def test_it_asks_for_nothing_outside_itself() -> None:
    data = explain_sources("x", [text_to_source(made().encode(), "x.txt")]).decode()
    assert "default-src 'none'" in data
    assert not re.search(r"https?://|@import|url\(|\bsrc=", data)


def test_the_same_source_gives_the_same_bytes(tmp_path: Path) -> None:
    source = text_to_source(made().encode(), "x.txt")
    data = explain_sources("x", [source])
    assert write_atomic(tmp_path / "x.html", data) and not write_atomic(tmp_path / "x.html", explain_sources("x", [source]))


def test_several_pages_and_an_empty_one() -> None:
    sources = [text_to_source(made("a", 1).encode(), "a.txt"), text_to_source(b"", "b.txt")]
    tree = html.fromstring(explain_sources("x", sources).decode())
    assert tree.xpath("//section/h2/text()") == ["a.txt", "b.txt"]
    assert "holds no text" in tree.xpath("string(//section[2])")


def boxed(text: str, width: float) -> EncodedPage:
    """A page whose blocks stand one below the other, three to a column."""
    source = text_to_source(text.encode(), "x.txt")
    blocks = [
        replace(b, box=Box(n // 3 * 100.0, n % 3 * 50.0, n // 3 * 100.0 + 90, n % 3 * 50.0 + 40))
        for n, b in enumerate(source.page.blocks)
    ]
    page = replace(source.page, blocks=tuple(blocks), width=width, height=200.0)
    return replace(source_to_page(source, Metadata()), source=replace(source, page=page))


def test_a_source_with_boxes_is_drawn_as_a_page() -> None:
    page = boxed(made(), 6000.0)
    tree = html.fromstring(explanation_to_bytes("x", [page]).decode())
    zones = tree.xpath("//details[@class='plan']//rect[@class='zone']")
    assert len(zones) == len(page.source.page.blocks)
    assert len({zone.get("style") for zone in zones}) == len(page.articles)
    view = page_to_view(page.source.page, page.articles)
    assert len(tree.xpath("//details[@class='plan']//g")) == len(view.arrows)
    assert not explain(made()).xpath("//details[@class='plan']")
    assert not html.fromstring(explanation_to_bytes("x", [boxed(made(), -1.0)]).decode()).xpath("//details[@class='plan']//g")


def test_blocks_in_no_article_and_files_without_a_page() -> None:
    residue = Residue("utf-8", False, ("", ""))
    page = Page((Block(0, "孤", 1), Block(1, "零", 2)))
    lonely = Source("x.xml", "0", 1, "text/xml", "t/1", page, residue)
    pages = [EncodedPage(lonely, (Article(Kind.ARTICLE, ()),)), EncodedPage(replace(lonely, part=None), ())]
    tree = html.fromstring(explanation_to_bytes("x", pages).decode())
    assert len(tree.xpath("//section")) == 1 and len(tree.xpath("//li[contains(@class, 'lost')]")) == 2


ARROWS = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)).filter(lambda p: p[0] != p[1]), max_size=30)


@given(ARROWS)
def test_arrows_that_share_a_lane_do_not_meet(pairs: list[tuple[int, int]]) -> None:
    arrows = [Arrow(a, b, Certainty.HIGH, True) for a, b in pairs]
    lanes = arrows_to_lanes(arrows)
    for lane in set(lanes) - {0, MOST_LANES}:
        members = [a for a, x in zip(arrows, lanes, strict=True) if x == lane]
        spans = sorted((min(a.source, a.target), max(a.source, a.target)) for a in members)
        assert all(before[1] <= after[0] for before, after in pairwise(spans))
    for arrow, lane in zip(arrows, lanes, strict=True):
        assert (lane == 0) == (abs(arrow.source - arrow.target) == 1)


def test_five_thousand_blocks_are_drawn() -> None:
    text = "\n\n".join(made("c", n) for n in range(0, 90, 3))
    tree = explain(text)
    assert len(tree.xpath("//li[starts-with(@id, 's1-b')]")) > 4000


def test_the_command_writes_it_beside_the_tei(tmp_path: Path) -> None:
    from click.testing import CliRunner

    from baokan.cli import main

    (tmp_path / "7.txt").write_text(made(), encoding="utf-8")
    plain = CliRunner().invoke(main, ["encode", str(tmp_path / "7.txt"), "-o", str(tmp_path / "plain")])
    assert plain.exit_code == 0 and [p.name for p in (tmp_path / "plain").iterdir()] == ["_7.xml"]
    result = CliRunner().invoke(main, ["encode", str(tmp_path / "7.txt"), "-o", str(tmp_path / "out"), "--explain"])
    assert result.exit_code == 0 and "explain.html" in result.stdout
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == ["_7.explain.html", "_7.xml"]
    assert (tmp_path / "out" / "_7.xml").read_bytes() == (tmp_path / "plain" / "_7.xml").read_bytes()
