"""WebAnno TSV 3.3, as INCEpTION writes and reads it: layers to text and back.

The format is described in WebAnno's user guide, appendix B: a line a token, columns by layer and feature; spans that begin or end
within a token on lines of their own; offsets count UTF-16 units. Text between sentences isn't told, so it becomes one blank,
or a line break where the next sentence is of another block.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from baokan.annotate.exchange.cas_check import utf16_places
from baokan.annotate.exchange.cas_types import NAMED_ENTITY, POS, REMARK
from baokan.annotate.exchange.layer import NOT_XML
from baokan.annotate.exchange.layers import FileSentence, Layers, Remark, id_to_origin
from baokan.annotate.exchange.names import Tag
from baokan.annotate.tokens import Token
from baokan.errors import UnreadableInput

FORMAT = re.compile(r"#FORMAT=WebAnno TSV 3\.\d")
COLUMNS = {POS: ("PosValue", "coarseValue"), NAMED_ENTITY: ("identifier", "value"), REMARK: ("comment", "id", "label")}
PLACE = re.compile(r"(\d{1,9})-(\d{1,9})", re.ASCII)
NUMBERED = re.compile(r"((?:\\.|[^\\])*)\[(\d{1,9})\]", re.DOTALL)
ESCAPED = {"\\": "\\\\", "[": "\\[", "]": "\\]", "|": "\\|", "_": "\\_", "->": "\\->", ";": "\\;", "\t": "\\t", "\n": "\\n",
           "\r": "\\r", "*": "\\*"}  # fmt: skip
TO_ESCAPE = re.compile(r"->|[\\\[\]|_;\t\n\r*]")
IN_TEXT = {"\\": "\\\\", "\t": "\\t", "\r": "\\r", "\f": "\\f"}
PLAIN = {"t": "\t", "n": "\n", "r": "\r", "f": "\f"}


@dataclass(frozen=True, slots=True)
class Span:
    """An annotation with the values of its layer's features, in the order of the columns."""

    start: int
    end: int
    values: tuple[str, ...]
    line: int = 0


@dataclass
class Read:
    """A sentence of a file: its text, where that begins in the whole, in characters and in UTF-16 units, its id and line."""

    text: str
    start: int
    unit: int
    key: str
    line: int

    def __post_init__(self) -> None:
        self.places = utf16_places(self.text)


@dataclass(slots=True)
class Line:
    """A token's or part of a token's line; values: layer -> spans that cover it."""

    key: str
    start: int
    end: int
    spans: dict[str, list[Span]]


def escape(value: str) -> str:
    return TO_ESCAPE.sub(lambda found: ESCAPED[found[0]], value)


def unescape(value: str) -> str:
    return re.sub(r"\\(->|.)", lambda found: PLAIN.get(found[1], found[1]), value, flags=re.DOTALL)


def layers_to_tsv(layers: Layers) -> str:
    """The same layers give the same text."""
    names = by_sentence([Span(n.start, n.end, (n.ref, n.kind)) for n in layers.names], layers.sentences)
    remarks = by_sentence([Span(r.start, r.end, (r.comment, r.id, r.label)) for r in layers.remarks], layers.sentences)
    places = utf16_places(layers.text)
    lines = ["#FORMAT=WebAnno TSV 3.3", *(f"#T_SP={name}|{'|'.join(columns)}" for name, columns in COLUMNS.items()), ""]
    spans = [{NAMED_ENTITY: n, REMARK: r} for n, r in zip(names, remarks, strict=True)]
    rows = {n: list(sentence_to_lines(n, s, spans[n - 1])) for n, s in enumerate(layers.sentences, 1)}
    numbers = number_spans([line for found in rows.values() for line in found])
    for number, sentence in enumerate(layers.sentences, 1):
        said = layers.text[sentence.start : sentence.end]
        lines += ["", f"#Sentence.id={sentence.id}"]
        lines += [f"#Text={''.join(IN_TEXT.get(c, c) for c in part)}" for part in said.split("\n")]
        for line in rows[number]:
            cells = [cell for name in COLUMNS for cell in cells_of(line.spans[name], len(COLUMNS[name]), numbers)]
            word = escape(layers.text[line.start : line.end])
            lines.append("\t".join([line.key, f"{places[line.start]}-{places[line.end]}", word, *cells, ""]))
    return "\n".join(lines) + "\n"


def sentence_to_lines(number: int, sentence: FileSentence, spans: dict[str, list[Span]]) -> Iterator[Line]:
    """The lines of a sentence: each token, and below it the parts of it that a span covers."""
    for position, token in enumerate(sentence.tokens, 1):
        whole = Line(f"{number}-{position}", token.start, token.end, {name: [] for name in COLUMNS})
        whole.spans[POS] = [Span(token.start, token.end, (token.pos, token.upos))]
        parts: dict[tuple[int, int], dict[str, list[Span]]] = {}
        for name, layer in spans.items():
            for span in (s for s in layer if s.start < token.end and token.start < s.end):
                start, end = max(span.start, token.start), min(span.end, token.end)
                if (start, end) == (token.start, token.end):
                    whole.spans[name].append(span)
                else:
                    parts.setdefault((start, end), {n: [] for n in COLUMNS})[name].append(span)
        yield whole
        for sub, ((start, end), found) in enumerate(sorted(parts.items()), 1):
            yield Line(f"{whole.key}.{sub}", start, end, found)


def by_sentence(spans: Sequence[Span], sentences: Sequence[FileSentence]) -> list[list[Span]]:
    """For each sentence the spans that share a character with it."""
    found: list[list[Span]] = [[] for _ in sentences]
    starts = [s.start for s in sentences]
    for span in spans:
        at = max(0, bisect_right(starts, span.start) - 1)
        while at < len(sentences) and starts[at] < span.end:
            found[at].append(span)
            at += 1
    return found


def number_spans(lines: Sequence[Line]) -> dict[int, int]:
    """id of a span -> the number that tells it from others: of those on several lines, or with others of their layer."""
    seen: dict[int, int] = defaultdict(int)
    stacked: set[int] = set()
    order: list[Span] = []
    for line in lines:
        for found in line.spans.values():
            for span in found:
                seen[id(span)] += 1
                order += [span] if seen[id(span)] == 1 else []
                if len(found) > 1:
                    stacked.add(id(span))
    needy = [span for span in order if seen[id(span)] > 1 or id(span) in stacked]
    return {id(span): number for number, span in enumerate(needy, 1)}


def cells_of(spans: Sequence[Span], width: int, numbers: dict[int, int]) -> list[str]:
    """The cells of one layer's columns: _ for no annotation, * for one that doesn't say."""
    if not spans:
        return ["_"] * width
    cells = []
    for column in range(width):
        values = []
        for span in spans:
            number = f"[{numbers[id(span)]}]" if id(span) in numbers else ""
            values.append((escape(span.values[column]) or "*") + number)
        cells.append("|".join(values))
    return cells


def tsv_to_layers(text: str) -> Layers:
    """The layers of a file. Raises UnreadableInput (without the file's name) for what is no WebAnno TSV 3."""
    lines = text.removeprefix("\ufeff").split("\n")
    if not FORMAT.fullmatch(lines[0].rstrip("\r")):
        zh = "第 1 行不是 #FORMAT=WebAnno TSV 3.x。", "请导出为 WebAnno TSV v3.3。"
        raise UnreadableInput("line 1 isn't #FORMAT=WebAnno TSV 3.x.", "export it as WebAnno TSV v3.3.", zh)
    return TsvReader(lines).read()


class TsvReader:
    """Reads a file sentence by sentence into one text, whose characters the offsets are brought to."""

    def __init__(self, lines: Sequence[str]) -> None:
        self.lines = lines
        self.layers = Layers("")
        self.columns: list[tuple[str, list[str]]] = []
        self.pieces: list[str] = []
        self.length = 0  # of the text so far, in characters
        self.units = 0  # the same in UTF-16 units
        self.found: dict[str, dict[int, list[Span]]] = defaultdict(lambda: defaultdict(list))  # layer -> number -> parts
        self.alone: dict[str, list[Span]] = defaultdict(list)

    def read(self) -> Layers:
        block: list[tuple[int, str]] = []
        for number, raw in enumerate([*self.lines, ""], 1):
            line = raw.removesuffix("\r")
            if line.startswith(("#T_SP=", "#T_RL=", "#T_CH=")) and not block:
                self.read_header(line, number)
            elif line and number > 1:
                block.append((number, line))
            elif block:
                self.read_sentence(block)
                block = []
        self.layers.remarkable = any(name == REMARK for name, _ in self.columns)
        self.finish()
        return self.layers

    def read_header(self, line: str, number: int) -> None:
        name, *features = line[len("#T_SP=") :].split("|")
        if line.startswith("#T_RL="):
            features = [*features[:-1], "", ""] if features and features[-1].startswith("BT_") else [*features, ""]
        self.columns.append((name if line.startswith("#T_SP=") else "", features or [""]))
        if not line.startswith("#T_SP="):
            said = f"The layer {name} isn't of spans; the TEI has no place for it.", f"层 {name} 不是文字跨度，TEI 里没有位置。"
            self.layers.faults.append((number, "annotation-unreadable", said))

    def read_sentence(self, block: list[tuple[int, str]]) -> None:
        key, said = "", []
        rows = []
        for number, line in block:
            if line.startswith("#Sentence.id="):
                key = line.partition("=")[2]
            elif line.startswith("#Text="):
                said.append(unescape(line.partition("=")[2]))
            elif not line.startswith("#"):
                rows.append((number, line.split("\t")))
        first = next((place for _, row in rows if len(row) > 2 and (place := PLACE.fullmatch(row[1]))), None)
        if not first or not said:
            if rows or said:
                told = "A sentence has no text or no tokens", "有一句没有文字或没有词"
                self.fault(block[0][0], "annotation-unreadable", told)
            return
        sentence = Read("\n".join(said), self.length, int(first[1]), key, block[0][0])
        if self.add_text(sentence):
            self.read_rows(rows, sentence)

    def add_text(self, sentence: Read) -> bool:
        """Add a sentence to the text so far, with what stands between; False, with a fault, when it can't stand there."""
        gap = sentence.unit - self.units
        if not 0 <= gap <= LONGEST_GAP:
            said = (
                f"A sentence begins at {sentence.unit}, the one before it ends at {self.units}",
                f"有一句从 {sentence.unit} 开始，而上一句止于 {self.units}",
            )
            self.fault(sentence.line, "annotation-offsets", said)
            return False
        before = self.layers.sentences[-1] if self.layers.sentences else None
        blank = " " * (gap - 1) + "\n" if gap and before and is_new_block(before, sentence.key) else " " * gap
        self.pieces += [blank, sentence.text]
        sentence.start += gap
        self.length += gap + len(sentence.text)
        self.units = sentence.unit + sentence.places[-1]
        return True

    def read_rows(self, rows: Sequence[tuple[int, list[str]]], sentence: Read) -> None:
        tokens: list[Token] = []
        for number, row in rows:
            if (span := self.span_of(number, row, sentence)) is None:
                continue
            if NOT_XML.search("".join(row)):
                said = "A character stands here that XML can't hold", "此处含有 XML 不能容纳的字符"
                self.fault(number, "annotation-unreadable", said)
                continue
            pos, upos = self.read_cells(row[3:], span, number)
            if "." not in row[0]:
                tokens.append(Token(*span, pos, upos))
        if tokens:
            end = sentence.start + len(sentence.text)
            origin = id_to_origin(sentence.key, sentence.start)
            read = FileSentence(sentence.start, end, sentence.key, tuple(tokens), sentence.line, origin)
            self.layers.sentences.append(read)

    def span_of(self, number: int, row: list[str], sentence: Read) -> tuple[int, int] | None:
        """The place of a line in the text, when it is within its sentence and its words stand there."""
        place = PLACE.fullmatch(row[1]) if len(row) > 2 else None
        if place is None:
            said = "The line has no place (begin-end) in its second column", "此行第二列没有位置（起点-终点）"
            self.fault(number, "annotation-offsets", said)
            return None
        units = [int(place[n]) - sentence.unit for n in (1, 2)]
        first, last = (bisect_left(sentence.places, unit) for unit in units)
        ends = sentence.places[first : first + 1] + sentence.places[last : last + 1]
        whole = ends == units
        there = sentence.text[first:last] if whole else ""
        if not there or there not in (row[2], unescape(row[2])):
            said = (
                f"The place {row[1]} isn't where “{row[2][:20]}” stands" + (f": “{there[:20]}” does" if there else ""),
                f"位置 {row[1]} 处不是“{row[2][:20]}”" + (f"，而是“{there[:20]}”" if there else ""),
            )
            self.fault(number, "annotation-offsets", said)
            return None
        return sentence.start + first, sentence.start + last

    def read_cells(self, cells: list[str], span: tuple[int, int], line: int) -> tuple[str, str]:
        """Note the annotations of a line; returns its part of speech."""
        pos = ("", "")
        for name, features in self.columns:
            own, cells = cells[: len(features)], cells[len(features) :]
            if name not in COLUMNS or len(own) < len(features) or own[0] == "_":
                continue
            stacks = [[split_number(value) for value in split_stack(cell)] for cell in own]
            for layer in range(min(map(len, stacks))):
                known = {f: stack[layer][0] for f, stack in zip(features, stacks, strict=True)}
                values = tuple(known.get(f, "") for f in COLUMNS[name])
                number = stacks[0][layer][1]
                if name == POS:
                    pos = (values[0], values[1])
                elif number:
                    self.found[name][number].append(Span(*span, values, line))
                else:
                    self.alone[name].append(Span(*span, values, line))
        return pos

    def finish(self) -> None:
        """Put the text together, and the parts of each annotation."""
        self.layers.text = "".join(self.pieces)
        for name in (NAMED_ENTITY, REMARK):
            spans = list(self.alone[name])
            for parts in self.found[name].values():
                spans.append(Span(min(p.start for p in parts), max(p.end for p in parts), parts[0].values, parts[0].line))
            for span in sorted(spans, key=lambda s: (s.start, -s.end, s.line)):
                if name == NAMED_ENTITY:
                    ref, kind = span.values
                    self.layers.names.append(Tag(span.start, span.end, kind, ref, span.line))
                else:
                    comment, key, label = span.values
                    self.layers.remarks.append(Remark(span.start, span.end, key, label, comment, span.line))

    def fault(self, line: int, code: str, said: tuple[str, str]) -> None:
        self.layers.faults.append((line, code, (f"{said[0]}.", f"{said[1]}。")))
        self.layers.sound = False


LONGEST_GAP = 10_000  # UTF-16 units between two sentences; more is a broken offset


def is_new_block(before: FileSentence, key: str) -> bool:
    """Whether a sentence is of another block than the one before it; without ids of ours, nobody knows."""
    other = id_to_origin(key, 0)
    return before.origin is None or other is None or before.origin.block != other.block


def split_stack(cell: str) -> list[str]:
    """The values of stacked annotations, which stand with | between them."""
    values, at = [""], 0
    while at < len(cell):
        size = 2 if cell[at] == "\\" else 1
        if cell[at] == "|":
            values.append("")
        else:
            values[-1] += cell[at : at + size]
        at += size
    return values


def split_number(value: str) -> tuple[str, int]:
    """PER[3] -> PER, 3; 0 for no number."""
    found = NUMBERED.fullmatch(value)
    value, number = (found[1], int(found[2])) if found else (value, 0)
    return "" if value in ("*", "_") else unescape(value), number
