"""Keep two processes from writing to the same run at once: by a lock of the local disk, elsewhere by a lease."""

import errno
import random
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from itertools import chain, repeat
from typing import BinaryIO

from epochscope.store.disk import make_folder, to_disk
from epochscope.store.errors import RunBusy, WriteFailed
from epochscope.store.filesystem import Folder
from epochscope.store.leases import Lease
from epochscope.store.local_files import open_lock

try:
    import fcntl
except ImportError:  # Windows has no such locks: a lease holds the run instead
    fcntl = None  # type: ignore[assignment]

# What a network drive says that has no locks (NFS without its lock daemon, Lustre without flock).
_NO_LOCKS = {errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP}
LEASES = ".leases"
"""A lease named ``.recording.lock`` is a claim in the folder ``.recording.lock.leases``."""
_TRIES, _PAUSE = 5, 0.02
"""How often a lock is tried without waiting for its holder, and the seconds between: another process may hold it for a
moment, to look whether it is held."""


@contextmanager
def locked(folder: Folder, name: str, task: str, wait: bool = False) -> Iterator[Lease | None]:
    """Hold the lock ``name`` of a run's folder for ``task``, such as ``recording to``; it ends with the process.

    Yield the lease if the folder is on a file system without locks (an object store, some network drives), else
    ``None``. If another process holds the lock, wait for it if ``wait`` is true.

    Raises:
        RunBusy: another process holds it and ``wait`` is false; the message names the holder of a lease.
        WriteFailed: the store could not be written.
    """
    with ExitStack() as held:
        if not _lock(folder, name, task, wait, held):
            lease = _acquire(folder, name, task, wait)
            held.callback(lease.release)
            yield lease
        else:
            yield None


def is_locked(folder: Folder, name: str) -> bool:
    """Return whether a process holds the lock ``name`` of a run's folder; a lease counts until it expires."""
    if folder.local_path is not None and fcntl is not None:
        try:
            with open_lock(folder.root, name, create=False) as file:
                fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        except OSError as error:
            if error.errno not in _NO_LOCKS:
                return False
        else:
            return False
    return Lease(folder, f"{name}{LEASES}", "").is_claimed()


def _lock(folder: Folder, name: str, task: str, wait: bool, held: ExitStack) -> bool:
    """Lock the file ``name`` until ``held`` ends; return whether the file system has locks."""
    if folder.local_path is None or fcntl is None:
        return False
    try:
        to_disk(*make_folder(folder.local_path))
        file = held.enter_context(open_lock(folder.root, name))
        _flock(file, wait)
        # Closing the file would not do: the workers of a loader, forked meanwhile, have it open too.
        held.callback(fcntl.flock, file, fcntl.LOCK_UN)
    except BlockingIOError as error:
        raise RunBusy(f"another process is {task} run {folder.name!r}; wait for it or stop it") from error
    except OSError as error:
        if error.errno in _NO_LOCKS:
            return False
        raise WriteFailed(f"cannot write {name} of {folder.name!r}: {error.strerror or error}") from error
    return True


def _flock(file: BinaryIO, wait: bool) -> None:
    for _ in range(0 if wait else _TRIES - 1):
        with suppress(BlockingIOError):
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        time.sleep(_PAUSE)
    fcntl.flock(file, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)


def _acquire(folder: Folder, name: str, task: str, wait: bool) -> Lease:
    delays = chain((0.05, 0.1, 0.2, 0.4, 0.8), repeat(1.6))
    while True:
        lease = Lease(folder, f"{name}{LEASES}", task)
        try:
            lease.acquire()
        except RunBusy:
            if not wait:
                raise
            # Wait a random time, so that two processes that collide once do not collide again.
            time.sleep(random.uniform(0, next(delays)))
        else:
            return lease
