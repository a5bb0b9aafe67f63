"""What is recorded of a few samples, and what all batches of an epoch have said of theirs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from epochscope.record.errors import UnusableSamples
from epochscope.store import Predictions

Rows = Mapping[str, NDArray[Any]]
"""Arrays of one row per sample, by name."""


@dataclass(frozen=True)
class Batch:
    """What is recorded of the next B samples; the run does not have what is ``None`` or missing.

    ``vectors`` has those of each layer, (B, width), float; ``inputs`` are made into pictures if they look like some,
    (B, 1 or 3, height, width), float32. ``columns`` are numbers (B,) of a run's own at this epoch, or names of
    classes as objects, ``constants`` numbers that are the same at all epochs.
    """

    vectors: Rows
    labels: NDArray[np.int32] | None = None
    predictions: Predictions | None = None
    inputs: NDArray[np.float32] | None = None
    split: str = ""
    columns: Rows = field(default_factory=dict)
    constants: Rows = field(default_factory=dict)

    @property
    def samples(self) -> int:
        """How many samples these are."""
        return len(next(iter(self.vectors.values())))

    def batch(self) -> "Batch":
        """Return this."""
        return self


class ToBatch(Protocol):
    """What becomes a batch when it is written: a batch, or one that a device may still compute."""

    def batch(self) -> Batch:
        """Return it as arrays."""


class Collected:
    """The parts of an epoch that are written once all of its batches are there."""

    def __init__(self) -> None:
        self._labels: list[Rows] = []
        self._predictions: list[Rows] = []
        self._columns: list[Rows] = []
        self._constants: list[Rows] = []
        self.splits: list[str] = []
        """The split of each sample, empty where none is claimed."""

    def add(self, batch: Batch) -> None:
        """Add the next samples."""
        self._labels.append({} if batch.labels is None else {"labels": batch.labels})
        self._predictions.append({} if batch.predictions is None else batch.predictions.arrays())
        self._columns.append(batch.columns)
        self._constants.append(batch.constants)
        self.splits += [batch.split] * batch.samples

    @property
    def samples(self) -> int:
        """How many samples there are so far."""
        return len(self.splits)

    def labels(self) -> NDArray[np.int32] | None:
        """Return the labels (samples,), ``None`` if no batch has them; raise UnusableSamples if only some have."""
        return _joined(self._labels).get("labels")

    def predictions(self) -> Predictions | None:
        """Return the predictions, ``None`` if no batch has them; raise UnusableSamples if only some have."""
        arrays = _joined(self._predictions)
        return Predictions(**arrays) if arrays else None

    def columns(self) -> dict[str, NDArray[Any]]:
        """Return the numbers or names of classes (samples,) of each column at this epoch; raise UnusableSamples."""
        return _joined(self._columns)

    def constants(self) -> dict[str, NDArray[Any]]:
        """Return the numbers (samples,) of each column that is the same at all epochs; raise UnusableSamples."""
        return _joined(self._constants)


def _joined(batches: Sequence[Rows]) -> dict[str, NDArray[Any]]:
    names = list(batches[0]) if batches else []
    for number, batch in enumerate(batches):
        if set(batch) != set(names):
            has, first = (", ".join(sorted(one)) or "none" for one in (batch, names))
            raise UnusableSamples(f"batch {number} has {has} where batch 0 has {first}: all must have the same parts")
    return {name: np.concatenate([batch[name] for batch in batches]) for name in names}
