"""How a build runs: many processes, a lock, and the state by which the next run knows what is up to date."""

from baokan.running.lock import Lock
from baokan.running.state import State
from baokan.running.workers import Failure, Limits, run_tasks

__all__ = ["Failure", "Limits", "Lock", "State", "run_tasks"]
