"""Write neighbors and projections into the run so that a crash at any instant leaves it whole.

What replaces a file that the manifest lists is written beside it, as the next part. The commit that lists the new part
is the switch: it deletes the old one.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields, replace
from itertools import starmap

import numpy as np
from numpy.typing import NDArray

from epochscope.store import (
    LayerSpace,
    Manifest,
    Neighbors,
    NeighborSet,
    Projection,
    Quality,
    RunReader,
    RunWriter,
    Setting,
)
from epochscope_embeddings.neighbors.space import Space
from epochscope_embeddings.placing import place_one, place_together

Software = Mapping[str, str]
_OF_ITS_PLACE = {"extent", "appended_extents", "bounds", "placement"}


class ResultsWriter:
    """Writes what one job computes. Make it while holding the run's lock for projecting: the manifest is read once, and
    from then on known from the job's own commits."""

    def __init__(self, writer: RunWriter) -> None:
        self._writer = writer
        self._reader = RunReader(writer.folder)

    @property
    def manifest(self) -> Manifest:
        """The manifest as of the last commit."""
        return self._reader.manifest

    def write_neighbors(
        self, neighbor_set: NeighborSet, new: Mapping[int, Neighbors], spaces: Mapping[int, Space]
    ) -> None:
        """Write the neighbors of the epochs in ``new``, and list ``neighbor_set``: those epochs and the ones that are
        listed already in its part. List what is known of the layer's ``spaces``, by epoch, too.

        A set that replaces one with another k, in the part before, is listed once it has as many epochs.
        """
        for epoch, neighbors in new.items():
            self._writer.write_neighbors(neighbor_set.layer, epoch, neighbors, neighbor_set.part)
        listed = listed_neighbors(self.manifest, neighbor_set.layer)
        before = set(listed.epochs) if listed else set()
        if listed is None or listed.part == neighbor_set.part:
            neighbor_set = replace(neighbor_set, epochs=tuple(sorted({*before, *neighbor_set.epochs})))
        listing = [neighbor_set] if before <= set(neighbor_set.epochs) else []

        def change(manifest: Manifest) -> Manifest:
            return _with_spaces(_with_neighbors(manifest, listing), neighbor_set.layer, spaces)

        if change(self.manifest) != self.manifest:
            self._commit(change)

    def write_projection(
        self, projection: Projection, layout: NDArray[np.float32], quality: Quality, made_by: Software
    ) -> None:
        """Write a layout (E, N, 2) and its quality, and list it in place of an older projection of the same setting.

        It is placed beside the others as they are now, so that it can be shown until ``place_together``. One that is
        listed already stays as it is, so that a job that is killed and done again leaves what it would have left.
        """
        key, epochs = _key(projection), projection.epochs
        known = next((one for one in self.manifest.projections if _key(one) == key), None)
        part = 0 if known is None else known.part + 1
        self._writer.write_projection(*key, epochs, layout, part)
        self._writer.write_quality(*key, epochs, quality, part)
        if known and _is_same(known, projection) and self._writer.has_same_projection(*key, known.part, part):
            self._writer.delete_projection(*key, part)
            return
        placed = place_one(self._reader, replace(projection, part=part), layout)
        self._commit(lambda current: _with_projection(current, placed, made_by))

    def place_together(self, report: Callable[[], object] = lambda: None) -> None:
        """Place all layouts of the run in its common frame, in one commit; none where they are there already."""
        placed = {_key(one): one for one in place_together(self._reader, report)}
        if any(placed.get(_key(one), one) != one for one in self.manifest.projections):
            self._commit(lambda current: _with_placements(current, placed))

    def _commit(self, change: Callable[[Manifest], Manifest]) -> None:
        self._reader = self._reader.as_of(self._writer.commit(change))


def listed_neighbors(manifest: Manifest, layer: str) -> NeighborSet | None:
    """Return the neighbors that are listed for a layer, ``None`` where none are."""
    return next((listed for listed in manifest.neighbors if listed.layer == layer), None)


def known_spaces(manifest: Manifest, layer: str) -> dict[int, Space]:
    """Return what is known of a layer's own space, by epoch."""
    listed = manifest.space(layer)
    if listed is None:
        return {}
    rows = zip(listed.distinct, listed.dimension, listed.neighbor_recall, strict=True)
    return dict(zip(listed.epochs, starmap(Space, rows), strict=True))


def _with_spaces(manifest: Manifest, layer: str, new: Mapping[int, Space]) -> Manifest:
    known = {**known_spaces(manifest, layer), **new}
    if not known:
        return manifest
    epochs, rows = zip(*sorted(known.items()), strict=True)
    listed = [one for one in manifest.spaces if one.layer != layer]
    listed.append(LayerSpace(layer, epochs, *zip(*rows, strict=True)))
    return replace(manifest, spaces=tuple(sorted(listed, key=lambda one: _layer_index(manifest, one.layer))))


def _with_neighbors(manifest: Manifest, new: Sequence[NeighborSet]) -> Manifest:
    replaced = {one.layer for one in new}
    listed = [*(one for one in manifest.neighbors if one.layer not in replaced), *new]
    return replace(manifest, neighbors=tuple(sorted(listed, key=lambda one: _layer_index(manifest, one.layer))))


def _other_projections(manifest: Manifest, new: Projection) -> tuple[Projection, ...]:
    return tuple(one for one in manifest.projections if _key(one) != _key(new))


def _with_projection(manifest: Manifest, new: Projection, made_by: Software) -> Manifest:
    listed = [*_other_projections(manifest, new), new]
    listed.sort(key=lambda one: (_layer_index(manifest, one.layer), one.setting))
    return replace(manifest, projections=tuple(listed), versions={**manifest.versions, **made_by})


def _with_placements(manifest: Manifest, placed: Mapping[tuple[str, Setting], Projection]) -> Manifest:
    return replace(manifest, projections=tuple(placed.get(_key(one), one) for one in manifest.projections))


def _key(projection: Projection) -> tuple[str, Setting]:
    return projection.layer, projection.setting


def _is_same(known: Projection, new: Projection) -> bool:
    """Return whether two layouts say the same of themselves, wherever they are placed."""
    names = [one.name for one in fields(Projection) if one.compare and one.name not in _OF_ITS_PLACE]
    return all(getattr(known, name) == getattr(new, name) for name in names)


def _layer_index(manifest: Manifest, layer: str) -> int:
    return manifest.layers.index(manifest.layer(layer))
