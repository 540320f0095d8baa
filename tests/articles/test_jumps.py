from __future__ import annotations

from lxml import etree

from baokan.articles.jumps import link_jumps, named_page
from baokan.encode import source_to_page
from baokan.model import Fact, Metadata
from baokan.read import text_to_source
from baokan.tei import pages_to_tei

FIRST = """清河新桥通车

本报宁安讯 三月的清河镇，新桥通车。施工队长老莫说，再有半个月，镇上的人再也不用绕远

（下转第三版）

小学迁新址

孩子们搬进了新教室。
"""
THIRD = """宁安天气

明天晴，有风。

清河新桥通车

（上接第一版）

路，去县城只要半个小时。
"""


def test_the_halves_find_each_other() -> None:
    pages = [
        source_to_page(text_to_source(text.encode(), f"{number}.txt"), Metadata(page=Fact(number)))
        for number, text in (("1", FIRST), ("3", THIRD))
    ]
    linked = link_jumps(pages)
    (article,) = [a for a in linked[0].articles if a.goes_on]
    assert article.goes_on is not None
    page, index = article.goes_on
    root = pages_to_tei("x", linked)
    parts = root.findall(".//{*}div[@part]")
    assert [part.get("part") for part in parts] == ["I", "F"]
    assert page == 1
    assert etree.tostring(parts[1]).count(b"continuedFrom") == 1
    assert [ref.get("target") for ref in root.iter("{*}ref")] == [parts[0].get("next"), parts[1].get("prev")]
    assert linked[1].articles[index].goes_on is None


def test_without_its_page_a_jump_is_left_as_it_is() -> None:
    page = source_to_page(text_to_source(FIRST.encode(), "1.txt"), Metadata(page=Fact("1")))
    assert not [a for a in link_jumps([page])[0].articles if a.goes_on]


def test_page_numbers() -> None:
    assert [named_page(text) for text in ("下转第三版", "下转04版", "转A2版", "下转")] == ["3", "4", "A2", None]
