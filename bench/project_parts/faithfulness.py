"""How true layouts are to the layer, found without our package: ranks by sorting all distances in float64."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from project_parts.data import Points, Recorded
from project_parts.workplace import CORES

K = 15
_ROWS = 400

Numbers = NDArray[np.intp]
Values = NDArray[np.float64]
Scores = dict[str, float]


def compare(data: str, layouts: Sequence[str]) -> list[Scores]:
    """Return for each layout (E, N, 2), at k = 15 in the layer's own space and as means over epochs or steps:

    ``trust`` and ``recall`` (trustworthiness and neighbor recall, exact); ``unneeded``, the mean way, in units of the
    sequence's spread, of the quarter of samples whose neighborhoods changed least; ``frozen``, that of all samples
    where an epoch is a copy of the one before (such steps do not count as unneeded); ``nearest``, the median distance
    to the nearest other in the layout.
    """
    epochs, drawn = Recorded(data), [np.load(layout).astype(np.float64) for layout in layouts]
    found = [_compare_epoch(points, [positions[epoch] for positions in drawn]) for epoch, points in enumerate(epochs)]
    stayed = [_jaccard(before[0], after[0]) for before, after in pairwise(found)]
    copied = [np.array_equal(epochs[step], epochs[step + 1]) for step in range(len(stayed))]
    return [
        _mean([scores[number] for _, scores in found]) | _motion(positions, stayed, copied)
        for number, positions in enumerate(drawn)
    ]


def _compare_epoch(points: Points, layouts: Sequence[Values]) -> tuple[Numbers, list[Scores]]:
    """Return the k nearest (N, k) in the layer, and what is measured of each layout at the one epoch."""
    shown = [_nearest_in_layout(layout) for layout in layouts]
    in_layer, penalties = _ranks(points, [numbers for numbers, _ in shown])
    samples = len(points)
    worst = samples * K * (2 * samples - 3 * K - 1) / 2
    return in_layer, [
        {
            "trust": 1 - penalty / worst,
            "recall": float(_shared(in_layer, numbers).mean() / K),
            "nearest": float(np.median(distances[:, 0])),
        }
        for penalty, (numbers, distances) in zip(penalties, shown, strict=True)
    ]


def _nearest_in_layout(layout: Values) -> tuple[Numbers, Values]:
    from sklearn.neighbors import NearestNeighbors

    distances, numbers = NearestNeighbors(n_neighbors=K).fit(layout).kneighbors()
    return numbers, distances


def _ranks(points: Points, shown: Sequence[Numbers]) -> tuple[Numbers, list[float]]:
    """Return the k nearest (N, k), and the sum of max(0, rank - k) over those shown near to each sample, (N, k)."""
    wide = points.astype(np.float64)
    wide -= wide.mean(axis=0)
    lengths = np.einsum("nd,nd->n", wide, wide)

    def of_rows(first: int) -> tuple[Numbers, list[float]]:
        rows = slice(first, min(first + _ROWS, len(wide)))
        squared = lengths - 2 * wide[rows] @ wide.T
        squared[np.arange(rows.stop - first), np.arange(first, rows.stop)] = np.inf
        order = np.argsort(squared, axis=1)
        rank = np.empty(order.shape, np.int64)
        np.put_along_axis(rank, order, np.arange(1, len(wide) + 1)[None], axis=1)
        far = [np.take_along_axis(rank, numbers[rows], axis=1) - K for numbers in shown]
        return order[:, :K].copy(), [float(np.maximum(one, 0).sum()) for one in far]

    with ThreadPoolExecutor(CORES) as pool:
        found = list(pool.map(of_rows, range(0, len(wide), _ROWS)))
    return np.concatenate([numbers for numbers, _ in found]), np.sum([far for _, far in found], axis=0).tolist()


def _motion(positions: Values, stayed: Sequence[Values], copied: Sequence[bool]) -> Scores:
    around = positions - positions.mean(axis=(0, 1))
    spread = np.sqrt((around**2).sum(axis=2).mean())
    ways = np.linalg.norm(np.diff(positions, axis=0), axis=2) / spread
    calm = [way[alike >= np.quantile(alike, 0.75)].mean() for way, alike in zip(ways, stayed, strict=True)]
    unneeded = [way for way, copy in zip(calm, copied, strict=True) if not copy]
    found = {"unneeded": float(np.mean(unneeded))}
    return found | ({"frozen": float(ways[np.array(copied)].mean())} if any(copied) else {})


def _mean(scores: Sequence[Scores]) -> Scores:
    return {name: float(np.mean([one[name] for one in scores])) for name in scores[0]}


def _jaccard(one: Numbers, other: Numbers) -> Values:
    both = _shared(one, other)
    return np.asarray(both / (2 * K - both))


def _shared(one: Numbers, other: Numbers) -> Numbers:
    return np.asarray((one[:, :, None] == other[:, None, :]).sum(axis=(1, 2)))
