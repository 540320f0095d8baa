"""What the campaigns attack: each target's seeds, all written by us, and what is done with an input.

An attempt gives a word for what became of the input, raises BaokanError where it was refused, and anything else where something
broke. It writes in its folder alone, which the campaign looks at.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tests" / "read")]
WHOLE = 26  # of 256 inputs of a reader, those that are also encoded, validated and given back
PORT, TOKEN = 8765, "the-token"


@dataclass(frozen=True)
class Target:
    """A name, the files that inputs are mutated from, what is tried, and whether inputs are XML."""

    seeds: Callable[[], list[bytes]]
    attempt: Callable[[bytes, Path], str]
    xml: bool = False


def read_as(kind: str, suffix: str) -> Callable[[bytes, Path], str]:
    """Read a file as one format; some are also encoded whole."""

    def attempt(data: bytes, folder: Path) -> str:
        from baokan.read.formats import READERS

        path = folder / f"a{suffix}"
        path.write_bytes(data)
        if hashlib.sha256(data).digest()[0] < WHOLE:
            return encode_whole(path)
        READERS[kind](path)
        return "read"

    return attempt


def encode_whole(path: Path) -> str:
    """Encode a file: it is refused, or valid and given back byte for byte."""
    from baokan.encode import encode_job
    from baokan.jobs import find_jobs
    from baokan.tei import restore

    data = path.read_bytes()
    for job in find_jobs([path]):
        outcome = encode_job(job, path.parent / "out", set())
        if outcome.path is None:
            return "refused"
        must_be_valid(outcome.path)
        given_back = restore(outcome.path)
        if not data.startswith(b"PK") and b"%PDF-" not in data[:1024] and given_back != data:
            raise AssertionError("not given back as it was")
    return "encoded"


def must_be_valid(path: Path, besides: str = "") -> None:
    """Raise AssertionError where validation has an error, but for those of one code."""
    from baokan.validate import validate

    wrong = [finding.format() for finding in validate(path) if finding.severity == "error" and finding.code != besides]
    if wrong:
        raise AssertionError(f"not valid: {wrong[0]}")


def attempt_mets(data: bytes, folder: Path) -> str:
    from baokan.read.formats import READERS

    (folder / "text").mkdir(exist_ok=True)
    for name, page in mets_pages().items():
        (folder / "text" / name).write_text(page, encoding="utf-8")
    path = folder / "issue.xml"
    path.write_bytes(data)
    if hashlib.sha256(data).digest()[0] < WHOLE:
        return encode_whole(path)
    READERS["mets"](path)
    return "read"


@cache
def mets_pages() -> dict[str, str]:
    from sources import ALTO_NAMESPACES, alto

    return {"1.xml": alto(), "2.xml": alto(ALTO_NAMESPACES[1])}


def attempt_manifest(data: bytes, folder: Path) -> str:
    """The input is a manifest.toml where it begins like one, else a manifest.csv."""
    from baokan.encode import encode_job
    from baokan.jobs import find_jobs

    source = folder / "in"
    source.mkdir(exist_ok=True)
    for old in source.glob("manifest.*"):
        old.unlink()
    (source / "p.txt").write_text("清河镇修桥\n新桥今天通车。\n", encoding="utf-8")
    name = "manifest.toml" if data.startswith((b"[", b"#")) else "manifest.csv"
    (source / name).write_bytes(data)
    for job in find_jobs([source]):
        outcome = encode_job(job, folder / "out", set())
        if outcome.path is not None and hashlib.sha256(data).digest()[0] < 2 * WHOLE:
            must_be_valid(outcome.path)
    return "read"


def attempt_validator(data: bytes, folder: Path) -> str:
    from baokan.validate import validate

    path = folder / "v.xml"
    path.write_bytes(data)
    return "findings" if validate(path) else "valid"


DOCUMENT = '<a xmlns="urn:a" n="1"><b>ab12</b>x<c>2021-02-03</c></a>'


def attempt_grammar(suffix: str) -> Callable[[bytes, Path], str]:
    def attempt(data: bytes, folder: Path) -> str:
        from baokan.validate.relaxng import load_schema

        path, document = folder / f"g{suffix}", folder / "d.xml"
        path.write_bytes(data)
        document.write_text(DOCUMENT, encoding="utf-8")
        return "findings" if load_schema(path).validate_file(document) else "valid"

    return attempt


def attempt_rules(data: bytes, folder: Path) -> str:
    """Rules, read, and run in the process of their own."""
    from lxml import etree

    from baokan.validate.schematron import Rules

    path = folder / "g.sch"
    path.write_bytes(data)
    return "fired" if Rules(path).findings(etree.ElementTree(etree.fromstring(DOCUMENT)), "d.xml") else "held"


def attempt_odd(data: bytes, folder: Path) -> str:
    from baokan.schema.compile import compile_odd

    path = folder / "g.odd"
    path.write_bytes(data)
    compiled = compile_odd(path)
    assert compiled.rng and compiled.sch
    return "compiled"


def attempt_query(data: bytes, folder: Path) -> str:
    """Read a query, and search a corpus of one small issue for it."""
    from itertools import islice

    from baokan.search.asking import Options, ask

    corpus = folder.parent / f"{folder.name}-corpus"
    if not corpus.is_dir():
        put_corpus(corpus)
    answer = ask(corpus, data.decode("utf-8", "replace"), Options(seconds=5.0))
    try:
        return "found" if sum(1 for _ in islice(answer.hits(), 1000)) else "parsed"
    finally:
        answer.index.connection.close()


def attempt_dates(data: bytes, folder: Path) -> str:
    """Dates, numbers and sentences of a text, counted from some day."""
    from datetime import date

    from baokan.annotate.date_reference import Reference
    from baokan.annotate.dates import find_dates
    from baokan.annotate.numbers import find_numbers
    from baokan.annotate.sentences import text_to_sentences

    text = data.decode("utf-8", "replace")
    dates = find_dates(text, Reference(date(1931, 5, 4)))
    for found in dates:
        assert 0 <= found.start < found.end <= len(text)
    find_numbers(text, {i for found in dates for i in range(found.start, found.end)}, frozenset({(0, len(text))}))
    text_to_sentences(text)
    return "dates" if dates else "none"


@cache
def small_issue() -> bytes:
    from annotate.conftest import ISSUE

    return ISSUE.encode()


@cache
def annotated() -> dict[str, bytes]:
    """The small issue and its derived file, by name."""
    import tempfile

    from baokan.annotate.run import annotate

    with tempfile.TemporaryDirectory() as name:
        corpus = Path(name) / "corpus"
        corpus.mkdir()
        (corpus / "i1.xml").write_bytes(small_issue())
        annotate(corpus, ("tokens", "entities"))
        return {path.relative_to(corpus).as_posix(): path.read_bytes() for path in corpus.rglob("*.xml")}


def put_corpus(corpus: Path) -> None:
    for name, data in annotated().items():
        (corpus / name).parent.mkdir(parents=True, exist_ok=True)
        (corpus / name).write_bytes(data)


def import_as(kind: str, name: str) -> Callable[[bytes, Path], str]:
    """Import a file into a fresh corpus, which is valid afterwards."""

    def attempt(data: bytes, folder: Path) -> str:
        from baokan.annotate.exchange.run import import_files

        corpus = folder / "corpus"
        put_corpus(corpus)
        path = folder / name
        path.write_bytes(data)
        if kind == "brat":  # its text, without which nothing can be placed
            for other, text in exported("brat").items():
                if other.endswith(".txt"):
                    (folder / other).write_bytes(text)
        result = import_files(kind, [path], corpus)
        for made, before in annotated().items():
            if (corpus / made).read_bytes() != before:
                must_be_valid(corpus / made, "link-dangling")  # a record that isn't there is what the annotator's file says
        return "findings" if result.findings else "imported"

    return attempt


@cache
def exported(kind: str) -> dict[str, bytes]:
    """What an export of the small issue writes, by name."""
    import tempfile

    from baokan.annotate.exchange.brat_files import export_brat
    from baokan.annotate.exchange.inception import export_inception, export_tsv
    from baokan.export import Job, export

    with tempfile.TemporaryDirectory() as name:
        corpus, out = Path(name) / "corpus", Path(name) / "out"
        put_corpus(corpus)
        own = {"brat": export_brat, "inception": export_inception, "webanno": export_tsv}
        if kind in own:
            own[kind]([corpus / "i1.xml"], out, lambda finding: None)
        else:
            export(kind, Job(corpus, out))
        return {path.name: path.read_bytes() for path in sorted(out.rglob("*")) if path.is_file()}


def seeds_of_export(kind: str, *endings: str) -> Callable[[], list[bytes]]:
    return lambda: [data for name, data in exported(kind).items() if name.endswith(endings)]


@dataclass
class Served:
    """A server's application over a corpus of its own, asked without a socket."""

    folder: Path
    issue: str = "i1"
    app: Any = None
    loop: Any = field(default_factory=asyncio.new_event_loop)

    def start(self) -> None:
        from baokan.serve.app import make_app
        from baokan.serve.site import Site
        from baokan.serve.store import Store

        put_corpus(self.folder / "corpus")
        (self.folder / "site").mkdir()
        store = Store(self.folder / "corpus")
        self.app = make_app(store, Site(store, self.folder / "site"), TOKEN, PORT)

    def ask(self, method: str, target: bytes, headers: list[tuple[bytes, bytes]], body: bytes) -> tuple[int, bytes]:
        """The status and body of the answer."""
        path, _, query = target.partition(b"?")
        scope = {
            "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": method, "scheme": "http",
            "path": unquote(path.decode("latin-1"), "utf-8", "replace"), "raw_path": path, "query_string": query, "root_path": "",
            "headers": headers, "client": ("127.0.0.1", 1), "server": ("127.0.0.1", PORT),
        }  # fmt: skip
        answer: list[Any] = []

        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(message: Any) -> None:
            answer.append(message)

        self.loop.run_until_complete(self.app(scope, receive, send))
        return answer[0]["status"], b"".join(message.get("body", b"") for message in answer[1:])


SERVED: dict[Path, Served] = {}


def attempt_serve(data: bytes, folder: Path) -> str:
    """Requests, one after another: METHOD PATH, headers, an empty line, a body; `----` between them."""
    from baokan.serve.store import version

    if folder not in SERVED:
        SERVED[folder] = Served(folder)
        SERVED[folder].start()
    served = SERVED[folder]
    path = folder / "corpus" / "i1.xml"
    statuses = []
    for request in data.split(b"\n----\n")[:4]:
        head, _, body = request.partition(b"\n\n")
        first, *lines = head.split(b"\n")
        method, _, target = first.partition(b" ")
        headers = [(b"host", b"127.0.0.1:%d" % PORT), (b"x-baokan-token", TOKEN.encode()), (b"content-type", b"application/json")]
        headers += [(k.strip().lower(), v.strip()) for k, _, v in (line.partition(b":") for line in lines) if k.strip()]
        body = body.replace(b"VERSION", version(path.read_bytes()).encode())
        status, answer = served.ask(method.decode("latin-1"), target or b"/", headers, body)
        statuses.append(status)
        assert status < 500, f"{status}: {answer[:300]!r}"
        if target.startswith(b"/api/") and status == 200 and method == b"GET":
            json.loads(answer)
    for name, before in annotated().items():
        made = folder / "corpus" / name
        if made.read_bytes() != before:
            must_be_valid(made)
            made.write_bytes(before)
    for extra in (folder / "corpus").iterdir():
        if extra.name not in annotated() and extra.is_file():
            extra.unlink()
    return f"{max(statuses) // 100}xx"


def text_seeds() -> list[bytes]:
    from pages.maker import make_page

    return [make_page(tier, 3).text.encode() for tier in "abc"]


def xml_seeds(kind: str) -> Callable[[], list[bytes]]:
    def seeds() -> list[bytes]:
        import sources
        from read.test_ecpo import FOLD

        found = {
            "alto": [sources.alto(), sources.alto(sources.ALTO_NAMESPACES[4], unit="mm10")],
            "page": [sources.page_xml(order=sources.ORDER), sources.page_xml("2013-07-15")],
            "hocr": [sources.HOCR],
            "mets": [sources.METS.format(second="text/2.xml"), sources.METS.format(second="text/1.xml")],
            "ecpo": [FOLD],
        }
        return [text.encode() for text in found[kind]]

    return seeds


def pdf_seeds() -> list[bytes]:
    from hostile import pdf_bombs

    font = pdf_bombs.cid_font(pdf_bombs.stream(pdf_bombs.HEAD + b"1 beginbfrange <0000> <0040> <4E00> endbfrange\n"))
    level, upright = (
        b"BT /F1 12 Tf " + b"".join(b"1 0 0 1 %d %d Tm <%04X> Tj " % (*place(n % 9, n // 9), n) for n in range(63))
        for place in (lambda a, b: (40 + 12 * a, 700 - 15 * b), lambda a, b: (500 - 15 * b, 700 - 12 * a))
    )
    small = [pdf_bombs.BOMBS[name]() for name in SMALL_BOMBS]
    drawn = b" ET 20 20 200 100 re S 10 9 m 10 400 l S"
    return [pdf_bombs.page(pdf_bombs.stream(each + drawn), **font) for each in (level, upright)] + small


SMALL_BOMBS = ("text outside", "font drawn by itself", "picture of filters", "encrypted", "box upside down")


def manifest_seeds() -> list[bytes]:
    table = "name,id,paper,date,issue,page,section,rights,language\np.txt,x,宁安日报,1931-05-04,12,1,要闻,公有,zh-Hant\n"
    toml = '[[file]]\nname = "p.txt"\nid = "x"\npaper = "宁安日报"\ndate = 1931-05-04\npage = 1\n'
    return [table.encode(), table.replace(",", ";").encode("utf-8-sig"), toml.encode()]


def validator_seeds() -> list[bytes]:
    foreign = sorted((ROOT / "tests" / "foreign" / "files").glob("*.xml"))
    return [*annotated().values(), *(path.read_bytes() for path in foreign)]


COMPACT = 'default namespace = "urn:a"\nstart = element a { attribute n { xsd:int { minInclusive = "1" } }?, (b | c)* }\n' + (
    'b = element b { xsd:string { pattern = "(a|b)+\\d{2,3}" } }\nc = element c { list { xsd:date+ } & empty? }\n'
)
COMPACT_MORE = """namespace x = "urn:x"
datatypes d = "http://www.w3.org/2001/XMLSchema-datatypes"
# a comment
[ x:note = "n" ] start |= grammar { start = parent any  any = notAllowed }
any &= element * - (x:a | x:*) { mixed { text & any* } } | "value" | token "v" | external "g.rnc" | d:date - "1"
div { include "h.rnc" { any = empty } }
"""
GRAMMAR = """<grammar xmlns="http://relaxng.org/ns/structure/1.0" ns="urn:a"
datatypeLibrary="http://www.w3.org/2001/XMLSchema-datatypes">
<start><ref name="a"/></start><define name="a"><element name="a">
<optional><attribute name="n"><data type="int"/></attribute></optional>
<interleave><zeroOrMore><element name="b"><data type="string"><param name="pattern">(a|b)+</param></data></element></zeroOrMore>
<text/></interleave></element></define></grammar>"""
ODD = """<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader/><text><body><schemaSpec ident="s" start="TEI"><moduleRef key="tei"/>
<moduleRef key="core" include="p head"/><moduleRef key="header"/><moduleRef key="textstructure"/>
<elementSpec ident="p" mode="change">
<attList><attDef ident="n" mode="change" usage="req"><valList type="closed"><valItem ident="x"/></valList></attDef></attList>
</elementSpec></schemaSpec></body></text></TEI>"""
RULES = """<schema xmlns="http://purl.oclc.org/dsdl/schematron" queryBinding="xslt"><ns prefix="a" uri="urn:a"/>
<let name="n" value="2"/><pattern abstract="true" id="p"><rule context="$x"><assert test="$y" diagnostics="d">No.</assert></rule>
</pattern><pattern is-a="p"><param name="x" value="a:b"/><param name="y" value="@n"/></pattern>
<pattern><rule abstract="true" id="r"><report test="count(//a:c) = $n">c <value-of select="."/></report></rule>
<rule context="a:c"><let name="m" value="string(.)"/><extends rule="r"/><assert test="$m" role="warning"><name/> x</assert></rule>
</pattern><diagnostics><diagnostic id="d" xml:lang="zh">缺</diagnostic></diagnostics></schema>"""
QUERIES = [
    '"新桥" []{0,3} [word="合龙" & pos!="v.*"] within s', '[lemma="修.*" | !(pos="n")]+ "人"?', "新桥合龙", '[ner="PER"] [] %c',
    '([word="张.*"%c] | "桥"){1,2} within article', '[word=/a\\/b/] ::', "<s/> 'x'",
]  # fmt: skip
DATES = [
    "去年腊月廿三，民国十九年四月初一至五月初十；光绪二十一年三月廿三日（1895年4月17日）上午8时30分。",
    "2月24日讯 今年第三季度，上周五、本月底、前天晚上，十九世纪二三十年代，1937-07-07，廿世纪末，明嘉靖年间，九一八事变。",
    "投资34.2亿元，惠及三千人，百分之八十，三分之二，第十三个五年计划，2,345.6万吨，二〇一九年，十来个、数十万、３７℃，半个月。",
]  # fmt: skip
PLACE = '"element":"i1.a1.p1","start":0,"end":2,"quote":"今天"'
REQUESTS = [
    "GET /api/issues/i1\n\n\n----\nGET /api/issues/i1/outline\n\n\n----\nGET /api/issues/i1/names\nOrigin: http://127.0.0.1:8765",
    "GET /api/records?kind=PER&q=%E5%BC%A0\n\n\n----\nGET /issues/i1/index.html\n\n\n----\nGET /?token=the-token",
    'POST /api/issues/i1/comment\n\n{"author":"白","version":"VERSION","text":"x",' + PLACE + ',"motivation":"questioning"}\n'
    '----\nPOST /api/issues/i1/undo\n\n{"author":"白","version":"VERSION"}',
    'POST /api/issues/i1/join\n\n{"author":"白","version":"VERSION","element":"i1.a1.p1","seam":0,"verdict":"right"}\n----\n'
    'POST /api/issues/i1/judge\n\n{"author":"白","version":"VERSION","element":"i1.a1","verdict":"wrong","text":"y"}',
    'POST /api/issues/i1/correct\n\n{"author":"白","version":"VERSION","text":"今日",' + PLACE + "}",
    'POST /api/issues/i1/tag\n\n{"author":"白","version":"VERSION","kind":"PER","name":"今天","register":"wikidata",'
    '"identifier":"Q42",' + PLACE + "}",
    'POST /api/issues/i1/move\n\n{"author":"白","version":"VERSION","element":"i1.a1.p2","to":"i1.a2","after":"i1.a2.h1"}\n----\n'
    'POST /api/issues/i1/back\n\n{"author":"白","version":"VERSION","id":"i1.n1"}',
    'POST /api/issues/i1/edit\n\n{"author":"白","version":"VERSION","id":"i1.n1","text":"z"}\n----\n'
    'POST /api/issues/i1/withdraw\n\n{"author":"白","version":"VERSION","id":"i1.c1"}',
]  # fmt: skip


def encoded(texts: list[str]) -> Callable[[], list[bytes]]:
    return lambda: [text.encode() for text in texts]


TARGETS = {
    "text": Target(text_seeds, read_as("text", ".txt")),
    "alto": Target(xml_seeds("alto"), read_as("alto", ".xml"), xml=True),
    "page": Target(xml_seeds("page"), read_as("page", ".xml"), xml=True),
    "hocr": Target(xml_seeds("hocr"), read_as("hocr", ".html")),
    "mets": Target(xml_seeds("mets"), attempt_mets, xml=True),
    "ecpo": Target(xml_seeds("ecpo"), read_as("ecpo", ".xml")),
    "pdf": Target(pdf_seeds, read_as("pdf", ".pdf")),
    "manifest": Target(manifest_seeds, attempt_manifest),
    "tei": Target(validator_seeds, attempt_validator, xml=True),
    "rng": Target(encoded([GRAMMAR]), attempt_grammar(".rng"), xml=True),
    "rnc": Target(encoded([COMPACT, COMPACT_MORE]), attempt_grammar(".rnc")),
    "rules": Target(encoded([RULES, RULES.replace("xslt", "xslt3")]), attempt_rules, xml=True),
    "odd": Target(encoded([ODD]), attempt_odd, xml=True),
    "query": Target(encoded(QUERIES), attempt_query),
    "dates": Target(encoded(DATES), attempt_dates),
    "webannotation": Target(seeds_of_export("webannotation", ".jsonld", ".json"), import_as("webannotation", "i.jsonld")),
    "brat": Target(seeds_of_export("brat", ".ann"), import_as("brat", "i1.ann")),
    "webanno": Target(seeds_of_export("webanno", ".tsv"), import_as("webanno", "i1.tsv")),
    "conllu": Target(seeds_of_export("conllu", ".conllu"), import_as("conllu", "i1.conllu")),
    "xmi": Target(seeds_of_export("inception", ".xmi"), import_as("inception", "i1.xmi"), xml=True),
    "serve": Target(encoded(REQUESTS), attempt_serve),
}
