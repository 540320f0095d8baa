"""Stage 3: roles -> threads: which block continues which."""

from baokan.threads.evidence import is_open
from baokan.threads.seams import certainty
from baokan.threads.threads import Join, Thread, Threads, roles_to_threads

__all__ = ["Join", "Thread", "Threads", "certainty", "is_open", "roles_to_threads"]
