"""Squared distances between all samples, a block of rows at a time so that memory stays bounded."""

from collections.abc import Iterator
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

BLOCK_BYTES = 128 << 20
Float = TypeVar("Float", np.float32, np.float64)


def row_blocks(samples: int, bytes_per_row: int) -> Iterator[slice]:
    """Yield slices that cover ``range(samples)``, each worth at most ``BLOCK_BYTES`` (but at least one row)."""
    step = max(1, BLOCK_BYTES // bytes_per_row)
    for start in range(0, samples, step):
        yield slice(start, min(start + step, samples))


def squared_lengths(points: NDArray[Float]) -> NDArray[Float]:
    """Return |x|² (N,) of the points (N, D)."""
    return np.asarray(np.einsum("nd,nd->n", points, points))


def squared_distances(points: NDArray[Float], lengths: NDArray[Float], rows: slice) -> NDArray[Float]:
    """Return squared distances (rows, N) from ``rows`` of the points (N, D) to all of them, infinity to themselves.

    ``lengths`` are the points' ``squared_lengths``. One matrix product, |x|² + |y|² - 2xy, never below 0: exact to
    the rounding of the points' own dtype times their length.
    """
    squared: NDArray[Float] = points[rows] @ points.T
    squared *= -2
    squared += lengths
    squared += lengths[rows, None]
    np.maximum(squared, 0, out=squared)
    numbers = np.arange(len(points))[rows]
    squared[numbers - numbers[0], numbers] = np.inf
    return squared
