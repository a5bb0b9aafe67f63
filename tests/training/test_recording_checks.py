"""What a recorder accepts, and what it rejects, with a message, before anything is computed."""

import json
from collections.abc import Iterable
from dataclasses import replace
from functools import reduce
from pathlib import Path, PurePosixPath

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from epochscope import Details, Metric, Recorder, load_model
from epochscope.errors import UnusableInput
from epochscope.record.errors import RunMismatch, UnusableLayer
from epochscope.store import RunReader, check_run

CLASSES = ["cat", "dog", "ship"]
INPUTS, LABELS = torch.rand(4, 3, 4, 4, generator=torch.Generator().manual_seed(0)), torch.arange(4) % 3


class Net(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.conv, self.head = nn.Conv2d(3, 4, 3), nn.Linear(4, 3)

    def forward(self, images: Tensor) -> Tensor:
        return self.head(self.conv(images).mean((2, 3)))


class Untouched(nn.Module):
    """A network that must not run."""

    def __init__(self) -> None:
        super().__init__()
        self.conv = nn.Identity()

    def forward(self, _: Tensor) -> Tensor:
        raise AssertionError("nothing is computed")


def record(
    store: Path, model: nn.Module | None = None, epochs: Iterable[object] = (0,), **options: object
) -> RunReader:
    """Record four samples into a run called ``mine``."""
    given = {"layers": ["conv"], "samples": [(INPUTS, LABELS)], "classes": CLASSES} | options
    with Recorder(store / "mine", model or Net(), **given) as recorder:
        for epoch in epochs:
            recorder.record(epoch)
    run = RunReader.at(store / "mine")
    assert check_run(run) == []
    return run


def rejected(store: Path, match: str, model: nn.Module | None = None, **options: object) -> None:
    """Require a message, and a store without a run."""
    with pytest.raises(UnusableInput, match=match):
        record(store, model or Untouched(), **options)
    assert not (store / "mine" / "run.json").exists()


@pytest.mark.parametrize(
    "epochs", [np.arange(2), torch.arange(2), np.arange(2, dtype=np.uint8), [0, 2**31 - 1], [np.int64(0), 1_000_000]]
)
def test_any_whole_number_is_an_epoch(store: Path, epochs: Iterable[object]):
    run = record(store, epochs=epochs)
    assert run.manifest.epochs == tuple(int(epoch) for epoch in epochs)
    assert json.loads((store / "mine" / "run.json").read_text())["epochs"] == list(run.manifest.epochs)


@pytest.mark.parametrize(
    "epoch",
    [0.0, np.float64(1), "1", None, True, np.True_, torch.tensor(True), torch.tensor(1.0), -1, 2**31, 10**12, [1], 1j],
)
def test_anything_else_is_no_epoch(store: Path, epoch: object):
    rejected(store, r"an epoch is a whole number from 0 to 2,147,483,647, not ", epochs=[epoch])


@pytest.mark.parametrize(
    ("details", "message"),
    [
        ({"training": {"data": {"root": PurePosixPath("/x")}}}, "training.data.root is a PurePosixPath: use null"),
        ({"training": {"rates": [1.0, float("nan")]}}, r"training.rates\[1\] is nan, which JSON cannot hold"),
        ({"training": {"seed": np.int64(3)}}, "training.seed is a int64: use null, booleans"),
        ({"training": {"steps": {1: "a"}}}, "training.steps has the key 1; keys in JSON are strings"),
        ({"training": {"betas": (0.9, torch.tensor(0.99))}}, r"training.betas\[1\] is a Tensor: use null"),
        ({"training": {"path": "Fran\udce7ais"}}, r"training.path is 'Fran\\udce7ais', which UTF-8 cannot hold"),
        ({"training": [1]}, "training must be a dict of JSON values, not list"),
        ({"title": "\udce7"}, r"title is '\\udce7', which UTF-8 cannot hold"),
        ({"title": 3}, "title must be text, not int"),
        ({"sources": ["a", "b", "\udce7", "d"]}, r"sources\[2\] is '\\udce7', which UTF-8 cannot hold"),
        ({"sources": "abcd"}, "sources must be a list with one entry per sample, not 'abcd'"),
        ({"mean": 0.5}, "mean must be a list of numbers, one per channel, not 0.5"),
        ({"std": (1.0, float("inf"), 1.0)}, "std must be finite numbers, not"),
        ({"seed": 1.5}, "seed must be a whole number, not 1.5"),
        ({"training": reduce(lambda inner, _: {"a": inner}, range(99), {})}, "is nested more than 64 levels deep"),
        ({"images": [np.zeros((4, 4))] * 4}, r"image 0 must be a uint8 array .* not float64 \(4, 4\)"),
        ({"images": [[0]] * 4}, r"image 0 must be a uint8 array .* not list"),
    ],
)
def test_details_that_cannot_be_stored_are_rejected_by_their_place(
    store: Path, details: dict[str, object], message: str
):
    rejected(store, message, details=Details(**details))


def test_details_of_other_types_are_stored_as_plain_numbers(store: Path):
    details = Details(
        mean=torch.tensor([0.5, 0.25, 0.5]), std=np.ones(3), seed=np.int64(7), training={"betas": (0.5, 0.9)}
    )
    manifest = record(store, details=replace(details, splits=iter(["train"] * 4))).manifest
    assert (manifest.dataset.mean, manifest.dataset.std) == ((0.5, 0.25, 0.5), (1.0, 1.0, 1.0))
    assert (manifest.seed, manifest.training) == (7, {"betas": [0.5, 0.9]})


def test_images_that_arrive_one_by_one_are_checked_too(store: Path):
    images = iter([np.zeros((4, 4), np.uint8)] * 3 + [np.zeros((4, 4), np.float32)])
    rejected(store, r"image 3 must be a uint8 array", Net(), details=Details(images=images))


@pytest.mark.parametrize(
    "classes",
    [
        {0: "cat", 1: "dog", 2: "ship"},
        {2: "ship", 0: "cat", 1: "dog"},
        {"cat": 0, "ship": 2, "dog": 1},
        {np.int64(1): "dog", np.int64(0): "cat", np.int64(2): "ship"},
        iter(CLASSES),
        np.array(CLASSES),
    ],
)
def test_classes_are_named_in_the_order_of_their_numbers(store: Path, classes: object):
    assert record(store, classes=classes).manifest.dataset.classes == tuple(CLASSES)


@pytest.mark.parametrize(
    ("classes", "message"),
    [
        ({"cat", "dog", "ship"}, "classes must be a list of names in the order of the logits, not"),
        ({1: "cat", 2: "dog", 3: "ship"}, "classes must be numbered from 0 to 2, not as in"),
        ({"0": "cat", "1": "dog", "2": "ship"}, "classes must be numbered from 0 to 2, not as in"),
        ("abc", "classes must be a list of names in the order of the logits, not 'abc'"),
        (b"abc", "classes must be a list of names in the order of the logits, not b'abc'"),
        (3, "classes must be a list of names in the order of the logits, not 3"),
        ([], "classes must be a list of at least one name"),
        (["cat", " ", "ship"], "class 1 has an empty name"),
        (["cat", "Fran\udce7ais", "ship"], r"the name of class 1 is 'Fran\\udce7ais', which UTF-8 cannot hold"),
    ],
)
def test_classes_without_an_order_or_a_name_are_rejected(store: Path, classes: object, message: str):
    rejected(store, message, classes=classes)


@pytest.mark.parametrize(
    "metric", [Metric(0, "train", "low", 0.5), Metric(0, "train", None, 0.5), Metric(0, "train", torch.ones(2), 0), 0.5]
)
def test_metrics_that_are_no_numbers_are_rejected(store: Path, metric: object):
    options = {"layers": ["conv"], "samples": [(INPUTS, LABELS)], "classes": CLASSES}
    with Recorder(store / "mine", Untouched(), **options) as recorder:
        with pytest.raises(UnusableInput, match=r"metrics must be Metric\(epoch, split, loss, accuracy"):
            recorder.record(0, [metric])
        with pytest.raises(UnusableInput, match=r"the accuracy of a metric is a share from 0 to 1, not 93\.5"):
            recorder.record(0, [Metric(0, "train", 0.1, 93.5)])
        with pytest.raises(UnusableInput, match="resume_state must be bytes, not dict"):
            recorder.record(0, resume_state={})


def test_seconds_below_zero_are_rejected_before_the_samples_run(store: Path):
    options = {"layers": ["conv"], "samples": [(INPUTS, LABELS)], "classes": CLASSES}
    with (
        Recorder(store / "mine", Untouched(), **options) as recorder,
        pytest.raises(UnusableInput, match="seconds must be from 0 to"),
    ):
        recorder.record(0, [Metric(0, "train", 0.1, 0.5, seconds=-1.0)])


def test_metrics_may_be_tensors_and_arrays(store: Path):
    options = {"layers": ["conv"], "samples": [(INPUTS, LABELS)], "classes": CLASSES}
    with Recorder(store / "mine", Net(), **options) as recorder:
        recorder.record(0, [Metric(np.int64(0), "train", torch.tensor(0.25), np.float32(0.5))])
    reported, of_samples = RunReader.at(store / "mine").metrics()
    assert reported == Metric(0, "train", 0.25, 0.5)
    assert of_samples.split == "", "no split is claimed for the recorded samples"


@pytest.mark.parametrize(
    ("model", "message"),
    [
        (nn.Sequential(nn.LazyConv2d(4, 3)), "0.weight has no size yet: call the model once"),
        (nn.Sequential(nn.LazyBatchNorm2d(affine=False)), "running_mean has no size yet: call the model once"),
        (torch.jit.trace(Net().eval(), INPUTS), "TorchScript runs without hooks: give the network that was scripted"),
        (torch.relu, "model must be a torch.nn.Module, not builtin_function_or_method"),
    ],
)
def test_a_model_that_cannot_be_recorded_is_rejected(store: Path, model: object, message: str):
    rejected(store, message, model)


def test_a_lazy_model_is_recorded_once_its_sizes_are_known(store: Path):
    model = nn.Sequential()
    model.conv, model.flat, model.head = nn.LazyConv2d(4, 3), nn.Flatten(), nn.LazyLinear(3)
    model(INPUTS)
    assert record(store, model).manifest.model.parameters == 4 * 28 + 3 * 17


class Extended(Net):
    """Has state that is no plain tensor, as metrics and transformer engines do."""

    def __init__(self) -> None:
        super().__init__()
        self.register_buffer("sparse", torch.eye(3).to_sparse())
        self.register_buffer("wide", torch.zeros(2, dtype=torch.complex128))
        self.steps = 0

    def get_extra_state(self) -> object:
        return {"steps": self.steps}

    def set_extra_state(self, state: object) -> None:
        self.steps = state["steps"]


def make_extended() -> nn.Module:
    return Extended()


def test_state_that_is_no_tensor_is_left_out_and_the_rest_kept(store: Path):
    model = Extended()
    run = record(store, model, factory=f"{__name__}:make_extended")
    loaded = load_model(run, 0, allow=f"{__name__}:make_extended")
    torch.testing.assert_close(loaded(INPUTS), model(INPUTS), rtol=0, atol=0)
    assert record(store, model, [1], resume=True, factory=None).manifest.epochs == (0, 1)


def test_a_run_is_resumed_after_freezing_and_not_with_another_network(store: Path):
    model = Net()
    record(store, model)
    model.conv.requires_grad_(requires_grad=False)
    assert record(store, model, [1], resume=True).manifest.epochs == (0, 1)
    model.head = nn.Linear(4, 3, bias=False)
    with pytest.raises(RunMismatch, match="run 'mine' has weights of 127 numbers, not 124"):
        record(store, model, [2], resume=True)


@pytest.mark.parametrize("reduction", ["flatten", "random"])
def test_layers_whose_width_differs_between_batches_are_named(store: Path, reduction: str):
    class Tokens(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.tokens, self.head = nn.Identity(), nn.Linear(4, 3)

        def forward(self, tokens: Tensor) -> Tensor:
            return self.head(self.tokens(tokens).mean(1))

    samples = [(torch.rand(4, length, 4), LABELS) for length in (5, 7)]
    with pytest.raises(UnusableLayer, match=r"layer 'tokens'.* (20|28) numbers per sample"):
        record(store, Tokens(), layers=["tokens"], samples=samples, reduction=reduction)
    assert record(store, Tokens(), layers=["tokens"], samples=samples).manifest.layer("tokens").width == 4


def test_a_module_is_found_by_each_of_its_names(store: Path):
    model = Net()
    model.twin = model.conv
    assert [layer.module for layer in record(store, model, layers=["twin"]).manifest.layers] == ["twin"]
