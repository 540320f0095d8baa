"""A lead that was moved: a text without a head that reads on in a text whose beginning is missing."""

from __future__ import annotations

from baokan.model import Role
from baokan.threads.choices import Text, weigh
from baokan.threads.evidence import Evidence
from baokan.threads.reading import Whole

MOVED = -1.0  # log-odds before any evidence that a text without a head is some other text's lead
SEAM_MOST = 5.0  # log-odds that one seam may add to a reading of the page


Weighed = dict[tuple[Text, Text], tuple[float, float] | None]  # what was weighed of a lead and a text; records are shared


def find_leads(evidence: Evidence, reading: Whole, weighed: Weighed) -> tuple[dict[int, int], float]:
    """(text number of a moved lead -> the text whose head it belongs under, log-odds that all of these gain).

    `weighed` remembers, over the readings of one page, what most of them agree on.
    """
    orphans = [t for t in reading.texts.values() if not t.heads and not t.photo and t.bodies]
    if not orphans:
        return {}, 0.0
    bodies: dict[int, list[int]] = {}
    for index, step in enumerate(reading.steps):
        if step.role is Role.PARAGRAPH:
            bodies.setdefault(step.number, []).append(index)
    headed = [t for t in reading.texts.values() if t.heads]
    leads: dict[int, int] = {}
    gain = 0.0
    for text in orphans:
        scored = []
        for other in headed:
            if (text, other) not in weighed:
                weighed[text, other] = lead_score(evidence, bodies, text, other)
            score = weighed[text, other]
            if score is not None:
                scored.append((*score, other.number))
        best = max(scored, default=(0.0, 0.0, -1))
        if best[0] > 0 and best[2] not in leads.values():
            leads[text.number] = best[2]
            gain += best[1]
    return leads, gain


def lead_score(evidence: Evidence, bodies: dict[int, list[int]], lead: Text, text: Text) -> tuple[float, float] | None:
    """Weigh a lead as what stands between the heads and the body of a text; None where it can't.

    Two log-odds: that it does, and what its seam adds to a reading. `bodies` gives the paragraphs of each text.
    """
    if lead.byline and text.byline:
        return None
    own, body = bodies[lead.number], bodies.get(text.number, [])
    start = own[0]
    if body and (evidence.runs_in[body[0]] or body[0] > start):
        return None
    ratio, deviation = evidence.shared(start).relation(text.members, text.roots)
    under = weigh((("bias", 1.0), *evidence.start(start), ("ratio.back", ratio), ("deviation.back", deviation)), "p.first")
    under -= weigh((("bias", 1.0), *evidence.start(start)), "p.new")
    if not body:
        return MOVED + under, 0.0
    first = body[0]
    kind = "p.join" if lead.broken else "p.flow"
    after = weigh((("bias", 1.0), *evidence.start(first)), kind)
    if kind == "p.join":
        after += weigh(evidence.across(lead.last, first), kind)
    signed = (("signed", 1.0),) if text.byline else ()
    opens = weigh((("bias", 1.0), ("here", 1.0), *evidence.start(first), *signed), "p.first")
    seam = after - opens if kind == "p.join" else 0.0
    return MOVED + (after - opens) + under, max(0.0, min(SEAM_MOST, seam))
