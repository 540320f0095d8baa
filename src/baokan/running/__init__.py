"""How a build runs: many processes, a lock, and the state by which the next run knows what is up to date."""

from baokan.running.lock import Lock, corpus_lock, watched, writing_lock
from baokan.running.rows import Rows
from baokan.running.state import State
from baokan.running.steps import Batch, Done, Step, run_step
from baokan.running.workers import Failure, Limits, run_tasks

__all__ = [
    "Batch",
    "Done",
    "Failure",
    "Limits",
    "Lock",
    "Rows",
    "State",
    "Step",
    "corpus_lock",
    "run_step",
    "run_tasks",
    "watched",
    "writing_lock",
]
