"""Write the run of a recipe, as a recording and a projection job would."""

from dataclasses import replace
from itertools import product
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from epochscope.store.disk import digest_of
from epochscope.store.entries import Bounds, Extent, NeighborSet, Projection
from epochscope.store.manifest import Manifest
from epochscope.store.reader import RunReader
from epochscope.store.records import Predictions, Quality, Samples
from epochscope.store.setting import Setting
from epochscope.store.testing.recipe import Recipe
from epochscope.store.thumbnails import Atlas, Thumbnails
from epochscope.store.writer import RunWriter

# Up to as many samples the projection job compares all with all, so that its measures have no error.
_ALL_COMPARED = 12_000


def write_run(location: Path | str, recipe: Recipe, epochs: int | None = None) -> RunReader:
    """Write the run of a recipe at a path or URI, all of it or its first ``epochs`` epochs; return a reader of it.

    Raises:
        BadName: the location does not end with the name of a run.
        RunExists: there is a run at the location already.
    """
    writer = RunWriter.at(location)
    labels = None if "labels" in recipe.without else recipe.labels
    writer.write_samples(Samples(labels, recipe.splits, recipe.sources))
    if constant := recipe.manifest.columns_of(per_epoch=False):
        writer.write_columns(constant, {one.name: recipe.column(one) for one in constant})
    if recipe.thumbnails:
        _write_thumbnails(writer, recipe)
    writer.begin(recipe.manifest)
    for epoch in recipe.epochs[:epochs]:
        record_epoch(writer, recipe, epoch)
    if recipe.layouts or recipe.neighbor_layers:
        project_run(writer, recipe)
    return RunReader.at(location)


def record_epoch(writer: RunWriter, recipe: Recipe, epoch: int) -> None:
    """Record one more epoch of a recipe's run, as a training that goes on does; layouts stay as they are."""
    epochs = (*_manifest(writer).epochs, epoch)
    _write_epoch(writer, recipe, epochs)
    writer.commit(lambda run: replace(run, epochs=epochs))


def project_run(writer: RunWriter, recipe: Recipe) -> None:
    """Write the layouts of a recipe at all epochs of its run, as the only ones that the run has then."""
    epochs = _manifest(writer).epochs
    _write_neighbors(writer, recipe, epochs)
    _write_layouts(writer, recipe, epochs, len(epochs))


def append_epoch(writer: RunWriter, recipe: Recipe) -> None:
    """Record the next epoch of a recipe and append it to all layouts, as one change of the manifest."""
    run = _manifest(writer)
    epochs = tuple(recipe.epochs[: len(run.epochs) + 1])
    _write_epoch(writer, recipe, epochs)
    _write_neighbors(writer, recipe, epochs[-1:])
    _write_layouts(writer, recipe, epochs, min(one.joint_epochs for one in run.projections))


def _manifest(writer: RunWriter) -> Manifest:
    return RunReader(writer.folder).manifest


def _write_layouts(writer: RunWriter, recipe: Recipe, epochs: tuple[int, ...], joint: int) -> None:
    """Write all layouts at these epochs, those from ``joint`` on appended, and list epochs, layouts and neighbors."""
    projections = tuple(_write_layout(writer, recipe, *layout, epochs, joint) for layout in recipe.layouts)
    kept = tuple(epoch for epoch in epochs if epoch in recipe.neighbor_epochs)
    neighbors = tuple(NeighborSet(layer, recipe.neighbors, kept) for layer in recipe.neighbor_layers)
    writer.commit(lambda run: replace(run, epochs=epochs, projections=projections, neighbors=neighbors))


def _write_epoch(writer: RunWriter, recipe: Recipe, epochs: tuple[int, ...]) -> None:
    """Write what is recorded at the last of the epochs, and the metrics of all."""
    epoch = epochs[-1]
    if recipe.prediction_columns:
        arrays = recipe.predictions(epoch).arrays()
        writer.write_predictions(epoch, Predictions(**{name: arrays[name] for name in recipe.prediction_columns}))
    if changing := recipe.manifest.columns_of(per_epoch=True):
        writer.write_epoch_columns(epoch, changing, {one.name: recipe.column(one, epoch) for one in changing})
    for name in recipe.layers if recipe.activations else ():
        layer = recipe.layer(name)
        with writer.writing_activations(layer, epoch) as sink:
            sink.append(recipe.activation(layer, epoch))
    if "metrics" not in recipe.without:
        writer.write_metrics([metric for epoch in epochs for metric in recipe.metrics(epoch)])


def _write_neighbors(writer: RunWriter, recipe: Recipe, epochs: tuple[int, ...]) -> None:
    for layer, epoch in product(recipe.neighbor_layers, epochs):
        if epoch in recipe.neighbor_epochs:
            writer.write_neighbors(layer, epoch, recipe.nearest(layer, epoch))


def _write_layout(
    writer: RunWriter, recipe: Recipe, layer: str, setting: Setting, epochs: tuple[int, ...], joint: int
) -> Projection:
    positions = recipe.positions(layer, setting)[: len(epochs)]
    quality = recipe.quality(layer, setting).map(lambda values: values[: len(epochs)])
    if "labels" in recipe.without:
        quality = replace(quality, label_purity=None)
    if recipe.stored is None or (layer, setting) in recipe.stored:
        writer.write_projection(layer, setting, epochs, positions)
        writer.write_quality(layer, setting, epochs, quality)
    return recipe.entry(_entry(layer, setting, epochs, joint, positions, quality))


def _entry(
    layer: str, setting: Setting, epochs: tuple[int, ...], joint: int, positions: NDArray[np.float32], quality: Quality
) -> Projection:
    means = {name: values.mean(1, dtype=np.float64) for name, values in quality.arrays().items()}
    estimated = positions.shape[1] > _ALL_COMPARED
    return Projection(
        layer=layer,
        setting=setting,
        seed=0,
        epochs=epochs,
        joint_epochs=joint,
        extent=_extent(positions[:joint]),
        scale=1.0,
        fingerprint=f"made {layer} {setting}",
        quality_neighbors=15,
        quality={name: tuple(values.tolist()) for name, values in means.items()},
        quality_error={name: tuple((estimated * values / 97).tolist()) for name, values in means.items()},
        appended_extents=tuple(_extent(appended) for appended in positions[joint:, None]),
        bounds=Bounds(*positions.min((0, 1)).tolist(), *np.ptp(positions.astype(float), (0, 1)).tolist()),
    )


def _extent(positions: NDArray[np.float32]) -> Extent:
    lower = positions.min((0, 1))
    return Extent(float(lower[0]), float(lower[1]), float((positions.max((0, 1)) - lower).max()))


def _write_thumbnails(writer: RunWriter, recipe: Recipe) -> None:
    side, columns, rows = recipe.tiles
    atlases = []
    for number, first in enumerate(range(0, recipe.samples, columns * rows)):
        content, file = recipe.atlas(number), f"atlas-{number:04d}.webp"
        writer.write_thumbnail_atlas(file, content)
        atlases.append(Atlas(file, first, min(columns * rows, recipe.samples - first), digest_of(content)))
    writer.write_thumbnail_index(Thumbnails(side, side, columns, rows, tuple(atlases)))
