"""XInclude, within a corpus: files that a TEI file is put together from, and those that a teiCorpus lists."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from baokan.errors import UnreadableInput
from baokan.files import href_to_path, split_href
from baokan.findings import Finding, Severity
from baokan.tei.canonical import parse_tei
from baokan.tei.corpus import CORPUS_FILE, issue_files
from baokan.tei.names import XI, XML_ID, tei
from baokan.tei.shape.blocks import drop

INCLUDE = f"{{{XI}}}include"
FALLBACK = f"{{{XI}}}fallback"
MOST_FILES = 2_000  # included into one file
MOST_BYTES = 200_000_000  # of all files included into one
DEEPEST = 20  # files that include files


@dataclass(frozen=True, slots=True)
class Problem:
    """An include that was not followed."""

    line: int
    message: str
    hint: str


def target_of(element: etree._Element, path: Path, within: Path) -> Path | str:
    """The file that an include in `path` names, or why it isn't followed. Nothing outside of the folder `within` is read."""
    href = split_href(element.get("href", ""))
    name = href_to_path(href.path)
    if href.scheme or href.netloc or not name:
        return f"{element.get('href', '')!r} is not a file of this corpus"
    try:
        target = (path.parent / name).resolve()
        if not target.is_relative_to(within.resolve()):
            return f"{element.get('href')!r} lies outside of {within}"
        return target if target.is_file() else f"{element.get('href')!r} is not there"
    except (OSError, ValueError, RuntimeError):  # a name that no file can have, links in a circle
        return f"{element.get('href')!r} is no file's name"


def corpus_issues(corpus: Path, report: Callable[[Finding], None] | None = None) -> list[Path]:
    """The issues' files of a corpus folder, those that a teiCorpus includes, or the one file; derived files aside.

    Of a folder: its *.xml files, and what a teiCorpus among them includes from folders below it. A list or a chapter that
    another file includes is no issue. An include that can't be followed is a finding.
    """
    if not corpus.is_dir():
        return included_issues(corpus, corpus.parent, report) or [corpus]
    files = issue_files(corpus) or [p for p in [corpus / CORPUS_FILE] if p.is_file()]
    parts = {part for path in files if may_include(path) for part in parts_of(path, corpus)}
    found = [issue for path in files for issue in included_issues(path, corpus, report) or [path]]
    return [p for p in dict.fromkeys(found) if not (p.resolve() in parts and is_part(p))] if parts else list(dict.fromkeys(found))


def parts_of(path: Path, within: Path) -> Iterator[Path]:
    """The files that a file includes, wherever in it."""
    try:
        root = parse_tei(path).getroot()
    except UnreadableInput:
        return
    for element in root.iter(INCLUDE):
        if isinstance(target := target_of(element, path, within), Path):
            yield target


def is_part(path: Path) -> bool:
    """Whether a file is neither a TEI nor a corpus of them."""
    try:
        return parse_tei(path).getroot().tag not in (tei("TEI"), tei("teiCorpus"))
    except UnreadableInput:
        return False


def included_issues(path: Path, within: Path, report: Callable[[Finding], None] | None = None) -> list[Path]:
    """The files that a teiCorpus includes, and those that these include; none for any other file.

    One that is missing or lies outside of the folder `within` is a finding.
    """
    found: list[Path] = []
    seen: set[Path] = set()
    waiting = [path]
    while waiting:
        corpus = waiting.pop(0)
        if corpus in seen:
            continue
        seen.add(corpus)
        if not may_include(corpus):
            found += [corpus] * (corpus != path)
            continue
        try:
            root = parse_tei(corpus).getroot()
        except UnreadableInput:
            found += [corpus] * (corpus != path)
            continue
        listed = list(root.iter(INCLUDE)) if root.tag == tei("teiCorpus") else []
        listed = [e for e in listed if e.getparent().tag == tei("teiCorpus")]
        if not listed and corpus != path:
            found.append(corpus)
        for element in listed:
            target = target_of(element, corpus, within)
            if isinstance(target, Path):
                waiting.append(target)
            elif report:
                report(not_included(corpus, Problem(element.sourceline or 0, f"The include {target}.", HINT)))
    return [shown(p, within) for p in found]


def read_parts(
    path: Path, within: Path, report: Callable[[Finding], None] | None = None, followed: set[Path] | None = None
) -> tuple[etree._Element, list[etree._Element]]:
    """The root of a file, with what it includes, and its TEI elements: itself, or those that a teiCorpus holds.

    An include that isn't followed is a finding; the files of the others are put into `followed`. Raises UnreadableInput.
    """
    tree = parse_tei(path)
    including = Including(within)
    problems = including.include(tree.getroot(), path, (path.resolve(),))
    if followed is not None:
        followed |= including.followed
    for problem in problems:
        if report:
            report(not_included(path, problem))
    root = tree.getroot()
    if root.tag == tei("TEI"):
        return root, [root]
    return root, list(root.iter(tei("TEI"))) if root.tag == tei("teiCorpus") else []


HINT = "mend its href, or put the file into the corpus folder."


def not_included(path: Path, problem: Problem) -> Finding:
    return Finding(str(path), problem.line, "include-missing", Severity.WARNING, problem.message, problem.hint)


def shown(path: Path, within: Path) -> Path:
    """A resolved path as the user wrote its folder."""
    try:
        return within / path.relative_to(within.resolve())
    except ValueError:
        return path


def may_include(path: Path) -> bool:
    """Whether a file is worth parsing for includes: the namespace is named somewhere in it."""
    try:
        data = path.read_bytes()
    except OSError:
        return False
    return XI.encode() in data or data[:2] in (b"\xff\xfe", b"\xfe\xff") or data[:1] == b"\0" or data[1:2] == b"\0"


def include_files(tree: etree._ElementTree, path: Path, within: Path) -> list[Problem]:
    """Put the files that a TEI file includes in the place of its includes; what can't be is left out, or its fallback stands."""
    return Including(within).include(tree.getroot(), path, (path.resolve(),))


class Including:
    """Follows includes up to a depth, a number and a size."""

    def __init__(self, within: Path) -> None:
        self.within = within
        self.followed: set[Path] = set()
        self.files = 0
        self.bytes = 0

    def include(self, root: etree._Element, path: Path, around: tuple[Path, ...]) -> list[Problem]:
        problems: list[Problem] = []
        for element in list(root.iter(INCLUDE)):
            parent = element.getparent()
            if parent is None or any(a.tag == INCLUDE for a in element.iterancestors()):
                continue
            if parent.tag == tei("teiCorpus"):  # an issue of its own, see included_issues
                continue
            content = self.content(element, path, around, problems)
            if isinstance(content, str):
                if any(True for _ in element.iterchildren(FALLBACK)):
                    self.replace(element, [c for fallback in element.iterchildren(FALLBACK) for c in fallback])
                    continue
                problems.append(Problem(element.sourceline or 0, f"The include {content}.", HINT))
                drop(element)
            else:
                self.replace(element, content)
        return problems

    def content(
        self, element: etree._Element, path: Path, around: tuple[Path, ...], problems: list[Problem]
    ) -> list[etree._Element] | str:
        """What an include stands for, or why it isn't followed."""
        target = target_of(element, path, self.within)
        if isinstance(target, str):
            return target
        name = repr(element.get("href"))
        if target in around:
            return f"{name} includes itself"
        self.followed.add(target)
        self.files += 1
        self.bytes += target.stat().st_size
        if self.files > MOST_FILES or self.bytes > MOST_BYTES or len(around) > DEEPEST:
            return f"{name} is one too many: files that include files without end"
        if element.get("parse") == "text":
            holder = etree.Element(tei("seg"))
            holder.text = "".join(c for c in target.read_text("utf-8", "replace") if c.isprintable() or c in "\n\t")
            return [holder]
        try:
            root = parse_tei(target).getroot()
        except UnreadableInput as error:
            return f"{name} can't be read: {error.message.removesuffix('.')}"
        problems += self.include(root, target, (*around, target))
        pointer = element.get("xpointer")
        if pointer is None:
            return [root]
        key = pointer.removeprefix("element(").removesuffix(")")
        found = [e for e in root.iter(etree.Element) if e.get(XML_ID) == key]
        return found[:1] or f"{name} has no element {pointer!r}"

    @staticmethod
    def replace(element: etree._Element, content: list[etree._Element]) -> None:
        for child in content:
            child.tail = None
            element.addprevious(child)
        drop(element)
