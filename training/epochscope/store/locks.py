"""Keep two processes on one machine from writing to the same run at once."""

from collections.abc import Iterator
from contextlib import contextmanager

from epochscope.store.errors import RunBusy
from epochscope.store.filesystem import Folder

try:
    import fcntl
except ImportError:  # Windows has none; one process a run is then the user's own care
    fcntl = None  # type: ignore[assignment]


@contextmanager
def locked(folder: Folder, name: str, busy: str | None = None) -> Iterator[None]:
    """Hold the lock ``name`` of a local folder; it ends with the process, however that ends.

    Where another process holds it, wait for that one to end, or, given the words ``busy`` for what it does, refuse.

    Raises:
        RunBusy: another process holds it and ``busy`` is given.
    """
    path = folder.local_path
    if path is None or fcntl is None:
        yield
        return
    path.mkdir(parents=True, exist_ok=True)
    with open(path / name, "w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB if busy else fcntl.LOCK_EX)
        except BlockingIOError as error:
            raise RunBusy(f"another process is {busy} run {folder.name!r}; wait for it or stop it") from error
        yield
