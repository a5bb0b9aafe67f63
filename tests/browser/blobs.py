"""A run with something to see: 5 epochs, 300 samples of 10 classes with thumbnails, and 3 layers, of which 2 are
projected, with their neighbors, and one of those with three methods."""

import io
from dataclasses import replace
from itertools import product
from pathlib import Path

import numpy as np
from PIL import Image

from epochscope.store import (
    METHODS,
    QUALITY_MEASURES,
    Atlas,
    Dataset,
    Layer,
    Manifest,
    Metric,
    Model,
    Neighbors,
    NeighborSet,
    Predictions,
    Projection,
    Quality,
    RunReader,
    RunWriter,
    Samples,
    Setting,
    Thumbnails,
    atlas_digest,
)
from epochscope.store.testing import CLASSES, predictions_of, write_projection

SAMPLES = 300
LABELS = np.arange(SAMPLES, dtype=np.int32) % len(CLASSES)
# With gaps, so that an epoch and its place in the projection are not the same number.
EPOCHS = (0, 1, 2, 4, 8)
# How far the classes have parted at each epoch.
PARTED = (0.0, 0.3, 0.6, 0.85, 1.0)
PROJECTED = ("stem", "block")
LAYERS = tuple(Layer(name, f"net.{name}", 8, "mean", "float32") for name in (*PROJECTED, "head"))
SETTINGS = (Setting(5, 0.1), Setting(15, 0.1))
STOCK, PCA = Setting(15, 0.1, "stock"), Setting(0, 0.0, "pca")
# Fewer than the projection job keeps, which finds its own.
NEIGHBORS = 8
TILE, COLUMNS, ROWS = 16, 20, 15


def write_blobs(location: Path) -> RunReader:
    writer = RunWriter.at(location)
    writer.write_samples(Samples(LABELS, ["train"] * 200 + ["test"] * 100, [f"made:{n}" for n in range(SAMPLES)]))
    _write_thumbnails(writer)
    writer.begin(_manifest())
    for epoch in EPOCHS:
        _write_epoch(writer, epoch)
    wanted = [*product(PROJECTED, SETTINGS), ("block", STOCK), ("block", PCA)]
    quality = blob_quality()
    projections = tuple(
        write_blob_projection(writer, layer, setting, EPOCHS, blob_positions(layer, setting), quality)
        for layer, setting in wanted
    )
    for layer, epoch in product(PROJECTED, EPOCHS):
        writer.write_neighbors(layer, epoch, blob_neighbors(layer, epoch))
    kept = tuple(NeighborSet(layer, NEIGHBORS, EPOCHS) for layer in PROJECTED)
    writer.commit(lambda manifest: replace(manifest, epochs=EPOCHS, projections=projections, neighbors=kept))
    return RunReader.at(location)


def _write_epoch(writer: RunWriter, epoch: int) -> None:
    for layer in LAYERS:
        with writer.writing_activations(layer, epoch) as sink:
            sink.append(np.random.default_rng(epoch).normal(size=(SAMPLES, layer.width)).astype(layer.dtype))
    writer.write_predictions(epoch, blob_predictions(epoch))
    trained = [known for known in EPOCHS if 0 < known <= epoch]
    writer.write_metrics([metric for known in trained for metric in _metrics(known)])


def _metrics(epoch: int) -> list[Metric]:
    parted = PARTED[EPOCHS.index(epoch)]
    return [
        Metric(epoch, "train", 2.3 - 2 * parted, 0.1 + 0.88 * parted, 0.1, 2.5),
        Metric(epoch, "test", 2.4 - 1.8 * parted, 0.1 + 0.8 * parted),
    ]


def blob_predictions(epoch: int) -> Predictions:
    """Return predictions that get better with the epoch, and are never all right."""
    own_class = np.eye(len(CLASSES))[LABELS]
    logits = np.random.default_rng(epoch).normal(size=own_class.shape) + 3 * PARTED[EPOCHS.index(epoch)] * own_class
    return predictions_of(logits, LABELS)


def blob_positions(layer: str, setting: Setting) -> np.ndarray:
    """Return positions (5, 300, 2): from one cloud to a ring of ten groups, another one for each layer and setting."""
    which = PROJECTED.index(layer)
    turned = 2 * np.pi * (LABELS / len(CLASSES) + 0.13 * which + 0.01 * setting.n_neighbors)
    ring = (2.4 + which + METHODS.index(setting.method)) * np.stack([np.cos(turned), np.sin(turned)], 1)
    noise = np.random.default_rng(which).normal(size=(SAMPLES, 2))
    spread = 0.02 * setting.n_neighbors + 0.05
    return np.stack([parted * ring + (spread + 0.4 * (1 - parted)) * noise for parted in PARTED]).astype(np.float32)


def blob_neighbors(layer: str, epoch: int) -> Neighbors:
    """Return the nearest of every sample, as if the layer's own space were flat, and how far each one moved there."""
    positions, place = blob_positions(layer, SETTINGS[1]), EPOCHS.index(epoch)
    distance = np.linalg.norm(positions[place][:, None] - positions[place], axis=2)
    np.fill_diagonal(distance, np.inf)
    nearest = distance.argsort(1, kind="stable")[:, :NEIGHBORS]
    way = np.linalg.norm(positions[place] - positions[max(0, place - 1)], axis=1)
    return Neighbors(nearest.astype(np.int32), np.take_along_axis(distance, nearest, 1), way)


def write_blob_projection(
    writer: RunWriter, layer: str, setting: Setting, epochs: tuple[int, ...], positions: np.ndarray, quality: Quality
) -> Projection:
    """Write a projection whose mean measures are off by at most 0.002, taken over 5 neighbors; return its entry."""
    projection = write_projection(writer, layer, setting, epochs, positions, quality)
    errors = dict.fromkeys(QUALITY_MEASURES, (0.002,) * len(epochs))
    return replace(projection, quality_neighbors=5, quality_error=errors)


def blob_quality() -> Quality:
    """Return measures (5, 300) that get better with the epoch; the first class moves without support."""
    share = np.full((len(EPOCHS), SAMPLES), 0.5, np.float32) + np.array(PARTED, np.float32)[:, None] / 2.5
    moving = np.where(np.arange(len(EPOCHS))[:, None] > 0, share / 4, 0).astype(np.float32)
    screen = np.where(LABELS == 0, 2 * moving, moving)
    return Quality(share, share, share, share, moving, screen, screen * (1 - moving) > 0.25)


def _manifest() -> Manifest:
    return Manifest(
        title="Ten blobs",
        model=Model("resnet50", 23_520_842),
        dataset=Dataset("made", CLASSES, (3, TILE, TILE)),
        layers=LAYERS,
        samples=SAMPLES,
        created="2026-01-02T03:04:05+00:00",
        seed=0,
        versions={"epochscope": "0.1.0"},
    )


def thumbnail(sample: int) -> np.ndarray:
    """Return the picture (16, 16, 3) of a sample; no two are the same."""
    return np.random.default_rng(sample).integers(0, 256, (TILE, TILE, 3), dtype=np.uint8)


def _write_thumbnails(writer: RunWriter) -> None:
    content = _atlas()
    writer.write_thumbnail_atlas("atlas-0000.webp", content)
    atlas = Atlas("atlas-0000.webp", 0, SAMPLES, atlas_digest(content))
    writer.write_thumbnail_index(Thumbnails(TILE, TILE, COLUMNS, ROWS, (atlas,)))


def _atlas() -> bytes:
    tiles = np.stack([thumbnail(sample) for sample in range(SAMPLES)]).reshape(ROWS, COLUMNS, TILE, TILE, 3)
    file = io.BytesIO()
    Image.fromarray(tiles.swapaxes(1, 2).reshape(ROWS * TILE, COLUMNS * TILE, 3)).save(file, "WEBP", lossless=True)
    return file.getvalue()
