"""A folder that takes the place of another one whole, or not at all."""

import ctypes
import errno
import glob
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from epochscope.store import WriteFailed

try:
    import fcntl
except ImportError:  # Windows has none: what a killed export left there is for its user to remove
    fcntl = None  # type: ignore[assignment]

_ASIDE = ".old.part"
_HERE, _EXCHANGE = -100, 2  # AT_FDCWD and RENAME_EXCHANGE of Linux


@contextmanager
def replacing(place: Path) -> Iterator[Path]:
    """Yield a new folder beside ``place`` that takes its place at the end; on any error ``place`` stays as it is.

    Raises:
        WriteFailed: the file system refused (disk full, no permission, …).
    """
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        _sweep(place)
        new = place.parent / f".{place.name}.{secrets.token_hex(4)}.part"
        new.mkdir()
        with _held(new):
            try:
                yield new
                if hasattr(os, "sync"):
                    # Without this a power cut could leave files under their names that never reached the disk.
                    os.sync()
                _swap(new, place)
            finally:
                shutil.rmtree(new, ignore_errors=True)
    except OSError as error:
        raise WriteFailed(f"cannot write {place}: {error.strerror or error}") from error


def _swap(new: Path, place: Path) -> None:
    """Give ``new`` the name of ``place``, and that one, where it is there, the name of ``new``."""
    if not place.exists():
        new.rename(place)
    elif not _exchange(new, place):
        aside = new.with_suffix(_ASIDE)
        place.rename(aside)
        try:
            new.rename(place)
        except BaseException:
            aside.rename(place)
            raise
        shutil.rmtree(aside, ignore_errors=True)


def _exchange(one: Path, other: Path) -> bool:
    """Exchange two folders at once, so that there is no moment without either; ``False`` where the system cannot."""
    exchange = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None) if os.name == "posix" else None
    if exchange is None:
        return False
    if exchange(_HERE, os.fsencode(one), _HERE, os.fsencode(other), _EXCHANGE) == 0:
        return True
    number = ctypes.get_errno()
    if number in (errno.EINVAL, errno.ENOSYS):
        return False
    raise OSError(number, os.strerror(number))


def _sweep(place: Path) -> None:
    """Remove what killed exports left beside ``place``; what another process is at work on is held by it."""
    for left in place.parent.glob(f".{glob.escape(place.name)}.*.part"):
        with suppress(BlockingIOError), _held(left):
            if left.name.endswith(_ASIDE) and not place.exists():
                left.rename(place)
            else:
                shutil.rmtree(left, ignore_errors=True)


@contextmanager
def _held(folder: Path) -> Iterator[None]:
    """Hold a folder until the end, however this process ends; raise BlockingIOError where another one does."""
    if fcntl is None:
        yield
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    finally:
        os.close(handle)
