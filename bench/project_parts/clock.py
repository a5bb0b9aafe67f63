"""What a process has spent: wall and processor seconds, and its peak memory."""

import resource
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

Spent = dict[str, float]


@contextmanager
def timed(into: list[Spent]) -> Iterator[None]:
    """Add wall and processor seconds (of all threads) of what is done inside to a list."""
    wall, cpu = time.perf_counter(), time.process_time()
    yield
    into.append({"wall": time.perf_counter() - wall, "cpu": time.process_time() - cpu})


def peak_mb() -> float:
    unit = 1 << 20 if sys.platform == "darwin" else 1 << 10
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit
