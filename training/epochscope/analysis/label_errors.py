"""Samples whose labels are likely wrong, from what the network made of them while it learned.

A network learns what the samples of a class have in common before it learns single ones by heart (Arpit et al. 2017, "A
Closer Look at Memorization in Deep Networks"): a wrong label costs much for most of the training, whatever it costs at
the end, and the sample lies among those of another class.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from epochscope.store import Manifest, RunReader

# The first epochs of a training tell hard samples from wrong ones badly: nearly everything is wrong then.
_LEFT_OUT = 1 / 3
# Among neighbors that all have another label, the loss decides: one neighbor more or less says little.
_DOUBT = 0.3


@dataclass(frozen=True)
class Evidence:
    """Where to look in a run: some of its epochs, and neighbors in a layer, ``None`` where none are kept."""

    epochs: tuple[int, ...]
    layer: str | None


@dataclass(frozen=True)
class LabelErrors:
    """What speaks against each sample's label; N samples. Nothing here knows a true label."""

    suspicion: NDArray[np.float64]
    """The larger, the likelier the label is wrong, (N,): the mean loss of the sample with its label, in nats, less the
    logarithm of ``agreement + 0.3``."""
    suggested: NDArray[np.int32]
    """The class, other than the label, that the network gives the highest mean probability, (N,)."""
    given_confidence: NDArray[np.float64]
    """Mean probability of the label that was given, (N,)."""
    suggested_confidence: NDArray[np.float64]
    """Mean probability of the suggested class, (N,)."""
    agreement: NDArray[np.float64]
    """Mean share of the nearest neighbors in the layer's own space that have the sample's label, (N,); 1 where none
    are kept."""


def evidence_in(manifest: Manifest) -> Evidence | None:
    """Return where to look: the last two thirds of the training, and the last layer of the network that is projected,
    where the classes have parted most. ``None`` before the first epoch of training, and where labels, losses or
    probabilities are missing."""
    trained = [epoch for epoch in manifest.epochs if epoch > 0]
    if not trained or not manifest.labels or not {"loss", "probabilities"} <= set(manifest.predictions):
        return None
    epochs = tuple(trained[int(len(trained) * _LEFT_OUT) :])
    kept = [neighbors.layer for neighbors in manifest.neighbors if set(epochs) <= set(neighbors.epochs)]
    return Evidence(epochs, kept[-1] if kept else None)


def likely_label_errors(run: RunReader) -> LabelErrors | None:
    """Return what speaks against each label of a run, ``None`` where ``evidence_in`` is; raise DamagedRun."""
    evidence = evidence_in(run.manifest)
    if evidence is None:
        return None
    label = run.labels()
    probability, loss = _means(run, evidence.epochs)
    agreement = _agreement(run, evidence, label)
    rows = np.arange(len(label))
    given = probability[rows, label]
    probability[rows, label] = -1
    suggested = probability.argmax(axis=1)
    return LabelErrors(
        suspicion=loss - np.log(agreement + _DOUBT),
        suggested=suggested.astype(np.int32),
        given_confidence=given,
        suggested_confidence=probability[rows, suggested],
        agreement=agreement,
    )


def _means(run: RunReader, epochs: Sequence[int]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return mean probabilities (N, C) and losses (N,); of a network that diverged, no number counts as 0."""
    probability = np.zeros((run.manifest.samples, len(run.manifest.dataset.classes)))
    loss = np.zeros(run.manifest.samples)
    for epoch in epochs:
        said = run.prediction_columns(epoch, ["probabilities", "loss"])
        probability += np.nan_to_num(said["probabilities"].astype(np.float64))
        loss += np.nan_to_num(said["loss"].astype(np.float64), posinf=0)
    return probability / len(epochs), loss / len(epochs)


def _agreement(run: RunReader, evidence: Evidence, label: NDArray[np.int32]) -> NDArray[np.float64]:
    if evidence.layer is None:
        return np.ones(len(label))
    shares = np.zeros(len(label))
    for epoch in evidence.epochs:
        neighbor = run.neighbor_columns(evidence.layer, epoch, ["neighbor"])["neighbor"]
        shares += (label[neighbor] == label[:, None]).mean(axis=1)
    return shares / len(evidence.epochs)
