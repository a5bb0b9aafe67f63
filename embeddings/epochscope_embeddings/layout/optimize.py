"""Optimize the positions of all epochs together, on all cores; the bytes do not depend on the number of cores."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from epochscope_embeddings.layout.graphs import Edges
from epochscope_embeddings.layout.kernel import ONE, ROUNDS_A_WINDOW, advance, pull_targets
from epochscope_embeddings.threads import Team

ROUNDS = 180
"""The number of rounds; an edge of weight 1 is drawn in each. With the steps of ``kernel.step_size`` they reach better
trustworthiness and recall than umap-learn's 200 rounds of a linear decay."""
SHARED_ROUNDS = 108
"""The rounds that the layouts of one graph with different ``min_dist`` share before they part."""
NEGATIVES = 5
"""Samples that push a sample away for each edge drawn; UMAP's own number."""
PULL = 0.0017
"""The final strength of an epoch's pull on a sample of the adjacent epoch that changed as much as the others."""
HOLD = 0.018
"""What is added where a sample's neighborhoods are the same."""
FULL_PULL_ROUNDS = 108
"""The pull grows linearly through these rounds and then stays: epochs that first find their own shape and then each
other are both truer to their layers and calmer than epochs that pull with full strength from the start."""
PULL_DECAY = float(np.exp(-1))
_MOST_FAVOR = 2.5
_CHANCE = 0.1
_SHUFFLES = 16
_VECTOR = 8
_MOST_AT_A_TIME = 32

Positions = NDArray[np.float32]
Report = Callable[[], object]


@dataclass(frozen=True)
class Problem:
    """What a layout is made from, except its curve: the graphs of E epochs of N samples and how alike they are.

    ``likeness`` (E, 2R+1, N), 0 to 1, of each sample's neighborhood at an epoch and at those up to R before and after.
    The first ``fixed`` epochs are not moved.
    """

    edges: Sequence[Edges]
    likeness: NDArray[np.float32]
    seed: int
    fixed: int = 0


def windows(first: int, last: int) -> int:
    """Return how many times ``optimize`` calls ``report`` per epoch that it moves, in the rounds from first to last."""
    return -(-(last - first) // ROUNDS_A_WINDOW)


def pulls(likeness: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return how strongly each adjacent epoch finally pulls on each sample of an epoch, (E, 2R+1, N).

    It is ``PULL`` l^4 / (m^4 + 0.1^4) + ``HOLD`` l^6 for a sample's likeness l and the mean m of all samples between
    the two epochs (in the first term l counts as 2.5 m at most): samples that changed less than others hold the
    layout, also where the whole layer changes, but not where so little stays alike that it may be chance.
    """
    mean = likeness.mean(axis=2, keepdims=True)
    compared = np.minimum(likeness, np.float32(_MOST_FAVOR) * mean) ** 4 / (mean**4 + np.float32(_CHANCE**4))
    strength: NDArray[np.float32] = np.float32(PULL) * compared + np.float32(HOLD) * likeness**6
    return strength


def grown(this_round: int) -> np.float32:
    """Return the share of their strength with which epochs pull in a round."""
    return np.float32(min(1.0, this_round / FULL_PULL_ROUNDS))


def optimize(
    problem: Problem,
    start: Positions,
    curve: tuple[float, float],
    rounds: tuple[int, int],
    team: Team,
    report: Report = lambda: None,
) -> Positions:
    """Return positions (E, N, 2) after the rounds ``rounds[0]`` to ``rounds[1]`` of ``ROUNDS``, from ``start``.

    The objective is UMAP's cross entropy of every epoch and, for neighboring epochs, AlignedUMAP's distance of a
    sample from itself (Dadu et al. 2023), weighted by the likeness of its neighborhoods (``pulls``). Where the stock
    implementation reads the other epochs at every step, here they stand still for ``ROUNDS_A_WINDOW`` rounds:
    epochs then depend on each other only from window to window, and run beside each other.
    """
    epochs, samples = start.shape[:2]
    pull = pulls(problem.likeness)
    mean_edges = np.mean([edges.weight.sum(dtype=np.float64) for edges in problem.edges]) / 2**ONE / samples
    at_a_time = min(samples, _MOST_AT_A_TIME, max(_VECTOR, round(NEGATIVES * mean_edges / _VECTOR) * _VECTOR))
    rng = np.random.default_rng(problem.seed)
    shuffles = np.stack([rng.permutation(samples).astype(np.uint32) for _ in range(_SHUFFLES)])
    now = np.ascontiguousarray(start, dtype=np.float32).reshape(epochs, 2 * samples).copy()
    # What the other epochs see: the last two windows of each epoch, as adjacent epochs may be one window behind.
    seen = np.stack([now, now])
    bounds = np.array([*range(rounds[0], rounds[1], ROUNDS_A_WINDOW), rounds[1]])
    reach = problem.likeness.shape[1] // 2

    def work(epoch: int, window: int) -> None:
        target, strength = np.empty(2 * samples, np.float32), np.empty(samples, np.float32)
        pull_targets(epoch, pull, PULL_DECAY, seen[window % 2], target, strength)
        strength *= grown(int(bounds[window]))
        edges = problem.edges[epoch]
        advance(
            now[epoch],
            edges.first,
            edges.tail,
            edges.weight,
            target,
            strength,
            curve,
            (int(bounds[window]), int(bounds[window + 1]), ROUNDS),
            (NEGATIVES, at_a_time),
            problem.seed,
            shuffles,
        )
        seen[(window + 1) % 2, epoch] = now[epoch]

    InStep(epochs, problem.fixed, len(bounds) - 1, reach, work, report).run(team)
    return now.reshape(epochs, samples, 2)


class InStep:
    """Runs the windows of every epoch in order, each once the epochs in its reach have finished the one before."""

    def __init__(
        self,
        epochs: int,
        fixed: int,
        windows: int,
        reach: int,
        work: Callable[[int, int], None],
        report: Report,
    ) -> None:
        self._done = [windows if epoch < fixed else 0 for epoch in range(epochs)]
        self._busy = [False] * epochs
        self._windows = windows
        self._reach = reach
        self._work = work
        self._report = report
        self._stopped = False
        self._change = threading.Condition()

    def run(self, team: Team) -> None:
        """Return when all windows are done; raise the error of a task."""
        try:
            team.map(lambda _: self._serve(), range(team.size))
        finally:
            self._stop()

    def _serve(self) -> None:
        try:
            while (epoch := self._take()) is not None:
                self._work(epoch, self._done[epoch])
                self._give_back(epoch)
        except BaseException:
            self._stop()
            raise

    def _take(self) -> int | None:
        with self._change:
            while True:
                if self._stopped or min(self._done) == self._windows:
                    return None
                ready = [epoch for epoch in range(len(self._done)) if self._ready(epoch)]
                if ready:
                    epoch = min(ready, key=self._done.__getitem__)
                    self._busy[epoch] = True
                    return epoch
                self._change.wait()

    def _ready(self, epoch: int) -> bool:
        done = self._done[epoch]
        beside = self._done[max(0, epoch - self._reach) : epoch + self._reach + 1]
        return not self._busy[epoch] and done < self._windows and min(beside) >= done

    def _give_back(self, epoch: int) -> None:
        with self._change:
            self._busy[epoch] = False
            self._done[epoch] += 1
            self._report()
            self._change.notify_all()

    def _stop(self) -> None:
        with self._change:
            self._stopped = True
            self._change.notify_all()
