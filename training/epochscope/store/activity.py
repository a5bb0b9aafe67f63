"""What other processes are doing to a run at this moment; its locks say so, in whatever way these processes end."""

from dataclasses import dataclass

from epochscope.store import layout
from epochscope.store.filesystem import Folder
from epochscope.store.locks import is_locked


@dataclass(frozen=True)
class Activity:
    """Whether a run is being recorded to, and whether it is being projected."""

    recording: bool
    projecting: bool


def activity_in(folder: Folder) -> Activity:
    """Return what is being done to the run in ``folder``."""
    return Activity(is_locked(folder, layout.RECORDING_LOCK), is_locked(folder, layout.PROJECTING_LOCK))
