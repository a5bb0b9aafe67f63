"""Answers built lately, so that a second reader of the same revision costs no work."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock


class AnswerCache:
    """Keeps the answers used last, up to a number of bytes; several threads may use it."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._lock = Lock()
        self._answers: OrderedDict[Hashable, bytes] = OrderedDict()
        self._bytes = 0

    def get(self, key: Hashable, build: Callable[[], bytes]) -> bytes:
        """Return the answer kept under ``key``, or build and keep it."""
        with self._lock:
            if key in self._answers:
                self._answers.move_to_end(key)
                return self._answers[key]
        answer = build()
        self._keep(key, answer)
        return answer

    def _keep(self, key: Hashable, answer: bytes) -> None:
        with self._lock:
            self._bytes += len(answer) - len(self._answers.pop(key, b""))
            self._answers[key] = answer
            while self._bytes > self._limit:
                _, oldest = self._answers.popitem(last=False)
                self._bytes -= len(oldest)
