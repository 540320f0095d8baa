"""What a build's own process holds: peak memory by number of issues, with encoding and validating replaced by next to nothing.

python bench/parent.py [SIZES]        (1000,10000,100000; the last takes some minutes)

Each issue is a real file in seeds/ and in corpus/, and has two findings; so plan, state, outcomes, findings and corpus.xml are
those of a build. Each size runs in a process of its own, twice: the second run finds everything up to date.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

RUN = """
import resource, sys
from pathlib import Path
import baokan.batches as batches
import baokan.encode
from baokan.build import build
from baokan.encode import Outcome
from baokan.findings import Finding, Severity

def odd(path):
    return Finding(str(path), 1, "odd", Severity.WARNING, "Something is odd here.", "look at it.")

def encode_job(job, out, taken, explain=False):
    path = out / f"{job.issue}.xml"
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(b"<TEI/>")
    return Outcome(job, path, True, 3, 1, (odd(job.paths[0]),))

baokan.encode.encode_job, batches.validate = encode_job, lambda path: [odd(path)]
batches.warm_encoder = batches.warm_validator = lambda: None
done = []
for turn in range(2):
    summary = build(Path(sys.argv[1]), editions=())
    done.append(summary.done["encode"])
    assert len(summary.outcomes) == int(sys.argv[2]) and len(summary.findings) == 2 * int(sys.argv[2]) + 1
    peak = [resource.getrusage(who).ru_maxrss / 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    print(f"| {sys.argv[2]} | {'again' if turn else 'first'} | {peak[0]:.0f} | {peak[1]:.0f} |", flush=True)
assert done == [int(sys.argv[2]), 0]
"""


def main() -> None:
    sizes = [int(size) for size in (sys.argv[1] if len(sys.argv) > 1 else "1000,10000,100000").split(",")]
    print("| issues | run | peak MB | a worker's |\n|---|---|---|---|", flush=True)
    for size in sizes:
        with tempfile.TemporaryDirectory(prefix="baokan-parent-") as top:
            (Path(top) / "seeds").mkdir()
            for number in range(size):
                (Path(top) / "seeds" / f"p{number:06}.txt").write_text(f"新桥第{number}次合龙。\n", encoding="utf-8")
            subprocess.run([sys.executable, "-c", RUN, top, str(size)], check=True)


if __name__ == "__main__":
    main()
