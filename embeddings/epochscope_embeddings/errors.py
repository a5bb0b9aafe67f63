"""What can be wrong with a run, or with a setting, that somebody wants projected."""

from epochscope.errors import EpochscopeError, UnusableInput


class TooFewEpochs(UnusableInput):
    """Alignment needs at least two epochs."""


class TooFewSamples(UnusableInput):
    """A layout needs more samples than the run has."""


class UnusableSetting(UnusableInput):
    """A value of ``n_neighbors``, ``min_dist`` or the seed that cannot be used, or not with this run."""


class NotFinite(UnusableInput):
    """Recorded activations hold NaN or infinity, for which no distance is defined."""


class AlignmentFailed(EpochscopeError):
    """The aligner returned nothing that could be drawn."""
