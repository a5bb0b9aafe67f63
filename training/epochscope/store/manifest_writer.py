"""Hold a run, and change its manifest: the one step that makes files belong to a run, and the last that is taken."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import replace

from epochscope.errors import UnusableInput
from epochscope.store import layout
from epochscope.store.contents import listed_files, listed_paths
from epochscope.store.errors import DamagedRun, RunExists, WriteFailed
from epochscope.store.files import Files
from epochscope.store.filesystem import MOST_BYTES, Folder
from epochscope.store.leases import Lease
from epochscope.store.locks import locked
from epochscope.store.manifest import Manifest, format_manifest, parse_manifest
from epochscope.store.parquet import reading


class ManifestWriter:
    """Commits manifests, each with the digests of the files that it lists.

    Nothing complete goes before its successor is there: what replaces a file has another name, and the commit that
    lists it deletes the old one last. Files that keep their names are announced before they are replaced.
    """

    def __init__(self, folder: Folder) -> None:
        self.folder = folder
        self._leases: list[Lease] = []
        self._written: dict[str, str] = {}
        """The digests, by path, of what was written and is not listed yet."""

    @property
    def exists(self) -> bool:
        """Whether the run exists, even if it cannot be read; raise WriteFailed if its folder cannot be entered."""
        try:
            return self.folder.exists(layout.MANIFEST)
        except OSError as error:
            raise WriteFailed(f"cannot write to {self.folder.name!r}: {error.strerror or error}") from error

    def recording(self) -> AbstractContextManager[None]:
        """Hold the run for recording, so that no second process records to it; raise RunBusy."""
        return self._holding(layout.RECORDING_LOCK, "recording to")

    def projecting(self) -> AbstractContextManager[None]:
        """Hold the run for projecting, so that no second process projects it; raise RunBusy."""
        return self._holding(layout.PROJECTING_LOCK, "projecting")

    @contextmanager
    def _holding(self, name: str, task: str) -> Iterator[None]:
        with locked(self.folder, name, task) as lease:
            self._leases += [lease] if lease else []
            try:
                yield
            finally:
                self._leases = [other for other in self._leases if other is not lease]

    def _require_held(self) -> None:
        for lease in self._leases:
            lease.require_held()

    def begin(self, manifest: Manifest) -> None:
        """Write the manifest of a new run, which makes it exist; raise RunExists."""
        self._require_held()
        if self.exists:
            raise RunExists(f"there is already a run at {self.folder.root}")
        # A program may have written these with a writer of its own.
        for listed in listed_files(manifest):
            if listed.optional and listed.path not in self._written and self.folder.is_file(listed.path):
                self._written[listed.path] = self.folder.digest(listed.path)
        self._write_manifest(self._with_files(manifest, Files()))

    def commit(self, change: Callable[[Manifest], Manifest]) -> Manifest:
        """Apply ``change`` to the current manifest and write it; return the new one.

        Files that the new one no longer lists are deleted. Training and projecting may commit to one run at the same
        time: neither loses the other's changes.
        """
        with self._changing() as current:
            changed = replace(change(current), revision=current.revision + 1)
            changed = self._write_manifest(self._with_files(changed, current.files))
        listed = listed_paths(changed)
        self._written = {path: digest for path, digest in self._written.items() if path not in listed}
        for path in sorted(listed_paths(current) - listed):
            # What cannot be deleted now is removed by the next process that writes.
            with suppress(WriteFailed):
                self.folder.delete(path)
        return changed

    def _manifest(self) -> Manifest:
        with reading(self.folder, layout.MANIFEST):
            text = self.folder.read(layout.MANIFEST)
        return parse_manifest(text, self.folder.name)

    def _with_files(self, manifest: Manifest, before: Files) -> Manifest:
        return replace(manifest, files=before.with_written(self._written, listed_paths(manifest)))

    def _write_manifest(self, manifest: Manifest) -> Manifest:
        text = format_manifest(manifest)
        _require_readable(text, self.folder.name)
        self.folder.switch(layout.MANIFEST, text)
        return manifest

    def adopt(self, digests: Mapping[str, str]) -> None:
        """Add digests, by path, of files that the manifest lists and has none of."""
        with self._changing() as current:
            files = replace(current.files, versions={**digests, **current.files.versions})
            self._write_manifest(replace(current, files=files))

    @contextmanager
    def _changing(self) -> Iterator[Manifest]:
        with self._sweeping():
            self._require_held()
            yield self._manifest()

    @contextmanager
    def _sweeping(self) -> Iterator[None]:
        with locked(self.folder, layout.MANIFEST_LOCK, "changing the manifest of", wait=True):
            # Under the lock no other process is about to give an unfinished manifest its name.
            self.folder.sweep(recursive=False)
            yield

    def _announce(self, path: str, digest: str, present: str | None) -> None:
        """List the digest that a file is to have, beside the one that it has; up to the next commit either is right."""
        with self._changing() as current:
            self._write_manifest(replace(current, files=current.files.announcing(path, digest, present)))


def _require_readable(text: bytes, run: str) -> None:
    """Raise UnusableInput for a manifest that could not be read back: the run would be lost with it."""
    if len(text) > MOST_BYTES:
        raise UnusableInput(
            f"run.json of run {run!r} would have {len(text):,} bytes, and at most {MOST_BYTES:,} are read"
        )
    try:
        parse_manifest(text, run)
    except DamagedRun as error:
        raise UnusableInput(f"nothing is written that cannot be read back: {error}") from error
