"""The base classes of Epochscope's errors; each message names the value that was given and those that are allowed."""

from collections.abc import Iterator
from contextlib import contextmanager


class EpochscopeError(Exception):
    """Something that Epochscope rejects or cannot do; the message is written for the user."""


class UnusableInput(EpochscopeError):
    """The request cannot be met: a name, a value or a file is wrong."""


@contextmanager
def needing(extra: str, doing: str) -> Iterator[None]:
    """Import what comes with an extra; ``doing`` is what needs it, as in "exporting".

    Raises:
        UnusableInput: a module is not installed; the message says how to install it.
    """
    try:
        yield
    except ModuleNotFoundError as error:
        raise UnusableInput(f"{doing} needs {error.name}: pip install 'epochscope[{extra}]'") from error
