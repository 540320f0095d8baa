"""Moves, names and amended corrections as the file has them; what stays in a re-encode, a re-annotation and beside a build."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from lxml import etree

from baokan.annotate.mentions import read_mentions
from baokan.annotate.run import annotate
from baokan.cli import main
from baokan.running import corpus_lock
from baokan.serve.store import Store

from .conftest import ISSUE, ROOT, client_of, now, place, send, sound, texts

ID = "{http://www.w3.org/XML/1998/namespace}id"
A = f"{ISSUE}.a"


def tree(corpus: Path) -> Any:
    return etree.parse(str(corpus / f"{ISSUE}.xml")).getroot()


def parent_of(corpus: Path, key: str) -> str | None:
    return next(e for e in tree(corpus).iter() if e.get(ID) == key).getparent().get(ID)


def text_bytes(corpus: Path) -> bytes:
    """The text without the ids that a move gives to breaks, to compare what a reader sees."""
    text = tree(corpus).find("{*}text")
    for each in text.iter("{*}pb", "{*}cb"):
        each.attrib.pop(ID, None)
    return bytes(etree.tostring(text))


def move(client: Any, key: str, to: str, **more: Any) -> Any:
    return send(client, "move", now(client)["version"], "何青", element=key, to=to, **more)


@pytest.mark.parametrize(
    ("key", "to", "under"),
    [
        (f"{A}1.p5", f"{A}2", f"{A}2"),  # a paragraph
        (f"{A}1.p1", f"{A}6", None),  # with the dateline that is run into it: a part of its own at the end
        (f"{A}2.c1", f"{A}1", f"{A}2.f1"),  # a caption goes with its picture
        (f"{A}6.b1", f"{A}7", f"{A}7"),  # a byline
        (f"{A}6.h1", f"{A}2", f"{A}2"),  # a headline
        (f"{A}3.p1", f"{A}2", f"{A}2"),  # the only paragraph of its item, which is gone then
    ],
)
def test_a_move_is_valid_and_can_be_put_back(client: Any, corpus: Path, key: str, to: str, under: str | None) -> None:
    before = text_bytes(corpus)
    answer = move(client, key, to)
    assert answer.status_code == 200, answer.text
    assert parent_of(corpus, key) == under
    owner = next(e for e in tree(corpus).iter() if e.get(ID) == key)
    assert any(e.get(ID) == to for e in owner.iterancestors())
    history = tree(corpus).find("{*}teiHeader/{*}revisionDesc/{*}change")
    assert history.text.startswith("moved ") and to in history.text and history.get("who") == f"#{ISSUE}.r1"
    sound(corpus)
    (note,) = answer.json()["annotations"]
    assert send(client, "delete", answer.json()["version"], "何青", id=note["id"]).status_code == 422
    assert send(client, "back", answer.json()["version"], "白一鸣", id=note["id"]).status_code == 200
    assert text_bytes(corpus) == before
    sound(corpus)


def test_moves_taken_back_in_turn_give_the_order_back(client: Any, corpus: Path) -> None:
    before, chance = text_bytes(corpus), random.Random(3)
    articles = [d.get(ID) for d in tree(corpus).iterfind("{*}text/{*}body/{*}div")]
    made = []
    for _ in range(25):
        answer = move(client, chance.choice(sorted(texts(corpus))), chance.choice([*articles, "new"]))
        assert answer.status_code in (200, 404, 422)
        if answer.status_code == 200:
            made.append(answer.json()["annotations"][-1]["id"])
    sound(corpus)
    assert len(made) > 15
    for key in reversed(made):
        answer = send(client, "back", now(client)["version"], id=key)
        assert answer.status_code == 200, answer.text
    assert text_bytes(corpus) == before and not now(client)["annotations"]
    sound(corpus)


def test_a_place_can_be_said_and_what_makes_no_sense_is_refused(client: Any, corpus: Path) -> None:
    assert move(client, f"{A}1.p5", f"{A}6", after=f"{A}6.p1").status_code == 200
    keys = [e.get(ID) for e in next(d for d in tree(corpus).iter("{*}div") if d.get(ID) == f"{A}6")]
    assert keys.index(f"{A}1.p5") == keys.index(f"{A}6.p1") + 1
    sound(corpus)
    before = (corpus / f"{ISSUE}.xml").read_bytes()
    bad: list[tuple[str, str, dict[str, Any]]] = [
        (f"{A}1.p2", f"{A}1", {}), (f"{A}1.p2", f"{A}99", {}), (f"{A}1.p2", "x' or '1'='1", {}), ("nothing", f"{A}2", {}),
        (f"{A}1.p2", f"{A}2", {"after": f"{A}1.p3"}), (f"{A}1.p2", f"{A}2", {"after": "../x"}), (f"{A}1.p2", f"{A}1.p3", {}),
    ]  # fmt: skip
    for key, to, more in bad:
        answer = move(client, key, to, **more)
        assert answer.status_code in (404, 422) and answer.json()["error"], (key, to, more)
    assert (corpus / f"{ISSUE}.xml").read_bytes() == before


def test_a_new_article_and_an_undo(client: Any, corpus: Path) -> None:
    before = (corpus / f"{ISSUE}.xml").read_bytes()
    answer = move(client, f"{A}1.p5", "new")
    new = parent_of(corpus, f"{A}1.p5")
    assert new not in (None, f"{A}1") and len(tree(corpus).findall("{*}text/{*}body/{*}div")) == 10
    sound(corpus)
    assert client.get(f"/issues/{ISSUE}/{new.rpartition('.')[2]}.html").status_code == 200
    assert send(client, "undo", answer.json()["version"], "何青").status_code == 200
    assert (corpus / f"{ISSUE}.xml").read_bytes() == before
    assert client.get(f"/issues/{ISSUE}/{new.rpartition('.')[2]}.html").status_code == 404


def test_a_move_and_a_name_stay_when_the_source_is_encoded_again(client: Any, corpus: Path) -> None:
    moved = move(client, f"{A}1.p5", f"{A}2").json()
    tagged = send(client, "tag", moved["version"], kind="ORG", record="new", name="某机构", **place(corpus))
    assert tagged.status_code == 200, tagged.text
    before = text_bytes(corpus)
    done = CliRunner().invoke(main, ["encode", str(ROOT / "seeds"), "-o", str(corpus)])
    assert done.exit_code == 0, done.output
    assert text_bytes(corpus) == before and len(now(client)["annotations"]) == 2
    sound(corpus)


def test_what_is_said_of_a_name_holds_in_the_next_run(client: Any, corpus: Path) -> None:
    annotate(corpus, ("entities",))
    names = client.get(f"/api/issues/{ISSUE}/names").json()["names"]
    wrong = next(n for n in names if n["kind"] == "PER" and n["cert"])
    facts = {k: wrong[k] for k in ("element", "start", "end", "quote")}
    first = send(client, "tag", now(client)["version"], kind="NONE", **facts)
    assert first.status_code == 200, first.text
    found = client.get("/api/records", params={"kind": "LOC", "q": "威"}).json()["records"]
    assert found[0]["names"][0].startswith("威") and found[0]["articles"] > 0
    here = place(corpus)
    linked = {"kind": "LOC", "record": found[0]["id"], "identifier": "1791673", "register": "GeoNames", **here}
    second = send(client, "tag", first.json()["version"], **linked)
    assert second.status_code == 200, second.text
    again = send(client, "tag", second.json()["version"], **{**linked, "kind": "LOC", "identifier": ""})
    assert len(again.json()["annotations"]) == 2  # a second word of the same person replaces the first
    sound(corpus)
    annotate(corpus, ("entities",))
    mentions = [(m.block, m.start, m.end, m.kind, m.ref) for m in read_mentions(corpus / f"{ISSUE}.xml")]
    ref = f"authority/places.xml#{found[0]['id']}"
    assert (here["element"], here["start"], here["end"], "LOC", ref) in mentions
    assert not [m for m in mentions if m[:3] == (wrong["element"], wrong["start"], wrong["end"])]
    assert '<idno type="GeoNames">1791673</idno>' in (corpus / "authority" / "places.xml").read_text(encoding="utf-8")
    sound(corpus)


def test_a_new_record_is_the_persons_and_an_undo_takes_it_away(client: Any, corpus: Path) -> None:
    answer = send(client, "tag", now(client)["version"], kind="PER", record="new", name="老莫", identifier="Q42", **place(corpus))
    path = corpus / "authority" / "persons.xml"
    (person,) = etree.parse(str(path)).iterfind(".//{*}person")
    assert person.get("resp") == "#persons.r1" and [e.text for e in person] == ["老莫", "Q42"]
    sound(corpus)
    assert send(client, "undo", answer.json()["version"]).status_code == 200
    assert not path.exists() and not now(client)["annotations"]


@pytest.mark.parametrize(
    ("typed", "register", "kept"),
    [
        ("Q42", "", ("Wikidata", "Q42")), ("https://www.wikidata.org/wiki/Q42#P1", "", ("Wikidata", "Q42")),
        ("https://www.geonames.org/1791673/weihai.html", "", ("GeoNames", "1791673")), ("7654", "CBDB", ("CBDB", "7654")),
        ("https://viaf.org/viaf/12345", "", ("VIAF", "12345")), ("https://evil.example/Q42", "", None), ("Q0", "", None),
        ("42", "Wikidata", None), ("javascript:alert(1)", "", None), ("Q42\n<b>", "", None),
    ],
)  # fmt: skip
def test_identifiers_are_of_known_registers(client: Any, corpus: Path, typed: str, register: str, kept: Any) -> None:
    facts = {"kind": "PER", "record": "new", "identifier": typed, "register": register, **place(corpus)}
    answer = send(client, "tag", now(client)["version"], **facts)
    assert answer.status_code == (200 if kept else 422), answer.text
    if kept:
        (idno,) = etree.parse(str(corpus / "authority" / "persons.xml")).iterfind(".//{*}person/{*}idno")
        assert (idno.get("type"), idno.text) == kept
        sound(corpus)


def test_a_correction_of_anothers_keeps_theirs_in_the_history(client: Any, corpus: Path) -> None:
    first = send(client, "correct", now(client)["version"], "何青", text="他的", **place(corpus, 2, 4)).json()
    key = first["corrections"][0]["id"]
    second = send(client, "amend", first["version"], "白一鸣", id=key, text="我的更长").json()
    assert [(c["corr"], c["author"], c["start"]) for c in second["corrections"]] == [("我的更长", "白一鸣", 2)]
    assert "他的" in second["history"][0]["what"] and "何青" in second["history"][0]["what"]
    sound(corpus)


def test_what_wants_checking_is_told_until_somebody_has_judged_it(client: Any, corpus: Path) -> None:
    found = client.get(f"/api/issues/{ISSUE}/outline").json()
    assert len(found["articles"]) == 9 and {b["id"] for b in found["blocks"]} >= set(texts(corpus))
    head = next(c for c in found["checks"] if c["what"] == "head")
    assert found["pages"][head["element"]].endswith(".html")
    judged = send(client, "judge", now(client)["version"], element=head["element"], verdict="right")
    assert judged.status_code == 200, judged.text
    left = client.get(f"/api/issues/{ISSUE}/outline").json()["checks"]
    assert head not in left and len(left) == len(found["checks"]) - 1
    assert send(client, "judge", judged.json()["version"], element="x", verdict="right").status_code == 404
    sound(corpus)


def test_two_servers_and_a_build_never_write_over_one_another(client: Any, corpus: Path, tmp_path: Path) -> None:
    other = client_of(corpus, tmp_path / "other")
    version = now(client)["version"]
    first = send(client, "comment", version, text="一", **place(corpus))
    assert first.status_code == 200
    stale = send(other, "comment", version, "何青", text="二", **place(corpus))
    assert stale.status_code == 409 and stale.json()["yours"]["text"] == "二"
    assert stale.json()["text"] == texts(corpus)[place(corpus)["element"]]
    assert send(other, "comment", now(other)["version"], "何青", text="二", **place(corpus)).status_code == 200
    holder = "import sys, time; from pathlib import Path; from baokan.running import corpus_lock\n"
    holder += "with corpus_lock(Path(sys.argv[1])): print('held', flush=True); sys.stdin.read()"
    with subprocess.Popen([sys.executable, "-c", holder, str(corpus)], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as build:
        assert build.stdin and build.stdout and build.stdout.readline() == b"held\n"
        before = (corpus / f"{ISSUE}.xml").read_bytes()
        busy = send(client, "comment", now(client)["version"], text="三", **place(corpus))
        assert busy.status_code == 503 and str(build.pid) in busy.json()["error"]
        assert (corpus / f"{ISSUE}.xml").read_bytes() == before
        run = CliRunner().invoke(main, ["annotate", str(corpus)])
        assert run.exit_code == 6 and str(build.pid) in run.output
        build.stdin.close()
    assert send(client, "comment", now(client)["version"], text="三", **place(corpus)).status_code == 200
    with corpus_lock(corpus):
        pass  # nobody holds it any more
    assert [a["text"] for a in now(client)["annotations"]] == ["一", "二", "三"]


def test_only_the_issue_that_changed_is_shown_again(corpus: Path, tmp_path: Path) -> None:
    """Its pages at once; the lists when one of them is asked for; the pages of other issues are left as they are."""
    second = (corpus / f"{ISSUE}.xml").read_text(encoding="utf-8").replace(ISSUE, "second")
    (corpus / "second.xml").write_text(second, encoding="utf-8")
    client = client_of(corpus, tmp_path / "site")
    assert client.get("/issues/second/a1.html").status_code == 200
    folder = tmp_path / "site" / "site"
    made = {path: path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()}
    send(client, "correct", now(client)["version"], text="改过的字", **place(corpus, 2, 4))
    name = place(corpus)["element"].split(".")[1]
    assert "改过的字" in client.get(f"/issues/{ISSUE}/{name}.html").text
    changed = {path.relative_to(folder).as_posix() for path, when in made.items() if path.stat().st_mtime_ns != when}
    assert changed and all(ISSUE in path for path in changed)
    assert "改过的字" in client.get(f"/text/{ISSUE}.txt").text
    assert client.get("/search.html").status_code == 200 and Store(corpus).issues.keys() == {ISSUE, "second"}


def test_what_the_browser_wrote_goes_out_to_other_tools_and_back_unchanged(client: Any, corpus: Path, tmp_path: Path) -> None:
    for key, to in ((f"{A}3.p1", f"{A}2"), (f"{A}1.p5", f"{A}2")):
        assert move(client, key, to).status_code == 200
    tagged = {"kind": "PER", "record": "new", "identifier": "Q42", **place(corpus)}
    assert send(client, "tag", now(client)["version"], **tagged).status_code == 200
    assert send(client, "tag", now(client)["version"], kind="NONE", **place(corpus, 20, 22)).status_code == 200
    before = {path: path.read_bytes() for path in corpus.rglob("*.xml")}
    for kind, files in (("webannotation", "*.jsonld"), ("brat", "*.ann")):
        out = tmp_path / kind
        assert CliRunner().invoke(main, ["export", kind, str(corpus), "-o", str(out)]).exit_code == 0
        found = [str(path) for path in sorted(out.glob(files))]
        back = CliRunner().invoke(main, ["import", kind, *found, "--corpus", str(corpus)])
        assert back.exit_code == 0 and found, back.output
    assert {path: path.read_bytes() for path in corpus.rglob("*.xml")} == before
