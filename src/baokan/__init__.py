"""baokan 报刊: Chinese newspapers as a validated TEI corpus, and its editions."""

__version__ = "0.1.0"
