"""Place the layouts of a run in its one common frame: a second pass over finished layouts.

The result depends on which layouts the run has and on nothing else: not on the order in which they were made, nor on
the machine or the job that made them. Files are not rewritten; a placement is a part of the manifest (see Placement).
"""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from epochscope.store import Bounds, DamagedRun, Extent, Projection, RunReader, Setting
from epochscope_embeddings.orient import placement_alone, placement_onto

DEFAULT = Setting(15, 0.1)
"""What the other layouts of a layer are placed on, if the layer has it: the setting that is rarely the last to come."""
_MARGIN = 0.025

Positions = NDArray[np.float32]


@dataclass(frozen=True)
class PlacedLayout:
    """A projection of a run with its positions (E, N, 2) in the common frame."""

    projection: Projection
    positions: Positions


def placing_groups(layers: Sequence[str], projections: Sequence[Projection]) -> list[list[Projection]]:
    """Return all projections in groups: the first of a group is placed on the first of the group before, the others of
    the group on their first.

    There is one group for each layer that has an aligned layout (any layout, if no layer has an aligned one), in the
    order of ``layers``, and its first is that with the default setting or else with the smallest. A layer without a
    group joins the nearest one.
    """
    rank = {layer: index for index, layer in enumerate(layers)}
    ordered = sorted(projections, key=lambda one: (rank[one.layer], one.setting.method != "aligned", _order(one)))
    leading = [one for one in ordered if one.setting.method == "aligned"] or ordered
    groups = {rank[one.layer]: [one] for one in reversed(leading)}
    firsts = {_key(group[0]) for group in groups.values()}
    for one in ordered:
        if _key(one) not in firsts:
            groups[min(groups, key=lambda layer: (abs(layer - rank[one.layer]), layer))].append(one)
    return [groups[layer] for layer in sorted(groups)]


def place_together(reader: RunReader, report: Callable[[], object] = lambda: None) -> list[Projection]:
    """Return the entries of all projections of the run, placed; those whose file is lost or damaged are left out.

    Reads every layout once and holds two at a time.
    """
    return _place(reader, list(reader.manifest.projections), report)


def place_one(reader: RunReader, projection: Projection, layout: Positions) -> Projection:
    """Return the entry of a new layout (E, N, 2), placed beside those that the run has, which stay where they are.

    So it can be shown before all are placed together.
    """
    others = [one for one in reader.manifest.projections if _key(one) != _key(projection)]
    reference = _reference_of(projection, placing_groups(_layers(reader), [*others, projection]))
    with suppress(DamagedRun):
        if reference is not None:
            positions = reader.projection(reference.layer, reference.setting)
            return _placed(projection, layout, PlacedLayout(reference, positions)).projection
    return _placed(projection, layout, None).projection


def _reference_of(projection: Projection, groups: Sequence[Sequence[Projection]]) -> Projection | None:
    before: Projection | None = None
    for first, *others in groups:
        if any(one is projection for one in others):
            return first
        if first is projection:
            return before
        before = first
    return None


def _place(reader: RunReader, projections: list[Projection], report: Callable[[], object]) -> list[Projection]:
    placed: list[Projection] = []
    before: PlacedLayout | None = None
    for group in placing_groups(_layers(reader), projections):
        reference = before
        for one in group:
            try:
                layout = reader.unplaced_projection(one.layer, one.setting)
            except DamagedRun:
                # It will be made again when its layer is projected; until then the others do without it.
                return _place(reader, [other for other in projections if other is not one], report)
            placed_layout = _placed(one, layout, reference)
            placed.append(placed_layout.projection)
            if one is group[0]:
                reference = before = placed_layout
            report()
    return placed


def _placed(projection: Projection, layout: Positions, reference: PlacedLayout | None) -> PlacedLayout:
    """Return a layout placed by the epochs that were laid out together both in it and in the reference.

    Appended epochs do not take part, so that appending never moves what is there.
    """
    joint = _joint(projection)
    common = [] if reference is None else [epoch for epoch in joint if epoch in _joint(reference.projection)]
    if reference is None or not common:
        placement = placement_alone(layout[: len(joint)])
    else:
        here, there = (_rows(one, common) for one in (projection, reference.projection))
        placement = placement_onto(layout[here], reference.positions[there])
    positions = placement.of(layout)
    extent, *appended = extents_of(positions, len(joint))
    placed = replace(projection, placement=placement, bounds=bounds_of(positions))
    return PlacedLayout(replace(placed, extent=extent, appended_extents=tuple(appended)), positions)


def extents_of(positions: Positions, joint_epochs: int) -> list[Extent]:
    """Return the extent of all epochs that were laid out together, and one for each appended epoch: so appending an
    epoch changes nothing about those before it."""
    return [extent_of(positions[:joint_epochs]), *(extent_of(epoch[None]) for epoch in positions[joint_epochs:])]


def bounds_of(positions: Positions) -> Bounds:
    """Return the smallest rectangle around positions (E, N, 2)."""
    lower, upper = positions.min(axis=(0, 1)).astype(float), positions.max(axis=(0, 1)).astype(float)
    (x, y), (width, height) = lower, upper - lower
    return Bounds(float(x), float(y), float(width), float(height))


def extent_of(positions: Positions) -> Extent:
    """Return the one square around positions (E, N, 2): centered on them, a small margin wider, never of size 0."""
    lower, upper = positions.min(axis=(0, 1)).astype(float), positions.max(axis=(0, 1)).astype(float)
    size = float((upper - lower).max()) * (1 + 2 * _MARGIN) or 1.0
    x, y = (lower + upper) / 2 - size / 2
    return Extent(float(x), float(y), size)


def _joint(projection: Projection) -> tuple[int, ...]:
    return projection.epochs[: projection.joint_epochs]


def _layers(reader: RunReader) -> list[str]:
    return [layer.name for layer in reader.manifest.layers]


def _rows(projection: Projection, epochs: Sequence[int]) -> list[int]:
    return [projection.epochs.index(epoch) for epoch in epochs]


def _order(projection: Projection) -> tuple[bool, Setting]:
    return projection.setting != DEFAULT, projection.setting


def _key(projection: Projection) -> tuple[str, Setting]:
    return projection.layer, projection.setting
