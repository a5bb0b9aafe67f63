"""umap-learn's own AlignedUMAP and UMAP, as their users call them."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from project_parts.clock import Spent, peak_mb, timed
from project_parts.data import Points, Recorded, small


def fit(data: str, neighbors: Sequence[int], min_dists: Sequence[float], repeats: int, cold: bool, save: str) -> object:
    """Fit every setting ``repeats`` times, one after the other; return times, layouts and peak memory.

    The first fit is a cold start, or else a small one that is not counted comes before it.
    """
    epochs, times, layouts = list(Recorded(data)), list[Spent](), list[str]()
    if not cold:
        _aligned(small(), 15, 0.1, force_approximation_algorithm=len(epochs[0]) >= 4096, n_epochs=10)
    settings = [(n_neighbors, min_dist) for n_neighbors in neighbors for min_dist in min_dists] * repeats
    for n_neighbors, min_dist in settings:
        with timed(times):
            positions = _aligned(epochs, n_neighbors, min_dist)
        layouts.append(f"{save}-{len(layouts)}.npy")
        np.save(layouts[-1], positions)
    return {"times": times, "layouts": layouts, "peak": peak_mb()}


def separate(data: str, n_neighbors: int, min_dist: float, seeds: Sequence[int], save: str) -> object:
    """Write the layouts of a UMAP of each epoch that knows nothing of the others, for each seed."""
    from umap import UMAP

    layouts = []
    for seed in seeds:
        mappers = [UMAP(n_neighbors=n_neighbors, min_dist=min_dist, random_state=seed) for _ in Recorded(data)]
        positions = [mapper.fit_transform(points) for mapper, points in zip(mappers, Recorded(data), strict=True)]
        layouts.append(f"{save}-{seed}.npy")
        np.save(layouts[-1], np.stack(positions))
    return {"layouts": layouts}


def _aligned(epochs: list[Points], n_neighbors: int, min_dist: float, **more: Any) -> Points:
    from umap import AlignedUMAP

    same_sample = [{sample: sample for sample in range(len(epochs[0]))}] * (len(epochs) - 1)
    mapper = AlignedUMAP(n_neighbors=n_neighbors, min_dist=min_dist, **more).fit(epochs, relations=same_sample)
    # A sample without any neighbor comes out as NaN.
    positions: Points = np.stack([np.asarray(epoch, np.float32) for epoch in mapper.embeddings_])
    return np.nan_to_num(positions)
