"""Pages a second a core, for every format, and how much of it is the bare parsing of its library.

    python bench/read_speed.py [--seconds 3]

Every format reads the same page of made stories: as a printed PDF, and as ALTO, PAGE and hOCR with a word a
Chinese word. "bare" is lxml parsing the same bytes, or pdfium giving the box and code of every character; "read" is the reader;
"encode" is all stages up to the TEI's bytes. Ratios are of figures of one run, so that a busy machine tells the same.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from xml.sax.saxutils import quoteattr

from lxml import etree, html

from baokan.model import Block

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))


def rate(work: Callable[[], object], seconds: float) -> float:
    """How often `work` runs in a second of CPU time, after one run to warm up."""
    work()
    count, start = 0, time.process_time()
    while time.process_time() - start < seconds:
        work()
        count += 1
    return count / (time.process_time() - start)


def printed() -> bytes:
    """A page of the made stories as a PDF."""
    from pages import make_page
    from printed import Style, gold_to_text, print_page
    from printed.typeset import page_to_pdf

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "page.xml"
        path.write_text(make_page("a", 3).gold, encoding="utf-8")
        return page_to_pdf(print_page(gold_to_text(path), Style()))


def words(text: str) -> list[str]:
    return [text[i : i + 2] for i in range(0, len(text), 2)]


def pages(pdf: Path) -> dict[str, bytes]:
    """The PDF's lines as ALTO, PAGE and hOCR."""
    from baokan.read.pdf import read_pdf

    page = read_pdf(pdf).sources[0].page
    alto, page_xml, hocr = [], [], []
    for block in page.blocks:
        lines: tuple[list[str], list[str], list[str]] = ([], [], [])
        for line in block.lines:
            text, box = block.text[line.start : line.end], line.box
            assert box is not None  # every printed line has one
            x, y, w, h = (round(v) for v in (box.left, box.top, box.width, box.height))
            place = f'HPOS="{x}" VPOS="{y}" WIDTH="{w}" HEIGHT="{h}"'
            points = f"{x},{y} {x + w},{y} {x + w},{y + h} {x},{y + h}"
            strings = "".join(f'<String CONTENT={quoteattr(t)} {place} WC="0.93"/>' for t in words(text))
            lines[0].append(f"<TextLine {place}>{strings}</TextLine>")
            inner = "".join(
                f'<Word><Coords points="{points}"/><TextEquiv conf="0.93"><Unicode>{etree_text(t)}</Unicode></TextEquiv></Word>'
                for t in words(text)
            )
            lines[1].append(f'<TextLine><Coords points="{points}"/>{inner}</TextLine>')
            spans = "".join(f"<span class='ocrx_word' title='bbox {x} {y} {x + w} {y + h}; x_wconf 93'>{etree_text(t)}</span>"
                            for t in words(text))  # fmt: skip
            lines[2].append(f"<span class='ocr_line' title='bbox {x} {y} {x + w} {y + h}'>{spans}</span>")
        alto.append(f"<TextBlock>{''.join(lines[0])}</TextBlock>")
        page_xml.append(f"<TextRegion id='r{block.index}'><Coords points='{outline(block)}'/>{''.join(lines[1])}</TextRegion>")
        hocr.append(f"<p class='ocr_par'>{''.join(lines[2])}</p>")
    size = f"{page.width:.0f} {page.height:.0f}"
    width, height = size.split()
    return {
        "alto": (
            f'<alto><Description><MeasurementUnit>pixel</MeasurementUnit></Description><Layout><Page WIDTH="{width}" '
            f'HEIGHT="{height}"><PrintSpace>{"".join(alto)}</PrintSpace></Page></Layout></alto>'
        ).encode(),
        "page": (
            f'<PcGts><Page imageFilename="x.png" imageWidth="{width}" imageHeight="{height}">{"".join(page_xml)}</Page></PcGts>'
        ).encode(),
        "hocr": (
            f"<html><body><div class='ocr_page' title='image x.png; bbox 0 0 {size}'>{''.join(hocr)}</div></body></html>"
        ).encode(),
    }


def outline(block: Block) -> str:
    box = block.box
    assert box is not None  # every printed block has one
    return f"{box.left:.0f},{box.top:.0f} {box.right:.0f},{box.top:.0f} {box.right:.0f},{box.bottom:.0f}"


def etree_text(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


def bare_pdf(data: bytes) -> int:
    """What the library alone needs: every character's code and box."""
    import ctypes

    import pypdfium2
    import pypdfium2.raw as pdfium

    document = pypdfium2.PdfDocument(data)
    page = document[0]
    raw = pdfium.FPDFText_LoadPage(page.raw)
    rect = pdfium.FS_RECTF()
    count = int(pdfium.FPDFText_CountChars(raw))
    for index in range(count):
        pdfium.FPDFText_GetUnicode(raw, index)
        pdfium.FPDFText_GetLooseCharBox(raw, index, ctypes.byref(rect))
    pdfium.FPDFText_ClosePage(raw)
    document.close()
    return count


def main() -> None:
    from baokan.encode import encode_sources
    from baokan.read import read_source
    from baokan.tei import tei_to_bytes

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=3.0, help="CPU time for each figure")
    seconds = parser.parse_args().seconds
    with tempfile.TemporaryDirectory() as folder:
        pdf = Path(folder) / "page.pdf"
        pdf.write_bytes(printed())
        files = {"pdf": pdf}
        for name, data in pages(pdf).items():
            files[name] = Path(folder) / f"{name}.xml"
            files[name].write_bytes(data)
        text = "\n".join(block.text for block in read_source(pdf).sources[0].page.blocks)
        print(f"one page of {len(text)} characters; pages a second a core, CPU time")
        print(f"{'format':8}{'KB':>8}{'bare':>10}{'read':>10}{'encode':>10}{'read/bare':>11}{'encode/bare':>13}")
        for name, path in files.items():
            data = path.read_bytes()
            bare = {
                "pdf": lambda d=data: bare_pdf(d),
                "hocr": lambda d=data: html.document_fromstring(d, parser=html.HTMLParser(encoding="utf-8")),
            }.get(name, lambda d=data: etree.fromstring(d))
            rates = [
                rate(bare, seconds),
                rate(lambda p=path: read_source(p), seconds),
                rate(lambda p=path: tei_to_bytes(encode_sources("x", read_source(p).sources)), seconds),
            ]
            row = "".join(f"{r:10.1f}" for r in rates)
            print(f"{name:8}{len(data) / 1024:8.0f}{row}{rates[0] / rates[1]:10.1f}x{rates[0] / rates[2]:12.1f}x")


if __name__ == "__main__":
    main()
