"""Kills a build with kill -9 at random moments; the corpus must be whole each time, and the next build must complete it.

python bench/kill.py [TIMES] [PAGES]       (100 times, 12 pages)

The state of the last kill is kept and built on, and every third time some pages change, so that there is work again.
"""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BUILD = "import sys; from baokan import build as b; b.USUAL = ('text',); sys.exit(b.build(b.Path(sys.argv[1])).exit_code)"


def start(project: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", BUILD, str(project)], stderr=subprocess.PIPE)


def broken(corpus: Path) -> list[str]:
    """What of the corpus isn't whole: files that baokan's own schema and rules refuse, or that don't give their source back."""
    from baokan.validate import validate

    return [f"{f.path}: {f.message}" for path in corpus.glob("*.xml") for f in validate(path) if f.severity == "error"]


def main() -> None:
    times, pages = (int(sys.argv[n]) if len(sys.argv) > n else default for n, default in ((1, 100), (2, 12)))
    sys.path.insert(0, str(ROOT / "tests"))
    from pages.maker import make_page

    chance = random.Random(11)
    counts = {"killed": 0, "ended before": 0, "broken": 0}
    with tempfile.TemporaryDirectory(prefix="baokan-kill-") as top:
        project = Path(top)
        (project / "seeds").mkdir()
        for number in range(times):
            if number % 3 == 0:
                for place in range(pages):
                    text = make_page("abc"[place % 3], number + place).text
                    (project / "seeds" / f"p{place}.txt").write_text(text, encoding="utf-8")
            run = start(project)
            time.sleep(chance.uniform(0.1, 3.0))
            counts["ended before" if run.poll() is not None else "killed"] += 1
            run.kill()
            run.communicate()
            if wrong := broken(project / "corpus"):
                counts["broken"] += 1
                print(*wrong, sep="\n")
        last = start(project)
        _, errors = last.communicate()
        left = [p for p in project.rglob(".baokan-*") if p.is_file() and p.name != ".baokan-files"]
        whole = sorted(p.stem for p in (project / "corpus").glob("p*.xml")) == sorted(f"p{n}" for n in range(pages))
        fine = last.returncode == 0 and whole and not left and not broken(project / "corpus")
        told = ", ".join(f"{what} {count}" for what, count in counts.items())
        print(f"{told}; completed by the next build: {'yes' if fine else 'NO'}")
        if not fine or counts["broken"]:
            sys.exit(f"{errors.decode()} {left}")


if __name__ == "__main__":
    main()
