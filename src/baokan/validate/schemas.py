"""Schemas ready to use, each read once: RELAX NG in both syntaxes, ODDs, and TEI as a whole for files that name none."""

from __future__ import annotations

import atexit
import contextlib
import hashlib
import os
import shutil
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

from baokan import __version__
from baokan.assets import asset
from baokan.errors import MissingPart, OutputInTheWay, UnreadableInput
from baokan.files import write_atomic
from baokan.findings import Severity
from baokan.validate.lookup import Kind, kind_of
from baokan.validate.relaxng import Schema, load_schema

_MODULES = (
    "tei header core textstructure analysis certainty corpus dictionaries drama figures gaiji iso-fs linking msdescription "
    "namesdates nets spoken tagdocs textcrit transcr verse"
).split()
_ALL = (
    '<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt><title>TEI as a whole</title></titleStmt>'
    "<publicationStmt><p/></publicationStmt><sourceDesc><p/></sourceDesc></fileDesc></teiHeader><text><body>"
    f'<schemaSpec ident="tei_all" start="TEI teiCorpus">{"".join(f"<moduleRef key={m!r}/>" for m in _MODULES)}</schemaSpec>'
    "</body></text></TEI>"
)


@cache
def load_grammar(path: Path) -> Schema:
    """The grammar of a .rng, .rnc or ODD file. Raises UnreadableInput, MissingPart.

    A schema is checked by every rule of the specification once, and then again only when one of its files changes: what has
    been found right is noted in the cache, by the files' checksums.
    """
    grammar = odd_to_grammar(path) if kind_of(path.name) is Kind.ODD else path
    note = _cache_folder() / f"right-{hashlib.sha256(f'{grammar.resolve()} {__version__}'.encode()).hexdigest()[:24]}"
    known = _is_right(note)
    schema = load_schema(grammar, check=not known)
    if not known:
        with contextlib.suppress(OutputInTheWay):
            write_atomic(note, "".join(f"{_checksum(each)} {each}\n" for each in schema.files).encode())
    return schema


def _is_right(note: Path) -> bool:
    """Whether every file that the note names still has the checksum with which it was found right."""
    try:
        lines = note.read_text(encoding="utf-8").splitlines()
        return bool(lines) and all(_checksum(Path(line[65:])) == line[:64] for line in lines)
    except (OSError, UnicodeDecodeError):
        return False


def _checksum(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


@cache
def tei_as_a_whole() -> Schema:
    """TEI P5 with all its modules, compiled from the specifications that baokan ships; known to be right."""
    odd = _cache_folder() / "tei_all.odd"
    if not odd.is_file() or odd.read_text(encoding="utf-8") != _ALL:
        write_atomic(odd, _ALL.encode())
    return load_schema(odd_to_grammar(odd), check=False)


def odd_to_grammar(path: Path) -> Path:
    """An ODD's grammar, in the cache: compiled again only when the ODD, the specifications or baokan change."""
    made = _cached(path, ".rng")
    if not made.is_file():
        write_atomic(made, _compiled(path).rng)
    return made


def rules_of(odd: Path) -> list[Path]:
    """The Schematron rules of an ODD, in the cache; none where it has none."""
    made = _cached(odd, ".sch")
    if not made.is_file():
        write_atomic(made, _compiled(odd).sch)
    return [made] if b"pattern" in made.read_bytes() else []


def _cached(path: Path, ending: str) -> Path:
    try:
        key = hashlib.sha256(path.read_bytes())
        makers = [asset("schemas", "tei-facts.xml"), *sorted((Path(__file__).parents[1] / "schema").glob("*.py"))]
        stamps = [(each.stat().st_size, each.stat().st_mtime_ns) for each in makers]
        key.update(f"{path.resolve()} {stamps} {__version__}".encode())
    except OSError as error:
        raise UnreadableInput(f"{path}: can't be read: {error.strerror}.", "check the name.") from error
    return _cache_folder() / f"{path.stem}-{key.hexdigest()[:16]}{ending}"


def forget() -> None:
    """Reads every schema anew when it is next asked for."""
    from baokan.validate.schematron import load_rules

    for kept in (load_grammar, _compiled, load_rules):
        kept.cache_clear()


@cache
def _compiled(path: Path) -> Any:
    try:
        from baokan.schema import compile_odd
    except ImportError as error:
        raise MissingPart(f"{path}: is an ODD, and this baokan can't compile one.", "name its .rng with --schema.") from error
    compiled = compile_odd(path)
    wrong = [each for each in compiled.findings if each.severity is Severity.ERROR]
    if wrong:
        raise UnreadableInput(wrong[0].format(), f"mend the ODD; it has {len(wrong)} such places.")
    return compiled


@cache
def _cache_folder() -> Path:
    """Where compiled ODDs are kept: the user's cache, or a folder of this process where that can't be written."""
    folder = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "baokan"
    try:
        write_atomic(folder / "README", b"Compiled schemas; baokan makes them again when this folder is deleted.\n")
    except (OutputInTheWay, OSError):
        folder = Path(tempfile.mkdtemp(prefix="baokan-"))
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder
