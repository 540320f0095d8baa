"""The print edition: an issue -> one PDF/A."""

from __future__ import annotations

from pathlib import Path

from baokan.editions.issues import Report, read_issue
from baokan.editions.printing import issue_to_pdf
from baokan.errors import EditionFailed
from baokan.files import write_atomic
from baokan.findings import Finding, Severity, error_to_finding


def render_print(issues: list[Path], out: Path, report: Report) -> list[Path]:
    made = []
    for path in issues:
        target = out / f"{path.stem}.pdf"
        try:
            pdf, missing = issue_to_pdf(read_issue(path), str(path))
        except EditionFailed as error:
            report(error_to_finding(error, str(path), "edition"))
            continue
        write_atomic(target, pdf)
        made.append(target)
        if missing:
            report(missing_glyphs(path, missing))
    return made


def missing_glyphs(path: Path, missing: list[str]) -> Finding:
    names = ", ".join(f"U+{ord(c):04X}" for c in missing[:10]) + (f" and {len(missing) - 10} more" if len(missing) > 10 else "")
    return Finding(
        str(path), 0, "glyph-missing", Severity.WARNING,
        f"No font of the print edition has {names}; the code is printed instead.",
        "set BAOKAN_FONTS to a folder whose fonts have them.",
        f"印刷版的字体缺 {names}，以码位代替。", "请把 BAOKAN_FONTS 设为含有这些字的字体文件夹。",
    )  # fmt: skip
