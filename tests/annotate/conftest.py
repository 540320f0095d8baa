"""A corpus written by us: people and places that don't exist, breaks in words, corrections, hostile text."""

from __future__ import annotations

from pathlib import Path

import pytest

ISSUE = """<?xml version="1.0" encoding="UTF-8"?>
<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:id="i1" xml:lang="zh-Hans">
  <teiHeader>
    <fileDesc>
      <titleStmt><title>宁安日报</title></titleStmt>
      <publicationStmt><p>Written for a test.</p></publicationStmt>
      <sourceDesc>
        <biblStruct type="newspaper"><monogr><title level="j">宁安日报</title>
          <imprint><date when="2021-02-25"/></imprint></monogr></biblStruct>
      </sourceDesc>
    </fileDesc>
    <encodingDesc>
      <editorialDecl><p>For a test.</p></editorialDecl>
      <tagsDecl><rendition xml:id="runin" scheme="css">display: run-in</rendition></tagsDecl>
      <appInfo><application xml:id="baokan" ident="baokan" version="0.1.0"><label>baokan</label></application></appInfo>
    </encodingDesc>
    <profileDesc><langUsage><language ident="zh-Hans">zh-Hans</language></langUsage></profileDesc>
  </teiHeader>
  <facsimile><surface xml:id="i1.pg1"><zone xml:id="i1.pg1.z1" n="1"/><zone xml:id="i1.pg1.z2" n="2"/></surface></facsimile>
  <text>
    <body>
      <pb facs="#i1.pg1" n="1"/>
      <div xml:id="i1.a1" type="article" resp="#baokan" cert="high">
        <head xml:id="i1.a1.h1" type="main" facs="#i1.pg1.z1">春风里的修桥人</head>
        <byline xml:id="i1.a1.b1" facs="#i1.pg1.z1">□<roleName>记者</roleName> <persName>白一鸣</persName> 报道</byline>
        <dateline xml:id="i1.a1.d1" rendition="#runin" facs="#i1.pg1.z1"><orgName type="agency">本报</orgName><placeName>清河镇</placeName><date when="2021-02-24">2月24日</date>讯</dateline>
        <p xml:id="i1.a1.p1" facs="#i1.pg1.z1">今天，浙江省杭州市委书记张建国来到清河镇。“桥通<cb break="no" facs="#i1.pg1.z2"/>车了！”张建国说，去年腊月廿三，工程<choice><sic>以</sic><corr>已</corr></choice>完成百分之八十，投资34.2亿元<supplied reason="lost-at-seam">，</supplied>惠及<surplus reason="doubled-at-seam">及</surplus>三千人。</p>
        <p xml:id="i1.a1.p2" facs="#i1.pg1.z2">AT&amp;T &lt;b&gt;的'代表"与 何　青 先生出席。</p>
      </div>
      <div xml:id="i1.a2" type="article" corresp="#i1.a1" subtype="sidebar">
        <head xml:id="i1.a2.h1" type="main" facs="#i1.pg1.z2">老桥的一百年</head>
        <p xml:id="i1.a2.p1" facs="#i1.pg1.z2">老桥修于民国十九年四月，张建国的父亲张建民在杭州大学读过书。中美两国的工程师访华时来看过它。</p>
      </div>
    </body>
  </text>
</TEI>
"""  # noqa: E501 — a paragraph is one line in canonical form


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "i1.xml").write_text(ISSUE, encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def issue_text() -> str:
    return ISSUE
