"""Lay out every epoch of one layer so that a sample stays near itself from epoch to epoch."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from epochscope.store import Neighbors, Setting, UnusableSetting, require_size, require_values
from epochscope_embeddings.layout.baselines import STOCK_MIN_DIST
from epochscope_embeddings.layout.graphs import REACH, edges_of, fuzzy_graph, likeness
from epochscope_embeddings.layout.optimize import ROUNDS, SHARED_ROUNDS, Problem, optimize
from epochscope_embeddings.layout.start import spectral_start
from epochscope_embeddings.neighbors.search import nearest_neighbors
from epochscope_embeddings.prepare import centered
from epochscope_embeddings.threads import Team

_DEFAULT_MIN_DIST = 0.1

Positions = NDArray[np.float32]
Report = Callable[[], object]


def align_epochs(
    activations: Sequence[NDArray[np.floating]], setting: Setting, seed: int, team: Team, report: Report = lambda: None
) -> Positions:
    """Return positions (E, N, 2) for the activations (N, D) of each of E epochs, all samples in the same order.

    The objective of AlignedUMAP: Dadu et al. (2023), "Application of Aligned-UMAP to longitudinal biomedical
    studies". For arrays in memory; the job reads one epoch at a time and calls the steps below.

    ``seed`` decides which samples push each other apart: another seed gives another layout of equal quality, the same
    seed the same layout, whatever the number of threads.

    Raises:
        TooFewEpochs: E is 0.
        TooFewSamples: N < 4; the spectral start has no more than N - 1 directions and takes three of them.
        UnusableSetting: ``min_dist`` or ``n_neighbors`` is out of bounds.
    """
    require_alignable(len(activations), len(activations[0]) if len(activations) else 0, setting)
    others = setting.n_neighbors - 1
    neighbors = list(team.overlap(lambda epoch: nearest_neighbors(epoch, others, team), activations))
    aligner = Aligner(neighbors, centered(activations[-1])[0], setting.n_neighbors, seed, team)
    return aligner.lay_out([setting.min_dist], report)[0]


def require_alignable(epochs: int, samples: int, setting: Setting) -> None:
    """Raise TooFewEpochs, TooFewSamples or UnusableSetting if a layout with ``setting`` would."""
    require_size(epochs, samples)
    if setting.method == "pca":
        return
    require_values(setting.n_neighbors, setting.min_dist, samples)
    if setting.method == "stock" and setting.min_dist != STOCK_MIN_DIST:
        raise UnusableSetting(
            f"min_dist must be {STOCK_MIN_DIST} with the method stock, not {setting.min_dist}: AlignedUMAP of "
            f"umap-learn ignores min_dist and always lays out as for {STOCK_MIN_DIST}, so that any other value would "
            "only be a wrong label"
        )


class Aligner:
    """What all layouts of one layer with one ``n_neighbors`` share: graphs, likeness and start."""

    def __init__(
        self,
        neighbors: Sequence[Neighbors],
        points: NDArray[np.float32],
        n_neighbors: int,
        seed: int,
        team: Team,
        device: str = "cpu",
    ) -> None:
        """Take the neighbors of every epoch (at least ``n_neighbors`` - 1 per sample) and the points (N, D) that
        ``spectral_start`` needs. ``device`` is ``cpu`` or ``cuda``."""
        graphs = [fuzzy_graph(epoch, n_neighbors) for epoch in neighbors]
        self._start = np.repeat(spectral_start(graphs, points, seed)[None], len(graphs), axis=0)
        self._problem = problem_of(graphs, seed, team)
        self._team = team
        self._device = device

    def lay_out(self, min_dists: Sequence[float], report: Report = lambda: None) -> list[Positions]:
        """Return positions (E, N, 2) for each ``min_dist``; reports every window of rounds of every epoch.

        Layouts share their first rounds, with the default ``min_dist``, and then part: they differ in how tight they
        are, not in where things are. A layout does not depend on which others are requested.
        """
        shared = self._run(self._start, _DEFAULT_MIN_DIST, (0, SHARED_ROUNDS), report)
        return [self._run(shared, min_dist, (SHARED_ROUNDS, ROUNDS), report) for min_dist in min_dists]

    def _run(self, start: Positions, min_dist: float, rounds: tuple[int, int], report: Report) -> Positions:
        if self._device == "cuda":
            from epochscope_embeddings.cuda import optimize_on

            return optimize_on(self._device, self._problem, start, curve(min_dist), rounds, report)
        return optimize(self._problem, start, curve(min_dist), rounds, self._team, report)


def append_epochs(
    fixed: Positions, neighbors: Sequence[Neighbors], setting: Setting, seed: int, team: Team, report: Report
) -> Positions:
    """Return positions (F, N, 2) of new epochs beside the last of those ``fixed`` (E, N, 2), which are not moved.

    ``neighbors`` are those of the last ``REACH`` fixed epochs (fewer where there are fewer) and of the F new ones;
    positions are in UMAP's own units. Reports every window of rounds of every new epoch.
    """
    graphs = [fuzzy_graph(epoch, setting.n_neighbors) for epoch in neighbors]
    beside = min(REACH, len(fixed))
    new = np.repeat(fixed[-1:], len(graphs) - beside, axis=0)
    start = np.concatenate([fixed[-beside:], new])
    problem = problem_of(graphs, seed, team, beside)
    return optimize(problem, start, curve(setting.min_dist), (0, ROUNDS), team, report)[beside:]


def problem_of(graphs: Sequence[csr_matrix], seed: int, team: Team, fixed: int = 0) -> Problem:
    """Return the layout problem for the graphs (N, N) of all epochs, of which the first ``fixed`` are not moved."""
    return Problem([edges_of(graph, ROUNDS) for graph in graphs], likeness(graphs, team), seed, fixed)


def curve(min_dist: float) -> tuple[float, float]:
    """Return a and b of 1 / (1 + a d^2b), UMAP's fitted similarity of two samples at distance d in the layout."""
    from umap.umap_ import find_ab_params

    a, b = find_ab_params(1.0, float(min_dist))
    return float(a), float(b)
