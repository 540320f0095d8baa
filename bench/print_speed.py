"""Print editions per second: Typst as baokan runs it, against WeasyPrint and FOP on the same text, in one run.

    python bench/print_speed.py [--issues N] [--pages N] [--many N]

Needs `pip install weasyprint` (with Debian's libpango) and Debian's fop for their rows; a tool that isn't there is
said to be absent. The issues are made by us: four pages of eight articles. WeasyPrint and FOP set the same text on
the same paper, in as many columns, with the same fonts, tagged, but without packing, pictures, contents, index or apparatus,
so theirs is the lighter work. Every
tool gets all issues in one process; its start is in the time. --many sets so many issues in one process and tells
the memory.
"""

from __future__ import annotations

import argparse
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from xml.sax.saxutils import escape

import pypdf
from made_issues import article, figure, issue

from baokan.editions.issues import read_issue
from baokan.editions.printing import PrintOptions, Typesetter, font_folders
from baokan.editions.stylesheets import transform

FONT = "Noto Serif CJK SC"
# width, height, margin in mm, columns, type size in pt: a broadsheet, and the reading layout's book page
KINDS = {"newspaper": (390, 545, 18, 6, 10), "reading": (176, 250, 23, 1, 10.5)}
CSS = "@page {size: %smm %smm; margin: %smm} body {columns: %s; font: %spt/1.6 '%s'; text-align: justify} h2 {font-size: 18pt}"
FO = """<fo:root xmlns:fo="http://www.w3.org/1999/XSL/Format"><fo:layout-master-set>
<fo:simple-page-master master-name="p" page-width="%smm" page-height="%smm" margin="%smm">
<fo:region-body column-count="%s" column-gap="6mm"/></fo:simple-page-master></fo:layout-master-set>%s</fo:root>"""


def make_issue(number: int, pages: int) -> str:
    body = ""
    for page in range(1, pages + 1):
        body += f'<pb n="{page}"/>'
        for n in range(8):
            key = number * 1000 + page * 10 + n
            length = 350 + 113 * ((number + n * page) % 7)
            body += article(key, f"清河第{key}号新闻的标题", length, after=figure(key) if n % 3 == 0 else "")
    return issue(body)


def as_html(articles: list[list[str]], kind: tuple[float, ...]) -> str:
    parts = "".join(f"<h2>{escape(a[0])}</h2>" + "".join(f"<p>{escape(line)}</p>" for line in a[1:]) for a in articles)
    return f"<!DOCTYPE html><html lang='zh'><meta charset='utf-8'><style>{CSS % (*kind, FONT)}</style><body>{parts}</body></html>"


def as_fo(articles: list[list[str]], kind: tuple[float, ...]) -> str:
    """A page sequence of the articles."""
    blocks = "".join(
        f'<fo:block font-size="18pt">{escape(a[0])}</fo:block>'
        + "".join(f'<fo:block text-align="justify" text-indent="2em">{escape(line)}</fo:block>' for line in a[1:])
        for a in articles
    )
    style = f'font-family="{FONT}" font-size="{kind[4]}pt" line-height="1.6"'
    flow = f'<fo:flow flow-name="xsl-region-body" {style}>{blocks}</fo:flow>'
    return f'<fo:page-sequence master-reference="p">{flow}</fo:page-sequence>'


def timed(command: list[str]) -> tuple[float, float] | None:
    """Seconds by the clock and of the processors that a command took; None, and what it said, when it failed."""
    start, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    result = subprocess.run(command, capture_output=True, text=True)
    if result.returncode:
        print(f"{command[0]}: {result.stderr.strip()[-300:]}", file=sys.stderr)
        return None
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return time.perf_counter() - start, spent


def pages_of(pdfs: list[Path]) -> int:
    return sum(len(pypdf.PdfReader(pdf).pages) for pdf in pdfs)


def run_weasyprint(folder: Path, issues: list[list[list[str]]], kind: tuple[float, ...]) -> tuple[float, float, int] | None:
    for n, articles in enumerate(issues):
        (folder / f"{n}.html").write_text(as_html(articles, kind), encoding="utf-8")
    script = """import sys, weasyprint
for p in sys.argv[1:]: weasyprint.HTML(p).write_pdf(p[:-4] + 'pdf', pdf_variant='pdf/a-3b', pdf_tags=True)
"""
    seconds = timed([sys.executable, "-c", script, *(str(folder / f"{n}.html") for n in range(len(issues)))])
    return None if seconds is None else (*seconds, pages_of([folder / f"{n}.pdf" for n in range(len(issues))]))


def run_fop(folder: Path, issues: list[list[list[str]]], kind: tuple[float, ...]) -> tuple[float, float, int] | None:
    if shutil.which("fop") is None:
        return None
    config = f"<fop version='1.0'><renderers><renderer mime='application/pdf'><fonts><directory>{font_folders()[0]}</directory>"
    (folder / "fop.xml").write_text(config + "</fonts></renderer></renderers></fop>", encoding="utf-8")
    (folder / "all.fo").write_text(FO % (*kind[:4], "".join(as_fo(articles, kind) for articles in issues)), encoding="utf-8")
    seconds = timed(["fop", "-a", "-c", str(folder / "fop.xml"), "-fo", str(folder / "all.fo"), "-pdf", str(folder / "all.pdf")])
    return None if seconds is None else (*seconds, pages_of([folder / "all.pdf"]))


def run_baokan(folder: Path, paths: list[Path], layout: str) -> tuple[float, float, int] | None:
    out = folder / layout
    seconds = timed([sys.executable, "-m", "baokan", "render", "print", str(paths[0].parent), "-o", str(out), "--layout", layout])
    return None if seconds is None else (*seconds, pages_of(sorted(out.glob("*.pdf"))))


def set_many(folder: Path, count: int, pages: int) -> None:
    """Set so many issues one after the other; tells time and memory as they go on."""
    path = folder / "many.xml"
    start = time.perf_counter()
    with Typesetter(PrintOptions()) as typesetter:
        for n in range(count):
            path.write_text(make_issue(n, pages), encoding="utf-8")
            typesetter.set_issue(read_issue(path), path)
            if n + 1 in (1, count // 10, count // 4, count // 2, count):
                now = int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize() / 1e6
                print(f"{n + 1:5} issues  {time.perf_counter() - start:7.1f} s  {now:6.0f} MB")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--issues", type=int, default=10)
    parser.add_argument("--pages", type=int, default=4)
    parser.add_argument("--many", type=int)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if options.many:
            set_many(folder, options.many, options.pages)
            return
        corpus = folder / "corpus"
        corpus.mkdir()
        paths = [corpus / f"i{n}.xml" for n in range(options.issues)]
        for n, path in enumerate(paths):
            path.write_text(make_issue(n, options.pages), encoding="utf-8")
        texts = [transform(read_issue(p), "text.xsl").decode("utf-8") for p in paths]
        issues = [[a.splitlines() for a in text.split("\n\n") if a.strip()] for text in texts]
        rows = {}
        for name, kind in KINDS.items():
            rows[name, "baokan"] = run_baokan(folder, paths, name)
            rows[name, "WeasyPrint"] = run_weasyprint(folder, issues, kind)
            rows[name, "FOP"] = run_fop(folder, issues, kind)
    characters = sum(len(text) for text in texts)
    print(f"{options.issues} issues of {options.pages} pages, {characters} characters; start included")
    print("pages of   tool         wall s    CPU s   pages  times baokan's wall, CPU, CPU a page")
    for (name, tool), row in rows.items():
        base = rows[name, "baokan"]
        ratio = ""
        if row and base:
            ratio = f"{row[0] / base[0]:6.1f} {row[1] / base[1]:6.1f} {row[1] / row[2] / base[1] * base[2]:6.1f}"
        print(f"{name:10} {tool:10} " + (f"{row[0]:8.2f} {row[1]:8.2f} {row[2]:7}  {ratio}" if row else "absent"))


if __name__ == "__main__":
    main()
