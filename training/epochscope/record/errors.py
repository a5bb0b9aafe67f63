"""What a recording refuses."""

from epochscope.errors import UnusableInput


class RunMismatch(UnusableInput):
    """A recording does not match the run that it should continue."""


class UnknownLayer(UnusableInput):
    """The model has no module of this name."""


class UnusableLayer(UnusableInput):
    """A layer's output cannot become one vector per sample."""


class UnusableSamples(UnusableInput):
    """The loader's or the network's output for the samples does not fit the run."""


class UnusableActivations(UnusableInput):
    """A layer's output contains values that cannot be stored: NaN, infinity, or beyond the range of the dtype."""
