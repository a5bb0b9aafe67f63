"""Show how far the job is and how long it will still take: a bar on a terminal, a line a finished step elsewhere, or
JSON for a program that started it.

Progress counts work, not steps: the estimates below say how the parts compare with each other, and the time left is
what the work done so far took, extended to the rest.
"""

import io
import json
import math
import sys
import time
from types import TracebackType

from tqdm import tqdm

_FORMAT = "{desc}: {percentage:3.0f}%|{bar}| {elapsed} gone, {remaining} left{postfix}"


def neighbors_work(samples: int, width: int) -> float:
    """Return about how many seconds the neighbors of one epoch take on two cores."""
    return 1e-3 + 6e-12 * samples**2 * (width + 150)


def graph_work(samples: int, n_neighbors: int) -> float:
    """Return the seconds of one epoch's graph and its part of the start."""
    return 1e-3 + 6e-7 * samples * n_neighbors


def layout_work(samples: int, n_neighbors: int) -> float:
    """Return the seconds of one window of rounds of one epoch."""
    return 1e-4 + 8e-8 * samples * math.sqrt(n_neighbors)


def score_work(samples: int, width: int, layouts: int) -> float:
    """Return the seconds of the scores of one epoch."""
    compared = min(samples, 12_000)
    return 2e-3 + samples * compared * (1.5e-11 * width + 4e-9 * layouts)


def stock_work(samples: int, n_neighbors: int) -> float:
    """Return the seconds of one round of one epoch of umap-learn's AlignedUMAP."""
    return 6e-6 * samples * math.sqrt(n_neighbors)


def separate_work(samples: int, n_neighbors: int) -> float:
    """Return the seconds of one epoch's UMAP."""
    return 2 + 2e-4 * samples * math.sqrt(n_neighbors)


class JsonLines(tqdm):  # type: ignore[type-arg]  # while it runs, tqdm takes none
    """A bar for programs: a JSON object a line on standard output, five a second at most and one for each new step."""

    def __init__(self, work: float) -> None:
        super().__init__(total=work, file=io.StringIO(), leave=False, mininterval=0.2, miniters=0)

    def display(self, *_: object, **__: object) -> None:
        """Print how far the job is; ``done`` and ``total`` are estimates, in seconds."""
        state = {"layer": self.desc, "words": self.postfix or "", "done": self.n, "total": self.total}
        print(json.dumps(state), flush=True)


class JobProgress:
    """Counts the work of all layers, in estimated seconds; ``form`` is ``words`` or ``json``."""

    def __init__(self, work: float, form: str = "words") -> None:
        self._begun = time.monotonic()
        # disable=None: off where the output is a file or a pipe, in which redrawing is noise. smoothing=0: the time
        # left comes from all of the work so far, not from the last step.
        self._bar = (
            JsonLines(work)
            if form == "json"
            else tqdm(total=work, bar_format=_FORMAT, leave=False, disable=None, smoothing=0)
        )
        self._layer = ""

    def __enter__(self) -> "JobProgress":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._bar.close()

    @property
    def seconds(self) -> float:
        """Time since the job was begun."""
        return time.monotonic() - self._begun

    def begin(self, layer: str, words: str) -> None:
        """Say what is being done now."""
        self._layer = layer
        self._bar.set_description_str(layer, refresh=False)
        self._bar.set_postfix_str(words)

    def advance(self, work: float) -> None:
        """Count work that is done."""
        self._bar.update(work)

    def finished(self, words: str, since: float) -> None:
        """Say what has been done since ``seconds`` was ``since``."""
        if self._bar.disable:
            print(f"{self._layer}: {words} ({self.seconds - since:.1f} s)", file=sys.stderr, flush=True)
