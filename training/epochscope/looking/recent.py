"""What was used last, up to a number of bytes."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, Protocol, TypeVar


class Sized(Protocol):
    """Anything that takes memory."""

    @property
    def nbytes(self) -> int:
        """The number of bytes."""


Kept = TypeVar("Kept", bound=Sized)


class Recent(Generic[Kept]):
    """Keeps what was used last, up to ``limit`` bytes; at least one stays. Several threads may use it."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._kept: OrderedDict[Hashable, tuple[Kept, int]] = OrderedDict()
        self._lock = Lock()
        self.nbytes = 0
        """The number of bytes that are kept."""

    def get(self, key: Hashable) -> Kept | None:
        """Return what is kept under a key."""
        with self._lock:
            if key not in self._kept:
                return None
            self._kept.move_to_end(key)
            return self._kept[key][0]

    def find(self, key: Hashable, make: Callable[[], Kept]) -> Kept:
        """Return what is kept under a key; make and keep it where nothing is."""
        one = self.get(key)
        if one is None:
            one = make()
            self.keep(key, one)
        return one

    def keep(self, key: Hashable, one: Kept) -> None:
        """Keep one under a key, in place of what is there; what was used longest ago gives way."""
        with self._lock:
            _, replaced = self._kept.pop(key, (None, 0))
            # Its bytes are counted once, as it may have many parts.
            self._kept[key] = one, one.nbytes
            self.nbytes += self._kept[key][1] - replaced
            while len(self._kept) > 1 and self.nbytes > self._limit:
                _, (_, freed) = self._kept.popitem(last=False)
                self.nbytes -= freed
