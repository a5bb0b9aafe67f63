"""Check that a run is complete: read every byte of every file that it lists and compare it with its digest."""

import json
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, fields
from functools import partial

import pyarrow as pa

from epochscope.errors import EpochscopeError
from epochscope.store import layout
from epochscope.store.contents import Listed, listed_files
from epochscope.store.errors import DamagedRun
from epochscope.store.files import Files
from epochscope.store.filesystem import MOST_BYTES, MOST_WEIGHTS, Folder
from epochscope.store.footers import stored_bytes
from epochscope.store.locks import LEASES
from epochscope.store.manifest import Manifest, own_digest, parse_manifest
from epochscope.store.parquet import content_digest, opened, require_schema, size_problem, stored_digest
from epochscope.store.ranges import MOST_METRICS
from epochscope.store.reader import RunReader
from epochscope.store.thumbnails import Thumbnails, own_index_digest
from epochscope.store.writer import RunWriter

NO_DIGEST = "has no digest, as it was written by an older version: its form was checked, not every byte"
FOREIGN = "was written by another program since, so that its digest says nothing"
_WEIGHTS = (".safetensors", ".pt")
_CHANGED = "its content is not what was written"
_OURS = b"\n}\n"
"""How a JSON file ends that Epochscope wrote."""

Verify = Callable[[], None]
Progress = Callable[[list[tuple[str, Verify]]], Iterable[tuple[str, Verify]]]


@dataclass(frozen=True)
class Finding:
    """A problem with one file; ``damage`` is false for one that does not belong to the run (yet) or has no digest."""

    path: str
    message: str
    damage: bool


class NoDigest(Exception):
    """The file looks whole, but there is nothing that every byte of it could be compared with."""


def check_run(run: RunReader, progress: Progress = iter) -> list[Finding]:
    """Return the problems of a run, damage first; an empty list means that every byte is as it was written.

    ``progress`` may wrap the list of files to read, as tqdm does.
    """
    run = _latest(run)
    expected = list(_expected(run))
    findings = [finding for path, verify in progress(expected) if (finding := _finding(path, verify))]
    if any(finding.damage for finding in findings) and _latest(run).manifest.files != run.manifest.files:
        return check_run(run, progress)  # another process committed meanwhile
    findings += _leftovers(run.folder, {path for path, _ in expected})
    return sorted(findings, key=lambda finding: not finding.damage)


def _latest(run: RunReader) -> RunReader:
    try:
        return RunReader(run.folder)
    except EpochscopeError:
        return run


def add_digests(run: RunReader, lacking: Collection[str]) -> None:
    """Take the digests of the files of a complete run that ``check_run`` found without one; raise RunBusy."""
    writer = RunWriter(run.folder)
    with writer.recording(), writer.projecting():
        if layout.THUMBNAIL_INDEX in lacking and run.thumbnails:
            writer.write_thumbnail_index(run.thumbnails)
        others = set(lacking) - {layout.MANIFEST, layout.THUMBNAIL_INDEX}
        writer.adopt({path: run.folder.digest(path) for path in others})


def _expected(run: RunReader) -> Iterator[tuple[str, Verify]]:
    yield layout.MANIFEST, partial(_verify_manifest, run.folder)
    for listed in listed_files(run.manifest):
        digests = run.manifest.files.of(listed.path)
        if digests or not listed.optional or run.folder.exists(listed.path):
            yield listed.path, partial(_verify, run.folder, listed, digests)
    if run.thumbnails:
        yield layout.THUMBNAIL_INDEX, partial(_verify_index, run.folder, run.thumbnails)
        for atlas in run.thumbnails.atlases:
            path = layout.thumbnail(atlas.file)
            yield path, partial(_verify, run.folder, Listed(path), (atlas.digest,))


def _finding(path: str, verify: Verify) -> Finding | None:
    try:
        verify()
    except NoDigest as note:
        return Finding(path, str(note), damage=False)
    except FileNotFoundError:
        return Finding(path, "is missing", damage=True)
    except (DamagedRun, OSError, ValueError, OverflowError, MemoryError, pa.ArrowException) as error:
        return Finding(path, str(error), damage=True)
    return None


def _verify(folder: Folder, listed: Listed, digests: tuple[str, ...]) -> None:
    most = MOST_BYTES
    if listed.schema is not None:
        most += _verify_table(folder, listed, every_value=not digests)
    elif listed.path.endswith(".safetensors"):
        _verify_safetensors(folder, listed.path)
    if listed.path.endswith(_WEIGHTS):
        most = MOST_WEIGHTS
    if digests and folder.digest(listed.path, most) not in digests:
        raise DamagedRun(_CHANGED)
    if not digests:
        raise NoDigest(NO_DIGEST)


def _verify_table(folder: Folder, listed: Listed, every_value: bool) -> int:
    """Return how many bytes its columns take in the file."""
    with opened(folder, listed.path) as file:
        require_schema(file, listed.schema, folder, listed.path)
        rows = range(MOST_METRICS + 1) if listed.rows is None else range(listed.rows, listed.rows + 1)
        if problem := size_problem(file, listed.schema, rows, folder, listed.path):
            raise DamagedRun(problem)
        if every_value and content_digest(file) != stored_digest(file):
            raise DamagedRun(_CHANGED)
        return stored_bytes(file)


def _verify_safetensors(folder: Folder, path: str) -> None:
    with folder.open(path) as file:
        header = int.from_bytes(file.read(8), "little")
        if not 2 <= header <= min(file.size() - 8, MOST_BYTES):
            raise DamagedRun("is truncated or not a safetensors file")
        if file.size() != 8 + header + _end_of_tensors(file.read(header)):
            raise DamagedRun("is truncated")


def _end_of_tensors(header: bytes) -> int:
    try:
        tensors = json.loads(header)
        ends = [int(tensor["data_offsets"][1]) for name, tensor in tensors.items() if name != "__metadata__"]
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise DamagedRun("is not a safetensors file") from error
    return max(ends, default=0)


def _verify_manifest(folder: Folder) -> None:
    text = folder.read(layout.MANIFEST)
    manifest = parse_manifest(text, folder.name)
    versions = manifest.files.versions
    if layout.MANIFEST in versions:
        _compare(text, versions[layout.MANIFEST], own_digest(text, manifest))
        return
    document = json.loads(text)
    _require_older(document, Manifest)
    _require_older(document.get("files", {}), Files)
    if versions:
        raise DamagedRun(_CHANGED)
    raise NoDigest(NO_DIGEST)


def _verify_index(folder: Folder, thumbnails: Thumbnails) -> None:
    text = folder.read(layout.THUMBNAIL_INDEX)
    if thumbnails.digest:
        _compare(text, thumbnails.digest, own_index_digest(text, thumbnails))
        return
    _require_older(json.loads(text), Thumbnails)
    raise NoDigest(NO_DIGEST)


def _compare(text: bytes, stored: str, actual: str) -> None:
    if stored == actual:
        return
    if not text.endswith(_OURS):
        raise NoDigest(FOREIGN)
    raise DamagedRun(_CHANGED)


def _require_older(document: dict[str, object], kind: type) -> None:
    """Raise DamagedRun if there is a field that no older version wrote: newer ones write a digest."""
    known = {field.name for field in fields(kind)}
    unknown = [name for name in document if name not in known]
    if unknown:
        raise DamagedRun(f"has a field {unknown[0]!r} and no digest: {_CHANGED}")


def _leftovers(folder: Folder, expected: set[str]) -> list[Finding]:
    locks = {layout.RECORDING_LOCK, layout.PROJECTING_LOCK, layout.MANIFEST_LOCK}
    # The files of metrics and of the index of thumbnails belong to the run, whatever the manifest says of them.
    belonging = expected | locks | {layout.METRICS, layout.THUMBNAIL_INDEX}
    try:
        paths = folder.files(recursive=True)
    except OSError as error:
        return [Finding(".", f"cannot be listed: {error.strerror or error}", damage=True)]
    return [
        Finding(path, "does not belong to a complete epoch or projection", damage=False)
        for path in paths
        if path not in belonging and not path.startswith(tuple(f"{lock}{LEASES}/" for lock in locks))
    ]
