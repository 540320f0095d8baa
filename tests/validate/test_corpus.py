"""Any TEI corpus: the schema found, links across files, hostile files, and what the exit code says of each."""

from __future__ import annotations

from pathlib import Path

import pytest

from baokan.validate import Options, validate
from baokan.validate.schemas import forget
from baokan.validate.session import Session

TEI = """<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:id="{id}"><teiHeader><fileDesc><titleStmt><title>报</title></titleStmt>
<publicationStmt><p>.</p></publicationStmt><sourceDesc><p>.</p></sourceDesc></fileDesc></teiHeader>
<text><body>{body}</body></text></TEI>
"""
ROOT = """<teiCorpus xmlns="http://www.tei-c.org/ns/1.0" xmlns:xi="http://www.w3.org/2001/XInclude" xml:id="root"><teiHeader>
<fileDesc><titleStmt><title>报</title></titleStmt><publicationStmt><p>.</p></publicationStmt><sourceDesc><p>.</p></sourceDesc>
</fileDesc><encodingDesc><classDecl><xi:include href="parts/taxonomy.xml"/></classDecl></encodingDesc></teiHeader>
<xi:include href="1914/a.xml"/></teiCorpus>
"""
TAXONOMY = """<taxonomy xmlns="http://www.tei-c.org/ns/1.0" xml:id="quality"><category xml:id="quality.high"><catDesc>h</catDesc>
</category></taxonomy>"""
P_ONLY = """default namespace = "http://www.tei-c.org/ns/1.0"
start = element TEI { attribute xml:id { text }?, element teiHeader { any },
  element text { element body { element p { text }+ } } }
any = (attribute * { text } | text | element * { any })*
"""


def tei(body: str = "<p>桥</p>", name: str = "a", model: str = "") -> str:
    return (f'<?xml-model href="{model}"?>\n' if model else "") + TEI.format(id=name, body=body)


def write(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        path = folder / name.replace("__", "/").replace("_dot_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def run(*paths: Path, **options: object) -> tuple[list[tuple[str, int, str]], int]:
    """(name, line, code) of what counts, and the exit code"""
    session = Session(Options(**options))  # type: ignore[arg-type]
    found = [each for each in session.run(paths) if each in session.outcome.open]
    return [(Path(each.path).name, each.line, each.code) for each in found], session.outcome.exit_code


def test_a_schema_beside_the_file_in_compact_syntax(tmp_path: Path) -> None:
    write(tmp_path, x_dot_xml=tei("<p/><head/>", "x", "p.rnc"), p_dot_rnc=P_ONLY)
    assert run(tmp_path) == ([("x.xml", 4, "rng-element")], 3)


def test_the_schema_of_older_files(tmp_path: Path) -> None:
    text = '<?oxygen RNGSchema="p.rnc" type="compact"?>\n' + tei("<p/><head/>", "x")
    write(tmp_path, x_dot_xml=text, p_dot_rnc=P_ONLY)
    assert run(tmp_path) == ([("x.xml", 4, "rng-element")], 3)


def test_an_address_is_mapped_by_a_catalog(tmp_path: Path) -> None:
    corpus = write(tmp_path / "c", x_dot_xml=tei("<p/><ab/>", "x", "https://example.org/s/p.rnc"))
    assert run(corpus) == ([("x.xml", 1, "schema-missing")], 3)
    catalog = (
        '<catalog xmlns="urn:oasis:names:tc:entity:xmlns:xml:catalog"><rewriteURI uriStartString="https://example.org/s/" '
        'rewritePrefix="local/"/></catalog>'
    )
    write(tmp_path, catalog_dot_xml=catalog, local__p_dot_rnc=P_ONLY)
    assert run(corpus, catalogs=(tmp_path / "catalog.xml",)) == ([("x.xml", 4, "rng-element")], 3)


def test_the_address_of_teis_own_schema_needs_no_catalog(tmp_path: Path) -> None:
    href = "https://www.tei-c.org/release/xml/tei/custom/schema/relaxng/tei_all.rng"
    write(tmp_path, x_dot_xml=tei("<p/>", "x", href), y_dot_xml=tei("<p/><foo/>", "y", href))
    assert run(tmp_path) == ([("y.xml", 4, "rng-element")], 3)


def test_an_odd_as_schema(tmp_path: Path) -> None:
    odd = TEI.format(
        id="o",
        body='<schemaSpec ident="o" start="TEI"><moduleRef key="tei"/><moduleRef key="core"/><moduleRef key="header"/>'
        '<moduleRef key="textstructure"/><elementSpec ident="q" mode="delete"/></schemaSpec>',
    )
    corpus = write(tmp_path / "c", x_dot_xml=tei("<p><q>桥</q></p>", "x"))
    write(tmp_path, o_dot_odd=odd)
    assert run(corpus) == ([], 0)
    assert run(corpus, schema=tmp_path / "o.odd") == ([("x.xml", 3, "rng-element")], 3)


def test_links_go_through_the_corpus_of_a_root(tmp_path: Path) -> None:
    write(tmp_path, root_dot_xml=ROOT, parts__taxonomy_dot_xml=TAXONOMY)
    write(tmp_path, **{"1914__a_dot_xml": tei('<p ana="#quality.high">桥</p>')})
    assert run(tmp_path) == ([], 0)
    assert run(tmp_path / "1914") == ([], 0)  # the root above is found
    assert run(tmp_path / "1914" / "a.xml", tmp_path / "root.xml") == ([], 0)
    write(tmp_path, **{"1914__a_dot_xml": tei('<p ana="#quality.low">桥</p>')})
    assert run(tmp_path) == ([("a.xml", 3, "link-dangling")], 3)


def test_included_parts_are_validated_as_parts(tmp_path: Path) -> None:
    write(tmp_path, root_dot_xml=ROOT, parts__taxonomy_dot_xml=TAXONOMY.replace("<catDesc>h</catDesc>", "<p/>"))
    write(tmp_path, **{"1914__a_dot_xml": tei()})
    assert run(tmp_path) == ([("taxonomy.xml", 1, "rng-element")], 3)


def test_links_into_other_files(tmp_path: Path) -> None:
    linking = tei('<p corresp="b.xml#b1 b.xml#b2 http://x.y/#z q:r">桥</p>')
    write(tmp_path, a_dot_xml=linking, b_dot_xml=tei('<p xml:id="b1"/>', "b"))
    assert run(tmp_path / "a.xml") == ([("a.xml", 3, "link-dangling")], 3)


def test_examples_of_markup_hold_no_links(tmp_path: Path) -> None:
    egg = '<p><egXML xmlns="http://www.tei-c.org/ns/Examples"><p corresp="#nowhere"/></egXML></p>'
    assert run(write(tmp_path, a_dot_xml=tei(egg))) == ([], 0)


HOSTILE = {
    "billion laughs": (
        "<!DOCTYPE TEI [" + '<!ENTITY a0 "' + "ha" * 500 + '">'
        + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 9)) + "]>" + tei("<p>&a8;</p>"),
        "xml-entity",
    ),
    "laughs in an attribute": (
        "<!DOCTYPE TEI [" + '<!ENTITY a0 "' + "ha" * 500 + '">'
        + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 9)) + "]>" + tei('<p n="&a8;"/>'),
        "xml-entity",
    ),
    "an external entity": ('<!DOCTYPE TEI [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + tei("<p>&x;</p>"), "xml-entity"),
    "an undefined entity": (tei("<p>&nbsp;</p>"), "xml-entity"),
    "deep nesting": (tei("<div>" * 100_000), "xml-deep"),
    "a giant attribute": (tei(f'<p n="{"x" * 11_000_000}"/>'), "xml-big"),
    "a giant comment": (tei(f'<!--{"x" * 11_000_000}-->'), "xml-big"),
    "no end": (tei()[:-20], "not-well-formed"),
    "nothing": ("", "not-well-formed"),
    "no XML": ("桥\n", "not-well-formed"),
    "an unknown encoding": ('<?xml version="1.0" encoding="x-none"?><TEI/>', "not-well-formed"),
}


@pytest.mark.parametrize("case", HOSTILE)
@pytest.mark.parametrize("given", [False, True])
def test_hostile_files_are_refused_with_one_clear_line(case: str, given: bool, tmp_path: Path) -> None:
    text, code = HOSTILE[case]
    write(tmp_path, a_dot_xml=text, p_dot_rnc=P_ONLY)
    found, exit_code = run(tmp_path / "a.xml", schema=tmp_path / "p.rnc" if given else None)
    assert found[-1][2] == code and exit_code == 3
    assert given or len(found) == 1 or case == "deep nesting"


def test_an_external_dtd_is_not_loaded(tmp_path: Path) -> None:
    dtd = '<!DOCTYPE TEI SYSTEM "tei.dtd">' + tei()
    assert run(write(tmp_path, a_dot_xml=dtd, tei_dot_dtd='<!ENTITY x "y">')) == ([], 0)


@pytest.mark.parametrize("encoding", ["gb18030", "big5", "utf-16", "iso-8859-1"])
def test_encodings(encoding: str, tmp_path: Path) -> None:
    text = tei("<p>報</p><foo/>" if encoding != "iso-8859-1" else "<p>é</p><foo/>")
    if encoding == "iso-8859-1":
        text = text.replace("报", "r")
    elif encoding == "big5":
        text = text.replace("报", "報")
    (tmp_path / "a.xml").write_bytes((f'<?xml version="1.0" encoding="{encoding}"?>' + text).encode(encoding))
    assert run(tmp_path) == ([("a.xml", 3, "rng-element")], 3)


def test_what_could_not_be_read_never_ends_well(tmp_path: Path) -> None:
    good = write(tmp_path / "good", a_dot_xml=tei())
    (tmp_path / "empty").mkdir()
    assert run(good)[1] == 0
    assert run(good, tmp_path / "empty") == ([("empty", 0, "unreadable")], 4)
    assert run(good, tmp_path / "nowhere") == ([("nowhere", 0, "unreadable")], 4)
    write(good, b_dot_xml=tei(name="b", model="broken.rng"), broken_dot_rng="<element/>")
    assert run(good) == ([("b.xml", 1, "schema-unreadable")], 4)


def test_each_finding_names_page_and_article(tmp_path: Path) -> None:
    heads = '<head type="kicker">引题</head><head type="main">桥通了</head>'
    body = f'<pb n="3"/><div type="article" xml:id="a.a7">{heads}\n<p><oops/></p></div>'
    session = Session(Options())
    found = [each for each in session.run([write(tmp_path, a_dot_xml=tei(body))]) if each.code == "rng-element"]
    assert [(each.page, each.article, each.head) for each in found] == [("3", "a.a7", "桥通了")]
    assert "(page 3, article a.a7 “桥通了”)" in found[0].format()
    assert "（第 3 版，稿件 a.a7《桥通了》）" in found[0].format("zh")


def test_the_page_of_a_zone_is_that_of_its_surface(tmp_path: Path) -> None:
    facsimile = '<facsimile><surface xml:id="a.pg2" n="2"><zone xml:id="a.pg2.z1"/></surface></facsimile>\n<text>'
    text = tei('<div type="article"><p facs="#a.pg2.z1"><oops/></p></div>').replace("<text>", facsimile)
    found = [each for each in Session(Options()).run([write(tmp_path, a_dot_xml=text)]) if each.code == "rng-element"]
    assert [(each.page, each.article) for each in found] == [("2", "1")]


def test_a_schema_that_changed_is_read_anew(tmp_path: Path) -> None:
    corpus = write(tmp_path / "c", a_dot_xml=tei("<p/>"))
    schema = write(tmp_path, p_dot_rnc=P_ONLY) / "p.rnc"
    assert run(corpus, schema=schema) == ([], 0)
    schema.write_text(P_ONLY.replace("element p", "element ab"), encoding="utf-8")
    forget()
    assert run(corpus, schema=schema)[1] == 3


INCLUDE = '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="{long}"/>'


@pytest.mark.parametrize("place", ['<ref target="{long}#x">那里</ref>', INCLUDE])
@pytest.mark.parametrize("long", ["9" * 400, "a/" * 3000 + "b.xml", "a%00b.xml", "//[x", "http://[x"])
def test_names_that_no_file_can_have_are_findings(place: str, long: str, tmp_path: Path) -> None:
    path = tmp_path / "x.xml"
    path.write_text(
        '<?xml-model href="' + long + '"?><TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt><title>T</title>'
        "</titleStmt><publicationStmt><p>P</p></publicationStmt><sourceDesc><p>S</p></sourceDesc></fileDesc></teiHeader>"
        f"<text><body><p>{place.format(long=long)}</p></body></text></TEI>",
        encoding="utf-8",
    )
    found = validate(path)
    assert found and all(each.path == str(path) for each in found)
