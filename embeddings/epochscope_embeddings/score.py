"""Say for every sample how far to trust its place in a picture."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from epochscope.store import QUALITY_MEASURES, Quality
from epochscope_embeddings.distances import row_blocks, squared_distances, squared_lengths
from epochscope_embeddings.neighbors import nearest_neighbors
from epochscope_embeddings.prepare import centred


def quality_neighbors(samples: int) -> int:
    """Return the neighborhood size k of the measures: 15, less where ``samples`` are so few that k ≥ N/2.

    From there on most samples are neighbors of each other in any picture, and the measures say nothing.
    """
    return min(15, (samples - 1) // 2)


def score_epoch(
    activations: NDArray[np.floating], neighbors: NDArray[np.int32], positions: NDArray[np.float32]
) -> Quality:
    """Return the measures, (1, N) each, of positions (N, 2) for activations (N, D).

    ``neighbors`` (N, at least k) are the nearest in the layer, k is ``quality_neighbors(N)``, N ≥ 3.

    With r(i, j) the rank of j among all others by distance from i (1 = nearest; equal distances share the best rank)
    and G = 2 / (k (2N - 3k - 1)), which makes 0 of the worst possible picture:

    - trustworthiness: 1 - G Σ max(0, r(i, j) - k), j over the k nearest in the picture, r in the layer;
    - continuity: the same, j over the k nearest in the layer, r in the picture;
    - neighbor_recall: how many of the k nearest in the layer are among the k nearest in the picture, over k.

    The mean over i of the first two is M1 and M2 of Venna & Kaski (2001), "Neighborhood preservation in nonlinear
    projection methods", equations 1 and 2 (for k < N/2).
    """
    k = quality_neighbors(len(positions))
    in_layer = neighbors[:, :k]
    in_picture = nearest_neighbors(positions, k).neighbor
    return Quality(
        trustworthiness=_share_kept(true_ranks(activations, in_picture)),
        continuity=_share_kept(true_ranks(positions, in_layer)),
        neighbor_recall=_share_found(in_layer, in_picture),
    )


def join(epochs: Sequence[Quality]) -> Quality:
    """Return the measures of several epochs as one, (E, N) each."""
    return Quality(**{name: np.concatenate([getattr(epoch, name) for epoch in epochs]) for name in QUALITY_MEASURES})


def true_ranks(points: NDArray[np.floating], others: NDArray[np.int32]) -> NDArray[np.int64]:
    """Return the rank (N, k) of each of ``others`` (N, k) by distance in ``points`` (N, D); 1 is the nearest."""
    doubled = centred(points)[0].astype(np.float64)
    lengths = squared_lengths(doubled)
    blocks = row_blocks(len(points), 24 * len(points))
    return np.concatenate([_ranks_in_block(doubled, lengths, others, rows) for rows in blocks])


def _ranks_in_block(
    points: NDArray[np.float64], lengths: NDArray[np.float64], others: NDArray[np.int32], rows: slice
) -> NDArray[np.int64]:
    squared = squared_distances(points, lengths, rows)
    # Closer than float32 can tell apart from the longest vector: duplicates, whatever the rounding says.
    squared[squared <= 1e-14 * lengths.max()] = 0
    # In float32 the order is kept and sorting, the longest part, takes half the time.
    rounded = squared.astype(np.float32)
    asked = np.take_along_axis(rounded, others[rows], axis=1)
    rounded.sort(axis=1)
    return np.stack([np.searchsorted(row, wanted) for row, wanted in zip(rounded, asked, strict=True)]) + 1


def _share_kept(ranks: NDArray[np.int64]) -> NDArray[np.float32]:
    samples, k = ranks.shape
    too_far = np.maximum(ranks - k, 0).sum(axis=1, keepdims=True)
    return np.asarray(1 - too_far * (2 / (k * (2 * samples - 3 * k - 1))), dtype=np.float32).T


def _share_found(wanted: NDArray[np.int32], found: NDArray[np.int32]) -> NDArray[np.float32]:
    hits = (wanted[:, :, None] == found[:, None, :]).any(axis=2)
    return np.asarray(hits.mean(axis=1, keepdims=True), dtype=np.float32).T
