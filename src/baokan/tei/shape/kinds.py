"""Which elements are divisions, blocks, phrases. An element that stands in no list is judged by its place."""

from __future__ import annotations

from lxml import etree

from baokan.tei.names import TEI

DIVISIONS = frozenset("div div1 div2 div3 div4 div5 div6 div7 group floatingText".split())
# What breaks a line wherever it stands; of these, leaves hold phrases, the others hold leaves.
LEAVES = frozenset("p ab l head byline dateline item fw trailer".split())
HOLDERS = DIVISIONS | frozenset(
    "text front body back list lg table row sp spGrp u castList castGroup listBibl titlePage docTitle msDesc entry entryFree "
    "superEntry opener closer postscript argument epigraph egXML eg address listPerson listPlace listOrg listEvent listApp "
    "performance set prologue epilogue msContents msItem physDesc history additional msPart annotationBlock surface zone".split()
)
# Leaves where they stand among blocks, phrases where they stand in a line.
SOMETIMES = frozenset("note quote cit q label stage speaker salute signed docAuthor docDate titlePart def line desc".split())
WHOLE = frozenset({"cell", "figure", "note"})  # never taken apart: a cell stays in its row, the others have templates
PHRASES = frozenset(
    "hi emph foreign distinct g c w pc m seg s phr cl name persName placeName orgName geogName rs num measure abbr expan ex am "
    "unclear supplied corr sic orig reg choice add del subst restore damage surplus app lem rdg ref ptr term mentioned soCalled "
    "gloss gi att val tag code ident title date time anchor gap space handShift lb pb cb gb milestone ruby rb rt q said caesura "
    "pause shift metamark mod retrace redo undo idno index certainty link formula fw".split()
)
BLANKS = " \t\r\n"  # XML's white space; U+3000 is a printed blank and stays
BREAKS = frozenset({"lb", "pb", "cb", "gb", "milestone"})
# Analysis and pointers, nothing that was printed or said.
ASIDE = frozenset("spanGrp interpGrp linkGrp timeline fsdDecl certainty precision respons".split())
_OPEN = f"{{{TEI}}}"


def name_of(element: etree._Element) -> str:
    """The local name of an element of any vocabulary; "" for comments, instructions and entities."""
    tag = element.tag
    return tag[tag.rfind("}") + 1 :] if isinstance(tag, str) else ""


def is_tei(element: etree._Element) -> bool:
    return isinstance(element.tag, str) and element.tag.startswith(_OPEN)


def has_words(element: etree._Element) -> bool:
    """Whether words stand directly in the element."""
    return bool((element.text or "").strip(BLANKS)) or any((child.tail or "").strip(BLANKS) for child in element)


def breaks_line(element: etree._Element, name: str) -> bool:
    """Whether the element stands by itself wherever it is; divisions of other vocabularies do too."""
    return name in DIVISIONS or (is_tei(element) and name != "fw" and (name in LEAVES or name in HOLDERS))


def holds_blocks(element: etree._Element) -> bool:
    """Whether something in the element breaks its line; what stands in a note or a figure doesn't."""
    stack = list(element)
    while stack:
        child = stack.pop()
        name = name_of(child)
        if breaks_line(child, name):
            return True
        if name and name not in WHOLE:
            stack.extend(child)
    return False


def is_wide(character: str) -> bool:
    """Whether a character is of a script that sets no blanks between words."""
    return (
        "\u2e80" <= character <= "\ua4cf"
        or "\uf900" <= character <= "\ufaff"
        or "\ufe30" <= character <= "\uffef"
        or (character >= "\U00020000")
    )
