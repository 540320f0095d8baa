"""CoNLL-U: a file an issue, a paragraph a passage; without syntax, so by level 1 of UD's validator."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from baokan.annotate.exchange.conllu import origin_to_comment
from baokan.annotate.exchange.names import Tag
from baokan.export.sentences import ExportToken, one_line, passage_to_sentences
from baokan.files import write_atomic
from baokan.search.passages import IssueText, Passage

EMPTY = "_"


def write_conllu(issue: IssueText, out: Path, stem: str) -> Path:
    """Write an issue as <stem>.conllu; returns its path."""
    path = out / f"{stem}.conllu"
    write_atomic(path, issue_to_conllu(issue).encode("utf-8"))
    return path


def issue_to_conllu(issue: IssueText) -> str:
    """Sentences with their ids; words with lemma, UPOS, the tagger's tag, features; names as NER=B-LOC in MISC."""
    lines = [f"# newdoc id = {issue.id}"]
    for key, value in (("newspaper", issue.paper), ("date", issue.date)):
        if value:
            lines.append(f"# {key} = {one_line(value)}")
    for number, passage in enumerate(issue.passages, 1):
        paragraph = passage.id or f"{issue.id}.u{number}"
        opening = [f"# newpar id = {paragraph}", f"# kind = {passage.kind}"]
        sentences = list(passage_to_sentences(passage))
        for count, sentence in enumerate(sentences, 1):
            text = "".join(spaceless(t.form) + (" " if t.space_after else "") for t in sentence).rstrip(" ")
            rows = []
            before = -1
            for position, token in enumerate(sentence, 1):
                end = count == len(sentences) and position == len(sentence)
                rows.append(token_to_row(passage, token, position, token.name != before, end))
                before = token.name
            made = origin_to_comment([row[1:6] for row in rows], sentence_names(passage, sentence))
            lines += [*opening, f"# sent_id = {paragraph}.s{count}", f"# text = {text}", made]
            lines += ["\t".join(row) for row in rows]
            lines.append("")
            opening = []
    # A file is sentences only: metadata of an issue without any would stand for nothing.
    return "\n".join(lines) + "\n" if len(lines) > 3 else ""


def sentence_names(passage: Passage, sentence: Sequence[ExportToken]) -> list[Tag]:
    """The names of a sentence, in characters of its words without blanks."""
    found: list[Tag] = []
    at, before = 0, -1
    for token in sentence:
        end = at + sum(not c.isspace() for c in spaceless(token.form))
        if token.name >= 0:
            kind = passage.names[token.name].type
            start = found.pop().start if token.name == before else at
            found.append(Tag(start, end, kind))
        at, before = end, token.name
    return found


def token_to_row(passage: Passage, token: ExportToken, position: int, begins: bool, last: bool) -> list[str]:
    """One line of ten columns."""
    misc = []
    if token.name >= 0:
        misc.append(f"NER={'B' if begins else 'I'}-{passage.names[token.name].type}")
    if not token.space_after and not last:
        misc.append("SpaceAfter=No")
    feats = "|".join(sorted(token.word.feats.split("|"), key=str.lower)) if token.word.feats else EMPTY
    return [
        str(position), spaceless(token.form), spaceless(token.lemma), token.upos, spaceless(token.word.pos) or EMPTY, feats,
        EMPTY, EMPTY, EMPTY, "|".join(misc) or EMPTY,
    ]  # fmt: skip


def spaceless(text: str) -> str:
    """A form without a plain blank in it, which the format reads as a fault."""
    return one_line(text).replace(" ", "\u00a0")
