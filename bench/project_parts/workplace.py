"""Where the bench works: a folder for a while, two cores, and a process of its own for everything measured."""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from typing import Any

# Linux counts the memory of the process that starts another one as that one's own peak. This module and `parts`,
# which are loaded there, therefore do without numpy, and all data is made by processes too.

ROOT = Path(__file__).resolve().parents[2]
CORES = 2
Arguments = Mapping[str, object]
Environment = Mapping[str, str]
NO_MORE: Environment = {}
_FEWEST = 200


@dataclass(frozen=True, eq=False)
class Workplace:
    """What all parts have in common."""

    script: Path
    folder: Path
    parts: Sequence[str]
    shrink: int
    dataset: Path
    began: float

    def conditions(self) -> str:
        names = ("umap-learn", "numba", "numpy")
        words = ", ".join((f"{usable_cores()} cores", *(f"{name} {version(name)}" for name in names)))
        return words if self.shrink == 1 else f"{words}; {self.shrink} times fewer samples: the figures say nothing"

    def samples(self, count: int) -> int:
        """Return ``count``, or fewer where the bench is only tried out."""
        return count if self.shrink == 1 else max(_FEWEST, count // self.shrink)

    def tell(self, words: str) -> None:
        minutes, seconds = divmod(round(time.monotonic() - self.began), 60)
        print(f"[{minutes:>3}:{seconds:02}] {words}", file=sys.stderr, flush=True)

    def ask(self, words: str, function: str, arguments: Arguments, more: Environment = NO_MORE) -> Any:
        """Return what ``module.function`` of this package answers in a fresh process; ``words`` say what it does."""
        self.tell(words)
        command = [sys.executable, str(self.script), "--measure", function, json.dumps(arguments)]
        done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True, env=_environment(more))
        return json.loads(done.stdout.splitlines()[-1])

    def epochscope(self, words: str, *command: str) -> None:
        """Run a command of Epochscope in the repository's root."""
        self.tell(f"{words}: epochscope {' '.join(command)}")
        program = [sys.executable, "-m", "epochscope.command_line", *command]
        subprocess.run(program, stdout=sys.stderr, check=True, cwd=ROOT, env=_environment(NO_MORE))


@contextmanager
def workplace(script: Path, parts: Sequence[str], shrink: int, dataset: Path) -> Iterator[Workplace]:
    """Yield a workplace; this process and those that it starts keep to two cores."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:CORES])
    with tempfile.TemporaryDirectory() as folder:
        yield Workplace(script.resolve(), Path(folder), parts, shrink, dataset, time.monotonic())


def answer(function: str, arguments: str) -> object:
    """Return what the process was started for."""
    module, _, name = function.partition(".")
    return getattr(import_module(f"project_parts.{module}"), name)(**json.loads(arguments))


def usable_cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _environment(more: Environment) -> dict[str, str]:
    return {**os.environ, "OMP_WAIT_POLICY": "PASSIVE", "PYTHONWARNINGS": "ignore", **more}
