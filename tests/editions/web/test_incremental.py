"""A site kept up to date is the site made anew, byte for byte, whatever was changed; and only what depends on it was made."""

from __future__ import annotations

import contextlib
import random
from pathlib import Path

import pytest

from baokan.editions import render
from baokan.editions.issues import find_issues
from baokan.editions.render import nobody, render_edition, silent
from baokan.editions.steps import HERE
from baokan.editions.web import index, whole
from baokan.editions.web.index import Segment, aligned, first_pair, index_segment, merge_runs
from baokan.editions.web.mending import changes, mend_pieces
from baokan.editions.web.output import Output
from baokan.running import Batch, State

from .changing import SMALL, Corpus, contents, differing


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    for module, name, value in SMALL:
        monkeypatch.setattr(module, name, value)


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("seed", range(6))
def test_a_site_kept_up_to_date_is_the_site_made_anew(seed: int, tmp_path: Path) -> None:
    corpus = Corpus(tmp_path / "corpus", random.Random(seed))
    corpus.fill(6)
    with contextlib.closing(State(tmp_path / "state" / "build.sqlite")) as state:
        batch = Batch(tmp_path, silent, HERE, state)
        for turn in range(6):
            render_edition("web", find_issues(corpus.folder), tmp_path / "web", nobody, batch)
            assert render_edition("web", find_issues(corpus.folder), tmp_path / "web", nobody, batch).made == 0
            render("web", corpus.folder, tmp_path / "anew" / str(turn) / "web")
            assert not differing(contents(tmp_path / "web"), contents(tmp_path / "anew" / str(turn) / "web"))
            corpus.change()


def laid_out(texts: list[str]) -> list[tuple[int, str]]:
    """Each text with its place, as issues have theirs."""
    found, at = [], 0
    for text in texts:
        found.append((at, text))
        at = aligned(at + len(text))
    return found


def pieces_of(texts: list[str], folder: Path) -> Output:
    """The index of texts, made of one run."""
    out = Output(folder)
    index_segment(Segment((), folder / "all.run", 0), texts)
    merge_runs([Segment((), folder / "all.run", 0)], out)
    return out


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("at", ["list_tasks", "mended", "write_head"])
def test_a_run_that_is_stopped_among_the_lists_is_completed_by_the_next(
    at: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    corpus = Corpus(tmp_path / "corpus", random.Random(2))
    corpus.fill(5)
    with contextlib.closing(State(tmp_path / "state" / "build.sqlite")) as state:
        batch = Batch(tmp_path, silent, HERE, state)
        render_edition("web", find_issues(corpus.folder), tmp_path / "web", nobody, batch)
        for name in sorted(corpus.issues)[:2]:
            corpus.put(name, tuple(corpus.edited(issue) for issue in corpus.issues[name]))
        with monkeypatch.context() as patch:
            patch.setattr(whole, at, lambda *given: 1 / 0)
            with pytest.raises(ZeroDivisionError):
                render_edition("web", find_issues(corpus.folder), tmp_path / "web", nobody, batch)
        corpus.change()
        render_edition("web", find_issues(corpus.folder), tmp_path / "web", nobody, batch)
        render("web", corpus.folder, tmp_path / "anew" / "web")
    assert not differing(contents(tmp_path / "web"), contents(tmp_path / "anew" / "web"))


def test_a_damaged_memory_is_made_anew(tmp_path: Path) -> None:
    corpus = Corpus(tmp_path / "corpus", random.Random(1))
    corpus.fill(4)
    with contextlib.closing(State(tmp_path / "state" / "build.sqlite")) as state:
        batch = Batch(tmp_path, silent, HERE, state)
        render_edition("web", find_issues(corpus.folder), tmp_path / "web", nobody, batch)
        before, kept = contents(tmp_path / "web"), tmp_path / "state" / "web" / "lists.sqlite"
        data = kept.read_bytes()
        for damaged in (b"no database", data[:5000], data[:4096] + bytes(len(data) - 4096)):
            kept.write_bytes(damaged)
            render_edition("web", find_issues(corpus.folder), tmp_path / "web", nobody, batch)
            assert contents(tmp_path / "web") == before
            assert render_edition("web", find_issues(corpus.folder), tmp_path / "web", nobody, batch).made == 0


LETTERS = '甲乙丙丁戊己庚辛壬癸子丑寅卯A"]},\\😀<\n'


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("seed", range(80))
def test_a_mended_index_is_the_one_made_anew(seed: int, tmp_path: Path) -> None:
    chance = random.Random(seed)
    before = [f"{''.join(chance.choices(LETTERS, k=chance.randint(20, 90)))}\n" for _ in range(chance.randint(1, 3))]
    after = list(before)
    for _ in range(chance.randint(1, 2)):
        which, at = chance.randrange(len(after)), chance.randrange(20)
        put, rest = "".join(chance.choices(LETTERS, k=chance.randint(0, 2))), after[which][at + chance.randint(0, 2) :]
        after[which] = f"{after[which][:at]}{put}{rest}"
    here, anew = pieces_of(before, tmp_path / "here"), pieces_of(after, tmp_path / "anew")
    wanted = changes(laid_out(before), laid_out(after))
    gone = {f"search/{index.piece_name(first)}.js" for first in mend_pieces(sorted(map(first_pair, here.made)), wanted, here)}
    assert here.made.keys() - gone == anew.made.keys()
    assert not [name for name in anew.made if here.path(name).read_bytes() != anew.path(name).read_bytes()]
