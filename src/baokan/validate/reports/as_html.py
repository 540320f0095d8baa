"""The outcome as one HTML page that an editor works through: by file and article, with the lines, boxes to tick off.

The page needs no server and asks no other host; what is ticked is kept in the browser, under the finding's own words.
"""

from __future__ import annotations

from collections import Counter
from html import escape
from pathlib import Path

from baokan.findings import Finding
from baokan.validate.reports.outcome import Outcome

_WORDS = {
    "en": ("Validation", "file", "waived", "What to do", "Show", "all", "open ones", "nothing found", "done"),
    "zh": ("校验报告", "文件", "已豁免", "建议", "显示", "全部", "未处理", "没有问题", "已处理"),
}
_STYLE = """
body{font:16px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:60rem;padding:0 1rem;color:#1b1b1b;background:#fff}
h2{border-bottom:1px solid #bbb;overflow-wrap:anywhere} h3{margin:1.2rem 0 .3rem;font-size:1rem;color:#444}
li{margin:.7rem 0;list-style:none} ul{padding:0}
.error{border-left:.3rem solid #b00020} .warning{border-left:.3rem solid #8a6100}
.info{border-left:.3rem solid #3a6ea5} li{padding-left:.7rem} code,pre{font-family:ui-monospace,monospace;overflow-wrap:anywhere}
pre{background:#f4f4f4;padding:.3rem .5rem;white-space:pre-wrap;margin:.3rem 0}
.done,.waived{opacity:.55} .hide .done{display:none}
@media (prefers-color-scheme:dark){body{background:#1b1b1b;color:#eee} pre{background:#2a2a2a} h3{color:#bbb}}
"""
_SCRIPT = """
for (const box of document.querySelectorAll('li input')) {
  const item = box.closest('li'), key = 'baokan:' + item.id;
  const show = () => item.classList.toggle('done', box.checked);
  try { box.checked = localStorage.getItem(key) === '1'; } catch (e) {}
  show();
  box.addEventListener('change', () => { show(); try { localStorage.setItem(key, box.checked ? '1' : '0'); } catch (e) {} });
}
const choice = document.getElementById('show');
choice.addEventListener('change', e => document.body.classList.toggle('hide', e.target.value === 'open'));
"""
_MOST_SHOWN = 240  # characters of a line of the file


def run_to_html(outcome: Outcome, lang: str) -> str:
    """The page's text; everything from files is escaped."""
    title, _, _, _, show, every, left, nothing, _ = _WORDS[lang]
    parts = [
        f'<!doctype html><html lang="{lang}"><head><meta charset="utf-8"><title>{title}</title>'
        '<meta name="viewport" content="width=device-width">'
        f"<style>{_STYLE}</style></head><body><h1>{title}</h1><p>{escape(outcome.summary())}</p>",
        _counts(outcome.findings),
        f'<p><label>{show} <select id="show"><option value="all">{every}<option value="open">{left}</select></label></p>',
    ]
    seen: Counter[str] = Counter()
    for name, found in outcome.by_file().items():
        if found:
            parts.append(_file(name, found, lang, seen))
    if not outcome.findings:
        parts.append(f"<p>{nothing}</p>")
    parts.append(f"<script>{_SCRIPT}</script></body></html>\n")
    return "\n".join(parts)


def _counts(findings: list[Finding]) -> str:
    counted = Counter((each.code, str(each.severity)) for each in findings)
    rows = "".join(f"<tr><td>{n}<td><code>{escape(code)}</code><td>{severity}" for (code, severity), n in counted.most_common())
    return f"<table>{rows}</table>" if rows else ""


def _file(name: str, found: list[Finding], lang: str, seen: Counter[str]) -> str:
    lines = _lines(Path(name), {each.line for each in found})
    parts, article = [f"<section><h2>{escape(name)}</h2>"], ""
    for each in sorted(found, key=lambda each: each.line):
        context = each.context(lang)
        if context != article or len(parts) == 1:
            parts.append(("</ul>" if len(parts) > 1 else "") + f"<h3>{escape(context)}</h3><ul>")
            article = context
        parts.append(_item(each, lines.get(each.line, ""), lang, seen))
    return "\n".join([*parts, "</ul></section>"])


def _item(finding: Finding, line: str, lang: str, seen: Counter[str]) -> str:
    _, _, waived, todo, _, _, _, _, done = _WORDS[lang]
    key = f"{finding.path}:{finding.code}:{finding.message}:{finding.xpath}"
    seen[key] += 1
    source = f"<pre>{escape(line)}</pre>" if line else ""
    hint = f"<div>{todo}: {escape(finding.advice(lang))}</div>" if finding.advice(lang) else ""
    reason = f"<div>{waived}: {escape(finding.waived)}</div>" if finding.waived else ""
    return (
        f'<li id="{escape(f"{key}:{seen[key]}", quote=True)}" class="{finding.severity}{" waived" if finding.waived else ""}">'
        f'<label><input type="checkbox" aria-label="{done}"> {finding.line or ""} <code>{escape(finding.code)}</code> '
        f"{escape(finding.said(lang))}</label>{hint}{reason}{source}</li>"
    )


def _lines(path: Path, wanted: set[int]) -> dict[int, str]:
    """The wanted lines of a file, cut to what a person reads."""
    found: dict[int, str] = {}
    try:
        with path.open(encoding="utf-8", errors="replace") as file:
            for number, line in enumerate(file, 1):
                if number in wanted:
                    found[number] = line.strip()[:_MOST_SHOWN]
                if number >= max(wanted):
                    break
    except (OSError, ValueError):
        return found
    return found
