"""An array in a file that another program wrote: its shape is known and checked, its numbers are read in blocks."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray

from epochscope.errors import EpochscopeError, UnusableInput
from epochscope.store.ranges import OutOfRange, brief

BLOCK_BYTES = 8 << 20
MOST_AT_ONCE = 4 << 30
"""Bytes of what is read as a whole: predictions, tables, and arrays whose rows are not one after the other."""
_NUMBERS = "fiub"


class UnusableFile(UnusableInput):
    """A file of another program is damaged, does not match the others, or is of a kind that is never read."""


@contextmanager
def reading(path: str) -> Iterator[None]:
    """Raise UnusableFile, which names the file, for whatever goes wrong while it is read."""
    try:
        yield
    except OutOfRange as error:
        raise UnusableFile(f"{path} {error}") from error
    except EpochscopeError:
        raise
    except Exception as error:
        # Not only their own errors: what is damaged surprises the decoders of NumPy, zlib and Arrow in many ways.
        reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
        raise UnusableFile(f"{path} cannot be read: {brief(reason)}") from error


@dataclass(frozen=True)
class StoredArray:
    """An array of numbers that is not read yet: the file (and the part of it) that holds it, and its shape."""

    where: str
    shape: tuple[int, ...]
    read: Callable[[], Iterator[NDArray[Any]]]
    """Yields its rows in order, a few megabytes at a time."""

    @property
    def rows(self) -> int:
        """How many rows it has, 0 if it is a single number."""
        return self.shape[0] if self.shape else 0

    def blocks(self) -> Iterator[NDArray[Any]]:
        """Yield its rows in order, a few megabytes at a time; raise UnusableFile."""
        with reading(self.where):
            yield from self.read()

    def whole(self) -> NDArray[Any]:
        """Return all of it; raise UnusableFile, also if it is too large for that."""
        require_at_once(self.where, self.shape)
        with reading(self.where):
            return np.concatenate(list(self.read())) if self.rows else np.empty(self.shape)


def require_numbers(where: str, dtype: np.dtype[Any]) -> None:
    """Raise UnusableFile unless an array of this dtype holds real numbers."""
    if dtype.hasobject:
        raise UnusableFile(f"{where} holds Python objects, which are pickled and never read: save numbers instead")
    if dtype.kind not in _NUMBERS:
        raise UnusableFile(f"{where} holds {dtype}, and only real numbers are read")


def require_bytes(where: str, shape: tuple[int, ...], dtype: np.dtype[Any], there: int) -> None:
    """Raise UnusableFile unless there are as many bytes of numbers as an array of this shape and dtype has."""
    needed = int(np.prod(shape, dtype=object)) * dtype.itemsize
    if min(shape, default=0) < 0 or needed != there:
        raise UnusableFile(f"{where} has {there:,} bytes of numbers, not the {needed:,} that its shape {shape} takes")


def require_at_once(where: str, shape: tuple[int, ...]) -> None:
    """Raise UnusableFile unless what has this shape may be read as a whole, by 8 bytes of a number."""
    if (needed := 8 * int(np.prod(shape, dtype=object))) > MOST_AT_ONCE:
        raise UnusableFile(f"{where} takes {needed:,} bytes of memory at once, and at most {MOST_AT_ONCE:,} are read")


def read_rows(file: IO[bytes], where: str, dtype: np.dtype[Any], shape: tuple[int, ...]) -> Iterator[NDArray[Any]]:
    """Yield the rows of an array that begins here in a file, in C order; raise UnusableFile where it ends early."""
    row_bytes = int(np.prod(shape[1:], dtype=np.int64)) * dtype.itemsize
    per_block = max(1, BLOCK_BYTES // max(row_bytes, 1))
    for first in range(0, shape[0], per_block):
        rows = min(per_block, shape[0] - first)
        content = file.read(rows * row_bytes)
        if len(content) < rows * row_bytes:
            raise UnusableFile(f"{where} ends before row {first + len(content) // row_bytes} of {shape[0]}")
        yield np.frombuffer(content, dtype).reshape(rows, *shape[1:])
