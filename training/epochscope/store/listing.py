"""Find the runs of a store."""

from collections.abc import Hashable
from pathlib import Path

from epochscope.store import layout
from epochscope.store.errors import BadLocation, RunNotFound
from epochscope.store.filesystem import Folder, open_folder
from epochscope.store.names import check_name
from epochscope.store.reader import RunReader


def list_runs(store: str | Path) -> list[str]:
    """Return the names of the runs in the folder ``store``, sorted; empty if the folder does not exist.

    A run that cannot be read is one of them.

    Raises:
        BadLocation: ``store`` cannot be listed, or is itself a run.
    """
    folder = open_folder(store)
    try:
        names = [name for name in folder.folders() if _is_run(folder, name)]
        is_run = not names and folder.is_file(layout.MANIFEST)
    except OSError as error:
        raise BadLocation(f"cannot list the runs in {store}: {error.strerror or error}") from error
    if is_run:
        raise BadLocation(f"{store} is a run: give the folder that it lies in")
    return names


def is_run(location: str | Path) -> bool:
    """Return whether there is a run at a path or URI; raise BadLocation."""
    try:
        return open_folder(location).exists(layout.MANIFEST)
    except OSError as error:
        raise BadLocation(f"cannot look into {location}: {error.strerror or error}") from error


def find_run(store: str | Path, name: str) -> RunReader:
    """Return the run called ``name``; raise BadName, BadLocation, RunNotFound, NewerFormat, DamagedRun."""
    check_name(name, "run")
    folder = open_folder(store)
    if not _is_run(folder, name):
        existing = ", ".join(list_runs(store)) or "no runs yet"
        raise RunNotFound(f"there is no run {name!r}; this store has: {existing}")
    return RunReader(folder.child(name))


def run_stamp(store: str | Path, name: str) -> Hashable | None:
    """Return what differs once ``find_run`` would find another run, manifest or index of thumbnails; raise BadName.

    ``None`` where that takes reading them: in a store that is not on a local disk.
    """
    folder = open_folder(store).child(check_name(name, "run"))
    stamps = folder.stamp(layout.MANIFEST), folder.stamp(layout.THUMBNAIL_INDEX)
    return None if None in stamps else stamps


def _is_run(store: Folder, name: str) -> bool:
    try:
        return store.exists(f"{name}/{layout.MANIFEST}")
    except OSError:
        # A folder that cannot be entered: reading it says why.
        return True
