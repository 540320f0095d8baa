"""Authority files: one record a person, place or organisation of the corpus, which people may merge, split and link.

`authority/persons.xml`, `places.xml`, `orgs.xml` in the corpus folder. The toolkit adds records and brings the mentions
up to date; names, identifiers and notes of a record it never changes, and a record that a person answers for (@resp) stays
even when nothing mentions it any more.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from lxml import etree

from baokan import __version__
from baokan.annotate.names.gazetteer import sections
from baokan.errors import UnreadableInput
from baokan.files import write_atomic
from baokan.findings import Finding, Severity
from baokan.simplified import simplify
from baokan.tei.canonical import parse_tei, tei_to_bytes
from baokan.tei.names import MACHINE, NS, TEI, XML_ID, add, by_person, tei

FOLDER = "authority"


PRACTICE = (
    "A record whose @resp is #baokan was made from the text and goes when nothing mentions it. Give a record your own "
    "@resp to keep it as you wrote it. To merge, put the other names into one record and delete theirs; to split, make a "
    "second record with the same name and give each a ptr of yours to its articles; a record with your @cert unknown is "
    "no name at all. Each other ptr lists the articles that mention the record."
)


@dataclass(frozen=True, slots=True)
class Sort:
    """How one kind of name is kept."""

    kind: str  # of a mention
    stem: str  # of the file, and its xml:id
    list: str
    item: str
    name: str
    prefix: str  # of new records' ids
    title: str


SORTS = (
    Sort("PER", "persons", "listPerson", "person", "persName", "person.", "People named in the corpus"),
    Sort("LOC", "places", "listPlace", "place", "placeName", "place.", "Places named in the corpus"),
    Sort("ORG", "orgs", "listOrg", "org", "orgName", "org.", "Organisations named in the corpus"),
)
@cache
def full_names() -> dict[str, str]:
    """What the one-character names of countries and provinces stand for: 沪 -> 上海."""
    return dict(pair.split("=") for pair in sections("places.txt")["full_names"])


@dataclass(slots=True)
class Record:
    """A person, place or organisation: its id, its names (simplified), and the articles that a person said are its own."""

    id: str
    element: etree._Element
    names: set[str]
    own: set[str] = field(default_factory=set)
    rejected: bool = False  # @cert="unknown" by a person: not a name at all
    counts: dict[str, int] = field(default_factory=lambda: defaultdict(int))  # article -> mentions
    pointed_to: bool = False  # by what a person said, also of words that are no more


class Authority:
    """One authority file, read from the corpus and written back."""

    def __init__(self, corpus: Path, sort: Sort) -> None:
        """Raises UnreadableInput when the file isn't a list of this sort."""
        self.sort = sort
        self.path = corpus / FOLDER / f"{sort.stem}.xml"
        self.records: list[Record] = []
        self.root = parse_tei(self.path).getroot() if self.path.is_file() else self.new_root()
        self.list = self.root.find(f"tei:standOff/tei:{sort.list}", NS)
        if self.list is None:
            raise UnreadableInput(f"{self.path}: has no {sort.list} in a standOff.", "move the file away; it will be made anew.")
        self.by_name: dict[str, list[Record]] = defaultdict(list)
        for element in self.list.iterfind(f"tei:{sort.item}", NS):
            self.take(element)
        numbers = [r.id.removeprefix(sort.prefix) for r in self.records]
        self.last = max((int(n) for n in numbers if n.isdecimal()), default=0)

    def new_root(self) -> etree._Element:
        root = etree.Element(tei("TEI"), nsmap={None: TEI})
        root.set(XML_ID, self.sort.stem)
        header = add(root, "teiHeader")
        file_desc = add(header, "fileDesc")
        add(add(file_desc, "titleStmt"), "title", self.sort.title)
        add(add(file_desc, "publicationStmt"), "p", "Kept by baokan and by the people named in @resp.")
        add(add(file_desc, "sourceDesc"), "p", "The issues of this corpus.")
        encoding = add(header, "encodingDesc")
        add(add(encoding, "editorialDecl"), "p", PRACTICE)
        application = add(add(encoding, "appInfo"), "application", xml_id="baokan", ident="baokan", version=__version__)
        add(application, "label", "baokan")
        add(add(root, "standOff"), self.sort.list)
        return root

    def take(self, element: etree._Element) -> None:
        names = {simplify("".join(n.itertext()).strip()) for n in element.iterfind(f"tei:{self.sort.name}", NS)} - {""}
        record = Record(element.get(XML_ID, ""), element, names)
        record.rejected = element.get("cert") == "unknown" and by_person(element)
        for pointer in element.iterfind("tei:ptr", NS):
            if by_person(pointer):
                record.own.update(target.rpartition("/")[2] for target in pointer.get("target", "").split())
        self.records.append(record)
        for name in sorted(names):
            self.by_name[name].append(record)

    def known(self) -> dict[str, bool]:
        """Names that people put into records -> whether they are names (False: rejected)."""
        return {name: not r.rejected for r in self.records if by_person(r.element) for name in r.names}

    def refer(self, name: str, article: str) -> tuple[str, bool]:
        """The pointer to the record of a name in an article ("issue.xml#id"), and whether that is sure.

        Of records that share the name, the one to which a person gave the article; else the first that no person has
        tied to articles; a name without a record gets a new one. ("", True) for a rejected name.
        """
        name = "".join(simplify(name).split())
        name = full_names().get(name, name) if self.sort.kind == "LOC" else name
        found = self.by_name.get(name) or [self.add(name)]
        if all(r.rejected for r in found):
            return "", True
        found = [r for r in found if not r.rejected]
        own = [r for r in found if article in r.own]
        record = own[0] if own else next((r for r in found if not r.own), found[0])
        record.counts[article] += 1
        return f"{FOLDER}/{self.path.name}#{record.id}", bool(own) or len(found) == 1

    def count(self, pointer: str, article: str) -> None:
        """Note that an article means the record that a pointer names; a pointer to anything else is nobody's business here."""
        if pointer.startswith(f"{FOLDER}/{self.path.name}#"):
            for record in self.records:
                if record.id == pointer.partition("#")[2]:
                    record.counts[article] += 1

    def keep(self, pointer: str) -> None:
        """Keep the record that a pointer of a person's names, whether or not it is mentioned."""
        for record in self.records:
            record.pointed_to |= pointer == f"{FOLDER}/{self.path.name}#{record.id}"

    def add(self, name: str) -> Record:
        self.last += 1
        element = add(self.list, self.sort.item, xml_id=f"{self.sort.prefix}{self.last}", resp=MACHINE)
        add(element, self.sort.name, name)
        self.take(element)
        return self.records[-1]

    def write(self, only: str = "") -> bool:
        """Bring the mentions up to date, drop the machine's records that nothing mentions any more, write when changed.

        `only`: the name of the one file that was looked at; mentions in others stay.
        """
        for record in self.records:
            elsewhere = set()
            for pointer in record.element.findall("tei:ptr", NS):
                if not by_person(pointer):
                    record.element.remove(pointer)
                    if only:
                        elsewhere |= {t for t in pointer.get("target", "").split() if not t.startswith(f"../{only}#")}
            articles = elsewhere | {f"../{article}" for article in record.counts if article not in record.own}
            if not record.counts and not elsewhere and not record.pointed_to and untouched(record.element):
                self.list.remove(record.element)
            elif articles:
                add(record.element, "ptr", target=" ".join(sorted(articles)), resp=MACHINE)
        return self.save()

    def save(self) -> bool:
        """Write the file as it stands; True when it changed. An empty list isn't written: it would be invalid."""
        return bool(len(self.list)) and write_atomic(self.path, tei_to_bytes(self.root))


def untouched(element: etree._Element) -> bool:
    """Whether nobody has worked on a record: the machine's @resp, one name, no identifier, no note."""
    return element.get("resp") == MACHINE and len(element) == 1


def duplicate_ids(authority: Authority) -> list[Finding]:
    """Findings on records with the same id: a pointer can't tell them apart."""
    seen: set[str] = set()
    found = []
    for record in authority.records:
        if record.id in seen:
            found.append(
                Finding(
                    str(authority.path), record.element.sourceline or 0, "authority-id", Severity.ERROR,
                    f"The id {record.id!r} stands on two records.", "give one of them another id.",
                    f"两条记录用了同一个 id：{record.id!r}。", "请给其中一条换一个 id。",
                )
            )  # fmt: skip
        seen.add(record.id)
    return found
