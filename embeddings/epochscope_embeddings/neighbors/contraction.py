"""Find a narrower space in which no two samples are farther apart than in the layer's own."""

import numpy as np
from numpy.typing import NDArray

from epochscope_embeddings.neighbors.distances import squared_lengths

_WIDTHS = (64, 128, 256)
_FEWEST_SAMPLES = 2048
_SAVING = 4
_PROBES = 64
_ROWS = 1024

Points = NDArray[np.float32]


def contracted(points: Points, lengths: Points, k: int) -> tuple[Points, int]:
    """Return points (N, d), D / d ≥ 4, and how many of the nearest there include the ``k`` nearest of the points (N, D)
    for 98% of the samples; the points themselves and ``k`` if there is no such space.

    The coordinates are those along the leading principal directions and the length of the rest: a projection
    shortens distances, and two lengths differ by no more than the vectors do. ``lengths`` (N,) are squared.
    """
    widths = [width for width in _WIDTHS if _SAVING * width <= points.shape[1]]
    if not widths or len(points) < _FEWEST_SAMPLES:
        return points, k
    basis = _principal_directions(points, widths[-1])
    projected = points @ basis
    # Samples whose distances to all others are computed.
    probes = np.linspace(0, len(points) - 1, _PROBES).round().astype(int)
    farthest = np.partition(_squared_to(points, lengths, probes), k - 1, axis=1)[:, k - 1 : k]
    for width in widths:
        rest = np.sqrt(np.maximum(lengths - squared_lengths(projected[:, :width]), 0))
        narrow = np.concatenate([projected[:, :width], rest[:, None]], axis=1)
        nearer = (_squared_to(narrow, squared_lengths(narrow), probes) <= farthest).sum(axis=1)
        candidates = int(1.1 * np.quantile(nearer, 0.98))
        if candidates <= 8 * k:
            return narrow, candidates
    return points, k


def _principal_directions(points: Points, width: int) -> Points:
    """Return an orthonormal basis (D, width) close to the leading principal directions, strongest first.

    Halko, Martinsson, Tropp (2011), "Finding structure with randomness", algorithm 4.4, on some thousand rows.
    """
    some = points[:: -(-len(points) // _ROWS)]
    covariance = some.T @ some
    basis = np.random.default_rng(0).standard_normal((points.shape[1], width), dtype=np.float32)
    for _ in range(2):
        basis = np.linalg.qr(covariance @ basis)[0]
    _, turn = np.linalg.eigh(basis.T @ covariance @ basis)
    return np.ascontiguousarray(basis @ turn[:, ::-1], dtype=np.float32)


def _squared_to(points: Points, lengths: Points, rows: NDArray[np.integer]) -> Points:
    squared: Points = lengths + lengths[rows, None] - 2 * (points[rows] @ points.T)
    squared[np.arange(len(rows)), rows] = np.inf
    return squared
