"""Bring layouts into one frame, so that going from one to another moves as little as it can."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Positions = NDArray[np.float32]


@dataclass(frozen=True)
class Placed:
    """Positions (…, N, 2) turned, scaled and moved as a whole, and what they were multiplied by."""

    positions: Positions
    scale: float


def placed_onto(positions: Positions, reference: Positions) -> Placed:
    """Return positions (E, N, 2) on a reference of the same shape: turned and mirrored so that the squared distances
    are least (orthogonal Procrustes; Schönemann 1966), about the same center and as widely spread.

    Procrustes' own scale is not taken: it shrinks a layout the more, the less it has in common with the reference.
    """
    flat, target = (one.reshape(-1, 2).astype(np.float64) for one in (positions, reference))
    center, middle = flat.mean(axis=0), target.mean(axis=0)
    left, _, right = np.linalg.svd((flat - center).T @ (target - middle))
    scale = _spread(target - middle) / _spread(flat - center)
    turned = (positions.astype(np.float64) - center) @ (left @ right) * scale + middle
    return Placed(turned.astype(np.float32), scale)


def placed_alone(positions: Positions) -> Placed:
    """Return positions (E, N, 2) about the origin, the longest axis of all epochs lying."""
    flat = positions.reshape(-1, 2).astype(np.float64)
    center = flat.mean(axis=0)
    _, axes = np.linalg.eigh(np.cov(flat.T))
    return Placed(((positions - center) @ axes[:, ::-1]).astype(np.float32), 1.0)


def chained(epochs: list[Positions]) -> Positions:
    """Return layouts (N, 2) that know nothing of each other as one sequence (E, N, 2): each turned onto the one
    before, not scaled."""
    sequence = [epochs[0] - epochs[0].mean(axis=0)]
    for epoch in epochs[1:]:
        centered = (epoch - epoch.mean(axis=0)).astype(np.float64)
        left, _, right = np.linalg.svd(centered.T @ sequence[-1])
        sequence.append((centered @ (left @ right)).astype(np.float32))
    return np.stack(sequence)


def _spread(points: NDArray[np.float64]) -> float:
    return float(np.sqrt((points**2).sum(axis=1).mean())) or 1.0
