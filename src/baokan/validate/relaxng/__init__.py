"""RELAX NG in Python: schemas in both syntaxes, checked against the specification, and validation of trees and files."""

from baokan.validate.relaxng.problems import SchemaError
from baokan.validate.relaxng.schema import Schema, load_schema

__all__ = ["Schema", "SchemaError", "load_schema"]
