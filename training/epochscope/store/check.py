"""Check that a run is complete: read every file that its manifest lists and compare it with its digest."""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial

import pyarrow as pa

from epochscope.store import layout, schemas
from epochscope.store.errors import DamagedRun
from epochscope.store.filesystem import Folder
from epochscope.store.locks import LEASES
from epochscope.store.manifest import Manifest
from epochscope.store.parquet import content_digest, opened, require_schema, stored_digest
from epochscope.store.reader import RunReader
from epochscope.store.thumbnails import atlas_digest

Verify = Callable[[Folder, str], None]
Progress = Callable[[list[tuple[str, Verify]]], Iterable[tuple[str, Verify]]]


@dataclass(frozen=True)
class Finding:
    """A problem with one file; ``damage`` is false for a file that merely does not belong to the run (yet)."""

    path: str
    message: str
    damage: bool


def check_run(run: RunReader, progress: Progress = iter) -> list[Finding]:
    """Return the problems of a run, damage first; an empty list means that the run is complete.

    ``progress`` may wrap the list of files to read, as tqdm does.
    """
    expected = [*_expected_files(run.manifest), *_optional_files(run)]
    damage = [finding for path, verify in progress(expected) if (finding := _verify(run.folder, path, verify))]
    return damage + _leftovers(run.folder, {path for path, _ in expected})


def _expected_files(manifest: Manifest) -> Iterator[tuple[str, Verify]]:
    samples = manifest.samples
    yield layout.SAMPLES, partial(_verify_table, schemas.samples(manifest.labels), samples)
    if manifest.epochs and manifest.metrics:
        yield layout.METRICS, partial(_verify_table, schemas.METRICS, None)
    for epoch in manifest.epochs:
        if manifest.predictions:
            schema = schemas.predictions(len(manifest.dataset.classes), manifest.predictions)
            yield layout.predictions(epoch), partial(_verify_table, schema, samples)
        for layer in () if manifest.compact else manifest.layers:
            schema = schemas.activations(layer.width, layer.dtype)
            yield layout.activations(layer.name, epoch), partial(_verify_table, schema, samples)
    for epoch in manifest.checkpoints:
        yield layout.checkpoint(epoch), _verify_safetensors
    yield from _expected_projections(manifest)


def _optional_files(run: RunReader) -> Iterator[tuple[str, Verify]]:
    for atlas in run.thumbnails.atlases if run.thumbnails else ():
        yield layout.thumbnail(atlas.file), partial(_verify_atlas, atlas.digest)
    optional = (
        (layout.FLIPPED_LABELS, schemas.FLIPPED_LABELS, None),
        (layout.FINGERPRINTS, schemas.FINGERPRINTS, run.manifest.samples),
    )
    for path, schema, rows in optional:
        if run.folder.exists(path):
            yield path, partial(_verify_table, schema, rows)


def _expected_projections(manifest: Manifest) -> Iterator[tuple[str, Verify]]:
    for kept in manifest.neighbors:
        for epoch in kept.epochs:
            verify = partial(_verify_table, schemas.neighbors(kept.k), manifest.samples)
            yield layout.neighbors(kept.layer, epoch), verify
    for projection in manifest.projections:
        rows = len(projection.epochs) * manifest.samples
        key = projection.layer, projection.setting
        yield layout.projection(*key), partial(_verify_table, schemas.PROJECTION, rows)
        yield layout.quality(*key), partial(_verify_table, schemas.quality(manifest.labels), rows)


def _verify(folder: Folder, path: str, verify: Verify) -> Finding | None:
    try:
        verify(folder, path)
    except FileNotFoundError:
        return Finding(path, "is missing", damage=True)
    except (DamagedRun, OSError, ValueError, OverflowError, MemoryError, pa.ArrowException) as error:
        return Finding(path, str(error), damage=True)
    return None


def _verify_table(schema: pa.Schema, rows: int | None, folder: Folder, path: str) -> None:
    with opened(folder, path) as file:
        require_schema(file, schema, folder, path)
        if rows is not None and file.metadata.num_rows != rows:
            raise DamagedRun(f"has {file.metadata.num_rows} rows, not {rows}")
        if content_digest(file) != stored_digest(file):
            raise DamagedRun("its content is not what was written")


def _verify_safetensors(folder: Folder, path: str) -> None:
    with folder.open(path) as file:
        header = int.from_bytes(file.read(8), "little")
        if not 2 <= header <= file.size() - 8:
            raise DamagedRun("is truncated or not a safetensors file")
        ends = _tensor_ends(file.read(header))
        if file.size() != 8 + header + max(ends, default=0):
            raise DamagedRun("is truncated")


def _tensor_ends(header: bytes) -> list[int]:
    tensors = json.loads(header)
    return [tensor["data_offsets"][1] for name, tensor in tensors.items() if name != "__metadata__"]


def _verify_atlas(digest: str, folder: Folder, path: str) -> None:
    if atlas_digest(folder.read(path)) != digest:
        raise DamagedRun("its content is not what was written")


def _leftovers(folder: Folder, expected: set[str]) -> list[Finding]:
    locks = {layout.RECORDING_LOCK, layout.PROJECTING_LOCK, layout.MANIFEST_LOCK}
    belonging = expected | locks | {layout.MANIFEST, layout.METRICS, layout.THUMBNAIL_INDEX}
    leftovers = [path for path in folder.files(recursive=True) if path not in belonging]
    return [
        Finding(path, "does not belong to a complete epoch or projection", damage=False)
        for path in leftovers
        if not path.startswith(("resume/", *(f"{lock}{LEASES}/" for lock in locks)))
    ]
