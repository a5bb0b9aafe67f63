"""Which runs an app answers for, and the answers that it has built lately."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from flask import Flask, current_app

from epochscope.store import find_run, list_runs
from epochscope_api.caching import AnswerCache
from epochscope_api.run_source import RunSource, StoredRun

CACHE_BYTES = 256 << 20


class Runs(Protocol):
    """The runs that an app answers for."""

    def names(self) -> list[str]:
        """Return their names, sorted."""

    def find(self, name: str) -> RunSource:
        """Return one of them; raise BadName, RunNotFound, NewerFormat, DamagedRun."""


@dataclass(frozen=True)
class StoredRuns:
    """All runs of a store, as they are at every request."""

    location: str

    def names(self) -> list[str]:
        """Return their names, sorted."""
        return list_runs(self.location)

    def find(self, name: str) -> RunSource:
        """Return one of them; raise BadName, RunNotFound, NewerFormat, DamagedRun."""
        return StoredRun(find_run(self.location, name))


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
