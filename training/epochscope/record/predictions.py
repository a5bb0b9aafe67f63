"""Predictions and metrics from a network's logits."""

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from epochscope.store import Metric, Predictions


def predict(logits: Tensor, labels: Tensor) -> Predictions:
    """Return predictions from logits (samples, classes), float32, and true labels (samples,)."""
    log_probabilities = functional.log_softmax(logits, dim=1)
    probabilities = log_probabilities.exp()
    confidence, predicted = probabilities.max(dim=1)
    return Predictions(
        predicted=predicted.numpy().astype(np.int32),
        confidence=confidence.numpy(),
        loss=functional.nll_loss(log_probabilities, labels, reduction="none").numpy(),
        margin=_margin(logits, labels).numpy(),
        probabilities=probabilities.to(torch.float16).numpy(),
    )


def summarize(epoch: int, predictions: Predictions, labels: NDArray[np.int32], splits: list[str]) -> list[Metric]:
    """Return mean loss and accuracy of the recorded samples, one row per split in the order of first appearance."""
    correct, loss = predictions.predicted == labels, predictions.loss
    assert loss is not None, "predict() computes every array"
    of_split = np.asarray(splits)
    return [
        Metric(epoch, split, float(loss[chosen].mean(dtype=np.float64)), float(correct[chosen].mean()))
        for split in dict.fromkeys(splits)
        if (chosen := of_split == split).any()
    ]


def _margin(logits: Tensor, labels: Tensor) -> Tensor:
    # Pleiss et al. 2020, "Identifying Mislabeled Data using the Area Under the Margin Ranking", equation 1.
    own = logits.gather(1, labels[:, None])
    others = logits.scatter(1, labels[:, None], -torch.inf).amax(dim=1)
    return own[:, 0] - others
