"""Names the parts of bylines and datelines."""

from __future__ import annotations

import re

from baokan.layout import forms
from baokan.model import Mark, MarkKind

ROLE = re.compile(forms.ROLE_WORD)
TAIL = re.compile(r"(?:综合|摄影)?(?:报道|報道)[：:]?|摄影|[摄攝整理]$|参与采写")
# Two-character names are padded to three with a blank: 贺　勇
PADDED = re.compile(r"(?<![\u4e00-\u9fff])([\u4e00-\u9fff])[ \u3000]{1,2}([\u4e00-\u9fff])(?![\u4e00-\u9fff])")
LONGEST_NAME = 4


def byline_marks(text: str) -> tuple[Mark, ...]:
    """roleName and persName spans of a byline; what could be several names run together is left unmarked."""
    marks = [Mark(MarkKind.ROLE_NAME, m.start(), m.end()) for m in ROLE.finditer(text)]
    blocked = [(m.start, m.end) for m in marks] + [m.span() for m in TAIL.finditer(text)]
    masked = list(text)
    for start, end in blocked:
        masked[start:end] = "|" * (end - start)
    rest = "".join(masked)
    for match in PADDED.finditer(rest):
        marks.append(Mark(MarkKind.PERSON, *match.span()))
    spans = [(m.start, m.end) for m in marks]
    for match in re.finditer(r"[\u4e00-\u9fff·]{2,12}", rest):
        start, end = match.span()
        if end - start <= LONGEST_NAME and not any(s < end and start < e for s, e in spans):
            marks.append(Mark(MarkKind.PERSON, start, end))
    return tuple(sorted(marks, key=lambda m: m.start))


def dateline_marks(text: str) -> tuple[Mark, ...]:
    """Agency, place and date of a dateline."""
    match = forms.DATELINE_PARTS.search(text)
    if not match:
        return ()
    kinds = {"agency": MarkKind.AGENCY, "place": MarkKind.PLACE, "date": MarkKind.DATE}
    return tuple(Mark(kind, *match.span(name)) for name, kind in kinds.items() if match[name])
