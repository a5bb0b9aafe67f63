"""The runs to look at: classes that part from epoch to epoch, with noise in everything that real runs have noise in.

Bytes depend on the numbers of samples, epochs, layers and settings, hardly on what is in them; neither does time.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import product
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from epochscope.store import (
    QUALITY_MEASURES,
    Atlas,
    Dataset,
    Extent,
    Layer,
    Manifest,
    Metric,
    Model,
    Neighbors,
    NeighborSet,
    Predictions,
    Projection,
    Quality,
    RunWriter,
    Samples,
    Setting,
    Thumbnails,
    atlas_digest,
)

CLASSES = ("airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck")
TILE, TILES_A_SIDE = 32, 16


@dataclass(frozen=True)
class Recipe:
    """A run named after its size, with every setting of every layer; ``neighbors`` of each sample are kept."""

    samples: int
    layers: Sequence[str] = ("layer4",)
    settings: Sequence[Setting] = (Setting(15, 0.1),)
    classes: Sequence[str] = CLASSES
    last_epoch: int = 19
    neighbors: int = 0

    @property
    def name(self) -> str:
        return f"made-{self.samples}-{len(self.classes)}x{len(self.layers)}x{len(self.settings)}"

    @property
    def epochs(self) -> tuple[int, ...]:
        return tuple(range(self.last_epoch + 1))

    @property
    def parted(self) -> NDArray[np.float32]:
        """How far the classes have parted at each epoch."""
        return np.linspace(0, 1, len(self.epochs), dtype=np.float32)


def write_run(store: Path, recipe: Recipe) -> None:
    """Write what the API reads of a run: all but activations and checkpoints."""
    writer = RunWriter.at(store / recipe.name)
    labels = np.arange(recipe.samples, dtype=np.int32) % len(recipe.classes)
    splits = ["test" if sample % 6 == 0 else "train" for sample in range(recipe.samples)]
    writer.write_samples(Samples(labels, splits, [f"made:{sample}" for sample in range(recipe.samples)]))
    _write_thumbnails(writer, recipe.samples)
    writer.begin(_manifest(recipe))
    for epoch in recipe.epochs:
        writer.write_predictions(epoch, _predictions(recipe, labels, epoch))
    writer.write_metrics([metric for epoch in recipe.epochs[1:] for metric in _metrics(recipe, epoch)])
    wanted = enumerate(product(recipe.layers, recipe.settings))
    projections = tuple(_write_projection(writer, recipe, *choice, labels, seed) for seed, choice in wanted)
    kept = _write_neighbors(writer, recipe) if recipe.neighbors else ()
    writer.commit(lambda run: replace(run, epochs=recipe.epochs, projections=projections, neighbors=kept))


def _manifest(recipe: Recipe) -> Manifest:
    return Manifest(
        title=f"ResNet-18 on {recipe.samples:,} made-up samples",
        model=Model("resnet18", 11_173_962),
        dataset=Dataset("made", tuple(recipe.classes), (3, TILE, TILE)),
        layers=tuple(Layer(name, f"net.{name}", 512, "mean", "float16") for name in recipe.layers),
        samples=recipe.samples,
        created="2026-01-02T03:04:05+00:00",
        seed=0,
        versions={"epochscope": "0.1.0"},
    )


def _metrics(recipe: Recipe, epoch: int) -> list[Metric]:
    parted = float(recipe.parted[epoch])
    return [
        Metric(epoch, "train", 2.3 - 2 * parted, 0.1 + 0.88 * parted, 0.1, 2.5),
        Metric(epoch, "test", 2.4 - 1.8 * parted, 0.1 + 0.8 * parted),
    ]


def _predictions(recipe: Recipe, labels: NDArray[np.int32], epoch: int) -> Predictions:
    """Return predictions that get better with the epoch, and are never all right."""
    own = np.eye(len(recipe.classes), dtype=bool)[labels]
    logits = np.random.default_rng(epoch).normal(size=own.shape).astype(np.float32) + 4 * recipe.parted[epoch] * own
    probabilities = np.exp(logits) / np.exp(logits).sum(1, keepdims=True)
    return Predictions(
        predicted=logits.argmax(1).astype(np.int32),
        confidence=probabilities.max(1),
        loss=-np.log(probabilities[own]),
        margin=logits[own] - np.where(own, -np.inf, logits).max(1),
        probabilities=probabilities.astype(np.float16),
    )


def _write_projection(
    writer: RunWriter, recipe: Recipe, layer: str, setting: Setting, labels: NDArray[np.int32], seed: int
) -> Projection:
    positions, quality = _positions(recipe, labels, seed), _quality(recipe, seed)
    writer.write_projection(layer, setting, recipe.epochs, positions)
    writer.write_quality(layer, setting, recipe.epochs, quality)
    lower = positions.min((0, 1))
    means = {measure: getattr(quality, measure).mean(1, dtype=np.float64) for measure in QUALITY_MEASURES}
    return Projection(
        layer=layer,
        setting=setting,
        seed=0,
        epochs=recipe.epochs,
        joint_epochs=len(recipe.epochs),
        extent=Extent(float(lower[0]), float(lower[1]), float((positions.max((0, 1)) - lower).max())),
        scale=1.0,
        fingerprint=f"made {layer} {setting}",
        quality_neighbors=15,
        quality={measure: tuple(values.tolist()) for measure, values in means.items()},
        quality_error={measure: tuple((values / 97).tolist()) for measure, values in means.items()},
    )


def _positions(recipe: Recipe, labels: NDArray[np.int32], seed: int) -> NDArray[np.float32]:
    """Return positions (epochs, samples, 2): from one cloud to one a class, each sample on a walk of its own."""
    noise, turned = np.random.default_rng(seed), 2 * np.pi * (labels / len(recipe.classes) + 0.03 * seed)
    ring = 3 * np.stack([np.cos(turned), np.sin(turned)], 1)
    place, walk = noise.normal(size=ring.shape), 0.1 * noise.normal(size=(len(recipe.epochs), *ring.shape)).cumsum(0)
    positions: NDArray[np.float32] = (recipe.parted[:, None, None] * ring + place + walk).astype(np.float32)
    return positions


def _quality(recipe: Recipe, seed: int) -> Quality:
    """Return measures (epochs, samples) from 0.9 to 1; a tenth of the steps is not what the layer explains."""
    shape = 6, len(recipe.epochs), recipe.samples
    shares = 0.9 + 0.1 * np.random.default_rng(seed).random(shape, dtype=np.float32)
    return Quality(**dict(zip(QUALITY_MEASURES, (*shares, shares[-1] > 0.99), strict=True)))


def _write_neighbors(writer: RunWriter, recipe: Recipe) -> tuple[NeighborSet, ...]:
    """Write the samples that follow as neighbors, and motions that shrink with the epoch."""
    follow = np.arange(recipe.samples)[:, None] + np.arange(1, recipe.neighbors + 1)
    for layer, epoch in product(recipe.layers, recipe.epochs):
        noise = np.random.default_rng(epoch).random((recipe.samples, recipe.neighbors + 1), dtype=np.float32)
        motion = noise[:, 0] / epoch if epoch > 0 else np.zeros(recipe.samples, np.float32)
        kept = Neighbors((follow % recipe.samples).astype(np.int32), np.sort(noise[:, 1:], 1), motion)
        writer.write_neighbors(layer, epoch, kept)
    return tuple(NeighborSet(layer, recipe.neighbors, recipe.epochs) for layer in recipe.layers)


def _write_thumbnails(writer: RunWriter, samples: int) -> None:
    """Write the same atlas again and again."""
    content, tiles = _atlas(), TILES_A_SIDE**2
    atlases = tuple(
        Atlas(f"atlas-{number:04d}.webp", first, min(tiles, samples - first), atlas_digest(content))
        for number, first in enumerate(range(0, samples, tiles))
    )
    for atlas in atlases:
        writer.write_thumbnail_atlas(atlas.file, content)
    writer.write_thumbnail_index(Thumbnails(TILE, TILE, TILES_A_SIDE, TILES_A_SIDE, atlases))


def _atlas() -> bytes:
    """Return pictures that are coarse, and so about as large in bytes as real ones."""
    coarse = np.random.default_rng(0).integers(0, 256, (TILES_A_SIDE * TILE // 2, TILES_A_SIDE * TILE // 2, 3))
    pixels, file = coarse.repeat(2, 0).repeat(2, 1).astype(np.uint8), io.BytesIO()
    Image.fromarray(pixels).save(file, "WEBP", lossless=True, quality=50)
    return file.getvalue()
