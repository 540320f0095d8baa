"""Stage 3: roles -> threads: which block continues which."""

from baokan.threads.joins import Join, roles_to_joins

__all__ = ["Join", "roles_to_joins"]
