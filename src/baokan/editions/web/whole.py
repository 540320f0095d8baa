"""What needs to know all issues: the ways in, the search index, the feeds, the fonts. Made in pieces, each in any process."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from functools import partial
from itertools import zip_longest
from pathlib import Path
from zlib import crc32

from baokan.assets import asset
from baokan.editions.issues import Report
from baokan.editions.stylesheets import stylesheet
from baokan.editions.web.catalogue import IN_ORDER, Catalogue
from baokan.editions.web.dts import write_entry, write_paper_collection
from baokan.editions.web.feeds import write_atom, write_sitemaps
from baokan.editions.web.folding import fold_table
from baokan.editions.web.gathering import FONTS, SEARCH, SITEMAP, WAYS_IN, Moves, text_of, unpack
from baokan.editions.web.index import ALIGN, SEGMENT, STEP, Segment, first_pair, index_segment, merge_runs, piece_name
from baokan.editions.web.lists import KINDS, Lists
from baokan.editions.web.memory import Memory
from baokan.editions.web.mending import CantBeMended, changes, mend_pieces
from baokan.editions.web.output import ListOutput, Row
from baokan.editions.web.records import read_records, records_digest
from baokan.editions.web.site import Site, site_digest
from baokan.editions.web.texts import script_json
from baokan.editions.webfont import write_fonts
from baokan.running import Batch, Failure, run_tasks
from baokan.running.state import code_digest, digest
from baokan.running.steps import failure_finding
from baokan.running.workers import TIME_LIMIT

SHIPPED = ("theme.css", "baokan.css", "reader.js", "search.js", "icon.svg")
LISTS = "lists.sqlite"
NAMES = 400  # names whose pages are made in one task
Task = Callable[[], list[Row]]


@dataclass(frozen=True, slots=True)
class Whole:
    """The site as its lists see it. `folder` holds the parts, the memory and the runs."""

    site: Site
    out: Path
    folder: Path
    corpus: Path  # the folder whose authority files the names' records are in

    @property
    def memory(self) -> Path:
        return self.folder / LISTS

    @property
    def parameters(self) -> dict[str, str]:
        return {"site": self.site.title, "url": self.site.url, "style": "own.css" if self.site.style else ""}

    @property
    def about(self) -> dict[str, str]:
        """Checksums of what the lists depend on besides the issues."""
        return {
            "settings": digest(code_digest("render"), site_digest(self.site)),
            "records": records_digest(self.corpus),
            "style": digest(self.site.style.read_bytes() if self.site.style else b""),
        }

    def list_output(self) -> ListOutput:
        return ListOutput(self.out, self.memory, digest(code_digest("render"), *self.parameters.values()))


@dataclass(frozen=True, slots=True)
class Searched:
    """What became of the search index: its files, the first pairs of its pieces, the files that are no more of one mended."""

    rows: list[Row]
    firsts: list[str]
    gone: list[str] | None


def make_whole(whole: Whole, memory: Memory, report: Report, batch: Batch) -> bool:
    """Make the lists of the site that say something of what changed; False when all stood as it was made."""
    moves = memory.gather(whole.about, whole.out)
    if not memory.wanted():
        return False
    failed = False
    for rows in run_all(list(list_tasks(whole)), report, batch, whole.out):
        memory.add(rows or [])
        failed |= rows is None
    searched = mended(whole, moves) if moves is not None else None
    if searched is None:
        segments = divided(whole)
        runs: list[Task] = [partial(write_run, whole, segment) for segment in segments if not segment.run.is_file()]
        failed |= None in list(run_all(runs, report, batch, whole.out))
        searched = merged(whole, [segment for segment in segments if segment.run.is_file()])
        sweep(whole.folder.glob("*.run"), {segment.run for segment in segments}.__contains__)
    memory.add(searched.rows)
    memory.add(write_head(whole, searched.firsts))
    if memory.wants_files():
        sweep(whole.folder.glob("*.part"), lambda path: memory.has_seen(path.stem))
    memory.end(whole.out, failed, searched.gone)
    return True


def run_all(tasks: list[Task], report: Report, batch: Batch, out: Path) -> Iterator[list[Row] | None]:
    """What each task made; None for one that fails, which is a finding, and the others go on."""
    if batch.limits.jobs < 0:
        yield from (task() for task in tasks)
        return
    stylesheet("web", "lists.xsl")
    fold_table()
    limits = replace(batch.limits, seconds=max(batch.limits.seconds, TIME_LIMIT))
    for _, made in run_tasks(call, tasks, len(tasks), limits):
        if isinstance(made, Failure):
            report(failure_finding(out, made, limits))
            yield None
        else:
            yield made


def call(task: Task) -> list[Row]:
    return task()


def list_tasks(whole: Whole) -> Iterator[Task]:
    """The lists that are to be made, in pieces of some size."""
    with closing(Catalogue(whole.memory)) as catalogue:
        if catalogue.wants(FONTS):
            characters = catalogue.rows("select said, count from character")
            yield partial(write_face, whole, {row["said"]: row["count"] for row in characters})
        if catalogue.wants(WAYS_IN):
            yield partial(write_ways_in, whole)
        if catalogue.wants(SITEMAP):
            yield partial(write_sitemap, whole)
        for paper, _ in catalogue.wanted("paper "):
            yield partial(write_paper, whole, paper)
        for kind, pages in catalogue.wanted("type "):
            yield partial(write_lists, whole, Lists.write_type, kind, pages)
        for kind in KINDS:
            if catalogue.wants(f"names {kind}"):
                yield partial(write_lists, whole, Lists.write_names, kind)
            keys = (key for key, _ in catalogue.wanted(f"name {kind} "))
            bounds = [key for number, key in enumerate(keys) if number % NAMES == 0]
            for first, end in zip_longest(bounds, bounds[1:]):
                yield partial(write_lists, whole, Lists.write_mentions, kind, first, end)


def write_lists(whole: Whole, write: Callable[..., None], *given: object) -> list[Row]:
    """Let `Lists` write one kind of list."""
    with closing(Catalogue(whole.memory)) as catalogue:
        out = whole.list_output()
        write(Lists(catalogue, out, whole.parameters, read_records(whole.corpus)), *given)
        return out.close()


def write_paper(whole: Whole, paper: str) -> list[Row]:
    """A paper's calendar, and its collection for machines."""
    with closing(Catalogue(whole.memory)) as catalogue:
        out = whole.list_output()
        Lists(catalogue, out, whole.parameters).write_paper(paper)
        write_paper_collection(paper, whole.site, out, catalogue)
        return out.close()


def write_sitemap(whole: Whole) -> list[Row]:
    with closing(Catalogue(whole.memory)) as catalogue:
        out = whole.list_output()
        out.list = SITEMAP
        write_sitemaps(whole.site, out, catalogue)
        return out.close()


def write_ways_in(whole: Whole) -> list[Row]:
    """The front page, the types, what machines read, and the files that are the same for all sites."""
    with closing(Catalogue(whole.memory)) as catalogue:
        out = whole.list_output()
        out.list = WAYS_IN
        lists = Lists(catalogue, out, whole.parameters)
        lists.write_front()
        lists.write_types()
        write_entry(whole.site, out, catalogue)
        write_atom(whole.site, out, catalogue)
        for name in SHIPPED:
            out.write(name, asset("xslt", "web", name).read_bytes())
        if whole.site.style:
            out.write("own.css", whole.site.style.read_bytes())
        return out.close()


def write_face(whole: Whole, characters: dict[str, int]) -> list[Row]:
    """The fonts."""
    counted = Counter(characters)
    counted.update("".join(record.text() for record in read_records(whole.corpus).values()))
    made = write_fonts(counted, interface_characters(), whole.out)
    return [(path.name, FONTS, "", path.stat().st_size, path.stat().st_mtime_ns) for path in made]


def interface_characters() -> set[str]:
    """What the stylesheets and scripts themselves say."""
    files = [*asset("xslt", "web").glob("*.xsl"), *asset("xslt", "web").glob("*.js")]
    return {c for path in files for c in path.read_text(encoding="utf-8") if c.isprintable()}


def divided(whole: Whole) -> list[Segment]:
    """The text in segments; where one ends depends on the issue, not on what came before."""
    segments: list[Segment] = []
    members: list[sqlite3.Row] = []

    def close() -> None:
        run = whole.folder / f"{digest(code_digest('render'), *(row['said'] for row in members))[:32]}.run"
        segments.append(Segment(tuple(row["id"] for row in members), run, members[0]["base"]))
        members.clear()

    with closing(Catalogue(whole.memory)) as catalogue:
        for row in catalogue.rows(f"select i.id, i.folder, i.base, i.length, i.said from {IN_ORDER}"):
            members.append(row)
            inside = row["base"] + row["length"] - members[0]["base"]
            if inside > SEGMENT or (inside > SEGMENT / 2 and crc32(row["folder"].encode()) % 8 == 0):
                close()
    if members:
        close()
    return segments


def write_run(whole: Whole, segment: Segment) -> list[Row]:
    """A segment's postings; they are no file of the site."""
    with closing(Catalogue(whole.memory)) as catalogue:
        parts = (catalogue.one("select said from part where issue = ?", issue) for issue in segment.issues)
        index_segment(segment, (text_of(unpack(part)) for part in parts))
    return []


def merged(whole: Whole, segments: list[Segment]) -> Searched:
    """The pieces of the search index, made of all segments."""
    out = whole.list_output()
    out.list = SEARCH
    merge_runs(segments, out)
    firsts = [first_pair(name) for name in out.made]
    return Searched(out.close(), firsts, None)


def mended(whole: Whole, moves: Moves) -> Searched | None:
    """The pieces of the search index with what changed in them; None where that can't be or isn't worth while."""
    with closing(Catalogue(whole.memory)) as catalogue:
        rows = catalogue.rows("select name from file where list = ? order by name", SEARCH)
        firsts = sorted(first_pair(row["name"]) for row in rows)
    if not moves.size:
        return Searched([], firsts, [])
    if not moves.few or not firsts:
        return None
    out = whole.list_output()
    out.list = SEARCH
    try:
        gone = mend_pieces(firsts, changes(moves.gone, moves.come), out)
    except (CantBeMended, OSError, ValueError):
        out.close()
        return None
    now = {first_pair(name) for name in out.made} | set(firsts) - set(gone)
    return Searched(out.close(), sorted(now), [f"search/{piece_name(first)}.js" for first in gone])


def write_head(whole: Whole, firsts: list[str]) -> list[Row]:
    """What there is in the search index."""
    with closing(Catalogue(whole.memory)) as catalogue:
        out = whole.list_output()
        out.list = WAYS_IN
        papers: dict[str, int] = {}
        types: dict[str, int] = {}
        issues: list[list[object]] = []
        texts, lengths, kinds = list[int](), list[int](), list[int]()
        for row in catalogue.rows(f"select i.* from {IN_ORDER}"):
            issues.append([row["folder"], papers.setdefault(row["paper"], len(papers)), row["day"], row["articles"]])
            texts += [len(lengths) + int(first) for first in row["chunks"].split()]
            for article in catalogue.rows("select type, length from article where issue = ? order by number", row["id"]):
                lengths.append(article["length"])
                kinds.append(types.setdefault(article["type"], len(types)))
        head = {
            "papers": list(papers),
            "types": list(types),
            "issues": issues,
            "lengths": lengths,
            "kinds": kinds,
            "texts": texts,
            "pieces": firsts,
            "align": ALIGN,
            "step": STEP,
            "fold": "".join(chr(code) + to for code, to in sorted(fold_table().items())),
        }
        out.write("search/index.js", f'baokan.arrived("index",{script_json(head)});\n')
        return out.close()


def sweep(paths: Iterable[Path], wanted: Callable[[Path], bool]) -> None:
    """Remove the parts and runs of issues and texts that are no more."""
    for path in paths:
        if not wanted(path):
            path.unlink(missing_ok=True)
