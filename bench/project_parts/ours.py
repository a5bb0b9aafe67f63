"""Our AlignedUMAP, as the projection job calls it."""

from collections.abc import Sequence

import numpy as np

from project_parts.clock import Spent, peak_mb, timed
from project_parts.data import Points, Recorded, small
from project_parts.workplace import CORES


def fit(
    data: str, n_neighbors: int, min_dist: float, seeds: Sequence[int], cold: bool, save: str, held: bool = True
) -> object:
    """Fit once for each seed; return times, layouts and peak memory.

    The first fit is a cold start, or else a small one that is not counted comes before it. ``held``: all epochs are in
    memory, as stock has them; or else they are read one at a time, as the job does.
    """
    epochs: Sequence[Points] = list(Recorded(data)) if held else Recorded(data)
    times, layouts = list[Spent](), list[str]()
    if not cold:
        _aligned(small(), 15, 0.1, 0)
    for seed in seeds:
        with timed(times):
            positions = _aligned(epochs, n_neighbors, min_dist, seed)
        layouts.append(f"{save}-{seed}.npy")
        np.save(layouts[-1], positions)
    return {"times": times, "layouts": sorted(set(layouts)), "peak": peak_mb()}


def grid(data: str, neighbors: Sequence[int], min_dists: Sequence[float], repeats: int) -> object:
    """Lay out all settings, again and again in a warm process; return times and peak memory."""
    epochs, times = list(Recorded(data)), list[Spent]()
    _aligned(small(), 15, 0.1, 0)
    for _ in range(repeats):
        with timed(times):
            _all_settings(epochs, neighbors, min_dists)
    return {"times": times, "peak": peak_mb()}


def _aligned(epochs: Sequence[Points], n_neighbors: int, min_dist: float, seed: int) -> Points:
    from epochscope.store import Setting
    from epochscope_embeddings.layout.align import align_epochs
    from epochscope_embeddings.threads import team

    with team(CORES) as threads:
        return align_epochs(epochs, Setting(n_neighbors, min_dist), seed, threads)


def _all_settings(epochs: Sequence[Points], neighbors: Sequence[int], min_dists: Sequence[float]) -> None:
    from epochscope_embeddings.layout.align import Aligner
    from epochscope_embeddings.neighbors.search import nearest_neighbors
    from epochscope_embeddings.prepare import centered
    from epochscope_embeddings.threads import team

    with team(CORES) as threads:
        found = [nearest_neighbors(points, max(neighbors) - 1, threads) for points in epochs]
        last = centered(epochs[-1])[0]
        for n_neighbors in neighbors:
            Aligner(found, last, n_neighbors, 0, threads).lay_out(min_dists)
