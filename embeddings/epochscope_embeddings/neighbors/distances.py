"""Lengths, exact distances and slices of the samples, for the searches for neighbors and for ranks."""

from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from epochscope_embeddings.kernels import inlined

ROUNDING = np.float32(2e-6)
"""Products of float32 vectors round by less than this share of the vectors' squared lengths."""


def squared_lengths(points: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return |x|² (N,) of the points (N, D)."""
    return np.asarray(np.einsum("nd,nd->n", points, points))


def slices(samples: int, parts: int) -> list[slice]:
    """Return slices that cover ``range(samples)`` in ``parts`` parts of about the same size."""
    bounds = np.linspace(0, samples, parts + 1).astype(int).tolist()
    return [slice(start, stop) for start, stop in pairwise(bounds)]


@inlined
def squared_apart(points: Any, one: Any, other: Any) -> Any:
    """Return the squared distance of two of the points (N, D), from their differences."""
    squared = np.float32(0)
    for at in range(np.uint64(points.shape[1])):
        difference = points[one, at] - points[other, at]
        squared += difference * difference
    return squared
