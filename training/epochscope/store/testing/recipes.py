"""The recipes that tests and benchmarks share."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product

import numpy as np
from numpy.typing import NDArray

from epochscope.store.entries import Layer, Model, Projection
from epochscope.store.manifest import Manifest
from epochscope.store.records import Metric, Neighbors, Predictions, Quality
from epochscope.store.setting import METHODS, Setting
from epochscope.store.testing.recipe import PARTS, Recipe, predictions_of, webp

# How far the classes of the blobs have parted at each epoch.
_PARTED = {0: 0.0, 1: 0.3, 2: 0.6, 4: 0.85, 8: 1.0}


@dataclass(frozen=True)
class Tiny(Recipe):
    """The smallest complete run, whose numbers can be followed by hand; any epoch can be recorded after the others."""

    @property
    def splits(self) -> Sequence[str]:
        """The split of each sample; about the last third is for testing."""
        return ["train"] * 8 + ["test"] * 4

    @property
    def manifest(self) -> Manifest:
        """The manifest before the first epoch."""
        whole = super().manifest
        return replace(whole, title="Tiny", model=whole.model and Model("tiny", 123))

    def layer(self, name: str) -> Layer:
        """Return a layer as the manifest lists it."""
        conv = Layer("conv", "features.0", 4, "mean", "float16")
        return conv if name == "conv" else Layer("logits", "fc", 3, "mean", "float32")

    def metrics(self, epoch: int) -> list[Metric]:
        """Return metrics, of the untrained network too."""
        train = Metric(epoch, "train", 1.0 / (epoch + 1), min(1.0, 0.5 + epoch / 10), 0.1, 2.5)
        return [train, Metric(epoch, "test", 1.5, 0.4)]

    def predictions(self, epoch: int) -> Predictions:
        """Return predictions that get better with the epoch."""
        logits = np.random.default_rng(epoch).normal(size=(self.samples, 3)) + 2 * epoch * np.eye(3)[self.labels]
        return predictions_of(logits, self.labels)

    def activation(self, layer: Layer, epoch: int) -> NDArray[np.floating]:
        """Return activations (N, width) in which the classes part."""
        noise = np.random.default_rng(epoch).normal(size=(self.samples, layer.width))
        return (noise + 3 * epoch * np.eye(layer.width)[self.labels % layer.width]).astype(layer.dtype)

    def positions(self, layer: str, setting: Setting) -> NDArray[np.float32]:
        """Return positions (E, N, 2): every class has its corner, and all move a little with each epoch."""
        corners = np.array([[0, 0], [6, 0], [3, 5]], dtype=np.float32)[self.labels]
        spread = np.random.default_rng(7).normal(scale=0.4, size=(self.samples, 2)).astype(np.float32)
        return np.stack([corners + spread + 0.5 * epoch for epoch in self.epochs]).astype(np.float32)

    def quality(self, layer: str, setting: Setting) -> Quality:
        """Return measures (E, N) that grow from sample to sample, and motions that are 0 at the first epoch."""
        share = np.linspace(0, 1, len(self.epochs) * self.samples, dtype=np.float32).reshape(-1, self.samples)
        moving = np.where(np.array(self.epochs)[:, None] > 0, share, np.float32(0))
        return Quality(share, share, share, share, moving, 3 * moving, 3 * moving * (1 - moving) > 0.25)

    def entry(self, projection: Projection) -> Projection:
        """Return the entry of a layout whose last epoch was appended."""
        errors = dict.fromkeys(projection.measures, (0.0, 0.001, 0.002))
        return replace(projection, joint_epochs=2, scale=0.5, quality_neighbors=5, quality_error=errors)

    def nearest(self, layer: str, epoch: int) -> Neighbors:
        """Return the samples that follow, all at the distance 1."""
        follow = (np.arange(self.samples)[:, None] + np.arange(1, self.neighbors + 1)) % self.samples
        motion = np.full(self.samples, 0.5 if epoch else 0, np.float32)
        return Neighbors(follow.astype(np.int32), np.ones(follow.shape, np.float32), motion)

    @property
    def tiles(self) -> tuple[int, int, int]:
        """The side of a thumbnail, and the columns and rows of an atlas."""
        return 8, 4, 4

    def atlas(self, number: int) -> bytes:
        """Return an atlas of noise."""
        return webp(np.random.default_rng(number).integers(0, 255, (24, 32, 3), dtype=np.uint8))


@dataclass(frozen=True)
class Blobs(Recipe):
    """Ten classes that part from one cloud to a ring, whose measures, neighbors and thumbnails follow from that."""

    @property
    def splits(self) -> Sequence[str]:
        """The split of each sample; about the last third is for testing."""
        return ["train"] * 200 + ["test"] * (self.samples - 200)

    @property
    def layouts(self) -> tuple[tuple[str, Setting], ...]:
        """The projections with all settings, and those of the last projected layer with two other methods."""
        others = (Setting(15, 0.1, "stock"), Setting(0, 0.0, "pca"))
        return (*super().layouts, *product((self.projected or self.layers)[-1:], others))

    @property
    def manifest(self) -> Manifest:
        """The manifest before the first epoch."""
        whole = super().manifest
        return replace(whole, title="Ten blobs", model=whole.model and Model("resnet50", 23_520_842))

    def layer(self, name: str) -> Layer:
        """Return a layer as the manifest lists it."""
        return replace(super().layer(name), dtype="float32")

    def parted(self, epoch: int) -> float:
        """Return how far the classes have parted at an epoch."""
        return _PARTED[epoch]

    def predictions(self, epoch: int) -> Predictions:
        """Return predictions that get better with the epoch, and are never all right."""
        own_class = np.eye(len(self.classes))[self.labels]
        logits = np.random.default_rng(epoch).normal(size=own_class.shape) + 3 * self.parted(epoch) * own_class
        return predictions_of(logits, self.labels)

    def positions(self, layer: str, setting: Setting) -> NDArray[np.float32]:
        """Return positions (E, N, 2): from one cloud to a ring of groups, another one for each layer and setting."""
        number = self.layers.index(layer)
        turned = 2 * np.pi * (self.labels / len(self.classes) + 0.13 * number + 0.01 * setting.n_neighbors)
        ring = (2.4 + number + METHODS.index(setting.method)) * np.stack([np.cos(turned), np.sin(turned)], 1)
        noise = np.random.default_rng(number).normal(size=(self.samples, 2))
        spread, parted = 0.02 * setting.n_neighbors + 0.05, [self.parted(epoch) for epoch in self.epochs]
        return np.stack([part * ring + (spread + 0.4 * (1 - part)) * noise for part in parted]).astype(np.float32)

    def quality(self, layer: str, setting: Setting) -> Quality:
        """Return measures (E, N) that get better with the epoch; the first class moves without support."""
        parted = np.array([self.parted(epoch) for epoch in self.epochs], np.float32)[:, None]
        share = np.full((len(self.epochs), self.samples), 0.5, np.float32) + parted / 2.5
        moving = np.where(np.arange(len(self.epochs))[:, None] > 0, share / 4, 0).astype(np.float32)
        screen = np.where(self.labels == 0, 2 * moving, moving)
        return Quality(share, share, share, share, moving, screen, screen * (1 - moving) > 0.25)

    def entry(self, projection: Projection) -> Projection:
        """Return the entry: measures over 5 neighbors, whose means are off by 0.002."""
        errors = dict.fromkeys(projection.measures, (0.002,) * len(projection.epochs))
        return replace(projection, quality_neighbors=5, quality_error=errors)

    def nearest(self, layer: str, epoch: int) -> Neighbors:
        """Return the nearest of every sample in the layout, and how far each one moved there."""
        positions, index = self.positions(layer, self.settings[-1]), self.epochs.index(epoch)
        distance = np.linalg.norm(positions[index][:, None] - positions[index], axis=2)
        np.fill_diagonal(distance, np.inf)
        nearest = distance.argsort(1, kind="stable")[:, : self.neighbors]
        moved = np.linalg.norm(positions[index] - positions[max(0, index - 1)], axis=1)
        return Neighbors(nearest.astype(np.int32), np.take_along_axis(distance, nearest, 1), moved)

    @property
    def tiles(self) -> tuple[int, int, int]:
        """The side of a thumbnail, and the columns and rows of an atlas."""
        return 16, 20, 15

    def thumbnail(self, sample: int) -> NDArray[np.uint8]:
        """Return the thumbnail (16, 16, 3) of a sample; no two are the same."""
        side = self.tiles[0]
        return np.random.default_rng(sample).integers(0, 256, (side, side, 3), dtype=np.uint8)

    def atlas(self, number: int) -> bytes:
        """Return an atlas of the samples' own thumbnails."""
        side, columns, rows = self.tiles
        first = number * columns * rows
        thumbnails = np.stack([self.thumbnail(first + slot) for slot in range(columns * rows)])
        rows_of_pixels = thumbnails.reshape(rows, columns, side, side, 3).swapaxes(1, 2)
        return webp(rows_of_pixels.reshape(rows * side, columns * side, 3))


@dataclass(frozen=True, kw_only=True)
class Given(Recipe):
    """A run of two classes that holds the given activations, (N, width) of each epoch by layer, and little else."""

    given: Mapping[str, Sequence[NDArray[np.floating]]]

    @classmethod
    def of(cls, given: Mapping[str, Sequence[NDArray[np.floating]]]) -> "Given":
        """Return the recipe of a run of these activations, not projected."""
        first = next(iter(given.values()))
        return cls(
            len(first[0]),
            layers=tuple(given),
            classes=("a", "b"),
            epochs=tuple(range(len(first))),
            projected=(),
            activations=True,
            without=tuple(part for part in PARTS if part != "labels"),
            given=given,
        )

    def layer(self, name: str) -> Layer:
        """Return a layer as the manifest lists it."""
        return Layer(name, name, self.given[name][0].shape[1], "mean", "float32")

    def activation(self, layer: Layer, epoch: int) -> NDArray[np.floating]:
        """Return the given activations."""
        return self.given[layer.name][epoch]


TINY = Tiny(
    12,
    layers=("conv", "logits"),
    settings=(Setting(5, 0.1),),
    classes=("cat", "dog", "ship"),
    epochs=(0, 1, 2),
    projected=("conv",),
    neighbors=5,
    activations=True,
    thumbnails=True,
)
"""The smallest complete run."""
BLOBS = Blobs(
    300,
    layers=("stem", "block", "head"),
    settings=(Setting(5, 0.1), Setting(15, 0.1)),
    # With gaps, so that the number of an epoch and its index differ.
    epochs=(0, 1, 2, 4, 8),
    projected=("stem", "block"),
    # Fewer than the projection job keeps, which finds its own.
    neighbors=8,
    width=8,
    activations=True,
    thumbnails=True,
)
"""A run with something to see: ten classes that part, and thumbnails; one of its three layers is not projected."""
SLOW = Recipe(3_000, layers=("deep",), classes=("a", "b"), epochs=range(40), width=8, activations=True)
"""A run that takes half a minute to lay out."""
LARGE = Recipe(
    12_000,
    layers=tuple(f"layer{number}" for number in range(7)),
    settings=tuple(Setting(*values) for values in product((5, 15, 50), (0.0, 0.1, 0.5))),
    epochs=range(21),
)
"""A run as large as the one included in the repository, without activations."""
