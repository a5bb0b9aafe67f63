"""What predictions are that come as an array: logits, probabilities, or the predicted classes alone."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from epochscope.record.errors import UnusableSamples
from epochscope.record.parts import as_classes
from epochscope.record.predictions import predict
from epochscope.store import Predictions

_SUM_ERROR = 0.01
"""Of probabilities that were stored in half precision."""


def read_predictions(given: NDArray[Any], labels: NDArray[np.int32] | None) -> Predictions:
    """Return the predictions that an array holds.

    Classes (samples,) are the predicted ones, and nothing else is known. In (samples, classes), rows from 0 to 1 with
    the sum 1 are probabilities, of which 0 counts as the smallest number of their type; others are logits.
    Confidence and probabilities follow from these, and with ``labels`` loss and margin.

    Raises:
        UnusableSamples: it is neither, it could be both, or a label is not among its classes.
    """
    if given.ndim == 1 and given.dtype.kind in "iu":
        return Predictions(as_classes(given, "predictions"))
    if given.ndim != 2 or given.shape[1] < 2 or given.dtype.kind not in "fiu":
        raise UnusableSamples(
            "predictions must be logits or probabilities (samples, classes), or predicted classes (samples,) as whole "
            f"numbers, not {given.dtype} of shape {given.shape}"
        )
    if labels is not None and int(labels.max(initial=0)) >= given.shape[1]:
        raise UnusableSamples(f"labels range up to {labels.max()}, but predictions have {given.shape[1]} classes")
    return predict(_logits(given), labels)


def _logits(given: NDArray[Any]) -> NDArray[np.float32]:
    if given.size and not (given.min() >= 0 and given.max() <= 1):
        return given.astype(np.float32)
    sums = given.sum(axis=1, dtype=np.float64)
    if np.abs(sums - 1).max(initial=0) > _SUM_ERROR:
        row = int(np.abs(sums - 1).argmax())
        raise UnusableSamples(
            f"predictions lie from 0 to 1, as probabilities do, and those of sample {row} have the sum {sums[row]:g}: "
            "give probabilities with the sum 1, or subtract 1 from all logits, which changes nothing that follows"
        )
    smallest = np.finfo(given.dtype if given.dtype.kind == "f" else np.float32).tiny
    return np.asarray(np.log(np.maximum(given, smallest)), np.float32)
