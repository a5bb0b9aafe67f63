"""Place an input in a layout, by the recorded samples that are nearest to it in the layer's own space.

Its place is the median of their positions along each axis: a mean would be drawn far off by single neighbors in another
part of the layout. UMAP places what it has not seen from its nearest samples, too (McInnes, Healy, and Melville 2018),
but refines it by an optimization that is not the one behind an aligned layout.

The ring around it is calibrated by samples that are placed as if they had no position: normalized conformal prediction
(Papadopoulos, Gammerman, and Vovk 2008; Lei et al. 2018), with scores that leave one sample out. The score of a sample
is how far its place is from its position, divided by how far its neighbors are from that place.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from epochscope.looking import NotPlaced

NEIGHBORS = 15
SHARE = 0.8
"""The share of samples that lie within the ring around their place."""
FARTHEST = 0.99
"""An input is not placed if it is farther from its nearest sample than this share of the samples are from theirs."""
_MOST_TRIED = 500
_AT_ONCE = 128
_LEAST_SPREAD = 1e-3
"""Of the layout's radius: neighbors may all be at one position, and a sample near it."""
_SPLIT, _FEWEST, _APART = 0.85, 4, 0.1
"""Two groups have most of the variance between them (a normal distribution has 0.64 at best, an even one 0.75), a few
samples each, and a tenth of the layout's radius between them."""

Points = NDArray[np.float32]
Numbers = NDArray[np.intp]


@dataclass(frozen=True)
class Group:
    """Some of the neighbors that lie together: their median and how far they are from it (root mean square)."""

    x: float
    y: float
    radius: float
    samples: int


@dataclass(frozen=True)
class Place:
    """Where an input lies in a layout: within ``radius`` of (x, y) with a probability of ``share``."""

    x: float
    y: float
    radius: float
    share: float
    neighbors: list[int]
    """The nearest samples, nearest first."""
    groups: list[Group]
    """Two where the neighbors lie in two parts of the layout, else none."""


class Nearest(NamedTuple):
    """The nearest samples of some points, nearest first, and their distances: both (points, neighbors)."""

    samples: Numbers
    distances: Points


class Surroundings:
    """The samples' vectors (samples, width) at one epoch, and their positions (samples, 2) in a layout of it.

    ``limit`` is the distance to the nearest sample beyond which an input is not placed. Raises NotPlaced where there is
    one sample only.
    """

    def __init__(self, vectors: Points, positions: Points) -> None:
        if len(vectors) < 2:
            raise NotPlaced("an input is placed between recorded samples, and this run has only one")
        self._center = vectors.mean(axis=0)
        # Products of numbers far from 0 would drown the distances between them.
        self._vectors = vectors - self._center
        self._squares = (self._vectors**2).sum(axis=1)
        self._positions = positions
        self._radius = _spread(positions, positions.mean(axis=0))
        tried = np.arange(len(vectors))[:: -(-len(vectors) // _MOST_TRIED)]
        nearest = self._nearest(self._vectors[tried], tried)
        self.limit = float(np.quantile(nearest.distances[:, 0], FARTHEST))
        self._stretch = self._calibrate(tried, nearest.samples)

    @property
    def nbytes(self) -> int:
        """The number of bytes."""
        kept: tuple[Points, ...] = (self._vectors, self._squares, self._positions)
        return sum(array.nbytes for array in kept)

    def distance(self, vector: Points) -> float:
        """Return how far a vector (width,) is from the nearest sample."""
        return float(self._nearest_to(vector).distances[0, 0])

    def place(self, vector: Points) -> Place:
        """Return the place of a vector (width,), near or not."""
        neighbors = self._nearest_to(vector).samples[0]
        positions = self._positions[neighbors]
        x, y = place = np.median(positions, axis=0)
        radius = self._stretch * self._scale(positions, place)
        return Place(float(x), float(y), radius, SHARE, neighbors.tolist(), _groups(positions, _APART * self._radius))

    def _nearest_to(self, vector: Points) -> Nearest:
        return self._nearest((vector - self._center)[None], np.array([-1]))

    def _nearest(self, points: Points, own: Numbers) -> Nearest:
        """Return the nearest samples to centered points (points, width); ``own``: which ones these are, -1 if none."""
        parts = [
            self._nearest_of_some(points[first : first + _AT_ONCE], own[first : first + _AT_ONCE])
            for first in range(0, len(points), _AT_ONCE)
        ]
        return Nearest(*(np.concatenate(arrays) for arrays in zip(*parts, strict=True)))

    def _nearest_of_some(self, points: Points, own: Numbers) -> Nearest:
        squared = self._squares - 2 * points @ self._vectors.T
        squared[np.flatnonzero(own >= 0), own[own >= 0]] = np.inf
        count = min(NEIGHBORS, len(self._vectors) - 1)
        samples = np.argpartition(squared, count - 1, axis=1)[:, :count]
        # Exactly, as the difference of large squares is not.
        distances = np.linalg.norm(self._vectors[samples] - points[:, None], axis=2)
        order = np.lexsort((samples, distances))
        return Nearest(np.take_along_axis(samples, order, 1), np.take_along_axis(distances, order, 1))

    def _calibrate(self, tried: Numbers, neighbors: Numbers) -> float:
        """Return by what the spread of neighbors is multiplied so that ``SHARE`` of the places are within."""
        positions = self._positions[neighbors]
        places = np.median(positions, axis=1)
        errors = np.hypot(*(self._positions[tried] - places).T)
        spreads = np.array([self._scale(some, place) for some, place in zip(positions, places, strict=True)])
        scores = np.sort(errors / spreads)
        return float(scores[min(len(scores), int(np.ceil(SHARE * (len(scores) + 1)))) - 1])

    def _scale(self, positions: Points, place: Points) -> float:
        least = max(_LEAST_SPREAD * self._radius, float(np.finfo(np.float32).tiny))
        return _spread(positions, place) + least


def _spread(positions: Points, center: Points) -> float:
    """Return the root mean square distance of positions (some, 2) from a center (2,)."""
    return float(np.sqrt(((positions - center) ** 2).sum(axis=1).mean()))


def _groups(positions: Points, apart: float) -> list[Group]:
    """Return the two groups that positions (some, 2) fall into, if any, split across the line of their spread."""
    centered = positions - positions.mean(axis=0)
    along = centered @ np.linalg.svd(centered, full_matrices=False)[2][0]
    order = np.argsort(along, kind="stable")
    cuts = range(_FEWEST, len(order) - _FEWEST + 1)
    if not cuts or not along.any():
        return []
    between = {cut: _between(along[order], cut) for cut in cuts}
    best = max(cuts, key=lambda cut: between[cut])
    groups = [_group(positions[some]) for some in (order[:best], order[best:])]
    distance = np.hypot(groups[0].x - groups[1].x, groups[0].y - groups[1].y)
    return groups if between[best] > _SPLIT and distance > apart else []


def _between(values: Points, cut: int) -> float:
    """Return the share of the variance of sorted values with a mean of 0 that is between those before and after."""
    first, second = values[:cut], values[cut:]
    return float((cut * first.mean() ** 2 + len(second) * second.mean() ** 2) / (values**2).sum())


def _group(positions: Points) -> Group:
    x, y = center = np.median(positions, axis=0)
    return Group(float(x), float(y), _spread(positions, center), len(positions))
