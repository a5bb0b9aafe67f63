"""Make up runs for tests and benchmarks: a recipe says how large, and the real writer writes it.

The classes of a made-up run part from epoch to epoch, with noise in everything that has noise in real runs. The bytes
depend on the numbers of samples, epochs, layers and settings, and hardly on their values. The same recipe gives the
same run.

Example:
    >>> from dataclasses import replace
    >>> from epochscope.store.testing import TINY, write_run
    >>> write_run("runs/tiny", TINY).manifest.epochs
    (0, 1, 2)
    >>> write_run("runs/unlabeled", replace(TINY, without=("labels",))).manifest.labels
    False
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import product
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from epochscope.store.entries import Bounds, Dataset, Extent, Layer, Model, NeighborSet, Projection
from epochscope.store.manifest import Manifest
from epochscope.store.reader import RunReader
from epochscope.store.records import (
    PREDICTION_COLUMNS,
    QUALITY_MEASURES,
    Metric,
    Neighbors,
    Predictions,
    Quality,
    Samples,
)
from epochscope.store.setting import Setting
from epochscope.store.thumbnails import Atlas, Thumbnails, atlas_digest
from epochscope.store.writer import RunWriter

PARTS = ("model", "metrics", "probabilities", "predictions", "labels")
"""What ``Recipe.without`` may name."""
CLASSES = ("airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck")
_TILE, _TILES_PER_SIDE = 32, 16


@dataclass(frozen=True)
class Recipe:
    """What a made-up run holds; all of its layers are projected with all of its settings.

    ``width`` is that of every layer; ``activations`` and ``thumbnails`` (which need Pillow) are left out unless
    requested. ``neighbors`` is the number of neighbors per sample, 0 for none. ``without`` lists parts that the run
    lacks, as an imported run may: any of ``PARTS``.

    Raises:
        ValueError: ``without`` names anything else.
    """

    samples: int
    layers: Sequence[str] = ("layer4",)
    settings: Sequence[Setting] = (Setting(15, 0.1),)
    classes: Sequence[str] = CLASSES
    last_epoch: int = 19
    neighbors: int = 0
    width: int = 512
    activations: bool = False
    thumbnails: bool = False
    without: Sequence[str] = ()

    def __post_init__(self) -> None:
        if not set(self.without) <= set(PARTS):
            raise ValueError(f"without may name {', '.join(PARTS)}, not {', '.join(self.without)}")

    @property
    def name(self) -> str:
        """A name for the run, by its size."""
        return f"made-{self.samples}-{len(self.classes)}x{len(self.layers)}x{len(self.settings)}"

    @property
    def epochs(self) -> tuple[int, ...]:
        """All epochs from 0 to ``last_epoch``."""
        return tuple(range(self.last_epoch + 1))

    @property
    def labels(self) -> NDArray[np.int32]:
        """The class of each sample, (N,), whether or not the run keeps it."""
        return np.arange(self.samples, dtype=np.int32) % len(self.classes)

    @property
    def parted(self) -> NDArray[np.float32]:
        """How far the classes have parted at each epoch, (E,) from 0 to 1."""
        return np.linspace(0, 1, len(self.epochs), dtype=np.float32)

    @property
    def prediction_columns(self) -> tuple[str, ...]:
        """The arrays of predictions that the run has."""
        if "predictions" in self.without:
            return ()
        missing = {"probabilities"} & set(self.without) | ({"loss", "margin"} if "labels" in self.without else set())
        return tuple(name for name in PREDICTION_COLUMNS if name not in missing)


TINY = Recipe(
    12,
    layers=("conv", "logits"),
    settings=(Setting(5, 0.1),),
    classes=("cat", "dog", "ship"),
    last_epoch=2,
    neighbors=5,
    width=4,
    activations=True,
)
"""The smallest complete run."""
BLOBS = Recipe(
    300,
    layers=("stem", "block"),
    settings=(Setting(5, 0.1), Setting(15, 0.1)),
    last_epoch=4,
    neighbors=8,
    width=8,
    activations=True,
    thumbnails=True,
)
"""A run with something to see: ten classes that part, and thumbnails."""
SLOW = Recipe(3_000, layers=("deep",), classes=("a", "b"), last_epoch=39, width=8, activations=True)
"""A run that takes half a minute to lay out."""
LARGE = Recipe(
    12_000,
    layers=tuple(f"layer{number}" for number in range(7)),
    settings=tuple(Setting(*values) for values in product((5, 15, 50), (0.0, 0.1, 0.5))),
    last_epoch=20,
)
"""A run as large as the one included in the repository, without activations."""


def write_run(location: Path | str, recipe: Recipe) -> RunReader:
    """Write the run of a recipe at a path or URI; return a reader of it.

    Raises:
        BadName: the location does not end with the name of a run.
        RunExists: there is a run at the location already.
    """
    writer = RunWriter.at(location)
    labeled = "labels" not in recipe.without
    splits = ["test" if sample % 6 == 0 else "train" for sample in range(recipe.samples)]
    sources = [f"made:{sample}" for sample in range(recipe.samples)]
    writer.write_samples(Samples(recipe.labels if labeled else None, splits, sources))
    if recipe.thumbnails:
        _write_thumbnails(writer, recipe.samples)
    writer.begin(_manifest(recipe))
    for epoch in recipe.epochs:
        _write_epoch(writer, recipe, epoch)
    if "metrics" not in recipe.without:
        writer.write_metrics([metric for epoch in recipe.epochs[1:] for metric in _metrics(recipe, epoch)])
    projections = tuple(
        write_projection(writer, *choice, recipe.epochs, _positions(recipe, seed), _quality(recipe, seed))
        for seed, choice in enumerate(product(recipe.layers, recipe.settings))
    )
    neighbors = _write_neighbors(writer, recipe) if recipe.neighbors else ()
    writer.commit(lambda run: replace(run, epochs=recipe.epochs, projections=projections, neighbors=neighbors))
    return RunReader.at(location)


def write_projection(
    writer: RunWriter,
    layer: str,
    setting: Setting,
    epochs: Sequence[int],
    positions: NDArray[np.float32],
    quality: Quality,
) -> Projection:
    """Write positions (E, N, 2) and quality of a projection; return its entry in the manifest, which is not changed."""
    writer.write_projection(layer, setting, epochs, positions)
    writer.write_quality(layer, setting, epochs, quality)
    lower, upper = positions.min((0, 1)).astype(float), positions.max((0, 1)).astype(float)
    (x, y), (width, height) = lower.tolist(), (upper - lower).tolist()
    means = {name: values.mean(1, dtype=np.float64) for name, values in quality.arrays().items()}
    return Projection(
        layer=layer,
        setting=setting,
        seed=0,
        epochs=tuple(epochs),
        joint_epochs=len(epochs),
        extent=Extent(x, y, max(width, height)),
        bounds=Bounds(x, y, width, height),
        scale=1.0,
        fingerprint=f"made {layer} {setting}",
        quality_neighbors=15,
        quality={name: tuple(values.tolist()) for name, values in means.items()},
        quality_error={name: tuple((values / 97).tolist()) for name, values in means.items()},
    )


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


def _manifest(recipe: Recipe) -> Manifest:
    columns = recipe.prediction_columns
    labeled = "labels" not in recipe.without
    classes = tuple(recipe.classes) if labeled or columns else ()
    return Manifest(
        title=f"ResNet-18 on {recipe.samples:,} made-up samples",
        model=None if "model" in recipe.without else Model("resnet18", 11_173_962),
        dataset=Dataset("made", classes, (3, _TILE, _TILE)),
        layers=tuple(Layer(name, f"net.{name}", recipe.width, "mean", "float16") for name in recipe.layers),
        samples=recipe.samples,
        created="2026-01-02T03:04:05+00:00",
        seed=0,
        labels=labeled,
        metrics="metrics" not in recipe.without,
        predictions=columns,
        versions={"epochscope": "0.1.0"},
    )


def _write_epoch(writer: RunWriter, recipe: Recipe, epoch: int) -> None:
    rng = np.random.default_rng(epoch)
    logits = rng.normal(size=(recipe.samples, len(recipe.classes))).astype(np.float32)
    logits += 4 * recipe.parted[epoch] * np.eye(len(recipe.classes), dtype=bool)[recipe.labels]
    if recipe.prediction_columns:
        every = predictions_of(logits, recipe.labels).arrays()
        writer.write_predictions(epoch, Predictions(**{name: every[name] for name in recipe.prediction_columns}))
    for name in recipe.layers if recipe.activations else ():
        centers = 4 * recipe.parted[epoch] * np.eye(recipe.width)[recipe.labels % recipe.width]
        with writer.writing_activations(Layer(name, f"net.{name}", recipe.width, "mean", "float16"), epoch) as sink:
            sink.append((rng.normal(size=centers.shape) + centers).astype(np.float16))


def _metrics(recipe: Recipe, epoch: int) -> list[Metric]:
    parted = float(recipe.parted[epoch])
    return [
        Metric(epoch, "train", 2.3 - 2 * parted, 0.1 + 0.88 * parted, 0.1, 2.5),
        Metric(epoch, "test", 2.4 - 1.8 * parted, 0.1 + 0.8 * parted),
    ]


def _positions(recipe: Recipe, seed: int) -> NDArray[np.float32]:
    """Return positions (E, N, 2): from one cloud to one per class, each sample on a walk of its own."""
    rng, angle = np.random.default_rng(seed), 2 * np.pi * (recipe.labels / len(recipe.classes) + 0.03 * seed)
    ring = 3 * np.stack([np.cos(angle), np.sin(angle)], 1)
    start, walk = rng.normal(size=ring.shape), 0.1 * rng.normal(size=(len(recipe.epochs), *ring.shape)).cumsum(0)
    positions: NDArray[np.float32] = (recipe.parted[:, None, None] * ring + start + walk).astype(np.float32)
    return positions


def _quality(recipe: Recipe, seed: int) -> Quality:
    """Return measures (E, N) from 0.9 to 1; a tenth of the steps is not what the layer explains."""
    shares = 0.9 + 0.1 * np.random.default_rng(seed).random((6, len(recipe.epochs), recipe.samples), dtype=np.float32)
    quality = Quality(**dict(zip(QUALITY_MEASURES, (*shares, shares[-1] > 0.99), strict=True)))
    return replace(quality, label_purity=None) if "labels" in recipe.without else quality


def _write_neighbors(writer: RunWriter, recipe: Recipe) -> tuple[NeighborSet, ...]:
    """Write the samples that follow as neighbors, and motions that shrink with the epoch."""
    follow = np.arange(recipe.samples)[:, None] + np.arange(1, recipe.neighbors + 1)
    for layer, epoch in product(recipe.layers, recipe.epochs):
        noise = np.random.default_rng(epoch).random((recipe.samples, recipe.neighbors + 1), dtype=np.float32)
        motion = noise[:, 0] / np.float32(epoch) if epoch > 0 else np.zeros(recipe.samples, np.float32)
        neighbors = Neighbors((follow % recipe.samples).astype(np.int32), np.sort(noise[:, 1:], 1), motion)
        writer.write_neighbors(layer, epoch, neighbors)
    return tuple(NeighborSet(layer, recipe.neighbors, recipe.epochs) for layer in recipe.layers)


def _write_thumbnails(writer: RunWriter, samples: int) -> None:
    """Write the same atlas for every 256 samples."""
    content, tiles = _atlas(), _TILES_PER_SIDE**2
    atlases = tuple(
        Atlas(f"atlas-{number:04d}.webp", first, min(tiles, samples - first), atlas_digest(content))
        for number, first in enumerate(range(0, samples, tiles))
    )
    for atlas in atlases:
        writer.write_thumbnail_atlas(atlas.file, content)
    writer.write_thumbnail_index(Thumbnails(_TILE, _TILE, _TILES_PER_SIDE, _TILES_PER_SIDE, atlases))


def _atlas() -> bytes:
    """Return noise in blocks of two by two pixels, which takes about as many bytes as real images."""
    from PIL import Image

    side = _TILES_PER_SIDE * _TILE // 2
    coarse = np.random.default_rng(0).integers(0, 256, (side, side, 3))
    pixels, file = coarse.repeat(2, 0).repeat(2, 1).astype(np.uint8), io.BytesIO()
    Image.fromarray(pixels).save(file, "WEBP", lossless=True, quality=50)
    return file.getvalue()
