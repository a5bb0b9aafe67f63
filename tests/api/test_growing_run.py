"""A run of 20 epochs and 10,000 samples gains an epoch: a client that has the others fetches that one and no more."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from api.conftest import Asker
from epochscope.store import (
    QUALITY_MEASURES,
    Extent,
    Manifest,
    Neighbors,
    NeighborSet,
    Predictions,
    Projection,
    Quality,
    RunWriter,
    Samples,
    Setting,
)
from epochscope_api import create_app
from tiny import tiny_manifest

# Writes 10,000 samples at 21 epochs for every test.
pytestmark = pytest.mark.slow

RUN = "/api/runs/growing/"
SAMPLES, EPOCHS, K = 10_000, 20, 5
SETTING = Setting(15, 0.1)
PER_SAMPLE = {"predictions": 8, "dynamics": 12, "positions": 4, "quality": 8, "motion": 2}
"""Bytes of one sample at one epoch."""


def write_epoch(writer: RunWriter, epoch: int) -> None:
    """Write what a training and a layout write of one more epoch, and commit it."""
    random = np.random.default_rng(epoch)
    shares = random.dirichlet(np.ones(3), SAMPLES)
    ones = np.full(SAMPLES, 0.5, np.float32)
    predicted = shares.argmax(1).astype(np.int32)
    writer.write_predictions(epoch, Predictions(predicted, ones, ones * epoch, ones, shares.astype(np.float16)))
    neighbor = random.integers(0, SAMPLES, (SAMPLES, K), dtype=np.int32)
    writer.write_neighbors("conv", epoch, Neighbors(neighbor, np.ones((SAMPLES, K), np.float32), ones))
    projection = write_layout(writer, tuple(range(epoch + 1)))
    writer.commit(lambda manifest: with_epoch(manifest, epoch, projection))


def write_layout(writer: RunWriter, epochs: tuple[int, ...]) -> Projection:
    """Write the layout of all epochs, of which those from the 20th on were appended, and return its entry."""
    positions = np.stack([np.random.default_rng(epoch).random((SAMPLES, 2), np.float32) + epoch for epoch in epochs])
    shape = len(epochs), SAMPLES
    share = np.stack([np.random.default_rng(epoch).random(SAMPLES, np.float32) for epoch in epochs])
    quality = Quality(**dict.fromkeys(QUALITY_MEASURES[:-1], share), unsupported=np.zeros(shape, bool))
    writer.write_projection("conv", SETTING, epochs, positions)
    writer.write_quality("conv", SETTING, epochs, quality)
    means = {name: tuple(getattr(quality, name).mean(1, dtype=np.float64).tolist()) for name in QUALITY_MEASURES}
    joint = min(len(epochs), EPOCHS)
    appended = tuple(Extent(float(epoch), float(epoch), 1.0) for epoch in epochs[joint:])
    square = Extent(0.0, 0.0, float(joint))
    errors = dict.fromkeys(QUALITY_MEASURES, (0.0,) * len(epochs))
    return Projection("conv", SETTING, 0, epochs, joint, square, 1.0, f"made {epochs}", 5, means, errors, appended)


def with_epoch(manifest: Manifest, epoch: int, projection: Projection) -> Manifest:
    epochs = (*manifest.epochs, epoch)
    return replace(manifest, epochs=epochs, projections=(projection,), neighbors=(NeighborSet("conv", K, epochs),))


@pytest.fixture
def growing(store: Path) -> RunWriter:
    writer = RunWriter.at(store / "growing")
    labels = np.arange(SAMPLES, dtype=np.int32) % 3
    writer.write_samples(Samples(labels, ["train"] * SAMPLES, [f"made:{sample}" for sample in range(SAMPLES)]))
    writer.begin(replace(tiny_manifest(), samples=SAMPLES))
    for epoch in range(EPOCHS):
        write_epoch(writer, epoch)
    return writer


def files_by_epoch(manifest: Any) -> dict[str, Any]:
    projection, neighbors = manifest["projections"][0], manifest["neighbors"][0]
    owners = {"positions": projection, "quality": projection, "motion": neighbors}
    return {name: owners.get(name, manifest)[name] for name in PER_SAMPLE}


def addresses(manifest: Any) -> dict[str, list[str]]:
    """Return the address of every answer about one epoch, by the name of its arrays."""
    return {
        name: [RUN + file["epoch_path"].format(epoch=epoch) for epoch in file["epochs"]]
        for name, file in files_by_epoch(manifest).items()
    }


def test_a_run_that_gains_an_epoch_costs_that_epoch(growing: RunWriter, ask: Asker):
    known = {path: ask.get(path) for paths in addresses(ask.json(RUN + "run.json")).values() for path in paths}
    per_run = {RUN + path: ask.get(RUN + path) for path in ("samples.bin", "sources.json")}
    write_epoch(growing, EPOCHS)
    for path, answer in (known | per_run).items():
        again = ask.get(path, If_None_Match=answer.headers["ETag"])
        assert (path, again.status_code, again.data) == (path, 304, b"")
    new = {path: name for name, paths in addresses(ask.json(RUN + "run.json")).items() for path in paths[EPOCHS:]}
    sizes = {name: len(ask.get(path).data) for path, name in new.items()}
    assert sizes == {name: size * SAMPLES for name, size in PER_SAMPLE.items()}
    assert sum(sizes.values()) <= 340_000


def test_what_was_answered_about_an_epoch_is_answered_again_after_the_next(growing: RunWriter, ask: Asker, store: Path):
    paths = [path for paths in addresses(ask.json(RUN + "run.json")).values() for path in (paths[0], paths[-1])]
    before = {path: ask.get(path).data for path in paths}
    write_epoch(growing, EPOCHS)
    restarted = Asker(create_app(store).test_client())
    assert {path: restarted.get(path).data for path in paths} == before


def test_first_learned_is_what_was_known_at_its_epoch(growing: RunWriter, ask: Asker):
    file = ask.json(RUN + "run.json")["dynamics"]
    for epoch in (1, 5, EPOCHS - 1):
        learned = ask.arrays(RUN + f"dynamics/{epoch}.bin", file["epoch_arrays"])["first_learned"]
        last = ask.arrays(RUN + "dynamics.bin", file["arrays"])["first_learned"]
        assert learned.tolist() == np.where(last <= epoch, last, 65535).tolist()
