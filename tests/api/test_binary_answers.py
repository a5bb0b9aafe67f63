"""Every binary answer, decoded as its manifest says, against the arrays in the store."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from epochscope.analysis.dynamics import training_dynamics
from epochscope.analysis.label_errors import likely_label_errors
from epochscope.store import (
    QUALITY_MEASURES,
    Predictions,
    RunReader,
    RunWriter,
    Samples,
    Setting,
)
from epochscope.store.testing import PARTS, TINY, Recipe, project_run, write_run
from tiny import EPOCHS, LABELS, SETTING

RUN = "/api/runs/tiny/"


def test_samples_are_labels_and_splits(manifest, ask):
    arrays = ask.arrays(RUN + manifest["samples"]["path"], manifest["samples"]["arrays"])
    assert arrays["label"].tolist() == LABELS.tolist()
    assert [manifest["splits"][split] for split in arrays["split"]] == ["train"] * 8 + ["test"] * 4


def test_predictions_are_those_of_every_epoch(manifest, tiny_run: RunReader, ask):
    arrays = ask.arrays(RUN + manifest["predictions"]["path"], manifest["predictions"]["arrays"])
    recorded = [tiny_run.predictions(epoch) for epoch in EPOCHS]
    assert arrays["margin"].tolist() == np.stack([epoch.margin for epoch in recorded]).tolist()
    assert arrays["predicted"].tolist() == np.stack([epoch.predicted for epoch in recorded]).tolist()
    loss = np.stack([epoch.loss for epoch in recorded])
    assert np.abs(arrays["loss"] / 4096 - loss).max() <= 0.5 / 4096 + 1e-6
    confidence = np.stack([epoch.confidence for epoch in recorded])
    assert np.abs(arrays["confidence"] / 255 - confidence).max() <= 0.5 / 255 + 1e-6


def test_positions_are_right_to_half_a_step_of_the_extent(manifest, ask):
    projection = manifest["projections"][0]
    steps = ask.arrays(RUN + projection["positions"]["path"], projection["positions"]["arrays"])["position"]
    extent = projection["extent"]
    decoded = [extent["x"], extent["y"]] + steps.astype(np.float64) / 65535 * extent["size"]
    assert np.abs(decoded - TINY.positions("conv", SETTING)).max() <= extent["size"] / 131070 * (1 + 1e-6)


def test_an_epoch_of_60_000_samples_takes_a_quarter_of_a_megabyte_at_most(store: Path, ask):
    samples = 60_000
    recipe = Recipe(samples, layers=("conv",), settings=(SETTING,), epochs=(0, 1), without=PARTS)
    (projection,) = write_run(store / "large", recipe).manifest.projections
    extent = projection.extent
    for index, epoch in enumerate(recipe.positions("conv", SETTING)):
        answer = ask.get(f"/api/runs/large/projections/conv/n5-d0.1/{index}.bin").data
        assert len(answer) == 4 * samples
        assert len(answer) <= 250_000
        steps = np.frombuffer(answer, "<u2").reshape(samples, 2).astype(np.float64)
        decoded = [extent.x, extent.y] + steps / 65535 * extent.size
        assert np.abs(decoded - epoch).max() <= extent.size / 131070 * (1 + 1e-6)


def test_one_epoch_is_its_part_of_the_answer_of_all(manifest, ask):
    neighbors, projection = manifest["neighbors"][0], manifest["projections"][0]
    files = [manifest["predictions"], manifest["dynamics"], projection["positions"], projection["quality"]]
    for file in [*files, neighbors["motion"]]:
        pack = ask.arrays(RUN + file["path"], file["arrays"])
        assert file["epochs"] == list(EPOCHS)
        for index, epoch in enumerate(file["epochs"]):
            one = ask.arrays(RUN + file["epoch_path"].replace("{epoch}", str(epoch)), file["epoch_arrays"])
            assert one.keys() == pack.keys()
            for name in one.keys() - {"first_learned"}:
                assert one[name].tolist() == pack[name][index].tolist()
                assert one[name].dtype == pack[name].dtype


def test_quality_is_that_of_every_sample(manifest, tiny_run: RunReader, ask):
    described = manifest["projections"][0]["quality"]
    arrays = ask.arrays(RUN + described["path"], described["arrays"])
    stored = vars(tiny_run.quality("conv", SETTING))
    steps = {"screen_motion": 4096, "unsupported": 1}
    assert list(arrays) == ["screen_motion", *(measure for measure in QUALITY_MEASURES if measure != "screen_motion")]
    for measure, values in arrays.items():
        assert values.tolist() == np.rint(stored[measure] * np.float64(steps.get(measure, 255))).tolist()
    assert 0 < arrays["unsupported"].sum() < arrays["unsupported"].size


@pytest.mark.parametrize(
    ("setting", "text"),
    [
        (Setting(5, 0.1, "stock"), "stock-n5-d0.1"),
        (Setting(5, 0.5, "umap"), "umap-n5-d0.5"),
        (Setting(0, 0.0, "pca"), "pca-n0-d0.0"),
    ],
)
def test_every_method_has_its_own_addresses(tiny_run: RunReader, ask, setting: Setting, text: str):
    project_run(RunWriter(tiny_run.folder), replace(TINY, settings=(SETTING, setting)))
    projection = ask.json(RUN + "run.json")["projections"][1]
    values = {"n_neighbors": setting.n_neighbors, "min_dist": setting.min_dist, "method": setting.method}
    assert {name: projection[name] for name in values} == values
    assert projection["positions"]["path"] == f"projections/conv/{text}/pack.bin"
    pack = ask.arrays(RUN + projection["positions"]["path"], projection["positions"]["arrays"])["position"]
    assert ask.get(RUN + f"projections/conv/{text}/0.bin").data == pack[0].tobytes()
    ask.arrays(RUN + f"quality/conv/{text}.bin", projection["quality"]["arrays"])


def test_neighbors_are_those_in_the_store(manifest, tiny_run: RunReader, ask):
    described = manifest["neighbors"][0]["neighbors"]
    for epoch in described["epochs"]:
        arrays = ask.arrays(RUN + described["epoch_path"].replace("{epoch}", str(epoch)), described["epoch_arrays"])
        stored = tiny_run.neighbors("conv", epoch)
        assert arrays["neighbor"].tolist() == stored.neighbor.tolist()
        assert arrays["distance"].tolist() == stored.distance.tolist()


def test_motion_in_the_layer_is_that_of_every_sample(manifest, tiny_run: RunReader, ask):
    described = manifest["neighbors"][0]["motion"]
    found = ask.arrays(RUN + described["path"], described["arrays"])["layer_motion"]
    stored = [tiny_run.neighbors("conv", epoch).layer_motion for epoch in EPOCHS]
    assert found.tolist() == np.rint(np.stack(stored) * 4096).tolist()


def test_dynamics_are_those_of_the_predictions(manifest, tiny_run: RunReader, ask):
    arrays = ask.arrays(RUN + manifest["dynamics"]["path"], manifest["dynamics"]["arrays"])
    said = [vars(tiny_run.predictions(epoch)) for epoch in EPOCHS]
    stacked = {name: np.stack([one[name] for one in said]) for name in ("predicted", "loss", "margin")}
    expected = training_dynamics(EPOCHS, LABELS, **stacked)
    assert arrays["first_learned"].tolist() == expected.first_learned.tolist()
    assert arrays["forgotten"].tolist() == expected.forgotten.tolist()
    assert np.allclose(arrays["area_under_margin"], expected.area_under_margin, rtol=1e-6)
    for name, steps in (("label_confidence", 65535), ("variability", 65535), ("correctness", 255)):
        assert np.abs(arrays[name] / steps - getattr(expected, name)).max() <= 0.5 / steps * (1 + 1e-6)


def test_label_errors_are_those_of_the_ranking(manifest, tiny_run: RunReader, ask):
    arrays = ask.arrays(RUN + "label_errors.bin", manifest["label_errors"]["arrays"])
    expected = likely_label_errors(tiny_run)
    assert expected is not None
    assert np.allclose(arrays["suspicion"], expected.suspicion, rtol=1e-6)
    assert arrays["suggested"].tolist() == expected.suggested.tolist()
    for name, steps in (("given_confidence", 65535), ("suggested_confidence", 65535), ("agreement", 255)):
        assert np.abs(arrays[name] / steps - getattr(expected, name)).max() <= 0.5 / steps * (1 + 1e-6)


def test_an_untrained_run_has_no_label_errors(tiny_run: RunReader, ask):
    RunWriter(tiny_run.folder).commit(lambda manifest: replace(manifest, epochs=(0,), projections=(), neighbors=()))
    assert ask.json(RUN + "run.json")["label_errors"] is None
    assert ask.failure(RUN + "label_errors.bin")["name"] == "LabelErrorsNotFound"


def test_a_sample_that_was_never_learned_has_no_epoch(store: Path, ask):
    run = write_wide_run(store / "wide", 40)
    described = ask.json("/api/runs/wide/run.json")["dynamics"]
    found = ask.arrays("/api/runs/wide/dynamics.bin", described["arrays"])["first_learned"]
    right = np.stack([run.predictions(epoch).predicted == run.labels() for epoch in EPOCHS[1:]])
    never = ~right.any(axis=0)
    assert 0 < never.sum() < 40
    assert found.tolist() == np.where(never, 65535, 1 + right.argmax(axis=0)).tolist()


@pytest.mark.parametrize("samples", [12, 256, 600])
def test_blocks_hold_each_sample_once_over_all_epochs(store: Path, ask, samples: int):
    run = write_wide_run(store / "wide", samples)
    manifest = ask.json("/api/runs/wide/run.json")
    probability = read_blocks(ask, samples, manifest["probabilities"])
    stored = np.stack([run.predictions(epoch).probabilities.astype(np.float64) for epoch in EPOCHS])
    assert probability.shape == stored.shape
    assert np.abs(probability / 65535 - stored).max() <= 0.5 / 65535 * (1 + 1e-6)
    neighbor = read_blocks(ask, samples, manifest["neighbors"][0]["neighborhoods"])
    assert neighbor.tolist() == np.stack([run.neighbors("conv", epoch).neighbor for epoch in EPOCHS]).tolist()
    blocks = -(-samples // 256)
    for address in ("probabilities", "neighborhoods/conv"):
        error = ask.failure(f"/api/runs/wide/{address}/{blocks}.bin")
        assert (error["status"], error["name"]) == (404, "BlockNotFound")
        assert f"it has {blocks}, of 256 samples each" in error["message"]
        assert ask.failure(f"/api/runs/wide/{address}/00.bin")["name"] == "BadAddress"
    assert ask.failure("/api/runs/wide/neighborhoods/logits/0.bin")["name"] == "LayerNotFound"
    assert ask.failure("/api/runs/wide/motion/logits.bin")["name"] == "LayerNotFound"


def write_wide_run(location: Path, samples: int) -> RunReader:
    """Write a run with that many samples, their predictions and neighbors, and nothing else that is requested here."""
    layers, classes = ("conv", "logits"), ("cat", "dog", "ship")
    recipe = Recipe(samples, layers, (), classes, projected=("conv",), neighbors=5)
    return write_run(location, recipe, len(EPOCHS))


def read_blocks(ask, samples: int, described: Mapping[str, Any]) -> np.ndarray:
    """Return all blocks after each other, (epochs, samples, …), as a client does that knows the manifest only."""
    (spec,) = described["block_arrays"]
    parts = []
    for block, first in enumerate(range(0, samples, described["block"])):
        shape = [spec["shape"][0], min(described["block"], samples - first), *spec["shape"][2:]]
        address = f"/api/runs/wide/{described['block_path'].replace('{block}', str(block))}"
        parts.append(ask.arrays(address, [{**spec, "shape": shape}])[spec["name"]])
    return np.concatenate(parts, axis=1)


def test_sources_are_those_of_every_sample(tiny_run: RunReader, ask):
    assert ask.json(RUN + "sources.json") == {"sources": list(tiny_run.samples().source)}


def test_an_atlas_comes_as_it_lies_in_the_store(manifest, tiny_run: RunReader, ask):
    answer = ask.get(RUN + manifest["thumbnails"]["atlases"][0]["path"])
    assert (answer.status_code, answer.mimetype) == (200, "image/webp")
    assert answer.data == tiny_run.thumbnail_atlas("atlas-0000.webp")


@pytest.mark.parametrize(("classes", "dtype"), [(255, "uint8"), (256, "uint16"), (300, "uint16")])
def test_class_numbers_take_two_bytes_above_255_classes(store: Path, ask, classes: int, dtype: str):
    write_many_classes(store / "tiny", classes)
    manifest = ask.json(RUN + "run.json")
    samples = ask.arrays(RUN + "samples.bin", manifest["samples"]["arrays"])
    assert (samples["label"].dtype, samples["label"].tolist()) == (dtype, [0, classes - 1])
    predictions = ask.arrays(RUN + "predictions.bin", manifest["predictions"]["arrays"])
    assert (predictions["predicted"].dtype, predictions["predicted"].tolist()) == (dtype, [[classes - 1, 0]])


def test_a_network_that_diverged_has_no_confidence_and_the_largest_loss(store: Path, ask):
    write_many_classes(store / "tiny", 3, confidence=np.nan)
    manifest = ask.json(RUN + "run.json")
    predictions = ask.arrays(RUN + "predictions.bin", manifest["predictions"]["arrays"])
    assert predictions["confidence"].tolist() == [[0, 0]]
    assert predictions["loss"].tolist() == [[65535, 65535]]


def test_a_label_without_a_class_is_damage_rather_than_another_class(tiny_run: RunReader, ask):
    labels = np.full(12, 259, dtype=np.int32)
    RunWriter(tiny_run.folder).write_samples(Samples(labels, ["train"] * 12, ["made"] * 12))
    assert ask.failure(RUN + "samples.bin") == {
        "status": 422,
        "name": "DamagedRun",
        "message": "samples.parquet of run 'tiny' is damaged: label must be from 0 to 2, not 259",
    }


def test_positions_outside_of_the_extent_are_damage_rather_than_moved(tiny_run: RunReader, ask):
    writer = RunWriter(tiny_run.folder)
    writer.write_projection("conv", SETTING, EPOCHS, TINY.positions("conv", SETTING) * 2)
    assert ask.failure(RUN + "projections/conv/n5-d0.1/pack.bin")["name"] == "DamagedRun"


@dataclass(frozen=True)
class Swapped(Recipe):
    """Two samples, of the first and the last class, each predicted as the other."""

    confidence: float = 1.0

    @property
    def labels(self) -> np.ndarray:
        return np.array([0, len(self.classes) - 1], np.int32)

    def predictions(self, epoch: int) -> Predictions:
        share = np.full(2, self.confidence, np.float32)
        return Predictions(self.labels[::-1], share, share, share, np.zeros((2, len(self.classes)), np.float16))


def write_many_classes(location: Path, classes: int, confidence: float = 1.0) -> None:
    """Write a run of two samples, each predicted as the other at epoch 0."""
    names = tuple(map(str, range(classes)))
    write_run(location, Swapped(2, settings=(), classes=names, epochs=(0,), confidence=confidence))


def test_epochs_may_be_steps_of_the_training(store: Path, ask):
    epochs = (0, 70_000, 2**31 - 1)
    recipe = Recipe(40, layers=("conv",), classes=("cat", "dog"), epochs=epochs, unit="step", neighbors=3)
    write_run(store / "steps", recipe)
    manifest = ask.json("/api/runs/steps/run.json")
    described = manifest["dynamics"]
    assert manifest["unit"] == "step"
    assert described["epochs"] == list(epochs)
    known = [
        ask.arrays(f"/api/runs/steps/dynamics/{epoch}.bin", described["epoch_arrays"])["first_learned"]
        for epoch in epochs
    ]
    places = {place for learned in known for place in learned.tolist()}
    assert places <= {0, 1, 2, 65535}
    run = RunReader.at(store / "steps")
    right = np.stack([run.predictions(epoch).predicted == run.labels() for epoch in epochs[1:]])
    assert known[-1].tolist() == np.where(right.any(axis=0), 1 + right.argmax(axis=0), 65535).tolist()
