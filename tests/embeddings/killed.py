"""A projection job that is killed while it writes."""

import os
import signal

import numpy as np

from epochscope.store import Setting
from epochscope_embeddings import job
from epochscope_embeddings.layout import layouts


class Flat:
    """Lays out without the time that the real aligner takes."""

    def __init__(self, neighbors, *_: object) -> None:
        self.positions = np.stack([one.distance[:, :2] for one in neighbors])

    def lay_out(self, min_dists, report) -> list[np.ndarray]:
        return [self.positions for _ in min_dists]


def project_until(run: str, last: int) -> None:
    """Project a run, and kill this process at the file of that number.

    Every file is forced to disk under its temporary name before it takes its own: the one step that all writing passes.
    """
    files, to_disk = 0, os.fsync

    def fsync(handle: int) -> None:
        nonlocal files
        files += 1
        if files == last:
            os.kill(os.getpid(), signal.SIGKILL)
        to_disk(handle)

    os.fsync, layouts.Aligner = fsync, Flat
    list(job.project(run, None, job.Job([Setting(5, 0.1), Setting(7, 0.1)])))
