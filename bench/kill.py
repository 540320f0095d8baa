"""Kills what writes with kill -9 at random moments; all files must be whole each time, and the next run must complete them.

python bench/kill.py [TIMES] [PAGES] [SCENE ...]     (100 times, 12 pages; all scenes below, each TIMES times)

    build      baokan build, the text edition; every third time some pages change, so that there is work again
    editions   baokan build with print, text and web
    web        baokan render web
    annotate   baokan annotate
    import     baokan import webannotation
    serve      comments saved through the server's routes, one after another
    store      a build in an object store (addresses of the tests' own, files of this machine)
    encode     baokan encode into a project's corpus/

A kill comes between the start and a little after the time that an undisturbed run takes. The state of the last kill is kept and
worked on; every fourth time the scene begins anew. In the end one undisturbed run must give the bytes of an undisturbed one from
the beginning (import and serve, which note the time: valid files, nothing lost that was acknowledged).
"""

from __future__ import annotations

import json
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree, html

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from pages.maker import make_page  # noqa: E402 - lies beside the tests

BAOKAN = [sys.executable, "-m", "baokan"]
STORE = """
import sys
sys.path.insert(0, sys.argv[2])
import shelf_store
from baokan.afar import Place, build_afar
sys.exit(build_afar(Place(f"shelf://{sys.argv[1]}"), editions=("text", "web")).exit_code)
"""
SERVE = """
import logging, sys
from pathlib import Path
from starlette.testclient import TestClient
from baokan.annotate.reading import blocks
from baokan.serve.app import make_app
from baokan.serve.checking import parse
from baokan.serve.site import Site
from baokan.serve.store import Store
logging.disable(logging.INFO)
corpus, site = Path(sys.argv[1]), Path(sys.argv[2])
site.mkdir(exist_ok=True)
store = Store(corpus)
app = make_app(store, Site(store, site), "token", 8765)
client = TestClient(app, base_url="http://127.0.0.1:8765", headers={"X-Baokan-Token": "token"})
for number in range(int(sys.argv[3]), int(sys.argv[3]) + 40):
    name = sorted(store.issues)[number % len(store.issues)]
    block = next(b for b in blocks(parse(store.issues[name].read_bytes())) if b.id and len(b.text) > 12)
    version = client.get(f"/api/issues/{name}").json()["version"]
    facts = {"element": block.id, "start": 2, "end": 6, "quote": block.text[2:6], "text": f"comment {number}."}
    answer = client.post(f"/api/issues/{name}/comment", json={"author": "白一鸣", "version": version, **facts})
    assert answer.status_code == 200, answer.text
    print(number, flush=True)
"""


@dataclass
class Scene:
    """What is killed: a command in a project, which `fill` makes anew. `result` are the folders whose bytes must come out."""

    command: Callable[[Path], list[str]]
    fill: Callable[[Path, int], None]
    result: tuple[str, ...]
    changes: bool = False  # sources change now and then
    acknowledged: set[int] = field(default_factory=set)


def seeds(project: Path, pages: int, shift: int = 0) -> None:
    (project / "seeds").mkdir(parents=True, exist_ok=True)
    for place in range(pages):
        text = make_page("abc"[place % 3], place + shift).text
        (project / "seeds" / f"p{place}.txt").write_text(text, encoding="utf-8")


def corpus(project: Path, pages: int) -> None:
    seeds(project, pages)
    run([*BAOKAN, "encode", str(project / "seeds"), "-o", str(project / "corpus")])


def annotations(project: Path, pages: int) -> None:
    """A corpus, and annotations of it that another copy exports."""
    corpus(project, pages)
    copy = project / "copy"
    shutil.copytree(project / "corpus", copy / "corpus")
    run([*BAOKAN, "annotate", str(copy / "corpus")])
    run([*BAOKAN, "export", "webannotation", str(copy / "corpus"), "-o", str(project / "given")])


def run(command: list[str]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode not in (0, 3):
        sys.exit(f"{' '.join(command)}: {done.stderr}")


def scenes() -> dict[str, Scene]:
    def build(*options: str) -> Callable[[Path], list[str]]:
        return lambda p: [*BAOKAN, "build", "--project", str(p), *options]

    def given(project: Path) -> list[str]:
        return [str(path) for path in sorted((project / "given").rglob("*.json*"))]

    on_workers = str(ROOT / "tests" / "running" / "on_workers")
    return {
        "build": Scene(build("--editions", "text"), seeds, ("corpus", "dist"), changes=True),
        "editions": Scene(build(), seeds, ("corpus", "dist")),
        "web": Scene(
            lambda p: [*BAOKAN, "render", "web", str(p / "corpus"), "-o", str(p / "dist" / "web")], corpus, ("corpus", "dist")
        ),
        "annotate": Scene(lambda p: [*BAOKAN, "annotate", str(p / "corpus")], corpus, ("corpus",)),
        "import": Scene(
            lambda p: [*BAOKAN, "import", "webannotation", *given(p), "--corpus", str(p / "corpus"), "--by", "白一鸣"],
            annotations,
            (),
        ),
        "serve": Scene(lambda p: [sys.executable, "-c", SERVE, str(p / "corpus"), str(p / "site"), "0"], corpus, ()),
        "store": Scene(lambda p: [sys.executable, "-c", STORE, str(p), on_workers], seeds, ("corpus", "dist")),
        "encode": Scene(
            lambda p: [*BAOKAN, "encode", str(p / "seeds"), "-o", str(p / "corpus")], seeds, ("corpus",), changes=True
        ),
    }


def files(project: Path, folders: tuple[str, ...]) -> dict[str, bytes]:
    found = (path for folder in folders for path in (project / folder).rglob("*"))
    return {path.relative_to(project).as_posix(): path.read_bytes() for path in found if path.is_file()}


def left(project: Path) -> list[str]:
    """Half-written files."""
    known = {".baokan-files", ".baokan-fonts"}
    return [str(path) for path in project.rglob(".baokan-*") if path.is_file() and path.name not in known]


def broken(project: Path) -> Iterator[str]:
    """What isn't whole: TEI that baokan's own schema and rules refuse, files of editions whose end is missing."""
    from baokan.tei import restore
    from baokan.validate import validate

    for path in (project / "corpus").glob("*.xml"):
        yield from (f"{f.path}: {f.message}" for f in validate(path) if f.severity == "error")
        if path.name.startswith("p") and not path.name.endswith(".ana.xml"):
            try:
                restore(path)
            except Exception as error:  # whatever it is, the file isn't whole
                yield f"{path}: {error}"
    for path in (project / "dist").rglob("*"):
        if path.is_file() and not path.name.startswith(".baokan-") and (why := torn(path)):
            yield f"{path}: {why}"


def torn(path: Path) -> str:
    data = path.read_bytes()
    ends = {".html": b"</html>", ".pdf": b"%%EOF", ".js": b"", ".txt": b"\n"}
    if not data.rstrip(b"\n" if path.suffix != ".txt" else b"").endswith(ends.get(path.suffix, b"")):
        return "its end is missing"
    try:
        if path.suffix == ".html":
            html.fromstring(data)
        elif path.suffix == ".xml":
            etree.fromstring(data)
        elif path.suffix == ".json":
            json.loads(data)
    except ValueError as error:
        return str(error)
    except etree.LxmlError as error:
        return str(error)
    return ""


def lost(scene: Scene, project: Path) -> list[str]:
    """Acknowledged comments that aren't in the corpus."""
    text = "".join(path.read_text(encoding="utf-8") for path in (project / "corpus").glob("*.xml"))
    return [f"comment {number} was saved and is lost" for number in scene.acknowledged if f"comment {number}." not in text]


def play(name: str, scene: Scene, times: int, pages: int, top: Path) -> bool:
    """Kill a scene so many times; whether all was well. Prints what came of it."""
    template, project, whole = top / "template", top / "project", top / "whole"
    template.mkdir()
    scene.fill(template, pages)
    shutil.copytree(template, whole)
    begun = time.monotonic()
    run(scene.command(whole))
    long = time.monotonic() - begun
    chance, counts, wrong = random.Random(name), {"killed": 0, "ended before": 0}, list[str]()
    for number in range(times):
        if number % 4 == 0:
            shutil.rmtree(project, ignore_errors=True)
            shutil.copytree(template, project)
            scene.acknowledged.clear()
        elif scene.changes and number % 4 == 2:
            seeds(project, pages, number)
        command = scene.command(project)
        if name == "serve":
            command[-1] = str(number * 40)
        victim = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        time.sleep(chance.uniform(0.05, 1.1 * long))
        counts["ended before" if victim.poll() is not None else "killed"] += 1
        victim.send_signal(signal.SIGKILL)
        said, errors = victim.communicate()
        if victim.returncode not in (0, 3, -signal.SIGKILL):
            wrong.append(errors.decode())
        scene.acknowledged |= set(map(int, said.split())) if name == "serve" else set()
        wrong += [*broken(project), *lost(scene, project)]
    if scene.changes:
        seeds(project, pages)
    if name == "serve":
        scene.acknowledged |= set(range(times * 40, times * 40 + 40))
        run([*scene.command(project)[:-1], str(times * 40)])
    else:
        run(scene.command(project))
    wrong += [*broken(project), *lost(scene, project)]
    if "build" in scene.command(project) or name == "store":
        wrong += left(project)
    if (made := files(project, scene.result)) != (expected := files(whole, scene.result)):
        wrong.append(f"other bytes: {sorted(n for n in made | expected if made.get(n) != expected.get(n))[:5]}")
    told = ", ".join(f"{what} {count}" for what, count in counts.items())
    print(
        f"{name}: {told}, within {1.1 * long:.1f} s; {'all whole, completed by the next run' if not wrong else 'WRONG'}",
        flush=True,
    )
    print(*wrong[:20], sep="\n", end="\n" if wrong else "")
    return not wrong


def main() -> None:
    times, pages = (int(sys.argv[n]) if len(sys.argv) > n else default for n, default in ((1, 100), (2, 12)))
    known = scenes()
    fine = True
    for name in sys.argv[3:] or known:
        with tempfile.TemporaryDirectory(prefix="baokan-kill-") as top:
            fine &= play(name, known[name], times, pages, Path(top))
    sys.exit(0 if fine else 1)


if __name__ == "__main__":
    main()
