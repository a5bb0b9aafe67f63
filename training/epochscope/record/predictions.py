"""Predictions and metrics from a network's logits."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from epochscope.store import Metric, Predictions


def predict(logits: NDArray[np.float32], labels: NDArray[np.integer] | None = None) -> Predictions:
    """Return predictions from logits (samples, classes); without labels (samples,), no loss and no margin."""
    log_probabilities = _log_softmax(logits.astype(np.float32))
    predicted = logits.argmax(axis=1).astype(np.int32)
    return Predictions(
        predicted=predicted,
        confidence=np.exp(_at(log_probabilities, predicted)),
        loss=None if labels is None else -_at(log_probabilities, labels),
        margin=None if labels is None else _margin(logits, labels),
        probabilities=np.exp(log_probabilities).astype(np.float16),
    )


def summarize(
    epoch: int, predictions: Predictions | None, labels: NDArray[np.int32] | None, splits: Sequence[str]
) -> list[Metric]:
    """Return mean loss and accuracy of the recorded samples, one row per split in the order of first appearance.

    None where they do not follow: without labels, predictions, or a loss.
    """
    if labels is None or predictions is None or predictions.loss is None:
        return []
    correct, loss = predictions.predicted == labels, predictions.loss
    of_split = np.asarray(splits)
    return [
        Metric(epoch, split, float(loss[chosen].mean(dtype=np.float64)), float(correct[chosen].mean()))
        for split in dict.fromkeys(splits)
        if (chosen := of_split == split).any()
    ]


def _log_softmax(logits: NDArray[np.float32]) -> NDArray[np.float32]:
    shifted = logits - logits.max(axis=1, keepdims=True)
    return np.asarray(shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True)))


def _margin(logits: NDArray[np.float32], labels: NDArray[np.integer]) -> NDArray[np.float32]:
    # Pleiss et al. 2020, "Identifying Mislabeled Data using the Area Under the Margin Ranking", equation 1.
    others = logits.copy()
    np.put_along_axis(others, labels[:, None], -np.inf, axis=1)
    return np.asarray(_at(logits, labels) - others.max(axis=1))


def _at(values: NDArray[Any], classes: NDArray[np.integer]) -> NDArray[Any]:
    """Return the value of each row (samples, classes) at its own class."""
    return np.asarray(np.take_along_axis(values, classes[:, None].astype(np.int64), axis=1)[:, 0])
