"""Show how far the job is and how long it will still take: a bar on a terminal, lines in a log, or JSON for the program
that started it. A log gets a line per finished step, and one from time to time in steps that take long.

Progress counts work, not steps: the estimates below weigh the parts of the job against each other, and the time left
is the time that the work so far took, extended to the rest.
"""

import io
import math
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from types import TracebackType

from tqdm import tqdm

from epochscope.progress import Progress, Step, format_progress

LOG_EVERY = 30.0
"""Seconds between the lines of a step in a log."""
_FORMAT = "{desc}: {percentage:3.0f}%|{bar}| {elapsed} gone, {remaining} left{postfix}"
# How each step reads on a terminal while it runs, and once it is finished.
_TEXTS: Mapping[Step, tuple[str, str]] = {
    Step.NEIGHBORS: ("neighbors of {}", "neighbors of {}"),
    Step.ALIGNING: ("aligning {}", "aligned {}"),
    Step.COMPARING: ("projecting {}", "projected {}"),
    Step.APPENDING: ("appending {}", "appended {}"),
    Step.SCORING: ("scoring {}", "scored and written {}"),
    Step.PLACING: ("placing {}", "placed {}"),
}


def neighbors_work(samples: int, width: int) -> float:
    """Return the estimated seconds for the neighbors of one epoch, on two cores."""
    return 1e-3 + 6e-12 * samples**2 * (width + 150)


def graph_work(samples: int, n_neighbors: int) -> float:
    """Return the estimated seconds for one epoch's graph and its share of the start."""
    return 1e-3 + 6e-7 * samples * n_neighbors


def layout_work(samples: int, n_neighbors: int) -> float:
    """Return the estimated seconds for one window of rounds of one epoch."""
    return 1e-4 + 8e-8 * samples * math.sqrt(n_neighbors)


def score_work(samples: int, width: int, layouts: int) -> float:
    """Return the estimated seconds for the scores of one epoch."""
    compared = min(samples, 12_000)
    return 2e-3 + samples * compared * (1.5e-11 * width + 4e-9 * layouts)


def placing_work(samples: int, epochs: int) -> float:
    """Return the estimated seconds for placing one layout."""
    return 2e-3 + 1e-7 * samples * epochs


def stock_work(samples: int, n_neighbors: int) -> float:
    """Return the estimated seconds for one round of one epoch of umap-learn's AlignedUMAP."""
    return 6e-6 * samples * math.sqrt(n_neighbors)


def separate_work(samples: int, n_neighbors: int) -> float:
    """Return the estimated seconds for one epoch's UMAP."""
    return 2 + 2e-4 * samples * math.sqrt(n_neighbors)


def counted(count: int, thing: str) -> str:
    """Return a number of things as text: ``1 epoch``, ``3 epochs``."""
    return f"{count} {thing}" if count == 1 else f"{count} {thing}s"


class JsonLines(tqdm):  # type: ignore[type-arg]  # tqdm is not generic at run time
    """A bar for programs: JSON lines on standard output, at most five per second and one for each new step."""

    def __init__(self, work: float) -> None:
        self.step, self._work = Step.STARTING, work
        super().__init__(total=work, file=io.StringIO(), leave=False, mininterval=0.2, miniters=0)

    def display(self, *_: object, **__: object) -> None:
        """Print how far the job is."""
        done, total = (round(1000 * seconds) for seconds in (self.n, self._work))
        print(format_progress(Progress(self.desc, self.step, done, total)), flush=True)


class JobProgress:
    """Counts the work of all layers, in estimated seconds; ``form`` is ``text`` or ``json``."""

    def __init__(self, work: float, form: str = "text") -> None:
        self._begun = time.monotonic()
        self._work, self._done, self._doing, self._said = work, 0.0, "", 0.0
        # disable=None: off where the output is a file or a pipe, in which redrawing is noise. smoothing=0: the time
        # left comes from all of the work so far, not from the last step.
        self._bar = (
            JsonLines(work)
            if form == "json"
            else tqdm(total=work, bar_format=_FORMAT, leave=False, disable=None, smoothing=0)
        )

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

    @contextmanager
    def step(self, layer: str, step: Step, details: str) -> Iterator[None]:
        """Show a step while the block runs, and that it is finished where nothing redraws; ``layer`` is empty for the
        whole run."""
        doing, done = (text.format(details) for text in _TEXTS[step])
        begun = self.seconds
        self._show(layer, step, doing)
        yield
        if self._bar.disable:
            self._log(f"{layer or 'run'}: {done} ({self.seconds - begun:.1f} s)")

    def advance(self, work: float) -> None:
        """Count work that is done."""
        self._bar.update(work)
        self._done += work
        if self._bar.disable and self.seconds - self._said >= LOG_EVERY:
            gone, left = self.seconds, self.seconds * (self._work / self._done - 1)
            times = f"{tqdm.format_interval(gone)} gone, about {tqdm.format_interval(max(left, 0))} left"
            self._log(f"{self._doing}: {min(self._done / self._work, 1):.0%} of the job, {times}")

    def _log(self, line: str) -> None:
        self._said = self.seconds
        print(line, file=sys.stderr, flush=True)

    def _show(self, layer: str, step: Step, text: str) -> None:
        if isinstance(self._bar, JsonLines):
            self._bar.step = step
        self._doing, self._said = f"{layer or 'run'}: {text}", self.seconds
        self._bar.set_description_str(layer, refresh=False)
        self._bar.set_postfix_str(text)
