"""The index file: refreshed by what changed only, mended when damaged, never in the way of another program's file."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from baokan.errors import OutputInTheWay, UnreadableInput
from baokan.findings import Finding
from baokan.search import indexing, store
from baokan.search.asking import Answer, Options, ask
from baokan.search.store import index_path

TEI = """<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:id="{name}"><teiHeader><fileDesc><titleStmt><title/></titleStmt>
<publicationStmt><p/></publicationStmt><sourceDesc><bibl><title level="j">宁安日报</title><date when="1931-03-02"/></bibl>
</sourceDesc></fileDesc></teiHeader><text><body><div type="article" xml:id="{name}.a1"><p>{text}</p></div></body></text></TEI>"""


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / f"{name}.xml"
    path.write_text(TEI.format(name=name, text=text), encoding="utf-8")
    return path


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    for number in range(4):
        write(folder, f"n{number}", f"清河镇的新桥通车了，第{number}天。" * 40)
    return folder


def find(corpus: Path, query: str = "新桥", **more: object) -> tuple[Answer, int]:
    answer = ask(corpus, query, Options(), **more)  # type: ignore[arg-type]
    return answer, sum(1 for _ in answer.hits())


def test_only_what_changed_is_read(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read = []
    original = indexing.read_source

    def spy(source, report):  # type: ignore[no-untyped-def]
        read.append(source.path.name)
        return original(source, report)

    monkeypatch.setattr(indexing, "read_source", spy)
    assert find(corpus)[1] == 160 and len(read) == 4
    read.clear()
    assert find(corpus)[1] == 160 and read == []
    write(corpus, "n1", "旧桥")
    assert find(corpus)[1] == 120 and read == ["n1.xml"]
    read.clear()
    os.utime(corpus / "n2.xml")  # a new date, the same bytes
    assert find(corpus)[1] == 120 and read == []
    (corpus / "n3.xml").unlink()
    write(corpus, "n9", "新桥")
    assert find(corpus)[1] == 81 and read == ["n9.xml"]


def test_a_refreshed_index_is_as_a_new_one(corpus: Path, tmp_path: Path) -> None:
    find(corpus)
    for text in ("新桥旧桥", "新桥，新桥", "一座桥"):
        write(corpus, "n1", text)
        find(corpus)
    refreshed = sqlite3.connect(index_path(corpus))
    answer = ask(corpus, "新桥", Options(), tmp_path / "new.sqlite")
    fresh = answer.index.connection
    counts = "SELECT attribute, text, count FROM value WHERE count > 0 ORDER BY 1, 2"
    assert refreshed.execute(counts).fetchall() == fresh.execute(counts).fetchall()
    for query in ("新桥", '[word="新桥"]', '[pos="n"] [pos="v"]'):
        one = [h.as_row() for h in ask(corpus, query, Options()).hits()]
        other = [h.as_row() for h in ask(corpus, query, Options(), tmp_path / "new.sqlite").hits()]
        assert one == other
    refreshed.execute("INSERT INTO characters (characters) VALUES ('integrity-check')")
    refreshed.close()


@pytest.mark.parametrize("damage", ["empty", "garbage", "cut", "header", "middle", "version"])
def test_a_damaged_index_is_made_anew(corpus: Path, damage: str) -> None:
    find(corpus)
    path = index_path(corpus)
    data = bytearray(path.read_bytes())
    if damage == "version":
        with sqlite3.connect(path) as connection:
            connection.execute("PRAGMA user_version = 99")
        connection.close()
    else:
        changed = {
            "empty": b"", "garbage": b"no database at all" * 99, "cut": bytes(data[: len(data) // 2]),
            "header": b"\0" * 100 + bytes(data[100:]), "middle": bytes(data[:8192]) + b"\xff" * (len(data) - 8192),
        }[damage]  # fmt: skip
        path.write_bytes(changed)
    answer, hits = find(corpus)
    assert hits == 160 and (answer.index.rebuilt or damage == "empty")
    again, hits = find(corpus)
    assert hits == 160 and not again.index.rebuilt


@pytest.mark.parametrize("table", ["layer", "issue", "stretch"])
def test_a_damaged_column_is_noticed(corpus: Path, table: str) -> None:
    find(corpus)
    column = {"layer": "codes", "issue": "layout", "stretch": "text"}[table]
    connection = sqlite3.connect(index_path(corpus))
    connection.execute(f"UPDATE {table} SET {column} = x'621234567890'")
    connection.commit()
    connection.close()
    answer, hits = find(corpus, '[word="新桥|桥|新"]' if table != "stretch" else "新桥")
    assert hits and "damaged" in answer.index.rebuilt


def test_damage_met_on_the_way_is_said(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("baokan.search.asking.AHEAD", 1)
    answer = ask(corpus, "新桥", Options())
    answer.index.connection.execute("UPDATE stretch SET text = x'36ff' WHERE id > 2")
    with pytest.raises(UnreadableInput, match="damaged"):
        list(answer.hits())
    assert find(corpus)[1] == 160


def test_another_programs_file_is_left_alone(corpus: Path, tmp_path: Path) -> None:
    foreign = tmp_path / "foreign.sqlite"
    with sqlite3.connect(foreign) as connection:
        connection.execute("CREATE TABLE precious (x)")
    connection.close()
    text = tmp_path / "letter.txt"
    text.write_text("Dear reader", encoding="utf-8")
    for path in (foreign, text, corpus):
        before = path.read_bytes() if path.is_file() else b""
        with pytest.raises(OutputInTheWay):
            find(corpus, path=path)
        assert (path.read_bytes() if path.is_file() else b"") == before


def test_an_index_that_cannot_be_written_answers_as_it_is_and_says_so(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    find(corpus)
    write(corpus, "n1", "旧桥")
    original = store.connect

    def read_only(path: Path) -> sqlite3.Connection:
        connection = original(path)
        connection.execute("PRAGMA query_only = ON")
        return connection

    monkeypatch.setattr(store, "connect", read_only)
    findings: list[Finding] = []
    assert find(corpus, report=findings.append)[1] == 160
    assert [f.code for f in findings] == ["index-stale"]
    with pytest.raises(OutputInTheWay):
        find(corpus, path=corpus / "new.sqlite")


def test_a_file_that_cannot_be_read_is_said_each_time(corpus: Path) -> None:
    (corpus / "bad.xml").write_text("<TEI>", encoding="utf-8")
    (corpus / "other.xml").write_text("<html/>", encoding="utf-8")
    for _ in range(2):
        findings: list[Finding] = []
        assert find(corpus, report=findings.append)[1] == 160
        assert [f.code for f in findings] == ["unreadable"]


def test_no_corpus_is_said(tmp_path: Path) -> None:
    for path in (tmp_path / "absent", tmp_path):
        with pytest.raises(UnreadableInput):
            find(path)


def test_a_killed_run_leaves_an_index_that_the_next_goes_on_with(corpus: Path) -> None:
    for number in range(200):
        write(corpus, f"m{number}", f"新桥第{number}座，通车了。" * 60)
    code = "import sys; from pathlib import Path; from baokan.search.asking import *; ask(Path(sys.argv[1]), 'x', Options())"
    process = subprocess.Popen([sys.executable, "-c", code, str(corpus)])
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline and not index_path(corpus).exists():
        time.sleep(0.02)
    time.sleep(0.3)
    process.kill()
    process.wait()
    answer, hits = find(corpus)
    assert hits == 160 + 200 * 60 and not answer.index.rebuilt


def test_two_runs_at_once(corpus: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from baokan.search.asking import *;"
        "print(sum(1 for _ in ask(Path(sys.argv[1]), '新桥', Options()).hits()))"
    )
    pipe = subprocess.PIPE
    runs = [subprocess.Popen([sys.executable, "-c", code, str(corpus)], stdout=pipe, stderr=pipe) for _ in range(3)]
    results = [process.communicate(timeout=100) for process in runs]
    for out, err in results:
        assert out.decode().strip() == "160", err.decode()


def test_the_annotated_file_gives_the_words(corpus: Path) -> None:
    plain = write(corpus, "n1", "新桥通车")
    twin = corpus / "n1.ana.xml"
    tokens = '<s><w pos="ns" lemma="桥" msd="UPosTag=PROPN">新桥通</w><name type="PER"><w pos="nr">车</w></name></s>'
    twin.write_text(plain.read_text(encoding="utf-8").replace("新桥通车", tokens).replace('"n1', '"n1.ana'), encoding="utf-8")
    _, hits = find(corpus, '[word="新桥通" & lemma="桥" & upos="PROPN"] [ner="PER"]')
    assert hits == 1 and next(iter(find(corpus, '"新桥通"')[0].hits())).issue == "n1"
    findings: list[Finding] = []
    write(corpus, "n1", "新桥通车了")  # the text went on, the annotation didn't
    assert find(corpus, '"新桥通"', report=findings.append)[1] == 0
    assert [f.code for f in findings] == ["annotation-stale"]


def test_an_annotated_corpus_in_a_folder_of_its_own_is_not_counted_twice(corpus: Path) -> None:
    plain = write(corpus, "n1", "新桥通车")
    (corpus / "ana" / "1931").mkdir(parents=True)
    twin = corpus / "ana" / "1931" / "n1.ana.xml"
    twin.write_text(plain.read_text(encoding="utf-8").replace("新桥通车", "<s><w>新桥通</w><w>车</w></s>"), encoding="utf-8")
    assert find(corpus, '"新桥通"')[1] == 1 and find(corpus, "新桥")[1] == 121
    (corpus / "ana" / "1931" / "n8.ana.xml").write_text(TEI.format(name="n8.ana", text="新桥"), encoding="utf-8")
    assert find(corpus, "新桥")[1] == 122


def test_pressmints_sample_is_searched_by_its_own_tokens(shared: Path, tmp_path: Path) -> None:
    source = shared / "pressmint" / "PressMint-SI_1914-12-31-VIMK81GZ.ana.xml"
    _, hits = find(source, '[pos="Ncnsn" & lemma="glasilo"] []{0,3} [ner="ORG"]', path=tmp_path / "x.sqlite")
    assert hits == 1
    (hit,) = ask(source, "Idriji.", Options(), tmp_path / "x.sqlite").hits()
    assert hit.date == "1914-12-31" and hit.by == "characters"
