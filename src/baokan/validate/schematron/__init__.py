"""Schematron: the rules that a grammar can't say, each with its code, hint and Chinese wording."""

from baokan.validate.schematron.rules import Rules, load_rules

__all__ = ["Rules", "load_rules"]
