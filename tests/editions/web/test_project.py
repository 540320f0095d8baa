"""A project's own site: settings, theme, templates; and texts that others encoded."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
from lxml import etree, html

from baokan.editions import render
from baokan.errors import UnreadableInput

HERE = Path(__file__).resolve().parent
ISSUE = "ninganribao_2021-03-01"
SHEET = """<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:import href="baokan:web/issue.xsl"/>
  <xsl:template name="site-footer"><footer class="site"><p>清河档案馆</p></footer></xsl:template>
</xsl:stylesheet>
"""
FOREIGN = """<TEI xmlns="http://www.tei-c.org/ns/1.0" xmlns:cb="http://www.cbeta.org/ns/1.0" xml:id="f" xml:lang="lzh">
<teiHeader><fileDesc><titleStmt><title>外来</title></titleStmt><publicationStmt><p/></publicationStmt><sourceDesc><p/></sourceDesc></fileDesc>
<encodingDesc><charDecl><char xml:id="CB1"><mapping type="unicode">甲</mapping></char></charDecl></encodingDesc></teiHeader>
<text><front><titlePage><docTitle><titlePart>题01</titlePart></docTitle><byline>署02</byline></titlePage></front>
<body>散03<p>段04<list><item>项05<p>内06</p></item><label>标07</label><item>项08</item></list></p>
<cb:div type="x"><cb:mulu>目09</cb:mulu><head>题10</head><lg><l>句11</l><l>句12</l></lg>
<p>字<g ref="#CB1"/>读<app><lem>本13</lem><rdg>异14</rdg></app>
<note place="inline">夹15</note><note>脚16<p>脚17</p></note></p><sp><speaker>甲18</speaker><p>词19</p></sp></cb:div>
<div><u who="#a"><seg>言20</seg><vocal><desc>笑21</desc></vocal></u><table><head>表22</head>
<row><cell>格23</cell><foo>怪24</foo></row></table>
<p><unknown><deep>深25</deep></unknown><quote><p>引26</p></quote><hi rend="b">粗27<list><item>项28</item></list></hi></p>
<floatingText><body><p>浮29</p></body></floatingText><listPerson><person><persName>人30</persName><note>注31</note></person></listPerson></div>
</body><back><div><p>后32</p></div></back></text></TEI>
"""


def project(folder: Path, settings: str) -> Path:
    corpus = folder / "corpus"
    corpus.mkdir(parents=True)
    shutil.copy(HERE / "corpus" / f"{ISSUE}.xml", corpus)
    (folder / "site.toml").write_text(settings, encoding="utf-8")
    return corpus


def test_a_project_overrides_theme_and_templates(tmp_path: Path) -> None:
    corpus = project(tmp_path, 'title = "清河旧报"\nurl = "https://papers.example"\nstyle = "own.css"\ntemplates = "own.xsl"\n')
    (tmp_path / "own.css").write_text(":root { --accent: #245; }", encoding="utf-8")
    (tmp_path / "own.xsl").write_text(SHEET, encoding="utf-8")
    render("web", corpus, tmp_path / "web")
    page = html.parse(str(tmp_path / "web" / "issues" / ISSUE / "a1.html"))
    assert "清河档案馆" in page.find(".//footer").text_content() and page.find(".//h1").text == "春风里的修桥人"
    assert [link.get("href").rpartition("/")[2] for link in page.iterfind(".//link[@rel='stylesheet']")][-1] == "own.css"
    address = f"https://papers.example/issues/{ISSUE}/a1.html"
    assert page.find(".//link[@rel='canonical']").get("href") == address
    assert "[N/OL]" in page.find(".//pre[@data-cite='gbt7714']").text and address in page.find(".//pre[@data-cite='ris']").text
    places = etree.parse(str(tmp_path / "web" / "sitemap.xml")).xpath("//*[local-name()='loc']/text()")
    assert address in places
    assert (
        json.loads((tmp_path / "web" / "dts" / "index.json").read_text(encoding="utf-8"))["@id"]
        == "https://papers.example/dts/index.json"
    )


@pytest.mark.parametrize("settings", ["title = ", 'colour = "red"', "title = 3", 'url = "ftp://x"', 'style = "absent.css"'])
def test_faulty_settings_are_one_clear_error(tmp_path: Path, settings: str) -> None:
    corpus = project(tmp_path, settings)
    with pytest.raises(UnreadableInput, match=r"site\.toml"):
        render("web", corpus, tmp_path / "web")


def test_foreign_tei_loses_no_word(tmp_path: Path) -> None:
    (tmp_path / "f.xml").write_text(FOREIGN, encoding="utf-8")
    render("web", tmp_path / "f.xml", tmp_path / "web")
    said = "".join(
        p.read_text(encoding="utf-8")
        for p in sorted((tmp_path / "web" / "issues" / "f").glob("*.html"))
        if p.name != "index.html"
    )
    text = html.fromstring(f"<div>{said}</div>").text_content()
    missing = [word for word in re.findall(r"[\u4e00-\u9fff]\d\d", FOREIGN) if word not in text]
    assert not missing and "字甲读本13" in text


def test_pressmint_loses_no_word(tmp_path: Path, shared: Path) -> None:
    render("web", shared / "pressmint", tmp_path / "web")
    for path in (shared / "pressmint").glob("PressMint-SI_*.xml"):
        if path.name.endswith(".ana.xml"):
            continue  # a layer of another file, not an issue
        body = etree.parse(str(path)).find(".//{http://www.tei-c.org/ns/1.0}body")
        page = html.parse(str(tmp_path / "web" / "issues" / path.stem / "text.html"))
        text = page.find(".//article").text_content()
        words = "".join(body.itertext()).split()
        assert len(words) > 20 and not [word for word in words if word not in text]


def test_names_of_the_entity_layer_are_listed(tmp_path: Path) -> None:
    corpus = project(tmp_path, 'title = "清河旧报"\n')
    layer = (
        f'<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:id="{ISSUE}.ana"><teiHeader/><text><body><p xml:id="{ISSUE}.ana.a2.p1"><s>'
        '<w join="right">老桥</w><w join="right">修于</w><name type="LOC" ref="authority/places.xml#place.3">'
        '<w join="right">清末</w></name>'
        "<pc>，</pc><w>几经</w><w>水毁</w><pc>，</pc><w>又</w><w>几经</w><w>重修</w><pc>。</pc></s></p></body></text></TEI>"
    )
    (corpus / f"{ISSUE}.ana.xml").write_text(layer, encoding="utf-8")
    render("web", corpus, tmp_path / "web")
    (name,) = (tmp_path / "web" / "names" / "places").iterdir()
    page = html.parse(str(name))
    assert (
        page.find(".//h1").text == "清末"
        and page.find(".//p[@class='kwic']").text_content() == "老桥修于清末，几经水毁，又几经重修。"
    )
    assert page.find(".//li/a").get("href").endswith(f"/a1.html#{ISSUE}.a2.p1")


RECORD = """<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader/><standOff><listPlace>
<place xml:id="place.3" resp="#me"><placeName>清河</placeName><placeName>清河&lt;script&gt;</placeName>
<idno type="Wikidata">Q42</idno>
<idno type="local">javascript:alert(1)</idno><note>{note}</note></place></listPlace></standOff></TEI>"""


def test_a_names_page_shows_its_authority_record(tmp_path: Path) -> None:
    corpus = project(tmp_path, 'title = "清河旧报"\n')
    layer = (
        f'<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:id="{ISSUE}.ana"><teiHeader/><text><body><p xml:id="{ISSUE}.ana.a2.p1"><s>'
        '<name type="LOC" ref="authority/places.xml#place.3"><w join="right">老桥</w></name><w join="right">修于</w>'
        "<w>清末</w><pc>，</pc><w>几经</w><w>水毁</w><pc>，</pc><w>又</w><w>几经</w><w>重修</w><pc>。</pc></s></p></body></text></TEI>"
    )
    (corpus / f"{ISSUE}.ana.xml").write_text(layer, encoding="utf-8")
    (corpus / "authority").mkdir()
    for note in ("一条河。", "两条河。"):
        (corpus / "authority" / "places.xml").write_text(RECORD.format(note=note), encoding="utf-8")
        render("web", corpus, tmp_path / "web")
        (name,) = (tmp_path / "web" / "names" / "places").iterdir()
        page = html.parse(str(name))
        shown = [e.text_content() for e in page.findall(".//dl[@class='record']/dd")]
        assert page.find(".//h1").text == "清河" and shown == ["清河<script>", note, "Q42", "javascript:alert(1)"]
    assert [a.get("href") for a in page.findall(".//dl//a")] == ["https://www.wikidata.org/wiki/Q42"]
