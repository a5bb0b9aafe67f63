"""Find the similarity that brings one layout onto another, so that switching between them moves points the least."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from epochscope.store import Placement

Positions = NDArray[np.float32]
Matrix = NDArray[np.float64]
# Less than the relative distance of two float32 numbers that follow each other.
_ROUNDING = 1e-8


def placement_onto(positions: Positions, reference: Positions) -> Placement:
    """Return the placement of positions (E, N, 2) on a reference of the same shape.

    They are turned and mirrored so that the squared distances are least (orthogonal Procrustes; Schönemann 1966), and
    get the reference's center and spread. Procrustes' own scale is not taken: the less a layout has in common with the
    reference, the more it shrinks the layout.
    """
    center, middle = _center(positions), _center(reference)
    turn = _best_turn(_products(positions, reference, center, middle))
    scale = _spread(reference, middle) / _spread(positions, center)
    return _placement(turn, scale, center, middle)


def placement_alone(positions: Positions) -> Placement:
    """Return the placement of positions (E, N, 2) around the origin, with their longest axis horizontal."""
    center = _center(positions)
    covariance = _products(positions, positions, center, center)
    angle = np.arctan2(2 * covariance[0, 1], covariance[0, 0] - covariance[1, 1]) / 2
    across, along = np.cos(angle), np.sin(angle)
    return _placement(np.array([[across, -along], [along, across]]), 1.0, center, np.zeros(2))


def chained(epochs: Sequence[Positions]) -> Positions:
    """Return layouts (N, 2) that were made independently of each other as one sequence (E, N, 2): each turned onto the
    one before, not scaled."""
    sequence = [epochs[0] - epochs[0].mean(axis=0)]
    for epoch in epochs[1:]:
        center = _center(epoch)
        turn = _best_turn(_products(epoch[None], sequence[-1][None], center, np.zeros(2)))
        sequence.append(_placement(turn, 1.0, center, np.zeros(2)).of(epoch))
    return np.stack(sequence)


def _best_turn(products: Matrix) -> Matrix:
    """Return the orthogonal matrix Q (2, 2) with the largest trace of Qᵀ M, for the products M = Xᵀ Y (2, 2).

    In two dimensions there is no need of a singular value decomposition: the best rotation by an angle t has the trace
    (M₀₀ + M₁₁) cos t + (M₀₁ - M₁₀) sin t, the best mirror image (M₀₀ - M₁₁) cos t + (M₀₁ + M₁₀) sin t.
    """
    (a, b), (c, d) = products
    rotation, mirror = np.hypot(a + d, b - c), np.hypot(a - d, b + c)
    if max(rotation, mirror) == 0:
        return np.eye(2)
    if rotation >= mirror:
        across, along = (a + d) / rotation, (b - c) / rotation
        return np.array([[across, along], [-along, across]])
    across, along = (a - d) / mirror, (b + c) / mirror
    return np.array([[across, along], [along, -across]])


def _placement(turn: Matrix, scale: float, center: Matrix, target: Matrix) -> Placement:
    """Return the placement that moves ``center`` (2,) onto ``target`` (2,)."""
    shift = [target[axis] - scale * (center[0] * turn[0, axis] + center[1] * turn[1, axis]) for axis in (0, 1)]
    rows = tuple((float(row[0]), float(row[1])) for row in turn)
    return Placement(rows, float(scale), (float(shift[0]), float(shift[1])))


def _products(positions: Positions, others: Positions, center: Matrix, middle: Matrix) -> Matrix:
    """Return Σ (x - center)ᵀ (y - middle), (2, 2), over all epochs and samples.

    Sums of products and not a matrix product, whose rounding depends on the library's threads.
    """
    total = np.zeros((2, 2))
    for here, there in zip(positions, others, strict=True):
        left, right = here - center, there - middle
        total += [[(left[:, row] * right[:, column]).sum() for column in (0, 1)] for row in (0, 1)]
    return total


def _center(positions: Positions) -> Matrix:
    return np.array([positions[..., axis].mean(dtype=np.float64) for axis in (0, 1)])


def _spread(positions: Positions, center: Matrix) -> float:
    """Return the root mean square distance from the center, 1 where all positions are the same."""
    squares = sum(float(np.square(epoch - center).sum()) for epoch in positions)
    spread = float(np.sqrt(squares / (positions.size // 2)))
    # The center of equal positions may be off by its last bit.
    return spread if spread > _ROUNDING * float(np.abs(center).max()) else 1.0
