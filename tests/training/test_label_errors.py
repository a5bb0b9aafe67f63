"""The ranking of likely label errors: what it is made of, and that it finds labels that were flipped."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from epochscope.analysis.label_errors import Evidence, evidence_in, likely_label_errors
from epochscope.store import Neighbors, NeighborSet, Predictions, RunReader, RunWriter, Samples
from tiny import tiny_manifest

LABEL = np.array([0, 1, 2, 0], np.int32)
# By epoch and sample: three classes. The first epoch of the three in training is left out.
PROBABILITY = np.array(
    [
        [[0.2, 0.4, 0.4]] * 4,
        [[1.0, 0.0, 0.0]] * 4,
        [[0.5, 0.25, 0.25], [0.1, 0.8, 0.1], [0.25, 0.5, 0.25], [0.75, 0.125, 0.125]],
        [[0.25, 0.5, 0.25], [0.1, 0.8, 0.1], [0.0625, 0.875, 0.0625], [0.75, 0.0625, 0.1875]],
    ]
)
NEIGHBOR = np.array([[[3, 1], [0, 2], [0, 1], [0, 2]], [[3, 2], [2, 3], [1, 3], [0, 1]]], np.int32)


def write_run(location: Path, neighbors: bool = True) -> RunReader:
    writer = RunWriter.at(location)
    writer.write_samples(Samples(LABEL, ["train"] * 4, list("abcd")))
    writer.begin(replace(tiny_manifest(), samples=4))
    for epoch, shares in enumerate(PROBABILITY):
        own = shares[np.arange(4), LABEL].astype(np.float32)
        with np.errstate(divide="ignore"):
            loss = -np.log(own)
        said = Predictions(shares.argmax(1).astype(np.int32), own, loss, own, shares.astype(np.float16))
        writer.write_predictions(epoch, said)
    for epoch in (2, 3):
        found = NEIGHBOR[epoch - 2]
        writer.write_neighbors("conv", epoch, Neighbors(found, np.ones((4, 2), np.float32), np.ones(4, np.float32)))
    kept = (NeighborSet("conv", 2, (2, 3)),) if neighbors else ()
    writer.commit(lambda manifest: replace(manifest, epochs=(0, 1, 2, 3), neighbors=kept))
    return RunReader.at(location)


def test_what_speaks_against_each_label_is_counted_from_a_third_of_the_training_on(store: Path):
    run = write_run(store / "r")
    found = likely_label_errors(run)
    assert found is not None
    assert evidence_in(run.manifest) == Evidence((2, 3), "conv")
    assert found.given_confidence == pytest.approx([0.375, 0.8, 0.15625, 0.75], abs=1e-3)
    assert found.suggested.tolist() == [1, 0, 1, 2]
    assert found.suggested_confidence == pytest.approx([0.375, 0.1, 0.6875, 0.15625], abs=1e-3)
    # Of two neighbors at two epochs: samples 3, 1 and 3, 2 beside a 0; …
    assert found.agreement == pytest.approx([2 / 4, 0, 0, 2 / 4])
    loss = -np.log([[0.5, 0.8, 0.25, 0.75], [0.25, 0.8, 0.0625, 0.75]]).mean(axis=0)
    assert found.suspicion == pytest.approx(loss - np.log(found.agreement + 0.3), abs=1e-6)
    assert found.suspicion.argmax() == 2


def test_without_neighbors_the_losses_speak_alone(store: Path):
    run = write_run(store / "r", neighbors=False)
    found = likely_label_errors(run)
    assert found is not None
    assert evidence_in(run.manifest) == Evidence((2, 3), None)
    assert found.agreement.tolist() == [1] * 4
    assert found.suspicion.argmax() == 2


def test_an_untrained_network_speaks_against_no_label(store: Path):
    writer = RunWriter((run := write_run(store / "r")).folder)
    writer.commit(lambda manifest: replace(manifest, epochs=(0,), neighbors=()))
    assert likely_label_errors(RunReader(run.folder)) is None
