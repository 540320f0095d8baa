"""How the print edition is asked to look."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from baokan.errors import UsageError

LAYOUTS = ("newspaper", "reading")
DEFAULT_PAPER = {"newspaper": "broadsheet", "reading": "b5"}


@dataclass(frozen=True, slots=True)
class PrintOptions:
    """Layout, paper (a name or WIDTHxHEIGHT in mm), number of columns, the text font's family, a template, the TEI inside.

    `articles` asks for a PDF an article too; `single` is how such a one is set, without contents and title page.
    What is None is the layout's own choice. `template` is a Typst file that takes the place of newspaper.typ or
    reading.typ; it may import parts.typ. Raises UsageError for a layout that there isn't.
    """

    layout: str = "newspaper"
    paper: str | None = None
    columns: int | None = None
    font: str | None = None
    template: Path | None = None
    embed: bool = True
    articles: bool = False
    single: bool = False

    def __post_init__(self) -> None:
        if self.layout not in LAYOUTS:
            raise UsageError(f"There is no {self.layout} layout.", f"choose one of {', '.join(LAYOUTS)}.")
        if self.columns is not None and not 1 <= self.columns <= 12:
            raise UsageError(f"{self.columns} columns can't be set.", "ask for 1 to 12.")

    def of_an_article(self) -> PrintOptions:
        """How an article by itself is set: as in a book, without the TEI of the issue inside."""
        return PrintOptions("reading", font=self.font, embed=False, single=True)

    @property
    def paper_name(self) -> str:
        return self.paper or DEFAULT_PAPER[self.layout]

    @property
    def template_name(self) -> str:
        return f"{self.layout}.typ"
