"""An ODD file -> its RELAX NG, its Schematron and its tag documentation."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from baokan.assets import asset
from baokan.errors import UnreadableInput
from baokan.findings import Finding
from baokan.schema.customise import resolve_odd
from baokan.schema.grammar import Grammar
from baokan.schema.odd import Odd
from baokan.schema.patterns import write_grammar
from baokan.schema.schematron import odd_to_schematron
from baokan.schema.sources import Library
from baokan.schema.tagdocs import odd_to_html


class CompiledSchema:
    """What an ODD compiles to; each output is made when it is first asked for."""

    def __init__(self, odd: Odd) -> None:
        self.odd = odd
        self.ident = odd.ident
        self._grammar = Grammar(odd)
        self._definitions = self._grammar.definitions()
        self._rng: bytes | None = None
        self._sch: bytes | None = None

    @property
    def findings(self) -> list[Finding]:
        """What the ODD asks for and didn't get (errors), and what has another effect than it seems (infos)."""
        return self.odd.findings

    @property
    def files(self) -> list[Path]:
        """Every file that went in, TEI's own source left out; when one changes, compile again."""
        return list(dict.fromkeys(path.resolve() for path in self.odd.files))

    @property
    def rng(self) -> bytes:
        """The RELAX NG grammar in XML syntax."""
        if self._rng is None:
            self._rng = self.grammar()
        return self._rng

    @property
    def sch(self) -> bytes:
        """The ISO Schematron schema; its queryBinding says what can run it."""
        if self._sch is None:
            self._sch = odd_to_schematron(self.odd)
        return self._sch

    def html(self, lang: str = "en") -> bytes:
        """The tag documentation, in English or Chinese (en, zh)."""
        return odd_to_html(self._grammar, lang)

    def grammar(self, lang: str = "") -> bytes:
        """The grammar; with a language (en, zh …) the descriptions in it stand there as annotations."""
        source = f" from {self.odd.tei_version}" if self.odd.tei_version else ""
        comment = f"Compiled by baokan from {self.odd.path.name}{source}; edit the ODD, not this file."
        return write_grammar(self._definitions, self.odd.ns, comment, lang)


def compile_odd(path: Path, tei: Path | None = None) -> CompiledSchema:
    """Compile an ODD; tei is TEI's p5subset.xml, without which the specifications shipped with baokan serve.

    Raises UnreadableInput when a file is missing or isn't an ODD.
    """
    try:
        return CompiledSchema(resolve_odd(path, cache(lambda: Library.read(tei or asset("schemas", "tei-facts.xml")))))
    except RecursionError as error:
        message = f"{path}: nests too deeply, or a datatype holds itself."
        raise UnreadableInput(message, "look for content within content within content.") from error
