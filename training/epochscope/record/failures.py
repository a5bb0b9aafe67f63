"""What becomes of an error while an epoch is recorded: the training goes on without that epoch, or stops."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager

from epochscope.errors import EpochscopeError, UnusableInput
from epochscope.record.errors import RunMismatch, UnusableActivations

_WARN, _RAISE = "warn", "raise"
_OUTSIDE = 7
"""How many calls lead from the program that records to the warning."""


class EpochNotRecorded(UserWarning):
    """An epoch could not be recorded, and the training goes on."""


class Failures:
    """Tells errors that stop a training from those that cost it an epoch, of which the first of each kind is said.

    Wrong arguments stop it, and show at the first batch: until that has run, every error does. What does not fit the
    run, such as the number of samples, may show only at the end of the first epoch, and a loader that does not yield
    the same samples again at the second one.

    Raises:
        UnusableInput: ``on_error`` is neither ``warn`` nor ``raise``.
    """

    def __init__(self, on_error: str, run: str, unit: str, says: bool = True) -> None:
        if on_error not in (_WARN, _RAISE):
            raise UnusableInput(f"on_error must be {_WARN} or {_RAISE}, not {on_error!r}")
        self._raises_all = on_error == _RAISE
        self._run = run
        self.unit = unit
        self._says = says
        self._said: set[type[Exception]] = set()
        self.dropped: list[int] = []
        """The epochs that were not recorded."""
        self.first_batch_done = False
        self.epochs_done = 0

    @contextmanager
    def sparing(self, epoch: int) -> Iterator[None]:
        """Let an error end the block, but not the training, if it is none of the arguments."""
        try:
            yield
        except Exception as error:
            if self._raises(error):
                raise
            self.dropped.append(epoch)
            self._say(epoch, error)

    def _raises(self, error: Exception) -> bool:
        if self._raises_all or not self.first_batch_done:
            return True
        about_arguments = isinstance(error, UnusableInput) and not isinstance(error, UnusableActivations)
        shows_by = 2 if isinstance(error, RunMismatch) else 1
        return about_arguments and self.epochs_done < shows_by

    def _say(self, epoch: int, error: Exception) -> None:
        if not self._says or type(error) in self._said:
            return
        self._said.add(type(error))
        reason = str(error) if isinstance(error, EpochscopeError) else f"{type(error).__name__}: {error}"
        warnings.warn(
            f"{self.unit} {epoch} of run {self._run!r} was not recorded, and the training goes on: {reason}",
            EpochNotRecorded,
            stacklevel=_OUTSIDE,
        )
