"""jieba and its dictionary, read from the package itself.

jieba would keep what it read in a file of the folder for temporary files, under a name that everyone on the machine can
write to, and believe that file without looking at the dictionary. It is no faster, so it is left out.
"""

from __future__ import annotations

import logging
import warnings
from functools import cache
from importlib import resources
from typing import Any


def dictionary_text() -> str:
    """jieba's dictionary as it is: lines of a word, how often it occurred, its part of speech."""
    return resources.files("jieba").joinpath("dict.txt").read_text(encoding="utf-8")


@cache
def counted() -> tuple[dict[str, int], int]:
    """word -> count, 0 for prefixes of words; the sum over the lines of the dictionary, some of which say a word twice."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # jieba's own import of pkg_resources and its regex escapes
        import jieba
    jieba.setLogLevel(logging.ERROR)
    reader = jieba.Tokenizer()
    table, total = reader.gen_pfdict(reader.get_dict_file())
    return table, total


@cache
def frequencies() -> dict[str, int]:
    """word -> count in jieba's dictionary; 0 for prefixes of words. Not to be changed."""
    return counted()[0]


def tokenizer() -> Any:
    """A jieba.Tokenizer of one's own: words may be added to it."""
    table, total = counted()  # imports jieba in quiet
    import jieba

    own = jieba.Tokenizer()
    own.FREQ, own.total = dict(table), total
    own.initialized = True
    return own
