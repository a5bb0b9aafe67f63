"""Inputs unlike all recorded samples are rejected, by the sign that says so, and one percent of the samples at most."""

from pathlib import Path

import numpy as np
import pytest
import torch
from torch import nn

from epochscope import Details, Recorder
from epochscope.sharing.compact import CopyChoice, write_compact_copy
from epochscope.store import RunReader
from epochscope_inside.look import look
from epochscope_inside.rejection import Calibration, calibrate

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


def calibrated(run: RunReader) -> Calibration:
    layers = {layer.module: layer.name for layer in run.manifest.layers}
    found = calibrate(run, 0, look(network(), torch.zeros(1, WIDTH), layers))
    assert found is not None
    return found


def rejecting(calibration: Calibration, vector: torch.Tensor) -> list[str]:
    return [sign.name for sign in calibration.judge(look(network(), vector[None])) if sign.rejects]


def test_what_is_like_the_samples_is_not_rejected(recorded: RunReader):
    calibration = calibrated(recorded)
    for axis in range(3):
        assert rejecting(calibration, torch.eye(WIDTH)[axis]) == []


def test_the_sign_that_speaks_is_named(recorded: RunReader):
    calibration = calibrated(recorded)
    sure_and_far = torch.eye(WIDTH)[0] + 2 * torch.eye(WIDTH)[4]
    assert rejecting(calibration, sure_and_far) == ["distance"]
    assert set(rejecting(calibration, torch.zeros(WIDTH))) == {"confidence", "energy", "distance"}


def test_all_signs_together_reject_one_percent_of_the_test_samples(recorded: RunReader):
    calibration = calibrated(recorded)
    inputs = torch.from_numpy(recorded.activations("0", 0)[900:].astype(np.float32))
    rejected = sum(bool(rejecting(calibration, one)) for one in inputs)
    assert 1 <= rejected <= 4


def test_a_compact_copy_is_judged_by_confidence_alone(recorded: RunReader, tmp_path: Path):
    write_compact_copy(recorded, tmp_path / "small", CopyChoice())
    assert list(calibrated(RunReader.at(tmp_path / "small")).values) == ["confidence"]
