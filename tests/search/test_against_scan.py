"""Every form of query against a plain scan of random corpora: the same places, no more and no fewer."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass, field
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

from baokan.search.asking import Options, ask
from baokan.search.cql import Anything, Both, Choice, Comparison, Either, Not, Repeat, Sequence, parse_query
from baokan.search.scope import Scope

LETTERS = "甲乙丙丁發发，。a B&<1　"
WORDS = ["甲", "乙", "甲乙", "丙丁", "发", "發", "a", "B&", "，", "<1"]
TAGS, UPOS, NER = ["n", "v", "vn", "x"], {"n": "NOUN", "v": "VERB", "vn": "NOUN", "x": "PUNCT"}, ["", "", "LOC", "PER"]
Place = tuple[str, int, int]  # xml:id of the passage, start, end


@dataclass
class Scanned:
    """One passage as the scan knows it: written together with its XML, not read from it."""

    id: str
    kind: str
    article: str
    text: str = ""
    words: list[dict[str, str]] = field(default_factory=list)
    places: list[tuple[int, int]] = field(default_factory=list)
    sentences: list[int] = field(default_factory=list)  # number of each word's sentence


def run_of(rng: random.Random, most: int = 9) -> str:
    return "".join(rng.choice(LETTERS) for _ in range(rng.randint(1, most)))


def squeezed(text: str) -> str:
    return re.sub(" +", " ", text).strip(" ")


def inline(rng: random.Random) -> tuple[str, str]:
    """A piece of XML and what is read of it."""
    text, other = run_of(rng), run_of(rng, 3)
    shown, hidden = escape(text), escape(other)
    return rng.choice(
        [
            (shown, text),
            (f"<persName>{shown}</persName>", text),
            (f"<choice><sic>{hidden}</sic><corr>{shown}</corr></choice>", text),
            (f"<choice><orig>{hidden}</orig><reg>{shown}</reg></choice>", text),
            (f"<supplied>{shown}</supplied>", text),
            (f"<surplus>{hidden}</surplus>{shown}", text),
            (f"{shown}\n   <cb break='no'/>\n   甲", text.rstrip(" ") + "甲"),
            (f"<!-- {hidden.replace('-', '')} -->{shown}<?pi {hidden}?>", text),
            (f"<hi><hi>{shown}</hi></hi>", text),
        ]
    )


def plain_corpus(rng: random.Random, folder: Path) -> list[Scanned]:
    """Issues without tokens."""
    scanned = []
    for number in range(rng.randint(1, 3)):
        body = ""
        for article in range(rng.randint(1, 3)):
            body += f"<div type='article' xml:id='i{number}.a{article}'>"
            for unit in range(rng.randint(1, 4)):
                name, kind = ("head", "head") if not unit else rng.choice([("p", "paragraph"), ("byline", "byline")])
                key = f"i{number}.a{article}.u{unit}"
                pieces = [inline(rng) for _ in range(rng.randint(1, 4))]
                note = Scanned(key + "n", "note", "", run_of(rng).strip(" ") or "丙")
                text = squeezed("".join(p[1] for p in pieces))
                inner = "".join(p[0] for p in pieces)
                if name == "p" and rng.random() < 0.4:
                    inner += f"<note xml:id='{note.id}'>{escape(note.text)}</note>"
                    scanned.append(Scanned(note.id, "note", "", squeezed(note.text)))
                body += f"<{name} xml:id='{key}'>{inner}</{name}>"
                scanned.append(Scanned(key, kind, "", text))
            body += "</div>"
        write(folder, f"i{number}", body)
    return [s for s in scanned if s.text]


def write(folder: Path, name: str, body: str) -> None:
    date = f"19{20 + int(name[1])}-01-0{1 + int(name[1])}"
    (folder / f"{name.split('|')[0]}.xml").write_text(
        f"""<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:id="{name}"><teiHeader><fileDesc><titleStmt><title>甲</title></titleStmt>
<publicationStmt><p/></publicationStmt><sourceDesc><bibl><title level="j">甲报</title><date when="{date}"/></bibl></sourceDesc>
</fileDesc></teiHeader><text><body>{body}</body></text></TEI>""",
        encoding="utf-8",
    )


def word_corpus(rng: random.Random, folder: Path) -> list[Scanned]:
    """Issues with tokens, as PressMint has them."""
    scanned = []
    for number in range(rng.randint(1, 3)):
        body = ""
        for article in range(rng.randint(1, 3)):
            body += f"<div type='article' xml:id='i{number}.a{article}'>"
            for unit in range(rng.randint(1, 3)):
                name, kind = ("head", "head") if not unit else ("p", "paragraph")
                passage = Scanned(f"i{number}.a{article}.u{unit}", kind, f"i{number}.a{article}")
                sentences = [word_sentence(rng, passage, s) for s in range(rng.randint(1, 3))]
                body += f"<{name} xml:id='{passage.id}'>{''.join(sentences)}</{name}>"
                passage.text = passage.text.rstrip(" ")
                scanned.append(passage)
            body += "</div>"
        write(folder, f"i{number}", body)
    return scanned


def word_sentence(rng: random.Random, passage: Scanned, number: int) -> str:
    xml = "<s>"
    for _ in range(rng.randint(1, 6)):
        word, tag, ner, glued = rng.choice(WORDS), rng.choice(TAGS), rng.choice(NER), rng.random() < 0.6
        passage.places.append((len(passage.text), len(passage.text) + len(word)))
        passage.text += word if glued else word + " "
        word_row = {"word": word, "pos": tag, "upos": UPOS[tag], "ner": ner, "lemma": word.lower(), "kind": passage.kind}
        passage.words.append(word_row)
        passage.sentences.append(number)
        join = ' join="right"' if glued else ""
        token = f'\n<w pos="{tag}" msd="UPosTag={UPOS[tag]}" lemma="{escape(word.lower())}"{join}>{escape(word)}</w>'
        xml += f'<name type="{ner}">{token}\n</name>' if ner else token
    return xml + "</s>\n"


def places(corpus: Path, query: str, index: Path, **options: object) -> list[Place]:
    answer = ask(corpus, query, Options(**options), index)  # type: ignore[arg-type]
    hits = list(answer.hits())
    assert answer.count() == len(hits) and not answer.partial
    return sorted((h.passage, h.start, h.end) for h in hits)


def scan_text(scanned: list[Scanned], wanted: str) -> list[Place]:
    found = []
    for passage in scanned:
        for at in range(len(passage.text)):
            if passage.text.startswith(wanted, at):
                found.append((passage.id, at, at + len(wanted)))
    return sorted(found)


@pytest.mark.parametrize("seed", range(12))
def test_characters(seed: int, tmp_path: Path) -> None:
    rng = random.Random(seed)
    scanned = plain_corpus(rng, tmp_path)
    index = tmp_path / "x.sqlite"
    for _ in range(25):
        text = rng.choice(scanned).text
        start = rng.randrange(len(text))
        wanted = text[start : start + rng.randint(1, 5)] if rng.random() < 0.9 else run_of(rng, 3)
        wanted = re.sub(" +", " ", wanted)
        assert places(tmp_path, wanted, index, language="text") == scan_text(scanned, wanted), wanted
        loose = [Scanned(s.id, s.kind, "", s.text.lower()) for s in scanned]
        assert places(tmp_path, wanted, index, language="text", ignore_case=True) == scan_text(loose, wanted.lower())
        folded = [Scanned(s.id, s.kind, "", s.text.replace("發", "发")) for s in scanned]
        expected = scan_text(folded, wanted.replace("發", "发"))
        assert places(tmp_path, wanted, index, language="text", variants=True) == expected
        only = [s for s in scanned if s.kind == "head"]
        assert places(tmp_path, wanted, index, language="text", scope=Scope(kinds=("head",))) == scan_text(only, wanted)


def random_test(rng: random.Random) -> str:
    attribute = rng.choice(["word", "pos", "upos", "ner", "lemma", "kind"])
    values = {
        "word": ["甲", "甲.*", "[甲乙]", "发|發", "B&", ".", "a"], "pos": ["n", "v.*", ".*n"], "upos": ["NOUN", "PUNCT|VERB"],
        "ner": ["LOC", "PER|LOC", "", ".+"], "lemma": ["b&", "甲乙?"], "kind": ["head", "para.*"],
    }[attribute]  # fmt: skip
    flag = "%c" if rng.random() < 0.2 else ""
    return f'{attribute}{rng.choice(["=", "=", "=", "!=", "==", "!=="])}"{rng.choice(values)}"{flag}'


def random_condition(rng: random.Random, depth: int = 0) -> str:
    roll = rng.random()
    if depth > 1 or roll < 0.55:
        return random_test(rng)
    if roll < 0.65:
        return f"!({random_condition(rng, depth + 1)})"
    joint = rng.choice([" & ", " | "])
    return f"({random_condition(rng, depth + 1)}{joint}{random_condition(rng, depth + 1)})"


def random_pattern(rng: random.Random, depth: int = 0) -> str:
    def element() -> str:
        roll = rng.random()
        if roll < 0.2:
            body = "[]"
        elif roll < 0.35 and depth < 2:
            body = f"({random_pattern(rng, depth + 1)})"
        elif roll < 0.5:
            body = f'"{rng.choice(["甲", "乙|丙丁", ".*"])}"'
        else:
            body = f"[{random_condition(rng)}]"
        return body + rng.choice(["", "", "", "?", "*", "+", "{2}", "{0,2}", "{1,3}", "{,1}", "{1,}"])

    sequences = [" ".join(element() for _ in range(rng.randint(1, 3))) for _ in range(rng.choice([1, 1, 1, 2]))]
    return " | ".join(sequences)


def holds(condition: object, word: dict[str, str]) -> bool:
    if isinstance(condition, Anything):
        return True
    if isinstance(condition, Not):
        return not holds(condition.part, word)
    if isinstance(condition, Both):
        return all(holds(p, word) for p in condition.parts)
    if isinstance(condition, Either):
        return any(holds(p, word) for p in condition.parts)
    assert isinstance(condition, Comparison)
    pattern = re.escape(condition.value) if condition.literal else condition.value
    passes = re.fullmatch(pattern, word.get(condition.attribute, ""), re.I if condition.ignore_case else 0) is not None
    return passes != condition.negated


def ends(pattern: object, words: list[dict[str, str]], at: int) -> set[int]:
    """Where a match that begins at `at` may end, by trying everything."""
    if isinstance(pattern, Sequence):
        found = {at}
        for part in pattern.parts:
            found = {e for f in found for e in ends(part, words, f)}
        return found
    if isinstance(pattern, Choice):
        return {e for part in pattern.parts for e in ends(part, words, at)}
    if isinstance(pattern, Repeat):
        found, layer = set(), {at}
        for count in range((pattern.most if pattern.most is not None else pattern.least + len(words)) + 1):
            if count >= pattern.least:
                found |= layer
            layer = {e for f in layer for e in ends(pattern.part, words, f)}
        return found
    return {at + 1} if at < len(words) and holds(pattern, words[at]) else set()


def scan_words(scanned: list[Scanned], query: str, within: str, matching: str) -> list[Place]:
    """All matches of a query, stretch by stretch of what it stays within."""
    tree = parse_query(query, within)
    stretches: dict[object, list[tuple[Scanned, int]]] = {}
    for passage in scanned:
        for number in range(len(passage.words)):
            key = {"s": (passage.id, passage.sentences[number]), "p": passage.id, "article": passage.article}[within]
            stretches.setdefault(key, []).append((passage, number))
    found = []
    for stretch in stretches.values():
        words = [p.words[n] for p, n in stretch]
        for start in range(len(words)):
            stops = sorted(e for e in ends(tree.pattern, words, start) if e > start)
            for stop in stops if matching == "all" else stops[:1] if matching == "shortest" else stops[-1:]:
                first, last = stretch[start], stretch[stop - 1]
                found.append((first[0].id, first[0].places[first[1]][0], last[0].places[last[1]][1]))
    return sorted(found)


@pytest.mark.parametrize("seed", range(20))
def test_words(seed: int, tmp_path: Path) -> None:
    rng = random.Random(seed)
    scanned = word_corpus(rng, tmp_path)
    index = tmp_path / "x.sqlite"
    tried = 0
    while tried < 30:
        query = random_pattern(rng)
        if 0 in ends(parse_query(query).pattern, [], 0):
            continue  # may match no word at all, which is refused
        tried += 1
        within, matching = rng.choice(["s", "p", "article"]), rng.choice(["shortest", "longest", "all"])
        expected = scan_words(scanned, query, within, matching)
        assert places(tmp_path, query, index, language="cql", within=within, matching=matching) == expected, query


@pytest.mark.parametrize("seed", range(6))
def test_characters_are_found_across_words(seed: int, tmp_path: Path) -> None:
    rng = random.Random(seed)
    scanned = word_corpus(rng, tmp_path)
    for _ in range(10):
        text = rng.choice(scanned).text
        start = rng.randrange(len(text))
        wanted = text[start : start + 3]
        assert places(tmp_path, wanted, tmp_path / "x.sqlite", language="text") == scan_text(scanned, wanted)
