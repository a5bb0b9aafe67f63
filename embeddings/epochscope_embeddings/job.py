"""The projection job: prepare, neighbors, align, score, write; layer by layer, setting by setting."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from epochscope.store import (
    DamagedRun,
    Neighbors,
    NeighborSet,
    Projection,
    ProjectionNotFound,
    RunReader,
    RunWriter,
    Setting,
)
from epochscope_embeddings.align import METHOD, STEPS, AlignSettings, align_epochs, require_alignable
from epochscope_embeddings.fingerprint import fingerprint, umap_version
from epochscope_embeddings.neighbors import KEPT, nearest_neighbors
from epochscope_embeddings.prepare import centred, read_epoch, require_finite
from epochscope_embeddings.progress import LayerProgress
from epochscope_embeddings.score import join, quality_neighbors, score_epoch
from epochscope_embeddings.write import (
    extent_of,
    listed_neighbors,
    means,
    sweep,
    write_neighbors,
    write_projection,
)


@dataclass(frozen=True)
class LayerReport:
    """What became of one layer: its projections of the settings asked for, and how long they took.

    ``computed`` is false where all of them were up to date.
    """

    layer: str
    samples: int
    seconds: float
    computed: bool
    projections: tuple[Projection, ...]


@dataclass(frozen=True)
class _Plan:
    layer: str
    outdated: tuple[AlignSettings, ...]
    kept: NeighborSet


@dataclass(frozen=True)
class _Epoch:
    points: NDArray[np.float32]
    neighbors: Neighbors


def project(
    location: str | Path, layers: Sequence[str] | None, settings: Sequence[AlignSettings]
) -> Iterator[LayerReport]:
    """Project some layers (``None``: all) of the run at a path or URI with every setting; yield after each layer.

    What is up to date is left alone; every finished projection is kept, whatever happens to the next.

    Raises:
        UnusableInput: a name or a setting is wrong, or the run cannot be projected (see errors.py); nothing has
            been written then.
        RunNotFound, NewerFormat, DamagedRun, RunBusy, WriteFailed: from the store.
    """
    reader, writer = RunReader.at(location), RunWriter.at(location)
    chosen = _in_the_order_of_the_run(reader, layers)
    for one in settings:
        require_alignable(len(reader.manifest.epochs), reader.manifest.samples, one)
    plans = [_plan(reader, layer, settings) for layer in chosen]
    require_finite(reader, [plan.layer for plan in plans if _work(reader, plan)], reader.manifest.epochs)
    with writer.projecting():
        sweep(writer)
        for plan in plans:
            seconds = _project_layer(reader, writer, plan) if _work(reader, plan) else 0.0
            yield _report(writer, plan, settings, seconds, computed=_work(reader, plan))


def _in_the_order_of_the_run(reader: RunReader, layers: Sequence[str] | None) -> list[str]:
    names = [layer.name for layer in reader.manifest.layers]
    if layers is None:
        return names
    return sorted({reader.manifest.layer(name).name for name in layers}, key=names.index)


def _plan(reader: RunReader, layer: str, settings: Sequence[AlignSettings]) -> _Plan:
    manifest = reader.manifest
    listed = listed_neighbors(manifest, layer)
    wanted = max(KEPT, *(one.n_neighbors for one in settings), listed.k if listed else 0)
    kept = NeighborSet(layer, min(wanted, manifest.samples - 1), manifest.epochs)
    return _Plan(layer, tuple(one for one in settings if not _is_up_to_date(reader, layer, one)), kept)


def _work(reader: RunReader, plan: _Plan) -> bool:
    return bool(plan.outdated) or listed_neighbors(reader.manifest, plan.layer) != plan.kept


def _is_up_to_date(reader: RunReader, layer: str, settings: AlignSettings) -> bool:
    setting = _setting(settings)
    try:
        if reader.manifest.projection(layer, setting).fingerprint != fingerprint(reader, layer, settings):
            return False
        reader.projection(layer, setting)
        reader.quality(layer, setting)
    except (ProjectionNotFound, DamagedRun):
        return False
    return True


def _project_layer(reader: RunReader, writer: RunWriter, plan: _Plan) -> float:
    count = len(plan.kept.epochs)
    with LayerProgress(plan.layer, count + len(plan.outdated) * (STEPS + count)) as progress:
        epochs = _prepare(reader, writer, plan, progress)
        for settings in plan.outdated:
            _project_setting(reader, writer, plan.layer, epochs, settings, progress)
        return progress.seconds


def _prepare(reader: RunReader, writer: RunWriter, plan: _Plan, progress: LayerProgress) -> list[_Epoch]:
    progress.begin("neighbors")
    prepared = []
    new = {}
    for epoch in plan.kept.epochs:
        activations = read_epoch(reader, plan.layer, epoch)
        neighbors = _kept_neighbors(reader, plan.kept, epoch)
        if neighbors is None:
            neighbors = new[epoch] = nearest_neighbors(activations, plan.kept.k)
        prepared.append(_Epoch(centred(activations)[0], neighbors))
        progress.advance()
    write_neighbors(writer, plan.kept, new)
    progress.finished(f"neighbors of {len(prepared)} epochs")
    return prepared


def _kept_neighbors(reader: RunReader, kept: NeighborSet, epoch: int) -> Neighbors | None:
    listed = listed_neighbors(reader.manifest, kept.layer)
    if listed is None or listed.k != kept.k or epoch not in listed.epochs:
        return None
    try:
        return reader.neighbors(kept.layer, epoch)
    except DamagedRun:
        return None


def _project_setting(
    reader: RunReader,
    writer: RunWriter,
    layer: str,
    epochs: Sequence[_Epoch],
    settings: AlignSettings,
    progress: LayerProgress,
) -> None:
    setting = _setting(settings)
    progress.begin(f"aligning {setting}")
    positions = align_epochs([epoch.points for epoch in epochs], settings, progress.advance)
    progress.finished(f"aligned {setting}")
    progress.begin(f"scoring {setting}")
    scores = []
    for epoch, picture in zip(epochs, positions, strict=True):
        scores.append(score_epoch(epoch.points, epoch.neighbors.neighbor, picture))
        progress.advance()
    quality = join(scores)
    projection = Projection(
        layer=layer,
        setting=setting,
        method=METHOD,
        seed=settings.seed,
        epochs=reader.manifest.epochs,
        extent=extent_of(positions),
        fingerprint=fingerprint(reader, layer, settings),
        quality_neighbors=quality_neighbors(reader.manifest.samples),
        quality=means(quality),
    )
    write_projection(writer, projection, positions, quality, {"umap-learn": umap_version()})
    progress.finished(f"scored and written {setting}")


def _report(
    writer: RunWriter, plan: _Plan, settings: Sequence[AlignSettings], seconds: float, computed: bool
) -> LayerReport:
    manifest = RunReader(writer.folder).manifest
    projections = tuple(manifest.projection(plan.layer, _setting(one)) for one in settings)
    return LayerReport(plan.layer, manifest.samples, seconds, computed, projections)


def _setting(settings: AlignSettings) -> Setting:
    return Setting(settings.n_neighbors, settings.min_dist)
