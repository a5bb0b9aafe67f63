"""The manifest of a run (``run.json``): what the run holds, listed only once it is complete."""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from epochscope.store.errors import DamagedRun, EpochNotFound, LayerNotFound, NewerFormat, NotKept, ProjectionNotFound
from epochscope.store.placement import Placement
from epochscope.store.records import PREDICTION_COLUMNS, QUALITY_MEASURES
from epochscope.store.setting import Setting
from epochscope.store.typed_json import from_json, to_json

FORMAT = "epochscope-run"
FORMAT_VERSION = 1
_AGAINST_LABELS, _OF_LABELS = ("loss", "margin"), "label_purity"


@dataclass(frozen=True)
class Model:
    """The network: its name, its number of trainable parameters, and how to build it again.

    ``factory`` is the name of the function that builds it: one registered by an installed package under the entry
    point group ``epochscope.models``, or ``package.module:function``. ``arguments`` are its keyword arguments, plain
    JSON. ``None``: not known. Reading a manifest imports nothing; see ``epochscope.load_model``.
    """

    name: str
    parameters: int
    factory: str | None = None
    arguments: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Dataset:
    """Where the samples come from; ``image_shape`` is (channels, height, width), ``None`` where they are no images.

    ``classes`` holds the names of what labels and predicted classes mean, the numbers as text where names are not
    known; it is empty where the run has neither labels nor predictions.
    ``mean`` and ``std`` hold one value a channel where inputs were normalized: ``(pixel / 255 - mean) / std``.
    """

    name: str
    classes: tuple[str, ...]
    image_shape: tuple[int, ...] | None = None
    mean: tuple[float, ...] | None = None
    std: tuple[float, ...] | None = None


@dataclass(frozen=True)
class Layer:
    """A recorded layer: its name in the store, the module it is, and the vector kept of its output."""

    name: str
    module: str
    width: int
    reduction: str
    dtype: str


@dataclass(frozen=True)
class Extent:
    """A square that holds every position of some epochs: lower corner and side, in the run's common frame."""

    x: float
    y: float
    size: float


@dataclass(frozen=True)
class Projection:
    """A finished projection of one layer: its setting, what it was made from and how far to trust it.

    All projections of a run share one frame: ``placement`` moves the positions that its file holds into it. Those of
    the file divided by ``scale`` are in UMAP's own units.
    The first ``joint_epochs`` of ``epochs`` were laid out together, the others appended without moving those;
    ``quality`` holds, for each measure, its mean over the samples at every epoch of ``epochs`` (of ``unsupported``
    the share), ``quality_error`` the standard error of that mean: 0 where all samples were compared with all;
    ``quality_neighbors`` is the neighborhood size k that the measures were taken at. In a run without labels there is
    no ``label_purity``.
    ``extent`` holds the positions of all epochs but the last ones, which ``appended_extents`` has one each for: an
    epoch that is appended changes nothing about those before it.

    Raises:
        ValueError: ``joint_epochs``, ``scale``, the measures or the extents are none that a projection of ``epochs``
            has.
    """

    layer: str
    setting: Setting
    seed: int
    epochs: tuple[int, ...]
    joint_epochs: int
    extent: Extent
    scale: float
    fingerprint: str
    quality_neighbors: int
    quality: Mapping[str, tuple[float, ...]]
    quality_error: Mapping[str, tuple[float, ...]]
    appended_extents: tuple[Extent, ...] = ()
    placement: Placement = field(default_factory=Placement)

    @property
    def extents(self) -> tuple[Extent, ...]:
        """The extent of each epoch."""
        return (self.extent,) * (len(self.epochs) - len(self.appended_extents)) + self.appended_extents

    def as_placed(self) -> "Projection":
        """Return the entry of a copy whose file holds the positions in the common frame."""
        return replace(self, scale=self.scale * self.placement.scale, placement=Placement())

    def __post_init__(self) -> None:
        if not 1 <= self.joint_epochs <= len(self.epochs):
            raise ValueError(f"joint_epochs must be a number from 1 to {len(self.epochs)}, not {self.joint_epochs}")
        if len(self.appended_extents) > len(self.epochs) - self.joint_epochs:
            raise ValueError(f"appended_extents must be {len(self.epochs) - self.joint_epochs} at most, one per epoch")
        if not 0 < self.scale < math.inf:
            raise ValueError(f"scale must be a number above 0, not {self.scale}")
        for name, measured in (("quality", self.quality), ("quality_error", self.quality_error)):
            for measure in self.measures:
                if len(measured.get(measure, ())) != len(self.epochs):
                    raise ValueError(f"{name} must have {len(self.epochs)} numbers of {measure}, one per epoch")

    @property
    def measures(self) -> tuple[str, ...]:
        """The measures that the projection has, in the order of ``QUALITY_MEASURES``."""
        return tuple(name for name in QUALITY_MEASURES if name != _OF_LABELS or name in self.quality)


@dataclass(frozen=True)
class NeighborSet:
    """The nearest neighbors kept for one layer: how many per sample, and at which epochs."""

    layer: str
    k: int
    epochs: tuple[int, ...]


@dataclass(frozen=True)
class Manifest:
    """Everything a reader needs to know before it opens a data file.

    ``checkpoints`` lists the epochs whose weights are kept;
    ``training`` holds the settings of the program that trained the network, as it likes to keep them;
    ``versions`` the software it ran on; ``revision`` grows by one with every change of the manifest;
    ``compact`` says that this is a copy without activations and weights, whose numbers are rounded.

    A run recorded here holds everything; an imported one may lack parts: ``model`` is ``None`` where the network is
    not known, ``labels`` and ``metrics`` are false where there are none, and ``predictions`` lists the columns that
    there are at every epoch, none where the run has no predictions.

    Raises:
        ValueError: the parts do not go together.
    """

    title: str
    model: Model | None
    dataset: Dataset
    layers: tuple[Layer, ...]
    samples: int
    created: str
    seed: int | None = None
    epochs: tuple[int, ...] = ()
    checkpoints: tuple[int, ...] = ()
    projections: tuple[Projection, ...] = ()
    neighbors: tuple[NeighborSet, ...] = ()
    labels: bool = True
    metrics: bool = True
    predictions: tuple[str, ...] = PREDICTION_COLUMNS
    training: Mapping[str, object] = field(default_factory=dict)
    versions: Mapping[str, str] = field(default_factory=dict)
    compact: bool = False
    revision: int = 1
    format: str = FORMAT
    format_version: int = FORMAT_VERSION

    def __post_init__(self) -> None:
        first, *others = PREDICTION_COLUMNS
        if self.predictions and (first not in self.predictions or not set(self.predictions) <= {first, *others}):
            known = ", ".join(self.predictions)
            raise ValueError(f"predictions must be {first} and any of {', '.join(others)}, or none, not {known}")
        if not self.labels and not set(self.predictions).isdisjoint(_AGAINST_LABELS):
            raise ValueError(f"predictions cannot have {' and '.join(_AGAINST_LABELS)} in a run without labels")
        if (self.labels or self.predictions) and not self.dataset.classes:
            raise ValueError("dataset.classes must name what labels and predictions mean")
        for projection in self.projections:
            if (_OF_LABELS in projection.quality) != self.labels:
                raise ValueError(f"projections have {_OF_LABELS} if and only if the run has labels")

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
            raise NotKept(
                f"this is a compact copy of {self.title!r}, without activations and weights: "
                "use the run it was made from"
            )

    def layer(self, name: str) -> Layer:
        """Return the layer called ``name``; raise LayerNotFound."""
        for layer in self.layers:
            if layer.name == name:
                return layer
        known = ", ".join(layer.name for layer in self.layers)
        raise LayerNotFound(f"there is no layer {name!r}; this run has: {known}")

    def require_epoch(self, epoch: int) -> None:
        """Raise EpochNotFound unless ``epoch`` is complete."""
        if epoch not in self.epochs:
            known = ", ".join(map(str, self.epochs)) or "none yet"
            raise EpochNotFound(f"there is no epoch {epoch}; this run has recorded: {known}")

    def require_checkpoint(self, epoch: int) -> None:
        """Raise EpochNotFound unless ``epoch`` is complete, NotKept unless its weights are kept."""
        self.require_epoch(epoch)
        self.require_whole()
        if epoch not in self.checkpoints:
            known = ", ".join(map(str, self.checkpoints)) or "none"
            raise NotKept(f"the weights at epoch {epoch} are not kept; this run has those of: {known}")

    def projection(self, layer: str, setting: Setting) -> Projection:
        """Return the projection of ``layer`` with ``setting``; raise LayerNotFound or ProjectionNotFound."""
        self.layer(layer)
        known = [projection for projection in self.projections if projection.layer == layer]
        for projection in known:
            if projection.setting == setting:
                return projection
        settings = ", ".join(str(projection.setting) for projection in known) or "none yet"
        raise ProjectionNotFound(f"layer {layer!r} is not projected with {setting}; it has: {settings}")

    def neighbor_set(self, layer: str, epoch: int | None = None) -> NeighborSet:
        """Return the neighbors kept of ``layer`` (at ``epoch`` too, where it is given); raise LayerNotFound or
        EpochNotFound."""
        self.layer(layer)
        known = [kept for kept in self.neighbors if kept.layer == layer]
        if not known:
            raise LayerNotFound(f"no neighbors are kept for layer {layer!r}: project it first")
        for kept in known:
            if epoch is None or epoch in kept.epochs:
                return kept
        epochs = ", ".join(str(number) for kept in known for number in kept.epochs)
        raise EpochNotFound(f"no neighbors are kept for epoch {epoch}; there are: {epochs}")


def parse_manifest(text: bytes, run: str) -> Manifest:
    """Return the manifest in ``text``.

    Raises:
        NewerFormat: it was written by a newer version of Epochscope.
        DamagedRun: it is not a manifest, or a field is missing or wrong.
    """
    try:
        data = json.loads(text)
        _refuse_other_formats(data, run)
        return from_json(Manifest, data)
    except (ValueError, RecursionError) as error:
        raise DamagedRun(f"run.json of run {run!r} cannot be read: {error}") from error


def format_manifest(manifest: Manifest) -> bytes:
    """Return the manifest as the bytes of ``run.json``."""
    return (json.dumps(to_json(manifest), indent=1, ensure_ascii=False) + "\n").encode()


def _refuse_other_formats(data: object, run: str) -> None:
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise ValueError(f'it does not say "format": "{FORMAT}"')
    version = data.get("format_version")
    if not isinstance(version, int) or version < 1:
        raise ValueError(f"format_version must be a number from 1, not {version!r}")
    if version > FORMAT_VERSION:
        raise NewerFormat(
            f"run {run!r} has format version {version}; this Epochscope reads up to {FORMAT_VERSION}: update it"
        )
