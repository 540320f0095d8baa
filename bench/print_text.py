"""Whether the print edition says all that the TEI says: text of the PDF against the text edition, article by article.

    python bench/print_text.py FOLDER... [--layout newspaper|reading] [--paper P]

Each folder holds TEI issues. One line an issue that lacks something, then a total.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from tagged_pdf import missing_articles

from baokan.editions.issues import find_issues, read_issue
from baokan.editions.printing import PrintOptions, Typesetter
from baokan.editions.stylesheets import transform


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--layout", default="newspaper")
    parser.add_argument("--paper")
    options = parser.parse_args()
    total = lost = 0
    printing = PrintOptions(layout=options.layout, paper=options.paper)
    with Typesetter(printing) as typesetter, tempfile.TemporaryDirectory() as folder:
        pdf = Path(folder) / "issue.pdf"
        for path in (p for f in options.folders for p in find_issues(f)):
            tree = read_issue(path)
            pdf.write_bytes(typesetter.set_issue(tree, path)[0])
            articles = transform(tree, "text.xsl").decode("utf-8").split("\n\n")
            missing = missing_articles(pdf, articles)
            total += len([a for a in articles if a.strip()])
            lost += len(missing)
            for article in missing:
                print(f"{path}: {article[:40]}")
    print(f"{total - lost} of {total} articles in full")


if __name__ == "__main__":
    main()
