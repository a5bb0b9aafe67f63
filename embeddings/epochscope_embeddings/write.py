"""Put neighbors and projections into the run so that a crash at any instant leaves it whole.

A file that the manifest lists is never replaced by one of another shape: the entry is taken out first, then the
files are written, then the new entry is put in.
"""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from epochscope.store import (
    Extent,
    Manifest,
    Neighbors,
    NeighborSet,
    Projection,
    Quality,
    RunReader,
    RunWriter,
)

_MARGIN = 0.025
Software = Mapping[str, str]


def write_neighbors(writer: RunWriter, kept: NeighborSet, new: Mapping[int, Neighbors]) -> None:
    """Write the neighbors of the epochs in ``new`` and list ``kept``: those epochs and what was there with its k."""
    listed = listed_neighbors(RunReader(writer.folder).manifest, kept.layer)
    if listed is not None and listed.k != kept.k:
        writer.commit(lambda manifest: replace(manifest, neighbors=_other_sets(manifest, kept.layer)))
    for epoch, neighbors in new.items():
        writer.write_neighbors(kept.layer, epoch, neighbors)
    if listed != kept:
        writer.commit(lambda manifest: _with_neighbors(manifest, kept))


def write_projection(
    writer: RunWriter, projection: Projection, positions: NDArray[np.float32], quality: Quality, made_by: Software
) -> None:
    """Write positions (E, N, 2) and their quality, and list them in the place of an older projection."""
    place = projection.layer, projection.setting
    manifest = RunReader(writer.folder).manifest
    if _other_projections(manifest, projection) != manifest.projections:
        writer.commit(lambda current: replace(current, projections=_other_projections(current, projection)))
    writer.write_projection(*place, projection.epochs, positions)
    writer.write_quality(*place, projection.epochs, quality)
    writer.commit(lambda current: _with_projection(current, projection, made_by))


def listed_neighbors(manifest: Manifest, layer: str) -> NeighborSet | None:
    """Return what is kept of a layer's neighbors, ``None`` where nothing is."""
    return next((kept for kept in manifest.neighbors if kept.layer == layer), None)


def extent_of(positions: NDArray[np.float32]) -> Extent:
    """Return the one square around positions (E, N, 2): centered on them, a small margin wider, never of size 0."""
    lower, upper = positions.min(axis=(0, 1)).astype(float), positions.max(axis=(0, 1)).astype(float)
    size = float((upper - lower).max()) * (1 + 2 * _MARGIN) or 1.0
    x, y = (lower + upper) / 2 - size / 2
    return Extent(float(x), float(y), size)


def _other_sets(manifest: Manifest, layer: str) -> tuple[NeighborSet, ...]:
    return tuple(kept for kept in manifest.neighbors if kept.layer != layer)


def _with_neighbors(manifest: Manifest, new: NeighborSet) -> Manifest:
    kept = [*_other_sets(manifest, new.layer), new]
    return replace(manifest, neighbors=tuple(sorted(kept, key=lambda one: _layer_place(manifest, one.layer))))


def _other_projections(manifest: Manifest, new: Projection) -> tuple[Projection, ...]:
    place = new.layer, new.setting
    return tuple(one for one in manifest.projections if (one.layer, one.setting) != place)


def _with_projection(manifest: Manifest, new: Projection, made_by: Software) -> Manifest:
    kept = [*_other_projections(manifest, new), new]
    kept.sort(key=lambda one: (_layer_place(manifest, one.layer), one.setting))
    return replace(manifest, projections=tuple(kept), versions={**manifest.versions, **made_by})


def _layer_place(manifest: Manifest, layer: str) -> int:
    return manifest.layers.index(manifest.layer(layer))
