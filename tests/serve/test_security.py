"""What an attacker tries: paths, hosts, origins, tokens, sizes, markup in every field of every route, links out of the corpus."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from baokan.serve.app import LARGEST_BODY
from baokan.serve.store import CHANGES, Store

from .conftest import ISSUE, PORT, TOKEN, client_of, now, place, send, sound, texts

HOSTILE = "<script>alert(1)</script> & ]]> ' \" ../../etc #{x} &amp; <!-- $x$ 'or 1=1"
ROUTES = [("GET", f"/api/issues/{ISSUE}"), ("GET", f"/api/issues/{ISSUE}/outline"), ("GET", f"/api/issues/{ISSUE}/names"),
          ("GET", "/api/records?kind=PER&q=x"), ("GET", "/"), ("GET", f"/issues/{ISSUE}/a1.html"), ("GET", "/_annotate/main.js"),
          *(("POST", f"/api/issues/{ISSUE}/{change}") for change in [*CHANGES, "undo"])]  # fmt: skip


@pytest.mark.parametrize("headers", [
    {"Host": "evil.example"}, {"Host": f"evil.example:{PORT}"}, {"Host": f"127.0.0.1.evil.example:{PORT}"},
    {"Host": f"127.0.0.1:{PORT + 1}"}, {"Host": f"[::1]:{PORT}"}, {"Host": ""},
    {"Origin": "http://evil.example"},
    {"Origin": "null"}, {"Origin": f"https://127.0.0.1:{PORT}"},
    {"Origin": f"http://127.0.0.1:{PORT + 1}"},
    {"X-Baokan-Token": ""}, {"X-Baokan-Token": TOKEN[:-1]}, {"X-Baokan-Token": TOKEN + "x"},
    {"X-Baokan-Token": "", "Cookie": f"baokan-{PORT}=forged"}, {"X-Baokan-Token": "", "Cookie": f"baokan-{PORT + 1}={TOKEN}"},
    {"X-Baokan-Token": "\u00e9".encode("latin-1").decode("latin-1")},
])  # fmt: skip
def test_every_route_is_guarded(client: Any, corpus: Path, headers: dict[str, str]) -> None:
    before = (corpus / f"{ISSUE}.xml").read_bytes()
    body = {"author": "x", "version": now(client)["version"], "text": "x", **place(corpus)}
    for method, route in ROUTES:
        encoded = {k: v.encode("latin-1") for k, v in headers.items()}
        answer = client.request(method, route, json=body if method == "POST" else None, headers=encoded)
        assert answer.status_code in (401, 403, 421), (method, route, answer.status_code)
        assert "set-cookie" not in answer.headers and "access-control-allow-origin" not in answer.headers
        assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert (corpus / f"{ISSUE}.xml").read_bytes() == before


def test_other_sites_cant_post_a_form_or_ask_beforehand(client: Any, corpus: Path) -> None:
    route = f"/api/issues/{ISSUE}/comment"
    body = {"author": "x", "version": now(client)["version"], "text": "x", **place(corpus)}
    assert client.post(route, json=body, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"):
        assert client.post(route, content=b"{}", headers={"Content-Type": kind}).status_code == 422
    assert client.options(route, headers={"Origin": "http://evil.example"}).status_code == 403
    for method in ("PUT", "PATCH", "DELETE", "GET"):
        assert client.request(method, route).status_code in (404, 405)


PATHS = ["..%2f..%2fsecret", "%2e%2e/%2e%2e/secret", "..%5c..%5csecret", "....//....//secret", "%252e%252e%252fsecret",
         "..;/secret", "%2fetc%2fpasswd", "a%00b", "%c0%ae%c0%ae%2fsecret", "secret", "secret.xml", "con",
         "x" * 5000, "%e2%80%ae", "~root", "."]  # fmt: skip


def test_no_path_leaves_the_corpus(client: Any, corpus: Path) -> None:
    (corpus.parent / "secret.xml").write_bytes((corpus / f"{ISSUE}.xml").read_bytes())
    (corpus.parent / "secret").write_text("the secret")
    for path in PATHS:
        for start in ("/", "/_annotate/", "/api/issues/", f"/issues/{ISSUE}/", "/images/", "/tei/"):
            answer = client.get(start + path)
            home = answer.status_code == 200 and path == "." and "the secret" not in answer.text
            assert home or answer.status_code in (404, 405), start + path
        for change in ("comment", "undo", "tag"):
            body = {"author": "x", "version": "0" * 64}
            assert client.post(f"/api/issues/{path}/{change}", json=body).status_code in (404, 405)


def test_links_out_of_the_corpus_are_not_followed(corpus: Path, tmp_path: Path) -> None:
    """An issue, its layer, an authority file and a picture that are links to files elsewhere."""
    outside = tmp_path / "outside"
    outside.mkdir()
    secret = (corpus / f"{ISSUE}.xml").read_text(encoding="utf-8").replace(ISSUE, "linked").replace("威海", "机密")
    (outside / "linked.xml").write_text(secret, encoding="utf-8")
    (corpus / "linked.xml").symlink_to(outside / "linked.xml")
    (outside / "secret.png").write_bytes(b"\x89PNG the secret")
    (corpus / "secret.png").symlink_to(outside / "secret.png")
    (outside / "persons.xml").write_text("<TEI xmlns='http://www.tei-c.org/ns/1.0'>机密</TEI>", encoding="utf-8")
    (corpus / "authority").mkdir()
    (corpus / "authority" / "persons.xml").symlink_to(outside / "persons.xml")
    text = (corpus / f"{ISSUE}.xml").read_text(encoding="utf-8")
    (corpus / f"{ISSUE}.xml").write_text(text.replace("<figure ", "<figure ", 1).replace('<p xml:id="' + ISSUE + '.a2.c1"', '<graphic url="secret.png"/><p xml:id="' + ISSUE + '.a2.c1"'), encoding="utf-8")  # noqa: E501
    client = client_of(corpus, tmp_path / "site")
    assert "linked" not in Store(corpus).issues
    for route in ("/issues/linked/a1.html", "/tei/linked.xml", "/text/linked.txt", "/api/issues/linked", "/images/secret.png"):
        assert client.get(route).status_code == 404, route
    assert "机密" not in client.get("/search.html").text + client.get("/").text + client.get("/feed.xml").text
    before = (outside / "persons.xml").read_bytes()
    assert client.get("/api/records", params={"kind": "PER", "q": "机"}).status_code == 422
    refused = send(client, "tag", now(client)["version"], kind="PER", record="new", **place(corpus))
    assert refused.status_code == 422 and (outside / "persons.xml").read_bytes() == before
    assert (corpus / "authority" / "persons.xml").is_symlink()
    (corpus / f"{ISSUE}.xml").unlink()
    (corpus / f"{ISSUE}.xml").symlink_to(outside / "linked.xml")  # after the start
    assert client.get(f"/api/issues/{ISSUE}").status_code == 404
    assert "机密" not in client.get(f"/issues/{ISSUE}/a1.html").text


def test_too_much_is_refused_before_it_is_read(client: Any, corpus: Path) -> None:
    route, before = f"/api/issues/{ISSUE}/comment", (corpus / f"{ISSUE}.xml").read_bytes()
    read = 0

    def endless() -> Any:
        nonlocal read
        for _ in range(10_000):
            read += 1
            yield b" " * 65_536

    answer = client.post(route, content=endless(), headers={"Content-Type": "application/json"})
    assert answer.status_code == 422 and str(LARGEST_BODY) in answer.json()["error"]
    for body in (b"[" * 200_000, b'{"a":' * 40_000, b"[]", b"null", b"\xff\xfe", b'{"author": 1e999, "version": NaN}', b""):
        assert client.post(route, content=body, headers={"Content-Type": "application/json"}).status_code == 422
    long = {"author": "a" * 81, "version": now(client)["version"], "text": "x", **place(corpus)}
    assert client.post(route, json=long).status_code == 422
    assert client.post(route, json={**long, "author": "a", "text": "x" * 20_001}).status_code == 422
    assert client.get("/api/records", params={"kind": "PER", "q": "x" * 5000}).json() == {"records": []}
    assert (corpus / f"{ISSUE}.xml").read_bytes() == before


FIELDS = ("author", "version", "element", "start", "end", "quote", "text", "id", "kind", "record", "name", "identifier",
          "register", "to", "after", "seam", "verdict", "motivation", "ref", "link")  # fmt: skip
JUNK: list[Any] = [
    HOSTILE, "\x00", "\ud800", "\u202e", "#x", "authority/../../x#y", None, True, -1, 1.5, 10**30, [], {}, [HOSTILE], {"a": 1},
]  # fmt: skip


def test_junk_in_any_field_of_any_change_is_refused_or_kept_as_text(client: Any, corpus: Path) -> None:
    """Whatever is sent, the answer says what is wrong or the file is valid; there is never a fault of the server."""
    key = f"{ISSUE}.a1.p5"
    good = {"author": "白一鸣", "element": key, "start": 2, "end": 6, "quote": texts(corpus)[key][2:6], "text": "话", "id": "x"}
    good |= {"kind": "PER", "record": "", "to": f"{ISSUE}.a2", "verdict": "right"}
    kept, chance = 0, random.Random(5)
    for change in [*CHANGES, "undo"]:
        for field in FIELDS:
            for junk in chance.sample(JUNK, 2 if field in good else 1):
                facts = {**good, "version": now(client)["version"], field: junk}
                body = json.dumps(facts).encode()
                answer = client.post(f"/api/issues/{ISSUE}/{change}", content=body, headers={"Content-Type": "application/json"})
                assert answer.status_code in (200, 403, 404, 409, 422), (change, field, junk, answer.text)
                if answer.status_code == 200:
                    kept += 1
                    who = answer.json()["history"][0]["author"] if change != "undo" else "x"
                    undone = send(client, "undo", answer.json()["version"], who)
                    assert undone.status_code in (200, 422)
    assert kept > 20
    sound(corpus)


def test_markup_is_text_in_every_field_that_is_kept(client: Any, corpus: Path) -> None:
    author = HOSTILE[:70]
    first = send(client, "comment", now(client)["version"], author, text=HOSTILE, **place(corpus))
    second = send(client, "correct", first.json()["version"], author, text=HOSTILE, **place(corpus, 10, 12))
    tagged = {"kind": "ORG", "record": "new", "name": HOSTILE, "text": HOSTILE, **place(corpus, 2, 4)}
    third = send(client, "tag", second.json()["version"], author, **tagged)
    judged = {"element": place(corpus)["element"], "verdict": "wrong", "text": HOSTILE}
    fourth = send(client, "judge", third.json()["version"], author, **judged)
    assert fourth.status_code == 200, (first.text, second.text, third.text, fourth.text)
    sound(corpus)
    said = fourth.json()
    assert said["annotations"][0]["text"] == HOSTILE and said["corrections"][0]["corr"] == HOSTILE
    assert {a["author"] for a in said["annotations"]} == {" ".join(author.split())}
    root = etree.parse(str(corpus / f"{ISSUE}.xml")).getroot()
    assert not [e for e in root.iter("{*}script")] and not [e for e in root.iter(etree.Comment)]
    records = client.get("/api/records", params={"kind": "ORG", "q": "script"}).json()["records"]
    assert "<script>" in records[0]["names"][0]
    page = client.get(f"/issues/{ISSUE}/{place(corpus)['element'].split('.')[1]}.html").text
    assert "<script>alert" not in page and "&lt;script&gt;alert" in page
