"""The command, the tag documentation and the facts of TEI; hostile text stays text in all of them."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from click.testing import CliRunner
from lxml import etree
from odd_files import codes, compiled, leaf, root_of, write_odd

from baokan.assets import asset
from baokan.cli import main
from baokan.errors import UnreadableInput
from baokan.schema import compile_odd
from baokan.schema.facts import facts_of
from baokan.schema.messages import MESSAGES
from baokan.schema.sources import Library

SCHEMAS = asset("schemas")
HOSTILE = "&lt;script&gt;alert(1)&lt;/script&gt; \"'&amp; --&gt; ]]&gt; {{x}} ${y}"
PLAIN = "<script>alert(1)</script> \"'& --> ]]> {{x}} ${y}"


class Text(HTMLParser):
    """The tags and the text of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.text = ""
        self.targets: set[str] = set()
        self.links: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        for key, value in attrs:
            if key == "id":
                self.targets.add(value or "")
            elif key == "href":
                self.links.add((value or "").removeprefix("#"))

    def handle_data(self, data: str) -> None:
        self.text += data


def read(html: bytes) -> Text:
    page = Text()
    page.feed(html.decode())
    return page


def run(*args: object) -> tuple[int, str]:
    result = CliRunner().invoke(main, ["schema", *map(str, args)])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.output + (result.stderr or "")


def test_the_command_writes_three_files_and_a_second_run_none(tmp_path: Path) -> None:
    path = write_odd(tmp_path / "my.odd.xml", root_of("<textNode/>"))
    out = tmp_path / "out"
    code, said = run("compile", path, "-o", out)
    assert code == 0 and said.count("written") == 3
    assert sorted(p.name for p in out.iterdir()) == ["my.html", "my.rng", "my.sch"]
    assert run("compile", path, "-o", out)[1].count("unchanged") == 3


def test_the_command_without_documentation_and_with_annotations(tmp_path: Path) -> None:
    path = write_odd(tmp_path / "my.odd", root_of("<textNode/>").replace("<classes>", "<desc>说明</desc><classes>"))
    run("compile", path, "-o", tmp_path / "o", "--no-docs", "--annotate")
    assert not (tmp_path / "o" / "my.html").exists()
    assert "<a:documentation>说明</a:documentation>" in (tmp_path / "o" / "my.rng").read_text(encoding="utf-8")


def test_the_command_says_what_is_missing_and_exits_with_3(tmp_path: Path) -> None:
    path = write_odd(tmp_path / "my.odd", root_of("<textNode/>") + '\n\n<moduleRef key="nosuch"/>')
    code, said = run("compile", path, "-o", tmp_path / "o")
    assert code == 3 and "my.odd:3: odd-module-missing error:" in said and (tmp_path / "o" / "my.rng").is_file()


def test_the_command_on_what_is_no_odd(tmp_path: Path) -> None:
    (tmp_path / "x.odd").write_text("no", encoding="utf-8")
    code, said = run("compile", tmp_path / "x.odd", "-o", tmp_path / "o")
    assert code == 4 and "x.odd:1" in said and not (tmp_path / "o").exists()
    assert run("compile", tmp_path / "gone.odd", "-o", tmp_path / "o")[0] == 4


def test_entities_are_not_fetched_and_bombs_do_not_go_off(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    odd = write_odd(tmp_path / "x.odd", root_of("<textNode/>").replace("<classes>", "<desc>&s;</desc><classes>"))
    head = f'<!DOCTYPE TEI [<!ENTITY s SYSTEM "{(tmp_path / "secret.txt").as_uri()}">]>'
    odd.write_text(head + odd.read_text(encoding="utf-8"), encoding="utf-8")
    code, _ = run("compile", odd, "-o", tmp_path / "o", "--annotate")
    made = "".join(p.read_text(encoding="utf-8") for p in (tmp_path / "o").glob("*")) if code == 0 else ""
    assert "secret" not in made
    bomb = "".join(
        f'<!ENTITY b{n} "{"&b" + str(n - 1) + ";" if n else "x"}{("&b" + str(n - 1) + ";") * 9 if n else ""}">' for n in range(12)
    )
    odd.write_text(
        f"<!DOCTYPE TEI [{bomb}]>" + odd.read_text(encoding="utf-8").split("]>")[1].replace("&s;", "&b11;"), encoding="utf-8"
    )
    code, said = run("compile", odd, "-o", tmp_path / "o2")
    assert code == 4 and "x.odd" in said


def test_hostile_text_stays_text(tmp_path: Path) -> None:
    quoted = HOSTILE.replace(chr(34), "&quot;")
    attributes = (
        f'<attList><attDef ident="t"><desc>{HOSTILE}</desc><defaultVal>{HOSTILE}</defaultVal>'
        f'<valList type="semi"><valItem ident="{quoted}"><desc>{HOSTILE}</desc></valItem></valList></attDef></attList>'
        f'<constraintSpec ident="c" scheme="schematron"><constraint><sch:assert test="@t">{HOSTILE}</sch:assert>'
        "</constraint></constraintSpec>"
        f'<exemplum><egXML xmlns="http://www.tei-c.org/ns/Examples"><x>{HOSTILE}</x></egXML></exemplum><remarks><p>{HOSTILE}</p></remarks>'
    )
    schema = compiled(tmp_path, root_of("<textNode/>", attributes).replace("<classes>", f"<gloss>{HOSTILE}</gloss><classes>"))
    page = read(schema.html())
    assert "script" not in page.tags and page.text.count(PLAIN) >= 5
    rng = etree.fromstring(schema.grammar("en"))
    assert PLAIN in rng.xpath("string(//*[local-name() = 'value'])")
    assert PLAIN in etree.fromstring(schema.sch).xpath("string(//*[local-name() = 'assert'])")


def test_every_link_of_the_documentation_has_its_target() -> None:
    page = read(compile_odd(SCHEMAS / "baokan.odd").html("zh"))
    assert page.links <= page.targets and len(page.targets) > 100
    assert "script" not in page.tags and not [link for link in page.links if "://" in link]


def test_the_documentation_says_all_of_an_element(tmp_path: Path) -> None:
    specs = (
        root_of(
            '<sequence><elementRef key="a" minOccurs="0"/><classRef key="model.m" maxOccurs="unbounded"/></sequence>',
            '<attList><attDef ident="t" usage="req"><desc>tells</desc>'
            '<datatype><dataRef key="teidata.count"/></datatype></attDef></attList>',
            '<memberOf key="att.x"/>',
        )
        + leaf("a")
        + leaf("b", classes='<memberOf key="model.m"/>')
        + '<classSpec ident="model.m" type="model"/><dataRef key="teidata.count"/>'
        + '<classSpec ident="att.x" type="atts"><attList><attDef ident="inherited"/></attList></classSpec>'
    )
    html = compiled(tmp_path, specs).html().decode()
    section = html[html.index('<section id="e-r">') :].split("</section>")[0]
    assert '<dt>May contain</dt><dd><a href="#e-a">&lt;a&gt;</a> <a href="#e-b">&lt;b&gt;</a></dd>' in section
    assert "required" in section and "tells" in section and "#d-teidata.count" in section and "@inherited" in section
    drawn = section[section.index("<dt>Content</dt>") :]
    assert 'title="may be absent">?' in drawn and 'title="one or more">+' in drawn and "#c-model.m" in drawn
    parent = html[html.index('<section id="e-b">') :].split("</section>")[0]
    assert '<dt>Contained by</dt><dd><a href="#e-r">&lt;r&gt;</a></dd>' in parent


@pytest.mark.parametrize(("lang", "heading", "text"), [("en", "Attributes", "an article"), ("zh", "属性", "稿件")])
def test_the_documentation_in_two_languages(lang: str, heading: str, text: str) -> None:
    html = compile_odd(SCHEMAS / "baokan.odd").html(lang).decode()
    assert f'<html lang="{lang}">' in html and f"<dt>{heading}</dt>" in html and text in html


def test_the_same_bytes_each_time() -> None:
    first, second = (compile_odd(SCHEMAS / "baokan.odd") for _ in range(2))
    assert (first.rng, first.sch, first.html()) == (second.rng, second.sch, second.html())


def test_the_facts_are_those_of_the_source(shared: Path, tmp_path: Path) -> None:
    path = shared / "tei" / "p5subset.xml"
    assert (SCHEMAS / "tei-facts.xml").read_bytes() == facts_of(path)
    code, _ = run("facts", path, "-o", tmp_path / "f.xml")
    assert code == 0 and (tmp_path / "f.xml").read_bytes() == facts_of(path)


def test_the_facts_hold_no_prose_and_name_their_licence() -> None:
    root = etree.parse(str(SCHEMAS / "tei-facts.xml")).getroot()
    names = {etree.QName(node).localname for node in root.iter("*")}
    assert not names & {"desc", "gloss", "remarks", "exemplum", "constraintSpec", "egXML"}
    assert [n.get("target") for n in root.iter("{*}licence")] == [
        "http://creativecommons.org/licenses/by/3.0/",
        "http://www.opensource.org/licenses/BSD-2-Clause",
    ]
    assert "4.9.0" in Library.read(SCHEMAS / "tei-facts.xml").version


def test_a_circle_of_macros_ends(tmp_path: Path) -> None:
    specs = root_of('<macroRef key="macro.x"/>') + "".join(
        f'<macroSpec ident="macro.{a}"><content><sequence><elementRef key="r" minOccurs="0"/>'
        f'<macroRef key="macro.{b}" minOccurs="0"/></sequence></content></macroSpec>'
        for a, b in ("xy", "yx")
    )
    schema = compiled(tmp_path, specs)
    assert read(schema.html()).targets and codes(schema) == []


def test_content_that_nests_too_deeply_or_grows_without_end(tmp_path: Path) -> None:
    deep = "<sequence>" * 3000 + '<elementRef key="a"/>' + "</sequence>" * 3000
    itself = '<dataSpec ident="d.x"><content><dataRef key="d.x"/></content></dataSpec>' + root_of('<dataRef key="d.x"/>')
    doubling = root_of('<dataRef key="d.0"/>') + "".join(
        f'<dataSpec ident="d.{n}"><content><alternate><dataRef key="d.{n + 1}"/><dataRef key="d.{n + 1}"/></alternate>'
        "</content></dataSpec>"
        for n in range(40)
    )
    for specs in (root_of(deep), itself, doubling):
        with pytest.raises(UnreadableInput, match=r"t\.odd"):
            compiled(tmp_path, specs)
    nested = '<elementRef key="a" minOccurs="300" maxOccurs="300"/>'
    for _ in range(4):
        nested = f'<sequence minOccurs="300" maxOccurs="300">{nested}</sequence>'
    schema = compiled(tmp_path, root_of(nested) + leaf("a"))
    assert set(codes(schema)) == {"odd-occurrence-large"} and len(schema.rng) < 3_000_000


@pytest.mark.parametrize("code", MESSAGES)
def test_every_message_in_two_languages(code: str) -> None:
    message = MESSAGES[code]
    assert message.text.endswith(".") and message.text_zh.endswith("。") and message.hint and message.hint_zh
    facts = [set(re.findall(r"\{(\w+)\}", text)) for text in (message.text + message.hint, message.text_zh + message.hint_zh)]
    assert facts[0] == facts[1]
    tests = "".join(path.read_text(encoding="utf-8") for path in Path(__file__).parent.glob("test_*.py"))
    assert f'"{code}"' in tests or f" {code} " in tests  # each is provoked somewhere


def test_messages_in_chinese(tmp_path: Path) -> None:
    path = write_odd(tmp_path / "my.odd", root_of("<textNode/>") + '<moduleRef key="无"/>')
    assert "没有模块“无”。 建议： 可用的模块有" in run("compile", path, "-o", tmp_path / "o", "--lang", "zh")[1]
