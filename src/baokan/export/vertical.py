"""Vertical text for NoSketch Engine (Manatee) and the Corpus Workbench, with what each needs to load it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from baokan.export.sentences import ExportToken, article_groups, one_line, passage_to_sentences
from baokan.export.streams import whole_file
from baokan.files import write_atomic
from baokan.search.passages import IssueText, Passage

COLUMNS = ("word", "pos", "upos", "lemma", "feats")
STRUCTURES = {
    "doc": ("id", "paper", "date", "year", "month", "number"),
    "article": ("id", "type", "subtype", "title"),
    "p": ("id", "kind", "page"),
    "s": ("id",),
    "name": ("type",),
}
ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"}


def write_vertical(issues: Iterable[IssueText], out: Path, name: str) -> list[Path]:
    """Write <name>.vert, Manatee's registry file and a script that loads it into the Corpus Workbench."""
    path = out / f"{name}.vert"
    with whole_file(path) as file:
        for issue in issues:
            file.write("".join(line + "\n" for line in issue_to_lines(issue)).encode("utf-8"))
    registry = out / "registry" / name
    write_atomic(registry, registry_text(name).encode("utf-8"))
    script = out / f"encode-{name}.sh"
    write_atomic(script, workbench_script(name).encode("utf-8"))
    return [path, registry, script]


def issue_to_lines(issue: IssueText) -> Iterator[str]:
    """A line a token or tag; <g/> stands where no blank is between two tokens."""
    date = issue.date
    yield tag("doc", (issue.id, issue.paper, date, date[:4], date[:7] if len(date) > 6 else "", issue.number))
    for article, passages in article_groups(issue):
        info = issue.articles[article] if article >= 0 else None
        yield tag("article", (info.id, info.type, info.subtype, info.title) if info else ("", "", "", ""))
        for passage in passages:
            yield tag("p", (passage.id, passage.kind, passage.page_at(0)))
            for number, sentence in enumerate(passage_to_sentences(passage), 1):
                yield tag("s", (f"{passage.id}.s{number}" if passage.id else "",))
                yield from sentence_to_lines(passage, sentence)
                yield "</s>"
            yield "</p>"
        yield "</article>"
    yield "</doc>"


def sentence_to_lines(passage: Passage, sentence: list[ExportToken]) -> Iterator[str]:
    name = -1
    for number, token in enumerate(sentence):
        if name >= 0 and token.name != name:
            yield "</name>"
        if number and not sentence[number - 1].space_after:
            yield "<g/>"
        if token.name >= 0 and token.name != name:
            yield tag("name", (passage.names[token.name].type,))
        name = token.name
        yield "\t".join(escaped(v) for v in (token.form, token.word.pos, token.upos, token.lemma, token.word.feats))
    if name >= 0:
        yield "</name>"


def tag(name: str, values: tuple[str, ...]) -> str:
    attributes = [f' {k}="{escaped(v)}"' for k, v in zip(STRUCTURES[name], values, strict=True)]
    return f"<{name}{''.join(attributes)}>"


def escaped(text: str) -> str:
    """Text that neither a tag nor a column can be made of."""
    return "".join(ESCAPES.get(c, c) for c in one_line(text))


def registry_text(name: str) -> str:
    """Manatee's configuration. Source: Sketch Engine's list of corpus configuration options."""
    lines = [
        f"# Corpus configuration of {name} for NoSketch Engine. Put this file into the registry folder, the .vert file where",
        "# VERTICAL says, then run: compilecorp --no-ske " + name,
        f'NAME "{name}"',
        f'PATH "/corpora/manatee/{name}/"',
        f'VERTICAL "/corpora/vert/{name}/{name}.vert"',
        'ENCODING "utf-8"',
        'LANGUAGE "Chinese Simplified"',
        'NOLETTERCASE "1"',
        'DOCSTRUCTURE "doc"',
        'DEFAULTATTR "word"',
        "",
    ]
    for column in COLUMNS:
        multiple = ' {\n    MULTIVALUE "y"\n    MULTISEP "|"\n}' if column == "feats" else ""
        lines.append(f'ATTRIBUTE "{column}"{multiple}')
    for structure, attributes in STRUCTURES.items():
        lines += ["", f'STRUCTURE "{structure}" {{', *(f'    ATTRIBUTE "{a}"' for a in attributes), "}"]
    lines += ["", 'STRUCTURE "g" {', '    DISPLAYTAG "0"', '    DISPLAYBEGIN "_EMPTY_"', "}", ""]
    return "\n".join(lines)


def workbench_script(name: str) -> str:
    """The commands that make a corpus of the Corpus Workbench."""
    columns = " ".join(f"-P {c}" for c in COLUMNS[1:])
    structures = " ".join(f"-S {s}:0+{'+'.join(a)}" for s, a in STRUCTURES.items())
    return f"""#!/bin/sh
# Load {name}.vert into the Corpus Workbench (cwb-encode and cwb-make on the PATH): sh encode-{name}.sh DATA REGISTRY
set -eu
data=$1 registry=$2
mkdir -p "$data"
cwb-encode -d "$data" -R "$registry/{name.lower()}" -c utf8 -xsB -f "$(dirname "$0")/{name}.vert" \\
    {columns} \\
    {structures} -0 g
cwb-make -r "$registry" -V {name.upper()}
"""
