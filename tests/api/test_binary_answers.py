"""Every binary answer, decoded as its manifest says, against the arrays in the store."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from epochscope.store import QUALITY_MEASURES, Dataset, Predictions, RunReader, RunWriter, Samples, Setting
from tiny import EPOCHS, LABELS, SETTING, project_tiny_run, tiny_positions, write_tiny_run

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
    steps = ask.arrays(RUN + projection["path"], projection["arrays"])["position"]
    extent = projection["extent"]
    decoded = [extent["x"], extent["y"]] + steps.astype(np.float64) / 65535 * extent["size"]
    assert np.abs(decoded - tiny_positions()).max() <= extent["size"] / 131070 * (1 + 1e-6)


def test_one_epoch_is_its_part_of_the_pack(manifest, ask):
    projection = manifest["projections"][0]
    pack = ask.arrays(RUN + projection["path"], projection["arrays"])["position"]
    one = [{**projection["arrays"][0], "shape": projection["arrays"][0]["shape"][1:]}]
    for place, epoch in enumerate(projection["epochs"]):
        address = RUN + projection["epoch_path"].replace("{epoch}", str(epoch))
        assert ask.arrays(address, one)["position"].tolist() == pack[place].tolist()


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
    project_tiny_run(RunWriter(tiny_run.folder), setting)
    projection = ask.json(RUN + "run.json")["projections"][1]
    values = {"n_neighbors": setting.n_neighbors, "min_dist": setting.min_dist, "method": setting.method}
    assert {name: projection[name] for name in values} == values
    assert projection["path"] == f"projections/conv/{text}/pack.bin"
    pack = ask.arrays(RUN + projection["path"], projection["arrays"])["position"]
    assert ask.get(RUN + f"projections/conv/{text}/0.bin").data == pack[0].tobytes()
    ask.arrays(RUN + f"quality/conv/{text}.bin", projection["quality"]["arrays"])


def test_neighbors_are_those_in_the_store(manifest, tiny_run: RunReader, ask):
    described = manifest["neighbors"][0]
    for epoch in described["epochs"]:
        arrays = ask.arrays(RUN + described["epoch_path"].replace("{epoch}", str(epoch)), described["arrays"])
        stored = tiny_run.neighbors("conv", epoch)
        assert arrays["neighbor"].tolist() == stored.neighbor.tolist()
        assert arrays["distance"].tolist() == stored.distance.tolist()


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
        "message": "a label lies outside of 0 to 2: 259 to 259",
    }


def test_positions_outside_of_the_extent_are_damage_rather_than_moved(tiny_run: RunReader, ask):
    writer = RunWriter(tiny_run.folder)
    writer.write_projection("conv", SETTING, EPOCHS, tiny_positions() * 2)
    assert ask.failure(RUN + "projections/conv/n5-d0.1/pack.bin")["name"] == "DamagedRun"


def write_many_classes(location: Path, classes: int, confidence: float = 1.0) -> None:
    """Write a run of two samples, of the first and the last class, each taken for the other at epoch 0."""
    names = tuple(map(str, range(classes)))
    writer = RunWriter(write_tiny_run(location, projected=False).folder)
    labels = np.array([0, classes - 1], dtype=np.int32)
    writer.write_samples(Samples(labels, ["train"] * 2, ["made"] * 2))
    share = np.full(2, confidence, np.float32)
    writer.write_predictions(0, Predictions(labels[::-1], share, share, share, np.zeros((2, classes), np.float16)))
    writer.commit(
        lambda manifest: replace(manifest, samples=2, epochs=(0,), dataset=Dataset("many", names), thumbnails=None)
    )
