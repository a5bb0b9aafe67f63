"""Find the exact k nearest neighbors of every sample in a layer's own space."""

import numpy as np
from numpy.typing import NDArray

from epochscope.store import Neighbors
from epochscope_embeddings.distances import row_blocks, squared_distances, squared_lengths
from epochscope_embeddings.prepare import centred

KEPT = 15
"""So many neighbors are kept for the page even where every setting needs fewer."""
_SPARE = 8


def nearest_neighbors(activations: NDArray[np.floating], k: int) -> Neighbors:
    """Return the ``k`` nearest other samples by Euclidean distance for activations (N, D), 1 ≤ k < N.

    Every pair of samples is compared (no approximation). A sample is never its own neighbor, duplicates of it may
    be; equal distances come in the order of the sample numbers. The same input gives the same answer.
    """
    points, scale = centred(activations)
    samples, width = points.shape
    candidates = min(k + _SPARE, samples - 1)
    lengths = squared_lengths(points)
    blocks = row_blocks(samples, 24 * samples + 8 * width)
    found = [_nearest(points, lengths, rows, candidates, k) for rows in blocks]
    squared = np.concatenate([squared for squared, _ in found])
    distance = (np.sqrt(squared, dtype=np.float64) * scale).astype(np.float32)
    return Neighbors(np.concatenate([numbers for _, numbers in found]), distance)


def _nearest(
    points: NDArray[np.float32], lengths: NDArray[np.float32], rows: slice, candidates: int, k: int
) -> tuple[NDArray[np.float32], NDArray[np.int32]]:
    near = _keys(squared_distances(points, lengths, rows), np.arange(len(points)))
    near.partition(candidates - 1, axis=1)
    _, numbers = _split(near[:, :candidates])
    # The product of matrices rounds by the length of the vectors; the differences of a few candidates do not.
    exact = _keys(np.stack([_apart(points[rows], points[column]) for column in numbers.T], axis=1), numbers)
    exact.sort(axis=1)
    return _split(exact[:, :k])


def _apart(points: NDArray[np.float32], others: NDArray[np.float32]) -> NDArray[np.float32]:
    return squared_lengths(points - others)


def _keys(squared: NDArray[np.float32], numbers: NDArray[np.integer]) -> NDArray[np.uint64]:
    # The bits of floats from 0 upwards sort as the floats do: one number holds the distance and, behind it, who.
    keys = np.ascontiguousarray(squared).view(np.uint32).astype(np.uint64)
    keys <<= np.uint64(32)
    keys |= numbers.astype(np.uint64)
    return keys


def _split(keys: NDArray[np.uint64]) -> tuple[NDArray[np.float32], NDArray[np.int32]]:
    squared = (keys >> np.uint64(32)).astype(np.uint32).view(np.float32)
    return squared, (keys & np.uint64(0xFFFFFFFF)).astype(np.int32)
