"""Which parts a recorded run has: labels, predictions and classes, each of them optional."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from epochscope.record.errors import RunMismatch, UnusableSamples
from epochscope.store import Manifest, Predictions
from epochscope.store.ranges import MOST_CLASSES

MOST_UNNAMED = 1 << 16
"""Of classes that are called by their numbers: more are numbers with gaps, or of something else."""


@dataclass(frozen=True)
class Parts:
    """Whether a run has labels, the columns of its predictions, and the names of the classes of both."""

    labels: bool
    predictions: tuple[str, ...]
    classes: tuple[str, ...]

    def require_same(self, manifest: Manifest) -> None:
        """Raise RunMismatch unless the run has the same parts."""
        for what, here, there in (
            ("labels", self.labels, manifest.labels),
            ("predictions", bool(self.predictions), bool(manifest.predictions)),
        ):
            if here != there:
                one, other = ("has", "has none") if there else ("has no", "has some")
                raise RunMismatch(f"run {manifest.title!r} {one} {what}, and this epoch {other}")
        if set(self.predictions) != set(manifest.predictions):
            recorded, given = ", ".join(manifest.predictions), ", ".join(self.predictions)
            raise RunMismatch(f"the predictions of run {manifest.title!r} have {recorded}, not {given}")


def as_classes(array: NDArray[Any], what: str) -> NDArray[np.int32]:
    """Return numbers of classes in the type that they are stored in; raise UnusableSamples for one that none has."""
    if array.size and not 0 <= array.min() <= array.max() < MOST_CLASSES:
        found = f"{array.min()} to {array.max()}"
        raise UnusableSamples(f"{what} must be numbers of classes, from 0 to {MOST_CLASSES - 1:,}, not from {found}")
    return array.astype(np.int32)


def parts_of(labels: NDArray[np.int32] | None, predictions: Predictions | None, names: Sequence[str] | None) -> Parts:
    """Return the parts that labels (samples,) and predictions are; without ``names``, classes are called by numbers.

    Raises:
        UnusableSamples: there are more or fewer classes than names, or names of none.
    """
    columns = () if predictions is None else tuple(predictions.arrays())
    if labels is None and predictions is None:
        if names is not None:
            raise UnusableSamples("classes are named, but the samples have neither labels nor predictions")
        return Parts(False, (), ())
    least, exact = _classes(labels, predictions)
    classes = unnamed_classes(least) if names is None else tuple(names)
    if least > len(classes) or (exact and least != len(classes)):
        raise UnusableSamples(f"there are {least} classes, but {len(classes)} are named")
    return Parts(labels is not None, columns, classes)


def unnamed_classes(count: int) -> tuple[str, ...]:
    """Return the names of that many classes without names; raise UnusableSamples for more than make sense."""
    if count > MOST_UNNAMED:
        raise UnusableSamples(
            f"labels or predictions go up to class {count - 1:,}, and without names up to {MOST_UNNAMED - 1:,}: number "
            "the classes without gaps, or name all of them"
        )
    return tuple(map(str, range(count)))


def _classes(labels: NDArray[np.int32] | None, predictions: Predictions | None) -> tuple[int, bool]:
    """Return how many classes there are at least, and whether these are all."""
    numbers = [] if labels is None else [labels]
    if predictions is not None:
        numbers.append(predictions.predicted)
    seen = 1 + max(int(some.max()) for some in numbers)
    if predictions is None or predictions.probabilities is None:
        return seen, False
    width = predictions.probabilities.shape[1]
    if seen > width:
        raise UnusableSamples(f"labels range up to {seen - 1}, but the model has {width} classes")
    return width, True
