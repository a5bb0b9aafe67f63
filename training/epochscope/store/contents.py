"""Which files a manifest lists, and what each must hold."""

from collections.abc import Iterator
from dataclasses import dataclass

import pyarrow as pa

from epochscope.store import layout, schemas
from epochscope.store.manifest import Manifest
from epochscope.store.own_columns import schema_of


@dataclass(frozen=True)
class Listed:
    """A file of a run: the schema of its table, if it is one, and the number of rows, if the manifest states it.

    Whether an ``optional`` file exists is not said by the manifest's entries, only by its digests.
    """

    path: str
    schema: pa.Schema | None = None
    rows: int | None = None
    optional: bool = False


def listed_files(manifest: Manifest) -> Iterator[Listed]:
    """Yield all files of a run, except for its manifest and its thumbnails, which have an index of their own."""
    samples = manifest.samples
    yield Listed(layout.SAMPLES, schemas.samples(manifest.labels), samples)
    if manifest.epochs and manifest.metrics:
        yield Listed(layout.METRICS, schemas.METRICS)
    if constant := manifest.columns_of(per_epoch=False):
        yield Listed(layout.COLUMNS, schema_of(constant), samples)
    for epoch in manifest.epochs:
        if manifest.predictions:
            schema = schemas.predictions(len(manifest.dataset.classes), manifest.predictions)
            yield Listed(layout.predictions(epoch), schema, samples)
        if changing := manifest.columns_of(per_epoch=True):
            yield Listed(layout.columns(epoch), schema_of(changing), samples)
        for layer in () if manifest.compact else manifest.layers:
            schema = schemas.activations(layer.width, layer.dtype)
            yield Listed(layout.activations(layer.name, epoch), schema, samples)
    for epoch in manifest.checkpoints:
        yield Listed(layout.checkpoint(epoch))
    yield from _projected(manifest)
    yield from _optional(manifest)


def listed_paths(manifest: Manifest) -> set[str]:
    """Return the paths of ``listed_files``."""
    return {listed.path for listed in listed_files(manifest)}


def _projected(manifest: Manifest) -> Iterator[Listed]:
    for kept in manifest.neighbors:
        for epoch in kept.epochs:
            yield Listed(layout.neighbors(kept.layer, epoch, kept.part), schemas.neighbors(kept.k), manifest.samples)
    for one in manifest.projections:
        rows, key = len(one.epochs) * manifest.samples, (one.layer, one.setting, one.part)
        yield Listed(layout.projection(*key), schemas.PROJECTION, rows)
        yield Listed(layout.quality(*key), schemas.quality(manifest.labels), rows)


def _optional(manifest: Manifest) -> Iterator[Listed]:
    yield Listed(layout.FLIPPED_LABELS, schemas.FLIPPED_LABELS, optional=True)
    yield Listed(layout.FINGERPRINTS, schemas.FINGERPRINTS, manifest.samples, optional=True)
    yield Listed(layout.USUAL, schemas.USUAL, optional=True)
    yield Listed(layout.graph(manifest.graph_part), optional=True)
    yield Listed(layout.graph_layers(manifest.graph_part), optional=True)
    for epoch in manifest.epochs[-1:]:
        yield Listed(layout.resume_state(epoch), optional=True)
