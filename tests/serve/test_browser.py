"""The panel in Chromium, by keyboard and mouse, at two widths: all that a person can do, and what the file says of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from .conftest import ISSUE, ROOT, Served, opened

HOSTILE = "<img src=x onerror=alert(1)> & 题外话"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SELECT = """([start, end]) => {
  const block = [...document.querySelectorAll("article p[id*='.p']")].at(-1);
  const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT, n => n.parentElement === block ? 1 : 2);
  let node, last; while (node = walker.nextNode()) if (node.data.length > 8) last = node;
  getSelection().setBaseAndExtent(last, start, last, end);
  return last.data.slice(start, end);
}"""


def ready(page: Any, address: str = "") -> None:
    if address:
        page.goto(address)
    page.wait_for_selector("#bk-annotate[data-ready]")


def select(page: Any, start: int = 4, end: int = 6) -> str:
    """Select characters of the last paragraph, as the mouse does."""
    found: str = page.evaluate(SELECT, [start, end])
    page.wait_for_selector(f".bk-quote:has-text('{found}')")
    return found


def reloaded(page: Any) -> None:
    ready(page)
    page.wait_for_selector(".bk-status:not(:empty)", state="attached")


def notes(served: Served) -> list[Any]:
    return served.tree().findall(".//{*}annotation")


def test_comment_edit_delete_and_undo(person: Any, served: Served) -> None:
    before = served.file.read_bytes()
    ready(person, served.page("a1.html"))
    quote = select(person)
    person.get_by_role("button", name="评论").click()
    person.get_by_role("textbox", name="评论").fill(HOSTILE)
    person.keyboard.press("Control+Enter")
    person.wait_for_selector(".bk-status:has-text('评论已保存')")
    person.wait_for_selector(f".bk-list li:has-text('{HOSTILE}')", state="attached")
    assert not person.query_selector("#bk-annotate img")
    (note,) = notes(served)
    assert note.findtext("{*}note[@type='evidence']/{*}ref") == quote and note.findall("{*}note")[-1].text == HOSTILE
    assert person.evaluate("[...CSS.highlights.get('bk-comment')].map(String)") == [quote]
    if person.evaluate("document.querySelector('.bk-list').hidden"):
        person.get_by_role("button", name="标注").click()
    person.get_by_role("button", name="改", exact=True).click()
    person.get_by_role("textbox", name="评论").fill("改过的话")
    person.get_by_role("button", name="保存").click()
    person.wait_for_selector(".bk-status:has-text('评论已改')")
    assert notes(served)[0].findall("{*}note")[-1].text == "改过的话"
    served.sound()
    person.evaluate("document.activeElement.blur()")
    for _ in range(2):
        with person.expect_navigation():
            person.keyboard.press("u")
        reloaded(person)
    assert served.file.read_bytes() == before


@pytest.mark.parametrize("person", [390], indirect=True)
def test_correct_and_withdraw(person: Any, served: Served) -> None:
    ready(person, served.page("a1.html"))
    quote = select(person)
    person.keyboard.press("e")
    person.get_by_label("应作").fill("改字")
    with person.expect_navigation():
        person.keyboard.press("Enter")
    reloaded(person)
    assert person.inner_text("ins.corr") == "改字" and served.tree().findtext(".//{*}choice/{*}sic") == quote
    served.sound()
    person.mouse.click(*middle(person, "ins.corr"))
    with person.expect_navigation():
        person.get_by_role("button", name="撤回").click()
    reloaded(person)
    assert not served.tree().findall(".//{*}choice")
    served.sound()


def middle(page: Any, selector: str) -> tuple[float, float]:
    page.locator(selector).scroll_into_view_if_needed()
    box = page.locator(selector).bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_a_name_is_tagged_and_linked_by_keyboard(person: Any, served: Served) -> None:
    from baokan.annotate.mentions import read_mentions
    from baokan.annotate.run import annotate

    ready(person, served.page("a1.html"))
    type_words(person, "环翠", "会议提出", "全市上下")
    person.keyboard.press("t")
    person.keyboard.press("ArrowRight")  # from 人名 to 地名
    person.get_by_role("combobox", name="指的是").fill("威海")
    person.wait_for_selector("#bk-records:not([hidden]) li")
    assert person.get_by_role("option").first.inner_text().startswith("威海")
    person.get_by_role("combobox", name="指的是").fill("全市之地")
    person.wait_for_selector("#bk-records li:has-text('全市之地')")
    person.keyboard.press("ArrowDown")
    person.keyboard.press("Enter")
    assert "新建记录：全市之地" in person.inner_text(".bk-meant")
    person.get_by_label("编号或网址").fill("https://www.wikidata.org/wiki/Q42")
    person.keyboard.press("Enter")
    person.wait_for_selector(".bk-status:has-text('名称已标')")
    served.sound()
    (note,) = notes(served)
    targets = [ptr.get("target") for ptr in note.iterfind("{*}ptr")]
    assert note.get("motivation") == "tagging" and note.findall("{*}note")[1].text == "LOC"
    assert targets[0].startswith("authority/places.xml#place.") and targets[1] == "https://www.wikidata.org/entity/Q42"
    places = (served.corpus / "authority" / "places.xml").read_text(encoding="utf-8")
    assert "全市之地" in places and '<idno type="Wikidata">Q42</idno>' in places
    annotate(served.corpus, ("tokens", "entities"))
    found = [m for m in read_mentions(served.file) if m.text == "全市上下"]
    assert [(m.kind, m.ref) for m in found] == [("LOC", targets[0])]
    served.sound()
    assert person.evaluate("CSS.highlights.get('bk-LOC').size") == 1


def type_words(page: Any, wrong: str, paragraph: str, wanted: str) -> None:
    """Reach a paragraph with j, then select words in it by typing them."""
    page.evaluate("window.scrollTo(0, 0)")
    for _ in range(40):
        page.keyboard.press("j")
        if page.evaluate("document.activeElement.textContent").strip().startswith(paragraph):
            break
    page.keyboard.press("s")
    page.get_by_label("要选的文字").fill(wrong)
    page.keyboard.press("Enter")
    assert "没有这些字" in page.inner_text(".bk-alarm")
    page.get_by_label("要选的文字").fill(wanted)
    page.keyboard.press("Enter")
    page.wait_for_selector(f".bk-quote:has-text('{wanted}')")


@pytest.mark.parametrize("person", [1280], indirect=True)
def test_move_a_paragraph_by_keyboard_and_back(person: Any, served: Served) -> None:
    before = served.tree().find("{*}text")
    key = f"{ISSUE}.a1.p5"
    ready(person, served.page("a1.html"))
    select(person)
    person.keyboard.press("m")
    person.get_by_role("combobox", name="移到").select_option(f"{ISSUE}.a2")
    with person.expect_navigation():
        person.keyboard.press("Control+Enter")
    reloaded(person)
    assert person.query_selector(f"[id='{key}']") is None
    moved = next(e for e in served.tree().iter("{*}p") if e.get("{http://www.w3.org/XML/1998/namespace}id") == key)
    assert moved.getparent().get("{http://www.w3.org/XML/1998/namespace}id") == f"{ISSUE}.a2"
    assert moved.get("resp") == f"#{ISSUE}.r1"
    served.sound()
    if person.evaluate("document.querySelector('.bk-list').hidden"):
        person.keyboard.press("l")
    person.get_by_text("本期其他各页").click()
    with person.expect_navigation():
        person.get_by_role("button", name="放回原处").press("Enter")
    reloaded(person)
    assert same(before, served.tree().find("{*}text"))
    served.sound()


def same(one: Any, other: Any) -> bool:
    from lxml import etree

    return bool(etree.tostring(one) == etree.tostring(other))


@pytest.mark.parametrize("person", [390], indirect=True)
def test_from_guess_to_guess_with_single_keys(person: Any, served: Served) -> None:
    ready(person, served.page("a1.html"))
    left = int(person.inner_text(".bk-left").split()[-1])
    assert left > 3
    seen = []
    for key in ("y", "x", "y"):
        if not seen:
            person.keyboard.press("n")
        person.wait_for_selector(".bk-check:not([hidden])")
        ready(person)
        seen.append(person.inner_text(".bk-context"))
        person.keyboard.press(key)
        person.wait_for_selector(f".bk-left:has-text('待查 {left - len(seen)}')")
        ready(person)
        person.wait_for_selector(".bk-check:not([hidden])")
    said = [[n.text for n in note.iterfind("{*}note")][-1] for note in notes(served)]
    assert len(set(seen)) == 3 and len(said) == 3
    assert int(person.inner_text(".bk-left").split()[-1]) == left - 3
    served.sound()


@pytest.mark.parametrize("person", [1280], indirect=True)
def test_a_seam_is_judged_with_the_mouse(person: Any, served: Served) -> None:
    person.evaluate("localStorage.setItem('baokan.seams', 'on')")
    ready(person, served.page("a1.html"))
    person.locator(".seam").first.click()
    person.wait_for_selector(".bk-check mark")
    person.get_by_label("附言").fill("接得不对")
    person.get_by_role("button", name="错", exact=True).click()
    person.wait_for_selector(".bk-status:has-text('判为错')", state="attached")
    (note,) = notes(served)
    assert [n.text for n in note.iterfind("{*}note")] == ["wrong", "接得不对"]
    assert served.tree().find(f".//{{*}}cb[@{{http://www.w3.org/XML/1998/namespace}}id='{note.get('target')[1:]}']") is not None
    served.sound()


@pytest.fixture
def other(browser: Any, served: Served) -> Iterator[Any]:
    yield from opened(browser, served, 1280, "何青")


@pytest.mark.parametrize(("choice", "kept"), [("用我的", "我的字"), ("用别人的", "他的字"), ("都留", "他的字")])
def test_two_correct_the_same_words(browser: Any, served: Served, other: Any, choice: str, kept: str) -> None:
    pages = opened(browser, served, 1280)
    mine = next(pages)
    ready(mine, served.page("a1.html"))
    ready(other, served.page("a1.html"))
    quote = select(mine)
    mine.keyboard.press("e")
    mine.get_by_label("应作").fill("我的字")
    select(other)
    other.keyboard.press("e")
    other.get_by_label("应作").fill("他的字")
    with other.expect_navigation():
        other.keyboard.press("Enter")
    mine.keyboard.press("Enter")
    mine.wait_for_selector(".bk-merge[open]")
    text = mine.inner_text(".bk-merge")
    assert "何青" in text and "他的字" in text and quote in text
    assert mine.get_by_label("可在此改").input_value() == "我的字"
    with mine.expect_navigation():
        mine.get_by_role("button", name=choice).press("Enter")
    reloaded(mine)
    root = served.tree()
    assert root.findtext(".//{*}choice/{*}corr") == kept and root.findtext(".//{*}choice/{*}sic") == quote
    whole = served.file.read_text(encoding="utf-8")
    assert "他的字" in whole and ("我的字" in whole or choice == "用别人的")
    served.sound()
    next(pages, None)


def test_two_comment_at_once_and_both_stay(browser: Any, served: Served, other: Any) -> None:
    pages = opened(browser, served, 390)
    mine = next(pages)
    for page, said in ((mine, "我的话"), (other, "他的话")):
        ready(page, served.page("a1.html"))
        select(page)
        page.keyboard.press("c")
        page.get_by_role("textbox", name="评论").fill(said)
    other.keyboard.press("Control+Enter")
    other.wait_for_selector(".bk-status:has-text('评论已保存')")
    mine.keyboard.press("Control+Enter")
    mine.wait_for_selector(".bk-merge[open]")
    mine.get_by_label("可在此改").fill("我改过的话")
    mine.keyboard.press("Escape")
    mine.wait_for_selector(".bk-alarm:has-text('还没有保存')")
    assert mine.get_by_role("textbox", name="评论").input_value() == "我的话"
    mine.keyboard.press("Control+Enter")
    mine.wait_for_selector(".bk-merge[open]")
    mine.get_by_label("可在此改").fill("我改过的话")
    mine.get_by_role("button", name="都留").click()
    mine.wait_for_selector(".bk-status:has-text('评论已保存')")
    assert [n.findall("{*}note")[-1].text for n in notes(served)] == ["他的话", "我改过的话"]
    served.sound()
    next(pages, None)


@pytest.mark.parametrize("person", [1280], indirect=True)
def test_the_keys_can_be_seen_and_switched_off(person: Any, served: Served) -> None:
    ready(person, served.page("a1.html"))
    person.keyboard.press("?")
    person.wait_for_selector(".bk-dialog[open]")
    person.get_by_label("启用单键快捷键").press("Space")
    person.keyboard.press("Escape")
    person.keyboard.press("n")
    assert person.query_selector(".bk-check:not([hidden])") is None
    person.get_by_role("button", name="下一处待查").press("Enter")
    person.wait_for_selector(".bk-check:not([hidden])")


def test_the_panel_leaves_the_text_free(person: Any, served: Served) -> None:
    """Closed it takes less than a tenth of the window, with a form open little more than a third, and never what it is about."""
    ready(person, served.page("a1.html"))
    height = "document.querySelector('#bk-annotate').getBoundingClientRect().height / innerHeight"
    assert person.evaluate(height) < 0.1
    select(person)
    person.wait_for_timeout(300)
    assert person.locator("#bk-annotate .quote-tool").is_visible()  # not over the text
    person.keyboard.press("c")
    if person.viewport_size["width"] == 390:
        assert person.evaluate(height) < 0.36
    over = """() => { const p = document.querySelector('#bk-annotate').getBoundingClientRect();
      const r = [...CSS.highlights.get('bk-now')][0].getBoundingClientRect();
      return r.right > p.left && r.left < p.right && r.bottom > p.top && r.top < p.bottom; }"""
    assert not person.evaluate(over)
    assert person.evaluate("document.documentElement.scrollWidth") <= person.viewport_size["width"]


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_axe_finds_nothing(browser: Any, served: Served, width: int, scheme: str) -> None:
    modules = ROOT / "tests" / "editions" / "web" / "node_modules"
    if not (modules / "axe-core").is_dir():
        pytest.skip("axe-core is not installed (npm install in tests/editions/web)")
    axe = (modules / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
    pages = opened(browser, served, width)
    person = next(pages)
    person.emulate_media(color_scheme=scheme)
    ready(person, served.page("a1.html"))
    look(person, axe, "closed")
    select(person)
    look(person, axe, "chosen")
    for key in ("c", "e", "t", "m"):
        person.keyboard.press(key)
        person.wait_for_selector(".bk-form form")
        if key == "t":
            person.get_by_role("combobox", name="指的是").fill("威海")
            person.keyboard.press("ArrowDown")
            person.wait_for_selector("#bk-records li[aria-selected=true]")
        look(person, axe, key)
        if key == "c":
            person.get_by_role("textbox", name="评论").fill("话")
            person.keyboard.press("Control+Enter")
            person.wait_for_selector(".bk-status:has-text('评论已保存')")
            person.evaluate("document.activeElement.blur()")
            select(person, 5, 8)
            continue
        person.keyboard.press("Escape")
        if key == "t":
            person.keyboard.press("Escape")
        select(person, 5, 9)
    person.evaluate("document.activeElement.blur(); document.querySelector('.bk-list').hidden = false")
    look(person, axe, "list")
    person.keyboard.press("n")
    person.wait_for_selector(".bk-check:not([hidden])")
    ready(person)
    look(person, axe, "check")
    person.keyboard.press("?")
    look(person, axe, "help")
    person.keyboard.press("Escape")
    select(person, 8, 9)
    person.keyboard.press("c")
    person.get_by_role("textbox", name="评论").fill("话")
    client = {"version": person.request.get(served.api()).json()["version"], "author": "何青"}
    facts = {"element": f"{ISSUE}.a1.h2", "verdict": "right"}
    assert person.request.post(f"{served.api()}/judge", data=client | facts).status == 200
    person.keyboard.press("Control+Enter")
    person.wait_for_selector(".bk-merge[open]")
    look(person, axe, "merge")
    next(pages, None)


def look(page: Any, axe: str, where: str) -> None:
    page.evaluate(axe)
    found = page.evaluate(f"axe.run(document, {json.dumps({'runOnly': RULES, 'preload': False})})")
    assert found["passes"] and not [(where, v["id"], v["nodes"][0]["html"]) for v in found["violations"]]


@pytest.mark.parametrize("person", [1280], indirect=True)
def test_every_word_of_the_panel_has_a_glyph(person: Any, served: Served) -> None:
    """The whole font is there for what the site's cut-down one lacks."""
    answer = person.request.get(served.address.split("?")[0] + "_annotate/whole.otf")
    assert answer.status == 200 and len(answer.body()) > 1_000_000
