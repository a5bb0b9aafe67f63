"""What can be wrong with a run or with the way somebody asked for it."""

from epochscope.errors import EpochscopeError, UnusableInput


class BadName(UnusableInput):
    """A run, layer or file name that could mean another place than one folder of the store."""


class BadLocation(UnusableInput):
    """A path that cannot be one, or a URI that nothing installed here can open."""


class RunNotFound(UnusableInput):
    """There is no such run."""


class RunExists(UnusableInput):
    """A new run may not replace one that is there."""


class LayerNotFound(UnusableInput):
    """The run has no such layer."""


class NotKept(UnusableInput):
    """The run does not hold this part: it is a compact copy, or was imported without it."""


class EpochNotFound(UnusableInput):
    """The run has not recorded this epoch."""


class ProjectionNotFound(UnusableInput):
    """The run has no projection of this layer with this setting."""


class TooFewEpochs(UnusableInput):
    """Alignment needs at least two epochs."""


class TooFewSamples(UnusableInput):
    """A layout needs more samples than the run has."""


class UnusableSetting(UnusableInput):
    """A method, ``n_neighbors``, ``min_dist``, seed or device that cannot be used, or not with this run."""


class NewerFormat(EpochscopeError):
    """The run was written by a newer Epochscope; reading on could silently be wrong."""


class DamagedRun(EpochscopeError):
    """A file of the run is missing, unreadable, or not what the manifest says."""


class RunBusy(EpochscopeError):
    """Another process is writing to this run."""


class WriteFailed(EpochscopeError):
    """The store could not be written (disk full, no permission, …); what was complete before still is."""
