"""What the server and the process that looks into networks share: frames, errors, a cache, and what a run needs."""

from epochscope.looking.errors import (
    LookCanceled,
    LookFailed,
    MapsNotFound,
    NotLookable,
    NotPlaced,
    PictureTooLarge,
    SampleNotFound,
    UnusablePicture,
    WeightsNotFound,
)
from epochscope.looking.frames import BrokenFrame, Frame, read_frame, write_frame
from epochscope.looking.preprocessing import Preprocessing
from epochscope.looking.recent import Recent
from epochscope.looking.requirements import LARGEST_INPUT, LARGEST_WEIGHTS, require_graph, require_lookable
from epochscope.looking.summary import has_maps, summary_arrays

__all__ = [
    "LARGEST_INPUT",
    "LARGEST_WEIGHTS",
    "BrokenFrame",
    "Frame",
    "LookCanceled",
    "LookFailed",
    "MapsNotFound",
    "NotLookable",
    "NotPlaced",
    "PictureTooLarge",
    "Preprocessing",
    "Recent",
    "SampleNotFound",
    "UnusablePicture",
    "WeightsNotFound",
    "has_maps",
    "read_frame",
    "require_graph",
    "require_lookable",
    "summary_arrays",
    "write_frame",
]
