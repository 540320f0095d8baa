"""The records that the stages hand on to one another; all frozen, none knows TEI."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Certainty(StrEnum):
    """How sure a guess is; the values are those of TEI's @cert."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Role(StrEnum):
    """What a unit of text is on the page."""

    KICKER = "kicker"  # 引题
    MAIN = "main"  # 主题
    SUB = "sub"  # 副题
    RUBRIC = "rubric"  # 栏目
    CROSS = "cross"  # 小标题: opens a subsection
    BYLINE = "byline"  # 署名
    DATELINE = "dateline"  # 电头
    PARAGRAPH = "paragraph"
    CAPTION = "caption"  # 图片说明
    CAPTION_HEAD = "caption_head"  # a printed picture title
    CREDIT = "credit"  # the photographer's byline under a picture
    NOTE = "note"  # （作者为…）
    JUMP_TO = "jump_to"  # 下转第N版
    JUMP_FROM = "jump_from"  # 上接第N版
    FOLIO = "folio"  # 报眉

    @property
    def is_head(self) -> bool:
        return self in HEAD_ROLES

    @property
    def is_in_figure(self) -> bool:
        return self in FIGURE_ROLES


HEAD_ROLES = frozenset({Role.KICKER, Role.MAIN, Role.SUB, Role.RUBRIC, Role.CROSS})
FIGURE_ROLES = frozenset({Role.CAPTION, Role.CAPTION_HEAD, Role.CREDIT})


class Kind(StrEnum):
    """What an item on the page is."""

    ARTICLE = "article"
    NOTICE = "notice"
    ADVERTISEMENT = "advertisement"
    MASTHEAD = "masthead"


class Subtype(StrEnum):
    """What sort of article it is; news is the default and not written."""

    NEWS = "news"
    PHOTO = "photo"
    SIDEBAR = "sidebar"
    EDITORIAL = "editorial"
    COMMENTARY = "commentary"
    SERIAL = "serial"


class MarkKind(StrEnum):
    """What a marked span inside a byline or dateline names."""

    PERSON = "person"
    ROLE_NAME = "role_name"
    AGENCY = "agency"
    PLACE = "place"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on the page image; the unit is the page's, y grows downwards."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.bottom - self.top


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line of a block: block.text[start:end]; blanks between two lines belong to neither."""

    start: int
    end: int
    box: Box | None = None
    confidence: float | None = None  # 0 to 1, what the OCR says of itself
    size: float | None = None  # height of its characters, in the page's unit
    hyphen: str = ""  # the mark that broke a word at this line's end; the block's text reads without it


@dataclass(frozen=True, slots=True)
class Block:
    """What the source gives as one piece: a line of a text file, a text region of an OCR file."""

    index: int  # 0-based, in source order, over the whole page
    text: str  # holds only characters that XML allows
    line: int  # 1-based line in the source file
    blank_before: int = 0  # blank lines between the block before it and this one
    box: Box | None = None
    lines: tuple[Line, ...] = ()  # in reading order; empty where the source knows none
    confidence: float | None = None  # 0 to 1
    size: float | None = None  # height of its characters, in the page's unit
    style: tuple[str, ...] = ()  # bold, italic, as far as the whole block is so
    vertical: bool = False  # lines run downwards, the next one to the left
    outline: tuple[tuple[float, float], ...] = ()  # a polygon, where the source gives more than a box
    label: str = ""  # what the source calls it, lower case: heading, caption, page-number
    name: str = ""  # the source's own id of it
    group: str = ""  # the source's own id of the article it belongs to


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture, drawing or photograph on the page."""

    box: Box | None
    line: int = 0  # 1-based line in the source file; 0 where it has none
    data: bytes | None = None  # the image itself, where the source holds it
    suffix: str = ""  # of a file that holds `data`: ".jpg"
    name: str = ""  # the source's own id of it


@dataclass(frozen=True, slots=True)
class Page:
    """The blocks of one page, in source order; blocks[i].index == i."""

    blocks: tuple[Block, ...]
    number: str | None = None
    width: float | None = None
    height: float | None = None
    image: str | None = None  # the scan's file name, as the source has it
    unit: str = ""  # of all boxes: pixel, mm10 (1/10 mm), inch1200 (1/1200 inch), pt; empty where there are none
    order: tuple[tuple[int, ...], ...] = ()  # the source's own reading order; blocks of one tuple are unordered
    pictures: tuple[Picture, ...] = ()
    rules: tuple[Box, ...] = ()  # printed lines between columns and articles
    frames: tuple[Box, ...] = ()  # printed boxes around articles


@dataclass(frozen=True, slots=True)
class Residue:
    """What a source file holds beside its blocks, enough to give it back byte for byte.

    `separators` has one entry more than there are blocks: what stands before the first block,
    between each two, and after the last. `replaced` lists (block, offset, character) where a
    character that XML can't hold became U+FFFD. Where the blocks can't give the bytes back
    (an encoding that doesn't round-trip) `raw` holds the whole file.
    """

    encoding: str
    bom: bool
    separators: tuple[str, ...]
    replaced: tuple[tuple[int, int, str], ...] = ()
    raw: bytes | None = None
    layer: bool = False  # whether `raw` is the file's text layer, not the file


@dataclass(frozen=True, slots=True)
class Source:
    """A source file as read: provenance, its page, and the residue for its restoration.

    A file of several pages gives a Source a page, alike but for `page` and `part`. A file that has no page of
    its own (a METS) has an empty page and no part.
    """

    name: str
    sha256: str
    size: int  # bytes
    media_type: str
    reader: str
    page: Page
    residue: Residue
    part: int | None = 0  # 0-based place of the page in the file


@dataclass(frozen=True, slots=True)
class Mark:
    """A named span of a unit's text; start and end count characters of the unit's joined fragments."""

    kind: MarkKind
    start: int
    end: int
    when: str | None = None  # ISO 8601, of a date


@dataclass(frozen=True, slots=True)
class Seam:
    """How a fragment joins the one before it in its unit: the place where a column cut the text."""

    cert: Certainty
    lost: str = ""  # characters that the source lost here
    doubled: int = 0  # characters at the start of this fragment that repeat the end of the one before
    evidence: tuple[str, ...] = ()
    lost_cert: Certainty | None = None


@dataclass(frozen=True, slots=True)
class Fragment:
    """A run of one block: page.blocks[block].text[start:end]."""

    block: int
    start: int
    end: int
    seam: Seam | None = None  # None for the first fragment of a unit


@dataclass(frozen=True, slots=True)
class Unit:
    """A head, byline, dateline, paragraph or caption: one role, one or more fragments."""

    role: Role
    fragments: tuple[Fragment, ...]
    cert: Certainty = Certainty.HIGH
    evidence: tuple[str, ...] = ()
    marks: tuple[Mark, ...] = ()
    run_in: bool = False  # a dateline or byline that stood at the head of its paragraph's block
    figure: int | None = None  # units of one article with the same number share a picture
    picture: int | None = None  # of a caption: an index into the page's pictures


@dataclass(frozen=True, slots=True)
class Article:
    """An item of the page with its units in reading order."""

    kind: Kind
    units: tuple[Unit, ...]
    subtype: Subtype = Subtype.NEWS
    host: int | None = None  # a sidebar's host: an index into the page's articles
    cert: Certainty = Certainty.HIGH
    evidence: tuple[str, ...] = ()
    given: bool = False  # whether the source itself says what it is; then nothing of it is a guess
    pictures: tuple[int, ...] = ()  # indices into the page's pictures, of those without a caption
    goes_on: tuple[int, int] | None = None  # where it is continued: (page of the issue, article of that page), 0-based


@dataclass(frozen=True, slots=True)
class Fact:
    """A piece of metadata; with `cert` it is inferred, and `evidence` says from what."""

    value: str
    cert: Certainty | None = None
    evidence: str | None = None
    not_before: str | None = None  # of a date known only by a bound, ISO 8601
    not_after: str | None = None


@dataclass(frozen=True, slots=True)
class Metadata:
    """What is known of an issue; unknown stays None."""

    paper: Fact | None = None
    date: Fact | None = None
    issue: Fact | None = None
    page: Fact | None = None
    section: Fact | None = None
    rights: Fact | None = None
    language: str = "zh-Hans"


@dataclass(frozen=True, slots=True)
class EncodedPage:
    """A source file together with the articles found on it."""

    source: Source
    articles: tuple[Article, ...]
    metadata: Metadata = field(default_factory=Metadata)


def unit_text(page: Page, unit: Unit) -> str:
    """The unit's text as it stands in the source, fragments joined."""
    return "".join(page.blocks[f.block].text[f.start : f.end] for f in unit.fragments)
