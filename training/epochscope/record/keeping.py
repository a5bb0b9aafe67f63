"""What is kept of a training: what its epochs count, which of them are recorded, and of which the weights."""

from collections.abc import Sequence
from dataclasses import dataclass

from epochscope.errors import UnusableInput
from epochscope.store.manifest import UNITS

_ALL, _LAST, _NONE = "all", "last", "none"


@dataclass(frozen=True)
class Keeping:
    """How often a training is recorded, and the weights of which epochs are kept.

    ``every`` is how many epochs (or steps, if that is the ``unit``) are at least between two recorded ones.
    ``checkpoints`` is ``all``, ``last``, ``none``, or n for every n-th recorded epoch and the last one.

    Raises:
        UnusableInput: one of them is none of these.
    """

    unit: str = "epoch"
    every: int = 1
    checkpoints: str | int = _ALL

    def __post_init__(self) -> None:
        if self.unit not in UNITS:
            raise UnusableInput(f"unit must be {' or '.join(UNITS)}, not {self.unit!r}")
        if not _is_count(self.every):
            raise UnusableInput(f"every must be a whole number from 1, not {self.every!r}")
        if self.checkpoints not in (_ALL, _LAST, _NONE) and not _is_count(self.checkpoints):
            raise UnusableInput(f"checkpoints must be all, last, none, or n for every n-th, not {self.checkpoints!r}")

    def is_due(self, epoch: int, last: int | None) -> bool:
        """Return whether an epoch is none of those that are left out after the epoch ``last``."""
        return last is None or not last < epoch < last + self.every

    @property
    def keeps_weights(self) -> bool:
        """Whether the weights of an epoch are kept at least until the next one."""
        return self.checkpoints != _NONE

    def checkpoints_with(self, epoch: int, epochs: Sequence[int] = (), kept: Sequence[int] = ()) -> tuple[int, ...]:
        """Return the epochs whose weights a run keeps once ``epoch`` follows ``epochs``, of which it has ``kept``."""
        replaced = epochs[-1:] if not self._is_lasting(len(epochs) - 1) else ()
        return (*(one for one in kept if one not in replaced), epoch)

    def _is_lasting(self, number: int) -> bool:
        """Return whether the weights of the recorded epoch of this number, from 0, stay when another one follows."""
        return self.checkpoints == _ALL or (isinstance(self.checkpoints, int) and number % self.checkpoints == 0)


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 1
