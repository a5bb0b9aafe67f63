"""The base classes of Epochscope's errors; each message names the value that was given and those that are allowed."""


class EpochscopeError(Exception):
    """Something that Epochscope rejects or cannot do; the message is written for the user."""


class UnusableInput(EpochscopeError):
    """The request cannot be met: a name, a value or a file is wrong."""
