"""Find out which of the requested projections a run lacks."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from epochscope.store import (
    DamagedRun,
    NeighborSet,
    Projection,
    ProjectionNotFound,
    RunReader,
    Setting,
    stored_neighbors,
)
from epochscope_embeddings.fingerprint import fingerprint
from epochscope_embeddings.write import listed_neighbors


class Todo(Enum):
    """What to do about one projection."""

    NOTHING = "up to date"
    APPEND = "append the new epochs"
    LAY_OUT = "lay out all epochs"


@dataclass(frozen=True)
class LayerPlan:
    """What to do about one layer."""

    layer: str
    todo: dict[Setting, Todo]
    neighbor_set: NeighborSet
    """The neighbors that the run has at the end."""
    lacks_neighbors: bool

    @property
    def idle(self) -> bool:
        """Whether there is nothing to do."""
        return not self.lacks_neighbors and set(self.todo.values()) <= {Todo.NOTHING}

    def settings(self, todo: Todo) -> list[Setting]:
        """Return the settings with this to do."""
        return [setting for setting, what in self.todo.items() if what is todo]


def plan_layer(reader: RunReader, layer: str, settings: Sequence[Setting], seed: int, again: bool) -> LayerPlan:
    """Return the plan of one layer; ``again`` lays out all epochs even where that was done before."""
    manifest = reader.manifest
    listed = listed_neighbors(manifest, layer)
    k = stored_neighbors(manifest, layer, [setting.n_neighbors for setting in settings])
    part = 0 if listed is None else listed.part + (listed.k != k)
    neighbor_set = NeighborSet(layer, k, manifest.epochs, part)
    todo = {setting: Todo.LAY_OUT if again else what_to_do(reader, layer, setting, seed) for setting in settings}
    return LayerPlan(layer, todo, neighbor_set, lacks_neighbors=listed != neighbor_set)


def what_to_do(reader: RunReader, layer: str, setting: Setting, seed: int) -> Todo:
    """Return whether a projection is up to date, lacks only epochs that came after it, or has to be laid out."""
    try:
        projection = reader.manifest.projection(layer, setting)
        if projection.fingerprint != fingerprint(reader, layer, setting, seed, projection.epochs):
            return Todo.LAY_OUT
        reader.unplaced_projection(layer, setting)
        reader.quality(layer, setting)
    except (ProjectionNotFound, DamagedRun):
        return Todo.LAY_OUT
    if projection.epochs == reader.manifest.epochs:
        return Todo.NOTHING
    return Todo.APPEND if _can_be_appended_to(projection, reader.manifest.epochs) else Todo.LAY_OUT


def _can_be_appended_to(projection: Projection, epochs: Sequence[int]) -> bool:
    first = tuple(epochs[: len(projection.epochs)])
    return projection.setting.method == "aligned" and projection.epochs == first
