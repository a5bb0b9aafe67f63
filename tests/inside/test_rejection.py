"""Inputs unlike all recorded samples are rejected, by the sign that says so, and one percent of the samples at most."""

from pathlib import Path

import numpy as np
import pytest
import torch
from torch import nn

from epochscope import Details, Recorder
from epochscope.sharing.compact import CopyChoice, write_compact_copy
from epochscope.store import RunReader, check_run
from epochscope_inside.look import Look, look
from epochscope_inside.rejection import Calibration, blank_sign, calibrate, score

WIDTH = 6


def network() -> nn.Module:
    model = nn.Sequential(nn.Linear(WIDTH, WIDTH, bias=False), nn.Linear(WIDTH, 3, bias=False))
    with torch.no_grad():
        model[0].weight.copy_(torch.eye(WIDTH))
        model[1].weight.copy_(6 * torch.eye(3, WIDTH))
    return model.eval()


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> RunReader:
    """Three clusters, each on an axis of its own, in a space of six."""
    generator = torch.Generator().manual_seed(0)
    labels = torch.arange(1200) % 3
    inputs = torch.eye(WIDTH)[labels] + 0.1 * torch.randn(1200, WIDTH, generator=generator)
    location = tmp_path_factory.mktemp("clusters") / "run"
    details = Details(splits=["train"] * 900 + ["test"] * 300)
    with Recorder(
        location, network(), layers=["0", "1"], samples=[(inputs, labels)], classes=["a", "b", "c"], details=details
    ) as recorder:
        recorder.record(0)
    return RunReader.at(location)


def seen(vector: torch.Tensor) -> Look:
    return look(network(), vector[None], {"0": "0", "1": "1"})


def calibrated(run: RunReader) -> Calibration:
    found = calibrate(run, 0, seen(torch.zeros(WIDTH)))
    assert found is not None
    return found


def rejecting(calibration: Calibration, vector: torch.Tensor) -> list[str]:
    return [sign.name for sign in calibration.judge(seen(vector)) if sign.rejects]


def test_what_is_like_the_samples_is_not_rejected(recorded: RunReader):
    calibration = calibrated(recorded)
    for axis in range(3):
        assert rejecting(calibration, torch.eye(WIDTH)[axis]) == []


def test_the_sign_that_speaks_is_named(recorded: RunReader):
    calibration = calibrated(recorded)
    sure_and_far = torch.eye(WIDTH)[0] + 2 * torch.eye(WIDTH)[4]
    assert set(rejecting(calibration, sure_and_far)) == {"distance", "layers"}
    assert set(rejecting(calibration, torch.zeros(WIDTH))) == {"confidence", "energy", "distance", "layers"}


def test_all_signs_together_reject_one_percent_of_the_test_samples(recorded: RunReader):
    calibration = calibrated(recorded)
    inputs = torch.from_numpy(recorded.activations("0", 0)[900:].astype(np.float32))
    rejected = sum(bool(rejecting(calibration, one)) for one in inputs)
    assert 1 <= rejected <= 4


def test_a_compact_copy_with_weights_has_all_signs_but_the_nearest_samples(recorded: RunReader, tmp_path: Path):
    write_compact_copy(recorded, tmp_path / "small", CopyChoice(weights="recorded"))
    small = RunReader.at(tmp_path / "small")
    assert check_run(small) == []
    copied, whole = calibrated(small), calibrated(recorded)
    assert list(copied.usual.tails) == ["confidence", "energy", "layers"]
    for vector in (torch.eye(WIDTH)[0], torch.zeros(WIDTH), 0.9 * torch.eye(WIDTH)[1] + 0.3 * torch.eye(WIDTH)[5]):
        expected = {sign.name: sign for sign in whole.judge(seen(vector))}
        for sign in copied.judge(seen(vector)):
            assert sign.value == pytest.approx(expected[sign.name].value, rel=0.01, abs=1e-3)
            assert sign.rank == pytest.approx(expected[sign.name].rank, rel=0.1, abs=0.001)
    write_compact_copy(small, tmp_path / "again", CopyChoice(weights="recorded"))
    assert calibrated(RunReader.at(tmp_path / "again")).usual.limit == copied.usual.limit


def test_a_compact_copy_without_weights_is_judged_by_confidence_alone(recorded: RunReader, tmp_path: Path):
    write_compact_copy(recorded, tmp_path / "small", CopyChoice())
    small = RunReader.at(tmp_path / "small")
    assert small.usual() is None
    assert list(calibrated(small).usual.tails) == ["confidence"]


def test_what_is_more_unusual_than_all_samples_is_still_told_apart(recorded: RunReader):
    calibration = calibrated(recorded)
    ranks = [score(calibration.judge(seen(factor * torch.eye(WIDTH)[4]))) for factor in (1, 2, 4, 8)]
    assert ranks == sorted(ranks, reverse=True)
    assert 0 < ranks[-1] < ranks[0] < 1 / 300


def test_an_input_of_one_value_is_blank():
    assert blank_sign(np.full((8, 8, 3), 255, np.uint8)).rejects
    assert blank_sign(np.full((8, 8, 3), (9, 0, 255), np.uint8)).rejects
    assert blank_sign(np.eye(8, dtype=np.uint8)[..., None]) is None
