"""Write a run such that a crash at any moment leaves a readable run up to its last complete epoch."""

from collections.abc import Container, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from epochscope.store import layout, own_columns, schemas
from epochscope.store.contents import listed_paths
from epochscope.store.disk import digest_of
from epochscope.store.entries import Layer
from epochscope.store.errors import RunExists
from epochscope.store.filesystem import Folder, open_folder
from epochscope.store.graph import Graph, format_graph
from epochscope.store.manifest_writer import ManifestWriter
from epochscope.store.names import check_name
from epochscope.store.own_columns import Column
from epochscope.store.parquet import FAST, Packing, TableWriter, reading, table_bytes, writing_table
from epochscope.store.records import Metric, Neighbors, Predictions, Quality, Samples, UsualRows
from epochscope.store.setting import Setting
from epochscope.store.thumbnails import Thumbnails, format_thumbnails, parse_thumbnails

ROW_GROUP_BYTES = 8 << 20
RECORDED = ("activations", "predictions", "columns", "checkpoints", "resume", layout.INSIDE, layout.THUMBNAILS)
PROJECTED = ("neighbors", "projections")
PARTS = (*RECORDED, *PROJECTED)
_SINGLE_FILES = (
    *(layout.SAMPLES, layout.METRICS, layout.COLUMNS),
    *(layout.FLIPPED_LABELS, layout.FINGERPRINTS, layout.USUAL),
)


class ActivationSink:
    """Writes one layer's activations of one epoch batch by batch, in the order of the samples."""

    def __init__(self, writer: TableWriter, layer: Layer) -> None:
        self._writer = writer
        self._schema = schemas.activations(layer.width, layer.dtype)
        self._rows_per_group = max(1, ROW_GROUP_BYTES // (layer.width * np.dtype(layer.dtype).itemsize))
        self._pending: list[NDArray[np.floating]] = []
        self._written = 0

    def append(self, activations: NDArray[np.floating]) -> None:
        """Add activations (samples, width) of the next samples."""
        self._pending.append(activations)
        if sum(len(batch) for batch in self._pending) >= self._rows_per_group:
            self.flush()

    def flush(self) -> None:
        """Write the pending batches as one row group."""
        if not self._pending:
            return
        activations = np.concatenate(self._pending)
        samples = np.arange(self._written, self._written + len(activations), dtype=np.int32)
        self._writer.append(schemas.to_table(self._schema, {"sample": samples, "activation": activations}))
        self._written += len(activations)
        self._pending = []


class RunWriter(ManifestWriter):
    """Writes to one run.

    Data files may be written in any order; they belong to the run once a manifest that lists them is committed. Every
    method raises WriteFailed if the file system fails, and RunBusy if the run was held by a lease that was lost.
    """

    def __init__(self, folder: Folder, packing: Packing = FAST) -> None:
        super().__init__(folder)
        self._packing = packing

    @classmethod
    def at(cls, location: str | Path, packing: Packing = FAST) -> "RunWriter":
        """Return a writer for the run at a path or URI; raise BadName."""
        folder = open_folder(location)
        check_name(folder.name, "run")
        return cls(folder, packing)

    def write_samples(self, samples: Samples) -> None:
        """Write ``samples.parquet``."""
        schema = schemas.samples(labeled=samples.label is not None)
        self._replace_table(layout.SAMPLES, schemas.to_table(schema, _numbered(samples, len(samples.split))))

    def write_flipped_labels(self, sample: NDArray[np.int32], true_label: NDArray[np.int32]) -> None:
        """Write the samples whose labels were flipped on purpose, and their true labels, (n,) each."""
        columns = {"sample": sample, "true_label": true_label}
        self._replace_table(layout.FLIPPED_LABELS, schemas.to_table(schemas.FLIPPED_LABELS, columns))

    def write_fingerprints(self, fingerprints: NDArray[np.uint8]) -> None:
        """Write the fingerprints (samples, 16) of the samples' thumbnails."""
        columns = {"sample": np.arange(len(fingerprints), dtype=np.int32), "fingerprint": fingerprints}
        self._replace_table(layout.FINGERPRINTS, schemas.to_table(schemas.FINGERPRINTS, columns))

    def write_usual(self, rows: UsualRows) -> None:
        """Write what is usual for the samples at every epoch."""
        self._replace_table(layout.USUAL, schemas.to_table(schemas.USUAL, vars(rows)))

    def write_metrics(self, metrics: Sequence[Metric]) -> None:
        """Write ``metrics.parquet`` with the rows of all epochs so far."""
        columns = {name: [getattr(metric, name) for metric in metrics] for name in schemas.METRICS.names}
        self._replace_table(layout.METRICS, schemas.to_table(schemas.METRICS, columns))

    def write_columns(self, columns: Sequence[Column], values: Mapping[str, Any]) -> None:
        """Write ``columns.parquet``: the columns without values per epoch, (samples,) each, by name.

        A manifest must list the same columns, in this order. Raises UnusableInput, as ``own_columns.to_table`` does.
        """
        self._replace_table(layout.COLUMNS, own_columns.to_table(columns, values))

    def write_epoch_columns(self, epoch: int, columns: Sequence[Column], values: Mapping[str, Any]) -> None:
        """Write the columns with values per epoch at ``epoch``, as ``write_columns`` does the others."""
        self._write(layout.columns(epoch), own_columns.to_table(columns, values))

    def write_predictions(self, epoch: int, predictions: Predictions) -> None:
        """Write the predictions for every sample at ``epoch``; arrays that are ``None`` are left out.

        A manifest that lists the epoch must list the same columns in ``predictions``.
        """
        classes = 0 if predictions.probabilities is None else predictions.probabilities.shape[1]
        schema = schemas.predictions(classes, predictions.arrays())
        table = schemas.to_table(schema, _numbered(predictions, len(predictions.predicted)))
        self._write(layout.predictions(epoch), table)

    @contextmanager
    def writing_activations(self, layer: Layer, epoch: int) -> Iterator[ActivationSink]:
        """Write one layer of one epoch as a stream; only one row group is in memory."""
        schema, path = schemas.activations(layer.width, layer.dtype), layout.activations(layer.name, epoch)
        with writing_table(self.folder, path, schema) as writer:
            sink = ActivationSink(writer, layer)
            yield sink
            sink.flush()
            self._require_held()
        self._written[path] = writer.output.digest

    def write_checkpoint(self, epoch: int, weights: bytes) -> None:
        """Write the network's weights at ``epoch``, in the safetensors format."""
        self._put(layout.checkpoint(epoch), weights)

    def write_resume_state(self, epoch: int, state: bytes) -> None:
        """Write the training program's own state after ``epoch``, to resume from; only that of the last is kept."""
        self._put(layout.resume_state(epoch), state)

    def write_graph(self, content: bytes, graph: Graph, part: int = 0) -> None:
        """Write the network as an ONNX file, and the layers that its outputs are."""
        self._put(layout.graph(part), content)
        self._put(layout.graph_layers(part), format_graph(graph))

    def write_thumbnail_atlas(self, file: str, content: bytes) -> None:
        """Write one atlas of thumbnails; it belongs to the run once an index lists it."""
        self.folder.write(layout.thumbnail(file), content)

    def write_thumbnail_index(self, thumbnails: Thumbnails) -> None:
        """Write the index of atlases, and delete those that it does not list; the manifest does not change."""
        self.folder.switch(layout.THUMBNAIL_INDEX, format_thumbnails(thumbnails))
        self._delete_unlisted([layout.THUMBNAILS], self._listed_thumbnails())

    def write_neighbors(self, layer: str, epoch: int, neighbors: Neighbors, part: int = 0) -> None:
        """Write every sample's nearest neighbors in the layer's own space."""
        samples, k = neighbors.neighbor.shape
        table = schemas.to_table(schemas.neighbors(k), _numbered(neighbors, samples))
        self._write(layout.neighbors(layer, epoch, part), table)

    def write_projection(
        self, layer: str, setting: Setting, epochs: Sequence[int], positions: NDArray[np.float32], part: int = 0
    ) -> None:
        """Write positions (epochs, samples, 2)."""
        columns = _by_epoch(epochs, positions.shape[1])
        columns |= {"x": positions[:, :, 0].reshape(-1), "y": positions[:, :, 1].reshape(-1)}
        self._write(layout.projection(layer, setting, part), schemas.to_table(schemas.PROJECTION, columns))

    def write_quality(
        self, layer: str, setting: Setting, epochs: Sequence[int], quality: Quality, part: int = 0
    ) -> None:
        """Write the quality of each sample's position at each epoch."""
        columns = _by_epoch(epochs, quality.trustworthiness.shape[1])
        columns |= {measure: values.reshape(-1) for measure, values in quality.arrays().items()}
        schema = schemas.quality(labeled=quality.label_purity is not None)
        self._write(layout.quality(layer, setting, part), schemas.to_table(schema, columns))

    def has_same_projection(self, layer: str, setting: Setting, one: int, other: int) -> bool:
        """Return whether two parts of a projection hold the same, byte for byte."""
        pairs = [[file(layer, setting, part) for part in (one, other)] for file in (layout.projection, layout.quality)]
        if not all(self.folder.is_file(path) for pair in pairs for path in pair):
            return False
        return all(self.folder.digest(before) == self.folder.digest(after) for before, after in pairs)

    def delete_projection(self, layer: str, setting: Setting, part: int) -> None:
        """Delete a part that is not listed."""
        for path in (layout.projection(layer, setting, part), layout.quality(layer, setting, part)):
            self._written.pop(path, None)
            self.folder.delete(path)

    def _write(self, path: str, table: pa.Table) -> None:
        self._require_held()
        with writing_table(self.folder, path, table.schema, self._packing) as writer:
            writer.append(table)
        self._written[path] = writer.output.digest

    def _put(self, path: str, content: bytes) -> None:
        self._require_held()
        self.folder.write(path, content)
        self._written[path] = digest_of(content)

    def _replace_table(self, path: str, table: pa.Table) -> None:
        self._replace(path, table_bytes(table, self._packing))

    def _replace(self, path: str, content: bytes) -> None:
        """Write a file that keeps its name: up to the next commit, the manifest admits what was there, and this."""
        digest, present = digest_of(content), self.folder.digest(path) if self.folder.is_file(path) else None
        if self.exists and digest != present:
            self._announce(path, digest, present)
        self._put(path, content)

    def prepare(self) -> None:
        """Remove what interrupted recordings left; call it while holding ``recording``.

        The unfinished files of a projection job, which may be running, are left alone.

        Raises:
            RunExists: the folder is not a run and contains foreign files.
        """
        if self.exists:
            self._delete_unlisted(RECORDED, listed_paths(self._manifest()) | self._listed_thumbnails())
        else:
            self._reject_foreign_files()
            self.folder.sweep(recursive=False)
            self.discard()

    def sweep_projecting(self) -> None:
        """Remove what interrupted projection jobs left; call it while holding ``projecting``.

        The unfinished files of a recording, which may be running, are left alone.
        """
        with self._sweeping():
            pass
        self._delete_unlisted(PROJECTED, listed_paths(self._manifest()))

    def _listed_thumbnails(self) -> set[str]:
        if not self.folder.is_file(layout.THUMBNAIL_INDEX):
            return set()
        with reading(self.folder, layout.THUMBNAIL_INDEX):
            index = parse_thumbnails(self.folder.read(layout.THUMBNAIL_INDEX), self.folder.name)
        return {layout.THUMBNAIL_INDEX, *(layout.thumbnail(atlas.file) for atlas in index.atlases)}

    def _delete_unlisted(self, folders: Sequence[str], listed: Container[str]) -> None:
        for folder in folders:
            for path in self.folder.files(folder, recursive=True):
                if path not in listed:
                    self.folder.delete(path)

    def discard(self) -> None:
        """Remove everything of a run that never got its manifest."""
        for name in PARTS:
            self.folder.delete_folder(name)
        for name in _SINGLE_FILES:
            self.folder.delete(name)

    def _reject_foreign_files(self) -> None:
        own = {*PARTS, *_SINGLE_FILES}
        names = [*self.folder.folders(), *self.folder.files()]
        foreign = [name for name in names if name not in own and not name.startswith(".")]
        if foreign:
            raise RunExists(f"the folder {self.folder.name!r} is not a run and not empty: it contains {foreign[0]!r}")


def _numbered(record: object, samples: int) -> Mapping[str, object]:
    return {"sample": np.arange(samples, dtype=np.int32), **vars(record)}


def _by_epoch(epochs: Sequence[int], samples: int) -> dict[str, object]:
    return {
        "epoch": np.repeat(np.asarray(epochs, dtype=np.int32), samples),
        "sample": np.tile(np.arange(samples, dtype=np.int32), len(epochs)),
    }
