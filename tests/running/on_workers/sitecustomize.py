"""Brings the tests' object store into every process of the workers."""

import shelf_store  # noqa: F401
