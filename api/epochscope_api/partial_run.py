"""Some samples, layers and projections of a run, for an export that is to be small."""

from collections.abc import Iterator, Sequence
from dataclasses import fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from epochscope.analysis.label_errors import LabelErrors
from epochscope.store import ColumnValues, Manifest, Quality, Samples, Setting
from epochscope_api.encoding import numbers
from epochscope_api.run_source import RunSource

Rows = NDArray[np.intp]


class PartialRun:
    """A run as if only the samples ``rows`` of ``whole`` (ascending) and what ``manifest`` lists had been recorded.

    Samples are numbered from 0 again. What was measured stays as it was measured on the whole run: leaving samples out
    changes no position, prediction or quality of the others. A neighbor that is left out is one less.
    """

    def __init__(self, whole: RunSource, manifest: Manifest, rows: Rows) -> None:
        self.name = whole.name
        self.manifest = manifest
        self.thumbnails = whole.thumbnails
        self.recorded_samples = whole.recorded_samples
        self.label_evidence = whole.label_evidence
        self.metrics = whole.metrics
        self.checkpoint = whole.checkpoint
        self.weights_bytes = whole.weights_bytes
        self.graph = whole.graph
        self.graph_file = whole.graph_file
        self.usual = whole.usual
        self.whole = whole
        self.rows = rows
        self._number = np.full(whole.manifest.samples, -1, np.int32)
        self._number[rows] = np.arange(len(rows))

    def activity(self) -> None:
        """Return nothing: this is the run as it was."""

    def samples(self) -> Samples:
        """Return label, split and source of every sample that is left."""
        known = self.whole.samples()
        split, source = ([values[row] for row in self.rows] for values in (known.split, known.source))
        return Samples(None if known.label is None else known.label[self.rows], split, source)

    def labels(self) -> NDArray[np.int32]:
        """Return the class number of every sample that is left; raise NotKept where the run has no labels."""
        return self.whole.labels()[self.rows]

    def prediction_columns(self, epoch: int, names: Sequence[str]) -> dict[str, NDArray[Any]]:
        """Return some of the arrays of the predictions; raise EpochNotFound."""
        return {name: values[self.rows] for name, values in self.whole.prediction_columns(epoch, names).items()}

    def column(self, name: str, epoch: int | None = None) -> ColumnValues:
        """Return a column of the samples that are left; raise ColumnNotFound, EpochNotFound."""
        values = self.whole.column(name, epoch)
        return [values[row] for row in self.rows] if isinstance(values, list) else values[self.rows]

    def neighbor_columns(self, layer: str, epoch: int, names: Sequence[str]) -> dict[str, NDArray[Any]]:
        """Return some of the arrays of the neighbors; raise LayerNotFound, EpochNotFound.

        Those that are left come first. A row ends with the sample's own number, at an infinite distance, once for each
        that is left out.
        """
        self.manifest.neighbor_set(layer, epoch)
        known = self.whole.neighbor_columns(layer, epoch, sorted({*names, "neighbor"}))
        of_rows = {name: values[self.rows] for name, values in known.items()}
        return self._renumber(of_rows, names)

    def projection(self, layer: str, setting: Setting) -> NDArray[np.float32]:
        """Return positions (epochs, samples, 2); raise LayerNotFound, ProjectionNotFound."""
        self.manifest.projection(layer, setting)
        return self.whole.projection(layer, setting)[:, self.rows]

    def quality(self, layer: str, setting: Setting) -> Quality:
        """Return the measures of a projection; raise LayerNotFound, ProjectionNotFound."""
        self.manifest.projection(layer, setting)
        return self.whole.quality(layer, setting).map(lambda values: values[:, self.rows])

    def label_errors(self) -> LabelErrors | None:
        """Return what the whole run says against each label that is left: there a sample has all of its neighbors."""
        found = self.whole.label_errors()
        if found is None:
            return None
        return LabelErrors(**{field.name: getattr(found, field.name)[self.rows] for field in fields(LabelErrors)})

    def thumbnail_atlas(self, file: str) -> bytes:
        """Return one atlas of the whole run."""
        return self.whole.thumbnail_atlas(file)

    def activation_batches(self, layer: str, epoch: int) -> Iterator[NDArray[np.floating]]:
        """Yield activations (some samples, width) of the samples that are left; raises as of the whole run."""
        first = 0
        for batch in self.whole.activation_batches(layer, epoch):
            rows = self.rows[(self.rows >= first) & (self.rows < first + len(batch))]
            yield batch[rows - first]
            first += len(batch)

    def _renumber(self, columns: dict[str, NDArray[Any]], names: Sequence[str]) -> dict[str, NDArray[Any]]:
        neighbor = self._number[numbers(columns["neighbor"], len(self._number), "neighbor")]
        missing = neighbor < 0
        here_first = missing.argsort(axis=1, kind="stable")
        own = np.arange(len(self.rows), dtype=np.int32)[:, None]
        columns["neighbor"] = np.take_along_axis(np.where(missing, own, neighbor), here_first, 1)
        if "distance" in columns:
            infinite = np.where(missing, np.float32(np.inf), columns["distance"])
            columns["distance"] = np.take_along_axis(infinite, here_first, 1)
        return {name: columns[name] for name in names}


def spread_rows(samples: Samples, most: int) -> Rows:
    """Return at most ``most`` samples, ascending, the same ones each time.

    Every class of every split keeps its share, and those that a larger ``most`` gives are these and more.
    """
    labels = [0] * len(samples.split) if samples.label is None else samples.label.tolist()
    groups = [f"{split} {label}" for split, label in zip(samples.split, labels, strict=True)]
    _, group = np.unique(groups, return_inverse=True)
    luck = np.random.default_rng(0).permutation(len(group))
    by_group = np.lexsort((luck, group))
    sizes = np.bincount(group)
    rank_in_group = np.arange(len(group)) - np.repeat(sizes.cumsum() - sizes, sizes)
    share = np.empty(len(group))
    share[by_group] = (rank_in_group + 0.5) / np.repeat(sizes, sizes)
    return np.sort(share.argsort(kind="stable")[:most])
