"""What the API reads of a run: all of a stored one, or a part of it (partial_run.py)."""

from collections.abc import Iterator, Sequence
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from epochscope.analysis.label_errors import Evidence, LabelErrors, evidence_in, likely_label_errors
from epochscope.analysis.usual import Usual, usual_at
from epochscope.store import (
    Activity,
    ColumnValues,
    Graph,
    Manifest,
    Metric,
    Quality,
    RunReader,
    Samples,
    Setting,
    Thumbnails,
)


class RunSource(Protocol):
    """One run, as it was when this was made; every method that reads a file raises DamagedRun."""

    @property
    def name(self) -> str:
        """The name of the run."""

    @property
    def manifest(self) -> Manifest:
        """What the run holds."""

    @property
    def thumbnails(self) -> Thumbnails | None:
        """The index of the samples' thumbnails, ``None`` where there are none."""

    @property
    def recorded_samples(self) -> int:
        """How many samples were recorded; more than the manifest's where this is a part of a run."""

    def activity(self) -> Activity | None:
        """Return what is being done to the run now, ``None`` where it cannot change."""

    def samples(self) -> Samples:
        """Return label, split and source of every sample."""

    def labels(self) -> NDArray[np.int32]:
        """Return the class number of every sample, (samples,); raise NotKept where the run has no labels."""

    def metrics(self) -> list[Metric]:
        """Return the metrics of all complete epochs, in their order."""

    def prediction_columns(self, epoch: int, names: Sequence[str]) -> dict[str, NDArray[Any]]:
        """Return some of the arrays of the predictions, (samples, …) each; raise EpochNotFound, NotKept."""

    def column(self, name: str, epoch: int | None = None) -> ColumnValues:
        """Return a column of the run's own, (samples,), as the store does; raise ColumnNotFound, EpochNotFound."""

    def neighbor_columns(self, layer: str, epoch: int, names: Sequence[str]) -> dict[str, NDArray[Any]]:
        """Return some of the arrays of the neighbors, (samples, …) each; raise LayerNotFound, EpochNotFound."""

    def projection(self, layer: str, setting: Setting) -> NDArray[np.float32]:
        """Return positions (epochs, samples, 2); raise LayerNotFound, ProjectionNotFound."""

    def quality(self, layer: str, setting: Setting) -> Quality:
        """Return the measures of a projection; raise LayerNotFound, ProjectionNotFound."""

    def label_evidence(self) -> Evidence | None:
        """Return the evidence for likely label errors, ``None`` where the run has none."""

    def label_errors(self) -> LabelErrors | None:
        """Return what speaks against each label, ``None`` where ``label_evidence`` is."""

    def thumbnail_atlas(self, file: str) -> bytes:
        """Return one atlas."""

    def checkpoint(self, epoch: int) -> bytes:
        """Return the weights at an epoch; raise EpochNotFound, NotKept."""

    def weights_bytes(self) -> tuple[int, ...]:
        """Return how many bytes the weights have, of each of the manifest's checkpoints."""

    def graph(self) -> Graph | None:
        """Return the layers of the network as a graph, ``None`` where there is none."""

    def graph_file(self, graph: Graph) -> bytes:
        """Return the graph, ONNX."""

    def usual(self, epoch: int) -> Usual | None:
        """Return what is usual for the samples at an epoch, ``None`` where the run keeps too little."""

    def activation_batches(self, layer: str, epoch: int) -> Iterator[NDArray[np.floating]]:
        """Yield activations (some samples, width); raise LayerNotFound, EpochNotFound, NotKept."""


class StoredRun:
    """All of a run in the store."""

    def __init__(self, reader: RunReader) -> None:
        self.reader = reader
        self.name = reader.name
        self.manifest = reader.manifest
        self.recorded_samples = reader.manifest.samples
        self.thumbnails = reader.thumbnails
        self.activity = reader.activity
        self.samples = reader.samples
        self.labels = reader.labels
        self.metrics = reader.metrics
        self.prediction_columns = reader.prediction_columns
        self.column = reader.column
        self.neighbor_columns = reader.neighbor_columns
        self.projection = reader.projection
        self.quality = reader.quality
        self.thumbnail_atlas = reader.thumbnail_atlas
        self.checkpoint = reader.checkpoint
        self.weights_bytes = reader.weights_bytes
        self.graph = reader.graph
        self.graph_file = reader.graph_file
        self.activation_batches = reader.activation_batches

    def usual(self, epoch: int) -> Usual | None:
        """Return what is usual for the samples at an epoch, ``None`` where the run keeps too little."""
        return usual_at(self.reader, epoch)

    def label_evidence(self) -> Evidence | None:
        """Return the evidence for likely label errors, ``None`` where the run has none."""
        return evidence_in(self.manifest)

    def label_errors(self) -> LabelErrors | None:
        """Return what speaks against each label, ``None`` where ``label_evidence`` is."""
        return likely_label_errors(self.reader)
