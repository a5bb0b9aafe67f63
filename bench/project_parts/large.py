"""A recorded run of made-up activations, and the projection job on it as the command runs it."""

from dataclasses import replace
from pathlib import Path

import numpy as np

from epochscope.store import Dataset, Layer, Manifest, Model, RunWriter, Samples, Setting
from project_parts.clock import Spent, peak_mb, timed
from project_parts.data import CLASSES, training
from project_parts.workplace import CORES


def record(folder: str, samples: int, epochs: int, width: int) -> int:
    """Write a run with one layer in float16; return its size in bytes."""
    writer, layer = RunWriter.at(folder), Layer("wide", "made up", width, "mean", "float16")
    labels = np.arange(samples, dtype=np.int32) % CLASSES
    writer.write_samples(Samples(labels, ["train"] * samples, [f"made up {sample}" for sample in range(samples)]))
    data = Dataset("made up", tuple(f"class {number}" for number in range(CLASSES)))
    writer.begin(Manifest("Made up", Model("none", 0), data, (layer,), samples, "2026-01-02"))
    for epoch, points in enumerate(training(samples, epochs, width, ())):
        with writer.writing_activations(layer, epoch) as sink:
            sink.append(points.astype(np.float16))
        writer.commit(lambda manifest, epoch=epoch: replace(manifest, epochs=(*manifest.epochs, epoch)))
    return sum(file.stat().st_size for file in Path(folder).rglob("*") if file.is_file())


def project(run: str, n_neighbors: int, min_dist: float) -> object:
    """Run the job with one setting; return what it spent and its peak memory."""
    from epochscope_embeddings.job import Job
    from epochscope_embeddings.job import project as run_job

    spent, setting = list[Spent](), Setting(n_neighbors, min_dist)
    with timed(spent):
        for _ in run_job(run, None, Job((setting,), jobs=CORES)):
            pass
    return {**spent[0], "peak": peak_mb()}
