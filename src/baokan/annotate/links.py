"""Identifiers of authority records (Wikidata, GeoNames, CBDB, VIAF …) from a CSV, and a CSV to fill them into."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from lxml import etree

from baokan.annotate.authority import SORTS, Authority, Record
from baokan.errors import UnreadableInput
from baokan.files import write_atomic
from baokan.findings import Finding, Severity
from baokan.tei.names import NS, add, local

COLUMNS = ("type", "name", "id", "wikidata", "geonames", "cbdb", "viaf")
# Column -> idno/@type. A column of another name becomes that type as it stands.
TYPES = {"wikidata": "Wikidata", "geonames": "GeoNames", "cbdb": "CBDB", "viaf": "VIAF"}
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet takes for a formula; an apostrophe before it keeps it text
KEYS = frozenset({"type", "name", "id", "articles"})


def import_links(table: Path, corpus: Path) -> list[Finding]:
    """Put the identifiers of a CSV into the corpus's authority records; findings on rows that name no record, or several.

    A row says which record: by `id`, or by `type` (PER, LOC, ORG) and `name`. Raises UnreadableInput for a file that is
    no such table.
    """
    authorities = {sort.kind: Authority(corpus, sort) for sort in SORTS}
    findings: list[Finding] = []
    changed = set()
    for line, row in read_rows(table):
        authority = authorities.get(row.get("type", "").upper())
        if authority is None:
            wrong = row.get("type", "")
            said = f"The type {wrong!r} is none of PER, LOC and ORG.", f"类型 {wrong!r} 不是 PER、LOC 或 ORG。"
            findings.append(finding(table, line, said, ("mend the row.", "请修正这一行。")))
            continue
        records = matching(authority, row)
        if len(records) != 1:
            what = "no record has" if not records else f"{len(records)} records share"
            name = row.get("id") or row.get("name", "")
            what_zh = "没有记录叫" if not records else f"有 {len(records)} 条记录叫"
            said = f"In {authority.path.name} {what} {name!r}.", f"{authority.path.name} 里{what_zh} {name!r}。"
            findings.append(finding(table, line, said, ("name the record by its id.", "请用 id 指明记录。")))
            continue
        if link(records[0], row, authority):
            changed.add(authority.sort.kind)
    for kind in sorted(changed):
        authorities[kind].save()
    return findings


def matching(authority: Authority, row: dict[str, str]) -> list[Record]:
    if row.get("id"):
        return [r for r in authority.records if r.id == row["id"]]
    return authority.by_name.get(row.get("name", ""), [])


def link(record: Record, row: dict[str, str], authority: Authority) -> bool:
    """Add the row's identifiers that the record lacks; whether there were any."""
    changed = False
    have = {(i.get("type"), (i.text or "").strip()) for i in record.element.iterfind("tei:idno", NS)}
    for column, value in row.items():
        kind = TYPES.get(column, column)
        if column not in KEYS and value and (kind, value) not in have:
            place(record.element, kind, value, authority.sort.name)
            changed = True
    return changed


def place(element: etree._Element, kind: str, value: str, name: str) -> None:
    """An idno behind the names, where all three kinds of record allow it."""
    idno = add(element, "idno", value, type=kind)
    behind = [c for c in element if c is not idno and local(c) in (name, "location", "idno")]
    behind[-1].addnext(idno)


def read_rows(table: Path) -> list[tuple[int, dict[str, str]]]:
    """The rows of a CSV with their lines; the columns by their lower-case names."""
    try:
        text = table.read_text(encoding="utf-8-sig")
        rows = list(csv.reader(io.StringIO(text), strict=True))
    except OSError as error:
        raise UnreadableInput(f"{table}: can't be read: {error.strerror or error}.", "check the name.") from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise UnreadableInput(f"{table}: is not a CSV in UTF-8: {error}.", "save it as CSV, UTF-8.") from error
    columns = [c.strip().lower() for c in rows[0]] if rows else []
    if "type" not in columns or not {"id", "name"} & set(columns):
        raise UnreadableInput(
            f"{table}:1: has no columns type and name (or id).", "begin it with the line " + ",".join(COLUMNS) + "."
        )
    filled = [(n, row) for n, row in enumerate(rows[1:], 2) if any(row)]
    return [(n, {c: plain(v.strip()) for c, v in zip(columns, row, strict=False)}) for n, row in filled]


def plain(cell: str) -> str:
    """A cell without the apostrophe that kept it from being a formula."""
    return cell[1:] if cell[:1] == "'" and cell[1:].startswith(FORMULA) else cell


def export_links(corpus: Path, table: Path) -> None:
    """Write every authority record as a row: what is known, and empty columns for what isn't; the most mentioned first."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([*COLUMNS, "articles"])
    for sort in SORTS:
        authority = Authority(corpus, sort)
        rows = []
        for record in authority.records:
            ids = {i.get("type", ""): (i.text or "").strip() for i in record.element.iterfind("tei:idno", NS)}
            name = "".join(record.element[0].itertext())
            articles = sum(len(p.get("target", "").split()) for p in record.element.iterfind("tei:ptr", NS))
            known = [ids.get(TYPES[column], "") for column in COLUMNS[3:]]
            rows.append((-articles, record.id, [sort.kind, name, record.id, *known, articles]))
        for *_, row in sorted(rows, key=lambda r: r[:2]):
            writer.writerow(["'" * text.startswith(FORMULA) + text for text in map(str, row)])
    write_atomic(table, out.getvalue().encode("utf-8-sig"))


def finding(table: Path, line: int, said: tuple[str, str], advice: tuple[str, str]) -> Finding:
    """What is wrong and what to do, each in English and Chinese."""
    return Finding(str(table), line, "link-unknown", Severity.WARNING, said[0], advice[0], said[1], advice[1])
