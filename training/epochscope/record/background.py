"""Process items in a background thread."""

from collections.abc import Callable, Iterator
from queue import Full, Queue
from threading import Thread
from typing import Generic, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

_POLL_SECONDS = 0.2


class Abandoned(Exception):
    """Raised inside the consuming function when the caller gives up, so that it cleans up."""


class Background(Generic[Item, Result]):
    """Runs ``consume(items)`` in a thread, with at most ``waiting`` items in its queue."""

    def __init__(self, consume: Callable[[Iterator[Item]], Result], waiting: int) -> None:
        self._consume = consume
        self._queue: Queue[Item | type[Abandoned]] = Queue(waiting)
        self._result: Result | None = None
        self._error: BaseException | None = None
        # A daemon, so that Ctrl-C ends the process even if a disk hangs.
        self._thread = Thread(target=self._work, name="epochscope-recorder", daemon=True)
        self._thread.start()

    def put(self, item: Item) -> None:
        """Add an item, waiting while the queue is full; raise any error of ``consume``."""
        if not self._offer(item):
            self.result()

    def abandon(self) -> None:
        """Make ``consume`` stop and clean up; wait until it has."""
        self._offer(Abandoned)
        self._thread.join()

    def result(self) -> Result:
        """Wait for ``consume`` and return its result; raise any error of it."""
        self._thread.join()
        if self._error is not None:
            raise self._error
        return self._result  # type: ignore[return-value]  # set, as consume ended without an error

    def _offer(self, item: Item | type[Abandoned]) -> bool:
        while self._thread.is_alive():
            try:
                self._queue.put(item, timeout=_POLL_SECONDS)
            except Full:
                continue
            return True
        return False

    def _work(self) -> None:
        try:
            self._result = self._consume(self._items())
        except BaseException as error:
            self._error = error

    def _items(self) -> Iterator[Item]:
        while (item := self._queue.get()) is not Abandoned:
            yield item  # type: ignore[misc]  # the sentinel ends the loop
        raise Abandoned
