"""The texts of the search: what stands around a hit, in files of an issue that a browser loads one by one."""

from __future__ import annotations

import json
from collections.abc import Sequence

from baokan.editions.web.output import Output

TEXTS = 24_000  # characters of a file, more or less: a page or two of a newspaper
Text = Sequence[object]  # an article's href, its title, and its passages as (anchor, text)


def write_texts(folder: str, texts: Sequence[Text], out: Output) -> list[int]:
    """Write the texts of an issue's articles; returns the first article of each file, counted in the issue."""
    firsts: list[int] = []
    chunk: list[str] = []
    size = 0
    for number, text in enumerate(texts):
        if not chunk:
            firsts.append(number)
        chunk.append(script_json(text))
        size += len(chunk[-1])
        if size > TEXTS:
            write_chunk(folder, len(firsts), chunk, out)
            chunk, size = [], 0
    if chunk:
        write_chunk(folder, len(firsts), chunk, out)
    return firsts


def write_chunk(folder: str, number: int, chunk: list[str], out: Output) -> None:
    name = script_json(f"t/{folder}.{number}")
    out.write(f"search/t/{folder}.{number}.js", f"baokan.arrived({name},[{','.join(chunk)}]);\n")


def script_json(value: object) -> str:
    """JSON that is also safe inside a script, whatever the text holds."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
