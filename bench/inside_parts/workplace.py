"""Where the parts of bench/inside.py work."""

import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DEMO, DATASETS = ROOT / "data" / "demo", ROOT.parent / "shared" / "datasets"
LENET, SIDE, LAST_EPOCH = "lenet-emnist", 28, 20


def children(process: int) -> list[int]:
    """Return the processes that a process started, and those that they did."""
    listed = Path(f"/proc/{process}/task/{process}/children")
    own = [int(word) for word in listed.read_text().split()] if listed.exists() else []
    return own + [one for child in own for one in children(child)]


def cpu_seconds(processes: Sequence[int]) -> float:
    """Return the CPU seconds that processes took so far; 0 where the system does not say."""
    ticks = 0
    for process in processes:
        ticks += sum(int(word) for word in Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[11:13])
    return ticks / os.sysconf("SC_CLK_TCK") if ticks else 0.0


class Workplace:
    """``shrink`` divides how often things are done: only to try the bench out."""

    def __init__(self, shrink: int) -> None:
        self.shrink = shrink
        self._begun = time.monotonic()

    def conditions(self) -> str:
        """Return a description of what everything is measured on."""
        load = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0
        return f"{os.cpu_count()} cores, at a load of {load:.1f} when this began"

    def tell(self, words: str) -> None:
        """Say how far it has come."""
        print(f"{time.monotonic() - self._begun:.0f} s: {words}", file=sys.stderr, flush=True)
