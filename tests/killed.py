"""Run a function in a process of its own, and kill that just before it has something put on the disk.

Whatever the store writes, files and names alike, passes through one step: it waits until that is on the disk.
"""

import multiprocessing
import os
import signal
from collections.abc import Callable
from itertools import count

LOADED = multiprocessing.get_context("forkserver")
# The server that forks is one for all tests of a process, and never loads more than its first test needs.
LOADED.set_forkserver_preload(
    [
        "epochscope.sharing.compact",
        "epochscope.store.testing",
        "epochscope_embeddings.write",
        "epochscope_training.pipeline",
    ]
)


def kill_at(step: int, work: Callable[..., object], *given: object) -> bool:
    """Return whether ``work(*given)`` came to its step of that number, from 1, and was killed there."""
    process = LOADED.Process(target=_until, args=(step, work, *given))
    process.start()
    process.join()
    assert process.exitcode in (0, -signal.SIGKILL), process.exitcode
    return process.exitcode != 0


def _until(step: int, work: Callable[..., object], *given: object) -> None:
    steps, to_disk = count(1), os.fsync

    def fsync(handle: int) -> None:
        if next(steps) == step:
            os.kill(os.getpid(), signal.SIGKILL)
        to_disk(handle)

    os.fsync = fsync
    work(*given)
