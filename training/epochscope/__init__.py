"""Epochscope's SDK: record the output of a network's layers for the same samples, epoch after epoch."""

from importlib import import_module
from importlib.metadata import version
from typing import TYPE_CHECKING

from epochscope.errors import EpochscopeError

if TYPE_CHECKING:
    from epochscope.models import load_model
    from epochscope.notebook import show
    from epochscope.record.array_recorder import ArrayRecorder
    from epochscope.record.outputs import Outputs
    from epochscope.record.plan import Details
    from epochscope.record.recorder import Recorder
    from epochscope.sharing.fingerprints import match_fingerprints
    from epochscope.sharing.pixels import to_eight_bits
    from epochscope.sharing.thumbnails import tile_fingerprints, write_thumbnails
    from epochscope.store import Metric

__all__ = [
    "ArrayRecorder",
    "Details",
    "EpochscopeError",
    "Metric",
    "Outputs",
    "Recorder",
    "load_model",
    "match_fingerprints",
    "show",
    "tile_fingerprints",
    "to_eight_bits",
    "write_thumbnails",
]
_MODULES = {
    "ArrayRecorder": "epochscope.record.array_recorder",
    "Details": "epochscope.record.plan",
    "Metric": "epochscope.store",
    "Outputs": "epochscope.record.outputs",
    "Recorder": "epochscope.record.recorder",
    "load_model": "epochscope.models",
    "match_fingerprints": "epochscope.sharing.fingerprints",
    "show": "epochscope.notebook",
    "tile_fingerprints": "epochscope.sharing.thumbnails",
    "to_eight_bits": "epochscope.sharing.pixels",
    "write_thumbnails": "epochscope.sharing.thumbnails",
}


def __getattr__(name: str) -> object:
    if name == "__version__":
        return version("epochscope")
    if name not in _MODULES:
        raise AttributeError(f"module 'epochscope' has no attribute {name!r}")
    # Imported lazily: reading a store must not load torch, which the recorder needs.
    try:
        return getattr(import_module(_MODULES[name]), name)
    except ModuleNotFoundError as error:
        words = f"{name} needs {error.name}: pip install 'epochscope[record]'"
        raise ModuleNotFoundError(words, name=error.name, path=error.path) from error
