"""CoNLL-U that a person corrected, into the issues of a corpus: words, tags, sentences, names in MISC.

A comment `# baokan = 1a2b3c4d PER:0-3` tells what a sentence went out with: a checksum of its words, its names (in characters of
the sentence without blanks). So what nobody touched is left alone, whatever happened to the issue meanwhile.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from baokan.annotate.exchange.file_text import file_to_text
from baokan.annotate.exchange.inception import Opened, put_document
from baokan.annotate.exchange.layer import NOT_XML
from baokan.annotate.exchange.layers import FileSentence, Layers, Origin, words_stamp
from baokan.annotate.exchange.names import Tag, base_to_text, text_to_base
from baokan.annotate.exchange.opened import Run
from baokan.annotate.tokens import Token
from baokan.annotate.upos import UPOS
from baokan.simplified import simplify

COMMENT = "baokan"
SENTENCE = re.compile(r"(.+)\.s\d+")
NER = re.compile(r"(?:([BIESLUO])-)?([^\s|]+)")
EMPTY = "_"
FORM, LEMMA, UPOS_COLUMN, XPOS, FEATS, HEAD, DEPREL, DEPS, MISC = range(1, 10)


def origin_to_comment(rows: Iterable[Sequence[str]], names: Sequence[Tag]) -> str:
    """What a sentence goes out with. rows: form, lemma, UPOS, XPOS, features of each word, as they are written."""
    return f"# {COMMENT} = {rows_stamp(rows)} {base_to_text(names, 0)}".rstrip()


def rows_stamp(rows: Iterable[Sequence[str]]) -> str:
    return hashlib.sha256(repr([list(row) for row in rows]).encode("utf-8", "surrogatepass")).hexdigest()[:8]


@dataclass
class Raw:
    """A sentence of a file: comments by key, rows of ten columns with their lines, the paragraph that it is of."""

    line: int
    paragraph: str = ""
    comments: dict[str, str] = field(default_factory=dict)
    rows: list[tuple[int, list[str]]] = field(default_factory=list)


@dataclass
class Document:
    """The sentences of one document."""

    id: str
    sentences: list[Raw] = field(default_factory=list)


def import_conllu(run: Run, file: Path) -> None:
    for document in text_to_documents(file_to_text(file), file.stem):
        builder = Builder()
        for sentence in document.sentences:
            builder.add(sentence)
        put_document(run, Opened(file, (document.id, file.stem), builder.finish()))
        tell_left_out(run, file, builder)


def text_to_documents(text: str, name: str) -> Iterable[Document]:
    """The documents of a file; name: of one without `# newdoc`."""
    document = Document(name)
    raw, paragraph = Raw(1), ""
    for number, line in enumerate([*text.split("\n"), ""], 1):
        line = line.removesuffix("\r")
        if line.startswith("#"):
            key, _, value = line[1:].partition("=")
            key, value = key.strip(), value.strip()
            if key in ("newdoc id", "newdoc"):
                if document.sentences:
                    yield document
                document, paragraph = Document(value or name), ""
            elif key == "newpar id":
                paragraph = value
            raw.comments[key] = value
        elif line.strip():
            raw.rows.append((number, line.split("\t")))
        elif raw.rows:
            raw.paragraph = paragraph
            document.sentences.append(raw)
            raw = Raw(number + 1)
    if document.sentences:
        yield document


class Builder:
    """Lays the sentences of a document out as a text, a line a paragraph."""

    def __init__(self) -> None:
        self.layers = Layers("", remarkable=False, full=True, dated=False)
        self.pieces: list[str] = []
        self.length = 0
        self.block = ""
        self.syntax = self.misc = 0  # words with what the TEI has no place for

    def add(self, raw: Raw) -> None:
        rows = self.good_rows(raw)
        if rows is None:
            return
        named = SENTENCE.fullmatch(raw.comments.get("sent_id", ""))
        block = raw.paragraph or (named[1] if named else "")
        if self.pieces:
            self.put("\n" if block != self.block else "")
        self.block = block
        start, tokens = self.length, []
        for _, row in rows:
            form = row[FORM].replace("\u00a0", " ")
            tokens.append(self.to_token(row, form))
            self.put(form)
            if "SpaceAfter=No" not in row[MISC].split("|"):
                self.put(" ")
        names = self.names_of(rows, tokens)
        self.layers.names += names
        origin = self.origin(raw, rows, tokens, block)
        end = tokens[-1].end
        self.layers.sentences.append(FileSentence(start, end, raw.comments.get("sent_id", ""), tuple(tokens), raw.line, origin))

    def put(self, text: str) -> None:
        self.pieces.append(text)
        self.length += len(text)

    def good_rows(self, raw: Raw) -> list[tuple[int, list[str]]] | None:
        """The rows of words; None, with a fault, when the sentence isn't one."""
        for number, (line, row) in enumerate(raw.rows, 1):
            if len(row) != 10:
                said = f"The line has {len(row)} columns, not ten.", f"此行有 {len(row)} 列，应为十列。"
            elif "-" in row[0] or "." in row[0]:
                said = (
                    "Words of several tokens and empty nodes have no place in the TEI; the sentence isn't taken.",
                    "多词形式和空节点在 TEI 里没有位置；此句未导入。",
                )
            elif row[0] != str(number):
                told = repr(row[0][:20])
                said = f"The word has the number {told}, where {number} is due.", f"词的编号是 {told}，应为 {number}。"
            elif not row[FORM] or row[FORM].isspace():
                said = "The word has no form.", "此词没有词形。"
            elif NOT_XML.search("".join(row)):
                said = "The line has a character that XML can't hold.", "此行含有 XML 不能容纳的字符。"
            elif row[UPOS_COLUMN] not in (*UPOS, EMPTY):
                said = f"UD has no part of speech {row[UPOS_COLUMN][:20]!r}.", f"UD 没有词性 {row[UPOS_COLUMN][:20]!r}。"
            else:
                continue
            self.layers.faults.append((line, "annotation-unreadable", said))
            return None
        return raw.rows

    def to_token(self, row: list[str], form: str) -> Token:
        self.syntax += any(value not in (EMPTY, "") for value in row[HEAD:MISC])
        self.misc += any(not part.startswith(("NER=", "SpaceAfter=")) for part in row[MISC].split("|") if part != EMPTY)
        upos = "X" if row[UPOS_COLUMN] == EMPTY else row[UPOS_COLUMN]
        lemma = "" if row[LEMMA] == EMPTY != row[FORM] else row[LEMMA].replace("\u00a0", " ")
        if (lemma == simplify(form) and upos != "PUNCT") or (upos == "PUNCT" and lemma == form):
            lemma = ""
        pos, feats = ("" if value == EMPTY else value for value in (row[XPOS], row[FEATS]))
        return Token(self.length, self.length + len(form), pos, upos, lemma, feats)

    def names_of(self, rows: Sequence[tuple[int, list[str]]], tokens: Sequence[Token]) -> list[Tag]:
        """The names that MISC tells by NER=B-LOC, I-LOC …"""
        found: list[Tag] = []
        before = ""
        for (line, row), token in zip(rows, tokens, strict=True):
            value = next((part[4:] for part in row[MISC].split("|") if part.startswith("NER=")), "O")
            place = NER.fullmatch(value)
            mark, kind = (place[1], place[2]) if place else (None, "O")
            if kind == "O" or mark == "O":
                before = ""
                continue
            if mark in ("I", "E", "L") and kind == before and found:
                found[-1] = Tag(found[-1].start, token.end, kind, "", found[-1].line)
            else:
                found.append(Tag(token.start, token.end, kind, "", line))
            before = kind
        return found

    def origin(
        self, raw: Raw, rows: Sequence[tuple[int, list[str]]], tokens: Sequence[Token], block: str
    ) -> Origin | None:
        if not block:
            return None
        checksum, _, names = raw.comments.get(COMMENT, "").partition(" ")
        forms = [(row[FORM], token.start) for (_, row), token in zip(rows, tokens, strict=True)]
        places = [start + at for form, start in forms for at, c in enumerate(form) if not c.isspace()]
        base = text_to_base(names, 0) if checksum else None
        if base is not None:
            fits = all(0 <= t.start < t.end <= len(places) for t in base)
            base = tuple(Tag(places[t.start], places[t.end - 1] + 1, t.kind, t.ref) for t in base) if fits else None
        same = checksum == rows_stamp([row[i] for i in (FORM, LEMMA, UPOS_COLUMN, XPOS, FEATS)] for _, row in rows)
        return Origin(block, words_stamp(tokens, tokens[0].start) if same else None, base)

    def finish(self) -> Layers:
        self.layers.text = "".join(self.pieces) + "\n"
        return self.layers


def tell_left_out(run: Run, file: Path, builder: Builder) -> None:
    """What words of the file have and the TEI has no place for."""
    stays = "it stays in the file.", "它们留在文件里。"
    if builder.syntax:
        count = builder.syntax
        said = f"{count} words have HEAD, DEPREL or DEPS, which aren't taken.", f"{count} 个词有依存关系，未导入。"
        run.tell(file, "syntax-left-out", said, stays)
    if builder.misc:
        said = (
            f"{builder.misc} words have more in MISC than NER and SpaceAfter, which isn't taken.",
            f"{builder.misc} 个词的 MISC 里除 NER 和 SpaceAfter 外还有别的内容，未导入。",
        )
        run.tell(file, "misc-left-out", said, stays)
