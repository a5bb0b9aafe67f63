"""The inputs that were looked at lately: in memory only, by their content, up to a number of bytes."""

import hashlib
from typing import Any

import numpy as np
from numpy.typing import NDArray

from epochscope.errors import UnusableInput
from epochscope.looking import Recent

INPUTS_BYTES = 64 << 20


class InputNotFound(UnusableInput):
    """The input is none that this server still has."""


class Inputs:
    """Pixels (height, width, channels) by run and id, the ones used last; several threads may use it."""

    def __init__(self, limit: int = INPUTS_BYTES) -> None:
        self._kept: Recent[NDArray[np.uint8]] = Recent(limit)

    def add(self, run: str, pixels: NDArray[Any]) -> str:
        """Keep an input of a run, and return its id: the same for the same pixels."""
        number = hashlib.blake2b(pixels.tobytes(), digest_size=12, key=repr(pixels.shape).encode()).hexdigest()
        self._kept.keep((run, number), pixels)
        return number

    def find(self, run: str, number: str) -> NDArray[np.uint8]:
        """Return the pixels of an input; raise InputNotFound."""
        pixels = self._kept.get((run, number))
        if pixels is None:
            raise InputNotFound(f"there is no input {number[:40]!r} of run {run!r} here any more: send it again")
        return pixels
