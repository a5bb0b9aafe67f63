"""Which runs an app answers for, and the answers that it has built lately."""

from collections.abc import Hashable
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Protocol

from flask import Flask, current_app

from epochscope.store import find_run, list_runs, run_stamp
from epochscope_api.caching import AnswerCache
from epochscope_api.run_source import RunSource, StoredRun

CACHE_BYTES = 256 << 20
MOST_KEPT = 256
"""Runs whose manifests stay in memory."""


class Runs(Protocol):
    """The runs that an app answers for."""

    def names(self) -> list[str]:
        """Return their names, sorted."""

    def find(self, name: str) -> RunSource:
        """Return one of them; raise BadName, RunNotFound, NewerFormat, DamagedRun."""


class StoredRuns:
    """All runs of a store, as they are at every request; a manifest is read again once it is another one."""

    def __init__(self, location: str) -> None:
        self._location = location
        self._kept = lru_cache(MOST_KEPT)(self._read)

    def names(self) -> list[str]:
        """Return their names, sorted."""
        return list_runs(self._location)

    def find(self, name: str) -> RunSource:
        """Return one of them; raise BadName, RunNotFound, NewerFormat, DamagedRun."""
        stamp = run_stamp(self._location, name)
        return self._read(name) if stamp is None else self._kept(name, stamp)

    def _read(self, name: str, _: Hashable = None) -> StoredRun:
        return StoredRun(find_run(self._location, name))


@dataclass(frozen=True)
class ServedStore:
    """The store behind an app, with the answers it has built lately."""

    location: str
    runs: Runs
    built: AnswerCache = field(default_factory=lambda: AnswerCache(CACHE_BYTES))


def serve_store(app: Flask, location: str | Path, runs: Runs | None = None) -> None:
    """Make ``location``, a folder or a URI, the store that the app answers for; ``runs`` are all of it, or a part."""
    app.extensions["epochscope"] = ServedStore(str(location), runs or StoredRuns(str(location)))


def served_store() -> ServedStore:
    """Return the store of the app that is answering."""
    served = current_app.extensions["epochscope"]
    assert isinstance(served, ServedStore)
    return served


def open_run(name: str) -> RunSource:
    """Return a run that is served; raise BadName, RunNotFound, NewerFormat, DamagedRun."""
    return served_store().runs.find(name)
