"""Fuzzing guided by coverage: atheris changes inputs, and keeps those that reach new places of baokan's code.

python bench/fuzz_guided.py SECONDS [TARGET]...  [--seed N] [--keep FOLDER]      (all targets, one after another)

It needs atheris beside the development set (`pip install 'atheris>=3'`, or `pip install --group fuzz`). What counts as broken:
an exception that isn't one of baokan's own, an encoded file that isn't valid or doesn't give its source back, an answer of the
server with a status of 500 or more, a file outside of the target's folder, more than SLOW seconds for one input, a process that
dies. Inputs that broke something are kept, one for each place.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import time
import traceback
from collections import Counter
from pathlib import Path
from typing import Any

SLOW = 10.0  # seconds for one input of at most LONGEST bytes
LONGEST = 40_000
MEGABYTES = 3_000
TOLD_EVERY = 1.0  # seconds between two writings of the tally
BENCH = Path(__file__).resolve().parent


class Attack:
    """What atheris calls with each input; the tally is kept in a file, for libFuzzer ends the process itself."""

    def __init__(self, name: str, folder: Path, keep: Path, seed: int) -> None:
        from fuzz_targets import TARGETS

        self.name, self.target, self.keep = name, TARGETS[name], keep
        self.folder = folder / "work"
        self.folder.mkdir()
        self.chance = random.Random(seed)
        self.tally: Counter[str] = Counter()
        self.places: set[str] = set()
        self.tally_file = folder / "tally.json"
        self.told = 0.0
        os.chdir(self.folder)

    def __call__(self, data: bytes) -> None:
        from baokan.errors import BaokanError

        start = time.monotonic()
        try:
            word = self.target.attempt(data, self.folder)
        except BaokanError:
            word = "refused"
        except Exception as error:
            word = "BROKEN"
            self.found(data, traceback.format_exception(error))
        seconds = time.monotonic() - start
        if seconds > SLOW:
            word = "SLOW"
            self.found(data, [f"took {seconds:.0f} seconds"])
        if strays := [p.name for p in self.folder.parent.iterdir() if not p.name.startswith(("work", "tally", "seeds"))]:
            word = "STRAY"
            self.found(data, [f"wrote {strays}"])
        self.tally[word] += 1
        if time.monotonic() - self.told > TOLD_EVERY:
            self.told = time.monotonic()
            self.tally_file.write_text(json.dumps(self.tally), encoding="utf-8")

    def found(self, data: bytes, said: list[str]) -> None:
        """Keep an input that broke something in a new place."""
        lines = [line for part in said for line in part.splitlines()]
        ours = [line.strip() for line in lines if "baokan" in line and "line " in line]
        place = re.sub(r"0x\w+|\d{4,}", "…", (ours[-1] if ours else "") + " " + lines[-1][:60])
        if place in self.places:
            return
        self.places.add(place)
        self.keep.mkdir(parents=True, exist_ok=True)
        path = self.keep / f"{self.name}-{hashlib.sha256(place.encode()).hexdigest()[:8]}"
        path.write_bytes(data)
        path.with_suffix(".txt").write_text("".join(said), encoding="utf-8")
        print(f"BROKEN {self.name} {path}: {place}", file=sys.stderr, flush=True)

    def mutate(self, data: bytes, longest: int, seed: int) -> bytes:
        """Sometimes as libFuzzer does, sometimes by pieces, by what is hostile, and XML by its elements."""
        import atheris
        from fuzz import mutated, rebuilt

        chance = random.Random(seed)
        kind = chance.random()
        if data and kind < 0.6:
            try:
                # lxml itself dies when nodes around an entity reference are moved
                whole = self.target.xml and kind < 0.3 and b"<!ENTITY" not in data
                return (rebuilt if whole else mutated)(data, chance)[:longest]
            except Exception:  # no longer XML, or nothing to take from
                pass
        return bytes(atheris.Mutate(data, longest))


def attack(name: str, seconds: int, seed: int, folder: Path, keep: Path) -> None:
    """In a process of its own: seconds of atheris on one target."""
    import atheris

    with atheris.instrument_imports(include=["baokan"]):
        import fuzz_targets

        from baokan.batches import warm_encoder, warm_validator

        warm_encoder()
        warm_validator()
        seeds = fuzz_targets.TARGETS[name].seeds()
        tried = Attack(name, folder, keep, seed)
        for data in seeds:  # what is loaded at first use is instrumented too
            tried(data)
    (folder / "seeds").mkdir()
    for number, data in enumerate(seeds):
        (folder / "seeds" / str(number)).write_bytes(data)
    options = [f"-max_total_time={seconds}", f"-seed={seed}", f"-max_len={LONGEST}", f"-rss_limit_mb={MEGABYTES}", "-timeout=60"]
    prefix = f"-artifact_prefix={keep}/{name}-"
    keep.mkdir(parents=True, exist_ok=True)
    atheris.Setup([sys.argv[0], *options, prefix, "-len_control=0", str(folder / "seeds")], tried, custom_mutator=tried.mutate)
    atheris.Fuzz()


def run_target(name: str, seconds: int, seed: int, keep: Path) -> dict[str, Any]:
    """The tally of one target: inputs, what became of them, edges reached at first and at last."""
    with tempfile.TemporaryDirectory(prefix="baokan-guided-", dir="/dev/shm" if Path("/dev/shm").is_dir() else None) as top:
        command = [sys.executable, __file__, str(seconds), name, "--seed", str(seed), "--keep", str(keep), "--attack", top]
        pipes = {"stderr": subprocess.PIPE, "stdout": subprocess.DEVNULL}
        done = subprocess.run(command, text=True, errors="replace", check=False, **pipes)  # type: ignore[call-overload]
        tally = Path(top) / "tally.json"
        words: dict[str, int] = json.loads(tally.read_text(encoding="utf-8")) if tally.is_file() else {}
    edges = [int(found) for found in re.findall(r"cov: (\d+)", done.stderr)]
    for line in done.stderr.splitlines():
        if line.startswith("BROKEN") or "ERROR: libFuzzer" in line:
            print(line, flush=True)
    if not edges:
        print(done.stderr[-2000:])
    return {"words": words, "first": edges[0] if edges else 0, "last": edges[-1] if edges else 0, "code": done.returncode}


def main() -> None:
    sys.path.insert(0, str(BENCH))
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("seconds", type=int)
    parser.add_argument("targets", nargs="*")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, default=Path(tempfile.gettempdir()) / "baokan-guided")
    parser.add_argument("--attack", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.attack:
        attack(given.targets[0], given.seconds, given.seed, given.attack, given.keep.resolve())
        return
    from fuzz_targets import TARGETS

    broken = False
    for name in given.targets or TARGETS:
        result = run_target(name, given.seconds, given.seed, given.keep)
        words = result["words"]
        broken |= bool(result["code"] or {"BROKEN", "SLOW", "STRAY"} & set(words))
        told = ", ".join(f"{word} {count:,}" for word, count in sorted(words.items(), key=lambda pair: -pair[1]))
        edges = f"edges {result['first']:,} -> {result['last']:,}"
        print(f"{name}: {sum(words.values()):,} inputs, {edges}, exit {result['code']}: {told}", flush=True)
    sys.exit(1 if broken else 0)


if __name__ == "__main__":
    main()
