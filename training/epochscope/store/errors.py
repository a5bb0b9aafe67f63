"""Errors of the run store: problems of a run, or of a request for a part of it."""

from epochscope.errors import EpochscopeError, UnusableInput


class BadName(UnusableInput):
    """A run, layer or file name that could point outside its folder of the store."""


class BadLocation(UnusableInput):
    """A path that is not valid, or a URI that no installed package can open."""


class RunNotFound(UnusableInput):
    """The run does not exist."""


class RunExists(UnusableInput):
    """A new run may not replace an existing one."""


class LayerNotFound(UnusableInput):
    """The run has no such layer."""


class ColumnNotFound(UnusableInput):
    """The run has no such column, or none with a value per epoch."""


class NotKept(UnusableInput):
    """The run does not hold this part: it is a compact copy, or was imported without it."""


class EpochNotFound(UnusableInput):
    """The run has not recorded this epoch."""


class ProjectionNotFound(UnusableInput):
    """The run has no projection of this layer with this setting."""


class TooFewEpochs(UnusableInput):
    """A layout needs a recorded epoch."""


class TooFewSamples(UnusableInput):
    """A layout needs more samples than the run has."""


class UnusableSetting(UnusableInput):
    """A method, ``n_neighbors``, ``min_dist``, seed or device that cannot be used, or not with this run."""


class NotEnoughRoom(UnusableInput):
    """This machine has less memory or room on its disk than something takes; nothing of it was begun."""


class NewerFormat(EpochscopeError):
    """The run was written by a newer Epochscope; reading it could silently give wrong results."""


class DamagedRun(EpochscopeError):
    """A file of the run is missing, unreadable, or does not match the manifest."""


class RunBusy(EpochscopeError):
    """Another process is writing to this run."""


class WriteFailed(EpochscopeError):
    """The store could not be written (disk full, no permission, …); epochs that were complete before still are."""
