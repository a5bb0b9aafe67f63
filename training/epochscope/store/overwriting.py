"""Record a run beside the one that it replaces, and let it take that place once it has an epoch."""

import os
import shutil
from pathlib import Path

from epochscope.errors import UnusableInput
from epochscope.store.disk import to_disk
from epochscope.store.errors import WriteFailed
from epochscope.store.exchange import ASIDE, swap
from epochscope.store.filesystem import Folder


def stage_of(folder: Folder) -> Folder:
    """Return the folder, of the same name, in which the successor of the run in ``folder`` begins.

    Raises:
        UnusableInput: the run is not on the local disk, where folders change places in one step.
    """
    if folder.local_path is None:
        raise UnusableInput(
            f"run {folder.name!r} is not on the local disk, and only there can it be overwritten safely"
        )
    return Folder(folder.filesystem, _stage(folder).as_posix())


def take_place(folder: Folder) -> None:
    """Let the run in ``stage_of(folder)`` take the place of the one in ``folder``, which is deleted then.

    Raises:
        WriteFailed: the file system refused; the old run is where it was.
    """
    place = _place(folder)
    try:
        swap(_stage(folder), place)
        to_disk(place.parent)
    except OSError as error:
        raise WriteFailed(f"cannot replace run {folder.name!r}: {error.strerror or error}") from error
    discard_stage(folder)


def discard_stage(folder: Folder) -> None:
    """Delete what is in ``stage_of(folder)``; what cannot be deleted stays until the run is overwritten again."""
    shutil.rmtree(_stage(folder).parent, ignore_errors=True)


def restore(folder: Folder) -> None:
    """Bring back a run that was being replaced in two steps, where one is not possible, when the process died."""
    if folder.local_path is None or _place(folder).exists():
        return
    aside = _stage(folder).with_suffix(ASIDE)
    if aside.exists():
        aside.rename(_place(folder))


def _stage(folder: Folder) -> Path:
    place = _place(folder)
    return place.parent / f".{place.name}.overwriting" / folder.name


def _place(folder: Folder) -> Path:
    """Return where the run is: its folder may be a link."""
    return Path(os.path.realpath(folder.root))
