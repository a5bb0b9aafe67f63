"""A folder on any file system: read, list, and write files that appear complete or not at all."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa
from pyarrow import fs

from epochscope.store import local_files
from epochscope.store.disk import Output, digest_of, make_folder, to_disk
from epochscope.store.errors import BadLocation, WriteFailed

_ARROW_SCHEMES = {"file", "s3", "gs", "gcs", "hdfs", "viewfs", "abfs", "abfss"}
_UNFINISHED = ".part"
_BLOCK = 1 << 20
MOST_BYTES = 64 << 20
"""What a file that is read at once may have: a manifest of 150 projections of 1,400 epochs has as much."""
MOST_WEIGHTS = 64 << 30
"""What the weights of one epoch, or the state to resume a training from, may have."""


@dataclass(frozen=True)
class Folder:
    """One folder; every path given to its methods is relative to it and uses forward slashes."""

    filesystem: fs.FileSystem
    root: str
    _changed: set[Path] = field(default_factory=set, init=False, compare=False, repr=False)

    @property
    def name(self) -> str:
        """The last part of the folder's path."""
        return self.root.rstrip("/").rsplit("/", 1)[-1]

    @property
    def local_path(self) -> Path | None:
        """The folder on the local disk, ``None`` if it is elsewhere."""
        return Path(self.root) if isinstance(self.filesystem, fs.LocalFileSystem) else None

    @property
    def _on_disk(self) -> bool:
        """Whether paths are those of this machine, be it through fsspec."""
        handler = getattr(self.filesystem, "handler", None)
        return self.local_path is not None or "file" in getattr(getattr(handler, "fs", None), "protocol", ())

    def child(self, name: str) -> "Folder":
        """Return the subfolder ``name``."""
        return Folder(self.filesystem, f"{self.root}/{name}")

    def exists(self, path: str) -> bool:
        """Return whether there is anything at ``path``, openable or not; raise OSError if that is unknown."""
        if self._on_disk:
            return local_files.is_there(self._full(path))
        return bool(self._info(path).type != fs.FileType.NotFound)

    def is_file(self, path: str) -> bool:
        """Return whether there is a file at ``path`` that ``open`` would open."""
        if self._on_disk:
            return local_files.is_regular(self.root, path)
        return bool(self._info(path).type == fs.FileType.File)

    def is_folder(self, path: str = "") -> bool:
        """Return whether there is a folder at ``path``."""
        if self._on_disk:
            return local_files.is_folder(self.root, path)
        return bool(self._info(path).type == fs.FileType.Directory)

    def stamp(self, path: str) -> tuple[int, ...] | None:
        """Return what differs once there is another file at ``path``, or none; ``None`` where only reading it tells."""
        if self.local_path is None:
            return None
        try:
            found = (self.local_path / path).stat()
        except OSError:
            return ()
        return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns

    def open(self, path: str) -> pa.NativeFile:
        """Open a file for reading at any position; every reader of a run opens its files here.

        Raises:
            OSError: it is missing (FileNotFoundError), cannot be read, or is a link out of the folder, a pipe, a
                device or a folder.
        """
        if self._on_disk:
            return pa.PythonFile(local_files.open_regular(self.root, path), "r")
        return self.filesystem.open_input_file(self._full(path))

    def read(self, path: str, most: int = MOST_BYTES) -> bytes:
        """Return the content of a file; raise OSError as ``open`` does, and if it has more than ``most`` bytes."""
        with self._open_small(path, most) as file:
            return bytes(file.read())

    def local_file(self, path: str) -> Path | None:
        """Return the path of a file on the local disk, to be mapped; ``None`` if it is elsewhere.

        Raises:
            OSError: it is missing or none that ``open`` would open.
        """
        if self.local_path is None:
            return None
        with local_files.open_regular(self.root, path):
            return Path(local_files.real_path(self.root, path))

    def digest(self, path: str, most: int = MOST_WEIGHTS) -> str:
        """Return the digest of a file's content, read in blocks; raise OSError as ``read`` does."""
        with self._open_small(path, most) as file:
            return digest_of(iter(lambda: file.read(_BLOCK), b""))

    def folders(self, path: str = "") -> list[str]:
        """Return the names of the folders in ``path``, sorted; empty if it does not exist; raise OSError."""
        if self._on_disk:
            return sorted(local_files.names_of_folders(self._full(path)))
        return sorted(info.base_name for info in self._entries(path) if info.type == fs.FileType.Directory)

    def files(self, path: str = "", recursive: bool = False) -> list[str]:
        """Return the paths of the files in ``path``, relative to this folder, sorted; empty if there is no such folder.

        What is neither a folder nor a file, such as a link, counts as a file, though ``open`` may refuse it.

        Raises:
            OSError: a folder cannot be listed.
        """
        if self._on_disk:
            below = local_files.paths_of_files(self._full(path), recursive) if self.is_folder(path) else ()
            return sorted(f"{path}/{name}" if path else name for name in below)
        paths = [info.path for info in self._entries(path, recursive) if info.type == fs.FileType.File]
        return sorted(self._relative(full) for full in paths)

    @contextmanager
    def writing(self, path: str) -> Iterator[Output]:
        """Write a file that gets its name once it is complete and on disk; on any error nothing of it is left.

        Its name is on disk with the next ``switch``.

        Raises:
            WriteFailed: the file system failed (disk full, no permission, …).
        """
        parent, _, name = self._full(path).rpartition("/")
        unfinished = f"{parent}/.{name}.{secrets.token_hex(4)}{_UNFINISHED}"
        try:
            if self._on_disk:
                local_files.real_path(self.root, path)
            self._make(parent)
            with self.filesystem.open_output_stream(unfinished) as stream:
                yield Output(stream)
            if self.local_path is not None:
                to_disk(Path(unfinished))
            self.filesystem.move(unfinished, f"{parent}/{name}")
            self._changed.add(Path(parent))
        except BaseException as error:
            self._discard(unfinished)
            if isinstance(error, OSError):
                raise self._failed("write", path, error) from error
            raise

    def write(self, path: str, content: bytes) -> None:
        """Write a file at once; raise WriteFailed."""
        with self.writing(path) as output:
            output.write(content)

    def switch(self, path: str, content: bytes) -> None:
        """Write a file that lists others: their names are on disk before it appears, and its own at the end.

        Raises:
            WriteFailed: the file system failed.
        """
        self._changed.add(Path(self._full(path)).parent)
        self._names_to_disk(path)
        self.write(path, content)
        self._names_to_disk(path)

    def delete(self, path: str) -> None:
        """Remove a file if it exists; raise WriteFailed."""
        try:
            if self.is_file(path):
                self.filesystem.delete_file(self._full(path))
        except OSError as error:
            raise self._failed("delete", path, error) from error

    def delete_folder(self, path: str = "") -> None:
        """Remove a folder with everything in it, if it exists; raise WriteFailed."""
        try:
            if self.is_folder(path):
                self.filesystem.delete_dir(self._full(path))
        except OSError as error:
            raise self._failed("delete", path, error) from error

    def forget_listings(self) -> None:
        """Discard cached listings, so that the next one shows what other processes wrote."""
        handler = getattr(self.filesystem, "handler", None)
        if isinstance(handler, fs.FSSpecHandler):
            handler.fs.invalidate_cache()

    def sweep(self, path: str = "", recursive: bool = True) -> None:
        """Remove the unfinished files of an interrupted process below ``path``."""
        for file in self.files(path, recursive):
            if file.endswith(_UNFINISHED):
                self.delete(file)

    def _open_small(self, path: str, most: int) -> pa.NativeFile:
        file = self.open(path)
        size = file.size()
        if size > most:
            file.close()
            raise OSError(f"it has {size:,} bytes, and at most {most:,} make sense")
        return file

    def _full(self, path: str) -> str:
        return f"{self.root}/{path}" if path else self.root

    def _relative(self, full: str) -> str:
        return full.removeprefix(f"{self.root.lstrip('/')}/").removeprefix(f"{self.root}/")

    def _info(self, path: str) -> fs.FileInfo:
        return self.filesystem.get_file_info(self._full(path))

    def _entries(self, path: str, recursive: bool = False) -> list[fs.FileInfo]:
        selector = fs.FileSelector(self._full(path), recursive=recursive, allow_not_found=True)
        return list(self.filesystem.get_file_info(selector))

    def _make(self, full: str) -> None:
        if self.local_path is None:
            self.filesystem.create_dir(full, recursive=True)
        else:
            self._changed.update(make_folder(Path(full)))

    def _names_to_disk(self, path: str) -> None:
        try:
            if self.local_path is not None:
                to_disk(*(folder for folder in self._changed if folder.is_dir()))
        except OSError as error:
            raise self._failed("write", path, error) from error
        self._changed.clear()

    def _failed(self, what: str, path: str, error: OSError) -> WriteFailed:
        reason = os.strerror(error.errno) if error.errno else str(error)
        return WriteFailed(f"cannot {what} {path} of {self.name!r}: {reason}")

    def _discard(self, full: str) -> None:
        # It was never created, or the disk fails here too; sweep() removes it later.
        with suppress(OSError):
            self.filesystem.delete_file(full)


def open_folder(location: str | Path) -> Folder:
    """Return the folder at a path, or at any URI that ``pyarrow.fs`` or fsspec understands.

    Raises:
        BadLocation: it is not a valid path, or no installed package can open the URI.
    """
    text = str(location)
    if "\0" in text:
        raise BadLocation(f"{text!r} is not a path: it contains a NUL character")
    scheme, separator, _ = text.partition("://")
    if not separator:
        return Folder(fs.LocalFileSystem(), Path(os.path.abspath(text)).as_posix())
    if scheme in _ARROW_SCHEMES:
        return _open_with_arrow(text)
    return _open_with_fsspec(text, scheme)


def _open_with_arrow(uri: str) -> Folder:
    try:
        filesystem, root = fs.FileSystem.from_uri(uri)
    except (OSError, ValueError) as error:
        raise BadLocation(f"cannot open {uri!r}: {error}") from error
    return Folder(filesystem, root.rstrip("/"))


def _open_with_fsspec(uri: str, scheme: str) -> Folder:
    try:
        from fsspec.core import url_to_fs

        filesystem, root = url_to_fs(uri)
    except (ImportError, ValueError) as error:
        raise BadLocation(f"cannot open {uri!r}: {error}; install the fsspec package for {scheme}://") from error
    return Folder(fs.PyFileSystem(fs.FSSpecHandler(filesystem)), root.rstrip("/"))
