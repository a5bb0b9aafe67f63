"""What the values of each column may be: a file that holds others is damage, and none is written."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from epochscope.store.ranges import LARGEST_EPOCH, LARGEST_POSITION, ROUNDING, OutOfRange

Counts = Mapping[str, int]
"""How many things there are of each kind that a column may number: ``samples`` and ``classes``."""


@dataclass(frozen=True)
class Range:
    """The smallest and the largest value; ``diverged`` also allows NaN, which a network that diverged puts out, and
    which is a missing value too."""

    lowest: float
    highest: float
    diverged: bool = False

    def require(self, name: str, values: NDArray[Any]) -> None:
        """Raise OutOfRange unless all values of the column ``name`` lie within."""
        if not values.size or self._holds_half(values):
            return
        smallest, largest = float(np.min(values)), float(np.max(values))
        if np.isnan(smallest) and self.diverged:
            known = values[~np.isnan(values)]
            smallest, largest = (float(known.min()), float(known.max())) if known.size else (0.0, 0.0)
        lowest, highest = self.lowest - ROUNDING, self.highest + ROUNDING
        if not lowest <= smallest <= largest <= highest:
            found = largest if lowest <= smallest <= highest else smallest
            raise OutOfRange(f"{name} must be from {self.lowest:g} to {self.highest:g}, not {found:g}")

    def _holds_half(self, values: NDArray[Any]) -> bool:
        """Whether all of many half-precision numbers, which are slow to compare, lie from 0 to the largest value."""
        if values.dtype != np.float16 or self.lowest > 0:
            return False
        # From 0 up, they are in the same order as their bits; negative ones and NaN are beyond.
        return bool(values.view(np.uint16).max() <= np.float16(self.highest).view(np.uint16))


_SHARE = Range(0, 1)
_DIVERGED_SHARE = Range(0, 1, diverged=True)
_AMOUNT = Range(0, LARGEST_POSITION)
_NUMBERED = {"sample": "samples", "neighbor": "samples"} | dict.fromkeys(
    ("label", "predicted", "true_label"), "classes"
)
_RANGES = {
    "epoch": Range(0, LARGEST_EPOCH),
    "confidence": _DIVERGED_SHARE,
    "probabilities": _DIVERGED_SHARE,
    "loss": Range(-np.inf, np.inf, diverged=True),
    "margin": Range(-np.inf, np.inf, diverged=True),
    "accuracy": _DIVERGED_SHARE,
    "seconds": Range(0, LARGEST_POSITION, diverged=True),
    "value": Range(-LARGEST_POSITION, LARGEST_POSITION),
    "distance": _AMOUNT,
    "layer_motion": _AMOUNT,
    "x": Range(-LARGEST_POSITION, LARGEST_POSITION),
    "y": Range(-LARGEST_POSITION, LARGEST_POSITION),
    "screen_motion": _AMOUNT,
    **dict.fromkeys(("trustworthiness", "continuity", "neighbor_recall", "label_purity", "real_motion"), _SHARE),
}


def is_limited(name: str) -> bool:
    """Return whether the column ``name`` has a range."""
    return name in _NUMBERED or name in _RANGES


def require_values(name: str, values: NDArray[Any], counts: Counts | None = None) -> None:
    """Raise OutOfRange unless the values are such as the column ``name`` may have; without ``counts``, numbers of
    things may be as large as they like."""
    if name in _NUMBERED:
        Range(0, np.inf if counts is None else counts[_NUMBERED[name]] - 1).require(name, values)
    else:
        _RANGES[name].require(name, values)


def require_order(name: str, found: NDArray[Any], expected: NDArray[Any]) -> None:
    """Raise OutOfRange unless the numbers in the column ``name`` are those expected, in this order."""
    if not np.array_equal(found, np.broadcast_to(expected, found.shape)):
        raise OutOfRange(f"{name} is not in order, so that rows are of others than they seem")
