"""The entries of a manifest: network, data set, layers, projections and neighbors."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from epochscope.store import ranges
from epochscope.store.names import check_name
from epochscope.store.placement import Placement
from epochscope.store.records import LABEL_MEASURE, QUALITY_MEASURES, UNBOUNDED_MEASURE
from epochscope.store.schemas import ACTIVATION_DTYPES
from epochscope.store.setting import Setting


@dataclass(frozen=True)
class Model:
    """The network: its name, its number of trainable parameters, and how to rebuild it.

    ``factory`` names the function that builds it: one registered by an installed package under the entry
    point group ``epochscope.models``, or ``package.module:function``. ``arguments`` are its keyword arguments, plain
    JSON. ``None`` means not known. Reading a manifest imports nothing; see ``epochscope.load_model``.

    Raises:
        OutOfRange: ``parameters`` is negative.
    """

    name: str
    parameters: int
    factory: str | None = None
    arguments: Mapping[str, object] = field(default_factory=dict)

    def __post_init__(self) -> None:
        ranges.require_whole("parameters", self.parameters, 0)


@dataclass(frozen=True)
class Dataset:
    """The data set of the samples; ``image_shape`` is (channels, height, width), ``None`` if they are not images.

    ``classes`` holds the names that labels and predicted classes index, or the numbers as text if the names are not
    known; it is empty if the run has neither labels nor predictions.
    ``meanings`` says what each class means, empty where that is not known; it is empty if no class has a meaning.
    ``mean`` and ``std`` hold one value per channel if inputs were normalized: ``(pixel / 255 - mean) / std``.
    ``resize`` is how long the shorter side of a picture became before its middle of the size of ``image_shape`` was cut
    out; ``None`` if the middle is as large as the picture allows.

    Raises:
        OutOfRange: there are too many classes, or not as many meanings, or long ones; ``image_shape`` is no shape of an
            image, or ``resize`` no side.
    """

    name: str
    classes: tuple[str, ...]
    image_shape: tuple[int, ...] | None = None
    mean: tuple[float, ...] | None = None
    std: tuple[float, ...] | None = None
    resize: int | None = None
    meanings: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        ranges.require_meanings(self.meanings, len(self.classes))
        if self.resize is not None:
            ranges.require_whole("resize", self.resize, 1, ranges.LARGEST_SIDE)
        ranges.require_whole("the number of classes", len(self.classes), 0, ranges.MOST_CLASSES)
        if self.image_shape is not None:
            ranges.require_whole("the number of axes of image_shape", len(self.image_shape), 3, 3)
            ranges.require_numbers("image_shape", self.image_shape, 1, ranges.LARGEST_SIDE)


@dataclass(frozen=True)
class Layer:
    """A recorded layer: its name in the store, its module in the network, and how its output became a vector.

    Raises:
        BadName: the name could point outside of the run's folder.
        OutOfRange: ``width`` is no width, or ``dtype`` none that the store has.
    """

    name: str
    module: str
    width: int
    reduction: str
    dtype: str

    def __post_init__(self) -> None:
        check_name(self.name, "layer")
        ranges.require_whole("width", self.width, 1, ranges.LARGEST_WIDTH)
        if self.dtype not in ACTIVATION_DTYPES:
            allowed = ", ".join(ACTIVATION_DTYPES)
            raise ranges.OutOfRange(f"dtype must be one of {allowed}, not {ranges.shown(self.dtype)}")


@dataclass(frozen=True)
class Extent:
    """A square that holds every position of some epochs: lower corner and side, in the run's common frame."""

    x: float
    y: float
    size: float


@dataclass(frozen=True)
class Bounds:
    """The smallest rectangle around some positions: lower corner and sides, in the run's common frame."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Projection:
    """A finished projection of one layer: its setting, its inputs and its quality.

    All projections of a run share one frame: ``placement`` moves the positions in the file into it. Positions in the
    file, divided by ``scale``, are in UMAP's own units.
    The first ``joint_epochs`` of ``epochs`` were laid out together, the others were appended without moving those;
    ``quality`` holds, for each measure, its mean over the samples at every epoch of ``epochs`` (of ``unsupported``
    the share), ``quality_error`` the standard error of that mean: 0 if all samples were compared with all;
    ``quality_neighbors`` is the neighborhood size k that the measures were taken at. In a run without labels there is
    no ``label_purity``.
    ``extent`` contains the positions of all epochs but the last ones, each of which has its own in
    ``appended_extents``: appending an epoch changes nothing about those before it.
    ``bounds`` is the rectangle around the positions of all epochs, ``None`` in runs of older versions.
    ``part`` is the number in its files' names: what replaces a projection has another.

    Raises:
        ValueError: ``joint_epochs``, ``scale``, the measures or the extents do not match ``epochs``.
        BadName, OutOfRange: the layer's name or a number is none that a run has.
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
    bounds: Bounds | None = None
    placement: Placement = field(default_factory=Placement)
    part: int = field(default=0, compare=False)

    @property
    def extents(self) -> tuple[Extent, ...]:
        """The extent of each epoch."""
        return (self.extent,) * (len(self.epochs) - len(self.appended_extents)) + self.appended_extents

    def as_placed(self) -> "Projection":
        """Return the entry of a copy whose file holds the positions in the common frame."""
        return replace(self, scale=self.scale * self.placement.scale, placement=Placement(), part=0)

    def __post_init__(self) -> None:
        check_name(self.layer, "layer")
        ranges.require_ascending("epochs", self.epochs)
        ranges.require_whole("part", self.part, 0, ranges.MOST_SAMPLES)
        ranges.require_whole("quality_neighbors", self.quality_neighbors, 0, ranges.MOST_SAMPLES)
        for extent in (self.extent, *self.appended_extents):
            _require_place("extent", (extent.x, extent.y), (extent.size,))
        if self.bounds is not None:
            _require_place("bounds", (self.bounds.x, self.bounds.y), (self.bounds.width, self.bounds.height))
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
                highest = math.inf if name == "quality_error" or measure == UNBOUNDED_MEASURE else 1 + ranges.ROUNDING
                ranges.require_numbers(f"{name}.{measure}", measured[measure], 0, highest)

    @property
    def measures(self) -> tuple[str, ...]:
        """The measures that the projection has, in the order of ``QUALITY_MEASURES``."""
        return tuple(name for name in QUALITY_MEASURES if name != LABEL_MEASURE or name in self.quality)


@dataclass(frozen=True)
class NeighborSet:
    """The nearest neighbors kept for one layer: how many per sample, and at which epochs.

    ``part`` is the number in its files' names: what replaces a set has another.

    Raises:
        BadName, OutOfRange: the layer's name or a number is none that a run has.
    """

    layer: str
    k: int
    epochs: tuple[int, ...]
    part: int = field(default=0, compare=False)

    def __post_init__(self) -> None:
        check_name(self.layer, "layer")
        ranges.require_whole("k", self.k, 1, ranges.MOST_SAMPLES)
        ranges.require_whole("part", self.part, 0, ranges.MOST_SAMPLES)
        ranges.require_ascending("epochs", self.epochs)


@dataclass(frozen=True)
class LayerSpace:
    """What is known of a layer's own space at some epochs, one number per epoch.

    ``distinct`` counts the vectors that differ: where it is 1, all samples have the same one. ``dimension`` is the
    effective dimension, the participation ratio of the eigenvalues of their covariance; 0 where all are the same.
    ``neighbor_recall`` is the share of the nearest neighbors that an approximate search found, measured on some
    samples; ``None`` where every pair was compared.

    Raises:
        ValueError: there is not one number of each kind per epoch.
        BadName, OutOfRange: the layer's name or a number is none that a run has.
    """

    layer: str
    epochs: tuple[int, ...]
    distinct: tuple[int, ...]
    dimension: tuple[float, ...]
    neighbor_recall: tuple[float | None, ...]

    def __post_init__(self) -> None:
        check_name(self.layer, "layer")
        ranges.require_ascending("epochs", self.epochs)
        for name in ("distinct", "dimension", "neighbor_recall"):
            if len(getattr(self, name)) != len(self.epochs):
                raise ValueError(f"{name} must have {len(self.epochs)} numbers, one per epoch")
        for count in self.distinct:
            ranges.require_whole("distinct", count, 1, ranges.MOST_SAMPLES)
        ranges.require_numbers("dimension", self.dimension, 0, ranges.LARGEST_WIDTH)
        measured = [recall for recall in self.neighbor_recall if recall is not None]
        ranges.require_numbers("neighbor_recall", measured, 0, 1)

    def until(self, last: int) -> "LayerSpace":
        """Return what is known of the epochs up to ``last``."""
        kept = slice(sum(epoch <= last for epoch in self.epochs))
        return LayerSpace(
            self.layer, self.epochs[kept], self.distinct[kept], self.dimension[kept], self.neighbor_recall[kept]
        )


def _require_place(what: str, corner: Sequence[float], sides: Sequence[float]) -> None:
    ranges.require_numbers(f"x and y of {what}", corner, -ranges.LARGEST_POSITION, ranges.LARGEST_POSITION)
    ranges.require_numbers(f"a side of {what}", sides, 0, ranges.LARGEST_POSITION)
