"""Find samples whose labels are likely wrong, from the network's predictions while it learned.

A network learns the common patterns of a class before it memorizes single samples (Arpit et al. 2017, "A Closer Look at
Memorization in Deep Networks"): a wrong label has a high loss for most of the training, even if not at the end, and the
sample lies among those of another class.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from epochscope.store import Manifest, RunReader

# The first epochs distinguish hard samples from wrong labels poorly, as most predictions are wrong.
_LEFT_OUT = 1 / 3
# Among samples whose neighbors all have another label, the loss decides: one neighbor more or less means little.
_DOUBT = 0.3


@dataclass(frozen=True)
class Evidence:
    """The parts of a run to use: some of its epochs, and the neighbors in a layer, ``None`` if it has none."""

    epochs: tuple[int, ...]
    layer: str | None


@dataclass(frozen=True)
class LabelErrors:
    """The evidence against each sample's label, for N samples; no true labels are used."""

    suspicion: NDArray[np.float64]
    """The larger, the more likely the label is wrong, (N,): the sample's mean loss with its label, in nats, minus the
    logarithm of ``agreement + 0.3``."""
    suggested: NDArray[np.int32]
    """The class other than the label with the highest mean probability, (N,)."""
    given_confidence: NDArray[np.float64]
    """Mean probability of the given label, (N,)."""
    suggested_confidence: NDArray[np.float64]
    """Mean probability of the suggested class, (N,)."""
    agreement: NDArray[np.float64]
    """Mean share of the nearest neighbors in the layer's own space that have the sample's label, (N,); 1 without
    neighbors."""


def evidence_in(manifest: Manifest) -> Evidence | None:
    """Return the last two thirds of the trained epochs, and the last layer that has neighbors at all of them, where
    classes are separated most. ``None`` before the first trained epoch, or without labels, losses or probabilities."""
    trained = [epoch for epoch in manifest.epochs if epoch > 0]
    if not trained or not manifest.labels or not {"loss", "probabilities"} <= set(manifest.predictions):
        return None
    epochs = tuple(trained[int(len(trained) * _LEFT_OUT) :])
    layers = [neighbors.layer for neighbors in manifest.neighbors if set(epochs) <= set(neighbors.epochs)]
    return Evidence(epochs, layers[-1] if layers else None)


def likely_label_errors(run: RunReader) -> LabelErrors | None:
    """Return the evidence against each label of a run, ``None`` if ``evidence_in`` is; raise DamagedRun."""
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
    """Return mean probabilities (N, C) and losses (N,); NaN, from a network that diverged, counts as 0."""
    probability = np.zeros((run.manifest.samples, len(run.manifest.dataset.classes)))
    loss = np.zeros(run.manifest.samples)
    for epoch in epochs:
        columns = run.prediction_columns(epoch, ["probabilities", "loss"])
        probability += np.nan_to_num(columns["probabilities"].astype(np.float64))
        loss += np.nan_to_num(columns["loss"].astype(np.float64), posinf=0)
    return probability / len(epochs), loss / len(epochs)


def _agreement(run: RunReader, evidence: Evidence, label: NDArray[np.int32]) -> NDArray[np.float64]:
    if evidence.layer is None:
        return np.ones(len(label))
    shares = np.zeros(len(label))
    for epoch in evidence.epochs:
        neighbor = run.neighbor_columns(evidence.layer, epoch, ["neighbor"])["neighbor"]
        shares += (label[neighbor] == label[:, None]).mean(axis=1)
    return shares / len(evidence.epochs)
