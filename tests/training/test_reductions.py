"""How a layer's output becomes one vector per sample, wherever its channels are."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from epochscope import Recorder
from epochscope.errors import UnusableInput
from epochscope.record.errors import RunMismatch, UnknownLayer, UnusableLayer
from epochscope.store import RunReader

CLASSES = ["cat", "dog", "ship"]
LABELS = torch.arange(4) % 3


class Seen(nn.Module):
    """Shows its inputs to one layer; its logits do not depend on what the layer returns."""

    def __init__(self, seen: nn.Module) -> None:
        super().__init__()
        self.seen, self.head = seen, nn.Linear(1, 3)

    def forward(self, inputs: Tensor) -> Tensor:
        self.seen(inputs)
        return self.head(inputs.flatten(1)[:, :1])


class Permuted(nn.Module):
    """A convolution whose output has its channels last."""

    def __init__(self) -> None:
        super().__init__()
        self.conv = nn.Conv2d(3, 4, 1)

    def forward(self, images: Tensor) -> Tensor:
        return self.conv(images).permute(0, 2, 3, 1)


class LayerNorm2d(nn.LayerNorm):
    """torchvision's and timm's norm of channels that come first."""

    def forward(self, images: Tensor) -> Tensor:
        return super().forward(images.permute(0, 2, 3, 1)).permute(0, 3, 1, 2)


def record(store: Path, layer: nn.Module, inputs: Tensor, **options: object) -> np.ndarray:
    """Record what ``layer`` returns for ``inputs``; return the stored vectors."""
    samples = [(inputs, LABELS)]
    with Recorder(
        store / "mine", Seen(layer), layers=["seen"], samples=samples, classes=CLASSES, dtype="float32", **options
    ) as recorder:
        recorder.record(0)
    return RunReader.at(store / "mine").activations("seen", 0)


def numbers(*shape: int) -> Tensor:
    return torch.rand(4, *shape, generator=torch.Generator().manual_seed(0))


@pytest.mark.parametrize(
    ("layer", "shape", "positions"),
    [
        (nn.Identity(), (5, 8, 8), (2, 3)),
        (nn.Identity(), (8, 8, 5), (1, 2)),
        (nn.Identity(), (1, 1, 5), (1, 2)),
        (nn.Identity(), (5, 3, 8, 8), (2, 3, 4)),
        (nn.Identity(), (3, 8, 8, 5), (1, 2, 3)),
        (nn.Identity(), (5, 8, 8, 8), (2, 3, 4)),
        (nn.Identity(), (7, 5), (1,)),
        (nn.ReflectionPad2d(0), (8, 8, 8), (2, 3)),
        (nn.AvgPool2d(1), (3, 5, 7), (2, 3)),
        (nn.Sequential(nn.BatchNorm2d(8), nn.ReLU()), (8, 8, 8), (2, 3)),
        (nn.Sequential(nn.MaxPool1d(1), nn.ReLU()), (5, 7), (2,)),
        (nn.LayerNorm(8, elementwise_affine=False), (8, 8, 8), (1, 2)),
        (LayerNorm2d(5), (5, 8, 8), (2, 3)),
        (nn.Sequential(nn.Linear(7, 6), nn.GELU()), (3, 5, 7), (1, 2)),
        (Permuted(), (3, 8, 8), (1, 2)),
    ],
)
@pytest.mark.parametrize("reduction", ["mean", "max"])
def test_positions_are_reduced_and_channels_kept(
    store: Path, layer: nn.Module, shape: tuple[int, ...], positions: tuple[int, ...], reduction: str
):
    inputs = numbers(*shape)
    with torch.no_grad():
        output = layer.eval()(inputs)
    expected = output.mean(positions) if reduction == "mean" else output.amax(positions)
    np.testing.assert_allclose(record(store, layer, inputs, reduction=reduction), expected, rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("shape", [(8, 8, 8), (3, 5, 7), (8, 5, 8)])
@pytest.mark.parametrize("kind", ["mean", "max"])
def test_where_nothing_tells_the_channels_the_choices_are_named(store: Path, shape: tuple[int, ...], kind: str):
    message = rf"layer 'seen' \(Identity\) returns shape .* choose reduction='{kind}-first', '{kind}-last', 'flatten'"
    with pytest.raises(UnusableLayer, match=message):
        record(store, nn.Identity(), numbers(*shape), reduction=kind)
    assert not (store / "mine" / "run.json").exists()


@pytest.mark.parametrize(
    ("reduction", "expected"),
    [
        ("mean-first", lambda output: output.mean((2, 3))),
        ("mean-last", lambda output: output.mean((1, 2))),
        ("max-first", lambda output: output.amax((2, 3))),
        ("max-last", lambda output: output.amax((1, 2))),
        (lambda output: output[:, 0, 0], lambda output: output[:, 0, 0]),
    ],
)
def test_the_place_of_the_channels_can_be_said(
    store: Path, reduction: str | Callable[[Tensor], Tensor], expected: Callable[[Tensor], Tensor]
):
    inputs = numbers(8, 8, 8)
    np.testing.assert_allclose(record(store, nn.Identity(), inputs, reduction=reduction), expected(inputs), rtol=1e-5)


def test_one_token_can_be_taken_and_other_shapes_have_none(store: Path):
    tokens = numbers(7, 5)
    np.testing.assert_array_equal(record(store / "1", nn.Identity(), tokens, reduction="cls"), tokens[:, 0])
    np.testing.assert_array_equal(record(store / "2", nn.Identity(), tokens, reduction="last-token"), tokens[:, -1])
    with pytest.raises(
        UnusableLayer, match=r"'seen' \(Identity\) returns shape \(4, 5, 8, 8\), and only \(samples, to"
    ):
        record(store / "3", nn.Identity(), numbers(5, 8, 8), reduction="cls")


def first_row(output: Tensor) -> Tensor:
    return output[:, 0].flatten(1)


def test_reductions_are_chosen_by_layer_and_named_in_the_store(store: Path):
    model = nn.Sequential(nn.Conv2d(3, 4, 1), nn.ReLU(), nn.Flatten(), nn.Linear(256, 3))
    options = {"layers": ["0", "1", "3"], "samples": [(numbers(3, 8, 8), LABELS)], "classes": CLASSES}
    reduction = {"0": "max", "1": first_row}
    with Recorder(store / "mine", model, reduction=reduction, **options) as recorder:
        recorder.record(0)
    layers = RunReader.at(store / "mine").manifest.layers
    assert [(layer.name, layer.reduction, layer.width) for layer in layers] == [
        ("0", "max", 4),
        ("1", "first_row", 64),
        ("3", "mean", 3),
    ]
    Recorder(store / "mine", model, reduction=reduction, resume=True, **options)
    with pytest.raises(RunMismatch, match="run 'mine' has reduction "):
        Recorder(store / "mine", model, reduction={"0": "max"}, resume=True, **options)
    with pytest.raises(UnknownLayer, match="reduction names layer '2', and the recorded ones are 0, 1, 3"):
        Recorder(store / "other", model, reduction={"2": "max"}, **options)
    with pytest.raises(UnusableInput, match="there is no reduction 3; choose one of: mean, max"):
        Recorder(store / "other", model, reduction=3, **options)


def test_a_function_that_returns_no_vectors_is_rejected(store: Path):
    with pytest.raises(
        UnusableLayer, match=r"'seen' \(Identity\) is reduced by a function to \(4, 8, 8, 8\), not to r"
    ):
        record(store, nn.Identity(), numbers(8, 8, 8), reduction=lambda output: output)


def test_complex_outputs_are_rejected(store: Path):
    class Spectrum(nn.Module):
        def forward(self, images: Tensor) -> Tensor:
            return torch.fft.fft(images)

    with pytest.raises(UnusableLayer, match=r"layer 'seen' \(Spectrum\) returns complex numbers"):
        record(store, Spectrum(), numbers(5, 8))
