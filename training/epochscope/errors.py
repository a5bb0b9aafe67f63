"""The errors that Epochscope raises by name; each message says what was given and what is allowed."""


class EpochscopeError(Exception):
    """Anything that Epochscope refuses or cannot do, in words for the person who asked."""


class UnusableInput(EpochscopeError):
    """What was asked for cannot be done as it was asked: a name, a value or a file is wrong."""
