"""Say for every sample and epoch whether the layer moved it, and whether the layout did."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from epochscope_embeddings.quality.ranks import shared

UNSUPPORTED_FROM = 0.25
"""From more than this unsupported motion on, a way in the layout is flagged."""

# Samples at a time: differences are taken in float64, and all of them at once would be twice the epoch.
_ROWS = 1024
Values = NDArray[np.float32]


@dataclass(frozen=True)
class Motion:
    """How each sample came from the epoch before, (E, N) each; 0 and false at the first epoch."""

    real_motion: Values
    screen_motion: Values
    unsupported: NDArray[np.bool_]


def measure_motion(real: Values, positions: Values, spread: float | None = None) -> Motion:
    """Return the motion in a layout (E, N, 2) of samples that moved ``real`` (E, N) in the layer.

    ``spread`` is the unit of ways in the layout. By default it is that of the positions; give that of the first part
    where a sequence has been extended, so that the first part keeps its values.
    """
    screen = _screen_motion(positions, spread_of(positions) if spread is None else spread)
    return Motion(real, screen, unsupported_motion(real, screen) > UNSUPPORTED_FROM)


def real_motion(neighbors: Sequence[NDArray[np.int32]], k: int) -> Values:
    """Return 1 - the Jaccard index (E, N) of the k nearest of two epochs that follow each other.

    ``neighbors`` are the nearest in the layer at every epoch, (N, at least k), nearest first. It is the same for every
    layout of the layer.
    """
    nearest = [np.require(one[:, :k], np.int32, ["C", "W"]) for one in neighbors]
    real = np.zeros((len(nearest), len(nearest[0])), np.float32)
    for epoch in range(1, len(nearest)):
        both = shared(nearest[epoch - 1], nearest[epoch])
        real[epoch] = 1 - both / (2 * k - both)
    return real


def layer_motion(before: NDArray[np.floating], now: NDArray[np.floating]) -> NDArray[np.float32]:
    """Return how far each sample moved (N,) from activations (N, D) to activations (N, D) of the next epoch.

    Both epochs are taken around their own center; the unit is the root mean square distance of their samples from it:
    two epochs that have nothing in common are about the square root of 2 apart. It is 0 where all are one point.
    """
    centers = before.mean(axis=0, dtype=np.float64), now.mean(axis=0, dtype=np.float64)
    way, squares = np.zeros(len(now)), 0.0
    for start in range(0, len(now), _ROWS):
        rows = slice(start, start + _ROWS)
        old, new = (epoch[rows] - center for epoch, center in zip((before, now), centers, strict=True))
        way[rows] = np.sqrt(np.square(new - old).sum(axis=1))
        squares += float(np.square(old).sum() + np.square(new).sum())
    unit = np.sqrt(squares / (2 * len(now)))
    return (way / unit if unit > 0 else way).astype(np.float32)


def unsupported_motion(real: Values, screen: Values) -> Values:
    """Return how far the layout moved each sample without the layer: the way on screen times the share of neighbors
    that stayed."""
    return screen * (1 - real)


def spread_of(positions: Values) -> float:
    """Return the root mean square distance of all positions (E, N, 2) of a sequence from their center."""
    places = positions.reshape(-1, 2).astype(np.float64)
    return float(np.sqrt(places.var(axis=0).sum()))


def _screen_motion(positions: Values, spread: float) -> Values:
    screen = np.zeros(positions.shape[:2], np.float32)
    if spread > 0:
        ways = np.diff(positions.astype(np.float64), axis=0)
        screen[1:] = np.hypot(ways[..., 0], ways[..., 1]) / spread
    return screen
