"""What the server and the process that looks into networks share: frames, errors, a cache, and what a run needs."""

from epochscope.looking.errors import (
    LookCanceled,
    LookFailed,
    MapsNotFound,
    NotLookable,
    PictureTooLarge,
    SampleNotFound,
    UnusablePicture,
    WeightsNotFound,
)
from epochscope.looking.frames import BrokenFrame, Frame, read_frame, write_frame
from epochscope.looking.preprocessing import Preprocessing
from epochscope.looking.recent import Recent
from epochscope.looking.requirements import require_lookable

__all__ = [
    "BrokenFrame",
    "Frame",
    "LookCanceled",
    "LookFailed",
    "MapsNotFound",
    "NotLookable",
    "PictureTooLarge",
    "Preprocessing",
    "Recent",
    "SampleNotFound",
    "UnusablePicture",
    "WeightsNotFound",
    "read_frame",
    "require_lookable",
    "write_frame",
]
