"""Text that looks like code stays text, in every output; sources of no sense are read or refused, and given back as they were."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from foreign.measure import file_to_pieces, lost
from foreign.outputs import OUTPUTS, WORDS_ONLY
from lxml import html

from baokan.encode import encode_job, find_jobs
from baokan.errors import BaokanError
from baokan.running import Failure, Limits, run_tasks
from baokan.tei import restore
from baokan.validate import validate

CODE = [
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "javascript:alert(1)", '"><svg onload=alert(1)>',
    "&lt;b&gt; &amp;amp;", "]]>", "../../etc/passwd",
    '#import "/etc/passwd": *', '#read("/etc/passwd")', "#panic() $x^2$ `raw` *bold* _it_ @ref <label>", "\\u{41} // x /* y */",
    "'; DROP TABLE issue; --", "=HYPERLINK(1)", "[a](javascript:b) ![c](d) # e | f |", "{{7*7}} ${7*7} <%= 7 %>",
    "a\u202eb\u2066c\u2069d", "e\u0301\u0302\u0303", "\U0001f600\U00020000", "\ue000\uf8ff", "ﬁ\u00ad\u200b\u200d", "x" * 5000,
]  # fmt: skip
SIGNS = "\u202e\u2066\u2069\u00ad\u200b\u200d"


def hostile_tei() -> str:
    def escaped(text: str) -> str:
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")

    body = "".join(
        f'<div type="{escaped(text)[:200]}"><head n="{escaped(text)[:200]}">{escaped(text)}</head>'
        f'<p rend="{escaped(text)[:200]}"><ref target="{escaped(text)[:200].replace(" ", "")}">{escaped(text)}</ref></p></div>'
        for text in CODE
    )
    return (
        '<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:id="h" xml:lang="en"><teiHeader><fileDesc><titleStmt>'
        f"<title>{escaped(CODE[0])}</title></titleStmt><publicationStmt><p>{escaped(CODE[1])}</p></publicationStmt><sourceDesc>"
        f'<bibl><title>{escaped(CODE[3])}</title><date when="1920-01-02"/></bibl></sourceDesc></fileDesc></teiHeader>'
        f"<text><body>{body}</body></text></TEI>"
    )


def may_lack(kind: str, fault: str) -> bool:
    """Signs without a shape leave no trace in the text of a PDF; PressMint has no private characters and soft hyphens."""
    shapeless = {"print": SIGNS + "\u0301\u0302\u0303", "export pressmint": SIGNS + "\ue000\uf8ff"}.get(kind, "")
    if kind == "export pressmint" and "ﬁ" in fault:  # stands among them in one piece
        return True
    return bool(shapeless) and set(fault.partition(" ")[2]) <= set(repr(shapeless)) | set("ab '\"piecfi")


@pytest.mark.parametrize("kind", OUTPUTS)
def test_code_stays_text(kind: str, tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    path = corpus / "h.xml"
    path.write_text(hostile_tei(), encoding="utf-8")
    shown = "\n".join(OUTPUTS[kind](corpus, tmp_path / "out", lambda finding: None).values())
    faults = lost(file_to_pieces(path, kind.startswith(WORDS_ONLY)), shown, characters_only=kind == "print")
    assert [fault for fault in faults if not may_lack(kind, fault)] == []
    for page in (tmp_path / "out").rglob("*.html"):
        for element in html.document_fromstring(page.read_bytes().decode()).iter():
            if isinstance(element.tag, str):
                assert element.tag != "script" or element.get("src") or element.get("type", "").startswith("application/"), page
                assert not [key for key in element.attrib if key.startswith("on")], page
                assert not (element.get("href") or "").strip().lower().startswith(("javascript:", "data:")), page


SOURCES = {
    "empty lines": b"\n" * 1_000_000,
    "one line": "新桥合龙".encode() * 20_000,
    "one letter": b"a" * 1_000_000,
    "heads": "\n".join(f"标题第{n}号" for n in range(1_000)).encode(),
    "bylines": "（本报记者 张三）\n".encode() * 500,
    "brackets": "（".encode() * 50_000,
    "nul": b"\xe6\xa1\xa5\0\0\n" * 100,
    "surrogates": b"\xed\xa0\x80\xed\xb0\x80\n\xe6\xa1\xa5",
    "controls": bytes(range(1, 32)) * 50,
    "bidi": "‮桥\u2066\u2069\ufeff\n".encode() * 100,
    "every byte": bytes(range(256)) * 20,
    "ends": b"\r\r\n\n\r\x85\xe2\x80\xa8",
    "xml": b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><a>&x;</a>",
}


def encode(given: tuple[Path, Path]) -> str:
    """refused, or encoded, valid and given back."""
    source, out = given
    outcome = encode_job(find_jobs([source])[0], out, set())
    if outcome.path is None:
        return "refused"
    assert restore(outcome.path) == source.read_bytes()
    wrong = [f.format() for f in validate(outcome.path) if f.severity == "error"]
    assert not wrong, wrong[0]
    return "encoded"


def test_sources_without_sense(tmp_path: Path) -> None:
    paths = []
    for number, data in enumerate(SOURCES.values()):
        path = tmp_path / f"s{number}.txt"
        path.write_bytes(data)
        paths.append((path, tmp_path / "out"))
    results = dict(run_tasks(encode, paths, len(paths), Limits(jobs=2, seconds=120)))
    broken = [f"{list(SOURCES)[n]}: {r}" for n, r in results.items() if isinstance(r, Failure)]
    assert not broken and set(results.values()) <= {"refused", "encoded"}


NAMES = ["a" * 251 + ".txt", "桥" * 83 + ".txt", "\u202etxt.exe.txt", "-o.txt", " .txt", "a\nb.txt", "'\";$(x).txt"]


@pytest.mark.parametrize("name", NAMES)
def test_names_without_sense(name: str, tmp_path: Path) -> None:
    path = tmp_path / "in" / name
    path.parent.mkdir()
    path.write_text("清河镇修桥\n新桥今天通车。\n", encoding="utf-8")
    out = tmp_path / "out"
    result = encode((path, out))
    assert result == "encoded" and all(p.parent == out for p in out.rglob("*"))


@pytest.mark.parametrize("ident", ["../../evil", "/var/evil", "a/b", "..", "a\\b", "con"])
def test_a_manifest_names_no_place_outside(ident: str, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "p.txt").write_text("清河镇修桥\n新桥今天通车。\n", encoding="utf-8")
    (folder / "manifest.csv").write_text(f"name,id\np.txt,{ident}\n../secret.txt,x\n", encoding="utf-8")
    (tmp_path / "secret.txt").write_text("GEHEIMNIS", encoding="utf-8")
    out = tmp_path / "out"
    for job in find_jobs([folder]):
        encode_job(job, out, set())
    made = [p for p in tmp_path.rglob("*") if p.is_file() and folder not in p.parents]
    assert all(out in p.parents or p.name == "secret.txt" for p in made)
    assert not any("GEHEIMNIS" in p.read_text("utf-8") for p in out.rglob("*.xml"))


MANIFESTS = {
    "manifest.csv": ["paper\nb\x02", "id\n\x0f", "language\n要闻", "language\nzh_CN", "rights\n\ufffe", "section\na\x1bb"],
    "manifest.toml": ['paper = "a\\u0001"', 'language = "\\uffff"', 'section = "\\u001b[31m"', "language = 7"],
}


@pytest.mark.parametrize("name", MANIFESTS)
def test_a_manifest_says_nothing_that_tei_cannot_hold(name: str, tmp_path: Path) -> None:
    (tmp_path / "p.txt").write_text("清河镇修桥\n", encoding="utf-8")
    for said in MANIFESTS[name]:
        key, _, value = said.partition("\n")
        text = f'[[file]]\nname = "p.txt"\n{said}\n' if name.endswith("toml") else f"name,{key}\np.txt,{value}\n"
        (tmp_path / name).write_text(text, encoding="utf-8")
        with pytest.raises(BaokanError, match=r"no TEI can hold|no language tag"):
            find_jobs([tmp_path])


@pytest.mark.parametrize(("kind", "name", "old"), [("conllu", "i1.conllu", "\tNOUN\t"), ("webanno", "i1.tsv", "\tNOUN\t")])
def test_annotations_with_what_xml_cannot_hold_are_told(kind: str, name: str, old: str, tmp_path: Path) -> None:
    sys.path.append(str(Path(__file__).resolve().parents[2] / "bench"))
    from fuzz_targets import exported, import_as

    data = exported(kind)[name].decode()
    assert old in data
    for found in (old + "n\x0f", "\x0f" + old, old.replace("N", "\ufffe")):
        assert import_as(kind, name)(data.replace(old, found, 1).encode(), tmp_path) == "findings"
