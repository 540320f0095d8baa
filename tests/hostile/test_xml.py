"""What attacks in XML do to every reader of TEI: a clear word or a fine output, and nothing of another file in it."""

from __future__ import annotations

from pathlib import Path

import pytest
from foreign.outputs import OUTPUTS

from baokan.errors import BaokanError
from baokan.findings import Finding
from baokan.validate import validate

SECRET = "GEHEIMNIS"
KINDS = ["text", "markdown", "epub", "tokens", "export text"]
HEADER = (
    '<TEI xmlns="http://www.tei-c.org/ns/1.0" xmlns:xi="http://www.w3.org/2001/XInclude" xml:id="a"><teiHeader><fileDesc>'
    "<titleStmt><title>t</title></titleStmt><publicationStmt><p>x</p></publicationStmt><sourceDesc><p>x</p></sourceDesc>"
    "</fileDesc></teiHeader><text><body><div>"
)


def tei(content: str, doctype: str = "") -> str:
    return f"{doctype}{HEADER}<p>前</p>{content}<p>后</p></div></body></text></TEI>"


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
ATTACKS = {
    "laughs": tei("<p>&l9;</p>", f'<!DOCTYPE TEI [<!ENTITY l0 "{"ha" * 20}">{LAUGHS}]>'),
    "laughs in an attribute": tei('<p n="&l9;">x</p>', f'<!DOCTYPE TEI [<!ENTITY l0 "{"ha" * 20}">{LAUGHS}]>'),
    "quadratic": tei(f"<p>{'&q;' * 50_000}</p>", f'<!DOCTYPE TEI [<!ENTITY q "{"q" * 50_000}">]>'),
    "external": tei("<p>&x;</p>", '<!DOCTYPE TEI [<!ENTITY x SYSTEM "../secret.xml">]>'),
    "external text": tei("<p>&x;</p>", '<!DOCTYPE TEI [<!ENTITY x SYSTEM "../secret.txt">]>'),
    "parameter": tei("<p>x</p>", '<!DOCTYPE TEI [<!ENTITY % x SYSTEM "../secret.dtd">%x;]>'),
    "parameter used": tei("<p>&leak;</p>", '<!DOCTYPE TEI [<!ENTITY % x SYSTEM "../secret.dtd">%x;]>'),
    "dtd": tei("<p>&leak;</p>", '<!DOCTYPE TEI SYSTEM "../secret.dtd">'),
    "entity in itself": tei("<p>&a;</p>", '<!DOCTYPE TEI [<!ENTITY a "&b;"><!ENTITY b "&a;">]>'),
    "include": tei('<xi:include href="../secret.xml"/>'),
    "include by address": tei('<xi:include href="file://FOLDER/secret.xml"/>'),
    "include by path": tei('<xi:include href="FOLDER/secret.xml"/>'),
    "include as text": tei('<xi:include href="../secret.txt" parse="text"/>'),
    "include by link": tei('<xi:include href="link.xml"/>'),
    "include of a device": tei('<xi:include href="/dev/zero"/><xi:include href="../../../../../../dev/zero" parse="text"/>'),
    "include of itself": tei('<xi:include href="a.xml"/>'),
    "include without end": tei('<xi:include href="chain0.xml"/>' * 4),
    "include from the net": tei('<xi:include href="http://localhost:1/x.xml"/>'),
    "schema": '<?xml-model href="../secret.txt"?><?xml-model href="file:///dev/zero"?>' + tei("<p>x</p>"),
    "stylesheet": '<?xml-stylesheet type="text/xsl" href="../secret.xml"?>' + tei("<p>x</p>"),
    "picture": tei('<figure><graphic url="../secret.txt"/></figure><figure><graphic url="secret.png"/></figure>'),
}


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    (tmp_path / "secret.xml").write_text(f'<p xmlns="http://www.tei-c.org/ns/1.0">{SECRET}</p>', encoding="utf-8")
    (tmp_path / "secret.txt").write_text(SECRET, encoding="utf-8")
    (tmp_path / "secret.dtd").write_text(f'<!ENTITY leak "{SECRET}">', encoding="utf-8")
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "link.xml").symlink_to(tmp_path / "secret.xml")
    (folder / "secret.png").symlink_to(tmp_path / "secret.txt")
    inside = '<div xmlns="http://www.tei-c.org/ns/1.0" xmlns:xi="http://www.w3.org/2001/XInclude">'
    for number in range(12):
        text = inside + f'<xi:include href="chain{number + 1}.xml"/>' * 4 + "</div>"
        (folder / f"chain{number}.xml").write_text(text, encoding="utf-8")
    return folder


def run(kind: str, path: Path, out: Path) -> tuple[str, list[str]]:
    """What an output shows, and all that is said on the way."""
    said: list[Finding] = []
    try:
        shown = OUTPUTS[kind](path, out, said.append)
    except BaokanError as error:
        return "", [str(error)]
    return "\n".join(shown.values()), [finding.format() for finding in said]


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_output_holds_another_file(attack: str, corpus: Path, tmp_path: Path) -> None:
    path = corpus / "a.xml"
    path.write_text(ATTACKS[attack].replace("FOLDER", str(tmp_path)), encoding="utf-8")
    before = sorted(p.name for p in tmp_path.iterdir())
    for kind in KINDS if attack != "include without end" else ["text"]:
        if kind == "tokens":  # writes beside its corpus, so it gets one with this file alone
            for other in [*corpus.glob("chain*.xml"), corpus / "link.xml"]:
                other.unlink()
        shown, said = run(kind, corpus if kind == "tokens" else path, tmp_path / f"out {kind}")
        assert SECRET not in shown and not any(SECRET in line for line in said)
        assert "前" in shown or said, kind
    said = [finding.format() for finding in validate(path)]
    assert not any(SECRET in line for line in said)
    made = {p.name for p in tmp_path.iterdir()} - {f"out {kind}" for kind in KINDS}
    assert sorted(made) == before


@pytest.mark.parametrize("kind", ["web", "print"])
@pytest.mark.parametrize("attack", ["external", "include", "picture"])
def test_no_page_holds_another_file(kind: str, attack: str, corpus: Path, tmp_path: Path) -> None:
    path = corpus / "a.xml"
    path.write_text(ATTACKS[attack], encoding="utf-8")
    shown, said = run(kind, path, tmp_path / "out")
    assert SECRET not in shown and ("前" in shown or said)
    assert not [p for p in (tmp_path / "out").rglob("*") if p.is_file() and SECRET.encode() in p.read_bytes()]
