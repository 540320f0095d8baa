"""TEI -> Typst text (by XSLT) -> PDF/A: a newspaper in two runs with the packing between them, a book in one."""

from __future__ import annotations

import json
import shutil
import tempfile
from dataclasses import asdict
from pathlib import Path
from types import TracebackType
from typing import Any

from lxml import etree

from baokan.assets import asset
from baokan.editions.printing.fonts import choose_families, print_folders, without_glyph
from baokan.editions.printing.frames import BODY_SIZES, LINE_RATIO, Frame, Paper, newspaper_frame, parse_paper
from baokan.editions.printing.names import collation
from baokan.editions.printing.options import PrintOptions
from baokan.editions.printing.pictures import gather_pictures
from baokan.editions.printing.plan import PlannedPage, plan_pages
from baokan.editions.printing.stories import measures_to_stories
from baokan.editions.stylesheets import transform
from baokan.errors import EditionFailed, MissingPart, UnreadableInput
from baokan.findings import Finding, Severity
from baokan.tei.names import tei

# PDF/A wants a date; the clock must not enter the output, so it is this version's.
PDF_DATE = 1795478400  # 2026-11-24, seconds since 1970
WITH_TEI, WITHOUT_TEI = ["a-3a", "ua-1"], ["a-2a", "ua-1"]
LESS_WITH_TEI, LESS_WITHOUT_TEI = ["a-3b"], ["a-2b"]  # where a text can't be held to the standards for reading machines
# Marks of byte order, which PDF/A forbids and nobody reads.
FORBIDDEN = {0xFEFF: "", 0xFFFE: ""}
TRIED = 3  # body sizes
SMALLER = 0.03  # of a page: what a smaller type must save to be chosen
GOOD_ENOUGH = 0.15
ROUNDS = 3  # of setting, when a text ended below its box
FILLED = 0.8  # of a page's area: what the estimate may claim before a smaller size is tried


class Typesetter:
    """Sets issue after issue with one set of fonts, in a folder of its own; use it as a context manager."""

    def __init__(self, options: PrintOptions, folder: Path | None = None) -> None:
        """`folder` is where it works, one of the system's by default, which goes with it.

        Raises MissingPart when typst or a Chinese font isn't there, UsageError for a paper or font that isn't."""
        try:
            import typst
        except ImportError as error:
            raise MissingPart("The print edition needs typst.", "pip install 'baokan[print]'.") from error
        self.typst = typst
        self.options = options
        self.paper = parse_paper(options.paper_name)
        self.fonts = typst.Fonts(False, False, [str(folder) for folder in print_folders()])
        self.families = choose_families(self.fonts, options.font)
        newspaper_frame(self.paper, options.columns, BODY_SIZES[-1])  # a paper too small is told at once
        self.folder = Path(tempfile.mkdtemp(prefix="baokan-print-", dir=folder))
        self.needs: set[Path] = set()  # the pictures that the last issue names
        self.lowered = ""  # why the last issue isn't held to the highest standard
        self.measured: dict[str, Any] = {}  # the widths measured at -> what one issue measures
        self.copy_templates()

    def __enter__(self) -> Typesetter:
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)

    def copy_templates(self) -> None:
        for name in ("parts.typ", self.options.template_name):
            (self.folder / name).write_bytes(asset("xslt", "print", name).read_bytes())
        if self.options.template is not None:
            try:
                (self.folder / self.options.template_name).write_bytes(self.options.template.read_bytes())
            except OSError as error:
                raise UnreadableInput(f"{self.options.template}: can't be read.", "name a Typst template.") from error

    def set_issue(self, tree: etree._ElementTree, path: Path) -> tuple[bytes, list[Finding]]:
        """The PDF/A of one issue and what is to be said of it. Raises EditionFailed when Typst can't set it.

        `needs` then has the pictures that were looked for.
        """
        text = transform(tree, "print", "issue.xsl", template=self.options.template_name).decode("utf-8")
        missing = sorted(without_glyph(set(text), self.families.files))
        text = text.translate({ord(c): f"［U+{ord(c):04X}］" for c in missing} | FORBIDDEN)
        self.lowered = ""
        source = self.folder / "issue.typ"
        source.write_text(text, encoding="utf-8")
        pictures = gather_pictures(tree, path, self.folder, self.typst)
        self.needs = pictures.needs
        families = {"serif": self.families.serif, "sans": self.families.sans}
        inputs = {"fonts": families, "pictures": pictures.files, "attached": self.attach(path)}
        compiler = self.typst.Compiler(str(source), root=str(self.folder), font_paths=self.fonts, ignore_system_fonts=True)
        try:
            if self.options.layout == "newspaper":
                pdf = self.set_newspaper(compiler, tree, inputs)
            else:
                pdf = self.compile(
                    compiler, {**inputs, "book": self.book(tree), "order": collation(tree), "single": self.options.single}
                )
        except self.typst.TypstError as error:
            why = " ".join(str(error).split())
            raise EditionFailed(f"{path}: can't be set as PDF: {why}.", "look at the text it names in the TEI.") from error
        said: list[Finding] = [missing_glyphs(path, missing)] if missing else []
        said += [lower_standard(path, self.lowered)] if self.lowered else []
        return pdf, said + pictures.findings

    def attach(self, path: Path) -> dict[str, str] | None:
        """Lay the TEI where the template may embed it."""
        if not self.options.embed:
            return None
        (self.folder / "source.xml").write_bytes(path.read_bytes())
        return {"name": path.name, "file": "source.xml"}

    def compile(self, compiler: Any, inputs: dict[str, Any]) -> bytes:
        """Set with the highest standard that the text can be held to; a lower one is noted in `self.lowered`."""
        told = as_told(inputs)
        standards = WITH_TEI if self.options.embed else WITHOUT_TEI
        try:
            pdf: bytes = compiler.compile(sys_inputs=told, pdf_standards=standards, timestamp=PDF_DATE)
        except self.typst.TypstError as error:
            if "PDF/" not in str(error):
                raise
            self.lowered = " ".join(str(error).split())
            less = LESS_WITH_TEI if self.options.embed else LESS_WITHOUT_TEI
            pdf = compiler.compile(sys_inputs=told, pdf_standards=less, timestamp=PDF_DATE)
        return pdf

    def set_newspaper(self, compiler: Any, tree: etree._ElementTree, inputs: dict[str, Any]) -> bytes:
        """Measure, pack, set; a size that makes pages run over is tried smaller, as a make-up editor would."""
        wanted = max(len(leaf_loads(tree)), 1)
        sizes = fitting_sizes(tree, self.paper)
        self.measured.clear()
        best: tuple[float, Frame, list[PlannedPage], float] | None = None
        for size in sizes:
            frame = newspaper_frame(self.paper, self.options.columns, size)
            pages, title = self.pack(compiler, frame, inputs)
            badness = max(page.badness for page in pages) + 10.0 * max(len(pages) - wanted, 0)
            if best is None or badness < best[0] - SMALLER:
                best = badness, frame, pages, title
            if best[0] < GOOD_ENOUGH:
                break
        assert best is not None  # there is always a size to try
        _, frame, pages, title = best
        room: dict[int, int] = {}
        for _ in range(ROUNDS):
            plan = {"pages": [asdict(page) for page in pages]}
            pdf = self.compile(compiler, {**inputs, "frame": frame.as_data(title), "plan": plan})
            late = late_boxes(json.loads(compiler.query("<end>", field="value")), pages, frame)
            if not late:
                break
            room = {item: room.get(item, 0) + late.get(item, 0) for item in room.keys() | late.keys()}
            pages, title = self.pack(compiler, frame, inputs, room)
        return pdf

    def pack(
        self, compiler: Any, frame: Frame, inputs: dict[str, Any], room: dict[int, int] | None = None
    ) -> tuple[list[PlannedPage], float]:
        """The plan of the issue at this body size, and the width of the paper's title in type sizes.

        `room` gives items that took more rows than were measured so many rows more.
        """
        key = json.dumps(frame.as_measures()["widths"])
        if key not in self.measured:
            # the page that this run makes is empty; all it is for is the measures
            compiler.compile(sys_inputs=as_told({**inputs, "frame": frame.as_measures()}), format="svg")
            self.measured[key] = json.loads(compiler.query("<measures>", field="value", one=True))
        measured = self.measured[key]
        return plan_pages(measures_to_stories(measured["items"], room or {}), frame), measured["title"]

    def book(self, tree: etree._ElementTree) -> dict[str, Any]:
        return {"width": self.paper.width, "height": self.paper.height, "columns": self.options.columns or 1}


def as_told(inputs: dict[str, Any]) -> dict[str, str]:
    """What is told to Typst: each value as JSON."""
    return {key: json.dumps(value, ensure_ascii=False) for key, value in inputs.items()}


def late_boxes(ends: list[dict[str, Any]], pages: list[PlannedPage], frame: Frame) -> dict[int, int]:
    """Items whose text ended below its box -> rows by which it did; `ends` says where each flow ended, in points."""
    boxes = {box.item: box for page in pages for box in page.boxes}
    late = {}
    for end in ends:
        box = boxes[end["item"]]
        bottom = frame.top + box.outer["y"] + box.y + box.height
        if end["y"] > bottom + 0.3 * frame.pitch:
            late[box.item] = max(round((end["y"] - bottom) / frame.pitch), 1)
    return late


def leaf_loads(tree: etree._ElementTree) -> list[tuple[int, int, int]]:
    """For each source page: characters of text, pictures, heads."""
    loads: list[list[int]] = []
    body = tree.getroot().find(f".//{tei('text')}")
    if body is None:
        return []
    for element in body.iter(etree.Element):
        name = etree.QName(element).localname
        if name == "pb" or not loads:
            loads.append([0, 0, 0])
        loads[-1][1] += name == "figure"
        loads[-1][2] += name == "head"
        loads[-1][0] += len(element.text or "") + len(element.tail or "")
    if len(loads) > 1 and not any(loads[0][1:]):
        loads.pop(0)  # only blanks before the first page break
    return [(a, b, c) for a, b, c in loads]


def fitting_sizes(tree: etree._ElementTree, paper: Paper) -> list[float]:
    """The body sizes worth trying, larger ones first, by an estimate of what the fullest page takes."""
    area = 0.9 * paper.width * paper.height
    loads = leaf_loads(tree)
    # the area of a load in squares of the type size
    squares = max((1.1 * LINE_RATIO * chars + 330 * figures + 70 * heads for chars, figures, heads in loads), default=0.0)
    fits = [size for size in BODY_SIZES if squares * size * size < FILLED * area]
    if not fits:
        return [BODY_SIZES[2 + len(BODY_SIZES) // 2]]
    start = BODY_SIZES.index(fits[0])
    return list(BODY_SIZES[start : start + TRIED])


def lower_standard(path: Path, why: str) -> Finding:
    return Finding(
        str(path), 0, "archival-level", Severity.WARNING,
        f"The PDF is PDF/A of level B only, not A and not PDF/UA: {why}.", "look at the text it names in the TEI.",
        f"PDF 只达到 PDF/A 的 B 级，未达到 A 级和 PDF/UA：{why}。", "请查看 TEI 中它所指的文字。",
    )  # fmt: skip


def missing_glyphs(path: Path, missing: list[str]) -> Finding:
    names = ", ".join(f"U+{ord(c):04X}" for c in missing[:10]) + (f" and {len(missing) - 10} more" if len(missing) > 10 else "")
    return Finding(
        str(path), 0, "glyph-missing", Severity.WARNING,
        f"No font of the print edition has {names}; the code is printed instead.",
        "set BAOKAN_FONTS to a folder whose fonts have them.",
        f"印刷版的字体缺 {names}，以码位代替。", "请把 BAOKAN_FONTS 设为含有这些字的字体文件夹。",
    )  # fmt: skip
