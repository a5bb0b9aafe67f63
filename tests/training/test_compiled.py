"""Models that are compiled, in whichever way, before or after they ran, are recorded like others."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from epochscope import Recorder, load_model
from epochscope.store import RunReader

pytestmark = pytest.mark.slow

CLASSES = ["cat", "dog", "ship"]
INPUTS, LABELS = torch.rand(4, 3, 4, 4, generator=torch.Generator().manual_seed(0)), torch.arange(4) % 3


class Net(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.body = nn.Sequential(nn.Conv2d(3, 4, 3), nn.ReLU())
        self.head = nn.Linear(4, 3)

    def forward(self, images: Tensor) -> Tensor:
        return self.head(self.body(images).mean((2, 3)))


def make_net() -> nn.Module:
    torch.manual_seed(0)
    return Net()


def compile_outside(model: nn.Module) -> nn.Module:
    return torch.compile(model, backend="eager")


def compile_in_place(model: nn.Module) -> nn.Module:
    model.compile(backend="eager")
    return model


def compile_forward(model: nn.Module) -> nn.Module:
    model.forward = torch.compile(model.forward, backend="eager")
    return model


def compile_part(model: nn.Module) -> nn.Module:
    model.body = torch.compile(model.body, backend="eager")
    return model


def compile_part_in_place(model: nn.Module) -> nn.Module:
    model.body.compile(backend="eager", fullgraph=True)
    return model


@pytest.mark.parametrize(
    "compiled", [compile_outside, compile_in_place, compile_forward, compile_part, compile_part_in_place]
)
def test_what_is_compiled_is_recorded_and_loaded_like_the_network_itself(
    store: Path, compiled: Callable[[nn.Module], nn.Module]
):
    torch.compiler.reset()
    factory = f"{__name__}:make_net"
    options = {"layers": ["body", "body.0"], "samples": [(INPUTS, LABELS)], "classes": CLASSES, "factory": factory}
    with Recorder(store / "plain", make_net(), **options) as recorder:
        recorder.record(0)
    model = compiled(make_net())
    for training in (True, False):
        model.train(training)(INPUTS)  # compiled by now for both
    with Recorder(store / "compiled", model, **options) as recorder:
        recorder.record(0)
        recorder.record(1)
    plain, run = (RunReader.at(store / name) for name in ("plain", "compiled"))
    for layer in ("body", "body.0"):
        np.testing.assert_array_equal(run.activations(layer, 1), plain.activations(layer, 0))
    loaded = load_model(run, 1, allow=factory)
    torch.testing.assert_close(loaded(INPUTS), make_net()(INPUTS), rtol=0, atol=0)
