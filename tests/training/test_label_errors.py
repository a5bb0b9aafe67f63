"""The ranking of likely label errors: its ingredients, and that it finds flipped labels."""

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest

from epochscope.analysis.label_errors import Evidence, evidence_in, likely_label_errors
from epochscope.store import Neighbors, Predictions, RunReader, RunWriter
from epochscope.store.testing import Recipe, write_run

LABEL = np.array([0, 1, 2, 0], np.int32)
# Three classes, by epoch and sample. The first of the three trained epochs is left out.
PROBABILITY = np.array(
    [
        [[0.2, 0.4, 0.4]] * 4,
        [[1.0, 0.0, 0.0]] * 4,
        [[0.5, 0.25, 0.25], [0.1, 0.8, 0.1], [0.25, 0.5, 0.25], [0.75, 0.125, 0.125]],
        [[0.25, 0.5, 0.25], [0.1, 0.8, 0.1], [0.0625, 0.875, 0.0625], [0.75, 0.0625, 0.1875]],
    ]
)
NEIGHBOR = np.array([[[3, 1], [0, 2], [0, 1], [0, 2]], [[3, 2], [2, 3], [1, 3], [0, 1]]], np.int32)


@dataclass(frozen=True)
class Given(Recipe):
    """The labels, probabilities and neighbors above."""

    labels = LABEL
    neighbor_epochs = (2, 3)

    def predictions(self, epoch: int) -> Predictions:
        shares = PROBABILITY[epoch]
        own = shares[np.arange(4), LABEL].astype(np.float32)
        with np.errstate(divide="ignore"):
            loss = -np.log(own)
        return Predictions(shares.argmax(1).astype(np.int32), own, loss, own, shares.astype(np.float16))

    def nearest(self, layer: str, epoch: int) -> Neighbors:
        return Neighbors(NEIGHBOR[epoch - 2], np.ones((4, 2), np.float32), np.ones(4, np.float32))


RECIPE = Given(4, layers=("conv",), settings=(), classes=("cat", "dog", "ship"), epochs=range(4), neighbors=2)


def test_evidence_against_each_label_counts_from_a_third_of_the_training_on(store: Path):
    run = write_run(store / "r", RECIPE)
    result = likely_label_errors(run)
    assert result is not None
    assert evidence_in(run.manifest) == Evidence((2, 3), "conv")
    assert result.given_confidence == pytest.approx([0.375, 0.8, 0.15625, 0.75], abs=1e-3)
    assert result.suggested.tolist() == [1, 0, 1, 2]
    assert result.suggested_confidence == pytest.approx([0.375, 0.1, 0.6875, 0.15625], abs=1e-3)
    # Of two neighbors at two epochs: samples 3, 1 and 3, 2 beside a 0; …
    assert result.agreement == pytest.approx([2 / 4, 0, 0, 2 / 4])
    loss = -np.log([[0.5, 0.8, 0.25, 0.75], [0.25, 0.8, 0.0625, 0.75]]).mean(axis=0)
    assert result.suspicion == pytest.approx(loss - np.log(result.agreement + 0.3), abs=1e-6)
    assert result.suspicion.argmax() == 2


def test_without_neighbors_only_the_losses_count(store: Path):
    run = write_run(store / "r", replace(RECIPE, neighbors=0))
    result = likely_label_errors(run)
    assert result is not None
    assert evidence_in(run.manifest) == Evidence((2, 3), None)
    assert result.agreement.tolist() == [1] * 4
    assert result.suspicion.argmax() == 2


def test_an_untrained_network_gives_no_evidence_against_labels(store: Path):
    writer = RunWriter((run := write_run(store / "r", RECIPE)).folder)
    writer.commit(lambda manifest: replace(manifest, epochs=(0,), neighbors=()))
    assert likely_label_errors(RunReader(run.folder)) is None
