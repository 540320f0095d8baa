"""What sort of item a text is, by what it calls itself: comment, editorial, serial, advertisement."""

from __future__ import annotations

import re
from collections.abc import Sequence

from baokan.articles.heads import COLUMN_TITLE
from baokan.layout import RoledBlock, forms
from baokan.model import Kind, Role, Subtype
from baokan.threads import Thread

AD_LONGEST = 600  # characters; who sells something is brief
AD_WORDS, LISTED_AD_WORDS = 4, 2  # different words of trade that make an advertisement of a text, of one that is a list


def thread_to_kind(roles: Sequence[RoledBlock], thread: Thread) -> Kind:
    """Whether a text is an advertisement: unsigned, brief, and speaking of trade."""
    if any(roles[i].pieces[0].run_in for i in thread.body) or thread.bylines or thread.captions or not thread.body:
        return Kind.ARTICLE
    texts = [roles[i].block.text for i in (*thread.heads, *thread.body)]
    if sum(map(len, texts)) > AD_LONGEST or any(roles[i].role is Role.RUBRIC for i in thread.heads):
        return Kind.ARTICLE
    titles = [squeezed(roles[i].block.text) for i in thread.heads]
    if any(title and forms.ADVERTISES.match(title) for title in titles):
        return Kind.ADVERTISEMENT
    words = {word for text in texts for word in forms.TRADE.findall(squeezed(text))}
    listed = 2 * sum(roles[i].closed for i in thread.body) > len(thread.body)
    return Kind.ADVERTISEMENT if len(words) >= (LISTED_AD_WORDS if listed else AD_WORDS) else Kind.ARTICLE


def thread_to_subtype(roles: Sequence[RoledBlock], thread: Thread) -> Subtype:
    """Editorial, commentary or serial where the text says so itself; else news."""
    heads = [roles[i].block.text for i in thread.heads]
    titles = [head.strip("■【】[]· ") for head in heads[:1] if len(heads) > 1]
    titles += [match.group().strip("（）()") for head in heads if (match := COLUMN_TITLE.search(head))]
    if any(forms.EDITORIAL.match(title) for title in titles):
        return Subtype.EDITORIAL
    signed = [roles[i].block.text for i in (*thread.bylines, *thread.tail) if roles[i].role is Role.BYLINE]
    if any(forms.COMMENT.search(title) for title in titles) or any(forms.COMMENTATOR.search(text) for text in signed):
        return Subtype.COMMENTARY
    reported = any(roles[i].pieces[0].run_in for i in thread.body) or any("记者" in text for text in signed)
    part = len(heads) == 1 and forms.PART.search(heads[0]) is not None
    last = roles[thread.body[-1]].block.text if thread.body else ""
    if any(forms.SERIAL.search(title) for title in titles) or (
        (part or forms.TO_BE_CONTINUED.search(last)) and not reported and thread.body
    ):
        return Subtype.SERIAL
    return Subtype.NEWS


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)
