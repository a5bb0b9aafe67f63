"""Lay out one layer, by our aligner or by one of the methods that it is compared with."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from epochscope.progress import Step
from epochscope.store import Neighbors, Projection, RunReader, Setting
from epochscope_embeddings.layout import baselines
from epochscope_embeddings.layout.align import Aligner, append_epochs
from epochscope_embeddings.layout.graphs import REACH
from epochscope_embeddings.layout.optimize import ROUNDS, SHARED_ROUNDS, windows
from epochscope_embeddings.prepare import centered, read_epoch
from epochscope_embeddings.progress import JobProgress, counted, graph_work, layout_work, separate_work, stock_work
from epochscope_embeddings.threads import Team

Positions = NDArray[np.float32]


@dataclass(frozen=True)
class Layout:
    """Positions (E, N, 2) of all epochs, of which the first ``joint_epochs`` were laid out together.

    They are not placed in the run's common frame; divided by ``scale`` they are in UMAP's own units.
    """

    setting: Setting
    positions: Positions
    joint_epochs: int
    scale: float = 1.0


@dataclass(frozen=True)
class LayerData:
    """One layer of a run, with its neighbors at every epoch."""

    reader: RunReader
    name: str
    neighbors: Sequence[Neighbors]
    seed: int
    team: Team
    progress: JobProgress
    device: str = "cpu"

    @property
    def samples(self) -> int:
        """The number of samples."""
        return self.reader.manifest.samples

    def points(self, epoch: int) -> NDArray[np.float32]:
        """Return the layer's centered points (N, D) at an epoch."""
        return centered(read_epoch(self.reader, self.name, epoch))[0]

    def every_epoch(self) -> Iterable[NDArray[np.float32]]:
        """Yield the activations (N, D) of one epoch after the other."""
        return (read_epoch(self.reader, self.name, epoch) for epoch in self.reader.manifest.epochs)

    def counting(self, work: float) -> Callable[[], None]:
        """Return a function that counts this amount of work as done."""
        return lambda: self.progress.advance(work)


def aligned_layouts(layer: LayerData, settings: Sequence[Setting]) -> list[Layout]:
    """Return our aligned layouts of all epochs with each setting."""
    layouts: list[Layout] = []
    for n_neighbors in sorted({setting.n_neighbors for setting in settings}):
        group = [setting for setting in settings if setting.n_neighbors == n_neighbors]
        with layer.progress.step(layer.name, Step.ALIGNING, ", ".join(map(str, group))):
            last = layer.points(layer.reader.manifest.epochs[-1])
            aligner = Aligner(layer.neighbors, last, n_neighbors, layer.seed, layer.team, layer.device)
            layer.progress.advance(len(layer.neighbors) * graph_work(layer.samples, n_neighbors))
            report = layer.counting(layout_work(layer.samples, n_neighbors))
            aligned = aligner.lay_out([setting.min_dist for setting in group], report)
        layouts += [Layout(*one, joint_epochs=len(layer.neighbors)) for one in zip(group, aligned, strict=True)]
    return layouts


def aligned_work(samples: int, epochs: int, settings: Sequence[Setting]) -> float:
    """Return the estimated seconds of ``aligned_layouts``."""
    work = 0.0
    for n_neighbors in {setting.n_neighbors for setting in settings}:
        layouts = sum(setting.n_neighbors == n_neighbors for setting in settings)
        rounds = windows(0, SHARED_ROUNDS) + layouts * windows(SHARED_ROUNDS, ROUNDS)
        work += graph_work(samples, n_neighbors) + rounds * layout_work(samples, n_neighbors)
    return epochs * work


def compared_layout(layer: LayerData, setting: Setting) -> Layout:
    """Return the layout of all epochs by one of the methods that ours is compared with."""
    with layer.progress.step(layer.name, Step.COMPARING, str(setting)):
        return Layout(setting, _by_method(layer, setting), len(layer.neighbors))


def compared_work(samples: int, epochs: int, setting: Setting) -> float:
    """Return the estimated seconds of ``compared_layout``."""
    if setting.method == "stock":
        return epochs * baselines.STOCK_ROUNDS * stock_work(samples, setting.n_neighbors)
    return epochs * (separate_work(samples, setting.n_neighbors) if setting.method == "umap" else 2.0)


def extended_layout(layer: LayerData, projection: Projection) -> Layout:
    """Return the layout of a projection with the epochs that came after it appended; the others stay as they are."""
    setting, existing = projection.setting, len(projection.epochs)
    stored = layer.reader.unplaced_projection(layer.name, setting)
    beside = layer.neighbors[max(0, existing - REACH) :]
    report = layer.counting(layout_work(layer.samples, setting.n_neighbors))
    scale = np.float32(projection.scale)
    later = counted(len(layer.neighbors) - existing, "epoch")
    with layer.progress.step(layer.name, Step.APPENDING, f"{later} to {setting}"):
        new = append_epochs(stored / scale, beside, setting, layer.seed, layer.team, report) * scale
    return Layout(setting, np.concatenate([stored, new]), projection.joint_epochs, projection.scale)


def extended_work(samples: int, new_epochs: int, setting: Setting) -> float:
    """Return the estimated seconds of ``extended_layout``."""
    return new_epochs * windows(0, ROUNDS) * layout_work(samples, setting.n_neighbors)


def _by_method(layer: LayerData, setting: Setting) -> Positions:
    if setting.method == "pca":
        return baselines.principal_components(layer.every_epoch, layer.counting(1.0))
    if setting.method == "umap":
        report = layer.counting(separate_work(layer.samples, setting.n_neighbors))
        return baselines.separate(layer.every_epoch(), setting.n_neighbors, setting.min_dist, layer.seed, report)
    epochs = list(layer.every_epoch())
    report = layer.counting(len(epochs) * stock_work(layer.samples, setting.n_neighbors))
    return baselines.stock(epochs, setting.n_neighbors, layer.seed, report)
