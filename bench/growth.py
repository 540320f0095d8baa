"""How the time of each output grows with one thing in one file: heads in an article, articles in an issue, notes in a text.

python bench/growth.py [--sizes 500,1000,2000,4000] [--shapes 'heads;notes'] [--outputs web,print] [--limit 30] [--all]

A file of each shape is made at each size and given to each output of the tests (tests/foreign/outputs.py), and to the validator,
the search's index and the layer of entities. Each runs in a process of its own; figures are its processor time, the reading
back of the output included. What takes longer than the limit is stopped and shown as >30, and isn't tried at larger sizes.

The table has a row for each shape, and in each cell seconds at the largest size and, after ^, the growth exponent between the
last two sizes that took longer than a twentieth of a second: 1 is linear, 2 the square. By default only cells over 1.3 are
listed below the table with all their figures; --all lists every cell.
"""

from __future__ import annotations

import argparse
import math
import multiprocessing
import os
import resource
import signal
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))

HEADER = (
    "<teiHeader><fileDesc><titleStmt><title>清河日報</title></titleStmt><publicationStmt><p>none</p></publicationStmt>"
    "<sourceDesc><biblStruct type='newspaper'><monogr><title level='j'>清河日報</title>"
    "<imprint><date when='1931-05-02'/></imprint></monogr></biblStruct></sourceDesc></fileDesc>{more}</teiHeader>"
)
ISSUE = (
    "<?xml version='1.0' encoding='UTF-8'?>\n<TEI xmlns='http://www.tei-c.org/ns/1.0' xml:id='x' xml:lang='zh'>"
    "{header}{facsimile}<text><body>{body}</body></text>{after}</TEI>"
)
WORDS = "清河鎮的新橋昨日合龍鎮民數百人前往觀看"  # nineteen characters of a sentence, without a mark
STEEP = 1.3  # an exponent that is worth a look
SHORT = 0.05  # seconds below which a growth isn't told


def issue(body: str, more: str = "", facsimile: str = "", after: str = "") -> str:
    return ISSUE.format(header=HEADER.format(more=more), facsimile=facsimile, body=body, after=after)


def article(content: str, number: int = 1, attributes: str = "") -> str:
    return f"<div type='article' xml:id='x.a{number}'{attributes}>{content}</div>"


def within(unit: str, before: str = "<head type='main'>新橋</head><p>", after: str = "</p>") -> Callable[[int], str]:
    """A file with so many of a unit, in which # is its number, within one article."""

    def make(count: int) -> str:
        return issue("<pb n='1'/>" + article(before + "".join(unit.replace("#", str(n)) for n in range(1, count + 1)) + after))

    return make


def blocks(unit: str) -> Callable[[int], str]:
    return within(unit, "<head type='main'>新橋</head>", "")


def articles(between: str = "") -> Callable[[int], str]:
    def make(count: int) -> str:
        text = "".join(
            article(f"<head type='main'>新橋{n}</head><p xml:id='x.a{n}.p1'>{WORDS}。</p>", n) + between.replace("#", str(n))
            for n in range(1, count + 1)
        )
        return issue("<pb n='1'/>" + text)

    return make


def sidebars(count: int) -> str:
    sides = "".join(article(f"<head>旁{n}</head><p>{WORDS}。</p>", n + 1, " corresp='#x.a1'") for n in range(1, count + 1))
    return issue("<pb n='1'/>" + article(f"<head>新橋</head><p>{WORDS}。</p>") + sides)


def columns(count: int) -> str:
    """Zones of a page, each the place of a piece of one paragraph."""
    zones = "".join(f"<zone xml:id='z{n}' ulx='{n}' uly='1' lrx='{n + 1}' lry='900'/>" for n in range(count + 1))
    pieces = "".join(f"<cb facs='#z{n}' break='no'/>橋{n}" for n in range(1, count + 1))
    facsimile = f"<facsimile><surface xml:id='s1'>{zones}</surface></facsimile>"
    body = "<pb n='1' facs='#s1'/>" + article(f"<head facs='#z0'>新橋</head><p facs='#z0'>始{pieces}</p>")
    return issue(body, facsimile=facsimile)


def zones(count: int) -> str:
    """Zones of a page, each the place of a paragraph."""
    made = "".join(f"<zone xml:id='z{n}'/>" for n in range(count + 1))
    units = "".join(f"<p facs='#z{n}'>橋{n}</p>" for n in range(1, count + 1))
    facsimile = f"<facsimile><surface xml:id='s1'>{made}</surface></facsimile>"
    return issue("<pb n='1' facs='#s1'/>" + article(f"<head facs='#z0'>新橋</head>{units}"), facsimile=facsimile)


def glyphs(count: int) -> str:
    mapping = "<mapping type='unicode'>{}</mapping>"
    signs = "".join(f"<char xml:id='c{n}'>{mapping.format(chr(0x4E00 + n % 9000))}</char>" for n in range(count))
    used = "".join(f"<g ref='#c{n}'/>字" for n in range(count))
    return issue(article(f"<head>字</head><p>{used}</p>"), f"<encodingDesc><charDecl>{signs}</charDecl></encodingDesc>")


def standoff(count: int) -> str:
    people = "".join(f"<person xml:id='i{n}'><persName>林{n}</persName><note>鎮民</note></person>" for n in range(count))
    return issue(article("<head>橋</head><p>新橋。</p>"), after=f"<standOff><listPerson>{people}</listPerson></standOff>")


def lists_only(count: int) -> str:
    people = "".join(f"<person xml:id='i{n}'><persName>林{n}</persName><note>鎮民</note></person>" for n in range(count))
    made = standoff(0).replace("<listPerson></listPerson>", f"<listPerson>{people}</listPerson>")
    start, end = made.index("<text>"), made.index("</text>") + len("</text>")
    return made[:start] + made[end:]


def sources(count: int) -> str:
    lines = "".join(f"<line>橋{n}</line>" for n in range(count))
    made = issue("")
    start, end = made.index("<text>"), made.index("</text>") + len("</text>")
    return made[:start] + f"<sourceDoc><surface><zone>{lines}</zone></surface></sourceDoc>" + made[end:]


def without_stops(count: int) -> str:
    return issue("<pb n='1'/>" + article(f"<head>橋</head><p>{WORDS * count}</p>"))


def letters_without_blanks(count: int) -> str:
    return issue("<pb n='1'/>" + article(f"<head>橋</head><p>{'qinghexinqiaohelong' * count}</p>"))


def dialogues(count: int) -> str:
    return issue("".join(f"<div><head>{n}</head><sp><speaker>甲</speaker><p>橋{n}</p></sp></div>" for n in range(count)))


SHAPES: dict[str, Callable[[int], str]] = {
    "heads": within("<head type='sub'>副題#</head>", "<head type='main'>新橋</head>", "<p>橋。</p>"),
    "cross heads": blocks("<head type='cross'>小題#</head><p>橋。</p>"),
    "paragraphs": blocks(f"<p xml:id='x.a1.p#'>{WORDS}。</p>"),
    "run-in": blocks("<dateline rendition='#runin'>本報訊</dateline><p>橋#。</p>"),
    "run-in row": blocks("<byline rendition='#runin'>記者#</byline>"),
    "subsections": blocks("<div type='subsection'><head type='cross'>小題#</head><p>橋。</p></div>"),
    "articles": articles(),
    "articles, no ids": lambda count: articles()(count).replace("xml:id='x.a", "n='").replace(".p1'", "'"),
    "articles, no page": lambda count: articles()(count).replace("<pb n='1'/>", ""),
    "pages": articles("<pb n='#'/>"),
    "fw between": articles("<fw>清河日報 #</fw>"),
    "sidebars": sidebars,
    "parts": lambda count: "".join(
        piece.replace("#", str(n))
        for n, piece in enumerate(
            articles()(count).replace("type='article'", "type='article' next='#x.a§' prev='#x.a1'").split("§")
        )
    ),
    "pb in text": within("橋<pb n='#'/>"),
    "lb": within("橋<lb/>"),
    "lb, latin": within("bridge<lb/>"),
    "cb": within("橋<cb/>"),
    "cb with zones": columns,
    "zones": zones,
    "milestones": within("橋<milestone unit='x' n='#'/>"),
    "names": within("鎮民<persName>林#</persName>來。"),
    "references": within("見<ref target='#x.a1'>前#</ref>。"),
    "notes": within("橋<note>註#</note>。"),
    "inline notes": within("橋<note place='inline'>註#</note>。"),
    "notes between": blocks("<note>註#</note>"),
    "words": within("<w lemma='橋'>橋#</w> <pc join='left'>。</pc>", "<head>橋</head><p><s>", "</s></p>"),
    "choices": within("<choice><sic>喬</sic><corr>橋#</corr></choice>"),
    "readings": within("<app><lem>橋#</lem><rdg wit='#a'>喬</rdg></app>"),
    "readings of one": within("<rdg wit='#a'>喬#</rdg>", "<head>橋</head><p><app><lem>橋</lem>", "</app></p>"),
    "seams": within("<supplied reason='lost-at-seam'>橋</supplied><surplus>此</surplus>#"),
    "gaps": within("橋<gap quantity='2' unit='chars'/>"),
    "glyphs": glyphs,
    "highlights": within("<hi rend='b'>橋#</hi>"),
    "unknown phrases": within("<zzz>橋#</zzz>"),
    "unknown blocks": blocks("<zzz>橋#</zzz>"),
    "loose words": blocks("橋#<zzz>橋</zzz><p>河</p>"),
    "items": within("<item>橋#</item>", "<head>橋</head><list>", "</list>"),
    "labels": within("<label>甲#</label><item>橋</item>", "<head>橋</head><list>", "</list>"),
    "lists in a paragraph": within("橋<list><item>甲#</item></list>"),
    "rows": within("<row><cell>甲#</cell><cell>橋</cell></row>", "<head>橋</head><table>", "</table>"),
    "cells": within("<cell>甲#</cell>", "<head>橋</head><table><row>", "</row></table>"),
    "lines": within("<l>橋#</l>", "<head>橋</head><lg>", "</lg>"),
    "stanzas": blocks("<lg><l>橋#</l><l>河</l></lg>"),
    "speeches": dialogues,
    "utterances": blocks("<u who='#a'><seg>橋#。</seg><vocal><desc>笑</desc></vocal></u>"),
    "entries": blocks("<entry><form><orth>橋#</orth></form><sense><def>河上之路</def></sense></entry>"),
    "figures": blocks("<figure><graphic url='a#.png'/><head>橋#</head></figure>"),
    "figures in a paragraph": within("橋<figure><head>圖#</head></figure>"),
    "people beside": standoff,
    "people alone": lists_only,
    "source lines": sources,
    "line ends": within("橋#\n"),
    "blanks": lambda count: within("")(1).replace("<p></p>", f"<p>橋{' ' * count * 20}橋{chr(10) * count * 20}橋</p>"),
    "signs": within("*_#\\\"'"),
    "without stops": without_stops,
    "letters": letters_without_blanks,
    "numbers": lambda count: within("")(1).replace("<p></p>", f"<p>{'1' * count * 10} {'一' * count * 10}</p>"),
    "marks": lambda count: within("")(1).replace("<p></p>", f"<p>{'（' * count * 5}{'。' * count * 5}{'”' * count * 5}</p>"),
}


def validated(corpus: Path, out: Path) -> None:
    from baokan.validate import validate

    for path in corpus.glob("*.xml"):
        validate(path)


def indexed(corpus: Path, out: Path) -> None:
    from baokan.search.asking import Options, ask
    from baokan.search.indexing import open_index

    assert open_index(corpus).changed
    ask(corpus, "橋", Options()).count()


def entities(corpus: Path, out: Path) -> None:
    from baokan.annotate.run import annotate

    annotate(corpus, ["entities"])


def outputs() -> dict[str, Callable[[Path, Path], None]]:
    from foreign.outputs import OUTPUTS

    def shown(kind: str) -> Callable[[Path, Path], None]:
        return lambda corpus, out: OUTPUTS[kind](corpus, out, lambda finding: None)

    return {kind: shown(kind) for kind in OUTPUTS} | {"entities": entities, "search": indexed, "validate": validated}


@dataclass
class Cell:
    """Seconds by size of a shape in an output; `stopped` is the size at which it took too long, or failed."""

    seconds: dict[int, float] = field(default_factory=dict)
    stopped: int = 0
    failed: str = ""

    def exponent(self) -> float:
        told = [(size, seconds) for size, seconds in self.seconds.items() if seconds > SHORT]
        if len(told) < 2:
            return 0.0
        (small, short), (large, long) = told[-2:]
        return math.log(long / short) / math.log(large / small)

    def __str__(self) -> str:
        if self.failed:
            return "failed"
        if self.stopped:
            return f">@{self.stopped}"
        last = list(self.seconds.values())[-1]
        return f"{last:.1f}" + (f" ^{self.exponent():.1f}" if self.exponent() else "")


def work(run: Callable[[Path, Path], None], top: Path, limit: float) -> None:
    """In a process of its own, ended after `limit` processor seconds: what the run costs is written to a file."""
    corpus, out, result = top / "corpus", top / "out", top / "seconds"
    resource.setrlimit(resource.RLIMIT_CPU, (math.ceil(limit) + 1,) * 2)
    before = resource.getrusage(resource.RUSAGE_SELF)
    run(corpus, out)
    after = resource.getrusage(resource.RUSAGE_SELF)
    result.write_text(str(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime))


def measure(run: Callable[[Path, Path], None], text: str, limit: float) -> float | str:
    """Processor seconds of a run on a corpus of one file; "stopped" or "failed"."""
    with tempfile.TemporaryDirectory(prefix="baokan-growth-") as top:
        corpus, result = Path(top, "corpus"), Path(top, "seconds")
        corpus.mkdir()
        (corpus / "x.xml").write_text(text, "utf-8")
        process = multiprocessing.get_context("fork").Process(target=work, args=(run, Path(top), limit))
        process.start()
        process.join()
        if process.exitcode in (-signal.SIGXCPU, -signal.SIGKILL):
            return "stopped"
        if not result.exists():
            return "failed"
        seconds = float(result.read_text())
        return seconds if seconds <= limit else "stopped"


def warm() -> None:
    """Import and load what every process needs, once."""
    run = outputs()
    for kind in run:
        if kind != "print":  # Typst's threads don't outlive a fork
            measure_here(run[kind])


def measure_here(run: Callable[[Path, Path], None]) -> None:
    with tempfile.TemporaryDirectory(prefix="baokan-growth-") as top:
        corpus = Path(top, "corpus")
        corpus.mkdir()
        (corpus / "x.xml").write_text(articles()(1), "utf-8")
        run(corpus, Path(top, "out"))


def main() -> None:
    parser = argparse.ArgumentParser(description="Growth of time with one thing in one file.")
    parser.add_argument("--sizes", default="500,1000,2000,4000")
    parser.add_argument("--shapes", default="", help="these alone, parted by semicolons, since names have commas")
    parser.add_argument("--outputs", default="")
    parser.add_argument("--limit", type=float, default=30.0, help="processor seconds of a cell")
    parser.add_argument("--all", action="store_true", help="list the figures of every cell")
    arguments = parser.parse_args()
    sizes = [int(size) for size in arguments.sizes.split(",")]
    runs = {k: v for k, v in outputs().items() if not arguments.outputs or k in arguments.outputs.split(",")}
    shapes = {k: v for k, v in SHAPES.items() if not arguments.shapes or k in arguments.shapes.split(";")}
    warm()
    print(f"# sizes {sizes}, seconds at the last ^ exponent; {os.cpu_count()} cores\n", file=sys.stderr)
    print(f"| shape | {' | '.join(runs)} |\n|{'---|' * (len(runs) + 1)}")
    steep = []
    for name, make in shapes.items():
        row = []
        for kind, run in runs.items():
            cell = fill(run, make, sizes, arguments.limit)
            row.append(str(cell))
            if arguments.all or cell.stopped or cell.failed or cell.exponent() > STEEP:
                steep.append(f"{name} in {kind}: {told(cell)}")
        print(f"| {name} | {' | '.join(row)} |", flush=True)
    print("\n" + "\n".join(steep))


def fill(run: Callable[[Path, Path], None], make: Callable[[int], str], sizes: list[int], limit: float) -> Cell:
    cell = Cell()
    for size in sizes:
        seconds = measure(run, make(size), limit)
        if isinstance(seconds, str):
            cell.stopped, cell.failed = size, "failed" * (seconds == "failed")
            break
        cell.seconds[size] = seconds
    return cell


def told(cell: Cell) -> str:
    figures = ", ".join(f"{size} {seconds:.2f} s" for size, seconds in cell.seconds.items())
    end = f", {'failed' if cell.failed else 'stopped'} at {cell.stopped}" if cell.stopped else ""
    return f"{figures}{end}; exponent {cell.exponent():.2f}"


if __name__ == "__main__":
    main()
