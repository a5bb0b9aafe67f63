"""The smallest real run: 3 epochs, 2 layers, 12 samples, 3 classes, written by the real writer."""

import io
from dataclasses import replace
from pathlib import Path

import numpy as np
from PIL import Image

from epochscope.store import (
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
from epochscope.store.testing import predictions_of, write_projection

EPOCHS = (0, 1, 2)
SAMPLES = 12
CLASSES = ("cat", "dog", "ship")
LABELS = np.arange(SAMPLES, dtype=np.int32) % 3
LAYERS = (Layer("conv", "features.0", 4, "mean", "float16"), Layer("logits", "fc", 3, "mean", "float32"))
SETTING = Setting(5, 0.1)


def write_tiny_run(location: Path | str, projected: bool = True) -> RunReader:
    """Write the run and return a reader of it."""
    writer = RunWriter.at(location)
    writer.write_samples(Samples(LABELS, ["train"] * 8 + ["test"] * 4, [f"made:{sample}" for sample in range(SAMPLES)]))
    write_tiny_thumbnails(writer)
    writer.begin(tiny_manifest())
    metrics: list[Metric] = []
    for epoch in EPOCHS:
        metrics += write_tiny_epoch(writer, epoch, metrics)
    if projected:
        project_tiny_run(writer)
    return RunReader.at(location)


def write_tiny_epoch(writer: RunWriter, epoch: int, before: list[Metric]) -> list[Metric]:
    """Write one epoch and commit it; return its metrics."""
    metrics = [Metric(epoch, "train", 1.0 / (epoch + 1), 0.5 + epoch / 10, 0.1, 2.5), Metric(epoch, "test", 1.5, 0.4)]
    for layer in LAYERS:
        with writer.writing_activations(layer, epoch) as sink:
            for batch in np.array_split(tiny_activations(layer, epoch), 3):
                sink.append(batch)
    writer.write_predictions(epoch, tiny_predictions(epoch))
    writer.write_metrics([*before, *metrics])
    writer.commit(lambda manifest: replace(manifest, epochs=(*manifest.epochs, epoch)))
    return metrics


def tiny_activations(layer: Layer, epoch: int) -> np.ndarray:
    """Return activations (12, width) in which the classes part as the epochs go by."""
    noise = np.random.default_rng(epoch).normal(size=(SAMPLES, layer.width))
    return (noise + 3 * epoch * np.eye(layer.width)[LABELS % layer.width]).astype(layer.dtype)


def tiny_predictions(epoch: int) -> Predictions:
    """Return predictions that get better with the epoch."""
    logits = np.random.default_rng(epoch).normal(size=(SAMPLES, 3)) + 2 * epoch * np.eye(3)[LABELS]
    return predictions_of(logits, LABELS)


def tiny_positions() -> np.ndarray:
    """Return positions (3, 12, 2): every class has its corner, and the picture turns a little with each epoch."""
    corners = np.array([[0, 0], [6, 0], [3, 5]], dtype=np.float32)[LABELS]
    spread = np.random.default_rng(7).normal(scale=0.4, size=(SAMPLES, 2)).astype(np.float32)
    return np.stack([corners + spread + 0.5 * epoch for epoch in EPOCHS]).astype(np.float32)


def tiny_quality() -> Quality:
    """Return measures (3, 12) that grow from sample to sample, and motions that are 0 at the first epoch."""
    share = np.linspace(0, 1, len(EPOCHS) * SAMPLES, dtype=np.float32).reshape(len(EPOCHS), SAMPLES)
    moving = np.where(np.array(EPOCHS)[:, None] > 0, share, np.float32(0))
    return Quality(
        trustworthiness=share,
        continuity=share,
        neighbor_recall=share,
        label_purity=share,
        real_motion=moving,
        screen_motion=3 * moving,
        unsupported=3 * moving * (1 - moving) > 0.25,
    )


def project_tiny_run(writer: RunWriter, setting: Setting = SETTING) -> None:
    """Write one more projection of the first layer, whose last epoch was appended, and its quality and neighbors."""
    positions, quality = tiny_positions(), tiny_quality()
    layer = LAYERS[0].name
    for epoch in EPOCHS:
        order = (np.arange(SAMPLES)[:, None] + np.arange(1, 6)) % SAMPLES
        ones = np.ones((SAMPLES, 5), np.float32)
        motion = np.full(SAMPLES, 0.5 if epoch else 0, np.float32)
        writer.write_neighbors(layer, epoch, Neighbors(order.astype(np.int32), ones, motion))
    projection = replace(
        write_projection(writer, layer, setting, EPOCHS, positions, quality),
        joint_epochs=2,
        scale=0.5,
        quality_neighbors=5,
        quality_error=dict.fromkeys(QUALITY_MEASURES, (0.0, 0.001, 0.002)),
    )
    writer.commit(lambda manifest: _with_projection(manifest, projection))


def _with_projection(manifest: Manifest, projection: Projection) -> Manifest:
    kept = NeighborSet(projection.layer, 5, projection.epochs)
    return replace(manifest, projections=(*manifest.projections, projection), neighbors=(kept,))


def tiny_manifest() -> Manifest:
    """Return the manifest before the first epoch."""
    return Manifest(
        title="Tiny",
        model=Model("tiny", 123),
        dataset=Dataset("made", CLASSES, (3, 8, 8)),
        layers=LAYERS,
        samples=SAMPLES,
        created="2026-01-02T03:04:05+00:00",
        seed=0,
        versions={"epochscope": "0.1.0"},
    )


def write_tiny_thumbnails(writer: RunWriter, seed: int = 0) -> None:
    """Write one atlas of noise and its index."""
    content = _atlas(seed)
    writer.write_thumbnail_atlas("atlas-0000.webp", content)
    atlas = Atlas("atlas-0000.webp", 0, SAMPLES, atlas_digest(content))
    writer.write_thumbnail_index(Thumbnails(8, 8, 4, 4, (atlas,)))


def _atlas(seed: int) -> bytes:
    picture = Image.fromarray(np.random.default_rng(seed).integers(0, 255, (24, 32, 3), dtype=np.uint8))
    file = io.BytesIO()
    picture.save(file, "WEBP", lossless=True)
    return file.getvalue()
