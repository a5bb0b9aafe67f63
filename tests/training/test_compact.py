"""``epochscope compact``: a small copy shows everything that its run shows, and is marked as a copy."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import load, save

from epochscope import Recorder, load_model
from epochscope.command_line import main
from epochscope.errors import UnusableInput
from epochscope.sharing.rounding import rounded_neighbors, rounded_positions, rounded_predictions, rounded_quality
from epochscope.sharing.weights import as_float16
from epochscope.store import (
    SMALL,
    Extent,
    Neighbors,
    NotKept,
    Predictions,
    Quality,
    RunReader,
    RunWriter,
    Setting,
    check_run,
)
from epochscope.store.testing import TINY, project_run
from epochscope_training.models import lenet
from tiny import CLASSES, EPOCHS, LAYERS, SAMPLES, SETTING

LAYER = LAYERS[0].name


@pytest.fixture
def copy(tiny_run: RunReader, store: Path) -> RunReader:
    assert main(["compact", tiny_run.folder.root, str(store / "copy")]) == 0
    return RunReader.at(store / "copy")


def test_a_copy_is_complete_and_holds_what_the_page_shows(tiny_run: RunReader, copy: RunReader):
    assert check_run(copy) == []
    whole = tiny_run.manifest
    assert copy.manifest == replace(whole, compact=True, checkpoints=(), revision=1)
    assert copy.thumbnails is None
    np.testing.assert_array_equal(copy.samples().label, tiny_run.samples().label)
    assert copy.samples().source == tiny_run.samples().source
    assert copy.metrics() == tiny_run.metrics()
    for epoch in EPOCHS:
        copied, original = copy.neighbors(LAYER, epoch), tiny_run.neighbors(LAYER, epoch)
        np.testing.assert_array_equal(copied.neighbor, original.neighbor)
        np.testing.assert_array_equal(copy.predictions(epoch).predicted, tiny_run.predictions(epoch).predicted)


def test_numbers_are_off_by_half_a_step_at_most(copy: RunReader):
    extent = copy.manifest.projection(LAYER, SETTING).extent
    off = np.abs(copy.projection(LAYER, SETTING) - TINY.positions("conv", SETTING))
    assert 0 < off.max() <= extent.size / 16382 + 1e-6
    copied, original = copy.predictions(1), TINY.predictions(1)
    for name, steps in (("confidence", 255), ("loss", 100), ("margin", 50)):
        values = getattr(copied, name)
        assert np.abs(values - getattr(original, name)).max() <= 0.5 / steps + 1e-6
        np.testing.assert_allclose(values * steps, np.rint(values * steps), atol=1e-3)
    assert np.abs(copied.probabilities.astype(float) - original.probabilities).max() <= 0.5 / 1000 + 2**-11
    quality, measured = copy.quality(LAYER, SETTING), TINY.quality("conv", SETTING)
    for name, steps in (("trustworthiness", 255), ("continuity", 255), ("screen_motion", 100)):
        assert 0 < np.abs(getattr(quality, name) - getattr(measured, name)).max() <= 0.5 / steps + 1e-6
    for name in ("neighbor_recall", "label_purity", "real_motion", "unsupported"):
        np.testing.assert_array_equal(getattr(quality, name), getattr(measured, name))


def test_rounding_keeps_nan_and_infinity_and_accepts_an_empty_extent():
    broken = np.array([np.nan, np.inf], np.float32)
    predictions = Predictions(np.zeros(2, np.int32), broken, broken, broken, np.zeros((2, 3), np.float16))
    for values in (rounded_predictions(predictions).loss, rounded_predictions(predictions).margin):
        np.testing.assert_array_equal(values, broken)
    same = np.full((2, 3, 2), 4.2, np.float32)
    np.testing.assert_array_equal(rounded_positions(same, Extent(4.2, 4.2, 0)), same)


def test_distances_keep_six_digits_and_their_order():
    distance = np.sort(np.random.default_rng(0).lognormal(0, 4, (50, 20)).astype(np.float32), axis=1)
    neighbors = Neighbors(np.zeros((50, 20), np.int32), distance, np.zeros(50, np.float32))
    rounded = rounded_neighbors(neighbors, 12).distance
    assert rounded.shape == (50, 12)
    assert (np.abs(rounded / distance[:, :12] - 1) <= 2**-6).all()
    assert (np.diff(rounded, axis=1) >= 0).all()


def test_settings_can_be_fewer(tiny_run: RunReader, store: Path):
    project_run(RunWriter(tiny_run.folder), replace(TINY, settings=(SETTING, Setting(7, 0.25))))
    assert main(["compact", tiny_run.folder.root, str(store / "copy"), "--settings", "n7-d0.25"]) == 0
    copy = RunReader.at(store / "copy")
    assert [one.setting for one in copy.manifest.projections] == [Setting(7, 0.25)]
    assert check_run(copy) == []


def test_neighbors_can_be_fewer_and_of_some_layers(tiny_run: RunReader, store: Path):
    arguments = ["compact", tiny_run.folder.root, str(store / "copy")]
    assert main([*arguments, "--neighbors-of", LAYER, "--neighbors", "2"]) == 0
    copy = RunReader.at(store / "copy")
    np.testing.assert_array_equal(copy.neighbors(LAYER, 1).neighbor, tiny_run.neighbors(LAYER, 1).neighbor[:, :2])
    assert check_run(copy) == []


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--neighbors", "0"], "--neighbors takes a whole number from 1, not '0'"),
        (["--neighbors", "many"], "--neighbors takes a whole number from 1, not 'many'"),
        (["--settings", "n9-d0.1"], "no layer is projected with n9-d0.1; there are: n5-d0.1"),
        (["--neighbors-of", "logits"], "no neighbors are kept for layer 'logits': project it first"),
        (["--neighbors-of", "nope"], "there is no layer 'nope'; this run has: conv, logits"),
    ],
)
def test_a_wrong_argument_is_rejected_and_nothing_written(arguments, message, tiny_run: RunReader, store: Path, capsys):
    assert main(["compact", tiny_run.folder.root, str(store / "copy"), *arguments]) == 2
    assert capsys.readouterr().err == f"epochscope: {message}\n"
    assert not (store / "copy").exists()


def test_an_existing_run_is_not_replaced(tiny_run: RunReader, copy: RunReader, capsys):
    before = copy.manifest
    assert main(["compact", tiny_run.folder.root, copy.folder.root]) == 2
    assert capsys.readouterr().err == f"epochscope: there is already a run at {copy.folder.root}\n"
    assert RunReader.at(copy.folder.root).manifest == before


def test_an_interrupted_copy_is_not_a_run_and_can_be_started_over(tiny_run: RunReader, store: Path):
    location = store / "copy"
    writer = RunWriter.at(location)
    writer.write_samples(tiny_run.samples())
    writer.write_predictions(0, TINY.predictions(0))
    assert not writer.exists
    assert main(["compact", tiny_run.folder.root, str(location)]) == 0
    assert check_run(RunReader.at(location)) == []


def test_missing_parts_of_a_copy_point_to_the_original_run(copy: RunReader, capsys):
    for ask in (copy.activations, copy.activation_digest):
        with pytest.raises(NotKept, match="a compact copy of 'Tiny', without activations and weights"):
            ask(LAYER, 1)
    with pytest.raises(NotKept, match="use the original run"):
        copy.checkpoint(1)
    before = copy.manifest
    assert main(["project", copy.folder.root]) == 2
    assert "epochscope: this is a compact copy of 'Tiny'" in capsys.readouterr().err
    assert RunReader.at(copy.folder.root).manifest == before


@pytest.fixture
def recorded(store: Path) -> RunReader:
    """A network as it was recorded, once, with 6 samples of 16×16 pixels."""
    arguments = {"channels": 1, "height": 16, "width": 16, "classes": 3}
    samples = [(torch.rand(6, 1, 16, 16), torch.arange(6) % 3)]
    parts = {"layers": ["logits"], "samples": samples, "classes": ["a", "b", "c"]}
    with Recorder(store / "own", lenet(**arguments), factory="lenet", arguments=arguments, **parts) as recorder:
        recorder.record(0)
    return RunReader.at(store / "own")


def test_a_copy_keeps_the_weights_as_they_are_on_request(recorded: RunReader, store: Path):
    assert main(["compact", recorded.folder.root, str(store / "copy"), "--weights", "recorded"]) == 0
    copy = RunReader.at(store / "copy")
    assert check_run(copy) == []
    assert copy.manifest.checkpoints == (0,)
    assert copy.checkpoint(0) == recorded.checkpoint(0)


def test_weights_of_half_the_size_are_loaded_into_the_networks_own_type(recorded: RunReader, store: Path):
    assert main(["compact", recorded.folder.root, str(store / "copy"), "--weights", "float16"]) == 0
    copy = RunReader.at(store / "copy")
    assert check_run(copy) == []
    assert len(copy.checkpoint(0)) < 0.52 * len(recorded.checkpoint(0))
    exact = load_model(recorded, 0).state_dict()
    for name, tensor in load_model(copy, 0).state_dict().items():
        assert tensor.dtype == torch.float32
        assert torch.equal(tensor, exact[name].half().float()), name
    with pytest.raises(NotKept, match=r"compact copy of .*, without activations: use the original run"):
        copy.activations("logits", 0)


def test_counters_stay_and_weights_beyond_float16_are_named():
    state = {"weight": torch.tensor([0.1, -3e4]), "batches": torch.tensor(70_001)}
    halved = load(as_float16(save(state), "it"))
    assert torch.equal(halved["weight"], state["weight"].half())
    assert torch.equal(halved["batches"], state["batches"])
    with pytest.raises(UnusableInput, match="weight of run 'r' has numbers beyond 65,504, too large for float16"):
        as_float16(save({"weight": torch.tensor([7e4])}), "run 'r'")


def test_a_run_without_weights_has_none_to_copy(tiny_run: RunReader, store: Path, capsys: pytest.CaptureFixture[str]):
    assert main(["compact", tiny_run.folder.root, str(store / "copy"), "--weights", "float16"]) == 2
    assert capsys.readouterr().err == "epochscope: run 'Tiny' has no weights to copy\n"


def test_nothing_can_be_recorded_to_a_copy(copy: RunReader):
    model = torch.nn.Sequential(torch.nn.Linear(2, 3))
    batches = [(torch.zeros(SAMPLES, 2), torch.zeros(SAMPLES, dtype=torch.long))]
    with pytest.raises(NotKept, match="compact copy"):
        Recorder(copy.folder.root, model, layers=["0"], samples=batches, classes=CLASSES, resume=True)


def test_rounded_numbers_take_less_than_half_the_space(tmp_path: Path):
    rng = np.random.default_rng(0)
    shape = 4, 3000
    positions = rng.normal(size=(*shape, 2)).astype(np.float32)
    share = rng.uniform(size=shape).astype(np.float32)
    counted = rng.integers(0, 16, shape).astype(np.float32) / 15
    quality = Quality(share, share, counted, counted, counted, share, share > 0.9)
    low = float(positions.min())
    rounded = rounded_positions(positions, Extent(low, low, float(positions.max()) - low)), rounded_quality(quality)
    whole = _bytes_of(RunWriter.at(tmp_path / "whole"), positions, quality)
    assert _bytes_of(RunWriter.at(tmp_path / "small", SMALL), *rounded) < 0.5 * whole


def _bytes_of(writer: RunWriter, positions: np.ndarray, quality: Quality) -> int:
    writer.write_projection("conv", SETTING, range(4), positions)
    writer.write_quality("conv", SETTING, range(4), quality)
    return sum(file.stat().st_size for file in Path(writer.folder.root).rglob("*.parquet"))
