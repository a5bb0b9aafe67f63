"""Pictures that are none of the classes are made, and tell the samples of a run from what is like them."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
import torch
from torch import nn

from epochscope import Details, Recorder
from epochscope.command_line import main
from epochscope.looking import Frame, LookCanceled, Preprocessing
from epochscope.sharing.compact import CopyChoice, write_compact_copy
from epochscope.store import RunReader, check_run
from epochscope_inside.answers import Answers
from epochscope_inside.boundary import find_boundary, negatives_for
from epochscope_inside.negatives import make_negatives

SIDE = 12
FACTORY = "inside.test_boundary:network"


def network() -> nn.Module:
    """Puts out which of three columns is bright, from all pixels."""
    torch.manual_seed(0)
    return nn.Sequential(nn.Flatten(), nn.Linear(SIDE * SIDE, 24), nn.ReLU(), nn.Linear(24, 3)).eval()


def bars(count: int, seed: int) -> np.ndarray:
    """Return pictures (count, side, side) of one upright bar each, in one of three places."""
    random = np.random.default_rng(seed)
    pictures = np.zeros((count, SIDE, SIDE), np.uint8)
    for number, picture in enumerate(pictures):
        left = 1 + 4 * (number % 3)
        picture[1:-1, left : left + 2] = random.integers(150, 256, (SIDE - 2, 2))
    return pictures


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> RunReader:
    images = bars(600, 0)
    location = tmp_path_factory.mktemp("bars") / "run"
    details = Details(splits=["train"] * 400 + ["test"] * 200, images=list(images))
    samples = [(torch.from_numpy(images)[:, None].float() / 255, torch.arange(600) % 3)]
    with Recorder(
        location,
        network(),
        layers=["1", "2", "3"],
        samples=samples,
        classes=["left", "middle", "right"],
        factory=FACTORY,
        details=details,
    ) as recorder:
        recorder.record(0)
    return RunReader.at(location)


def preprocessing_of(run: RunReader) -> Preprocessing:
    preprocessing = Preprocessing.of(run.manifest)
    assert preprocessing is not None
    return preprocessing


def judge(store: Path, run: str, pictures: Sequence[np.ndarray]) -> list[dict[str, bool]]:
    """Return which signs reject each picture, by their names."""
    answers, found = Answers(str(store), {"run": FACTORY, "small": FACTORY}), []
    for number, picture in enumerate(pictures):
        request = Frame({"do": "judge", "run": run, "input": str(number), "epoch": 0}, {"pixels": picture[..., None]})
        found.append({sign["name"]: sign["rejects"] for sign in answers.answer(request).head["signs"]})
    return found


@pytest.mark.parametrize(("channels", "mean"), [(1, 0.1), (1, 0.9), (3, 0.5)], ids=["on black", "on white", "color"])
@pytest.mark.parametrize("size", [(13, 8), (40, 40)])
def test_negatives_are_like_no_sample_and_are_the_same_again(channels: int, mean: float, size: tuple[int, int]):
    preprocessing = Preprocessing(channels, *size, (mean,) * channels, (1.0,) * channels)
    samples = np.random.default_rng(0).integers(0, 256, (9, *size, channels), np.uint8)
    made = make_negatives(preprocessing, 5, samples)
    assert made.shape == (7 * 5, *size, channels)
    assert made.dtype == np.uint8
    assert len({picture.tobytes() for picture in [*made, *samples]}) == len(made) + len(samples)
    np.testing.assert_array_equal(make_negatives(preprocessing, 5, samples), made)
    alone = make_negatives(preprocessing, 5, None)
    assert len(alone) == 4 * 5
    dots = alone[:5].astype(int)
    paper = 0 if preprocessing.background == "black" else 255
    assert (np.abs(dots - paper).max(axis=(1, 2, 3)) > 20).all()
    assert (dots == paper).mean() > 0.3


def test_a_boundary_tells_samples_from_what_is_like_none_of_them(recorded: RunReader):
    preprocessing = preprocessing_of(recorded)
    negatives = negatives_for(recorded, preprocessing)
    boundary = find_boundary(recorded, 0, network(), negatives, preprocessing)
    assert list(boundary.weights) == ["1", "2"]
    known = {layer: recorded.activations(layer, 0)[400:].astype(np.float32) for layer in boundary.weights}
    assert (boundary.score(known) < 0).mean() > 0.95
    with pytest.raises(LookCanceled):
        find_boundary(recorded, 0, network(), negatives, preprocessing, lambda: True)


def test_a_network_that_fails_on_them_has_no_boundary(recorded: RunReader):
    preprocessing = preprocessing_of(recorded)
    negatives = negatives_for(recorded, preprocessing)
    assert find_boundary(recorded, 0, nn.Conv2d(2, 2, 1), negatives, preprocessing) is None
    assert find_boundary(recorded, 0, network(), negatives[:0], preprocessing) is None


def dot() -> np.ndarray:
    picture = np.zeros((SIDE, SIDE), np.uint8)
    picture[4:7, 5:8] = 255
    return picture


def test_a_dot_and_two_bars_are_rejected_and_bars_are_not(recorded: RunReader):
    others = bars(10, 7)
    known = judge(Path(recorded.folder.root).parent, "run", [*others, dot(), np.maximum(others[0], others[2])])
    assert [signs["made"] for signs in known] == [False] * 10 + [True] * 2
    assert sum(any(signs.values()) for signs in known[:10]) <= 1


def test_a_graph_brings_it_into_a_compact_copy(recorded: RunReader):
    pytest.importorskip("onnxruntime")
    pytest.importorskip("onnxscript")
    store = Path(recorded.folder.root).parent
    assert main(["graph", str(store / "run"), "--model", FACTORY]) == 0
    write_compact_copy(RunReader.at(store / "run"), store / "small", CopyChoice(weights="recorded"))
    assert check_run(RunReader.at(store / "small")) == []
    (signs,) = judge(store, "small", [dot()])
    assert list(signs) == ["confidence", "energy", "layers", "made"]
    assert signs["made"]
