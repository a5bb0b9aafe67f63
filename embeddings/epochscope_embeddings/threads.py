"""Distribute work over the processor's cores: plain threads around code that releases Python's global lock."""

import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TypeVar

from threadpoolctl import threadpool_limits

Item = TypeVar("Item")
Result = TypeVar("Result")


def cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Team:
    """Threads that take one task after another; matrix products inside a task stay on the task's own core."""

    def __init__(self, pool: ThreadPoolExecutor, coordinators: ThreadPoolExecutor, size: int) -> None:
        self._pool = pool
        self._coordinators = coordinators
        self.size = size

    def map(self, function: Callable[[Item], Result], items: Iterable[Item]) -> list[Result]:
        """Return ``function`` of every item, in order; raise the first error in that order."""
        return list(self._pool.map(function, items))

    def overlap(self, function: Callable[[Item], Result], items: Iterable[Item]) -> Iterator[Result]:
        """Yield ``function`` of every item, in order, two items at a time: the serial parts of one run beside the tasks
        that the other gives to the team."""
        return self._coordinators.map(function, items)


@contextmanager
def team(jobs: int) -> Iterator[Team]:
    """Yield a team of ``jobs`` threads; an error or Ctrl-C in the block drops the tasks that have not begun."""
    with threadpool_limits(1):
        pool, coordinators = ThreadPoolExecutor(jobs), ThreadPoolExecutor(min(2, jobs))
        try:
            yield Team(pool, coordinators, jobs)
        finally:
            coordinators.shutdown(wait=False, cancel_futures=True)
            pool.shutdown(cancel_futures=True)
