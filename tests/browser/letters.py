"""Runs of real handwriting with many classes and with two: a small network that people recorded with the SDK."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import torch
from torch import nn

from epochscope import Details, Recorder
from epochscope_training.datasets import load_dataset

EPOCHS = 3
TRAINED, RECORDED, BATCH = 6_000, 1_500, 250


class SmallNet(nn.Module):
    def __init__(self, classes: int) -> None:
        super().__init__()
        self.early = nn.Sequential(nn.Conv2d(1, 16, 3, stride=2, padding=1), nn.ReLU())
        self.late = nn.Sequential(nn.Conv2d(16, 32, 3, stride=2, padding=1), nn.ReLU(), nn.Flatten())
        self.middle = nn.Sequential(nn.Linear(32 * 49, 64), nn.ReLU())
        self.logits = nn.Linear(64, classes)

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        logits: torch.Tensor = self.logits(self.middle(self.late(self.early(images))))
        return logits


class Batches:
    def __init__(self, images: torch.Tensor, labels: torch.Tensor) -> None:
        self.images, self.labels = images, labels

    def __iter__(self) -> Iterator[tuple[torch.Tensor, torch.Tensor]]:
        yield from zip(self.images.split(BATCH), self.labels.split(BATCH), strict=True)


def record_letters(location: Path, folder: Path, only: Sequence[str] | None = None) -> None:
    """Train on EMNIST ByClass, on some of its classes where they are given, and record it."""
    torch.manual_seed(0)
    emnist = load_dataset(str(folder / "emnist-byclass"))
    names = list(only or emnist.classes)
    numbers = torch.tensor([emnist.classes.index(name) for name in names])
    train = emnist.splits["train"]
    train = train.take(torch.isin(train.labels, numbers).nonzero()[:TRAINED, 0])
    images, labels = train.images.float() / 255, (train.labels[:, None] == numbers).int().argmax(1)
    model = SmallNet(len(names))
    optimizer = torch.optim.Adam(model.parameters(), 2e-3)
    probe = Batches(images[:RECORDED], labels[:RECORDED])
    layers, about = ["early", "middle", "logits"], Details(title="Handwriting")
    with Recorder(location, model, layers=layers, samples=probe, classes=names, details=about) as recorder:
        recorder.record(0)
        for epoch in range(1, EPOCHS + 1):
            for batch, wanted in Batches(images, labels):
                optimizer.zero_grad()
                nn.functional.cross_entropy(model(batch), wanted).backward()
                optimizer.step()
            recorder.record(epoch)
