"""A laid out page -> PDF, by Typst with the fonts that are installed for the editions."""

from __future__ import annotations

import json
from pathlib import Path

from .press import Placed, PrintedPage

SERIF, SANS = "Noto Serif CJK SC", "SimHei"


def fonts() -> Path | None:
    """The folder of mplfonts' fonts; None where the package isn't installed."""
    from importlib.util import find_spec

    spec = find_spec("mplfonts")
    return Path(spec.submodule_search_locations[0]) / "fonts" if spec and spec.submodule_search_locations else None


def page_to_pdf(page: PrintedPage) -> bytes:
    import typst

    folder = fonts()
    assert folder is not None, "mplfonts holds the fonts: tools/venv.sh installs it"
    compiled: bytes = typst.compile(page_to_typst(page).encode(), font_paths=[str(folder)])
    return compiled


def page_to_typst(page: PrintedPage) -> str:
    width, height = (page.depth, page.length) if page.upright else (page.length, page.depth)
    rows = [
        f"#set page(width: {width:.2f}pt, height: {height:.2f}pt, margin: 0pt)",
        f'#set text(font: ("{SERIF}", "Noto Sans CJK SC"), size: 10pt, top-edge: "ascender", bottom-edge: "descender",',
        "  cjk-latin-spacing: none, lang: \"zh\")",
        "#set par(leading: 0pt, justify: true)",
    ]
    for mark in page.marks:
        rows += upright_mark(mark, width) if page.upright else level_mark(mark)
    return "\n".join(rows)


def face(mark: Placed) -> str:
    return f'size: {mark.size:g}pt' + (f', font: ("{SANS}", "{SERIF}")' if mark.size > 11 else "")


def level_mark(mark: Placed) -> list[str]:
    at = f"#place(top + left, dx: {mark.u:.2f}pt, dy: {mark.v:.2f}pt)"
    if mark.kind == "rule":
        return [f"{at}[#line(length: {mark.measure:.2f}pt, stroke: 0.5pt)]"]
    if mark.kind == "picture":
        return [f"{at}[#image(bytes({PICTURE}), width: {mark.measure:.2f}pt, height: {mark.height:.2f}pt, fit: \"stretch\")]"]
    text = json.dumps(mark.text, ensure_ascii=False)
    if mark.stretch:
        return [f"{at}[#box(width: {mark.measure:.2f}pt)[#text({face(mark)}, {text})#linebreak(justify: true)]]"]
    return [f"{at}[#box(width: {mark.measure + 200:.2f}pt)[#text({face(mark)}, {text})]]"]


def upright_mark(mark: Placed, width: float) -> list[str]:
    """Each character by itself, one below the other; u runs down and v from the right."""
    if mark.kind == "rule":
        at = f"#place(top + left, dx: {width - mark.v:.2f}pt, dy: {mark.u:.2f}pt)"
        return [f"{at}[#line(angle: 90deg, length: {mark.measure:.2f}pt, stroke: 0.5pt)]"]
    if mark.kind == "picture":
        at = f"#place(top + left, dx: {width - mark.v - mark.height:.2f}pt, dy: {mark.u:.2f}pt)"
        return [f"{at}[#image(bytes({PICTURE}), width: {mark.height:.2f}pt, height: {mark.measure:.2f}pt, fit: \"stretch\")]"]
    rows = []
    step = mark.measure / max(1, len(mark.text)) if mark.stretch else mark.size
    for number, character in enumerate(mark.text):
        if character.isspace():
            continue
        at = f"dx: {width - mark.v - mark.size:.2f}pt, dy: {mark.u + number * step:.2f}pt"
        text = json.dumps(character, ensure_ascii=False)
        rows.append(f"#place(top + left, {at})[#box(width: {mark.size:g}pt)[#align(center)[#text({face(mark)}, {text})]]]")
    return rows


def _png() -> str:
    """A grey PNG of 8 x 8 points, as a Typst array of bytes."""
    import struct
    import zlib

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = b"".join(b"\0" + bytes(120 + 10 * ((x + y) % 2) for x in range(8)) for y in range(8))
    data = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 8, 8, 8, 0, 0, 0, 0))
    data += chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    return "(" + ", ".join(str(byte) for byte in data) + ")"


PICTURE = _png()
