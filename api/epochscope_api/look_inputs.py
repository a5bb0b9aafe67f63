"""The inputs that were looked at lately: in memory only, by their content, up to a number of bytes."""

import hashlib
from collections import OrderedDict
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray

from epochscope.errors import UnusableInput

INPUTS_BYTES = 64 << 20


class InputNotFound(UnusableInput):
    """The input is none that this server still has."""


@dataclass
class Inputs:
    """Pixels (height, width, channels) by run and id, the ones used last; several threads may use it."""

    limit: int = INPUTS_BYTES
    _kept: OrderedDict[tuple[str, str], NDArray[np.uint8]] = field(default_factory=OrderedDict)
    _bytes: int = 0
    _lock: Lock = field(default_factory=Lock)

    def add(self, run: str, pixels: NDArray[Any]) -> str:
        """Keep an input of a run, and return its id: the same for the same pixels."""
        number = hashlib.blake2b(pixels.tobytes(), digest_size=12, key=repr(pixels.shape).encode()).hexdigest()
        with self._lock:
            if (run, number) not in self._kept:
                self._kept[run, number] = pixels
                self._bytes += pixels.nbytes
            self._kept.move_to_end((run, number))
            while self._bytes > self.limit and len(self._kept) > 1:
                _, oldest = self._kept.popitem(last=False)
                self._bytes -= oldest.nbytes
        return number

    def find(self, run: str, number: str) -> NDArray[np.uint8]:
        """Return the pixels of an input; raise InputNotFound."""
        with self._lock:
            if (run, number) not in self._kept:
                raise InputNotFound(f"there is no input {number[:40]!r} of run {run!r} here any more: send it again")
            self._kept.move_to_end((run, number))
            return self._kept[run, number]
