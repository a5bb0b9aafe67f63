"""Replace a folder by a new one as a whole, or not at all."""

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
from epochscope.store.disk import make_folder, to_disk, tree_to_disk

try:
    import fcntl
except ImportError:  # Windows has none: what a killed export left there is for its user to remove
    fcntl = None  # type: ignore[assignment]

_ASIDE = ".old.part"
_HERE, _EXCHANGE = -100, 2  # AT_FDCWD and RENAME_EXCHANGE of Linux


@contextmanager
def replacing(target: Path) -> Iterator[Path]:
    """Yield a new folder beside ``target`` that replaces it at the end; on any error ``target`` stays as it is.

    Raises:
        WriteFailed: the file system refused (disk full, no permission, …).
    """
    try:
        to_disk(*make_folder(target.parent))
        _sweep(target)
        new = target.parent / f".{target.name}.{secrets.token_hex(4)}.part"
        new.mkdir()
        with _held(new):
            try:
                yield new
                tree_to_disk(new)
                swap(new, target)
                to_disk(target.parent)
            finally:
                shutil.rmtree(new, ignore_errors=True)
    except OSError as error:
        raise WriteFailed(f"cannot write {target}: {error.strerror or error}") from error


def swap(new: Path, target: Path) -> None:
    """Give ``new`` the name of ``target``; an existing ``target`` takes the name of ``new`` or is removed."""
    if not target.exists():
        new.rename(target)
    elif not exchange(new, target):
        aside = new.with_suffix(_ASIDE)
        target.rename(aside)
        try:
            new.rename(target)
        except BaseException:
            aside.rename(target)
            raise
        shutil.rmtree(aside, ignore_errors=True)


def exchange(one: Path, other: Path) -> bool:
    """Exchange two folders in one step, so that both always exist; return ``False`` if the system cannot."""
    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None) if os.name == "posix" else None
    if rename is None:
        return False
    if rename(_HERE, os.fsencode(one), _HERE, os.fsencode(other), _EXCHANGE) == 0:
        return True
    number = ctypes.get_errno()
    if number in (errno.EINVAL, errno.ENOSYS):
        return False
    raise OSError(number, os.strerror(number))


def _sweep(target: Path) -> None:
    """Remove what killed exports left beside ``target``; a folder that another process is writing is held by it."""
    for left in target.parent.glob(f".{glob.escape(target.name)}.*.part"):
        with suppress(BlockingIOError), _held(left):
            if left.name.endswith(_ASIDE) and not target.exists():
                left.rename(target)
            else:
                shutil.rmtree(left, ignore_errors=True)


@contextmanager
def _held(folder: Path) -> Iterator[None]:
    """Hold a folder until the end, however this process ends; raise BlockingIOError if another process holds it."""
    if fcntl is None:
        yield
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    finally:
        os.close(handle)
