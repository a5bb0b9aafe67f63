"""What the arrays of a run belong to: the run itself, a column, the neighbors of a layer, or a projection."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Protocol

from typing_extensions import Self

from epochscope.store import (
    PREDICTION_COLUMNS,
    QUALITY_MEASURES,
    Column,
    ColumnNotFound,
    EpochNotFound,
    NeighborSet,
    Projection,
)
from epochscope_api.addresses import parse_number, parse_setting
from epochscope_api.run_source import RunSource

Address = Mapping[str, str]
"""The parts of a URL below the run, by their names in the path's template."""


class Owner(Protocol):
    """One thing that arrays belong to; the manifest lists those of its kind as ``listed_as``, or is it itself."""

    listed_as: ClassVar[str | None]

    @classmethod
    def find(cls, run: RunSource, address: Address, /) -> Self:
        """Return the one that an address means; raise UnusableInput."""

    @classmethod
    def every(cls, run: RunSource) -> list[Self]:
        """Return all that the run has, in the order of its manifest."""

    @property
    def run(self) -> RunSource:
        """The run."""

    @property
    def address(self) -> Address:
        """Its parts of a path."""

    @property
    def origin(self) -> object:
        """What tells it from another one in its place in the same run; more epochs do not change it."""

    @property
    def epochs(self) -> tuple[int, ...]:
        """The epochs that it has, in the order of the first axis of its arrays."""

    def require_epoch(self, epoch: int) -> None:
        """Raise EpochNotFound unless it has the epoch."""

    def holds(self, column: str, /) -> bool:
        """Return whether it has a column, of those that it may lack."""

    def size(self, axis: str) -> int:
        """Return how long an axis is."""

    def facts(self, epoch: int) -> object:
        """Return all that its arrays at an epoch depend on, beside the run's identity; later epochs change none of
        it."""


@dataclass(frozen=True)
class WholeRun:
    """The run itself."""

    listed_as: ClassVar[str | None] = None

    run: RunSource

    @classmethod
    def find(cls, run: RunSource, _: Address) -> Self:
        """Return it."""
        return cls(run)

    @classmethod
    def every(cls, run: RunSource) -> list[Self]:
        """Return it."""
        return [cls(run)]

    @property
    def address(self) -> Address:
        """None."""
        return {}

    @property
    def origin(self) -> object:
        """None."""
        return None

    @property
    def epochs(self) -> tuple[int, ...]:
        """All that are complete."""
        return self.run.manifest.epochs

    def require_epoch(self, epoch: int) -> None:
        """Raise EpochNotFound unless it is complete."""
        self.run.manifest.require_epoch(epoch)

    def holds(self, column: str) -> bool:
        """Return whether it has labels, or a column of the predictions."""
        if column == "label":
            return self.run.manifest.labels
        return column not in PREDICTION_COLUMNS or column in self.run.manifest.predictions

    def size(self, axis: str) -> int:
        """Return the number of ``samples``, ``classes``, ``splits``."""
        if axis == "splits":
            return len(set(self.run.samples().split))
        return {"samples": self.run.manifest.samples, "classes": len(self.run.manifest.dataset.classes)}[axis]

    def facts(self, epoch: int) -> object:
        """Return the epochs up to this one: the dynamics count them."""
        return self.epochs[: self.epochs.index(epoch) + 1]


@dataclass(frozen=True)
class OneColumn:
    """A column of the run's own, whose name may be any text: addresses have its number in the manifest."""

    listed_as: ClassVar[str | None] = "columns"

    run: RunSource
    number: int

    @classmethod
    def find(cls, run: RunSource, address: Address) -> Self:
        """Return that of a number; raise BadAddress, ColumnNotFound."""
        number, known = parse_number(address["column"], "a column"), len(run.manifest.columns)
        if number >= known:
            raise ColumnNotFound(f"run {run.name!r} has no column {number}: it has {known}, numbered from 0")
        return cls(run, number)

    @classmethod
    def every(cls, run: RunSource) -> list[Self]:
        """Return all of the run."""
        return [cls(run, number) for number in range(len(run.manifest.columns))]

    @property
    def column(self) -> Column:
        """What the manifest says of it."""
        return self.run.manifest.columns[self.number]

    @property
    def address(self) -> Address:
        """The number."""
        return {"column": str(self.number)}

    @property
    def origin(self) -> object:
        """Name, kind and classes."""
        return self.column

    @property
    def epochs(self) -> tuple[int, ...]:
        """All that are complete."""
        return self.run.manifest.epochs

    def require_epoch(self, epoch: int) -> None:
        """Raise EpochNotFound unless it is complete."""
        self.run.manifest.require_epoch(epoch)

    def holds(self, kind: str) -> bool:
        """Return whether it is of a kind."""
        return self.column.kind == kind

    def size(self, axis: str) -> int:
        """Return the number of ``samples``."""
        return {"samples": self.run.manifest.samples}[axis]

    def facts(self, epoch: int) -> object:
        """Return the column and the epoch."""
        return self.number, self.column, epoch


@dataclass(frozen=True)
class LayerNeighbors:
    """The neighbors of one layer in its own space."""

    listed_as: ClassVar[str | None] = "neighbors"

    run: RunSource
    neighbor_set: NeighborSet

    @classmethod
    def find(cls, run: RunSource, address: Address) -> Self:
        """Return those of ``layer``; raise LayerNotFound."""
        return cls(run, run.manifest.neighbor_set(address["layer"]))

    @classmethod
    def every(cls, run: RunSource) -> list[Self]:
        """Return those of all layers."""
        return [cls(run, one) for one in run.manifest.neighbors]

    @property
    def address(self) -> Address:
        """The layer."""
        return {"layer": self.neighbor_set.layer}

    @property
    def origin(self) -> object:
        """None."""
        return None

    @property
    def epochs(self) -> tuple[int, ...]:
        """Those with neighbors."""
        return self.neighbor_set.epochs

    def require_epoch(self, epoch: int) -> None:
        """Raise EpochNotFound unless it has neighbors."""
        self.run.manifest.neighbor_set(self.neighbor_set.layer, epoch)

    def holds(self, _: str) -> bool:
        """Return that it has every column."""
        return True

    def size(self, axis: str) -> int:
        """Return the number of ``samples``, and of ``neighbors`` of each."""
        return {"samples": self.run.manifest.samples, "neighbors": self.neighbor_set.k}[axis]

    def facts(self, epoch: int) -> object:
        """Return the layer and the epoch before, from which the motion is measured."""
        return self.neighbor_set.layer, self.epochs[: self.epochs.index(epoch) + 1][-2:]


@dataclass(frozen=True)
class OneProjection:
    """A projection of one layer."""

    listed_as: ClassVar[str | None] = "projections"

    run: RunSource
    projection: Projection

    @classmethod
    def find(cls, run: RunSource, address: Address) -> Self:
        """Return that of ``layer`` with ``setting``; raise BadAddress, LayerNotFound, ProjectionNotFound."""
        return cls(run, run.manifest.projection(address["layer"], parse_setting(address["setting"])))

    @classmethod
    def every(cls, run: RunSource) -> list[Self]:
        """Return all of the run."""
        return [cls(run, one) for one in run.manifest.projections]

    @property
    def address(self) -> Address:
        """Layer and setting."""
        return {"layer": self.projection.layer, "setting": str(self.projection.setting)}

    @property
    def origin(self) -> object:
        """How the first epoch was laid out."""
        return self.facts(self.epochs[0])

    @property
    def epochs(self) -> tuple[int, ...]:
        """Those that were laid out."""
        return self.projection.epochs

    def require_epoch(self, epoch: int) -> None:
        """Raise EpochNotFound unless it was laid out."""
        if epoch not in self.epochs:
            known = ", ".join(map(str, self.epochs))
            raise EpochNotFound(f"epoch {epoch} is not in this projection; it has: {known}")

    def holds(self, column: str) -> bool:
        """Return whether it has a measure."""
        return column not in QUALITY_MEASURES or column in self.projection.measures

    def size(self, axis: str) -> int:
        """Return the number of ``samples``."""
        return {"samples": self.run.manifest.samples}[axis]

    def facts(self, epoch: int) -> object:
        """Return how the epoch was laid out, and its extent and means to the last digit: another layout of the same
        setting (laid out again, placed again, on another machine) has others."""
        one, index = self.projection, self.epochs.index(epoch)
        measured = [[values[index] for values in of.values()] for of in (one.quality, one.quality_error)]
        layout = (one.layer, str(one.setting), one.seed, one.joint_epochs, one.scale, one.placement, one.extents[index])
        return layout, one.quality_neighbors, measured, epoch
