"""Measure for every sample and epoch how far the layer moved it, and how far the layout did."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from epochscope.store import ArrayRecord
from epochscope_embeddings.quality.ranks import shared

UNSUPPORTED_FROM = 0.25
"""Motion in the layout is flagged if more than this much of it is unsupported."""

# Samples at a time: differences are taken in float64, and all of them at once would be twice the epoch.
_ROWS = 1024
Values = NDArray[np.float32]


@dataclass(frozen=True)
class Motion(ArrayRecord):
    """How far each sample moved since the epoch before, (E, N) each; 0 and false at the first epoch."""

    real_motion: Values
    screen_motion: Values
    unsupported: NDArray[np.bool_]


def measure_motion(real: Values, positions: Values, spread: float | None = None) -> Motion:
    """Return the motion in a layout (E, N, 2) of samples that moved ``real`` (E, N) in the layer.

    ``spread`` is the unit of motion in the layout, by default that of the positions. For an extended sequence pass the
    spread of its first part, so that the first part keeps its values.
    """
    screen = _screen_motion(positions, spread_of(positions) if spread is None else spread)
    return Motion(real, screen, unsupported_motion(real, screen) > UNSUPPORTED_FROM)


def real_motion(neighbors: Sequence[NDArray[np.int32]], k: int) -> Values:
    """Return 1 - the Jaccard index (E, N) of the k nearest at each epoch and at the one before.

    ``neighbors`` are the nearest in the layer at every epoch, (N, at least k), nearest first. The result is the same
    for every layout of the layer.
    """
    nearest = [np.require(one[:, :k], np.int32, ["C", "W"]) for one in neighbors]
    real = np.zeros((len(nearest), len(nearest[0])), np.float32)
    for epoch in range(1, len(nearest)):
        both = shared(nearest[epoch - 1], nearest[epoch])
        real[epoch] = 1 - both / (2 * k - both)
    return real


def layer_motion(before: NDArray[np.floating], now: NDArray[np.floating]) -> NDArray[np.float32]:
    """Return how far each sample moved (N,) from the activations (N, D) of one epoch to those (N, D) of the next.

    Both epochs are centered; the unit is the root mean square distance of their samples from the center: two epochs
    that have nothing in common are about the square root of 2 apart. It is 0 if all samples are one point.
    """
    centers = before.mean(axis=0, dtype=np.float64), now.mean(axis=0, dtype=np.float64)
    distance, squares = np.zeros(len(now)), 0.0
    for start in range(0, len(now), _ROWS):
        rows = slice(start, start + _ROWS)
        old, new = (epoch[rows] - center for epoch, center in zip((before, now), centers, strict=True))
        distance[rows] = np.sqrt(np.square(new - old).sum(axis=1))
        squares += float(np.square(old).sum() + np.square(new).sum())
    unit = np.sqrt(squares / (2 * len(now)))
    return (distance / unit if unit > 0 else distance).astype(np.float32)


def unsupported_motion(real: Values, screen: Values) -> Values:
    """Return how far the layout moved each sample and the layer did not: the screen motion times the share of neighbors
    that stayed."""
    return screen * (1 - real)


def spread_of(positions: Values) -> float:
    """Return the root mean square distance of all positions (E, N, 2) of a sequence from their center."""
    flat = positions.reshape(-1, 2).astype(np.float64)
    return float(np.sqrt(flat.var(axis=0).sum()))


def _screen_motion(positions: Values, spread: float) -> Values:
    screen = np.zeros(positions.shape[:2], np.float32)
    if spread > 0:
        steps = np.diff(positions.astype(np.float64), axis=0)
        screen[1:] = np.hypot(steps[..., 0], steps[..., 1]) / spread
    return screen
