"""What can be wrong with a run, or with a setting, that somebody wants projected."""

from epochscope.errors import EpochscopeError, UnusableInput
from epochscope.store import TooFewEpochs, TooFewSamples, UnusableSetting

__all__ = ["AlignmentFailed", "NotFinite", "TooFewEpochs", "TooFewSamples", "UnusableSetting"]


class NotFinite(UnusableInput):
    """Recorded activations hold NaN or infinity, for which no distance is defined."""


class AlignmentFailed(EpochscopeError):
    """The aligner returned nothing that could be drawn."""
