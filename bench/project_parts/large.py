"""A recorded run of made-up activations, and the projection job on it as the command runs it."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from epochscope.store import Layer, Setting
from epochscope.store.testing import PARTS, Recipe, write_run
from project_parts.clock import Spent, peak_mb, timed
from project_parts.data import Points, training
from project_parts.workplace import CORES


@dataclass(frozen=True, kw_only=True)
class Trained(Recipe):
    """Activations of the epochs of one layer, one after the other: all of them together do not fit into memory."""

    points: Iterator[Points]

    def activation(self, layer: Layer, epoch: int) -> Points:
        return next(self.points).astype(layer.dtype)


def record(folder: str, samples: int, epochs: int, width: int) -> int:
    """Write a run with one layer in float16; return its size in bytes."""
    points = training(samples, epochs, width, ())
    without = [part for part in PARTS if part != "labels"]
    size = {"epochs": range(epochs), "width": width}
    write_run(folder, Trained(samples, ["wide"], [], **size, activations=True, without=without, points=points))
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
