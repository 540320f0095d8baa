"""The derived file after an import: with the names that people gave and the words that they cut, the rest as it was."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from lxml import etree

from baokan.annotate.ana import issue_to_ana
from baokan.annotate.exchange.anchors import Texts, anchor
from baokan.annotate.exchange.issue import MEANWHILE_ZH, AnnotatedIssue, Report, new_faults
from baokan.annotate.exchange.layer import Annotation
from baokan.annotate.hand import hand_findings
from baokan.annotate.kept import Kept, Sentence
from baokan.annotate.mentions import Mention, ana_path, tree_to_mentions
from baokan.annotate.reading import Block
from baokan.annotate.tokens import plain_segmenter
from baokan.annotate.verdicts import NO_NAME, read_verdicts, verdict_kind, with_verdicts
from baokan.errors import OutputInTheWay
from baokan.files import write_atomic
from baokan.tei.canonical import tei_to_bytes
from baokan.tei.names import TEI, XML_ID, add, tei

HAND = "hand"  # the xml:id of whoever corrected words without giving a name
TAGGED = tuple(tei(name) for name in ("name", "date", "num"))


def refresh(issue: AnnotatedIssue, derived: etree._Element | None, new: dict[str, list[Sentence]], report: Report) -> bool:
    """Write the derived file of an issue when that changes it and it is valid; whether it was written.

    derived: the file's root as it was read, None when there is none; new: block -> a person's sentences.
    """
    path = ana_path(issue.path)
    before = path.read_bytes() if path.is_file() else b""
    if before and derived is None:
        zh = "无法读取，里面可能有人工校正，未写入。", "请修正或移走它，然后重新导入。"
        raise OutputInTheWay(f"{path}: can't be read and may hold a person's work; it is left as it is.", "mend it.", zh)
    mentions: dict[str, list[Mention]] = defaultdict(list)
    withdrawn = withdrawn_names(issue)
    for mention in tree_to_mentions(derived, issue.root) if derived is not None else ():
        if (mention.block, mention.start, mention.end, mention.kind) not in withdrawn:
            mentions[mention.block].append(mention)
    said = read_verdicts(issue.root)
    tagged = bool(said) or (derived is not None and next(derived.iter(*TAGGED), None) is not None)
    kept = Kept(derived, issue.id, plain_segmenter(), whole=True)
    kept.new = new
    kept.people.update(issue.people.elements)
    kept.people.setdefault(HAND, nobody())

    def names(block: Block) -> list[Mention]:
        return with_verdicts(mentions.get(block.id, []), said.get(block.id, ()))

    data = tei_to_bytes(issue_to_ana(issue.root, kept.segmenter, names, tagged=tagged, kept=kept))
    for finding in hand_findings(path, kept):
        report(finding)
    if faults := new_faults(path.name, before, data) if before else []:
        for fault in faults:
            report(fault)
        return False
    if before and path.read_bytes() != before:
        message = f"{path}: has been changed by somebody else meanwhile; it is left as it is."
        raise OutputInTheWay(message, "import again.", MEANWHILE_ZH)
    return write_atomic(path, data)


def withdrawn_names(issue: AnnotatedIssue) -> set[tuple[str, int, int, str]]:
    """The names that people gave before and nobody gives now; the derived file has them as if the machine had found them."""
    before, now = ({place for a in annotations for place in places(a, issue.texts)} for annotations in (
        issue.at_first.values(), issue.stored.values()
    ))  # fmt: skip
    return before - now


def places(annotation: Annotation, texts: Texts) -> Iterator[tuple[str, int, int, str]]:
    kind = verdict_kind(annotation)
    for target in annotation.targets if kind and kind != NO_NAME else ():
        now, _ = anchor(target, texts)
        yield now.id, now.start, now.end, kind


def nobody() -> etree._Element:
    """The respStmt of somebody who gave no name."""
    statement = etree.Element(tei("respStmt"), nsmap={None: TEI})
    statement.set(XML_ID, HAND)
    add(statement, "resp", "words corrected by hand")
    add(statement, "name", "somebody who gave no name")
    return statement
