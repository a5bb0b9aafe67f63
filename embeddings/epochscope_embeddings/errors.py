"""What can be wrong with a run that is to be projected, beyond the store's own errors."""

from epochscope.errors import EpochscopeError, UnusableInput


class NotFinite(UnusableInput):
    """Recorded activations hold NaN or infinity, for which no distance is defined."""


class AlignmentFailed(EpochscopeError):
    """The aligner returned nothing that could be drawn."""
