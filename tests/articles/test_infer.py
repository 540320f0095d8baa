from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from baokan.articles import infer
from baokan.model import Certainty, Kind, Page, Role, Subtype, unit_text
from baokan.read import text_to_source


def page_of(text: str) -> Page:
    return text_to_source(text.encode(), "x.txt").page


def assert_exact_cover(page: Page) -> None:
    spans: dict[int, list[tuple[int, int]]] = {}
    for article in infer(page).articles:
        for unit in article.units:
            for fragment in unit.fragments:
                spans.setdefault(fragment.block, []).append((fragment.start, fragment.end))
    for block in page.blocks:
        at = 0
        for start, end in spans[block.index]:  # in the order written, so that restore finds it in order
            assert start == at
            at = end
        assert at == len(block.text)


LINE = st.one_of(
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=60),
    st.sampled_from(
        ["■链接", "□记者 白一鸣 报道", "本报宁安2月1日电　（记者何青）桥通了，", "图为新桥。",
         "（本报宁安2月1日电）", "（作者为学者）", "下转第三版",
         "桥成了", "车通", "他说：“好", "了。”众人笑。", "甲甲甲甲，" * 20]
    ),
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(st.lists(LINE, max_size=14))
def test_every_character_is_in_exactly_one_unit(lines: list[str]) -> None:
    assert_exact_cover(page_of("\n\n".join(lines)))


def test_sidebars_that_stand_in_one_another_have_an_end() -> None:
    lines = ["他说：“好"] * 2 + ["■链接", "甲甲甲甲，" * 20]
    lines += ["■链接", "他说：“好", "¥ĩĪ", "■链接", "图为新桥。", "¥ĩĪ", "图为新桥。"]
    page = page_of("\n\n".join(lines))
    assert_exact_cover(page)
    assert any(article.host is not None for article in infer(page).articles)


def test_a_page_is_put_together(page_text: str) -> None:
    page = page_of(page_text)
    story, notice, sidebar = infer(page).articles
    assert [u.role for u in story.units] == [Role.MAIN, Role.BYLINE, Role.DATELINE, Role.PARAGRAPH, Role.PARAGRAPH]
    assert "就能通车了" in unit_text(page, story.units[3])
    seam = story.units[3].fragments[1].seam
    assert seam is not None and seam.cert is Certainty.HIGH and any("通车" in e for e in seam.evidence)
    assert notice.kind is Kind.NOTICE
    assert sidebar.subtype is Subtype.SIDEBAR and sidebar.host == 0


def test_an_empty_page_has_no_article() -> None:
    assert infer(page_of("")).articles == ()


def test_five_thousand_blocks_end() -> None:
    line = "桥上的人越来越多，大家都说新桥好走又宽敞，再也不怕涨水的日子，镇上的集市也跟着热闹起来"
    assert_exact_cover(page_of("\n\n".join([line] * 5000)))


def test_a_jump_stands_before_what_closes_the_article() -> None:
    page = page_of("桥成了\n\n桥在镇外。（本报宁安2月1日电）\n\n下转第三版\n")
    (article,) = infer(page).articles
    assert [unit.role for unit in article.units] == [Role.MAIN, Role.PARAGRAPH, Role.JUMP_TO, Role.DATELINE]
