from __future__ import annotations

from baokan.articles import page_to_articles
from baokan.model import Kind, Role, unit_text
from baokan.read.ecpo import ecpo_to_reading

FOLD = """<?xml version="1.0"?>
<!DOCTYPE ecpo [<!ENTITY gaiji "&#xe111;">]>
<fold xml:id="x">
  <div type="page" n="2" mode="vertical-rl">
    <div type="margin" mode="horizontal-tb"><p>第二版　清河小報<lb/></p></div>
    <div type="article" itemid="77">
      <p>橋邊漫話<lb/></p>
      <p dir="rtl" mode="horizontal-tb">（白翁）<lb/></p>
      <p>橋之爲物、所以濟<lb/>
         行人也、&gaiji;橋旣成、<lb/></p>
      <p>行者歌於途。<lb/></p>
    </div>
    <div type="image" itemid="9"/>
    <div type="advert"><!-- 未錄 -->茶莊開張<lb/></div>
  </div>
</fold>
"""


def test_items_lines_and_entities() -> None:
    reading = ecpo_to_reading(FOLD.encode(), "x.xml", "x.xml")
    page = reading.sources[0].page
    assert [block.text for block in page.blocks] == [
        "第二版　清河小報", "橋邊漫話", "（白翁）", "橋之爲物、所以濟行人也、\ue111橋旣成、", "行者歌於途。", "茶莊開張",
    ]  # fmt: skip
    assert [block.group for block in page.blocks[1:5]] == ["77"] * 4
    assert [block.vertical for block in page.blocks] == [False, True, False, True, True, True]
    assert [(f.code, f.line) for f in reading.findings] == [("private-use", 9)]


def test_the_transcribers_articles_are_kept_whole() -> None:
    page = ecpo_to_reading(FOLD.encode(), "x.xml", "x.xml").sources[0].page
    articles = page_to_articles(page)
    assert [(a.kind, [(u.role, unit_text(page, u)[:4]) for u in a.units]) for a in articles] == [
        (
            Kind.ARTICLE,
            [(Role.MAIN, "橋邊漫話"), (Role.BYLINE, "（白翁）"), (Role.PARAGRAPH, "橋之爲物"), (Role.PARAGRAPH, "行者歌於")],
        ),
        (Kind.MASTHEAD, [(Role.FOLIO, "第二版　")]),
        (Kind.ADVERTISEMENT, [(Role.PARAGRAPH, "茶莊開張")]),
    ]
