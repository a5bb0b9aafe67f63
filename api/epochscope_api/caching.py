"""Answers are built once and sent once: a tag for each, by what its bytes depend on, and the ones built lately."""

import hashlib
from collections import OrderedDict
from collections.abc import Callable, Hashable
from functools import cache
from importlib.metadata import version
from threading import Lock
from weakref import WeakValueDictionary

from epochscope_api.run_source import RunSource


def revision_tag(run: RunSource) -> str:
    """Return what changes whenever any answer of the run may change.

    A run that was deleted and recorded again starts at revision 1 again, and thumbnails are made without a new
    revision: so the time of its creation and their index are part of it.
    """
    return f"{run.manifest.revision}-{_digest(run, run.thumbnails)}"


def lasting_tag(run: RunSource, *facts: object) -> str:
    """Return a tag of an answer that stays the same while the run goes on.

    The store never replaces what a manifest lists by something else (training/README.md), so that the run's identity
    and ``facts``, all that the bytes depend on beside it, determine them. None of it is read from a data file: a
    client that has the answer is recognized from the manifest alone.
    """
    return _digest(run, *facts)


def _digest(run: RunSource, *facts: object) -> str:
    # With our version, because another Epochscope may answer in another way.
    manifest = run.manifest
    everything = (manifest.created, manifest.compact, manifest.samples, _our_version(), facts)
    return hashlib.blake2b(repr(everything).encode(), digest_size=9).hexdigest()


@cache
def _our_version() -> str:
    return version("epochscope")


class _Turn:
    """Whose turn it is to build an answer; there is one while a thread waits for the answer."""

    def __init__(self) -> None:
        self.lock = Lock()


class AnswerCache:
    """Keeps the answers used last, up to a number of bytes; of several threads that need one, one builds it."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._lock = Lock()
        self._building: WeakValueDictionary[Hashable, _Turn] = WeakValueDictionary()
        self._answers: OrderedDict[Hashable, bytes] = OrderedDict()
        self._bytes = 0

    def get(self, key: Hashable, build: Callable[[], bytes]) -> bytes:
        """Return the answer kept under ``key``, or build and keep it."""
        answer = self._kept(key)
        if answer is None:
            with self._turn(key).lock:
                # Another thread may have built it meanwhile.
                answer = self._kept(key)
                if answer is None:
                    answer = build()
                    self._keep(key, answer)
        return answer

    def _kept(self, key: Hashable) -> bytes | None:
        with self._lock:
            if key in self._answers:
                self._answers.move_to_end(key)
            return self._answers.get(key)

    def _turn(self, key: Hashable) -> "_Turn":
        with self._lock:
            return self._building.setdefault(key, _Turn())

    def _keep(self, key: Hashable, answer: bytes) -> None:
        with self._lock:
            self._bytes += len(answer) - len(self._answers.pop(key, b""))
            self._answers[key] = answer
            while self._bytes > self._limit:
                _, oldest = self._answers.popitem(last=False)
                self._bytes -= len(oldest)
