"""A corpus that changes at random, for the test and the bench that compare a site kept up to date with one made anew."""

from __future__ import annotations

import random
from dataclasses import dataclass, field, replace
from pathlib import Path
from xml.sax.saxutils import escape

from baokan.editions.web import gathering, index, lists, memory, whole

# Lists, pieces and segments so small that a few issues have several; no fonts.
SMALL: list[tuple[object, str, object]] = [
    (lists, "MOST_ROWS", 3),
    (gathering, "MOST_ROWS", 3),
    (lists, "MOST_ISSUES", 4),
    (index, "PIECE", 60),
    (index, "CUTS", 2),
    (index, "LONGEST", 400),
    (whole, "SEGMENT", 500),
    (whole, "write_face", lambda whole, characters: []),
    (memory, "SHARE", 2),
]
PAPERS = ("清河旬报", "新桥日报", "")
TYPES = ("article", "notice", "advertisement", "commentary")
NAMES = ("白一鸣", "何青", "方伯泉", "Old Mo", "清 河", '<b>&"')
WORDS = ("新桥", "昨天", "合龙", "，", "。", "姜汤", "豆腐車", "看", '"]}', "],[", "\\u0041", "😀", "A1", "水，")
TEI = """<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:id="{id}" xml:lang="zh-Hans"><teiHeader><fileDesc><titleStmt>
<title>{paper}</title></titleStmt><publicationStmt><p>自印</p></publicationStmt><sourceDesc><biblStruct type="newspaper"><monogr>
<title level="j">{paper}</title><imprint><date when="{day}"/></imprint></monogr></biblStruct></sourceDesc></fileDesc></teiHeader>
<text><body>{articles}</body></text></TEI>"""


@dataclass(frozen=True)
class Article:
    title: str
    kind: str
    author: str
    text: str
    named: str

    def tei(self, name: str) -> str:
        subtype = f' subtype="{self.kind}"' if self.kind == "commentary" else ""
        return (
            f'<div type="{"article" if subtype else self.kind}"{subtype} xml:id="{name}"><head>{escape(self.title)}</head>'
            f"<byline><persName>{escape(self.author)}</persName></byline>"
            f'<p xml:id="{name}.p1">{escape(self.text)}<placeName>{escape(self.named)}</placeName>来。</p></div>'
        )


@dataclass(frozen=True)
class Issue:
    paper: str
    day: str
    articles: tuple[Article, ...]

    def tei(self, name: str) -> str:
        said = "".join(article.tei(f"{name}.a{number}") for number, article in enumerate(self.articles, 1))
        return TEI.format(id=name, paper=self.paper, day=self.day, articles=said)


@dataclass
class Corpus:
    """TEI files in a folder, some of two issues; `change` alters one or two of them and says how."""

    folder: Path
    chance: random.Random
    issues: dict[str, tuple[Issue, ...]] = field(default_factory=dict)

    def fill(self, count: int) -> None:
        self.folder.mkdir(parents=True)
        for _ in range(count):
            self.add()

    def text(self, most: int) -> str:
        return "".join(self.chance.choices(WORDS, k=self.chance.randint(0, most)))

    def article(self) -> Article:
        draw = self.chance.choice
        return Article(self.text(4), draw(TYPES), draw(NAMES), self.text(60), draw(NAMES))

    def issue(self) -> Issue:
        day = f"2021-0{self.chance.randint(1, 2)}-0{self.chance.randint(1, 3)}" if self.chance.random() < 0.9 else ""
        return Issue(self.chance.choice(PAPERS), day, tuple(self.article() for _ in range(self.chance.randint(0, 4))))

    def put(self, name: str, issues: tuple[Issue, ...]) -> None:
        self.issues[name] = issues
        texts = [issue.tei(f"{name}.i{n}") for n, issue in enumerate(issues, 1)]
        header = "<teiHeader><fileDesc><titleStmt><title>合订</title></titleStmt><publicationStmt><p/></publicationStmt>"
        whole = f'<teiCorpus xmlns="http://www.tei-c.org/ns/1.0">{header}<sourceDesc><p/></sourceDesc></fileDesc></teiHeader>'
        text = texts[0] if len(texts) == 1 else f"{whole}{''.join(texts)}</teiCorpus>"
        (self.folder / f"{name}.xml").write_text(text, encoding="utf-8")

    def add(self) -> None:
        self.put(f"x{self.chance.randint(0, 99):02}", tuple(self.issue() for _ in range(self.chance.choice((1, 1, 1, 2)))))

    def remove(self) -> None:
        if len(self.issues) > 1:
            name = self.chance.choice(sorted(self.issues))
            del self.issues[name]
            (self.folder / f"{name}.xml").unlink()

    def edit(self) -> None:
        name = self.chance.choice(sorted(self.issues))
        issues = list(self.issues[name])
        which = self.chance.randrange(len(issues))
        issues[which] = self.edited(issues[which])
        self.put(name, tuple(issues))

    def edited(self, issue: Issue) -> Issue:
        how = self.chance.randrange(8)
        if how == 0:
            return replace(issue, paper=self.chance.choice(PAPERS))
        if how == 1:
            return replace(issue, day=self.issue().day)
        articles = list(issue.articles) or [self.article()]
        which = self.chance.randrange(len(articles))
        if how == 2:
            articles.insert(which, self.article())
        elif how == 3:
            del articles[which]
        elif how == 4:
            articles[which] = replace(articles[which], author=self.chance.choice(NAMES), named=self.chance.choice(NAMES))
        elif how == 5:
            articles[which] = replace(articles[which], title=self.text(4), kind=self.chance.choice(TYPES))
        else:
            text, at = articles[which].text, self.chance.randrange(len(articles[which].text) + 1)
            articles[which] = replace(articles[which], text=text[:at] + self.text(3) + text[at + self.chance.randint(0, 2) :])
        return replace(issue, articles=tuple(articles))

    def change(self) -> None:
        for _ in range(self.chance.choice((1, 1, 2))):
            self.chance.choice((self.edit, self.edit, self.edit, self.add, self.remove))()


def contents(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def differing(one: dict[str, bytes], other: dict[str, bytes]) -> list[str]:
    """The files that only one has, or that have other bytes."""
    return sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))
