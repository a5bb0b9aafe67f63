"""Replace a folder by a new one as a whole, or not at all."""

import glob
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from epochscope.store import WriteFailed
from epochscope.store.disk import make_folder, to_disk, tree_to_disk
from epochscope.store.exchange import ASIDE, swap

try:
    import fcntl
except ImportError:  # Windows has none: what a killed export left there is for its user to remove
    fcntl = None  # type: ignore[assignment]


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


def _sweep(target: Path) -> None:
    """Remove what killed exports left beside ``target``; a folder that another process is writing is held by it."""
    for left in target.parent.glob(f".{glob.escape(target.name)}.*.part"):
        with suppress(BlockingIOError), _held(left):
            if left.name.endswith(ASIDE) and not target.exists():
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
