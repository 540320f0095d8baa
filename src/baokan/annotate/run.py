"""Annotates a corpus: two passes over its issues, what all of them know about names before any of them is written."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from lxml import etree

from baokan.annotate.ana import issue_to_ana
from baokan.annotate.authority import SORTS, Authority, duplicate_ids
from baokan.annotate.find import article_mentions
from baokan.annotate.hand import hand_findings, read_derived
from baokan.annotate.kept import Kept
from baokan.annotate.mentions import Mention, ana_path
from baokan.annotate.names.find import LISTED, Votes, learn_everywhere, read_votes
from baokan.annotate.names.tagger import load_model
from baokan.annotate.reading import Block, blocks
from baokan.annotate.tokens import Segmenter
from baokan.annotate.verdicts import NAMES, Verdict, pointers_of, read_verdicts, with_verdicts
from baokan.errors import BaokanError, UnreadableInput
from baokan.files import write_atomic
from baokan.findings import Finding, Severity, error_to_finding
from baokan.simplified import simplify
from baokan.tei.canonical import tei_to_bytes
from baokan.tei.including import corpus_issues, read_parts
from baokan.tei.names import NS, TEI, XML_ID, local, tei
from baokan.tei.shape import shape_issue

if TYPE_CHECKING:
    import pycrfsuite

MOST_WAITING = 16_000_000  # bytes of derived files: what is held, against authority files written over and over
TAGS = {"PER": "nr", "LOC": "ns", "ORG": "nt"}
Known = dict[str, tuple[str, float]]
Progress = Callable[[str, int, int], None]


@dataclass
class Annotated:
    """What a run made: files written and unchanged, mentions by kind, findings."""

    issues: int = 0
    written: int = 0
    mentions: dict[str, int] = field(default_factory=dict)
    records: dict[str, int] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)


def annotate(corpus: Path, layers: Sequence[str], progress: Progress | None = None, names_model: Path | None = None) -> Annotated:
    """Write `<issue>.ana.xml` for each issue of a corpus folder (or for one issue file), and the authority files.

    layers: "tokens", "entities" or both; entities bring tokens with them. Memory holds some megabytes of issues, the names of
    all, and the authority records. `names_model`: a fitted model that decides on names. Raises UnreadableInput when there is
    no issue, or for a file that is no model, MissingPart without the extra `names`; an unreadable issue is a finding.
    """
    files = [path for path in corpus_issues(corpus) if not path.name.endswith(".ana.xml")]
    if not files or not corpus.exists():
        raise UnreadableInput(f"{corpus}: holds no issue.", "name a corpus folder, as `baokan encode` makes it.")
    folder = corpus if corpus.is_dir() else corpus.parent
    result = Annotated()
    authorities = {sort.kind: Authority(folder, sort) for sort in SORTS}
    for authority in authorities.values():
        result.findings += duplicate_ids(authority)
    known = known_names(files, folder, authorities, result, progress)
    segmenter = Segmenter((name, TAGS[kind]) for name, (kind, _) in sorted(known.items()) if kind)
    tagged = "entities" in layers
    job = Job(known, segmenter, authorities if tagged else {}, tagged, load_model(names_model) if names_model else None)
    layered = Layered(list(authorities.values()) if tagged else [], result)
    for number, path in enumerate(files, 1):
        if progress:
            progress("annotate", number, len(files))
        if issues := read_issues(path, folder, None):
            layered.put(ana_path(path), annotate_file(path, issues, job, result))
    layered.write()
    if tagged:
        for authority in authorities.values():
            authority.write(only="" if corpus.is_dir() else corpus.name)
            result.records[authority.sort.kind] = len(authority.list)
    return result


@dataclass(frozen=True)
class Job:
    """What every issue of a run is annotated with."""

    known: Known
    segmenter: Segmenter
    authorities: dict[str, Authority]
    tagged: bool
    model: pycrfsuite.Tagger | None = None


def read_issues(path: Path, within: Path, findings: list[Finding] | None) -> list[etree._Element]:
    """The issues in a file, shaped; none, with a finding, when it can't be read or holds no TEI."""
    report = findings.append if findings is not None else None
    try:
        root, issues = read_parts(path, within, report)
        if not issues:
            zh = "不是 TEI 报纸期。", "请先编码。"
            raise UnreadableInput(f"{path}:{root.sourceline or 1}: is not a TEI issue.", "encode it first.", zh)
    except BaokanError as error:
        if report:
            report(error_to_finding(error, str(path), "unreadable"))
        return []
    for number, issue in enumerate(issues, 1):
        shape_issue(issue, path, number if len(issues) > 1 else 0, for_readers=False)
    return issues


def known_names(
    files: Sequence[Path], folder: Path, authorities: dict[str, Authority], result: Annotated, progress: Progress | None
) -> Known:
    """The first pass: what people put into the authority files, then what the corpus votes for."""
    listed: Known = {}
    for kind, authority in authorities.items():
        for name, is_name in authority.known().items():
            listed[name] = (kind if is_name else "", LISTED)
    votes = Votes()
    for number, path in enumerate(files, 1):
        if progress:
            progress("names", number, len(files))
        for issue in read_issues(path, folder, result.findings):
            for group in articles(issue):
                read_votes([block.text for block in group], listed, votes)
    return {**learn_everywhere(votes), **listed}


def articles(issue: etree._Element) -> Iterator[list[Block]]:
    """The blocks of each article, in the order of the text; blocks outside of any div by themselves."""
    group: list[Block] = []
    current: etree._Element | None = None
    for block in blocks(issue):
        owner = article_of(block.element)
        if group and owner is not current:
            yield group
            group = []
        current = owner
        group.append(block)
    if group:
        yield group


def article_of(element: etree._Element) -> etree._Element | None:
    """The div that an element's article is: the outermost around it, else None."""
    divs = [a for a in element.iterancestors() if local(a) == "div"]
    return divs[-1] if divs else None


def issue_day(issue: etree._Element) -> tuple[date | None, bool]:
    """When the issue came out, and whether that is known; a bound alone (截至2月25日) is not."""
    for path in ("biblStruct[@type='newspaper']//tei:imprint/tei:date", "bibl/tei:date"):
        found = issue.find(f"tei:teiHeader/tei:fileDesc/tei:sourceDesc//tei:{path}", NS)
        if found is None:
            continue
        for key in ("when", "notBefore", "notAfter"):
            value = found.get(key, "")
            if re.fullmatch(r"\d{4}-\d\d-\d\d", value):
                return date.fromisoformat(value), key == "when"
    return None, False


class Layered:
    """Derived files that wait until the authority records to which they point are written.

    So a run that is killed leaves no pointer to a record that isn't there; the records that nothing mentions go last.
    """

    def __init__(self, authorities: Sequence[Authority], result: Annotated) -> None:
        self.authorities = authorities
        self.result = result
        self.waiting: list[tuple[Path, bytes]] = []

    def put(self, path: Path, data: bytes | None) -> None:
        if data is not None:
            self.waiting.append((path, data))
        if sum(len(each) for _, each in self.waiting) > MOST_WAITING:
            self.write()

    def write(self) -> None:
        for authority in self.authorities if self.waiting else ():
            authority.save()
        for path, data in self.waiting:
            self.result.written += write_atomic(path, data)
        self.waiting.clear()


def annotate_file(path: Path, issues: list[etree._Element], job: Job, result: Annotated) -> bytes | None:
    """The derived file of an issue, or of all that a corpus file holds; None, with a finding, where the old one can't be read."""
    try:
        derived = read_derived(path)
    except BaokanError as error:  # it may hold a person's work, so it isn't made anew
        result.findings.append(error_to_finding(error, str(ana_path(path)), "unreadable"))
        return None
    trees = [annotate_issue(path, issue, job, derived, result) for issue in issues]
    root = trees[0]
    if len(trees) > 1:
        root = etree.Element(tei("teiCorpus"), nsmap={None: TEI})
        root.append(copy.deepcopy(trees[0][0]))  # a corpus has a header too, and what made it is named there
        root.extend(trees)
        for tree in trees:
            for named in tree.iterfind(f"{tei('teiHeader')}//*[@{XML_ID}]"):
                del named.attrib[XML_ID]
    return tei_to_bytes(root)


def annotate_issue(
    path: Path, issue: etree._Element, job: Job, derived: etree._Element | None, result: Annotated
) -> etree._Element:
    day, sure = issue_day(issue)
    found: dict[etree._Element, list[Mention]] = {}
    said = read_verdicts(issue) if job.tagged else {}
    for pointer in pointers_of(issue) if job.tagged else ():
        for authority in job.authorities.values():
            authority.keep(pointer)
    for group in articles(issue):
        owner = article_of(group[0].element)
        article = f"{path.name}#{owner.get(XML_ID, '') if owner is not None else issue.get(XML_ID, '')}"
        known = job.known | names_said(said, group)
        for block, mentions in zip(group, article_mentions(group, day, sure, known, job.segmenter, job.model), strict=True):
            mentions = with_verdicts(mentions, said.get(block.id, ()))
            found[block.element] = [with_record(m, article, job.authorities, result) for m in mentions]
    kept = Kept(derived, issue.get(XML_ID, ""), job.segmenter)
    tree = issue_to_ana(issue, job.segmenter, lambda block: found.get(block.element, []), tagged=job.tagged, kept=kept)
    result.findings += hand_findings(ana_path(path), kept)
    result.issues += 1
    if job.tagged:
        for mention in (m for mentions in found.values() for m in mentions):
            result.mentions[mention.kind] = result.mentions.get(mention.kind, 0) + 1
    return tree


def names_said(said: dict[str, list[Verdict]], group: Sequence[Block]) -> Known:
    """What people called a name in an article's blocks: it is known in the rest of that article."""
    return {
        simplify(verdict.text): (verdict.kind, LISTED)
        for block in group
        for verdict in said.get(block.id, ())
        if verdict.kind in NAMES
    }


def with_record(mention: Mention, article: str, authorities: dict[str, Authority], result: Annotated) -> Mention:
    """The mention with a pointer to its authority record."""
    authority = authorities.get(mention.kind)
    if authority is None:
        return mention
    if mention.ref:
        authority.count(mention.ref, article)
        return mention
    pointer, sure = authority.refer(mention.text, article)
    if not sure:
        message = f"{mention.text!r} in {article} could be more than one record of {authority.path.name}."
        result.findings.append(
            Finding(
                str(authority.path), 0, "ambiguous-name", Severity.INFO, message,
                "say which: put a ptr to the article, with your @resp, into the record that is meant.",
                f"{article} 里的“{mention.text}”可能是 {authority.path.name} 的不止一条记录。",
                "请在所指的记录里加一个带您 @resp 的 ptr，指向这篇稿件。",
            )
        )  # fmt: skip
    return replace(mention, ref=pointer, cert=mention.cert if sure else "low")
