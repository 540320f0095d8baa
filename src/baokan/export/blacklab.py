"""BlackLab: an XML file an issue and the format configuration that tells BlackLab how to index it."""

from __future__ import annotations

from pathlib import Path

from lxml import etree

from baokan.export.sentences import ExportToken, article_groups, passage_to_sentences
from baokan.files import write_atomic
from baokan.search.passages import IssueText, Passage

FORMAT = "baokan"
# The format, in BlackLab's own terms. Source: its documentation of input formats.
CONFIGURATION = """\
displayName: baokan newspapers
description: Issues of Chinese newspapers, exported by baokan. Index with
  IndexTool create INDEX input baokan (this file in the folder formats or beside).
fileType: xml
documentPath: //issue
annotatedFields:
  contents:
    containerPath: text
    wordPath: .//w
    annotations:
      - name: word
        displayName: Word
        valuePath: .
        sensitivity: sensitive_insensitive
      - name: lemma
        displayName: Lemma
        valuePath: "@lemma"
        sensitivity: sensitive_insensitive
      - name: pos
        displayName: Part of speech
        valuePath: "@pos"
      - name: upos
        displayName: Universal part of speech
        valuePath: "@upos"
      - name: ner
        displayName: Named entity
        valuePath: "@ner"
    inlineTags:
      - path: .//article
      - path: .//p
      - path: .//s
      - path: .//name
metadata:
  containerPath: metadata
  fields:
    - name: pid
      valuePath: "@id"
      type: untokenized
    - name: title
      valuePath: title
    - name: paper
      valuePath: paper
      type: untokenized
    - name: date
      valuePath: date
      type: untokenized
    - name: year
      valuePath: year
      type: untokenized
    - name: number
      valuePath: number
      type: untokenized
corpusConfig:
  specialFields:
    pidField: pid
    titleField: title
    dateField: date
"""


def write_configuration(out: Path) -> Path:
    path = out / f"{FORMAT}.blf.yaml"
    write_atomic(path, CONFIGURATION.encode("utf-8"))
    return path


def write_blacklab(issue: IssueText, out: Path, stem: str) -> Path:
    """Write an issue as input/<stem>.xml; returns its path."""
    path = out / "input" / f"{stem}.xml"
    write_atomic(path, etree.tostring(issue_to_tree(issue), encoding="utf-8", xml_declaration=True) + b"\n")
    return path


def issue_to_tree(issue: IssueText) -> etree._Element:
    """issue/(metadata, text/article/p/s/(name/)w); blanks stand between words where they were printed."""
    root = etree.Element("issue")
    metadata = etree.SubElement(root, "metadata", id=issue.id)
    title = " ".join(part for part in (issue.paper, issue.date) if part) or issue.id
    values = ("title", title), ("paper", issue.paper), ("date", issue.date), ("year", issue.date[:4]), ("number", issue.number)
    for name, value in values:
        if value:
            etree.SubElement(metadata, name).text = value
    text = etree.SubElement(root, "text")
    for article, passages in article_groups(issue):
        info = issue.articles[article] if article >= 0 else None
        known = {"id": info.id, "type": info.type, "subtype": info.subtype, "title": info.title} if info else {}
        div = etree.SubElement(text, "article", {k: v for k, v in known.items() if v})
        for passage in passages:
            known = {"id": passage.id, "kind": passage.kind, "page": passage.page_at(0)}
            paragraph = etree.SubElement(div, "p", {k: v for k, v in known.items() if v})
            for sentence in passage_to_sentences(passage):
                write_sentence(etree.SubElement(paragraph, "s"), passage, sentence)
    return root


def write_sentence(parent: etree._Element, passage: Passage, sentence: list[ExportToken]) -> None:
    name, holder = -1, parent
    for token in sentence:
        if token.name != name:
            kind = passage.names[token.name].type if token.name >= 0 else ""
            holder = etree.SubElement(parent, "name", type=kind) if kind else parent
            name = token.name
        word = etree.SubElement(holder, "w", lemma=token.lemma, upos=token.upos)
        word.text = token.form
        for key, value in (("pos", token.word.pos), ("ner", passage.names[token.name].type if token.name >= 0 else "")):
            if value:
                word.set(key, value)
        if token.space_after:
            word.tail = " "
