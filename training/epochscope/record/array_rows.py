"""Arrays that are read a few rows at a time, and batches of the same samples of each."""

from collections.abc import Iterator, Mapping
from operator import itemgetter
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from epochscope.record.collected import Batch
from epochscope.record.errors import UnusableSamples
from epochscope.store import Predictions

_BLOCK_BYTES = 8 << 20
_NUMBERS = "fiub"


class InBlocks(Protocol):
    """An array that is not in memory: its shape, and its rows in order."""

    @property
    def shape(self) -> tuple[int, ...]:
        """The sizes of its axes."""

    def blocks(self) -> Iterator[NDArray[Any]]:
        """Yield its rows in order, a few megabytes at a time."""


class Sliced:
    """An array in blocks, from one of any library whose rows can be sliced."""

    def __init__(self, name: str, values: Any) -> None:
        self.shape: tuple[int, ...] = tuple(int(size) for size in values.shape)
        self._name = name
        self._values = values

    def blocks(self) -> Iterator[NDArray[Any]]:
        """Yield its rows in order, a few megabytes at a time."""
        for first in range(0, self.shape[0], rows_per_block(self.shape)):
            yield as_array(self._values[first : first + rows_per_block(self.shape)], self._name)


def in_blocks(values: Any, name: str) -> InBlocks:
    """Return an array of vectors (samples, width) to be read in blocks; raise UnusableSamples if it is not one."""
    if hasattr(values, "blocks") and hasattr(values, "shape"):
        rows: InBlocks = values
    else:
        rows = Sliced(name, values if hasattr(values, "shape") else as_array(values, name))
    if len(rows.shape) != 2 or not all(rows.shape):
        raise UnusableSamples(f"{name} must be vectors (samples, width), not an array of shape {rows.shape}")
    return rows


def as_array(values: Any, name: str) -> NDArray[Any]:
    """Return anything that is an array of numbers as one of NumPy's; raise UnusableSamples if it is not."""
    try:
        array = np.asarray(values)
    except (TypeError, ValueError, RuntimeError) as error:
        raise UnusableSamples(f"{name} must be an array of numbers: {error}") from error
    if array.dtype.kind not in _NUMBERS:
        raise UnusableSamples(f"{name} must be an array of numbers, not of {array.dtype}")
    return array


def rows_per_block(shape: tuple[int, ...]) -> int:
    """Return how many rows of an array make a few megabytes."""
    return max(1, _BLOCK_BYTES // (8 * max(1, int(np.prod(shape[1:], dtype=object)))))


def to_batches(
    vectors: Mapping[str, InBlocks], labels: NDArray[np.int32] | None, predictions: Predictions | None
) -> Iterator[Batch]:
    """Yield batches of the same samples of all layers, with their labels (samples,) and predictions."""
    per_batch = min(rows_per_block(one.shape) for one in vectors.values())
    read = {name: _regrouped(name, one, per_batch) for name, one in vectors.items()}
    (samples,) = {one.shape[0] for one in vectors.values()}
    for first in range(0, samples, per_batch):
        rows = slice(first, first + per_batch)
        yield Batch(
            vectors={name: next(blocks) for name, blocks in read.items()},
            labels=None if labels is None else labels[rows],
            predictions=None if predictions is None else predictions.map(itemgetter(rows)),
        )


def _regrouped(name: str, array: InBlocks, rows: int) -> Iterator[NDArray[Any]]:
    """Yield the rows of an array in blocks of ``rows``, the last one of those that are left."""
    pending, left = [np.empty((0, array.shape[1]))], array.shape[0]
    for block in array.blocks():
        pending, left = [*pending, block] if len(pending[0]) else [block], left - len(block)
        while sum(map(len, pending)) >= rows:
            joined = np.concatenate(pending)
            pending = [joined[rows:]]
            yield joined[:rows]
    if left:
        raise UnusableSamples(f"layer {name!r} has {array.shape[0] - left} vectors, not {array.shape[0]}")
    yield np.concatenate(pending)
