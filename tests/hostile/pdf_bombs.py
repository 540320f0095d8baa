"""PDFs that mean harm, made object by object: small files that are large, deep, round or absurd inside."""

from __future__ import annotations

import zlib
from collections.abc import Callable

BIG = 200_000_000  # bytes that a stream of some hundred kilobytes becomes


def pdf(objects: dict[int, bytes], root: int = 1, trailer: bytes = b"") -> bytes:
    """A PDF with these objects and a right table of them."""
    out = bytearray(b"%PDF-1.7\n")
    places = {}
    for number, body in objects.items():
        places[number] = len(out)
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    start = len(out)
    most = max(objects) + 1
    out += b"xref\n0 %d\n" % most
    for number in range(most):
        out += b"%010d 00000 n \n" % places[number] if number in places else b"0000000000 65535 f \n"
    out += b"trailer\n<</Size %d/Root %d 0 R%b>>\nstartxref\n%d\n%%%%EOF\n" % (most, root, trailer, start)
    return bytes(out)


def stream(data: bytes, more: bytes = b"", packed: bool = False) -> bytes:
    """A stream object's body; `packed` by Flate."""
    if packed:
        data, more = zlib.compress(data, 9), more + b"/Filter/FlateDecode"
    return b"<</Length %d%b>>stream\n%b\nendstream" % (len(data), more, data)


FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
TEXT = b"BT /F1 12 Tf 20 700 Td (Qinghe bridge is open) Tj ET"


def page(
    content: bytes, font: bytes = FONT, box: bytes = b"0 0 595 842", more: bytes = b"", extra: dict[int, bytes] | None = None
) -> bytes:
    """A PDF of one page: object 4 is its content, 5 its font, 6 and on are free."""
    kids = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
    own = b"<</Type/Page/Parent 2 0 R/MediaBox[%b]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>%b>>>>" % (box, more)
    objects = {1: b"<</Type/Catalog/Pages 2 0 R>>", 2: kids, 3: own, 4: content, 5: font}
    return pdf(objects | (extra or {}))


def cid_font(cmap: bytes, widths: bytes = b"") -> dict[str, object]:
    """A Chinese font without a file, its ToUnicode in object 7."""
    font = b"<</Type/Font/Subtype/Type0/BaseFont/Song/Encoding/Identity-H/DescendantFonts[6 0 R]/ToUnicode 7 0 R>>"
    info = b"<</Type/FontDescriptor/FontName/Song/Flags 4/FontBBox[0 0 1000 1000]/Ascent 880/Descent -120>>"
    child = (
        b"<</Type/Font/Subtype/CIDFontType2/BaseFont/Song/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
        b"/FontDescriptor 8 0 R%b>>" % widths
    )
    return {"font": font, "extra": {6: child, 7: cmap, 8: info}}


HEAD = b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap 1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
CODES = b"BT /F1 12 Tf 20 700 Td <" + b"".join(b"%04X" % n for n in range(1, 200)) + b"> Tj ET"
RANGES = b"100 beginbfrange\n" + b"<0000> <FFFF> <4E00>\n" * 100 + b"endbfrange\n"
LONG = b"1 beginbfchar <0001> <" + b"4E00" * 100_000 + b"> endbfchar\n"


def nested_pages(depth: int) -> bytes:
    objects = {1: b"<</Type/Catalog/Pages 2 0 R>>"}
    for n in range(2, depth):
        objects[n] = b"<</Type/Pages/Kids[%d 0 R]/Count 1%b>>" % (n + 1, b"/Parent %d 0 R" % (n - 1) if n > 2 else b"")
    objects[depth] = b"<</Type/Page/Parent %d 0 R/MediaBox[0 0 9 9]>>" % (depth - 1)
    return pdf(objects)


def nested_forms(depth: int, times: int) -> bytes:
    """Forms that show the next one some times: times ** depth texts."""
    extra = {}
    for n in range(depth):
        content = b"/X Do " * times if n < depth - 1 else b"BT /F1 1 Tf (a) Tj ET 0 0 99 99 re S"
        use = b"/XObject<</X %d 0 R>>" % (n + 7) if n < depth - 1 else b""
        form = b"/Type/XObject/Subtype/Form/BBox[0 0 99 99]/Resources<</Font<</F1 5 0 R>>%b>>" % use
        extra[n + 6] = stream(content, form)
    return page(stream(b"/X Do " * times), more=b"/XObject<</X 6 0 R>>", extra=extra)


def picture(width: int, height: int, data: bytes, filters: bytes, box: bytes = b"100 0 0 100 50 50") -> bytes:
    entries = b"/Subtype/Image/ColorSpace/DeviceRGB/BitsPerComponent 8/Width %d/Height %d%b" % (width, height, filters)
    return page(stream(b"q " + box + b" cm /I Do Q"), more=b"/XObject<</I 6 0 R>>", extra={6: stream(data, entries)})


def bombed(data: bytes, times: int) -> tuple[bytes, bytes]:
    """Data packed by Flate so many times, and the filters that unpack it."""
    for _ in range(times):
        data = zlib.compress(data, 9)
    return data, b"/Filter[" + b"/FlateDecode" * times + b"]"


def packed_content() -> bytes:
    data, filters = bombed(b" " * BIG + TEXT, 2)
    return page(stream(data, filters))


def object_stream(count: int) -> bytes:
    """A file whose objects lie in a stream that says it has many more than are there."""
    inner = b"<</Type/Catalog/Pages 2 0 R>>"
    body = stream(b"1 0 " + inner, b"/Type/ObjStm/N %d/First 4" % count)
    objects = {9: body, 2: b"<</Type/Pages/Kids[]/Count 0>>"}
    return pdf(objects)


def many(count: int) -> bytes:
    objects = {n: b"null" for n in range(6, count)}
    return page(stream(TEXT), extra=objects)


def shared_kids() -> bytes:
    """Page trees that share their branches: 10 ** 7 pages in seven objects."""
    objects = {1: b"<</Type/Catalog/Pages 2 0 R>>"}
    for n in range(2, 9):
        objects[n] = b"<</Type/Pages/Kids[%b]/Count %d>>" % (b"%d 0 R " % (n + 1) * 10, 10 ** (9 - n))
    objects[9] = b"<</Type/Page/Parent 8 0 R/MediaBox[0 0 9 9]>>"
    return pdf(objects)


def pages_that_lie(count: int) -> bytes:
    return pdf({1: b"<</Type/Catalog/Pages 2 0 R>>", 2: b"<</Type/Pages/Kids[]/Count %d>>" % count})


def texts(count: int, show: Callable[[int], bytes]) -> bytes:
    return page(stream(b"BT /F1 9 Tf " + b"".join(map(show, range(count))) + b"ET"))


BOMBS: dict[str, Callable[[], bytes]] = {
    "box of no size": lambda: page(stream(TEXT), box=b"0 0 0 0"),
    "box without end": lambda: page(stream(TEXT), box=b"-1e38 -1e38 1e38 1e38"),
    "box of no numbers": lambda: page(stream(TEXT), box=b"/a (b) null [1]"),
    "box beyond numbers": lambda: page(stream(TEXT), box=b"0 0 " + b"9" * 400 + b" " + b"9" * 400),
    "box upside down": lambda: page(stream(TEXT), box=b"595 842 0 0"),
    "text outside": lambda: page(stream(b"BT /F1 12 Tf 1e9 1e9 Td (far away from it all) Tj ET")),
    "text of no size": lambda: page(stream(TEXT.replace(b"12 Tf", b"0 Tf"))),
    "text of endless size": lambda: page(stream(TEXT.replace(b"12 Tf", b"1e30 Tf"))),
    "matrix without end": lambda: page(stream(b"1e38 0 0 1e38 1e38 1e38 cm 1e38 0 0 1e38 0 0 cm " + TEXT)),
    "pages in themselves": lambda: pdf({1: b"<</Type/Catalog/Pages 2 0 R>>", 2: b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 9>>"}),
    "pages nested": lambda: nested_pages(20_000),
    "pages shared": shared_kids,
    "pages that are not there": lambda: pages_that_lie(1_900),
    "more pages than there are numbers": lambda: pages_that_lie(2**31 - 1),
    "pages below none": lambda: pages_that_lie(-5),
    "catalog is its pages": lambda: pdf({1: b"<</Type/Catalog/Pages 1 0 R>>"}),
    "references in a circle": lambda: pdf({1: b"2 0 R", 2: b"3 0 R", 3: b"1 0 R"}),
    "content in a circle": lambda: page(b"4 0 R"),
    "length in a circle": lambda: page(b"<</Length 4 0 R>>stream\n" + TEXT + b"\nendstream"),
    "parent in a circle": lambda: pdf(
        {1: b"<</Type/Catalog/Pages 2 0 R>>", 2: b"<</Type/Pages/Kids[3 0 R]/Count 1/Parent 3 0 R>>",
         3: b"<</Type/Page/Parent 2 0 R>>"}
    ),
    "objects": lambda: many(100_000),
    "object stream that lies": lambda: object_stream(2**31 - 1),
    "content packed twice": packed_content,
    "content of filters": lambda: page(stream(*bombed(TEXT, 400))),
    "arrays in arrays": lambda: page(stream(b"[" * 500_000 + b"] TJ")),
    "dictionaries in dictionaries": lambda: page(b"<</A" * 100_000),
    "brackets": lambda: page(stream(b"BT /F1 12 Tf (" + b"(" * 500_000 + b") Tj ET")),
    "states": lambda: page(stream(b"q " * 200_000 + TEXT)),
    "characters": lambda: page(stream(b"BT /F1 12 Tf (" + b"a" * 390_000 + b") Tj ET")),
    "lines": lambda: texts(60_000, lambda n: b"1 0 0 1 %d %d Tm (ab) Tj " % (n % 500, n % 800)),
    "one place": lambda: page(stream(b"BT /F1 12 Tf " + b"1 0 0 1 9 9 Tm (ab) Tj " * 60_000 + b"ET")),
    "columns": lambda: texts(20_000, lambda n: b"/F1 2 Tf 1 0 0 1 %d %d Tm (a) Tj " % (7 * (n % 80), 3 * (n // 80))),
    "one place, other texts": lambda: texts(20_000, lambda n: b"1 0 0 1 9 9 Tm (%d) Tj " % n),
    "one row": lambda: texts(20_000, lambda n: b"1 0 0 1 %f 9 Tm (%d) Tj " % (n * 7919 % 20_000 / 40, n)),
    "one column": lambda: texts(20_000, lambda n: b"/F1 1 Tf 1 0 0 1 9 %f Tm (%d) Tj " % (n * 7919 % 20_000 / 30, n)),
    "sizes": lambda: texts(20_000, lambda n: b"/F1 %f Tf 1 0 0 1 9 9 Tm (a) Tj " % (n / 100)),
    "rules": lambda: page(stream(b"".join(b"%d 0 m %d 800 l S " % (n % 500, n % 500) for n in range(100_000)) + TEXT)),
    "frames": lambda: page(stream(b"".join(b"%d %d 50 50 re S " % (n % 500, n % 700) for n in range(100_000)) + TEXT)),
    "clips": lambda: page(stream(b"0 0 500 500 re W n " * 20_000 + b"9 9 m 9 800 l S " * 200 + TEXT)),
    "forms in themselves": lambda: page(
        stream(b"/X Do"), more=b"/XObject<</X 6 0 R>>",
        extra={6: stream(b"/X Do /X Do", b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 6 0 R>>>>")},
    ),
    "forms in forms": lambda: nested_forms(8, 10),
    "picture that lies": lambda: picture(60_000, 60_000, *bombed(b"", 1)),
    "picture packed": lambda: picture(8_000, 8_000, *bombed(b"\0" * (8_000 * 8_000 * 3), 1)),
    "pictures packed": lambda: pictures(100),
    "picture of no side": lambda: picture(0, -1, *bombed(b"x", 1)),
    "picture of filters": lambda: picture(9, 9, *bombed(b"x" * 243, 300)),
    "picture in JPEG that is none": lambda: picture(9, 9, b"\xff\xd8\xff" + b"\0" * 99, b"/Filter/DCTDecode"),
    "picture in JPEG 2000 that is none": lambda: picture(9, 9, b"\0\0\0\x0cjP  " + b"\xff" * 99, b"/Filter/JPXDecode"),
    "picture in JBIG2 that is none": lambda: picture(60_000, 60_000, b"\0" * 99, b"/Filter/JBIG2Decode"),
    "font in itself": lambda: page(
        stream(TEXT), font=b"<</Type/Font/Subtype/Type0/BaseFont/A/Encoding 5 0 R/DescendantFonts[5 0 R]/ToUnicode 5 0 R>>"
    ),
    "font that is a number": lambda: page(stream(TEXT), font=b"17"),
    "font drawn by itself": lambda: page(
        stream(TEXT),
        font=b"<</Type/Font/Subtype/Type3/FontBBox[0 0 9 9]/FontMatrix[1 0 0 1 0 0]/CharProcs<</a 6 0 R>>"
        b"/FirstChar 0/LastChar 255"
        b"/Encoding<</Differences[0" + b"/a" * 256 + b"]>>/Resources<</Font<</F1 5 0 R>>>>/Widths[" + b"9 " * 256 + b"]>>",
        extra={6: stream(TEXT)},
    ),
    "widths without end": lambda: page(stream(CODES), **cid_font(stream(HEAD), b"/W[0 2147483647 1000 5 4 3]/DW 1e30")),
    "ToUnicode of ranges": lambda: page(stream(CODES), **cid_font(stream(HEAD + RANGES * 30))),
    "ToUnicode of long texts": lambda: page(stream(CODES), **cid_font(stream(HEAD + LONG))),
    "ToUnicode in itself": lambda: page(stream(CODES), **cid_font(stream(b"/Song usecmap " * 9, b"/Type/CMap/UseCMap 7 0 R"))),
    "ToUnicode packed": lambda: page(stream(CODES), **cid_font(stream(HEAD + b" " * BIG, packed=True))),
    "ToUnicode to controls": lambda: page(
        stream(CODES),
        **cid_font(stream(HEAD + b"3 beginbfrange <0000> <0040> <0000> <0041> <0080> <D7F0> <0081> <00FF> <FFF0> endbfrange")),
    ),
    "encrypted": lambda: pdf(
        {1: b"<</Type/Catalog/Pages 2 0 R>>", 2: b"<</Type/Pages/Kids[]/Count 0>>",
         3: b"<</Filter/Standard/V 2/R 3/Length 128/P -4/O<" + b"aa" * 32 + b">/U<" + b"bb" * 32 + b">>>"},
        trailer=b"/Encrypt 3 0 R/ID[<00><00>]",
    ),
    "encrypted by nobody": lambda: pdf(
        {1: b"<</Type/Catalog/Pages 2 0 R>>", 2: b"<</Type/Pages/Kids[]/Count 0>>", 3: b"<</Filter/Nobody/V 99>>"},
        trailer=b"/Encrypt 3 0 R/ID[<00><00>]",
    ),
    "encrypted by itself": lambda: pdf(
        {1: b"<</Type/Catalog/Pages 2 0 R>>", 2: b"<</Type/Pages/Kids[]/Count 0>>", 3: b"3 0 R"}, trailer=b"/Encrypt 3 0 R"
    ),
    "table in a circle": lambda: page(stream(TEXT)).replace(b"/Root 1", b"/Prev 9/Root 1"),
    "table elsewhere": lambda: page(stream(TEXT)).replace(b"startxref\n", b"startxref\n9999999999"),
    "no table": lambda: page(stream(TEXT)).partition(b"xref\n0")[0],
    "halves": lambda: page(stream(TEXT))[:500],
}  # fmt: skip


def pictures(count: int) -> bytes:
    """So many pictures of 12 MB each, one stream of some kilobytes."""
    data, filters = bombed(b"\0" * 12_000_000, 1)
    entries = b"/Type/XObject/Subtype/Image/Width 2000/Height 2000/ColorSpace/DeviceRGB/BitsPerComponent 8" + filters
    shown = b"".join(b"q 50 0 0 50 %d %d cm /I Do Q " % (50 * (n % 10), 60 * (n // 10)) for n in range(count))
    return page(stream(shown), more=b"/XObject<</I 6 0 R>>", extra={6: stream(data, entries)})


# Forms that show forms without end: pdfium unfolds them before anybody can stop it, so that its process is ended.
ENDED = frozenset({"forms in themselves", "forms in forms"})
# More than a second each; `python bench/fuzz.py 0 0 bombs` tries all.
SLOW = frozenset(
    {"columns", "one place, other texts", "one row", "one column", "lines", "content packed twice", "picture packed",
     "pictures packed", "forms in forms", "rules", "frames",
     "objects", "states", "ToUnicode of long texts"}
)  # fmt: skip
