"""Open files of a folder on the local disk: regular ones that lie below it, and nothing else.

A run may come from anywhere. A link in it could lead to a private file, and a pipe or a device in the place of a file
would never end.
"""

import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

# Where the system has them: do not follow a link that was put there just now, and do not wait for a pipe's writer.
_SAFELY = sum(getattr(os, name, 0) for name in ("O_NOFOLLOW", "O_NONBLOCK", "O_BINARY"))


def open_regular(root: str, path: str) -> BinaryIO:
    """Open a file below the folder ``root`` for reading.

    Raises:
        OSError: it is missing (FileNotFoundError), no regular file, or outside of the folder.
    """
    return os.fdopen(_open(real_path(root, path), os.O_RDONLY), "rb")


def open_lock(root: str, name: str, create: bool = True) -> BinaryIO:
    """Open an empty file of the folder ``root`` to lock it, created where it is missing; raise as open_regular does.

    Without ``create`` a missing one is missing, and nothing is written.
    """
    return os.fdopen(_open(real_path(root, name), os.O_RDWR | os.O_CREAT if create else os.O_RDONLY), "rb")


def real_path(root: str, path: str) -> str:
    """Return the path below ``root`` with all links resolved; raise OSError if it leads out of the folder."""
    folder, real = os.path.realpath(root), os.path.realpath(Path(root) / path)
    if not Path(real).is_relative_to(folder):
        raise OSError("it is a link that leads out of its folder")
    return real


def is_regular(root: str, path: str) -> bool:
    """Return whether there is a file below ``root`` that can be opened by its kind."""
    try:
        return stat.S_ISREG(os.lstat(real_path(root, path)).st_mode)
    except OSError:
        return False


def is_folder(root: str, path: str) -> bool:
    """Return whether there is a folder at a path below ``root``, or at ``root`` itself."""
    try:
        return Path(real_path(root, path)).is_dir()
    except OSError:
        return False


def is_there(path: str) -> bool:
    """Return whether there is anything at a path, of whatever kind; raise OSError if that is unknown."""
    try:
        os.lstat(path)
    except (FileNotFoundError, NotADirectoryError):
        return False
    return True


def names_of_folders(path: str) -> Iterator[str]:
    """Yield the names of the folders in a folder, and of links to folders; none if there is no folder.

    One that may not be looked at counts as a folder.
    """
    yield from (entry.name for entry in _entries(path) if _is_folder(entry))


def paths_of_files(path: str, recursive: bool) -> Iterator[str]:
    """Yield the paths, relative to the folder ``path``, of all in it that is no folder; no link is followed."""
    for entry in _entries(path):
        if not entry.is_dir(follow_symlinks=False):
            yield entry.name
        elif recursive:
            yield from (f"{entry.name}/{below}" for below in paths_of_files(entry.path, recursive))


def _open(path: str, flags: int) -> int:
    # Before it is opened, too: to open a device can have an effect.
    if os.path.lexists(path):
        _require_regular(os.lstat(path))
    handle = os.open(path, flags | _SAFELY, 0o666)
    try:
        _require_regular(os.fstat(handle))
    except OSError:
        os.close(handle)
        raise
    return handle


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError as error:
        # Else it is a link that leads back to itself.
        return isinstance(error, PermissionError)


def _require_regular(found: os.stat_result) -> None:
    if not stat.S_ISREG(found.st_mode):
        raise OSError("it is no regular file")


def _entries(path: str) -> Iterator[os.DirEntry[str]]:
    try:
        entries = os.scandir(path)
    except FileNotFoundError:
        return
    with entries:
        yield from entries
