"""Gives mutated files to the readers, the validator, the query parser, the schema readers, the imports, the server and every
edition of foreign TEI, in processes that may hang or die.

python bench/fuzz.py [INPUTS] [SEED] [KIND]...     (2000 of each kind; a kind is one of those here, or of fuzz_targets)

What counts as broken: a process that dies or takes more than 60 seconds, an exception that isn't one of baokan's own, an encoded
file that is not valid TEI by baokan's own schema and rules, or that doesn't give its source back.
"""

from __future__ import annotations

import contextlib
import copy
import random
import sys
import tempfile
import zipfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from lxml import etree

from baokan.annotate.exchange.brat_files import export_brat
from baokan.annotate.exchange.run import import_files
from baokan.annotate.links import import_links
from baokan.annotate.run import annotate
from baokan.batches import warm_encoder, warm_validator
from baokan.editions import render
from baokan.encode import encode_job
from baokan.errors import BaokanError
from baokan.export import Job, export
from baokan.jobs import find_jobs
from baokan.running import Failure, Limits, run_tasks
from baokan.schema.compile import compile_odd
from baokan.search.cql import parse_query
from baokan.validate import validate

sys.path.insert(0, str(Path(__file__).resolve().parent))
from fuzz_targets import COMPACT, DOCUMENT, GRAMMAR, ODD, TARGETS

ROOT = Path(__file__).resolve().parents[1]
SPICE = [
    "\0", "\ufeff", "\u202e", "\U000e0001", "<", "&", "&x;", "]]>", "<![CDATA[", "-->", "\r", "\n\n\n", "-1", "1e999", "NaN",
    "<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>", "../../../x", "'; DROP TABLE x; --", '#include("x")', "$x$", '"',
    "<script>alert(1)</script>", "9" * 400, "（" * 3000, "■" * 500, "<a>" * 300, "(" * 300 + "a", '[word="(a+)+$"]', "[]{2,}",
    "{0,99999999}", "xmlns:a='urn:a'", "（下转第四版）", "□记者", "\n\n■", "新华社北京9月3日电",
]  # fmt: skip


def mutated(data: bytes, chance: random.Random) -> bytes:
    """The data with one to five changes: cut, doubled, moved, flipped, spiced; mostly between characters, else between bytes."""
    if chance.random() < 0.8:
        with contextlib.suppress(UnicodeDecodeError):
            return "".join(changed(list(data.decode()), list, lambda c: chr(ord(c) ^ 1), chance)).encode("utf-8", "replace")
    return bytes(changed(list(data), lambda text: list(text.encode()), lambda b: b ^ 1 << chance.randrange(8), chance))


def rebuilt(data: bytes, chance: random.Random) -> bytes:
    """XML with one to five of its elements moved, doubled, renamed, taken out or filled otherwise; it stays well-formed."""
    root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, huge_tree=True))
    for _ in range(chance.randint(1, 5)):
        elements = [e for e in root.iter(etree.Element) if e is not root]
        if not elements:
            break
        one, other = chance.choice(elements), chance.choice(elements)
        match chance.randrange(6):
            case 0:
                one.tag = other.tag
            case 1:
                other.append(copy.deepcopy(one))
            case 2 if one not in (other, *other.iterancestors()):
                other.append(one)
            case 3:
                one.text, one.tail = other.tail, other.text
            case 4:
                one.text = "".join(c for c in chance.choice(SPICE) if c.isprintable() or c == "\n")
            case _:
                one.getparent().remove(one)
    return bytes(etree.tostring(root.getroottree(), encoding="utf-8"))


def changed(units: list[Any], split: Callable[[str], list[Any]], flip: Callable[[Any], Any], chance: random.Random) -> list[Any]:
    for _ in range(chance.randint(1, 5)):
        start = chance.randrange(len(units) + 1)
        part = units[start : start + int(chance.expovariate(0.05))]
        match chance.randrange(5):
            case 0:
                del units[start : start + len(part)]
            case 1:
                units[start:start] = part * chance.choice((1, 2, 50))
            case 2:
                other = chance.randrange(len(units) + 1)
                units[other:other] = part
            case 3:
                units[start : start + 1] = [flip(unit) for unit in units[start : start + 1]]
            case _:
                units[start:start] = split(chance.choice(SPICE))
    return units


def samples(folder: Path) -> dict[str, list[tuple[str, bytes]]]:
    """Kind -> names and bytes to start from; all written by us."""
    sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tests" / "read")]
    from hostile.pdf_bombs import BOMBS
    from pages.maker import make_page
    from sources import alto, page_xml

    pages = [make_page(tier, 3).text.encode() for tier in "abc"]
    (folder / "p.txt").write_bytes(pages[1])
    (job,) = find_jobs([folder / "p.txt"])
    encode_job(job, folder, set())
    with zipfile.ZipFile(folder / "z.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.xml", alto())
        archive.writestr("b.txt", pages[0])
    sources = [("a.txt", page) for page in pages] + [("a.xml", alto().encode()), ("a.xml", page_xml().encode())]
    sources.append(("a.zip", (folder / "z.zip").read_bytes()))
    queries = ['"新桥" []{0,3} [word="合龙" & pos!="v.*"] within s', '[lemma="修.*" | !(pos="n")]+ "人"?', "新桥合龙"]
    return {
        "readers": sources,
        "validator": [("p.xml", (folder / "p.xml").read_bytes())],
        "queries": [("q", query.encode()) for query in queries],
        "editions": [("p.xml", path.read_bytes()) for path in sorted((ROOT / "tests" / "foreign" / "files").glob("*.xml"))],
        "grammars": [
            ("g.rnc", COMPACT.encode()), ("g.rng", GRAMMAR.encode()), ("g.sch", (ROOT / "schemas" / "baokan.sch").read_bytes()),
            ("g.odd", ODD.encode()),
        ],
        "bombs": [(f"{name.replace(' ', '-')}.pdf", make()) for name, make in BOMBS.items()],
        "imports": [("i.jsonld", ANNOTATION.encode()), ("p.ann", BRAT.encode()), ("l.csv", LINKS.encode())],
    }  # fmt: skip


def try_reader(path: Path) -> str:
    outcome = encode_job(find_jobs([path])[0], path.parent / "out", set())
    if outcome.path is None:
        return "refused"
    wrong = [f.format() for f in validate(outcome.path) if f.severity == "error"]
    if wrong:
        raise AssertionError(f"not valid: {wrong[0]}")
    return "encoded"


def try_validator(path: Path) -> str:
    return "findings" if validate(path) else "valid"


def try_query(path: Path) -> str:
    parse_query(path.read_bytes().decode("utf-8", "replace"))
    return "parsed"


def try_editions(path: Path) -> str:
    out = path.parent / "out"
    for edition in ("text", "markdown", "epub"):
        render(edition, path, out / edition)
    for kind in ("text", "vert", "jsonl"):
        export(kind, Job(path, out / kind))
    annotate(path, ["tokens"])
    return "shown"


def try_grammar(path: Path) -> str:
    document = path.parent / "d.xml"
    document.write_text(DOCUMENT, encoding="utf-8")
    if path.suffix == ".odd":
        compile_odd(path)
        return "compiled"
    return "findings" if validate(document, path) else "valid"


def try_import(path: Path) -> str:
    corpus = path.parent / "corpus"
    corpus.mkdir()
    (corpus / "p.xml").write_bytes((path.parents[2] / "p.xml").read_bytes())
    if path.suffix == ".csv":
        return "findings" if import_links(path, corpus) else "imported"
    kind = "brat" if path.suffix == ".ann" else "webannotation"
    if kind == "brat":
        export_brat([corpus / "p.xml"], path.parent, lambda finding: None)  # its text, without which nothing can be placed
        data = path.read_bytes()
        path.write_bytes(data or BRAT.encode())
    result = import_files(kind, [path], corpus)
    assert not [f for f in validate(corpus / "p.xml") if f.severity == "error"]
    return "findings" if result.findings else "imported"


TRIES = {
    "readers": try_reader, "validator": try_validator, "queries": try_query, "editions": try_editions, "grammars": try_grammar,
    "imports": try_import, "bombs": try_reader,
}  # fmt: skip
ANNOTATION = (
    '[{"@context":"http://www.w3.org/ns/anno.jsonld","id":"p.xml#p.n1","type":"Annotation","motivation":"commenting","body":'
    '[{"type":"TextualBody","value":"好"}],"target":{"source":"p.xml#p.a1","selector":[{"type":"TextQuoteSelector","exact":"的",'
    '"prefix":"","suffix":""},{"type":"TextPositionSelector","start":0,"end":1}]},"creator":{"name":"N"}}]'
)
BRAT = "T1\tPER 0 2\tab\n#1\tAnnotatorNotes T1\tnote\nT2\tLOC 3 5;7 9\tcd ef\n"
LINKS = "type,name,id,wikidata,geonames,cbdb,viaf\nPER,张三,,Q1,,,\nLOC,\"新,桥\",x.l1,,2,,\n"


def attempt(given: tuple[str, Path]) -> str:
    kind, path = given
    try:
        return TRIES[kind](path) if kind in TRIES else TARGETS[kind].attempt(path.read_bytes(), path.parent)
    except BaokanError:
        return "refused"


def main() -> None:
    count, seed = (int(sys.argv[n]) if len(sys.argv) > n else default for n, default in ((1, 2000), (2, 11)))
    chance = random.Random(seed)
    broken = 0
    with tempfile.TemporaryDirectory(prefix="baokan-fuzz-") as top:
        folder = Path(top)
        own = samples(folder)
        warm_encoder()
        warm_validator()
        for kind in {**own, **TARGETS}:
            if len(sys.argv) > 3 and kind not in sys.argv[3:]:
                continue
            begun = own[kind] if kind in own else [("input", data) for data in TARGETS[kind].seeds()]
            given = []
            for number in range(count if kind != "bombs" else len(begun)):
                name, data = chance.choice(begun) if kind != "bombs" else begun[number]
                path = folder / kind / str(number) / name
                path.parent.mkdir(parents=True)
                # lxml itself dies when nodes around an entity reference are moved
                is_xml = kind in ("editions", "validator") or (kind in TARGETS and TARGETS[kind].xml)
                whole = is_xml and b"<!ENTITY" not in data and chance.random() < 0.8
                path.write_bytes(data if kind == "bombs" else rebuilt(data, chance) if whole else mutated(data, chance))
                given.append((kind, path))
            tally: Counter[str] = Counter()
            for number, result in run_tasks(attempt, given, len(given), Limits(seconds=60)):
                tally["BROKEN" if isinstance(result, Failure) else result] += 1
                if isinstance(result, Failure):
                    broken += 1
                    kept = Path(tempfile.gettempdir()) / f"baokan-fuzz-{kind}-{seed}-{number}{given[number][1].suffix}"
                    kept.write_bytes(given[number][1].read_bytes())
                    print(f"{kind} {kept}: {result}")
            print(f"{kind}: {len(given)} inputs: " + ", ".join(f"{what} {times}" for what, times in tally.most_common()))
    sys.exit(1 if broken else 0)


if __name__ == "__main__":
    main()
