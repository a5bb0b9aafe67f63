"""Run commands side by side, a few at a time, and stop all of them when this process is interrupted."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from running.counts import Counts

ROOT = Path(__file__).resolve().parents[2]
# Seconds in which an interrupted step may close its servers and browsers before it is killed.
GRACE = 10.0


@dataclass(frozen=True)
class Step:
    """A command, and how to count its tests once it has ended with an exit code."""

    name: str
    command: Sequence[str]
    count: Callable[[int], Counts]
    folder: Path = ROOT


@dataclass(frozen=True)
class Result:
    """What a step counted, and how many seconds it took."""

    name: str
    counts: Counts
    seconds: float


class _Running:
    """A step that has been started; its output goes to a file."""

    def __init__(self, step: Step, output: Path) -> None:
        self.step, self._output, self._began = step, output, time.monotonic()
        with output.open("wb") as file:
            # In a session of its own, so that it can be stopped with all processes that it starts.
            self._process = subprocess.Popen(
                step.command, cwd=step.folder, stdout=file, stderr=subprocess.STDOUT, start_new_session=True
            )

    @property
    def has_ended(self) -> bool:
        return self._process.poll() is not None

    def finish(self) -> Result:
        """Print the output in one block and return the result."""
        seconds = time.monotonic() - self._began
        print(f"\n── {self.step.name} ({seconds:.1f} s)\n{self._output.read_text(errors='replace')}", flush=True)
        return Result(self.step.name, self.step.count(self._process.wait()), seconds)

    def send(self, number: signal.Signals) -> None:
        """Send a signal to the step and all processes of its session's group."""
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, number)

    def wait(self, seconds: float) -> None:
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(max(0, seconds))


def run_side_by_side(steps: Sequence[Step], slots: int, folder: Path) -> list[Result]:
    """Run the steps in their order, at most ``slots`` at a time, and return their results in the same order.

    ``folder`` receives their output until it is printed. On any exception, such as ``KeyboardInterrupt``, the running
    steps are interrupted first, and killed if they do not end.
    """
    waiting, running, results = list(enumerate(steps)), list[_Running](), dict[str, Result]()
    try:
        while waiting or running:
            while waiting and len(running) < slots:
                number, step = waiting.pop(0)
                running.append(_Running(step, folder / f"{number}.out"))
            time.sleep(0.05)
            for one in [one for one in running if one.has_ended]:
                results[one.step.name] = one.finish()
                running.remove(one)
    finally:
        _stop(running)
    return [results[step.name] for step in steps]


def _stop(running: Sequence[_Running]) -> None:
    deadline = time.monotonic() + GRACE
    for one in running:
        one.send(signal.SIGINT)
    for one in running:
        one.wait(deadline - time.monotonic())
        one.send(signal.SIGKILL)
        one.wait(GRACE)
