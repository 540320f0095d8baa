"""Every form of a byline, credit, dateline and caption is found in its own examples, and not in what merely looks like one."""

from __future__ import annotations

import pytest

from baokan.articles.marks import byline_marks, dateline_marks
from baokan.layout import block_to_pieces, forms
from baokan.layout.roles import short_role
from baokan.model import MarkKind, Role

EXAMPLES = [(form, example) for form in (*forms.BYLINES, *forms.CREDITS) for example in form.examples]


@pytest.mark.parametrize(("form", "example"), EXAMPLES, ids=[example for _, example in EXAMPLES])
def test_a_form_matches_its_examples(form: forms.Form, example: str) -> None:
    assert form.pattern.match(example)
    assert short_role(example) in ({Role.CREDIT} if form in forms.CREDITS else {Role.BYLINE})


NO_BYLINES = ["（作者为宁安大学教授）", "（待续）", "（上）", "（图片）", "（经济）", "责任编辑：何青", "■相关链接", "核心阅读"]


@pytest.mark.parametrize("text", NO_BYLINES)
def test_what_is_no_byline(text: str) -> None:
    assert short_role(text) is not Role.BYLINE


@pytest.mark.parametrize("text", ["（丹翁）", "（穗婦宣）"])
def test_pen_names_and_offices_alone_in_brackets(text: str) -> None:
    assert short_role(text) is Role.BYLINE


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("本报宁安2月3日电　（记者白一鸣）桥通了。", ["dateline", "byline", "paragraph"]),
        ("据新华社宁安2月3日电 桥通了。", ["dateline", "paragraph"]),
        ("本报电  桥通了。", ["dateline", "paragraph"]),
        ("本报宁安讯今天上午，桥通了。", ["dateline", "paragraph"]),
        ("本报讯记者何青报道：桥通了。", ["dateline", "byline", "paragraph"]),
        ("本报记者何青报道：桥通了。", ["byline", "paragraph"]),
        ("〔本報寧安卅日電〕橋通矣。", ["dateline", "paragraph"]),
        ("（寧安三日電）橋通矣。", ["dateline", "paragraph"]),
        ("（本市訊）橋通矣。", ["dateline", "paragraph"]),
        ("（寧安通訊）橋通矣。", ["dateline", "paragraph"]),
        ("新华社“望河”号2月3日电（记者何青）桥通了。", ["dateline", "byline", "paragraph"]),
        ("（综合本报记者何青、莫远报道）桥通了。", ["byline", "paragraph"]),
        ("【本報訊】橋通矣。", ["dateline", "paragraph"]),
        ("桥通了。（本报宁安2月3日电）", ["paragraph", "dateline"]),
        ("（三）桥通了。", ["paragraph"]),
        ("本报讯", ["paragraph"]),
    ],
)
def test_what_stands_run_in(text: str, roles: list[str]) -> None:
    pieces = block_to_pieces(text)
    assert [str(piece.role) for piece in pieces] == roles
    assert "".join(text[piece.start : piece.end] for piece in pieces) == text


def persons(text: str) -> list[str]:
    return [text[m.start : m.end] for m in byline_marks(text) if m.kind is MarkKind.PERSON]


def test_names_run_together_padded_and_among_words() -> None:
    assert persons("□王亚楠张素华报道") == ["王亚楠", "张素华"]
    assert persons("本报记者 何　青") == ["何　青"]
    assert persons("（综合本报记者白一鸣、何青报道）") == ["白一鸣", "何青"]
    assert persons("新华社发（何青摄）") == ["何青"]
    assert persons("（何青参与采写）") == ["何青"]
    assert persons("本報駐寧安特派員 白一鳴") == ["白一鳴"]


def test_the_parts_of_a_dateline() -> None:
    text = "新华社宁安2月3日电"
    assert [(str(m.kind), text[m.start : m.end]) for m in dateline_marks(text)] == [
        ("agency", "新华社"), ("place", "宁安"), ("date", "2月3日")
    ]  # fmt: skip
    assert [str(m.kind) for m in byline_marks("（新华社宁安10月2日电 记者白一鸣）")] == [
        "agency", "place", "date", "role_name", "person"
    ]  # fmt: skip


CAPTIONS = ["图为新桥。", "图①：新桥", "图片说明：新桥", "上图：新桥", "左图为新桥。", "▲新桥", "图一 新桥"]


@pytest.mark.parametrize("text", CAPTIONS)
def test_captions(text: str) -> None:
    assert short_role(text) is Role.CAPTION


def test_patterns_end_on_hostile_lines() -> None:
    for text in ("记者 " + "白 " * 40, "□" + "鸣" * 80, "（记者" + "白、" * 40, "本报" + "宁" * 80 + "电"):
        short_role(text[: forms.BYLINE_LONGEST])
        block_to_pieces(text)


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("宁安晚报讯 （记者白一鸣）桥通了。", ["dateline", "byline", "paragraph"]),
        ("【本報訊】記者何青報道：橋通矣。", ["dateline", "byline", "paragraph"]),
        ("〔本報寧安特信〕橋通矣。", ["dateline", "paragraph"]),
        ("情报部门通讯设备更新，桥通了。", ["paragraph"]),
    ],
)
def test_what_stands_run_in_in_other_papers(text: str, roles: list[str]) -> None:
    assert [str(piece.role) for piece in block_to_pieces(text)] == roles
