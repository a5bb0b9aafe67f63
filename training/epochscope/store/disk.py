"""Have the local disk keep what was written, and know the digest of what passes."""

import errno
import hashlib
import io
import os
import sys
from collections.abc import Iterable
from pathlib import Path

import pyarrow as pa

_CANNOT = {errno.EINVAL, errno.ENOTSUP}


class Output(io.RawIOBase):
    """Passes on what is written to it, and knows the digest of all of it (BLAKE2b, 16 bytes)."""

    def __init__(self, stream: pa.NativeFile) -> None:
        self._stream = stream
        self._digest = hashlib.blake2b(digest_size=16)

    @property
    def digest(self) -> str:
        """The digest of what was written so far, as hexadecimal digits."""
        return self._digest.hexdigest()

    def writable(self) -> bool:
        """Return that it can be written to."""
        return True

    def write(self, content: object) -> int:
        """Write all of a bytes-like object."""
        view = memoryview(content)  # type: ignore[arg-type]  # anything with a buffer
        self._digest.update(view)
        self._stream.write(view)
        return view.nbytes


def digest_of(parts: bytes | Iterable[bytes]) -> str:
    """Return the digest of a content, given whole or in parts (BLAKE2b, 16 bytes)."""
    digest = hashlib.blake2b(digest_size=16)
    for part in [parts] if isinstance(parts, bytes) else parts:
        digest.update(part)
    return digest.hexdigest()


def to_disk(*paths: Path) -> None:
    """Wait until the content of files, or the names in folders, are on the disk."""
    for path in paths:
        _to_disk(path, path.is_dir())


def tree_to_disk(folder: Path) -> None:
    """Wait until everything in a folder, and in those below it, is on the disk."""
    if sys.platform == "linux":
        os.sync()  # waits, as few other systems do; for 800 files a twentieth of the time that they take one by one
        return
    for path in folder.rglob("*"):
        to_disk(path)
    to_disk(folder)


def make_folder(path: Path) -> set[Path]:
    """Make a folder, and those above it that are missing; return the folders whose new names are not on the disk."""
    if path.is_dir():
        return set()
    changed = make_folder(path.parent)
    path.mkdir(exist_ok=True)
    return {*changed, path.parent}


def _to_disk(path: Path, is_folder: bool) -> None:
    if is_folder and os.name == "nt":
        return  # Windows opens no folder; NTFS keeps a journal of its names
    handle = os.open(path, os.O_RDONLY if is_folder else os.O_RDWR)
    try:
        os.fsync(handle)
    except OSError as error:
        # Some file systems cannot do this for a folder.
        if not is_folder or error.errno not in _CANNOT:
            raise
    finally:
        os.close(handle)
