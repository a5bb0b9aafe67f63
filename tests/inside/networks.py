"""Tiny networks to look into, and runs that the real recorder made of them."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from epochscope import Details, Recorder
from epochscope.store import RunReader

CLASSES = ("zero", "one", "two")
MEAN, STD = (0.25,), (0.5,)
IMAGES = np.random.default_rng(0).integers(0, 256, (12, 8, 8), dtype=np.uint8)
"""The pictures of the samples of every run."""


class Residual(nn.Module):
    """A block whose input is added to what it computes."""

    def __init__(self) -> None:
        super().__init__()
        self.conv = nn.Conv2d(2, 2, 3, padding=1)
        self.relu = nn.ReLU(inplace=True)

    def forward(self, inputs: Tensor) -> Tensor:
        return self.relu(self.conv(self.relu(inputs)) + inputs)


class Functional(nn.Module):
    """Calls functions where others have modules."""

    def __init__(self) -> None:
        super().__init__()
        self.conv = nn.Conv2d(1, 4, 3)
        self.head = nn.Linear(36, 3)

    def forward(self, inputs: Tensor) -> Tensor:
        pooled = functional.max_pool2d(functional.relu(self.conv(inputs)), 2)
        return self.head(torch.flatten(functional.dropout(pooled, training=self.training), 1))


class Tokens(nn.Module):
    """A transformer encoder over the rows of a picture."""

    def __init__(self) -> None:
        super().__init__()
        self.position = nn.Parameter(torch.zeros(1, 8, 8))
        self.encoder = nn.TransformerEncoderLayer(8, 2, 12, batch_first=True)
        self.head = nn.Linear(8, 3)

    def forward(self, inputs: Tensor) -> Tensor:
        return self.head(self.encoder(inputs[:, 0] + self.position).mean(dim=1))


def convolutional() -> nn.Module:
    return nn.Sequential(
        *(nn.Conv2d(1, 4, 3), nn.BatchNorm2d(4), nn.ReLU(inplace=True), nn.AvgPool2d(2)),
        *(nn.Flatten(), nn.Dropout(0.5), nn.Linear(36, 3)),
    )


def residual() -> nn.Module:
    return nn.Sequential(nn.Conv2d(1, 2, 3), Residual(), nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(2, 3))


def failing() -> nn.Module:
    """Fails on bright pictures only."""
    return nn.Sequential(Picky(), *convolutional())


class Picky(nn.Module):
    def forward(self, inputs: Tensor) -> Tensor:
        if float(inputs.mean()) > 1:
            raise ValueError("too bright")
        return inputs


def record(
    location: Path, make: Callable[[], nn.Module], layers: list[str], epochs: int = 3, pictures: bool = True
) -> RunReader:
    """Record a network whose weights are other ones at every epoch, on random pictures."""
    torch.manual_seed(0)
    model = make()
    inputs = (torch.from_numpy(IMAGES)[:, None].float() / 255 - MEAN[0]) / STD[0]
    shown = list(IMAGES if pictures else IMAGES[:, :4, :4])
    with Recorder(
        location,
        model,
        layers=layers,
        samples=[(inputs, torch.arange(12) % 3)],
        classes=CLASSES,
        factory=f"{make.__module__}:{make.__name__}",
        details=Details(mean=MEAN, std=STD, images=shown),
    ) as recorder:
        for epoch in range(epochs):
            recorder.record(epoch)
            with torch.no_grad():
                for parameter in model.parameters():
                    parameter.add_(torch.randn_like(parameter), alpha=0.3)
    return RunReader.at(location)


def record_two(store: Path) -> Path:
    """Record ``conv``, with the pictures of its samples, and ``picky``, which fails on bright pictures, without."""
    record(store / "conv", convolutional, ["0", "2", "6"])
    record(store / "picky", failing, ["1"], epochs=1, pictures=False)
    return store
