"""Measure a layer's own space: how many of its vectors differ, and over how many dimensions they spread."""

from hashlib import blake2b
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

COMPARED = 2_048
"""With more samples, the effective dimension is estimated from this many, spread evenly over all."""

Points = NDArray[np.float32]


class Space(NamedTuple):
    """What is known of a layer's space at one epoch, as ``epochscope.store.LayerSpace`` keeps it."""

    distinct: int
    dimension: float
    neighbor_recall: float | None


def copies(points: Points) -> NDArray[np.int32]:
    """Return how many samples have the same vector as each one, itself included: (N,) for points (N, D)."""
    # Adding 0 makes one zero of both; 8 bytes of BLAKE2b differ for all vectors that do.
    rows = np.ascontiguousarray(points) + np.float32(0)
    digests = [int.from_bytes(blake2b(row, digest_size=8).digest(), "little") for row in rows]
    _, which, counts = np.unique(np.array(digests, np.uint64), return_inverse=True, return_counts=True)
    return np.asarray(counts[which], dtype=np.int32)


def distinct_vectors(points: Points) -> int:
    """Return how many of the points (N, D) differ."""
    return round(float((1 / copies(points)).sum()))


def effective_dimension(points: Points) -> float:
    """Return the participation ratio of the covariance's eigenvalues, (Σ λ)² / Σ λ², for centered points (N, D).

    It is d for a spread that is the same in d directions, and 0 where all points are one (Gao et al. 2017, "A theory of
    multineuronal dimensionality, dynamics and measurement"). Σ λ² is the mean of the squared products of all pairs of
    points. With more than ``COMPARED``, it is estimated from pairs of different ones among some, which has no bias.
    """
    samples = len(points)
    squares = np.square(points, dtype=np.float64).sum(axis=1)
    if not squares.any():
        return 0.0
    some = slice(0, None, -(-samples // COMPARED))
    of_pairs = _of_different(points[some].astype(np.float64), squares[some])
    of_all = (np.square(squares).mean() + (samples - 1) * of_pairs) / samples
    return round(float(squares.mean() ** 2 / of_all), 3)


def _of_different(points: NDArray[np.float64], squares: NDArray[np.float64]) -> float:
    """Return the mean squared product of two different points."""
    count, width = points.shape
    products = points.T @ points if width < count else points @ points.T
    return float((np.square(products).sum() - np.square(squares).sum()) / (count * (count - 1)))
