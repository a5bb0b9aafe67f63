"""What a made-up run holds: its size, and the content of each of its parts."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import product

import numpy as np
from numpy.typing import NDArray

from epochscope.store.entries import Dataset, Layer, Model, Projection
from epochscope.store.manifest import Manifest
from epochscope.store.own_columns import MISSING, Column, ColumnValues
from epochscope.store.records import (
    LABEL_COLUMNS,
    PREDICTION_COLUMNS,
    QUALITY_MEASURES,
    Metric,
    Neighbors,
    Predictions,
    Quality,
)
from epochscope.store.setting import Setting

PARTS = ("model", "metrics", "probabilities", "predictions", "labels")
"""What ``Recipe.without`` may name."""
_WORDS = ("the film was a delight", "two hours that I want back", "a slow start, then wonderful", "not for me")
CLASSES = ("airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck")


@dataclass(frozen=True)
class Recipe:
    """A made-up run whose classes part from epoch to epoch, with noise in everything that has noise in real runs.

    Its bytes depend on the numbers of samples, epochs, layers and settings, and hardly on their values.

    ``projected`` names the layers that are projected, each with all of ``settings``; ``None`` is all layers. ``stored``
    lists the layouts that are written; the others are only listed in the manifest, and ``None`` is all. ``width`` is
    that of every layer; ``activations`` and ``thumbnails`` (which need Pillow) are left out unless requested.
    ``unit`` is what the numbers of ``epochs`` count, ``epoch`` or ``step``.
    ``neighbors`` is the number of neighbors per sample of the projected layers, 0 for none. ``without`` lists parts
    that the run lacks, as an imported run may: any of ``PARTS``. ``columns`` are those of the run's own.

    Raises:
        ValueError: ``without`` names anything else.
    """

    samples: int
    layers: Sequence[str] = ("layer4",)
    settings: Sequence[Setting] = (Setting(15, 0.1),)
    classes: Sequence[str] = CLASSES
    epochs: Sequence[int] = tuple(range(20))
    unit: str = "epoch"
    projected: Sequence[str] | None = None
    stored: Sequence[tuple[str, Setting]] | None = None
    neighbors: int = 0
    width: int = 512
    activations: bool = False
    thumbnails: bool = False
    without: Sequence[str] = ()
    columns: Sequence[Column] = ()

    def __post_init__(self) -> None:
        if not set(self.without) <= set(PARTS):
            raise ValueError(f"without may name {', '.join(PARTS)}, not {', '.join(self.without)}")

    @property
    def name(self) -> str:
        """A name for the run, by its size."""
        return f"made-{self.samples}-{len(self.classes)}x{len(self.layers)}x{len(self.settings)}"

    @property
    def labels(self) -> NDArray[np.int32]:
        """The class of each sample, (N,), whether or not the run keeps it."""
        return np.arange(self.samples, dtype=np.int32) % len(self.classes)

    @property
    def splits(self) -> Sequence[str]:
        """The split of each sample."""
        return ["test" if sample % 6 == 0 else "train" for sample in range(self.samples)]

    @property
    def sources(self) -> Sequence[str]:
        """The origin of each sample."""
        return [f"made:{sample}" for sample in range(self.samples)]

    @property
    def prediction_columns(self) -> tuple[str, ...]:
        """The arrays of predictions that the run has."""
        if "predictions" in self.without:
            return ()
        missing = {"probabilities"} & set(self.without) | set(LABEL_COLUMNS if "labels" in self.without else ())
        return tuple(name for name in PREDICTION_COLUMNS if name not in missing)

    @property
    def neighbor_layers(self) -> tuple[str, ...]:
        """The layers whose neighbors are kept."""
        return tuple(self.layers if self.projected is None else self.projected) if self.neighbors else ()

    @property
    def neighbor_epochs(self) -> tuple[int, ...]:
        """The epochs at which neighbors are kept."""
        return tuple(self.epochs)

    @property
    def layouts(self) -> tuple[tuple[str, Setting], ...]:
        """The layer and setting of each projection."""
        return tuple(product(self.layers if self.projected is None else self.projected, self.settings))

    @property
    def manifest(self) -> Manifest:
        """The manifest before the first epoch."""
        columns, labeled = self.prediction_columns, "labels" not in self.without
        side = self.tiles[0]
        return Manifest(
            title=f"ResNet-18 on {self.samples:,} made-up samples",
            model=None if "model" in self.without else Model("resnet18", 11_173_962),
            dataset=Dataset("made", tuple(self.classes) if labeled or columns else (), (3, side, side)),
            layers=tuple(self.layer(name) for name in self.layers),
            samples=self.samples,
            created="2026-01-02T03:04:05+00:00",
            seed=0,
            unit=self.unit,
            labels=labeled,
            metrics="metrics" not in self.without,
            predictions=columns,
            columns=tuple(self.columns),
            versions={"epochscope": "0.1.0"},
        )

    def layer(self, name: str) -> Layer:
        """Return a layer as the manifest lists it."""
        return Layer(name, f"net.{name}", self.width, "mean", "float16")

    def parted(self, epoch: int) -> float:
        """Return how far the classes have parted at an epoch, from 0 to 1."""
        return self.epochs.index(epoch) / max(1, len(self.epochs) - 1)

    def metrics(self, epoch: int) -> list[Metric]:
        """Return the metrics of an epoch; the untrained network has none."""
        parted = self.parted(epoch)
        train = Metric(epoch, "train", 2.3 - 2 * parted, 0.1 + 0.88 * parted, 0.1, 2.5)
        return [train, Metric(epoch, "test", 2.4 - 1.8 * parted, 0.1 + 0.8 * parted)] if epoch > 0 else []

    def predictions(self, epoch: int) -> Predictions:
        """Return all arrays of predictions, whether or not the run keeps them."""
        logits = np.random.default_rng(epoch).normal(size=(self.samples, len(self.classes))).astype(np.float32)
        logits += np.float32(4 * self.parted(epoch)) * np.eye(len(self.classes), dtype=np.float32)[self.labels]
        return predictions_of(logits, self.labels)

    def column(self, column: Column, epoch: int | None = None) -> ColumnValues:
        """Return the values (N,) of a column, at an epoch where it has some per epoch; every seventh is missing.

        Numbers shrink and spread with the epoch; classes follow the sample, and are another one at every epoch; texts
        say the number of their sample.
        """
        number, missing = np.arange(self.samples), np.arange(self.samples) % 7 == 6
        if column.kind == "text":
            return ["" if gone else f"{_WORDS[sample % len(_WORDS)]} {sample}" for sample, gone in enumerate(missing)]
        if column.kind == "class":
            classes = (number + (0 if epoch is None else self.epochs.index(epoch))) % len(column.classes)
            return np.where(missing, MISSING, classes).astype(np.int32)
        shrunk = 1.0 if epoch is None else 1 / (1 + self.epochs.index(epoch))
        return np.where(missing, np.nan, shrunk * number / self.samples)

    def activation(self, layer: Layer, epoch: int) -> NDArray[np.floating]:
        """Return the activations (N, width) of a layer."""
        centers = 4 * self.parted(epoch) * np.eye(layer.width)[self.labels % layer.width]
        return (np.random.default_rng(epoch).normal(size=centers.shape) + centers).astype(layer.dtype)

    def positions(self, layer: str, setting: Setting) -> NDArray[np.float32]:
        """Return positions (E, N, 2): from one cloud to one per class, each sample on a walk of its own."""
        seed = self.layouts.index((layer, setting))
        rng, angle = np.random.default_rng(seed), 2 * np.pi * (self.labels / len(self.classes) + 0.03 * seed)
        ring = 3 * np.stack([np.cos(angle), np.sin(angle)], 1)
        start, walk = rng.normal(size=ring.shape), 0.1 * rng.normal(size=(len(self.epochs), *ring.shape)).cumsum(0)
        parted = np.array([self.parted(epoch) for epoch in self.epochs])
        positions: NDArray[np.float32] = (parted[:, None, None] * ring + start + walk).astype(np.float32)
        return positions

    def quality(self, layer: str, setting: Setting) -> Quality:
        """Return measures (E, N) from 0.9 to 1; a tenth of the steps is not what the layer explains."""
        rng = np.random.default_rng(self.layouts.index((layer, setting)))
        shares = 0.9 + 0.1 * rng.random((6, len(self.epochs), self.samples), dtype=np.float32)
        return Quality(**dict(zip(QUALITY_MEASURES, (*shares, shares[-1] > 0.99), strict=True)))

    def entry(self, projection: Projection) -> Projection:
        """Return a projection's entry in the manifest, given the one that follows from its positions and quality."""
        return projection

    def nearest(self, layer: str, epoch: int) -> Neighbors:
        """Return the samples that follow as neighbors, and motions that shrink with the epoch."""
        follow = np.arange(self.samples)[:, None] + np.arange(1, self.neighbors + 1)
        noise = np.random.default_rng(epoch).random((self.samples, self.neighbors + 1), dtype=np.float32)
        motion = noise[:, 0] / np.float32(epoch) if epoch > 0 else np.zeros(self.samples, np.float32)
        return Neighbors((follow % self.samples).astype(np.int32), np.sort(noise[:, 1:], 1), motion)

    @property
    def tiles(self) -> tuple[int, int, int]:
        """The side of a thumbnail in pixels, and the columns and rows of thumbnails in an atlas."""
        return 32, 16, 16

    def atlas(self, number: int) -> bytes:
        """Return an atlas of thumbnails, a WebP file; the same one for every number."""
        side, columns, rows = self.tiles
        return _noise(side * columns // 2, side * rows // 2)


def predictions_of(logits: NDArray[np.floating], labels: NDArray[np.int32]) -> Predictions:
    """Return the predictions that logits (N, C) make of samples with labels (N,)."""
    own = np.eye(logits.shape[1], dtype=bool)[labels]
    probabilities = np.exp(logits) / np.exp(logits).sum(1, keepdims=True)
    return Predictions(
        predicted=logits.argmax(1).astype(np.int32),
        confidence=probabilities.max(1).astype(np.float32),
        loss=-np.log(probabilities[own]).astype(np.float32),
        margin=(logits[own] - np.where(own, -np.inf, logits).max(1)).astype(np.float32),
        probabilities=probabilities.astype(np.float16),
    )


def webp(pixels: NDArray[np.uint8], quality: int = 80) -> bytes:
    """Return an image (height, width, 3) as a lossless WebP file."""
    from PIL import Image

    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "WEBP", lossless=True, quality=quality)
    return file.getvalue()


@cache
def _noise(width: int, height: int) -> bytes:
    """Return noise in blocks of two by two pixels, which takes about as many bytes as real images."""
    coarse = np.random.default_rng(0).integers(0, 256, (height, width, 3), dtype=np.uint8)
    return webp(coarse.repeat(2, 0).repeat(2, 1), quality=50)
