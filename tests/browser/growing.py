"""A run whose last epoch is recorded and appended to its layout while the page is open."""

from dataclasses import replace
from pathlib import Path

from epochscope.store import Manifest, RunReader, RunWriter
from epochscope.store.entries import Bounds, Extent, Projection
from epochscope.store.testing import Recipe, write_run

EPOCHS, SAMPLES = 20, 10_000
RECIPE = Recipe(SAMPLES, last_epoch=EPOCHS, neighbors=15)
"""With the epoch that comes later."""


class GrowingRun:
    """A run of 20 epochs and 10,000 samples; ``grow`` adds the next epoch."""

    def __init__(self, location: Path) -> None:
        self._whole = write_run(location, RECIPE)
        (layer,), (setting,) = RECIPE.layers, RECIPE.settings
        self._positions = self._whole.projection(layer, setting)
        self._quality = self._whole.quality(layer, setting)
        self._writer = RunWriter.at(location)
        self._commit(EPOCHS)

    def grow(self) -> None:
        """Record the last epoch and append it to the layout, as ``epochscope project`` does after more training."""
        self._commit(EPOCHS + 1)

    def _commit(self, epochs: int) -> None:
        self._write_layout(epochs)
        self._writer.commit(lambda run: self._of(self._whole, run, epochs))

    def _write_layout(self, epochs: int) -> None:
        (layer,), (setting,), numbers = RECIPE.layers, RECIPE.settings, RECIPE.epochs[:epochs]
        arrays = {name: values[:epochs] for name, values in self._quality.arrays().items()}
        self._writer.write_projection(layer, setting, numbers, self._positions[:epochs])
        self._writer.write_quality(layer, setting, numbers, replace(self._quality, **arrays))

    def _of(self, whole: RunReader, run: Manifest, epochs: int) -> Manifest:
        numbers = RECIPE.epochs[:epochs]
        projections = tuple(self._first(one, epochs) for one in whole.manifest.projections)
        neighbors = tuple(replace(one, epochs=numbers) for one in whole.manifest.neighbors)
        return replace(run, epochs=numbers, projections=projections, neighbors=neighbors)

    def _first(self, whole: Projection, epochs: int) -> Projection:
        """Return the entry of the first epochs; the one appended has an extent of its own."""
        return replace(
            whole,
            epochs=whole.epochs[:epochs],
            joint_epochs=EPOCHS,
            extent=self._extent(0, EPOCHS),
            appended_extents=tuple(self._extent(epoch, epoch + 1) for epoch in range(EPOCHS, epochs)),
            bounds=self._bounds(epochs),
            quality={name: means[:epochs] for name, means in whole.quality.items()},
            quality_error={name: errors[:epochs] for name, errors in whole.quality_error.items()},
        )

    def _bounds(self, epochs: int) -> Bounds:
        positions = self._positions[:epochs]
        return Bounds(*positions.min((0, 1)).tolist(), *(positions.max((0, 1)) - positions.min((0, 1))).tolist())

    def _extent(self, first: int, end: int) -> Extent:
        lower = self._positions[first:end].min((0, 1))
        upper = self._positions[first:end].max((0, 1))
        return Extent(float(lower[0]), float(lower[1]), float((upper - lower).max()))
