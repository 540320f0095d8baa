"""The fitted tagger's labels, what an article's names do elsewhere in it, and what a person's word does to them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from baokan.annotate.names.features import text_to_features
from baokan.annotate.names.find import LISTED, article_to_pieces, find_names, heed, one_sense
from baokan.annotate.names.piece import Piece
from baokan.annotate.names.tagger import certainty, labels_to_names, load_model, names_to_labels, tag_names
from baokan.cli import main
from baokan.errors import UnreadableInput

KINDS = ("PER", "LOC", "ORG")


def spans(names: list[Piece]) -> list[tuple[int, int, str]]:
    return [(piece.start, piece.end, piece.kind) for piece in names]


@given(st.lists(st.tuples(st.integers(0, 2), st.integers(1, 4), st.sampled_from(KINDS)), max_size=6))
def test_labels_say_the_names_that_they_were_made_of(gaps: list[tuple[int, int, str]]) -> None:
    at, names = 0, []
    for gap, length, kind in gaps:
        names.append((at + gap, at + gap + length, kind))
        at += gap + length
    assert spans(labels_to_names(names_to_labels(at, names))) == names


def test_labels_that_dont_fit_are_no_name() -> None:
    assert labels_to_names(["I-PER", "E-PER", "B-LOC", "O", "B-ORG", "E-PER", "B-ORG"]) == []


def test_every_character_has_as_many_features_and_names_are_none_of_them() -> None:
    text = "清河镇的莫远山说：“2021年，桥通了。”"
    ((plain, pieces, names),) = article_to_pieces([text], {})
    rows = text_to_features(plain, pieces, names)
    assert len(rows) == len(text) and len({len(row) for row in rows}) == 1
    assert {p.kind for p in names} == {"PER", "LOC"}
    assert not [f for row in rows for f in row if f[0] in "W" and ("莫远山" in f or "清河镇" in f)]


def test_what_is_a_name_once_is_one_in_its_whole_article() -> None:
    texts = ["白一鸣来了", "是白一鸣的桥", "见白一鸣"]
    found = one_sense(texts, [[Piece(0, 3, "PER", score=0.0)], [], [Piece(1, 4, "PER", score=0.0)]])
    assert spans(found[1]) == [(1, 4, "PER")] and certainty(found[1][0]) == "medium" and certainty(found[0][0]) == "high"


def test_a_word_that_is_seldom_a_name_in_its_article_is_not_made_one_everywhere() -> None:
    texts = ["高明来了", "高明的办法，高明的人，高明得很"]
    assert one_sense(texts, [[Piece(0, 2, "PER")], []])[1] == []


def test_what_a_person_lists_is_heeded() -> None:
    text = "甘塘和清河"
    pieces = [Piece(0, 2, "LOC"), Piece(2, 3, ""), Piece(3, 5, "")]
    known = {"甘塘": ("LOC", LISTED), "清河": ("", LISTED)}
    assert spans(heed(text, [Piece(0, 5, "ORG")], pieces[:2], known)) == [(0, 5, "ORG")]
    assert spans(heed(text, [Piece(3, 5, "LOC")], pieces, known)) == [(0, 2, "LOC")]


def test_padded_names_are_found_with_their_blanks() -> None:
    text = "本报记者　何　青　莫远山　报道"
    assert [text[p.start : p.end] for p in find_names([text])[0] if p.kind == "PER"] == ["何　青", "莫远山"]


def test_old_news_in_traditional_characters() -> None:
    text = "國民政府主席白遠山昨日返京，行政院院長何一鳴赴站迎接。"
    found = {(text[p.start : p.end], p.kind) for p in find_names([text])[0]}
    assert {("國民政府", "ORG"), ("行政院", "ORG"), ("白遠山", "PER"), ("何一鳴", "PER"), ("京", "LOC")} <= found


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A model that has learnt from two sentences of ours that a name which the rules miss stands before 说."""
    pycrfsuite = pytest.importorskip("pycrfsuite", reason="python-crfsuite is not installed (pip install -e .[names])")
    trainer = pycrfsuite.Trainer(verbose=False)
    for text, span in (("老莫说好。", (0, 2, "PER")), ("天亮了。", None)) * 5:
        ((plain, pieces, names),) = article_to_pieces([text], {})
        trainer.append(text_to_features(plain, pieces, names), names_to_labels(len(plain), [span] if span else []))
    path = tmp_path_factory.mktemp("model") / "names.crfsuite"
    trainer.train(str(path))
    return load_model(path)


def test_a_model_decides_and_says_how_sure_it_is(model: Any) -> None:
    assert spans(find_names(["老莫说好。"], model=model)[0]) == [(0, 2, "PER")]
    assert certainty(find_names(["老莫说好。"], model=model)[0][0]) in ("high", "medium")
    assert find_names(["天亮了。"], model=model) == [[]]


def test_without_a_model_the_rules_decide() -> None:
    (found,) = find_names(["本报记者白一鸣报道"])
    assert spans(found) == [(4, 7, "PER")] and certainty(found[0]) == "medium"


def test_a_file_that_is_no_model_is_told(tmp_path: Path) -> None:
    (tmp_path / "x.crfsuite").write_bytes(b"no model")
    for path, said in ((tmp_path / "x.crfsuite", "is no model"), (tmp_path / "absent", "can't be read")):
        with pytest.raises(UnreadableInput, match=said):
            load_model(path)
    run = CliRunner().invoke(main, ["annotate", str(tmp_path), "--names-model", str(tmp_path / "x.crfsuite")])
    assert run.exit_code == 4


@settings(max_examples=40, deadline=None)
@given(st.text("白一鸣何青清河镇县委报的说了《》“”·，。<&１2 \n\U00020000", max_size=40))
def test_any_text_can_be_tagged(model: Any, text: str) -> None:
    for plain, pieces, names in article_to_pieces([text], {}):
        at = 0
        for piece in tag_names(plain, pieces, names, model):
            assert at <= piece.start < piece.end <= len(plain) and certainty(piece) in ("high", "medium", "low")
            at = piece.end
