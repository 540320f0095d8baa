"""The seam itself: which characters it lost or doubled, and how sure the join is."""

from __future__ import annotations

from baokan.layout.words import frequency, lost_character
from baokan.model import Certainty, Seam

# Probability of a join from which on it is called high or medium; of those called high at least 99 % are right.
HIGH, MEDIUM = 0.985, 0.8


def make_seam(left: str, right: str, chance: float, evidence: tuple[str, ...]) -> Seam:
    """The seam with what it lost or doubled; the source's characters themselves stay as they are."""
    doubled = doubled_characters(left, right)
    lost = "" if doubled else lost_character(left[-4:], right[:4])
    return Seam(
        certainty(chance), lost, doubled, evidence, Certainty.LOW if lost else Certainty.MEDIUM if doubled else None
    )


def certainty(chance: float) -> Certainty:
    """A probability in the words of TEI's @cert."""
    return Certainty.HIGH if chance >= HIGH else Certainty.MEDIUM if chance >= MEDIUM else Certainty.LOW


def doubled_characters(left: str, right: str) -> int:
    """How many characters at right's start repeat left's end; 0 where the repetition is a word of its own."""
    for count in (2, 1):
        twin = left[-count:]
        if len(left) > count and len(right) > count and twin == right[:count] and twin.strip() and not twin.isdigit():
            if count == 1 and frequency(twin + twin) > 100:
                return 0
            return count
    return 0
