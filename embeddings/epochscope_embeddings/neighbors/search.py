"""Find the k nearest neighbors of every sample in a layer's own space, and measure that space."""

import numpy as np
from numpy.typing import NDArray

from epochscope.store import Neighbors
from epochscope_embeddings.neighbors.approximate import approximate_neighbors, is_approximable, measured_recall
from epochscope_embeddings.neighbors.exact import exact_neighbors
from epochscope_embeddings.neighbors.space import Space, distinct_vectors, effective_dimension
from epochscope_embeddings.prepare import centered
from epochscope_embeddings.quality.motion import layer_motion
from epochscope_embeddings.threads import Team

ALWAYS_EXACT = 60_000
"""With more samples the search may be approximate, as comparing every pair then takes longer."""


def search(
    activations: NDArray[np.floating],
    k: int,
    team: Team,
    device: str = "cpu",
    before: NDArray[np.floating] | None = None,
) -> tuple[Neighbors, Space]:
    """Return the ``k`` nearest other samples by Euclidean distance for activations (N, D), 1 ≤ k < N, and what is known
    of their space.

    Exact up to ``ALWAYS_EXACT`` samples; above, pynndescent's approximation, whose recall is measured, unless it fails
    on some of the samples, as it does where activations have no structure. A sample is never its own neighbor,
    duplicates of it may be; equal distances are sorted by sample number. The same input gives the same neighbors,
    whatever the number of threads. ``device`` is ``cpu`` or ``cuda``; ``before`` are the activations (N, D) of the
    epoch before, from which the layer motion is measured.
    """
    points, scale = centered(activations)
    recall = None
    if len(points) > ALWAYS_EXACT and is_approximable(points, k):
        number, distance = approximate_neighbors(points, k)
        recall = measured_recall(points, distance)
    elif device == "cuda":
        from epochscope_embeddings.cuda import exact_neighbors_on

        number, distance = exact_neighbors_on(device, points, k)
    else:
        number, distance = exact_neighbors(points, k, team)
    still = np.zeros(len(points), np.float32)
    motion = still if before is None else layer_motion(before, activations)
    neighbors = Neighbors(number, (distance.astype(np.float64) * scale).astype(np.float32), motion)
    return neighbors, Space(distinct_vectors(points), effective_dimension(points), recall)


def nearest_neighbors(
    activations: NDArray[np.floating],
    k: int,
    team: Team,
    device: str = "cpu",
    before: NDArray[np.floating] | None = None,
) -> Neighbors:
    """Return what ``search`` does, without the space."""
    return search(activations, k, team, device, before)[0]
