"""Epochscope's SDK: record what every layer of a network makes of the same samples, epoch after epoch."""

from typing import TYPE_CHECKING

from epochscope.errors import EpochscopeError

if TYPE_CHECKING:
    from epochscope.recorder import Recorder
    from epochscope.store import Metric

__all__ = ["EpochscopeError", "Metric", "Recorder"]


def __getattr__(name: str) -> object:
    # Lazily: readers of the store must not pay for torch, which the recorder needs.
    if name == "Recorder":
        from epochscope.recorder import Recorder

        return Recorder
    if name == "Metric":
        from epochscope.store import Metric

        return Metric
    raise AttributeError(f"module 'epochscope' has no attribute {name!r}")
