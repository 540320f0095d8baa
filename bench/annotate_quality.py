"""Words and names against gold: segmentation on PKU 2005, names on an MSRA-style test set, each beside plain jieba in one run.

    python bench/annotate_quality.py [FOLDER] [--names-model X.crfsuite] [--lines N] [--errors]

FOLDER holds `pku2005_test_gold.txt` (words with two blanks between) and `msra_ner_test.bio` (a character and its tag a line, a
blank line after a sentence); without it, `../shared/lang` beside the project, read in place. A name counts where its span and its
type are exactly right. Ten sentences in a row are read as one article. Characters a second are of processor time, with the
dictionaries loaded; `rjieba` is left out where it isn't installed. The rules were written while looking at the first half of the
names, and a model of fit_names.py is fitted to it (its --folds say what one does on parts that it wasn't fitted to); the second
half is what to report.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from baokan.annotate.names.find import find_names
from baokan.annotate.names.tagger import load_model
from baokan.annotate.tokens import text_to_tokens

BESIDE = Path(__file__).resolve().parents[2] / "shared" / "lang"
TYPES = ("PER", "LOC", "ORG")
JIEBA = {"nr": "PER", "nrfg": "PER", "nrt": "PER", "ns": "LOC", "nt": "ORG"}
TOGETHER = 10  # sentences read as one article
Span = tuple[int, int, str]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?", default=BESIDE)
    parser.add_argument("--lines", type=int, default=0, help="only so many sentences of each set")
    parser.add_argument("--names-model", type=Path, help="a fitted model that decides, as for baokan annotate")
    parser.add_argument("--errors", action="store_true", help="list the commonest errors of the first half")
    options = parser.parse_args()
    if not options.folder.is_dir():
        print(f"{options.folder} is not there; name the folder of the gold sets.", file=sys.stderr)
        return 2
    import jieba
    import jieba.posseg

    jieba.setLogLevel(60)
    text_to_tokens("宁安")
    lines = (options.folder / "pku2005_test_gold.txt").read_text(encoding="utf-8").splitlines()
    gold = [line.split() for line in lines if line.strip()][: options.lines or None]
    print("segmentation, PKU 2005        F1      characters a second")
    for name, cut in cutters().items():
        print(f"{name:24} {segmentation(gold, cut)}")
    sentences = list(read_bio(options.folder / "msra_ner_test.bio"))[: options.lines or None]
    print("\nnames, exact span and type    all     PER     LOC     ORG     characters a second")
    model = load_model(options.names_model) if options.names_model else None
    for name, find in (("jieba's tags", jieba_names), ("baokan", lambda texts: our_names(texts, model))):
        middle = len(sentences) // 2
        for half, part in (("first", sentences[:middle]), ("second", sentences[middle:]), ("both", sentences)):
            print(f"{name:20} {half:6}  {names(part, find)}")
    if options.errors:
        for (kind, text), count in errors(sentences[: len(sentences) // 2]).most_common(60):
            print(f"{count:4} {kind}: {text}")
    return 0


def cutters() -> dict[str, Callable[[str], list[str]]]:
    """What cuts text into words: the two segmenters bare, and the package with the one that it takes."""
    import jieba

    found: dict[str, Callable[[str], list[str]]] = {"jieba": jieba.lcut}
    if find_spec("rjieba"):
        import rjieba

        found["rjieba"] = rjieba.Jieba().cut
    found["baokan"] = lambda text: [text[t.start : t.end] for t in text_to_tokens(text)]
    return found


def segmentation(gold: Sequence[Sequence[str]], cut: Callable[[str], list[str]]) -> str:
    right = ours = theirs = characters = 0
    start = time.process_time()
    cuts = [cut("".join(words)) for words in gold]
    seconds = time.process_time() - start
    for words, found in zip(gold, cuts, strict=True):
        a, b = set(word_spans(words)), set(word_spans(found))
        right, ours, theirs = right + len(a & b), ours + len(b), theirs + len(a)
        characters += sum(map(len, words))
    return f"{2 * right / (ours + theirs):10.4f} {characters / seconds:14,.0f}"


def word_spans(words: Iterable[str]) -> Iterator[tuple[int, int]]:
    at = 0
    for word in words:
        yield at, at + len(word)
        at += len(word)


def read_bio(path: Path) -> Iterator[tuple[str, list[Span]]]:
    """(text, spans) of every sentence of a file of characters and B-/I-/O tags."""
    text, spans = "", []
    for line in [*path.read_text(encoding="utf-8").split("\n"), ""]:
        character, _, tag = line.rstrip("\r").rpartition(" ") if " " in line else ("", "", "")
        if not tag:
            if text:
                yield text, spans
            text, spans = "", []
            continue
        if tag.startswith("B-"):
            spans.append((len(text), len(text) + 1, tag[2:]))
        elif tag.startswith("I-") and spans and spans[-1][1] == len(text):
            spans[-1] = (spans[-1][0], len(text) + 1, spans[-1][2])
        text += character[:1] or " "


def jieba_names(texts: Sequence[str]) -> list[list[Span]]:
    import jieba.posseg

    found = []
    for text in texts:
        at, spans = 0, []
        for word in jieba.posseg.lcut(text):
            if word.flag in JIEBA:
                spans.append((at, at + len(word.word), JIEBA[word.flag]))
            at += len(word.word)
        found.append(spans)
    return found


def our_names(texts: Sequence[str], model: Any = None) -> list[list[Span]]:
    found: list[list[Span]] = []
    for n in range(0, len(texts), TOGETHER):
        pieces = find_names(texts[n : n + TOGETHER], None, model)
        found += [[(p.start, p.end, p.kind) for p in each if p.kind in TYPES] for each in pieces]
    return found


def names(sentences: Sequence[tuple[str, list[Span]]], find: Callable[[Sequence[str]], list[list[Span]]]) -> str:
    start = time.process_time()
    found = find([text for text, _ in sentences])
    seconds = time.process_time() - start
    counts = {kind: [0, 0, 0] for kind in ("all", *TYPES)}
    for (_, gold), spans in zip(sentences, found, strict=True):
        for kind, row in counts.items():
            a, b = ({s for s in those if kind in ("all", s[2])} for those in (gold, spans))
            row[0], row[1], row[2] = row[0] + len(a & b), row[1] + len(a), row[2] + len(b)
    figures = [f"{2 * right / max(1, gold + ours):.4f}" for right, gold, ours in counts.values()]
    characters = sum(len(text) for text, _ in sentences)
    return f"{'  '.join(figures)} {characters / seconds:14,.0f}"


def errors(sentences: Sequence[tuple[str, list[Span]]]) -> Counter[tuple[str, str]]:
    count: Counter[tuple[str, str]] = Counter()
    for (text, gold), spans in zip(sentences, our_names([text for text, _ in sentences]), strict=True):
        for kind, those in (("missed", set(gold) - set(spans)), ("extra", set(spans) - set(gold))):
            count.update((f"{kind} {span[2]}", text[span[0] : span[1]]) for span in those)
    return count


if __name__ == "__main__":
    sys.exit(main())
