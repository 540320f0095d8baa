"""The pictures of an issue: found beside its TEI, tried, and laid where Typst may read them."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lxml import etree

from baokan.files import is_file
from baokan.findings import Finding, Severity
from baokan.tei.names import tei

SUFFIXES = (".png", ".jpg", ".jpeg", ".gif", ".webp")
LARGEST = 64_000_000  # bytes of one picture


@dataclass(slots=True)
class Pictures:
    """Which graphic/@url is which file of the work folder, what was looked for, and what is wrong with the others."""

    files: dict[str, str] = field(default_factory=dict)
    needs: set[Path] = field(default_factory=set)  # the pictures looked for, found or not
    findings: list[Finding] = field(default_factory=list)


def gather_pictures(tree: etree._ElementTree, path: Path, folder: Path, typst: Any) -> Pictures:
    """Copy the pictures that the TEI at `path` names into folder, each under a name of ours.

    A picture must lie in the TEI file's folder or below it. One that is missing, elsewhere or not readable is a
    finding, and a quiet panel is set in its place.
    """
    pictures = Pictures()
    for graphic in tree.iter(tei("graphic")):
        url = graphic.get("url", "")
        if not url or url in pictures.files:
            continue
        source, why = picture_source(path.parent, url)
        pictures.needs |= picture_needs(path.parent, url)
        if source is not None:
            name = f"picture-{len(pictures.files)}{source.suffix.lower()}"
            (folder / name).write_bytes(source.read_bytes())
            if opens(folder, name, typst):
                pictures.files[url] = name
                continue
            why = "isn't a picture that can be read"
        pictures.findings.append(picture_finding(path, graphic, why))
    return pictures


def picture_needs(base: Path, url: str) -> set[Path]:
    """The file whose presence and bytes decide what is shown for a picture's url."""
    source = inside(base, url) if url else None
    return {source} if source else set()


def picture_finding(path: Path, graphic: etree._Element, why: str) -> Finding:
    url = graphic.get("url", "")
    return Finding(
        str(path), graphic.sourceline or 0, "picture-missing", Severity.WARNING,
        f"The picture {url!r} {why}; an empty panel stands for it.",
        "put the picture beside the TEI file, as PNG, JPEG, GIF or WebP.",
        f"图片 {url!r} 无法使用，以空框代替。", "请把图片（PNG、JPEG、GIF 或 WebP）放在 TEI 文件旁边。",
    )  # fmt: skip


def picture_source(base: Path, url: str) -> tuple[Path | None, str]:
    """The file of a picture's url below base, or None and why it can't be used."""
    source = inside(base, url)
    why = why_not(source)
    return (None, why) if why else (source, "")


def inside(base: Path, url: str) -> Path | None:
    """The file that a relative url names below base; None for anything outside of it."""
    try:
        target = (base / url).resolve()
        return target if target.is_relative_to(base.resolve()) else None
    except (OSError, ValueError):
        return None


def why_not(source: Path | None) -> str:
    if source is None:
        return "is not in the folder of the TEI file"
    if not is_file(source):
        return "is not there"
    if source.suffix.lower() not in SUFFIXES:
        return "is of no kind that can be printed"
    return f"has more than {LARGEST} bytes" if source.stat().st_size > LARGEST else ""


def opens(folder: Path, name: str, typst: Any) -> bool:
    """Whether Typst can read the picture."""
    trial = folder / "trial.typ"
    trial.write_text(f'#set page(width: auto, height: auto)\n#image("{name}")\n', encoding="utf-8")
    try:
        typst.compile(str(trial), format="pdf", ignore_system_fonts=True)
    except typst.TypstError:
        return False
    return True
