"""What is known of one input at all epochs, filled in from one epoch outward."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from epochscope.looking import MapsNotFound
from epochscope_inside.look import Layer, Seen


class Curve:
    """The probabilities (epochs, classes) of one input at the epochs that have been looked at."""

    def __init__(self, epochs: int, classes: int) -> None:
        self.probabilities = np.zeros((epochs, classes), np.float32)
        self.known = np.zeros(epochs, np.uint8)

    @property
    def nbytes(self) -> int:
        """The number of bytes."""
        return self.probabilities.nbytes + self.known.nbytes


class Film:
    """One map of a layer, or one unit of a vector, at the epochs that have been looked at.

    ``arrays`` has ``range`` (epochs, 2) and ``map`` (epochs, height, width) as in ``Maps``, or ``unit`` (epochs,); and
    ``known`` (epochs,). Raises MapsNotFound where the layer has no such map or unit.
    """

    def __init__(self, epochs: int, layer: Layer, number: int) -> None:
        count, *sides = layer.shape
        if not 0 <= number < count:
            what = "maps" if sides else "units"
            raise MapsNotFound(f"layer {layer.name!r} has {what} 0 to {count - 1}, and not {number}")
        self.number = number
        self.known = np.zeros(epochs, np.uint8)
        self.arrays: dict[str, NDArray[Any]] = {}
        if sides:
            self.arrays["range"] = np.zeros((epochs, 2), np.float32)
            self.arrays["map"] = np.zeros((epochs, *sides), np.uint8)
        else:
            self.arrays["unit"] = np.zeros(epochs, np.float32)
        self.arrays["known"] = self.known

    @property
    def nbytes(self) -> int:
        """The number of bytes."""
        return sum(array.nbytes for array in self.arrays.values())

    def add(self, place: int, seen: Seen) -> None:
        """Add what the layer makes of the input at one epoch, by its place among the epochs."""
        if seen.maps is None:
            self.arrays["unit"][place] = seen.units[self.number]
        else:
            self.arrays["range"][place] = seen.maps.ranges[self.number]
            self.arrays["map"][place] = seen.maps.pixels[self.number]


def outward(epochs: Sequence[int], epoch: int) -> list[int]:
    """Return the places of all epochs, those nearest to ``epoch`` first."""
    return [int(place) for place in np.argsort(np.abs(np.array(epochs) - epoch), kind="stable")]
