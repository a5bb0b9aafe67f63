"""Activations to lay out: made up as a training would make them, or read from a run; one file per epoch in a folder."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

CLASSES, PARTS, LATENT = 10, 3, 48
APART, PART_APART = 1.35, 0.5
KEPT, FRESH, DRIFT, BIAS, NOISE = 0.7, 0.35, 0.15, 0.1, 0.02
SEED = 0

Points = NDArray[np.float32]


class Recorded(Sequence[Points]):
    """The epochs of a folder, each read when it is accessed."""

    def __init__(self, folder: str) -> None:
        self._folder = Path(folder)
        self._epochs = len(list(self._folder.glob("*.npy")))

    def __len__(self) -> int:
        return self._epochs

    def __getitem__(self, epoch: int) -> Points:  # type: ignore[override]
        if not -self._epochs <= epoch < self._epochs:
            raise IndexError(epoch)
        return np.asarray(np.load(self._folder / f"{epoch % self._epochs}.npy"))


def make(folder: str, samples: int, epochs: int, width: int, copies: Sequence[int] = ()) -> None:
    """Write made-up activations; the epochs in ``copies`` are the same as the one before."""
    for epoch, points in enumerate(training(samples, epochs, width, copies)):
        _write(folder, epoch, points)


def export(folder: str, run: str, layer: str) -> dict[str, int]:
    """Write the activations that a run has of a layer; return how many epochs, samples and features."""
    from epochscope.store import RunReader
    from epochscope_embeddings.prepare import read_epoch

    reader = RunReader.at(run)
    for number, epoch in enumerate(reader.manifest.epochs):
        _write(folder, number, read_epoch(reader, layer, epoch))
    width = reader.manifest.layer(layer).width
    return {"epochs": len(reader.manifest.epochs), "samples": reader.manifest.samples, "width": width}


def small() -> list[Points]:
    """Return two epochs of 300 samples, enough to import and compile all that a fit needs."""
    return list(training(300, 2, 32, ()))


def training(samples: int, epochs: int, width: int, copies: Sequence[int]) -> Iterator[Points]:
    """Yield activations (N, D) in which classes, each in parts, go away from each other from epoch to epoch.

    A sample has something lasting of its own and something that passes (AR(1)); a projection from the few latent
    dimensions to the layer's width drifts; then come a ReLU and a little noise.
    """
    luck = np.random.default_rng(SEED)
    own_class, own_part = luck.integers(0, CLASSES, samples), luck.integers(0, PARTS, samples)
    classes, parts = _unit(luck.normal(size=(CLASSES, LATENT))), _unit(luck.normal(size=(CLASSES, PARTS, LATENT)))
    strength = _unit(1 / np.sqrt(1 + np.arange(LATENT)))
    lasting = luck.normal(size=(samples, LATENT)) * strength
    projection = luck.normal(size=(LATENT, width)) / np.sqrt(LATENT)
    turns = luck.normal(size=(epochs, LATENT, width)) / np.sqrt(LATENT)
    passing = luck.normal(size=(samples, LATENT)) * strength
    for epoch, apart in enumerate(_learning_curve(epochs)):
        if epoch not in copies:
            passing = KEPT * passing + np.sqrt(1 - KEPT**2) * luck.normal(size=(samples, LATENT)) * strength
            if epoch > 0:
                projection = np.sqrt(1 - DRIFT**2) * projection + DRIFT * turns[epoch]
            center = apart * (classes[own_class] + PART_APART * parts[own_class, own_part])
            active = np.maximum((center + lasting + FRESH * passing) @ projection + BIAS, 0)
            points = (active + NOISE * luck.normal(size=active.shape)).astype(np.float32)
        yield points


def _learning_curve(epochs: int) -> NDArray[np.float64]:
    return np.asarray(APART * (1 - np.exp(-2 * np.linspace(0, 1, epochs))) / (1 - np.exp(-2)))


def _unit(vectors: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(vectors / np.linalg.norm(vectors, axis=-1, keepdims=True))


def _write(folder: str, epoch: int, points: Points) -> None:
    Path(folder).mkdir(parents=True, exist_ok=True)
    np.save(f"{folder}/{epoch}.npy", points)
