"""The server as a browser, two annotators and an attacker meet it."""

from __future__ import annotations

import random
import re
from pathlib import Path
from typing import Any

from lxml import etree
from starlette.testclient import TestClient

from baokan.annotate.reading import blocks
from baokan.serve.site import BROWSER
from baokan.serve.store import Store

from .conftest import ISSUE, PORT, ROOT, TOKEN, now, place, send, sound, texts

HOSTILE = "<script>alert(1)</script> & ]]> ' \" ../../etc #{x} &amp; <!-- $x$ 'or 1=1"


def test_a_hundred_edits_by_two_lose_nothing(client: TestClient, corpus: Path) -> None:
    chance = random.Random(8)
    known: dict[str, str] = {a: now(client)["version"] for a in ("白一鸣", "何青")}
    meant: dict[str, tuple[str, str]] = {}
    stale = done = 0
    for number in range(100):
        author = chance.choice(sorted(known))
        mine = [key for key, (who, _) in meant.items() if who == author]
        change = chance.choice(["comment", "comment", "edit", "delete"]) if mine else "comment"
        key = chance.choice(mine) if mine else ""
        block, text = chance.choice(sorted(texts(corpus).items()))
        start = chance.randrange(len(text) - 4)
        part = {"element": block, "start": start, "end": start + 3, "quote": text[start : start + 3]}
        facts = {"id": key} if change != "comment" else part
        said = f"{number} {HOSTILE}"
        answer = send(client, change, known[author], author, text=said, **facts)
        if answer.status_code == 409:
            stale += 1
            assert answer.json()["yours"]["text"] == said
            known[author] = answer.json()["current"]["version"]
            answer = send(client, change, known[author], author, text=said, **facts)
        assert answer.status_code == 200, answer.text
        done += 1
        known[author] = answer.json()["version"]
        if change == "delete":
            del meant[key]
        else:
            new = key or next(a["id"] for a in answer.json()["annotations"] if a["text"] == said)
            if change == "comment":
                new = next(a["id"] for a in answer.json()["annotations"] if a["text"] == said)
            meant[new] = (author, said)
        assert {a["id"]: (a["author"], a["text"]) for a in answer.json()["annotations"]} == meant
    assert stale > 10 and done == 100
    history = etree.parse(str(corpus / f"{ISSUE}.xml")).findall(".//{*}teiHeader/{*}revisionDesc/{*}change")
    assert len(history) == 100
    sound(corpus)


def test_a_correction_keeps_the_source_and_moves_the_comments(client: TestClient, corpus: Path) -> None:
    first = send(client, "comment", now(client)["version"], text="后面", **place(corpus, 8, 11)).json()
    second = send(client, "correct", first["version"], "何青", text="改过的几个字", **place(corpus, 2, 4))
    assert second.status_code == 200, second.text
    (comment,), (correction,) = second.json()["annotations"], second.json()["corrections"]
    assert (comment["start"], comment["changed"]) == (12, False) and correction["author"] == "何青"
    sound(corpus)
    assert send(client, "withdraw", second.json()["version"], id=correction["id"]).status_code == 403
    third = send(client, "withdraw", second.json()["version"], "何青", id=correction["id"]).json()
    assert not third["corrections"] and third["annotations"][0]["start"] == 8
    sound(corpus)


def test_undo_gives_the_bytes_back_and_only_to_their_author(client: TestClient, corpus: Path) -> None:
    path = corpus / f"{ISSUE}.xml"
    before = path.read_bytes()
    made = send(client, "comment", now(client)["version"], text="x", **place(corpus)).json()
    assert send(client, "undo", made["version"], "何青").status_code == 422 and path.read_bytes() != before
    assert send(client, "undo", made["version"]).status_code == 200 and path.read_bytes() == before


def test_a_join_is_judged_once_a_person(client: TestClient, corpus: Path) -> None:
    root = etree.parse(str(corpus / f"{ISSUE}.xml")).getroot()
    block = next(b.id for b in blocks(root) if b.element.find("{*}cb") is not None)
    made = send(client, "join", now(client)["version"], element=block, seam=0, verdict="right").json()
    again = send(client, "join", made["version"], element=block, seam=0, verdict="wrong").json()
    assert [a["text"] for a in again["annotations"]] == ["wrong"]
    assert send(client, "join", again["version"], element=block, seam=999, verdict="wrong").status_code == 404
    sound(corpus)


def test_what_is_refused_changes_no_byte(client: TestClient, corpus: Path) -> None:
    before = (corpus / f"{ISSUE}.xml").read_bytes()
    version, good = now(client)["version"], place(corpus)
    bad: list[tuple[str, dict[str, Any]]] = [
        ("comment", {**good, "text": ""}), ("comment", {**good, "text": "a\0b"}), ("comment", {**good, "text": 7}),
        ("comment", {**good, "quote": "别的", "text": "x"}), ("comment", {**good, "end": 10**9, "text": "x"}),
        ("comment", {**good, "start": True, "text": "x"}), ("comment", {**good, "text": "x", "author": " "}),
        ("comment", {**good, "text": "x", "motivation": "hating"}), ("comment", {**good, "element": "x' or '1'='1", "text": "x"}),
        ("edit", {"id": "nobody", "text": "x"}), ("delete", {"id": "../x"}), ("correct", {**good, "text": good["quote"]}),
        ("burn", {**good}), ("undo", {}),
    ]  # fmt: skip
    for change, facts in bad:
        answer = client.post(f"/api/issues/{ISSUE}/{change}", json={"author": "白", "version": version, **facts})
        assert answer.status_code in (404, 422) and answer.json()["error"], (change, facts)
    stale = send(client, "comment", "0" * 64, text="x", **good)
    assert stale.status_code == 409 and stale.json()["current"]["version"] == version
    for body, kind in ((b"[" * 100_000, "application/json"), (b"[]", "application/json"), (b"{}", "text/plain")):
        assert client.post(f"/api/issues/{ISSUE}/undo", content=body, headers={"Content-Type": kind}).status_code == 422
    assert (corpus / f"{ISSUE}.xml").read_bytes() == before


def test_only_the_printed_address_lets_in(client: TestClient) -> None:
    url = f"/api/issues/{ISSUE}"
    assert client.get(url, headers={"Origin": "http://evil.example"}).status_code == 403
    assert client.get(url, headers={"Origin": "null"}).status_code == 403
    assert client.get(url, headers={"Host": "evil.example"}).status_code == 421
    assert client.get(url, headers={"X-Baokan-Token": "wrong"}).status_code == 401
    assert client.get(url, headers={"Origin": f"http://127.0.0.1:{PORT}"}).status_code == 200
    entered = client.get(f"/?token={TOKEN}", headers={"X-Baokan-Token": ""}, follow_redirects=False)
    assert entered.status_code == 303 and "HttpOnly" in entered.headers["set-cookie"] and TOKEN not in entered.headers["location"]


def test_no_path_leaves_the_corpus(client: TestClient, corpus: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret.xml"
    secret.write_bytes((corpus / f"{ISSUE}.xml").read_bytes())
    (corpus / "linked.xml").symlink_to(secret)
    (tmp_path / "site" / "linked.html").symlink_to(secret)
    tricks = ["..%2f..%2fsecret", "%2e%2e/secret.xml", "..%5csecret", "linked", "linked.html", "%2fetc%2fpasswd", "a%00b"]
    tricks.append("x" * 5000)
    for trick in tricks:
        for start in ("/", "/_annotate/", "/api/issues/"):
            assert client.get(start + trick).status_code == 404, start + trick
    assert "linked" not in Store(corpus).issues


def test_pages_carry_the_script_and_a_strict_policy(client: TestClient, tmp_path: Path) -> None:
    from baokan.editions import render

    render("web", ROOT / "corpus", tmp_path / "site")
    page = client.get(f"/issues/{ISSUE}/a1.html")
    assert page.status_code == 200 and "/_annotate/main.js" in page.text and 'http-equiv="Content-Security' not in page.text
    policy = page.headers["content-security-policy"]
    assert "script-src 'self'" in policy and "unsafe" not in policy
    for name in BROWSER.glob("*.js"):
        script = client.get(f"/_annotate/{name.name}")
        assert script.status_code == 200 and script.headers["content-type"].startswith("text/javascript")
        assert not re.search(r"innerHTML|outerHTML|insertAdjacent|document\.write|eval\(|Function\(", script.text)
    assert "_annotate/main.js" not in client.get("/").text  # only an issue's pages
