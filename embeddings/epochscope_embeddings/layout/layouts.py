"""Make the layouts of one layer: by our aligner or one of the methods it is compared with, in the run's one frame."""

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from epochscope.progress import Step
from epochscope.store import DamagedRun, Neighbors, Projection, RunReader, Setting
from epochscope_embeddings.layout import baselines
from epochscope_embeddings.layout.align import Aligner, append_epochs
from epochscope_embeddings.layout.graphs import REACH
from epochscope_embeddings.layout.optimize import ROUNDS, SHARED_ROUNDS, windows
from epochscope_embeddings.orient import placed_alone, placed_onto
from epochscope_embeddings.prepare import centered, read_epoch
from epochscope_embeddings.progress import JobProgress, graph_work, layout_work, separate_work, stock_work
from epochscope_embeddings.threads import Team

Positions = NDArray[np.float32]


@dataclass(frozen=True)
class Layout:
    """Positions (E, N, 2) of all epochs, of which the first ``joint_epochs`` were laid out together."""

    setting: Setting
    positions: Positions
    scale: float
    joint_epochs: int


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
        """How many samples are laid out."""
        return self.reader.manifest.samples

    def points(self, epoch: int) -> NDArray[np.float32]:
        """Return the layer's points (N, D) at an epoch."""
        return centered(read_epoch(self.reader, self.name, epoch))[0]

    def every_epoch(self) -> Iterable[NDArray[np.float32]]:
        """Yield the activations (N, D) of one epoch after the other."""
        return (read_epoch(self.reader, self.name, epoch) for epoch in self.reader.manifest.epochs)

    def counting(self, work: float) -> Callable[[], None]:
        """Return what to call when so much work is done."""
        return lambda: self.progress.advance(work)


def aligned_layouts(layer: LayerData, settings: Sequence[Setting]) -> list[Layout]:
    """Return the layouts of all settings, in one frame with those that the run has."""
    found: dict[Setting, Positions] = {}
    for n_neighbors in sorted({setting.n_neighbors for setting in settings}):
        group = [setting for setting in settings if setting.n_neighbors == n_neighbors]
        with layer.progress.step(layer.name, Step.ALIGNING, ", ".join(map(str, group))):
            last = layer.points(layer.reader.manifest.epochs[-1])
            aligner = Aligner(layer.neighbors, last, n_neighbors, layer.seed, layer.team, layer.device)
            layer.progress.advance(len(layer.neighbors) * graph_work(layer.samples, n_neighbors))
            report = layer.counting(layout_work(layer.samples, n_neighbors))
            found |= zip(group, aligner.lay_out([setting.min_dist for setting in group], report), strict=True)
    return _in_one_frame(layer, found)


def aligned_work(samples: int, epochs: int, settings: Sequence[Setting]) -> float:
    """Return the work of ``aligned_layouts``."""
    work = 0.0
    for n_neighbors in {setting.n_neighbors for setting in settings}:
        layouts = sum(setting.n_neighbors == n_neighbors for setting in settings)
        rounds = windows(0, SHARED_ROUNDS) + layouts * windows(SHARED_ROUNDS, ROUNDS)
        work += graph_work(samples, n_neighbors) + rounds * layout_work(samples, n_neighbors)
    return epochs * work


def compared_layout(layer: LayerData, setting: Setting) -> Layout:
    """Return the layout of one of the methods that ours is compared with."""
    with layer.progress.step(layer.name, Step.COMPARING, str(setting)):
        positions = _by_method(layer, setting)
    return _in_one_frame(layer, {setting: positions})[0]


def compared_work(samples: int, epochs: int, setting: Setting) -> float:
    """Return the work of ``compared_layout``."""
    if setting.method == "stock":
        return epochs * baselines.STOCK_ROUNDS * stock_work(samples, setting.n_neighbors)
    return epochs * (separate_work(samples, setting.n_neighbors) if setting.method == "umap" else 2.0)


def extended_layout(layer: LayerData, projection: Projection) -> Layout:
    """Return a projection of the run with the epochs that came after it appended; those it has stay where they are."""
    setting, known = projection.setting, len(projection.epochs)
    stored = layer.reader.projection(layer.name, setting)
    beside = layer.neighbors[max(0, known - REACH) :]
    report = layer.counting(layout_work(layer.samples, setting.n_neighbors))
    unscaled = stored / np.float32(projection.scale)
    with layer.progress.step(layer.name, Step.APPENDING, f"{len(layer.neighbors) - known} epochs to {setting}"):
        new = append_epochs(unscaled, beside, setting, layer.seed, layer.team, report) * np.float32(projection.scale)
    return Layout(setting, np.concatenate([stored, new]), projection.scale, projection.joint_epochs)


def extended_work(samples: int, new_epochs: int, setting: Setting) -> float:
    """Return the work of ``extended_layout``."""
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


def _in_one_frame(layer: LayerData, found: dict[Setting, Positions]) -> list[Layout]:
    """Turn and scale the first layout onto one that the run has, and the others onto the first."""
    reference = _reference(layer, set(found))
    layouts: list[Layout] = []
    for setting, positions in found.items():
        if layouts:
            reference = layouts[0].positions
        placed = placed_alone(positions) if reference is None else placed_onto(positions, reference)
        layouts.append(Layout(setting, placed.positions, placed.scale, len(positions)))
    return layouts


def _reference(layer: LayerData, replaced: set[Setting]) -> Positions | None:
    """Return the positions that others of the run are turned onto: of this layer, or else of the nearest one."""
    reader = RunReader(layer.reader.folder)
    place = {one.name: number for number, one in enumerate(reader.manifest.layers)}

    def distance(one: Projection) -> tuple[bool, int, bool, Setting]:
        apart = abs(place[one.layer] - place[layer.name])
        return one.setting.method != "aligned", apart, one.setting not in replaced, one.setting

    for one in sorted(reader.manifest.projections, key=distance):
        made_anew = one.layer == layer.name and one.setting in replaced
        if one.epochs == layer.reader.manifest.epochs and not made_anew:
            # A file that was lost is made again when its layer's turn comes.
            with suppress(DamagedRun):
                return reader.projection(one.layer, one.setting)
    return None
