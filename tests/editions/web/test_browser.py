"""The site in Chromium, opened from its folder: no fault anywhere, hostile text stays text, what a reader does works."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from baokan.editions.web.folding import fold

from .conftest import run_node

ISSUE = "issues/ninganribao_2021-03-01"
OLD = "issues/qinghebao_1931-05-04"
KINDS = [  # every kind of page
    "index.html",
    "papers/宁安日报.html",
    f"{ISSUE}/index.html",
    f"{ISSUE}/page-1.html",
    f"{ISSUE}/a1.html",
    f"{ISSUE}/a5.html",
    f"{OLD}/a1.html",
    f"{OLD}/page-1.html",
    "names/people.html",
    "names/people/何青.html",
    "names/types.html",
    "names/types/news.html",
    "search.html",
]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def address(site: Path, name: str) -> str:
    path, _, rest = name.partition("?")
    return (site / path).as_uri() + (f"?{rest}" if rest else "")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_any_kind_of_page(site: Path, page: Any, node_modules: Path, scheme: str) -> None:
    axe = (node_modules / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
    page.emulate_media(color_scheme=scheme)
    options = json.dumps({"runOnly": RULES, "preload": False})
    for name in [*KINDS, "search.html?q=新桥"]:
        page.goto(address(site, name))
        page.evaluate(axe)
        found = page.evaluate(f"axe.run(document, {options})")
        assert found["passes"] and not [(name, v["id"], v["nodes"][0]["html"]) for v in found["violations"]]


@pytest.mark.parametrize("width", [390, 820, 1440])
def test_nothing_runs_over_the_edge(site: Path, page: Any, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    for name in KINDS:
        page.goto(address(site, name))
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name


def test_hostile_text_runs_nothing(site: Path, page: Any) -> None:
    for path in sorted((site / "issues" / "hostile").glob("*.html")):
        page.goto(path.as_uri())
        page.mouse.move(300, 300)
        assert page.evaluate("document.querySelectorAll('main script, main iframe, main object, main img[onerror]').length") == 0
    page.goto(address(site, "search.html?q=<script>"))
    page.wait_for_selector("#hits li")
    assert "<script>" in page.inner_text("#hits")
    for name in ("index.html", "names/people.html", "names/authors.html", "names/types.html"):
        page.goto(address(site, name))


def test_html_is_valid(site: Path, node_modules: Path) -> None:
    checker = node_modules / "html-validate" / "bin" / "html-validate.mjs"
    found = run_node(node_modules.parent, str(checker), "-c", ".htmlvalidate.json", f"{site}/**/*.html")
    assert found.returncode == 0, found.stdout[:3000]


def test_settings_stay_and_set_vertically(site: Path, page: Any) -> None:
    page.goto(address(site, f"{ISSUE}/a1.html"))
    mode = "getComputedStyle(document.querySelector('article')).writingMode"
    assert page.evaluate(mode) == "horizontal-tb"
    page.click(".settings summary")
    page.check("#setting-vertical")
    assert page.evaluate(mode) == "vertical-rl"
    page.goto(address(site, f"{ISSUE}/a5.html"))
    assert page.evaluate(mode) == "vertical-rl"
    page.goto(address(site, f"{OLD}/a1.html"))
    assert page.evaluate(mode) == "vertical-rl"  # as printed
    page.click(".settings summary")
    page.check("#setting-horizontal")
    assert page.evaluate(mode) == "horizontal-tb"


def test_reading_and_source_text(site: Path, page: Any) -> None:
    page.goto(address(site, f"{ISSUE}/a1.html"))
    second = page.locator("[id$='.a1.p2']")
    assert "学赶超措施要实，此起彼伏" in second.inner_text() and "签约到工地" in second.inner_text()
    page.click(".settings summary")
    page.check("#text-source")
    assert "学赶超施要实，此此起彼伏" in second.inner_text() and "签约到到工地" in second.inner_text()


def test_it_reads_without_scripts(site: Path, browser: Any) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(address(site, f"{ISSUE}/a1.html"))
    assert page.locator("h1").inner_text() == "春风里的修桥人"
    page.click(".settings summary")
    page.check("#ui-en")
    assert page.locator("header nav a").first.inner_text() == "Papers"
    page.check("#theme-dark")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(22, 21, 19)"
    context.close()


def test_zone_and_text_light_each_other(site: Path, page: Any) -> None:
    page.goto(address(site, f"{ISSUE}/page-1.html"))
    page.hover("[id$='.a1.p1']")
    lit = page.evaluate("[...document.querySelectorAll('a.zone.lit')].map(z => z.id.split('.').pop())")
    assert lit == ["z5", "z6"]  # both sides of the seam
    page.hover("[id$='pg1.z11']")
    assert page.evaluate("document.querySelector('[id$=\".a2.p1\"]').classList.contains('lit')")
    page.click("[id$='pg1.z7']")
    assert page.evaluate("document.querySelector('[id$=\".a1.p2\"]').classList.contains('lit')")
    before = page.evaluate("document.querySelector('.schematic').getBoundingClientRect().height")
    page.click(".sheet-tools button:nth-child(2)")
    assert page.evaluate("document.querySelector('.schematic').getBoundingClientRect().height") > before


def test_search_by_phrase_character_and_either_script(site: Path, page: Any) -> None:
    page.goto(address(site, "search.html"))
    queries = {"新桥就能通车": 1, "新橋": 3, "发展": 3, "發展": 3, "学赶超措": 1, "到到工地": 0, '"白一鸣 通讯员"': 1}
    queries |= {"桥": 16, "新桥 村民": 3}
    for query, wanted in queries.items():
        found = page.evaluate("query => baokan.search(query).then(found => found.hits.length)", query)
        texts = [p.read_text(encoding="utf-8") for p in (site / "issues").rglob("*.txt")]
        terms = [query.strip('"')] if query.startswith('"') else query.split()
        folded = [fold(t) for t in texts]
        scanned = sum(text.count(fold(term)) for text in folded if all(fold(t) in text for t in terms) for term in terms)
        assert found == scanned == wanted, query
    page.fill("#q", "發展")
    page.select_option("#order", "new")
    page.press("#q", "Enter")
    page.wait_for_selector("#hits li")
    assert page.locator("#hits mark").first.inner_text() == "发展"
    assert page.locator("#hits .source").last.inner_text().endswith("1931-05-04")
    page.locator("#hits a").first.click()
    assert "/a5.html#" in page.url


def test_keyboard_reaches_everything_it_needs(site: Path, page: Any) -> None:
    page.goto(address(site, f"{ISSUE}/a1.html"))
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
    page.focus(".settings summary")
    page.keyboard.press("Enter")
    assert page.evaluate("document.querySelector('.settings').open")
    page.keyboard.press("Escape")
    assert not page.evaluate("document.querySelector('.settings').open")
    page.goto(address(site, f"{ISSUE}/page-1.html"))
    page.focus("[id$='pg1.z5']")
    assert page.evaluate("document.querySelector('[id$=\".a1.p1\"]').classList.contains('lit')")


def test_first_view_of_an_article_is_small(site: Path) -> None:
    own = sum((site / name).stat().st_size for name in ("theme.css", "baokan.css", "reader.js", "icon.svg"))
    most = max(p.stat().st_size for p in (site / "issues").rglob("a*.html"))
    assert own + most <= 60_000
