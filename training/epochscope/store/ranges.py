"""The ranges of the numbers in a manifest: each number is compared with its own before anything relies on it."""

from collections.abc import Sequence

from epochscope.errors import UnusableInput

MOST_SAMPLES = 1 << 24
"""More than any plot shows: a run claims no more memory than for as many."""
MOST_EPOCHS = 1 << 16
LARGEST_EPOCH = 2**31 - 1
"""What fits into an ``int32`` column and an address."""
MOST_CLASSES = 1 << 20
LONGEST_MEANING = 4096
"""Of a class, in characters."""
LARGEST_WIDTH = 1 << 24
LARGEST_SIDE = 1 << 16
"""Of an input image, in pixels."""
MOST_METRICS = 1 << 18
"""Rows of metrics: of an epoch and a split each."""
LARGEST_COUNT = (1 << 63) - 1
LARGEST_POSITION = 1e30
"""Positions are ``float32``, and their distances are squared."""
ROUNDING = 1e-6
"""How far a share may lie above 1 as a mean of ``float32`` values."""
_SHOWN = 60


class OutOfRange(UnusableInput):
    """A number, or a list of numbers, that no run has."""


def require_whole(what: str, number: int, lowest: int, highest: int = LARGEST_COUNT) -> None:
    """Raise OutOfRange unless the number lies from ``lowest`` to ``highest``."""
    if not lowest <= number <= highest:
        raise OutOfRange(f"{what} must be a whole number from {lowest} to {highest}, not {shown(number)}")


def require_numbers(what: str, numbers: Sequence[float], lowest: float, highest: float) -> None:
    """Raise OutOfRange unless all numbers lie from ``lowest`` to ``highest``; NaN lies nowhere."""
    for number in numbers:
        if not lowest <= number <= highest:
            raise OutOfRange(f"{what} must be from {lowest:g} to {highest:g}, not {shown(number)}")


def require_ascending(what: str, epochs: Sequence[int]) -> None:
    """Raise OutOfRange unless these are numbers of epochs, each larger than the one before."""
    if len(epochs) > MOST_EPOCHS:
        raise OutOfRange(f"{what} must be {MOST_EPOCHS} at most, not {len(epochs)}")
    for before, epoch in zip((-1, *epochs), epochs, strict=False):
        require_whole(what, epoch, 0, LARGEST_EPOCH)
        if epoch <= before:
            raise OutOfRange(f"{what} must ascend, and {epoch} follows {before}")


def require_meanings(meanings: Sequence[str], classes: int) -> None:
    """Raise OutOfRange unless there is one meaning per class, or none at all, and each fits beside its class."""
    if meanings and len(meanings) != classes:
        raise OutOfRange(f"meanings must be one per class, {classes}, or none, not {len(meanings)}")
    longest = max(map(len, meanings), default=0)
    if longest > LONGEST_MEANING:
        raise OutOfRange(f"a meaning has at most {LONGEST_MEANING:,} characters, not {longest:,}")


def require_unique(what: str, values: Sequence[object]) -> None:
    """Raise OutOfRange if a value is there twice."""
    if len(set(values)) < len(values):
        twice = next(value for index, value in enumerate(values) if value in values[:index])
        raise OutOfRange(f"{what} must differ, and {shown(twice)} is there twice")


def shown(value: object) -> str:
    """Return a value for a message, cut where it is long."""
    return brief(repr(value), _SHOWN)


def brief(text: object, most: int = 300) -> str:
    """Return the first characters of a message, which may hold text from a run."""
    whole = str(text)
    return whole if len(whole) <= most else f"{whole[:most]}…"
