"""What needs to know all issues: the ways in, the search index, the feeds, the fonts. Made in pieces, each in any process."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from zlib import crc32

from baokan.assets import asset
from baokan.editions.issues import Report
from baokan.editions.stylesheets import stylesheet
from baokan.editions.web.catalogue import Catalogue
from baokan.editions.web.dts import write_collections
from baokan.editions.web.feeds import write_feeds
from baokan.editions.web.folding import fold_table
from baokan.editions.web.index import ALIGN, SEGMENT, Segment, aligned, index_segment, merge_runs
from baokan.editions.web.lists import KINDS, Lists
from baokan.editions.web.memory import ListOutput, Memory, Row
from baokan.editions.web.parts import read_parts
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
    """The site as its lists see it. `folder` holds the parts, the memory, the runs and, meanwhile, the catalogue."""

    site: Site
    out: Path
    folder: Path
    corpus: Path  # the folder whose authority files the names' records are in

    @property
    def catalogue(self) -> Path:
        return self.folder / "catalogue.sqlite"

    @property
    def memory(self) -> Path:
        return self.folder / LISTS

    @property
    def parameters(self) -> dict[str, str]:
        return {"site": self.site.title, "url": self.site.url, "style": "own.css" if self.site.style else ""}

    def list_output(self) -> ListOutput:
        return ListOutput(self.out, self.memory, digest(code_digest("render"), *self.parameters.values()))


@dataclass(slots=True)
class Gathered:
    """What a pass over all parts leaves besides the catalogue."""

    segments: list[Segment] = field(default_factory=list)
    characters: Counter[str] = field(default_factory=Counter)


def make_whole(whole: Whole, parts: list[tuple[Path, str]], memory: Memory, report: Report, batch: Batch) -> bool:
    """Make the lists of the site from the parts (and their checksums), in order; False when all stood as it was made."""
    style = whole.site.style.read_bytes() if whole.site.style else b""
    said = [f"{path.name} {checksum}" for path, checksum in parts]
    made_from = digest(code_digest("render"), site_digest(whole.site), style, records_digest(whole.corpus), *said)
    if memory.stands(made_from, whole.out):
        return False
    memory.begin()
    try:
        gathered = gather(whole, parts)
        runs = [partial(write_run, segment) for segment in gathered.segments if not segment.run.is_file()]
        tasks: list[Task] = [partial(write_face, whole, gathered.characters), *runs, *list_tasks(whole)]
        failed = False
        for rows in run_all(tasks, report, batch, whole.out):
            memory.add(rows or [])
            failed |= rows is None
        memory.add(write_search(whole, [segment for segment in gathered.segments if segment.run.is_file()]))
    finally:
        whole.catalogue.unlink(missing_ok=True)
    memory.end("" if failed else made_from)  # what failed is tried again by the next run
    sweep(whole.folder, {segment.run for segment in gathered.segments} | {path for path, _ in parts})
    return True


def gather(whole: Whole, rows: Sequence[tuple[Path, str]]) -> Gathered:
    """Fill the catalogue and divide the text into segments; where one ends depends on the issue, not on what came before."""
    gathered = Gathered()
    whole.catalogue.unlink(missing_ok=True)
    catalogue = Catalogue(whole.catalogue, fill=True)
    base, inside = 0, 0
    members: list[tuple[Path, str]] = []

    def close() -> None:
        nonlocal base, inside, members
        run = whole.folder / f"{digest(code_digest('render'), *(checksum for _, checksum in members))[:32]}.run"
        gathered.segments.append(Segment(tuple(path for path, _ in members), run, base))
        base, inside, members = aligned(base + inside), 0, []

    for path, checksum in rows:
        members.append((path, checksum))
        for part in read_parts(path):
            catalogue.add(part)
            gathered.characters.update(part.characters)
            inside = aligned(inside) + sum(article.length for article in part.articles)
        if inside > SEGMENT or (inside > SEGMENT / 2 and crc32(path.name.encode()) % 8 == 0):
            close()
    if members:
        close()
    catalogue.close_filled()
    return gathered


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
    """The lists, in pieces of some size."""
    catalogue = Catalogue(whole.catalogue)
    yield partial(write_ways_in, whole)
    for row in catalogue.rows("select paper, count(*) n from issue group by paper order by paper"):
        yield partial(write_lists, whole, Lists.write_paper, row["paper"], row["n"])
    for row in catalogue.rows("select type, count(*) n from article group by type order by type"):
        yield partial(write_lists, whole, Lists.write_type, row["type"], row["n"])
    for kind in KINDS:
        yield partial(write_lists, whole, Lists.write_names, kind)
        keys = catalogue.rows("select key from mention where kind = ? group by key order by key", kind)
        bounds = ["", *(row["key"] for number, row in enumerate(keys) if number and number % NAMES == 0)]
        for first, end in zip(bounds, [*bounds[1:], None], strict=True):
            yield partial(write_lists, whole, Lists.write_mentions, kind, first, end)
    catalogue.close()


def write_lists(whole: Whole, write: Callable[..., None], *given: str | int | None) -> list[Row]:
    """Let `Lists` write one kind of list."""
    catalogue, out = Catalogue(whole.catalogue), whole.list_output()
    write(Lists(catalogue, out, whole.parameters, read_records(whole.corpus)), *given)
    catalogue.close()
    return out.close()


def write_ways_in(whole: Whole) -> list[Row]:
    """The front page, the types, what machines read, and the files that are the same for all sites."""
    catalogue, out = Catalogue(whole.catalogue), whole.list_output()
    lists = Lists(catalogue, out, whole.parameters)
    lists.write_front()
    lists.write_types()
    write_collections(whole.site, out, catalogue)
    write_feeds(whole.site, out, catalogue)
    for name in SHIPPED:
        out.write(name, asset("xslt", "web", name).read_bytes())
    if whole.site.style:
        out.write("own.css", whole.site.style.read_bytes())
    catalogue.close()
    return out.close()


def write_face(whole: Whole, characters: Counter[str]) -> list[Row]:
    """The fonts."""
    rows = []
    characters = characters + Counter("".join(record.text() for record in read_records(whole.corpus).values()))
    for path in write_fonts(characters, interface_characters(), whole.out):
        status = path.stat()
        rows.append((path.name, "", status.st_size, status.st_mtime_ns))
    return rows


def interface_characters() -> set[str]:
    """What the stylesheets and scripts themselves say."""
    files = [*asset("xslt", "web").glob("*.xsl"), *asset("xslt", "web").glob("*.js")]
    return {c for path in files for c in path.read_text(encoding="utf-8") if c.isprintable()}


def write_run(segment: Segment) -> list[Row]:
    """A segment's postings; they are no file of the site."""
    index_segment(segment)
    return []


def write_search(whole: Whole, segments: list[Segment]) -> list[Row]:
    """The pieces of the search index, and what there is in it."""
    catalogue, out = Catalogue(whole.catalogue), whole.list_output()
    firsts = merge_runs(segments, out)
    papers: dict[str, int] = {}
    types: dict[str, int] = {}
    issues = [
        [row["folder"], papers.setdefault(row["paper"], len(papers)), row["day"], row["articles"]]
        for row in catalogue.rows("select folder, paper, day, articles from issue order by id")
    ]
    lengths, kinds = [], []
    for row in catalogue.rows("select type, length from article order by id"):
        lengths.append(row["length"])
        kinds.append(types.setdefault(row["type"], len(types)))
    head = {
        "papers": list(papers),
        "types": list(types),
        "issues": issues,
        "lengths": lengths,
        "kinds": kinds,
        "texts": text_files(catalogue),
        "pieces": firsts,
        "align": ALIGN,
        "fold": "".join(chr(code) + to for code, to in sorted(fold_table().items())),
    }
    out.write("search/index.js", f'baokan.arrived("index",{script_json(head)});\n')
    catalogue.close()
    return out.close()


def text_files(catalogue: Catalogue) -> list[int]:
    """The first article of each file of texts."""
    firsts, before = [], 0
    for row in catalogue.rows("select articles, chunks from issue order by id"):
        firsts += [before + int(first) for first in row["chunks"].split()]
        before += row["articles"]
    return firsts


def sweep(folder: Path, wanted: set[Path]) -> None:
    """Remove the parts and runs of issues and texts that are no more."""
    for path in [*folder.glob("*.run"), *folder.glob("*.part")]:
        if path not in wanted:
            path.unlink(missing_ok=True)
