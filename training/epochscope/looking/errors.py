"""Why an input cannot be looked at."""

from epochscope.errors import EpochscopeError, UnusableInput


class NotLookable(UnusableInput):
    """The network of a run cannot be looked into."""


class UnusablePicture(UnusableInput):
    """An input is no picture that the network can be given."""


class PictureTooLarge(UnusablePicture):
    """A picture has more pixels than are decoded."""


class SampleNotFound(UnusableInput):
    """The run has no such sample, or does not keep its picture."""


class MapsNotFound(UnusableInput):
    """The network has no such layer, or the layer no such maps."""


class WeightsNotFound(UnusableInput):
    """A layer has no weights to the classes."""


class NotPlaced(UnusableInput):
    """An input cannot be placed among the recorded samples: the run keeps too little, or has no layout at the epoch."""


class LookCanceled(UnusableInput):
    """A look was canceled, or newer ones took its turn."""


class LookFailed(EpochscopeError):
    """The network failed on an input."""
