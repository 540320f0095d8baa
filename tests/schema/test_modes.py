"""Modes: what add, change, delete and replace make of elements, classes, macros, datatypes and what is in them."""

from __future__ import annotations

from pathlib import Path

from odd_files import codes, compiled, engine, is_valid, leaf, root_of

BASE = root_of(
    '<sequence><elementRef key="a" minOccurs="0"/><classRef key="model.m" minOccurs="0" maxOccurs="unbounded"/></sequence>',
    '<attList><attDef ident="t"><datatype><dataRef name="integer"/></datatype></attDef><attDef ident="u"><valList type="closed">'
    '<valItem ident="p"/><valItem ident="q"/></valList></attDef></attList>',
    '<memberOf key="att.one"/>',
)
REST = (
    leaf("a")
    + leaf("b", "c", classes='<memberOf key="model.m"/>')
    + '<classSpec ident="model.m" type="model"/><classSpec ident="model.n" type="model"/>'
    + '<classSpec ident="att.one" type="atts"><attList><attDef ident="v"/></attList></classSpec>'
    + '<classSpec ident="att.two" type="atts"><attList><attDef ident="w"/></attList></classSpec>'
)


def changed(tmp_path: Path, specs: str):  # type: ignore[no-untyped-def]
    return engine(compiled(tmp_path, BASE + REST + specs), tmp_path)


def change(inner: str, kind: str = "elementSpec", ident: str = "r", mode: str = "change") -> str:
    return f'<{kind} ident="{ident}" mode="{mode}">{inner}</{kind}>'


def test_nothing_changed(tmp_path: Path) -> None:
    judge = changed(tmp_path, "")
    assert is_valid(judge, '<r t="1" u="p" v="x"><a/><b/><c/></r>')
    assert not is_valid(judge, '<r w="x"/>') and not is_valid(judge, "<r><b/><a/></r>")


def test_content(tmp_path: Path) -> None:
    judge = changed(tmp_path, change('<content><elementRef key="a"/></content>'))
    assert is_valid(judge, '<r t="1"><a/></r>') and not is_valid(judge, "<r><a/><b/></r>")


def test_content_emptied(tmp_path: Path) -> None:
    judge = changed(tmp_path, change("<content/>"))
    assert is_valid(judge, "<r/>") and not is_valid(judge, "<r><a/></r>")


def test_content_in_relax_ng(tmp_path: Path) -> None:
    judge = changed(tmp_path, change("<content><rng:oneOrMore><rng:ref name='a'/></rng:oneOrMore></content>"))
    assert is_valid(judge, "<r><a/><a/></r>") and not is_valid(judge, "<r/>")


def test_an_altident_renames_the_element_everywhere(tmp_path: Path) -> None:
    judge = changed(tmp_path, change("<altIdent>甲</altIdent>", ident="a"))
    assert is_valid(judge, "<r><甲/></r>") and not is_valid(judge, "<r><a/></r>")


def test_classes_changed(tmp_path: Path) -> None:
    added = changed(tmp_path, change('<classes mode="change"><memberOf key="att.two"/></classes>'))
    assert is_valid(added, '<r v="x" w="y"/>')
    removed = changed(tmp_path, change('<classes mode="change"><memberOf key="att.one" mode="delete"/></classes>'))
    assert is_valid(removed, "<r/>") and not is_valid(removed, '<r v="x"/>')


def test_classes_replaced(tmp_path: Path) -> None:
    for mode in ('mode="replace"', ""):
        judge = changed(tmp_path, change(f'<classes {mode}><memberOf key="att.two"/></classes>'))
        assert is_valid(judge, '<r w="x"/>') and not is_valid(judge, '<r v="x"/>')


def test_an_element_moves_into_another_class(tmp_path: Path) -> None:
    judge = changed(tmp_path, change('<classes mode="replace"><memberOf key="model.m"/></classes>', ident="a"))
    assert is_valid(judge, "<r><b/><a/><a/></r>")
    judge = changed(tmp_path, change('<classes mode="change"><memberOf key="model.m" mode="delete"/></classes>', ident="b"))
    assert not is_valid(judge, "<r><b/></r>") and is_valid(judge, "<r><c/></r>")


def test_own_attributes(tmp_path: Path) -> None:
    inner = (
        '<attList><attDef ident="t" mode="change" usage="req"/><attDef ident="u" mode="delete"/>'
        '<attDef ident="n"><datatype><dataRef name="gYear"/></datatype></attDef></attList>'
    )
    judge = changed(tmp_path, change(inner))
    assert is_valid(judge, '<r t="1" n="1931"/>')
    assert not is_valid(judge, "<r/>") and not is_valid(judge, '<r t="1" u="p"/>') and not is_valid(judge, '<r t="x"/>')


def valued(inner: str) -> str:
    return change(f'<attList><attDef ident="u" mode="change">{inner}</attDef></attList>')


def test_lists_of_values(tmp_path: Path) -> None:
    more = valued(
        '<valList type="closed" mode="change"><valItem ident="s" mode="add"/><valItem ident="p" mode="delete"/></valList>'
    )
    judge = changed(tmp_path, more)
    assert is_valid(judge, '<r u="s"/>') and is_valid(judge, '<r u="q"/>') and not is_valid(judge, '<r u="p"/>')
    judge = changed(tmp_path, valued('<valList type="closed" mode="replace"><valItem ident="z"/></valList>'))
    assert is_valid(judge, '<r u="z"/>') and not is_valid(judge, '<r u="p"/>')
    judge = changed(tmp_path, valued('<valList mode="delete"/>'))
    assert is_valid(judge, '<r u="anything"/>')
    judge = changed(tmp_path, valued('<valList type="semi" mode="change"/>'))
    assert is_valid(judge, '<r u="p"/>') and is_valid(judge, '<r u="other"/>') and not is_valid(judge, '<r u="two words"/>')


def test_deleted(tmp_path: Path) -> None:
    judge = changed(tmp_path, change("", ident="b", mode="delete") + change("", "classSpec", "att.one", "delete"))
    assert is_valid(judge, "<r><a/><c/></r>") and not is_valid(judge, "<r><b/></r>") and not is_valid(judge, '<r v="x"/>')


def test_a_deleted_class_empties_what_refers_to_it(tmp_path: Path) -> None:
    judge = changed(tmp_path, change("", "classSpec", "model.m", "delete"))
    assert is_valid(judge, "<r><a/></r>") and not is_valid(judge, "<r><b/></r>")


def test_replaced(tmp_path: Path) -> None:
    judge = changed(tmp_path, '<elementSpec ident="r" mode="replace"><content><textNode/></content></elementSpec>')
    assert is_valid(judge, "<r>x</r>") and not is_valid(judge, '<r t="1"/>') and not is_valid(judge, "<r><a/></r>")


def test_a_class_of_attributes(tmp_path: Path) -> None:
    inner = '<attList><attDef ident="v" mode="change" usage="req"/><attDef ident="x"/></attList>'
    judge = changed(tmp_path, change(inner, "classSpec", "att.one"))
    assert is_valid(judge, '<r v="1" x="2"/>') and not is_valid(judge, "<r/>")
    judge = changed(tmp_path, change('<attList><attDef ident="v" mode="delete"/></attList>', "classSpec", "att.one"))
    assert is_valid(judge, "<r/>") and not is_valid(judge, '<r v="1"/>')
    inner = '<classes mode="change"><memberOf key="att.two"/></classes>'
    judge = changed(tmp_path, change(inner, "classSpec", "att.one"))
    assert is_valid(judge, '<r v="1" w="2"/>')


def test_macros_and_datatypes(tmp_path: Path) -> None:
    specs = (
        root_of(
            '<macroRef key="macro.t"/>',
            '<attList><attDef ident="d"><datatype><dataRef key="my.d"/></datatype></attDef></attList>',
        )
        + leaf("a", "b")
        + '<macroSpec ident="macro.t"><content><elementRef key="a"/></content></macroSpec>'
        + '<dataSpec ident="my.d"><content><dataRef name="integer"/></content></dataSpec>'
    )
    plain = engine(compiled(tmp_path, specs), tmp_path)
    assert is_valid(plain, '<r d="1"><a/></r>') and not is_valid(plain, '<r d="x"><a/></r>')
    new = change('<content><elementRef key="b"/></content>', "macroSpec", "macro.t") + change(
        '<content><dataRef name="gYear"/></content>', "dataSpec", "my.d"
    )
    judge = engine(compiled(tmp_path, specs + new), tmp_path)
    assert (
        is_valid(judge, '<r d="1931"><b/></r>')
        and not is_valid(judge, "<r><a/></r>")
        and not is_valid(judge, '<r d="1"><b/></r>')
    )


def test_several_changes_of_one_thing_add_up(tmp_path: Path) -> None:
    first = change('<attList><attDef ident="t" mode="delete"/></attList>')
    second = change('<content><elementRef key="a"/></content>') + change('<attList><attDef ident="n"/></attList>')
    judge = changed(tmp_path, first + second)
    assert is_valid(judge, '<r n="x"><a/></r>') and not is_valid(judge, '<r t="1"><a/></r>') and not is_valid(judge, "<r/>")


def test_a_namespace_of_its_own(tmp_path: Path) -> None:
    specs = (
        root_of('<elementRef key="x"/>')
        + '<elementSpec ident="x" ns="http://example.org/x"><content><textNode/></content></elementSpec>'
    )
    judge = engine(compiled(tmp_path, specs), tmp_path)
    assert is_valid(judge, '<r><x xmlns="http://example.org/x">t</x></r>') and not is_valid(judge, "<r><x/></r>")


def test_work_on_what_is_not_there_is_said(tmp_path: Path) -> None:
    schema = compiled(tmp_path, BASE + REST + change("", ident="gone") + change("", ident="gone2", mode="delete"))
    assert codes(schema) == ["odd-absent", "odd-absent"]
    assert "gone" in schema.findings[0].message and schema.findings[0].line > 0


def test_an_unknown_mode_is_an_error(tmp_path: Path) -> None:
    assert codes(compiled(tmp_path, BASE + REST + change("", mode="alter"))) == ["odd-mode"]
