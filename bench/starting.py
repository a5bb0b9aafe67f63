"""Measures how soon ``epochscope serve`` answers after it was started.

The clock runs from the start of the process until a whole answer is here, of the list of runs, of a run's manifest, and
of the page itself. Every start is a process of its own, on two cores; the first one, for which files may have to come
from the disk, is counted too. The store is ``data/demo`` unless another is named.

Example:
  python bench/starting.py --store data/runs
"""

import argparse
import json
import os
import subprocess
import sys
import time
from pathlib import Path
from statistics import median
from urllib.request import urlopen

from common.claims import Claim, at_most, conclude, print_table

STARTS, MOST_SECONDS, CORES = 7, 2, 2


def main() -> int:
    store = parse().store
    if not store.is_dir():
        print(f"there is no folder {store}: name a store with --store", file=sys.stderr)
        return 2
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:CORES])
    starts = [start(store) for _ in range(STARTS)]
    rows = [(answer, *(f"{pick(times):.2f}" for pick in (median, min, max))) for answer, times in by_answer(starts)]
    print_table(f"{store}: {STARTS} starts, seconds until there is", ("", "median", "least", "most"), rows)
    return conclude(claims(starts))


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--store", type=Path, default=Path("data/demo"), help="folder of the store")
    return parser.parse_args()


def start(store: Path) -> dict[str, float]:
    """Return the seconds after which each answer was here."""
    began = time.perf_counter()
    command = [sys.executable, "-m", "epochscope.command_line", "serve", str(store), "--port", "0"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        address, seconds = process.stdout.readline().split()[0], {}
        runs = json.loads(read(f"{address}api/runs.json"))["runs"]
        seconds["the list of runs"] = time.perf_counter() - began
        read(f"{address}api/runs/{runs[0]['name']}/run.json")
        seconds["a run's manifest"] = time.perf_counter() - began
        read(address)
        seconds["the page"] = time.perf_counter() - began
        return seconds
    finally:
        process.terminate()
        process.wait()


def read(address: str) -> bytes:
    with urlopen(address) as answer:
        return bytes(answer.read())


def by_answer(starts: list[dict[str, float]]) -> list[tuple[str, list[float]]]:
    return [(answer, [times[answer] for times in starts]) for answer in starts[0]]


def claims(starts: list[dict[str, float]]) -> list[Claim]:
    return [at_most(f"{answer} takes, in seconds,", median(times), MOST_SECONDS) for answer, times in by_answer(starts)]


if __name__ == "__main__":
    sys.exit(main())
