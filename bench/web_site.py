"""How fast the web edition builds, in how much memory, and whether its search finds all and only what is there.

    python bench/web_site.py [--articles 10000] [--only-build] [--keep DIR]

Makes corpora of a quarter, half and all of the articles (25 an issue, words drawn from jieba's dictionary by their
frequency, names that nobody bears), builds the site of each in a process of its own, then again unchanged. Then asks the
largest site in Chromium, from the folder, for phrases of 1 to 6 characters drawn from its text, and compares every place
with a plain scan of that text.
"""

from __future__ import annotations

import argparse
import datetime
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from xml.sax.saxutils import escape

AN_ISSUE = 25  # articles
PAGES = 4  # of an issue
SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张"
GIVEN = "一鸣青山远舟思明文博雨桐子涵若溪景行知秋望舒怀瑾"


class Words:
    """Draws words as often as they occur."""

    def __init__(self, seed: int) -> None:
        import jieba

        rows = [line.split() for line in jieba.get_dict_file().read().decode("utf-8").splitlines()]
        self.words = [row[0] for row in rows if "一" <= row[0][0] <= "鿿"]
        self.weights = []
        total = 0
        for row in rows:
            if "一" <= row[0][0] <= "鿿":
                total += int(row[1])
                self.weights.append(total)
        self.random = random.Random(seed)
        self.places = self.draw(300)  # a paper reports from the same places again and again

    def draw(self, count: int) -> list[str]:
        return self.random.choices(self.words, cum_weights=self.weights, k=count)

    def sentence(self) -> str:
        words = self.draw(self.random.randint(8, 22))
        middle = self.random.randint(3, len(words) - 2)
        return "".join(words[:middle]) + "，" + "".join(words[middle:]) + "。"

    def paragraph(self) -> str:
        return "".join(self.sentence() for _ in range(self.random.randint(2, 6)))

    def name(self) -> str:
        return self.random.choice(SURNAMES) + "".join(self.random.choices(GIVEN, k=self.random.randint(1, 2)))


def write_corpus(folder: Path, articles: int) -> int:
    """Write issues with about 750 characters an article; returns the number of characters."""
    folder.mkdir(parents=True)
    words = Words(7)
    day = datetime.date(1995, 1, 1)
    characters = 0
    for number in range(-(-articles // AN_ISSUE)):
        issue = f"paper{number % 3 + 1}_{day + datetime.timedelta(days=number // 3)}"
        text, size = issue_text(issue, f"第{'一二三'[number % 3]}日报", day + datetime.timedelta(days=number // 3), words)
        characters += size
        (folder / f"{issue}.xml").write_text(text, encoding="utf-8")
    return characters


def issue_text(issue: str, paper: str, day: datetime.date, words: Words) -> tuple[str, int]:
    zones: list[list[str]] = [[] for _ in range(PAGES)]
    body: list[str] = []
    characters = 0
    for number in range(1, AN_ISSUE + 1):
        page = (number - 1) * PAGES // AN_ISSUE
        if not zones[page]:
            body.append(f'<pb n="{page + 1}" facs="#{issue}.pg{page + 1}"/>')
        name = f"{issue}.a{number}"

        def zone(page: int = page) -> str:
            zones[page].append(f'<zone xml:id="{issue}.pg{page + 1}.z{len(zones[page]) + 1}"/>')
            return f'facs="#{issue}.pg{page + 1}.z{len(zones[page])}"'

        head = "".join(words.draw(4))
        place = words.random.choice(words.places)
        body.append(
            f'<div xml:id="{name}" type="article"{" subtype=" + chr(34) + "commentary" + chr(34) if number % 12 == 0 else ""}>'
        )
        body.append(f'<head xml:id="{name}.h1" type="main" {zone()}>{escape(head)}</head>')
        body.append(
            f'<byline xml:id="{name}.b1" {zone()}>□<roleName>记者</roleName> <persName>{words.name()}</persName></byline>'
        )
        body.append(
            f'<dateline xml:id="{name}.d1" rendition="#runin" {zone()}>本报<placeName>{escape(place)}</placeName>讯 </dateline>'
        )
        for paragraph in range(1, 8):
            text = words.paragraph()
            characters += len(text)
            cut = len(text) // 2
            seam = f'<cb break="no" {zone()}/>' if paragraph == 3 else ""
            body.append(f'<p xml:id="{name}.p{paragraph}" {zone()}>{escape(text[:cut])}{seam}{escape(text[cut:])}</p>')
        body.append("</div>")
    surfaces = "".join(f'<surface xml:id="{issue}.pg{p + 1}">{"".join(z)}</surface>' for p, z in enumerate(zones))
    return (
        f'<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:id="{issue}" xml:lang="zh-Hans"><teiHeader><fileDesc><titleStmt>'
        f"<title>{paper}</title></titleStmt><publicationStmt><p>Made for a bench.</p></publicationStmt><sourceDesc>"
        f"<biblStruct type="
        f'"newspaper"><monogr><title level="j">{paper}</title><imprint><date when="{day}"/></imprint></monogr>'
        f"</biblStruct></sourceDesc></fileDesc></teiHeader><facsimile>{surfaces}</facsimile><text><body>{''.join(body)}</body></text></TEI>",
        characters,
    )


def build(corpus: Path, out: Path) -> tuple[float, float]:
    """Seconds of processor time and megabytes at the peak of one build in a process of its own."""
    code = (
        "import resource, sys; from pathlib import Path; from baokan.editions import render;"
        "render('web', Path(sys.argv[1]), Path(sys.argv[2]));"
        "u = resource.getrusage(resource.RUSAGE_SELF); print(u.ru_utime + u.ru_stime, u.ru_maxrss / 1024)"
    )
    run = subprocess.run([sys.executable, "-c", code, str(corpus), str(out)], capture_output=True, text=True, check=True)
    seconds, memory = run.stdout.split()
    return float(seconds), float(memory)


def measure_builds(folder: Path, articles: int) -> Path:
    print("| articles | characters | CPU s | articles a CPU s | peak MB | again, CPU s | files | MB |")
    print("|---|---|---|---|---|---|---|---|")
    for share in (4, 2, 1):
        count = articles // share
        corpus, out = folder / f"corpus{count}", folder / f"web{count}"
        characters = write_corpus(corpus, count)
        seconds, memory = build(corpus, out)
        again, _ = build(corpus, out)
        files = [p.stat().st_size for p in out.rglob("*") if p.is_file()]
        size = sum(files) / 1e6
        print(
            f"| {count} | {characters} | {seconds:.1f} | {count / seconds:.0f} | {memory:.0f}"
            f" | {again:.1f} | {len(files)} | {size:.0f} |",
            flush=True,
        )
    return out


def phrases(site: Path, each: int) -> list[str]:
    """Phrases of 1 to 6 characters from the site's texts, most from anywhere, some rare."""
    chooser = random.Random(11)
    texts = [p.read_text(encoding="utf-8") for p in chooser.sample(sorted((site / "issues").rglob("*.txt")), 60)]
    found = []
    for length in range(1, 7):
        while sum(len(p) == length for p in found) < each:
            text = chooser.choice(texts)
            at = chooser.randrange(max(1, len(text) - length))
            phrase = text[at : at + length]
            if len(phrase) == length and not set(phrase) & set('\n "“”') and phrase not in found:  # marks of the query language
                found.append(phrase)
    return found


def scan(site: Path, wanted: list[str]) -> dict[str, int]:
    """How often each phrase occurs, overlaps counted, in the reading texts of all articles."""
    from baokan.editions.web.folding import fold

    folded = [fold(w) for w in wanted]
    counts = dict.fromkeys(wanted, 0)
    for path in (site / "issues").rglob("*.txt"):
        text = fold(path.read_text(encoding="utf-8"))
        for phrase, sought in zip(wanted, folded, strict=True):
            at = text.find(sought)
            while at >= 0:
                counts[phrase] += 1
                at = text.find(sought, at + 1)
    return counts


ASK = """async (wanted) => {
  const out = [];
  for (const phrase of wanted) {
    await baokan.search(phrase);
    const began = performance.now();
    const found = await baokan.search(phrase);
    out.push([phrase, found.hits.length, performance.now() - began]);
  }
  return out;
}"""


def measure_search(site: Path, each: int) -> None:
    from playwright.sync_api import sync_playwright

    wanted = phrases(site, each)
    truth = scan(site, wanted)
    with sync_playwright() as started:
        browser = started.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        )
        page = browser.new_page()
        loaded: list[str] = []
        page.on("request", lambda request: loaded.append(request.url))
        page.goto((site / "search.html").resolve().as_uri())
        first = time.perf_counter()
        page.evaluate("baokan.search('发展')")
        opened = time.perf_counter() - first
        rows = page.evaluate(ASK, wanted)
        browser.close()
    print(f"\nindex opened and first phrase answered in {opened * 1000:.0f} ms, {len(loaded)} files loaded in all")
    print("| characters | queries | places by scan | found | recall | precision | median ms | most ms |")
    print("|---|---|---|---|---|---|---|---|")
    for length in range(1, 7):
        mine = [row for row in rows if len(row[0]) == length]
        there, found = sum(truth[row[0]] for row in mine), sum(row[1] for row in mine)
        both = sum(min(truth[row[0]], row[1]) for row in mine)
        times = sorted(row[2] for row in mine)
        print(
            f"| {length} | {len(mine)} | {there} | {found} | {both / there:.4f} | {both / found:.4f}"
            f" | {times[len(times) // 2]:.1f} | {times[-1]:.1f} |"
        )


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--queries", type=int, default=40, help="of each length")
    parser.add_argument("--only-build", action="store_true")
    parser.add_argument("--keep", type=Path, help="a folder for the corpora and sites")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        site = measure_builds(options.keep or Path(folder), options.articles)
        if not options.only_build:
            measure_search(site, options.queries)
    print(
        json.dumps({"python": sys.version.split()[0], "own peak MB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024})
    )


if __name__ == "__main__":
    main()
