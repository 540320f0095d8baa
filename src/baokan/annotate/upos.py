"""jieba's part-of-speech tags as Universal Dependencies' UPOS."""

from __future__ import annotations

UPOS = frozenset("ADJ ADP ADV AUX CCONJ DET INTJ NOUN NUM PART PRON PROPN PUNCT SCONJ SYM VERB X".split())  # all of UD v2
# Longest prefix wins: "nr", "nrt" and "nrfg" are all PROPN by "nr". Source: the tag list of the ICTCLAS set that
# jieba's dictionary uses, against the definitions of UD v2.
BY_PREFIX = {
    "n": "NOUN", "nr": "PROPN", "ns": "PROPN", "nt": "PROPN", "nz": "PROPN", "ng": "NOUN",
    "t": "NOUN", "s": "NOUN", "f": "ADP", "v": "VERB", "vn": "NOUN", "vd": "ADV", "a": "ADJ", "ad": "ADV", "an": "NOUN",
    "b": "ADJ", "z": "ADJ", "r": "PRON", "m": "NUM", "q": "NOUN", "mq": "NUM", "d": "ADV", "p": "ADP", "c": "CCONJ",
    "u": "PART", "uj": "PART", "ul": "PART", "uz": "PART", "ud": "PART", "ug": "PART", "uv": "PART", "e": "INTJ", "y": "PART",
    "o": "X", "h": "PART", "k": "PART", "x": "X", "w": "PUNCT", "i": "NOUN", "l": "NOUN", "j": "NOUN", "g": "NOUN",
    "eng": "X", "zg": "X",
}  # fmt: skip
# Words whose tag says too little: 是 and what helps another verb, subordinating conjunctions, determiners.
BY_WORD = {
    **dict.fromkeys("是 能 能够 可以 可 会 应 应该 应当 必须 要 肯 敢 得以 愿意 愿 須 需要".split(), "AUX"),
    **dict.fromkeys("如果 虽然 因为 由于 只要 只有 即使 尽管 无论 不管 既然 假如 倘若 除非 以便 以免 若 雖然".split(), "SCONJ"),
    **dict.fromkeys("这 那 各 每 某 该 本 此 全 诸 何 哪 另 其他 其它 任何 所有 这些 那些 有些 一些 許多 许多".split(), "DET"),
    "的": "PART", "着": "AUX", "了": "AUX", "过": "AUX", "不": "ADV", "没有": "VERB", "和": "CCONJ",
}  # fmt: skip


def to_upos(word: str, tag: str) -> str:
    """The UPOS of a word with jieba's tag; X where the tag says nothing."""
    if word in BY_WORD:
        return BY_WORD[word]
    for length in range(len(tag), 0, -1):
        if tag[:length] in BY_PREFIX:
            return BY_PREFIX[tag[:length]]
    return "X"
