"""Finds xslt/ and schemas/: inside the wheel, or at the repository's root in an editable install."""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent
REPOSITORY = PACKAGE.parents[1]


def asset(*parts: str) -> Path:
    """The path of a shipped file, as asset("xslt", "text.xsl")."""
    inside = PACKAGE.joinpath(*parts)
    return inside if inside.exists() else REPOSITORY.joinpath(*parts)
