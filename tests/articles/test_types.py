"""What calls itself a comment, an editorial, a serial or an advertisement is typed so; cross heads open subsections."""

from __future__ import annotations

import pytest

from baokan.articles import page_to_articles
from baokan.model import Kind, Role, Subtype
from baokan.read import text_to_source

PARAGRAPH = "走在街上，“暂停”的牌子见得多了，有的一挂就是半年，字都晒褪了色。写不明白，说明做事的人心里也没有数。"


@pytest.mark.parametrize(
    ("heads", "below", "kind", "subtype"),
    [
        (["别让“暂停”停成了常态（宁安快评）"], [PARAGRAPH], Kind.ARTICLE, Subtype.COMMENTARY),
        (["社论", "把实事办到群众心坎上"], [PARAGRAPH], Kind.ARTICLE, Subtype.EDITORIAL),
        (
            ["舊都拾零（十七）"],
            ["城南有井，俗呼為八角琉璃井，井欄石質瑩潤，繩痕深寸許。", "（秋水）"],
            Kind.ARTICLE,
            Subtype.SERIAL,
        ),
        (
            ["遗失声明"],
            ["宁安市恒通五金商行不慎遗失营业执照副本一份，编号为0042217，声明作废。"],
            Kind.ADVERTISEMENT,
            Subtype.NEWS,
        ),
        (["宁安地铁三号线年底试跑"], ["本报宁安讯 " + PARAGRAPH], Kind.ARTICLE, Subtype.NEWS),
    ],
)
def test_types(heads: list[str], below: list[str], kind: Kind, subtype: Subtype) -> None:
    articles = page_to_articles(text_to_source("\n\n".join(heads + below).encode(), "x.txt").page)
    assert [(article.kind, article.subtype) for article in articles] == [(kind, subtype)]


def test_a_list_is_no_heads_and_is_not_joined() -> None:
    lines = [
        "今晨有雾 下午放晴",
        "本报宁安讯 " + PARAGRAPH,
        "今天：雾转晴，9℃～17℃，北风二级",
        "明天：晴，8℃～21℃，南风二级",
        "后天：晴，10℃～22℃，南风二级",
    ]
    (article,) = page_to_articles(text_to_source("\n\n".join(lines).encode(), "x.txt").page)
    assert [unit.role for unit in article.units] == [Role.MAIN, Role.DATELINE, *[Role.PARAGRAPH] * 4]
