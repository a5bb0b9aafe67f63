"""Read a run: open files only when they are requested, and read only the columns that are needed."""

from collections.abc import Iterator, Sequence
from copy import copy
from dataclasses import fields
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from epochscope.store import layout, schemas
from epochscope.store.disk import digest_of
from epochscope.store.errors import DamagedRun, RunNotFound
from epochscope.store.filesystem import MOST_BYTES, MOST_WEIGHTS, Folder, open_folder
from epochscope.store.manifest import Manifest, parse_manifest
from epochscope.store.names import check_name
from epochscope.store.parquet import opened, read_table, reading, stored_digest
from epochscope.store.records import QUALITY_MEASURES, Metric, Neighbors, Predictions, Quality, Samples
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

    def samples(self) -> Samples:
        """Return label, split and source of every sample."""
        labeled = self.manifest.labels
        table = self._rows(layout.SAMPLES, schemas.samples(labeled), self.manifest.samples)
        return Samples(
            label=schemas.to_numpy(table["label"]) if labeled else None,
            split=table["split"].to_pylist(),
            source=table["source"].to_pylist(),
        )

    def labels(self) -> NDArray[np.int32]:
        """Return the class number of every sample, (samples,); raise NotKept if the run has no labels."""
        self.manifest.require_labels()
        table = self._rows(layout.SAMPLES, schemas.samples(), self.manifest.samples, ["label"])
        return schemas.to_numpy(table["label"])

    def flipped_labels(self) -> dict[int, int]:
        """Return the true label of every sample whose label was flipped on purpose before the training."""
        if not self._has(layout.FLIPPED_LABELS):
            return {}
        table = read_table(self.folder, layout.FLIPPED_LABELS, schemas.FLIPPED_LABELS)
        return dict(zip(table["sample"].to_pylist(), table["true_label"].to_pylist(), strict=True))

    def fingerprints(self) -> NDArray[np.uint8] | None:
        """Return the fingerprints (samples, 16) of the samples' thumbnails, ``None`` if the run has none."""
        if not self._has(layout.FINGERPRINTS):
            return None
        table = self._rows(layout.FINGERPRINTS, schemas.FINGERPRINTS, self.manifest.samples)
        return schemas.to_numpy(table["fingerprint"])

    def metrics(self) -> list[Metric]:
        """Return the metrics of all complete epochs, in order; none if the run has no metrics."""
        if not self.manifest.metrics:
            return []
        rows = read_table(self.folder, layout.METRICS, schemas.METRICS).to_pylist()
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
        table = self._rows(layout.predictions(epoch), schema, self.manifest.samples, list(names))
        return {name: schemas.to_numpy(table[name]) for name in names}

    def activations(self, layer: str, epoch: int) -> NDArray[np.floating]:
        """Return activations (samples, width) in the dtype they are stored in; raise LayerNotFound, EpochNotFound or
        NotKept."""
        path, schema = self._activations(layer, epoch)
        table = self._rows(path, schema, self.manifest.samples, ["activation"])
        return schemas.to_numpy(table["activation"])

    def activation_batches(self, layer: str, epoch: int) -> Iterator[NDArray[np.floating]]:
        """Yield activations (some samples, width) row group by row group; raise LayerNotFound, EpochNotFound or
        NotKept."""
        path, _ = self._activations(layer, epoch)
        with opened(self.folder, path) as file:
            for index in range(file.num_row_groups):
                yield schemas.to_numpy(file.read_row_group(index, ["activation"])["activation"])

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
        schema = schemas.neighbors(neighbor_set.k)
        path = layout.neighbors(layer, epoch, neighbor_set.part)
        table = self._rows(path, schema, self.manifest.samples, list(names))
        return {name: schemas.to_numpy(table[name]) for name in names}

    def projection(self, layer: str, setting: Setting) -> NDArray[np.float32]:
        """Return positions (epochs, samples, 2) in the run's common frame; raise LayerNotFound, ProjectionNotFound."""
        return self.manifest.projection(layer, setting).placement.of(self.unplaced_projection(layer, setting))

    def unplaced_projection(self, layer: str, setting: Setting) -> NDArray[np.float32]:
        """Return positions (epochs, samples, 2) as they were laid out; raise LayerNotFound, ProjectionNotFound."""
        entry = self.manifest.projection(layer, setting)
        epochs = entry.epochs
        rows = len(epochs) * self.manifest.samples
        table = self._rows(layout.projection(layer, setting, entry.part), schemas.PROJECTION, rows, ["x", "y"])
        both = np.stack([schemas.to_numpy(table["x"]), schemas.to_numpy(table["y"])], axis=-1)
        return both.reshape(len(epochs), self.manifest.samples, 2)

    def quality(self, layer: str, setting: Setting) -> Quality:
        """Return the measures of a projection; raise LayerNotFound, ProjectionNotFound."""
        projection = self.manifest.projection(layer, setting)
        shape = (len(projection.epochs), self.manifest.samples)
        schema = schemas.quality(self.manifest.labels)
        table = self._rows(layout.quality(layer, setting, projection.part), schema, shape[0] * shape[1])
        measured: dict[str, Any] = dict.fromkeys(QUALITY_MEASURES)
        measured |= {measure: schemas.to_numpy(table[measure]).reshape(shape) for measure in projection.measures}
        return Quality(**measured)

    def thumbnail_atlas(self, file: str) -> bytes:
        """Return the content of an atlas file, WebP; raise BadName, DamagedRun."""
        check_name(file, "thumbnail file")
        return self._bytes(layout.thumbnail(file))

    def checkpoint(self, epoch: int) -> bytes:
        """Return the weights at ``epoch`` in the safetensors format; raise EpochNotFound, NotKept, DamagedRun."""
        self.manifest.require_checkpoint(epoch)
        return self._bytes(layout.checkpoint(epoch), MOST_WEIGHTS, f"the weights of run {self.name!r} at epoch {epoch}")

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
            raise DamagedRun(f"{what} cannot be read: the content of {path} is not what was written")
        return content

    def _activations(self, layer: str, epoch: int) -> tuple[str, pa.Schema]:
        entry = self.manifest.layer(layer)
        self.manifest.require_epoch(epoch)
        self.manifest.require_whole()
        return layout.activations(layer, epoch), schemas.activations(entry.width, entry.dtype)

    def _rows(self, path: str, schema: pa.Schema, rows: int, columns: list[str] | None = None) -> pa.Table:
        table = read_table(self.folder, path, schema, columns)
        if table.num_rows != rows:
            raise DamagedRun(f"{path} of run {self.name!r} has {table.num_rows} rows, not {rows}")
        return table
