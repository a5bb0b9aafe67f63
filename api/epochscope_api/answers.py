"""Answers that belong to a run: an ETag of its revision, and 304 before any work is done."""

import hashlib
import json
import math
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Protocol

from flask import Flask, Response, current_app, request

from epochscope.store import RunReader, find_run, list_runs
from epochscope_api.cache import AnswerCache

BINARY, JSON, WEBP = "application/octet-stream", "application/json", "image/webp"
CACHE_BYTES = 256 << 20


class Runs(Protocol):
    """The runs that an app answers for."""

    def names(self) -> list[str]:
        """Return their names, sorted."""

    def find(self, name: str) -> RunReader:
        """Return one of them; raise BadName, RunNotFound, NewerFormat, DamagedRun."""


@dataclass(frozen=True)
class StoredRuns:
    """All runs of a store, as they are whenever somebody asks."""

    location: str

    def names(self) -> list[str]:
        """Return their names, sorted."""
        return list_runs(self.location)

    def find(self, name: str) -> RunReader:
        """Return one of them; raise BadName, RunNotFound, NewerFormat, DamagedRun."""
        return find_run(self.location, name)


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


def open_run(name: str) -> RunReader:
    """Return a run that is served; raise BadName, RunNotFound, NewerFormat, DamagedRun."""
    return served_store().runs.find(name)


def answer(run: RunReader, mimetype: str, build: Callable[[], bytes]) -> Response:
    """Answer with what ``build`` returns, or with 304 and without calling it where the client has this revision."""
    response = Response(mimetype=mimetype)
    response.set_etag(revision_tag(run))
    response.cache_control.no_cache = True
    if request.if_none_match.contains_weak(revision_tag(run)):
        response.status_code = 304
    else:
        response.set_data(build())
    return response


def remembered(run: RunReader, path: str, build: Callable[[], bytes]) -> bytes:
    """Return the answer at ``path`` of this revision of the run, built at most once while it is kept."""
    return served_store().built.get((run.name, revision_tag(run), path), build)


def revision_tag(run: RunReader) -> str:
    """Return what changes whenever an answer of the run may change.

    A run deleted and recorded anew starts at revision 1 again, thumbnails are made without a new revision, and a newer
    Epochscope may answer in another way: so the time of its creation, their index and our version are part of it.
    """
    manifest = run.manifest
    rest = f"{manifest.created} {run.thumbnails} {_our_version()}".encode()
    return f"{manifest.revision}-{hashlib.blake2b(rest, digest_size=6).hexdigest()}"


def json_bytes(document: object) -> bytes:
    """Return the document as JSON, with null for every number that JSON does not have."""
    return json.dumps(_finite(document), allow_nan=False, separators=(",", ":")).encode()


def json_response(document: object, status: int = 200) -> Response:
    """Return the document as an answer that belongs to no run."""
    return Response(json_bytes(document), status=status, mimetype=JSON)


def _finite(value: object) -> object:
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, dict):
        return {name: _finite(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(item) for item in value]
    return value


@cache
def _our_version() -> str:
    return version("epochscope")
