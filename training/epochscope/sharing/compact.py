"""Write a compact copy of a run for sharing: everything that the page shows, rounded, at about a hundredth of the size.

Activations and images are left out, and weights unless requested. Fingerprints of the images remain, which
find them in a copy of the data set; and with the weights, what is usual for the samples, which the activations told.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from epochscope.analysis.usual import measure_usual, to_rows
from epochscope.errors import UnusableInput
from epochscope.sharing.fingerprints import fingerprints
from epochscope.sharing.rounding import (
    rounded_neighbors,
    rounded_numbers,
    rounded_positions,
    rounded_predictions,
    rounded_quality,
)
from epochscope.sharing.thumbnails import tiles
from epochscope.sharing.weights import as_float16
from epochscope.store import (
    SMALL,
    Column,
    Manifest,
    NeighborSet,
    NotKept,
    Projection,
    ProjectionNotFound,
    RunExists,
    RunReader,
    RunWriter,
)

Step = Callable[[], None]
Progress = Callable[[list[Step]], Iterable[Step]]


@dataclass(frozen=True)
class CopyChoice:
    """The parts to copy: projections of ``settings`` (``n15-d0.1``, …), and at most ``neighbors`` nearest neighbors per
    sample of the layers ``neighbors_of``; ``None`` means all. The weights of all epochs, as ``float16`` or as
    ``recorded``; ``None`` means none."""

    settings: Sequence[str] | None = None
    neighbors_of: Sequence[str] | None = None
    neighbors: int | None = None
    weights: str | None = None

    def require_available(self, manifest: Manifest) -> None:
        """Raise UnusableInput if a chosen part does not exist."""
        existing = list(dict.fromkeys(str(one.setting) for one in manifest.projections))
        for setting in self.settings or ():
            if setting not in existing:
                raise ProjectionNotFound(
                    f"no layer is projected with {setting}; there are: {', '.join(existing) or 'none'}"
                )
        for layer in self.neighbors_of or ():
            manifest.neighbor_set(layer)
        if self.neighbors is not None and self.neighbors < 1:
            raise UnusableInput(f"a copy keeps at least 1 neighbor, not {self.neighbors}")
        if self.weights and not manifest.checkpoints:
            raise NotKept(f"run {manifest.title!r} has no weights to copy")

    def manifest(self, whole: Manifest) -> Manifest:
        """Return the manifest of the copy."""
        return replace(
            whole,
            compact=True,
            graph_part=0,
            checkpoints=whole.checkpoints if self.weights else (),
            projections=tuple(
                one.as_placed() for one in whole.projections if _is_chosen(str(one.setting), self.settings)
            ),
            neighbors=tuple(
                replace(one, k=min(one.k, self.neighbors or one.k))
                for one in whole.neighbors
                if _is_chosen(one.layer, self.neighbors_of)
            ),
            revision=1,
        )


def write_compact_copy(run: RunReader, location: str | Path, choice: CopyChoice, progress: Progress = iter) -> Manifest:
    """Write a compact copy of ``run`` to a path or URI; return its manifest.

    ``progress`` may wrap the list of steps, as tqdm does. An interrupted copy is not a run; the next one starts over.

    Raises:
        UnusableInput: ``choice`` names a part that the run does not have, weights are too large for float16, or there
            is a run at ``location``.
        RunBusy, WriteFailed, DamagedRun: from the store.
    """
    choice.require_available(run.manifest)
    writer = RunWriter.at(location, SMALL)
    if writer.exists:
        raise RunExists(f"there is already a run at {location}")
    manifest = choice.manifest(run.manifest)
    with writer.recording():
        writer.prepare()
        for step in progress(list(_steps(run, writer, manifest, choice.weights))):
            step()
        writer.begin(manifest)
    return manifest


def _is_chosen(one: str, chosen: Sequence[str] | None) -> bool:
    return chosen is None or one in chosen


def _steps(run: RunReader, writer: RunWriter, manifest: Manifest, weights: str | None) -> Iterator[Step]:
    yield partial(_copy_samples, run, writer)
    if manifest.checkpoints:
        yield partial(_copy_usual, run, writer, manifest)
        yield partial(_copy_graph, run, writer)
    for epoch in manifest.checkpoints:
        yield partial(_copy_weights, run, writer, epoch, weights == "float16")
    for epoch in manifest.epochs if manifest.predictions else ():
        yield partial(_copy_predictions, run, writer, epoch)
    for epoch in manifest.epochs if manifest.columns_of(per_epoch=True) else ():
        yield partial(_copy_epoch_columns, run, writer, epoch)
    for neighbor_set in manifest.neighbors:
        for epoch in neighbor_set.epochs:
            yield partial(_copy_neighbors, run, writer, neighbor_set, epoch)
    for projection in manifest.projections:
        yield partial(_copy_projection, run, writer, projection)


def _copy_samples(run: RunReader, writer: RunWriter) -> None:
    writer.write_samples(run.samples())
    if run.manifest.metrics:
        writer.write_metrics(run.metrics())
    if columns := run.manifest.columns_of(per_epoch=False):
        writer.write_columns(columns, {one.name: run.column(one.name) for one in columns})
    if flipped := run.flipped_labels():
        writer.write_flipped_labels(*np.array(sorted(flipped.items()), np.int32).T)
    prints = run.fingerprints()
    if prints is None and run.thumbnails:
        prints = fingerprints(tiles(run, np.arange(run.manifest.samples)))
    if prints is not None:
        writer.write_fingerprints(prints)


def _copy_usual(run: RunReader, writer: RunWriter, manifest: Manifest) -> None:
    """Copy what tells inputs that are like none of the samples, which the weights alone do not."""
    rows = run.usual()
    if rows is None and not run.manifest.compact:
        measured = {epoch: measure_usual(run, epoch) for epoch in manifest.checkpoints}
        rows = to_rows({epoch: usual for epoch, usual in measured.items() if usual is not None})
    if rows is not None and len(rows.epoch):
        writer.write_usual(rows)


def _copy_graph(run: RunReader, writer: RunWriter) -> None:
    graph = run.graph()
    if graph is not None:
        writer.write_graph(run.graph_file(graph), graph)


def _copy_weights(run: RunReader, writer: RunWriter, epoch: int, halved: bool) -> None:
    weights = run.checkpoint(epoch)
    writer.write_checkpoint(epoch, as_float16(weights, f"run {run.name!r} at epoch {epoch}") if halved else weights)


def _copy_predictions(run: RunReader, writer: RunWriter, epoch: int) -> None:
    writer.write_predictions(epoch, rounded_predictions(run.predictions(epoch)))


def _copy_epoch_columns(run: RunReader, writer: RunWriter, epoch: int) -> None:
    columns = run.manifest.columns_of(per_epoch=True)
    writer.write_epoch_columns(epoch, columns, {one.name: _rounded_column(run, one, epoch) for one in columns})


def _rounded_column(run: RunReader, column: Column, epoch: int) -> Any:
    values = run.column(column.name, epoch)
    return rounded_numbers(np.asarray(values)) if column.kind == "number" else values


def _copy_neighbors(run: RunReader, writer: RunWriter, neighbor_set: NeighborSet, epoch: int) -> None:
    layer, k = neighbor_set.layer, neighbor_set.k
    writer.write_neighbors(layer, epoch, rounded_neighbors(run.neighbors(layer, epoch), k))


def _copy_projection(run: RunReader, writer: RunWriter, projection: Projection) -> None:
    key = projection.layer, projection.setting
    stored = zip(run.projection(*key), projection.extents, strict=True)
    positions = np.stack([rounded_positions(at_epoch, extent) for at_epoch, extent in stored])
    writer.write_projection(*key, projection.epochs, positions)
    writer.write_quality(*key, projection.epochs, rounded_quality(run.quality(*key)))
