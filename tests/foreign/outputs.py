"""Every output of a corpus, as the plain text that it shows of each file: name of the file without .xml -> text."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from lxml import etree, html

from baokan.annotate.run import annotate
from baokan.editions import render
from baokan.export import Job, export
from baokan.findings import Finding

Report = Callable[[Finding], None]
Shown = dict[str, str]
WORDS_ONLY = ("tokens", "export")  # outputs that have the words of a text, without what an editor says beside them


def text(corpus: Path, out: Path, report: Report) -> Shown:
    return {p.stem: p.read_text("utf-8") for p in render("text", corpus, out, report)}


def markdown(corpus: Path, out: Path, report: Report) -> Shown:
    return {p.stem: re.sub(r"\\(.)", r"\1", p.read_text("utf-8")) for p in render("markdown", corpus, out, report)}


def web(corpus: Path, out: Path, report: Report) -> Shown:
    """The articles' pages; of the page views only running heads, since they show the articles again."""
    render("web", corpus, out, report)
    found = {}
    for folder in out.glob("issues/*"):
        pieces = []
        for page in sorted(folder.glob("*.html")):
            main = html.document_fromstring(page.read_bytes().decode()).find(".//main")
            if page.name == "index.html" or page.name.startswith("page-"):
                pieces += [shown(e) for e in main.findall("p[@class='fw']")]
            else:
                pieces.append(shown(main))
        found[folder.name] = "\n".join(pieces)
    return found


BLOCKS = frozenset(
    "p div h1 h2 h3 h4 h5 h6 li dt dd td th caption figcaption section article aside blockquote br tr table ul".split()
)


def shown(element: etree._Element) -> str:
    """The text of HTML as a browser shows it, blocks apart."""
    pieces: list[str] = []
    for event, node in etree.iterwalk(element, events=("start", "end", "comment")):
        name = etree.QName(node).localname if isinstance(node.tag, str) else ""
        apart = " " if name in BLOCKS else ""
        if event == "start":
            pieces += [apart, (node.text or "") if name not in ("script", "style") else ""]
        elif node is not element:
            pieces += [apart, node.tail or ""]
    return "".join(pieces)


def epub(corpus: Path, out: Path, report: Report) -> Shown:
    found = {}
    for book in render("epub", corpus, out, report):
        with zipfile.ZipFile(book) as archive:
            chapters = [name for name in archive.namelist() if re.match(r"EPUB/c\d+\.xhtml", name)]
            pieces = [shown(etree.fromstring(archive.read(name)).find("{*}body")) for name in chapters]
            colophon = etree.fromstring(archive.read("EPUB/colophon.xhtml"))
            pieces += [shown(e) for e in colophon.iterfind(".//{*}p[@class='fw']")]
        found[book.stem] = "\n".join(pieces)
    return found


def printed(corpus: Path, out: Path, report: Report) -> Shown:
    import pypdfium2

    found = {}
    for path in render("print", corpus, out, report):
        document = pypdfium2.PdfDocument(path)
        pieces = [page.get_textpage().get_text_bounded() for page in document]
        document.close()
        # what no font has is printed as its code; pdfium tells a hyphen at a line's end as U+0002
        flat = "".join("".join(pieces).split()).replace("\x02", "-").replace("\ufffe", "-")
        found[path.stem] = re.sub(r"［U\+([0-9A-F]{4,6})］", lambda code: chr(int(code[1], 16)), flat)
    return found


def tokens(corpus: Path, out: Path, report: Report) -> Shown:
    """The derived files; corpus is a copy that they may be written into."""
    for finding in annotate(corpus, ["tokens"]).findings:
        report(finding)
    made = sorted(corpus.glob("*.ana.xml"))
    found = {}
    for path in made:
        root = etree.parse(path).getroot()
        found[path.name.removesuffix(".ana.xml")] = tokens_to_text(root)
        path.unlink()
    return found


def tokens_to_text(root: etree._Element) -> str:
    pieces = []
    for element in root.iter("{*}w", "{*}pc", "{*}s"):
        if element.tag.endswith("}s"):
            pieces.append("\n")
        else:
            pieces.append("".join(element.itertext()) + ("" if element.get("join") in ("right", "both") else " "))
    return "".join(pieces)


def by_file(kind: str, suffix: str, read: Callable[[Path], str]) -> Callable[[Path, Path, Report], Shown]:
    def run(corpus: Path, out: Path, report: Report) -> Shown:
        return {p.stem: read(p) for p in export(kind, Job(corpus, out, report=report)) if p.suffix == suffix}

    return run


def one_file(kind: str, read: Callable[[Iterable[Path]], Shown]) -> Callable[[Path, Path, Report], Shown]:
    """Exports that hold the whole corpus in one file."""

    def run(corpus: Path, out: Path, report: Report) -> Shown:
        return read(export(kind, Job(corpus, out, report=report)))

    return run


def read_conllu(path: Path) -> str:
    return "\n".join(line[9:] for line in path.read_text("utf-8").split("\n") if line.startswith("# text = "))


def read_vertical(paths: Iterable[Path]) -> Shown:
    found: dict[str, list[str]] = {}
    name = ""
    for line in next(p for p in paths if p.suffix == ".vert").read_text("utf-8").split("\n"):
        if begun := re.match(r'<doc id="([^"]*)"', line):
            name = begun[1]
            found[name] = []
        elif line == "<g/>":
            found[name].append("\b")
        elif line and not line.startswith("<"):
            found[name].append(line.split("\t")[0] + " ")
    return {name: unescaped("".join(pieces).replace(" \b", "")) for name, pieces in found.items()}


def unescaped(text: str) -> str:
    for code, sign in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&amp;", "&")):
        text = text.replace(code, sign)
    return text


def read_jsonl(paths: Iterable[Path]) -> Shown:
    found: dict[str, str] = {}
    for line in next(iter(paths)).read_text("utf-8").split("\n"):
        if line:
            row = json.loads(line)
            found[row["issue"]] = found.get(row["issue"], "") + row["text"] + "\n"
    return found


def read_parquet(paths: Iterable[Path]) -> Shown:
    import pyarrow.parquet

    found: dict[str, str] = {}
    for row in pyarrow.parquet.read_table(next(p for p in paths if ".passages." in p.name)).to_pylist():
        found[row["issue"]] = found.get(row["issue"], "") + row["text"] + "\n"
    return found


def read_blacklab(path: Path) -> str:
    return "\n".join("".join(s.itertext()) for s in etree.parse(path).getroot().iter("s"))


def read_pressmint(paths: Iterable[Path]) -> Shown:
    """The plain components; their names end in the issue's id, with a checksum where letters were lost."""
    found = {}
    for path in paths:
        root = etree.parse(path).getroot()
        if root.tag.endswith("}TEI") and not path.name.endswith(".ana.xml"):
            pieces = [piece for part in root if not part.tag.endswith("}teiHeader") for piece in part.itertext()]
            found[re.sub(r"^[^_]*_[^_]*_", "", path.stem)] = " ".join(pieces)
    return found


OUTPUTS: dict[str, Any] = {
    "text": text,
    "markdown": markdown,
    "web": web,
    "epub": epub,
    "print": printed,
    "tokens": tokens,
    "export text": by_file("text", ".txt", lambda path: path.read_text("utf-8")),
    "export conllu": by_file("conllu", ".conllu", read_conllu),
    "export blacklab": by_file("blacklab", ".xml", read_blacklab),
    "export vert": one_file("vert", read_vertical),
    "export jsonl": one_file("jsonl", read_jsonl),
    "export parquet": one_file("parquet", read_parquet),
    "export pressmint": one_file("pressmint", read_pressmint),
}
