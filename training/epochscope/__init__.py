"""Epochscope's SDK: record what every layer of a network makes of the same samples, epoch after epoch."""

from importlib import import_module
from typing import TYPE_CHECKING

from epochscope.errors import EpochscopeError

if TYPE_CHECKING:
    from epochscope.details import Details
    from epochscope.recorder import Recorder
    from epochscope.store import Metric
    from epochscope.thumbnails import write_thumbnails

__all__ = ["Details", "EpochscopeError", "Metric", "Recorder", "write_thumbnails"]
_HOMES = {
    "Details": "epochscope.details",
    "Metric": "epochscope.store",
    "Recorder": "epochscope.recorder",
    "write_thumbnails": "epochscope.thumbnails",
}


def __getattr__(name: str) -> object:
    # Lazily: readers of the store must not pay for torch, which the recorder needs.
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'epochscope' has no attribute {name!r}")
