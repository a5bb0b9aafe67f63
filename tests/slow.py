"""A run that takes half a minute to lay out, for tests that stop a layout on the way; made up, and with one picture."""

from dataclasses import replace
from pathlib import Path

import numpy as np

from epochscope.store import (
    Dataset,
    Layer,
    Manifest,
    Metric,
    Model,
    Predictions,
    Projection,
    Quality,
    RunReader,
    RunWriter,
    Samples,
    Setting,
)
from epochscope.store.testing import write_projection

SAMPLES, EPOCHS = 3000, tuple(range(40))
LABELS = np.arange(SAMPLES, dtype=np.int32) % 2
LAYER = Layer("deep", "deep", 8, "mean", "float32")
SETTING = Setting(15, 0.1)


def write_slow_run(location: Path) -> RunReader:
    """Write the run and return a reader of it."""
    writer = RunWriter.at(location)
    writer.write_samples(Samples(LABELS, ["train"] * SAMPLES, ["made"] * SAMPLES))
    writer.begin(Manifest("Slow", Model("none", 0), Dataset("made", ("a", "b")), (LAYER,), SAMPLES, "2026-01-02"))
    for epoch in EPOCHS:
        _write_epoch(writer, epoch)
    writer.write_metrics([Metric(epoch, "train", 1.0, 0.5) for epoch in EPOCHS])
    projection = _write_projection(writer)
    writer.commit(lambda manifest: replace(manifest, epochs=EPOCHS, projections=(projection,)))
    return RunReader.at(location)


def _write_epoch(writer: RunWriter, epoch: int) -> None:
    with writer.writing_activations(LAYER, epoch) as sink:
        sink.append(np.random.default_rng(epoch).normal(size=(SAMPLES, LAYER.width)).astype(LAYER.dtype))
    half = np.full(SAMPLES, 0.5, np.float32)
    writer.write_predictions(epoch, Predictions(LABELS, half, half, half, np.full((SAMPLES, 2), 0.5, np.float16)))


def _write_projection(writer: RunWriter) -> Projection:
    shape = (len(EPOCHS), SAMPLES)
    zeros = np.zeros(shape, np.float32)
    positions = np.random.default_rng(0).uniform(size=(*shape, 2)).astype(np.float32)
    quality = Quality(*[zeros] * 6, unsupported=np.zeros(shape, bool))
    return write_projection(writer, LAYER.name, SETTING, EPOCHS, positions, quality)
