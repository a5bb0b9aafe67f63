"""Read a run: open files only when they are requested, and read only the columns that are needed."""

from collections.abc import Iterator, Sequence
from copy import copy
from dataclasses import fields
from pathlib import Path
from typing import Any, NoReturn

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from epochscope.store import layout, own_columns, schemas
from epochscope.store.activity import Activity, activity_in
from epochscope.store.columns import is_limited, require_order, require_values
from epochscope.store.disk import digest_of
from epochscope.store.errors import DamagedRun, EpochNotFound, RunNotFound
from epochscope.store.filesystem import MOST_BYTES, MOST_WEIGHTS, Folder, open_folder
from epochscope.store.graph import Graph, parse_graph
from epochscope.store.manifest import Manifest, parse_manifest
from epochscope.store.names import check_name
from epochscope.store.parquet import opened, read_table, reading, require_schema, require_size, stored_digest
from epochscope.store.ranges import MOST_METRICS
from epochscope.store.records import QUALITY_MEASURES, Metric, Neighbors, Predictions, Quality, Samples, UsualRows
from epochscope.store.setting import Setting
from epochscope.store.thumbnails import Thumbnails, parse_thumbnails


class RunReader:
    """One run, with its manifest and the index of its thumbnails as of the reader's creation.

    Every method that reads a data file raises DamagedRun if the file is missing or does not match the manifest.
    """

    def __init__(self, folder: Folder) -> None:
        self.folder = folder
        with reading(folder, layout.MANIFEST):
            try:
                text = folder.read(layout.MANIFEST)
            except (FileNotFoundError, NotADirectoryError) as error:
                raise RunNotFound(f"there is no run at {folder.root}") from error
        self.manifest = parse_manifest(text, folder.name)
        self.thumbnails = self._thumbnails()
        """The index of the samples' thumbnails, ``None`` if the run has none."""

    @classmethod
    def at(cls, location: str | Path) -> "RunReader":
        """Return a reader of the run at a path or URI; raise BadName, RunNotFound, NewerFormat, DamagedRun."""
        folder = open_folder(location)
        check_name(folder.name, "run")
        return cls(folder)

    def as_of(self, manifest: Manifest) -> "RunReader":
        """Return a reader of the same run with another version of its manifest, newer or older."""
        reader = copy(self)
        reader.manifest = manifest
        return reader

    @property
    def name(self) -> str:
        """The name of the run."""
        return self.folder.name

    def activity(self) -> Activity:
        """Return what is being done to the run now, which may have gone on since this reader was made."""
        return activity_in(self.folder)

    def samples(self) -> Samples:
        """Return label, split and source of every sample."""
        labeled = self.manifest.labels
        names = ["label", "split", "source"] if labeled else ["split", "source"]
        return Samples(**{"label": None} | self._columns(layout.SAMPLES, schemas.samples(labeled), names))

    def labels(self) -> NDArray[np.int32]:
        """Return the class number of every sample, (samples,); raise NotKept if the run has no labels."""
        self.manifest.require_labels()
        labels: NDArray[np.int32] = self._columns(layout.SAMPLES, schemas.samples(), ["label"])["label"]
        return labels

    def flipped_labels(self) -> dict[int, int]:
        """Return the true label of every sample whose label was flipped on purpose before the training."""
        if not self._has(layout.FLIPPED_LABELS):
            return {}
        rows = range(self.manifest.samples + 1)
        table = self._table(layout.FLIPPED_LABELS, schemas.FLIPPED_LABELS, rows, schemas.FLIPPED_LABELS.names)
        return dict(zip(table["sample"].to_pylist(), table["true_label"].to_pylist(), strict=True))

    def fingerprints(self) -> NDArray[np.uint8] | None:
        """Return the fingerprints (samples, 16) of the samples' thumbnails, ``None`` if the run has none."""
        if not self._has(layout.FINGERPRINTS):
            return None
        prints: NDArray[np.uint8] = self._columns(layout.FINGERPRINTS, schemas.FINGERPRINTS, ["fingerprint"])[
            "fingerprint"
        ]
        return prints

    def usual(self) -> UsualRows | None:
        """Return what is usual for the samples at every epoch, ``None`` if the run does not keep it."""
        if not self._has(layout.USUAL):
            return None
        table = self._table(layout.USUAL, schemas.USUAL, range(MOST_METRICS + 1), schemas.USUAL.names)
        with reading(self.folder, layout.USUAL):
            return UsualRows(**{name: schemas.to_values(table[name]) for name in schemas.USUAL.names})

    def metrics(self) -> list[Metric]:
        """Return the metrics of all complete epochs, in order; none if the run has no metrics."""
        if not self.manifest.metrics:
            return []
        table = self._table(layout.METRICS, schemas.METRICS, range(MOST_METRICS + 1), schemas.METRICS.names)
        with reading(self.folder, layout.METRICS):
            rows = table.to_pylist()
        return [Metric(**row) for row in rows if row["epoch"] in self.manifest.epochs]

    def predictions(self, epoch: int) -> Predictions:
        """Return the predictions for every sample at ``epoch``; raise EpochNotFound, NotKept.

        Arrays that the run does not hold are ``None``; NotKept means that it holds none at all.
        """
        self.manifest.require_predictions()
        return Predictions(**self.prediction_columns(epoch, self.manifest.predictions))

    def prediction_columns(self, epoch: int, names: Sequence[str]) -> dict[str, NDArray[Any]]:
        """Return only some of the arrays of ``predictions``; raise EpochNotFound, NotKept."""
        self.manifest.require_epoch(epoch)
        self.manifest.require_predictions(*names)
        schema = schemas.predictions(len(self.manifest.dataset.classes), self.manifest.predictions)
        return self._columns(layout.predictions(epoch), schema, names)

    def column(self, name: str, epoch: int | None = None) -> own_columns.ColumnValues:
        """Return a column of the run's own, (samples,): numbers, NaN where one is missing; classes, -1 where one is
        missing; or texts, empty where one is missing.

        ``epoch`` is needed where the column has values per epoch. Raises ColumnNotFound, EpochNotFound.
        """
        column, samples = self.manifest.column(name), self.manifest.samples
        path = self._column_file(column, epoch)
        schema = own_columns.schema_of(self.manifest.columns_of(column.per_epoch))
        table = read_table(self.folder, path, schema, range(samples, samples + 1), ["sample", name])
        with reading(self.folder, path):
            require_order("sample", schemas.to_numpy(table["sample"]), np.arange(samples))
            return own_columns.to_values(column, table[name])

    def activations(self, layer: str, epoch: int) -> NDArray[np.floating]:
        """Return activations (samples, width) in the dtype they are stored in; raise LayerNotFound, EpochNotFound or
        NotKept."""
        path, schema = self._activations(layer, epoch)
        stored: NDArray[np.floating] = self._columns(path, schema, ["activation"])["activation"]
        return stored

    def activation_batches(self, layer: str, epoch: int) -> Iterator[NDArray[np.floating]]:
        """Yield activations (some samples, width) row group by row group; raise LayerNotFound, EpochNotFound or
        NotKept."""
        path, schema = self._activations(layer, epoch)
        samples, first = self.manifest.samples, 0
        with opened(self.folder, path) as file:
            require_schema(file, schema, self.folder, path)
            require_size(file, schema, range(samples, samples + 1), self.folder, path)
            for index in range(file.num_row_groups):
                batch = file.read_row_group(index)
                require_order("sample", schemas.to_numpy(batch["sample"]), np.arange(first, first + batch.num_rows))
                first += batch.num_rows
                yield schemas.to_numpy(batch["activation"])

    def activation_digest(self, layer: str, epoch: int) -> str:
        """Return a digest of the layer's activations without reading them; raise LayerNotFound, EpochNotFound or
        NotKept."""
        path, _ = self._activations(layer, epoch)
        with opened(self.folder, path) as file:
            return stored_digest(file)

    def neighbors(self, layer: str, epoch: int) -> Neighbors:
        """Return every sample's nearest neighbors; raise LayerNotFound, EpochNotFound."""
        names = [field.name for field in fields(Neighbors)]
        return Neighbors(**self.neighbor_columns(layer, epoch, names))

    def neighbor_columns(self, layer: str, epoch: int, names: Sequence[str]) -> dict[str, NDArray[Any]]:
        """Return only some of the arrays of ``neighbors``; raise LayerNotFound, EpochNotFound."""
        neighbor_set = self.manifest.neighbor_set(layer, epoch)
        path = layout.neighbors(layer, epoch, neighbor_set.part)
        return self._columns(path, schemas.neighbors(neighbor_set.k), names)

    def projection(self, layer: str, setting: Setting) -> NDArray[np.float32]:
        """Return positions (epochs, samples, 2) in the run's common frame; raise LayerNotFound, ProjectionNotFound."""
        return self.manifest.projection(layer, setting).placement.of(self.unplaced_projection(layer, setting))

    def unplaced_projection(self, layer: str, setting: Setting) -> NDArray[np.float32]:
        """Return positions (epochs, samples, 2) as they were laid out; raise LayerNotFound, ProjectionNotFound."""
        entry = self.manifest.projection(layer, setting)
        epochs = entry.epochs
        path = layout.projection(layer, setting, entry.part)
        columns = self._columns(path, schemas.PROJECTION, ["x", "y"], epochs)
        both = np.stack([columns["x"], columns["y"]], axis=-1)
        return both.reshape(len(epochs), self.manifest.samples, 2)

    def quality(self, layer: str, setting: Setting) -> Quality:
        """Return the measures of a projection; raise LayerNotFound, ProjectionNotFound."""
        projection = self.manifest.projection(layer, setting)
        shape = (len(projection.epochs), self.manifest.samples)
        schema = schemas.quality(self.manifest.labels)
        path = layout.quality(layer, setting, projection.part)
        columns = self._columns(path, schema, projection.measures, projection.epochs)
        measured: dict[str, Any] = dict.fromkeys(QUALITY_MEASURES)
        return Quality(**measured | {measure: values.reshape(shape) for measure, values in columns.items()})

    def thumbnail_atlas(self, file: str) -> bytes:
        """Return the content of an atlas file, WebP; raise BadName, DamagedRun."""
        check_name(file, "thumbnail file")
        content = self._bytes(layout.thumbnail(file))
        if not (content.startswith(b"RIFF") and content[8:12] == b"WEBP"):
            raise DamagedRun(f"{layout.thumbnail(file)} of run {self.name!r} is no WebP image")
        return content

    def checkpoint(self, epoch: int) -> bytes:
        """Return the weights at ``epoch`` in the safetensors format; raise EpochNotFound, NotKept, DamagedRun."""
        self.manifest.require_checkpoint(epoch)
        return self._bytes(layout.checkpoint(epoch), MOST_WEIGHTS, f"the weights of run {self.name!r} at epoch {epoch}")

    def checkpoint_file(self, epoch: int) -> Path | None:
        """Return the file of ``checkpoint``, to be mapped instead of read; ``None`` where it is not on the local disk.

        Its content is compared with its digest once, now. Raises as ``checkpoint`` does.
        """
        self.manifest.require_checkpoint(epoch)
        path = layout.checkpoint(epoch)
        with reading(self.folder, path):
            file = self.folder.local_file(path)
            digest = self.folder.digest(path) if file else ""
        digests = self.manifest.files.of(path)
        if file and digests and digest not in digests:
            self._reject(path, f"the weights of run {self.name!r} at epoch {epoch}")
        return file

    def weights_bytes(self) -> tuple[int, ...]:
        """Return how many bytes ``checkpoint`` has at each of the manifest's ``checkpoints``; none is read."""
        sizes = []
        for epoch in self.manifest.checkpoints:
            with reading(self.folder, layout.checkpoint(epoch)), self.folder.open(layout.checkpoint(epoch)) as file:
                sizes.append(file.size())
        return tuple(sizes)

    def graph(self) -> Graph | None:
        """Return what the outputs of ``graph_file`` are; ``None`` if the run has none."""
        path = layout.graph_layers(self.manifest.graph_part)
        return parse_graph(self._bytes(path), self.name) if self._has(path) else None

    def graph_file(self, graph: Graph) -> bytes:
        """Return the network as an ONNX file, the one that ``graph`` belongs to."""
        path = layout.graph(self.manifest.graph_part)
        content = self._bytes(path)
        if digest_of(content) != graph.digest:
            self._reject(path, "the graph")
        return content

    def resume_state(self, epoch: int) -> bytes:
        """Return the training program's own state at ``epoch``, to resume from; raise EpochNotFound, DamagedRun."""
        self.manifest.require_epoch(epoch)
        what = f"the state to resume run {self.name!r} after epoch {epoch}"
        return self._bytes(layout.resume_state(epoch), MOST_WEIGHTS, what)

    def _thumbnails(self) -> Thumbnails | None:
        if not self._has(layout.THUMBNAIL_INDEX):
            return None
        thumbnails = parse_thumbnails(self._bytes(layout.THUMBNAIL_INDEX), self.name)
        if thumbnails.samples != self.manifest.samples:
            counts = f"{thumbnails.samples} samples, not {self.manifest.samples}"
            raise DamagedRun(f"{layout.THUMBNAIL_INDEX} of run {self.name!r} lists {counts}")
        return thumbnails

    def _has(self, path: str) -> bool:
        with reading(self.folder, path):
            return self.folder.exists(path)

    def _bytes(self, path: str, most: int = MOST_BYTES, what: str = "it") -> bytes:
        with reading(self.folder, path):
            content = self.folder.read(path, most)
        digests = self.manifest.files.of(path)
        if digests and digest_of(content) not in digests:
            self._reject(path, what)
        return content

    def _reject(self, path: str, what: str) -> NoReturn:
        raise DamagedRun(f"{what} cannot be read: the content of {path} is not what was written")

    def _column_file(self, column: own_columns.Column, epoch: int | None) -> str:
        if not column.per_epoch:
            return layout.COLUMNS
        if epoch is None:
            raise EpochNotFound(f"column {column.name!r} has values per epoch: name one of the run's epochs")
        self.manifest.require_epoch(epoch)
        return layout.columns(epoch)

    def _activations(self, layer: str, epoch: int) -> tuple[str, pa.Schema]:
        entry = self.manifest.layer(layer)
        self.manifest.require_epoch(epoch)
        self.manifest.require_whole()
        return layout.activations(layer, epoch), schemas.activations(entry.width, entry.dtype)

    def _columns(
        self, path: str, schema: pa.Schema, names: Sequence[str], epochs: Sequence[int] | None = None
    ) -> dict[str, Any]:
        """Return columns of a table that has a row for every sample, or one for every sample of every epoch."""
        samples, keys = self.manifest.samples, ["sample"] if epochs is None else ["epoch", "sample"]
        rows = samples * (1 if epochs is None else len(epochs))
        table = self._table(path, schema, range(rows, rows + 1), [*keys, *names])
        with reading(self.folder, path):
            columns = {name: schemas.to_values(table[name]) for name in [*keys, *names]}
            require_order("sample", columns.pop("sample").reshape(-1, samples), np.arange(samples))
            if epochs is not None:
                require_order("epoch", columns.pop("epoch").reshape(-1, samples), np.array(epochs)[:, None])
        return columns

    def _table(self, path: str, schema: pa.Schema, rows: range, names: Sequence[str]) -> pa.Table:
        """Return columns of a table whose values are such as they may have."""
        counts = {"samples": self.manifest.samples, "classes": len(self.manifest.dataset.classes)}
        table = read_table(self.folder, path, schema, rows, names)
        with reading(self.folder, path):
            for name in filter(is_limited, names):
                require_values(name, schemas.to_numpy(table[name]), counts)
        return table
