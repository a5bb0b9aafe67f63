"""Run every check and test, several at a time, then print the seconds and counts of each.

Used by ``make test`` and, with ``--fast``, by ``make test-fast``: the checks, and the tests that need neither a browser
nor a training nor many processes. Each step prints its output as one block when it ends. A failure does not end the
run, so one run shows all of them; Ctrl-C stops the steps that are running. The last line counts passed, failed and
skipped.
"""

import argparse
import os
import signal
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from running.counts import Counts
from running.queue import Result, run_side_by_side
from running.steps import all_steps, browser_tests_were_skipped, fast_steps

# The tests in the browser wait for it part of the time, so one more step than there are cores keeps all cores busy.
SLOTS = (os.cpu_count() or 1) + 1


def main() -> int:
    """Run the steps and return the exit status: 1 if anything failed."""
    signal.signal(signal.SIGTERM, _stop)
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        reports = Path(folder)
        steps = fast_steps(reports) if parse().fast else all_steps(reports)
        try:
            results = run_side_by_side(steps, SLOTS, reports)
        except KeyboardInterrupt:
            print("\ninterrupted: the steps that were running have been stopped", file=sys.stderr)
            return 130
        blind = browser_tests_were_skipped(reports)
    print_summary(results, time.monotonic() - began, blind)
    return 1 if sum((result.counts for result in results), Counts()).failed else 0


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--fast", action="store_true", help="leave out the browser and all that is slow")
    return parser.parse_args()


def print_summary(results: Sequence[Result], seconds: float, blind: bool) -> None:
    """Print one line per step, the total, and last the counts."""
    print("\n  seconds  step")
    for result in results:
        print(f"  {result.seconds:7.1f}  {result.name:<18} {result.counts}")
    print(f"  {seconds:7.1f}  in all; the steps one after the other: {sum(one.seconds for one in results):.1f}")
    if blind:
        print("\nTHE BROWSER TESTS DID NOT RUN: there is no Chromium here")
    print(f"\n{sum((result.counts for result in results), Counts())}", flush=True)


def _stop(*_: object) -> NoReturn:
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main())
