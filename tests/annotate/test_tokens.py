"""Words and sentences: offsets hold, the engines agree, quotes and ellipses are kept together."""

from __future__ import annotations

import marshal
import os
import subprocess
import sys
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from baokan.annotate.tokens import Segmenter, text_to_sentences, text_to_tokens

TEXT = "“你们来吗？”他们问白一鸣。“不来……”宁安市长何青云说（他病了。很重），“我们走了！”\u3000大桥通车。"


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in text_to_sentences(text)]


def test_sentences_keep_quotes_brackets_and_what_follows_speech() -> None:
    assert sentences(TEXT) == [
        "“你们来吗？”他们问白一鸣。",
        "“不来……”宁安市长何青云说（他病了。很重），“我们走了！”",
        "大桥通车。",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("真的吗？！是的。", ["真的吗？！", "是的。"]),
        ("他想了想……还是走了。", ["他想了想……还是走了。"]),
        ("挖土，运石……2月，桥通了。", ["挖土，运石……2月，桥通了。"]),
        ("桥长三里。”老莫说。", ["桥长三里。”老莫说。"]),
        ("", []),
        ("\u3000\n ", []),
        ("没有句号", ["没有句号"]),
        ("（没有合上的括号。后面还有话。", ["（没有合上的括号。", "后面还有话。"]),
    ],
)
def test_sentence_rules(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


def test_traditional_text_is_cut_like_simplified() -> None:
    plain, traditional = "记者说问题严重", "記者說問題嚴重"
    one, other = text_to_tokens(plain), text_to_tokens(traditional)
    assert one == other and len(one) == 4


def test_names_of_the_corpus_hold_together() -> None:
    text = "何乌云去了甘塘洼。"
    cut = {text[t.start : t.end]: t.pos for t in text_to_tokens(text, Segmenter([("何乌云", "nr"), ("甘塘洼", "ns")]))}
    assert cut["何乌云"] == "nr" and cut["甘塘洼"] == "ns"


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet=st.sampled_from("我们在宁安市說這個2月18日，。！？“”……（）《》 \u3000\nabc<&\U00020000é"), max_size=60))
def test_tokens_and_sentences_cover_all_but_blanks(text: str) -> None:
    for spans in ([(t.start, t.end) for t in text_to_tokens(text)], text_to_sentences(text)):
        assert all(a < b for a, b in spans) and all(x[1] <= y[0] for x, y in pairwise(spans))
        covered = {i for a, b in spans for i in range(a, b)}
        assert all(text[i].isspace() for i in range(len(text)) if i not in covered)


@pytest.mark.skipif(not find_spec("rjieba"), reason="rjieba (the extra fast) is not installed")
def test_both_engines_give_the_same() -> None:
    for text in (TEXT, "本报宁安讯 三月的清河镇，桥头的工地上机器轰鸣。", "民國十九年四月，記者往北平。"):
        assert text_to_tokens(text, Segmenter(engine="jieba")) == text_to_tokens(text, Segmenter(engine="rjieba"))


CUT = [
    ("新华社宁安1月18日电", ["新华社", "宁安", "1月", "18日", "电"]),
    ("本报讯", ["本报", "讯"]),
    ("图为工作人员", ["图", "为", "工作", "人员"]),
    ("第三天", ["第三", "天"]),
    ("１９９８年３月", ["１９９８年", "３月"]),
    ("10年来", ["10", "年来"]),
    ("一些", ["一些"]),
    ("信息技术", ["信息", "技术"]),
    ("实事求是", ["实事求是"]),
    ("———", ["———"]),
]


@pytest.mark.parametrize(("text", "words"), CUT, ids=[text for text, _ in CUT])
def test_words_are_cut_where_newspapers_and_ud_say_so(text: str, words: list[str]) -> None:
    assert [text[t.start : t.end] for t in text_to_tokens(text)] == words


def test_a_name_of_the_corpus_is_not_cut_as_a_compound() -> None:
    text = "信息技术"
    cut = [text[t.start : t.end] for t in text_to_tokens(text, Segmenter([("信息技术", "nt")]))]
    assert cut == [text]


def test_a_file_of_jieba_in_the_folder_for_temporary_files_is_not_believed(tmp_path: Path) -> None:
    (tmp_path / "jieba.cache").write_bytes(marshal.dumps(({"山河": 10_000_000, "山": 0}, 10_000_000)))
    code = "from baokan.dictionary import frequencies, tokenizer; print(frequencies()['山'], tokenizer().lcut('提高水平'))"
    run = subprocess.run(
        [sys.executable, "-c", code], env=os.environ | {"TMPDIR": str(tmp_path)}, capture_output=True, text=True, check=True
    )
    assert run.stdout == "23539 ['提高', '水平']\n"
    assert [path.name for path in tmp_path.iterdir()] == ["jieba.cache"]
