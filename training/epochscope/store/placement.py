"""Where a layout lies in the frame that all projections of a run share."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Placement:
    """A similarity: a layout is turned (and mirrored, perhaps) by an orthogonal matrix, scaled, and shifted.

    Positions are stored as they were laid out, and placed whenever they are read: so a layout can be placed again,
    beside others than before, without rewriting or rounding it. Without arguments it leaves them where they are.

    Raises:
        ValueError: ``turn`` is not 2 by 2 or ``shift`` not 2 numbers, or a number is not finite.
    """

    turn: tuple[tuple[float, ...], ...] = ((1.0, 0.0), (0.0, 1.0))
    """The matrix that a row (x, y) is multiplied by."""
    scale: float = 1.0
    shift: tuple[float, ...] = (0.0, 0.0)

    def __post_init__(self) -> None:
        if [len(row) for row in self.turn] != [2, 2] or len(self.shift) != 2:
            raise ValueError("a placement must have a turn of 2 by 2 numbers and a shift of 2")
        if not all(map(math.isfinite, (*self.turn[0], *self.turn[1], *self.shift, self.scale))) or self.scale <= 0:
            raise ValueError("a placement must be made of finite numbers, with a scale above 0")

    def of(self, positions: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return positions (…, 2) moved into the common frame, each by the same arithmetic on every machine."""
        if self == Placement():
            return positions
        placed = np.empty_like(positions)
        for axis in (0, 1):
            # Not a matrix product: its rounding depends on the library and on the number of positions.
            across, along = (self.turn[row][axis] * self.scale for row in (0, 1))
            exact = positions[..., 0] * np.float64(across) + positions[..., 1] * np.float64(along) + self.shift[axis]
            placed[..., axis] = exact
        return placed
