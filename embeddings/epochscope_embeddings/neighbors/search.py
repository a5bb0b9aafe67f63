"""Find the k nearest neighbors of every sample in a layer's own space."""

import numpy as np
from numpy.typing import NDArray

from epochscope.store import Neighbors
from epochscope_embeddings.neighbors.exact import exact_neighbors
from epochscope_embeddings.prepare import centered
from epochscope_embeddings.quality.motion import layer_motion
from epochscope_embeddings.threads import Team

LARGEST_EXACT = 60_000
"""With more samples the search is approximate: it cannot compare every pair."""


def nearest_neighbors(
    activations: NDArray[np.floating],
    k: int,
    team: Team,
    device: str = "cpu",
    before: NDArray[np.floating] | None = None,
) -> Neighbors:
    """Return the ``k`` nearest other samples by Euclidean distance for activations (N, D), 1 ≤ k < N.

    Exact up to ``LARGEST_EXACT`` samples; above, pynndescent's approximation (Dong, Moses, Li 2011). A sample is never
    its own neighbor, duplicates of it may be; equal distances are sorted by sample number. The same input gives the
    same neighbors, whatever the number of threads. ``device`` is ``cpu`` or ``cuda``; ``before`` are the activations
    (N, D) of the epoch before, from which the layer motion is measured.
    """
    points, scale = centered(activations)
    if len(points) > LARGEST_EXACT:
        number, distance = _approximate(points, k)
    elif device == "cuda":
        from epochscope_embeddings.cuda import exact_neighbors_on

        number, distance = exact_neighbors_on(device, points, k)
    else:
        number, distance = exact_neighbors(points, k, team)
    still = np.zeros(len(points), np.float32)
    motion = still if before is None else layer_motion(before, activations)
    return Neighbors(number, (distance.astype(np.float64) * scale).astype(np.float32), motion)


def _approximate(points: NDArray[np.float32], k: int) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
    from pynndescent import NNDescent

    number, distance = NNDescent(points, n_neighbors=k + 1, random_state=0).neighbor_graph
    # The sample itself is nearly always first, but among many duplicates it can be elsewhere or missing.
    itself = number == np.arange(len(points))[:, None]
    itself[~itself.any(axis=1), -1] = True
    shape = len(points), k
    return number[~itself].reshape(shape).astype(np.int32), distance[~itself].reshape(shape).astype(np.float32)
