"""The manifest of a run (``run.json``): lists the parts of the run, each only once it is complete."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from epochscope.store import layout, ranges
from epochscope.store.disk import digest_of
from epochscope.store.entries import Dataset, Layer, LayerSpace, Model, NeighborSet, Projection
from epochscope.store.errors import (
    ColumnNotFound,
    DamagedRun,
    EpochNotFound,
    LayerNotFound,
    NewerFormat,
    NotKept,
    ProjectionNotFound,
)
from epochscope.store.files import Files
from epochscope.store.own_columns import Column, require_columns
from epochscope.store.records import LABEL_COLUMNS, LABEL_MEASURE, PREDICTION_COLUMNS
from epochscope.store.setting import Setting
from epochscope.store.typed_json import from_json, to_json

FORMAT = "epochscope-run"
FORMAT_VERSION = 1
UNITS = ("epoch", "step")
"""What the numbers of epochs may count: passes over the training data, or steps of the training."""
_BLANK = "0" * 32
"""In place of the digest of ``run.json`` itself while that is computed."""


@dataclass(frozen=True)
class Manifest:
    """Everything that a reader needs before it opens a data file.

    ``unit`` is what the numbers of ``epochs`` count, one of ``UNITS``;
    ``planned`` is the epoch that the training is to end with, ``None`` if it is not known, or has ended as it should;
    ``checkpoints`` lists the epochs whose weights are kept;
    ``inputs`` is a digest of the samples' inputs, empty if it is not known or they may change;
    ``training`` holds the settings of the training program, in a form of its own;
    ``columns`` are those of the run's own;
    ``spaces`` what the projection job measured of each layer's own space;
    ``recommended_layer`` is the one to look at first, ``None`` if none is chosen;
    ``versions`` the software it ran on; ``revision`` grows by one with every change of the manifest;
    ``graph_part`` is the number in the names of the graph's files: what replaces a graph has another;
    ``compact`` says that this is a copy without activations, whose numbers are rounded;
    ``files`` holds the digests of all files, which say nothing about the run and are left out where manifests are
    compared.

    A recorded run has every part; an imported one may lack some: ``model`` is ``None`` if the network is not known,
    ``labels`` and ``metrics`` are false if there are none, and ``predictions`` lists the columns that every epoch has,
    none if the run has no predictions.

    Raises:
        ValueError: the parts contradict each other.
        OutOfRange: a number is none that a run has, or a part is of a layer or an epoch that is not listed.
    """

    title: str
    model: Model | None
    dataset: Dataset
    layers: tuple[Layer, ...]
    samples: int
    created: str
    inputs: str = ""
    seed: int | None = None
    recommended_layer: str | None = None
    unit: str = "epoch"
    epochs: tuple[int, ...] = ()
    planned: int | None = None
    checkpoints: tuple[int, ...] = ()
    projections: tuple[Projection, ...] = ()
    neighbors: tuple[NeighborSet, ...] = ()
    spaces: tuple[LayerSpace, ...] = ()
    labels: bool = True
    metrics: bool = True
    predictions: tuple[str, ...] = PREDICTION_COLUMNS
    columns: tuple[Column, ...] = ()
    training: Mapping[str, object] = field(default_factory=dict)
    versions: Mapping[str, str] = field(default_factory=dict)
    compact: bool = False
    graph_part: int = field(default=0, compare=False)
    revision: int = 1
    format: str = FORMAT
    format_version: int = FORMAT_VERSION
    files: Files = field(default_factory=Files, compare=False)

    def __post_init__(self) -> None:
        self._require_ranges()
        if self.unit not in UNITS:
            raise ValueError(f"unit must be {' or '.join(UNITS)}, not {self.unit!r}")
        first, *others = PREDICTION_COLUMNS
        if self.predictions and (first not in self.predictions or not set(self.predictions) <= {first, *others}):
            listed = ", ".join(self.predictions)
            raise ValueError(f"predictions must be {first} and any of {', '.join(others)}, or none, not {listed}")
        if not self.labels and not set(self.predictions).isdisjoint(LABEL_COLUMNS):
            raise ValueError(f"predictions cannot have {' and '.join(LABEL_COLUMNS)} in a run without labels")
        if (self.labels or self.predictions) and not self.dataset.classes:
            raise ValueError("dataset.classes must name the classes of labels and predictions")
        if self.recommended_layer is not None:
            self._require_recorded(self.recommended_layer)
        for projection in self.projections:
            if (LABEL_MEASURE in projection.quality) != self.labels:
                raise ValueError(f"projections have {LABEL_MEASURE} if and only if the run has labels")

    def _require_ranges(self) -> None:
        ranges.require_whole("samples", self.samples, 1, ranges.MOST_SAMPLES)
        ranges.require_whole("revision", self.revision, 1)
        ranges.require_whole("graph_part", self.graph_part, 0, ranges.MOST_SAMPLES)
        ranges.require_ascending("epochs", self.epochs)
        if self.planned is not None:
            ranges.require_whole("planned", self.planned, 0, ranges.LARGEST_EPOCH)
        ranges.require_ascending("checkpoints", self.checkpoints)
        ranges.require_unique("the names of layers", [layer.name for layer in self.layers])
        ranges.require_unique("the columns of predictions", self.predictions)
        require_columns(self.columns)
        ranges.require_unique("projections", [(one.layer, str(one.setting)) for one in self.projections])
        ranges.require_unique("the layers of neighbors", [one.layer for one in self.neighbors])
        for projection in self.projections:
            self._require_made("projections", projection.layer, projection.setting.n_neighbors, projection.epochs)
        for kept in self.neighbors:
            self._require_made("neighbors", kept.layer, kept.k, kept.epochs)
        ranges.require_unique("the layers of spaces", [one.layer for one in self.spaces])
        for space in self.spaces:
            self._require_made("spaces", space.layer, 0, space.epochs)

    def _require_made(self, what: str, layer: str, neighbors: int, epochs: tuple[int, ...]) -> None:
        if layer not in {one.name for one in self.layers}:
            raise ranges.OutOfRange(f"{what} are of layer {layer!r}, which is not among the layers")
        if neighbors >= self.samples:
            raise ranges.OutOfRange(f"{what} of {layer!r} have {neighbors} neighbors among {self.samples} samples")
        self._require_listed(f"{what} of {layer!r}", epochs)

    def _require_listed(self, what: str, epochs: tuple[int, ...]) -> None:
        unknown = sorted(set(epochs) - set(self.epochs))
        if unknown:
            raise ranges.OutOfRange(f"{what} have epoch {unknown[0]}, which is not among the epochs")

    def _require_recorded(self, recommended: str) -> None:
        names = [layer.name for layer in self.layers]
        if recommended not in names:
            raise ValueError(f"recommended_layer must be one of {', '.join(names)}, not {recommended!r}")

    def require_labels(self) -> None:
        """Raise NotKept unless the run has labels."""
        if not self.labels:
            raise NotKept(f"run {self.title!r} has no labels")

    def require_predictions(self, *columns: str) -> None:
        """Raise NotKept unless the run has predictions with these columns."""
        if not self.predictions:
            raise NotKept(f"run {self.title!r} has no predictions")
        missing = [name for name in columns if name not in self.predictions]
        if missing:
            known = ", ".join(self.predictions)
            raise NotKept(
                f"the predictions of run {self.title!r} have no {' and no '.join(missing)}; they have: {known}"
            )

    def require_whole(self) -> None:
        """Raise NotKept if this is the manifest of a compact copy."""
        if self.compact:
            lacking = "activations" if self.checkpoints else "activations and weights"
            raise NotKept(f"this is a compact copy of {self.title!r}, without {lacking}: use the original run")

    def columns_of(self, per_epoch: bool) -> tuple[Column, ...]:
        """Return the columns that have values of their own at every epoch, or those that have the same at all."""
        return tuple(column for column in self.columns if column.per_epoch == per_epoch)

    def column(self, name: str) -> Column:
        """Return the column called ``name``; raise ColumnNotFound."""
        for column in self.columns:
            if column.name == name:
                return column
        names = ", ".join(column.name for column in self.columns) or "none"
        raise ColumnNotFound(f"there is no column {name!r}; this run has: {names}")

    def layer(self, name: str) -> Layer:
        """Return the layer called ``name``; raise LayerNotFound."""
        for layer in self.layers:
            if layer.name == name:
                return layer
        names = ", ".join(layer.name for layer in self.layers)
        raise LayerNotFound(f"there is no layer {name!r}; this run has: {names}")

    @property
    def last_epoch(self) -> int | None:
        """The last complete epoch, ``None`` before the first."""
        return max(self.epochs, default=None)

    def require_epoch(self, epoch: int) -> None:
        """Raise EpochNotFound unless ``epoch`` is complete."""
        if epoch not in self.epochs:
            recorded = ", ".join(map(str, self.epochs)) or "none yet"
            raise EpochNotFound(f"there is no {self.unit} {epoch}; this run has recorded: {recorded}")

    def require_checkpoint(self, epoch: int) -> None:
        """Raise EpochNotFound unless ``epoch`` is complete, NotKept unless its weights are kept."""
        self.require_epoch(epoch)
        if not self.checkpoints:
            self.require_whole()
        if epoch not in self.checkpoints:
            stored = ", ".join(map(str, self.checkpoints)) or "none"
            raise NotKept(f"the weights at {self.unit} {epoch} are not kept; this run has those of: {stored}")

    def projection(self, layer: str, setting: Setting) -> Projection:
        """Return the projection of ``layer`` with ``setting``; raise LayerNotFound or ProjectionNotFound."""
        self.layer(layer)
        of_layer = [projection for projection in self.projections if projection.layer == layer]
        for projection in of_layer:
            if projection.setting == setting:
                return projection
        settings = ", ".join(str(projection.setting) for projection in of_layer) or "none yet"
        raise ProjectionNotFound(f"layer {layer!r} is not projected with {setting}; it has: {settings}")

    def space(self, layer: str) -> LayerSpace | None:
        """Return what is known of a layer's own space, ``None`` where nothing is."""
        return next((one for one in self.spaces if one.layer == layer), None)

    def neighbor_set(self, layer: str, epoch: int | None = None) -> NeighborSet:
        """Return the neighbor set of ``layer``, the one with ``epoch`` if it is given; raise LayerNotFound or
        EpochNotFound."""
        self.layer(layer)
        sets = [one for one in self.neighbors if one.layer == layer]
        if not sets:
            raise LayerNotFound(f"no neighbors are kept for layer {layer!r}: project it first")
        for one in sets:
            if epoch is None or epoch in one.epochs:
                return one
        epochs = ", ".join(str(number) for one in sets for number in one.epochs)
        raise EpochNotFound(f"no neighbors are kept for {self.unit} {epoch}; there are: {epochs}")


def parse_manifest(text: bytes, run: str) -> Manifest:
    """Return the manifest that ``text`` holds.

    Raises:
        NewerFormat: it was written by a newer version of Epochscope.
        DamagedRun: it is not a manifest, or a field is missing or wrong.
    """
    try:
        data = json.loads(text)
        _reject_other_formats(data, run)
        return from_json(Manifest, data)
    except (ValueError, RecursionError, MemoryError) as error:
        raise DamagedRun(f"run.json of run {run!r} cannot be read: {ranges.brief(error)}") from error


def format_manifest(manifest: Manifest) -> bytes:
    """Return the manifest as the content of ``run.json``, with its own digest among those of the files."""
    versions = {**manifest.files.versions, layout.MANIFEST: _BLANK}
    whole = replace(manifest, files=replace(manifest.files, versions=versions))
    blank = (json.dumps(to_json(whole), indent=1, ensure_ascii=False) + "\n").encode()
    return _with_own_digest(blank, _BLANK, digest_of(blank))


def own_digest(text: bytes, manifest: Manifest) -> str:
    """Return the digest that a ``run.json`` has: of its text with zeros in place of that digest."""
    return digest_of(_with_own_digest(text, manifest.files.versions.get(layout.MANIFEST, ""), _BLANK))


def _with_own_digest(text: bytes, old: str, new: str) -> bytes:
    # The last one: what comes before it may hold anything.
    before, entry, after = text.rpartition(f'"{layout.MANIFEST}": "{old}"'.encode())
    return before + entry.replace(old.encode(), new.encode()) + after


def _reject_other_formats(data: object, run: str) -> None:
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise ValueError(f'it does not say "format": "{FORMAT}"')
    version = data.get("format_version")
    if not isinstance(version, int) or version < 1:
        raise ValueError(f"format_version must be a number from 1, not {ranges.shown(version)}")
    if version > FORMAT_VERSION:
        raise NewerFormat(
            f"run {run!r} has format version {ranges.shown(version)}; this Epochscope reads up to {FORMAT_VERSION}: "
            "update it"
        )
