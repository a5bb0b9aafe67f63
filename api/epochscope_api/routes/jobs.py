"""Layouts on demand: request one, follow it, cancel it. Only in an app that was made to take jobs."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from flask import Blueprint, Flask, Response, current_app, request
from werkzeug.exceptions import UnsupportedMediaType

from epochscope.errors import UnusableInput
from epochscope.store import require_room, require_size, require_values
from epochscope_api.errors import without_location
from epochscope_api.foreign import has_own_name, require_own_page
from epochscope_api.jobs import RUNNING, Job, Jobs, LayoutRequest, Progress, TooManyListeners
from epochscope_api.responses import JSON, json_bytes, json_response
from epochscope_api.run_source import RunSource
from epochscope_api.serving_runs import open_run, served_store

HEARTBEAT = 5.0
"""Seconds of silence after which a comment is sent, which fails once the client is gone."""
_LARGEST_BODY = 512
_KEY = "epochscope.jobs"
_FIELDS = ("layer", "n_neighbors", "min_dist")

blueprint = Blueprint("jobs", __name__, url_prefix="/api/runs/<run>/jobs")
blueprint.before_request(require_own_page)


def take_jobs(app: Flask) -> None:
    """Make the app one that takes jobs."""
    app.extensions[_KEY] = Jobs()
    app.register_blueprint(blueprint)


def stop_jobs(app: Flask) -> None:
    """Cancel what the app has running, and wait for it to end."""
    if _KEY in app.extensions:
        app.extensions[_KEY].stop()


def takes_jobs() -> bool:
    """Whether the app that is answering would take a job from the page that is asking."""
    return _KEY in current_app.extensions and has_own_name()


@blueprint.get("")
def known(run: str) -> Response:
    """The last job of the run, if there was one."""
    reader = open_run(run)
    return json_response({"jobs": [_describe(job, job.progress, _location()) for job in _jobs().of(reader.name)]})


@blueprint.post("")
def ask(run: str) -> Response:
    """Start a job, or find the one that is at it already."""
    reader = open_run(run)
    requested = _requested(reader)
    job = _jobs().ask(reader.name, f"{_location()}/{reader.name}", requested)
    return json_response(_describe(job, job.progress, _location()), 202)


@blueprint.delete("/<job>")
def cancel(run: str, job: str) -> Response:
    """Have a job stop; one that has ended stays as it is."""
    found = _jobs().find(open_run(run).name, job)
    found.cancel()
    progress = found.progress
    return json_response(_describe(found, progress, _location()), 202 if progress.state == RUNNING else 200)


@blueprint.get("/<job>/events")
def events(run: str, job: str) -> Response:
    """Server-sent events: ``progress``, and at the end one called ``done``, ``failed`` or ``canceled``."""
    jobs = _jobs()
    found = jobs.find(open_run(run).name, job)
    if not jobs.listeners.acquire(blocking=False):
        raise TooManyListeners("too many pages follow jobs here; close one that shows a job")
    # nginx would otherwise keep events back until there are many.
    unbuffered = {"X-Accel-Buffering": "no"}
    response = Response(_stream(found, _location()), headers=unbuffered, mimetype="text/event-stream")
    response.call_on_close(jobs.listeners.release)
    return response


def _stream(job: Job, location: str) -> Iterator[bytes]:
    progress: Progress | None = None
    while progress is None or progress.state == RUNNING:
        news = job.news(progress, HEARTBEAT)
        if news is None:
            yield b": still at it\n\n"
        else:
            progress = news
            name = "progress" if progress.state == RUNNING else progress.state
            yield b"event: %b\ndata: %b\n\n" % (name.encode(), json_bytes(_describe(job, progress, location)))


def _describe(job: Job, progress: Progress, location: str) -> dict[str, Any]:
    message = None if progress.message is None else without_location(progress.message, location)
    return {"id": job.id, **asdict(job.requested), **asdict(progress), "message": message}


def _requested(run: RunSource) -> LayoutRequest:
    """Return the requested layout, checked as the command checks it."""
    body = _body()
    layer, n_neighbors, min_dist = (body[name] for name in _FIELDS)
    if not isinstance(layer, str):
        raise UnusableInput(f"layer must be the name of a layer, not {layer!r}")
    manifest = run.manifest
    manifest.require_whole()
    require_size(len(manifest.epochs), manifest.samples)
    require_values(n_neighbors, min_dist, manifest.samples)
    require_room(f"{_location()}/{run.name}", manifest, [manifest.layer(layer).name], [n_neighbors])
    # Plus zero: -0.0 would be a setting of its own.
    return LayoutRequest(layer, n_neighbors, float(min_dist) + 0.0)


def _body() -> dict[str, Any]:
    # Another site's page can send this type only after a preflight request, which this server does not grant.
    if request.mimetype != JSON:
        raise UnsupportedMediaType(f"send {JSON}, not {request.mimetype[:80] or 'nothing of a named type'}")
    request.max_content_length = _LARGEST_BODY
    body = request.get_json(silent=True)
    if not isinstance(body, dict) or sorted(body) != sorted(_FIELDS):
        raise UnusableInput(f"send a JSON object with {', '.join(_FIELDS)} and nothing else")
    return body


def _jobs() -> Jobs:
    jobs = current_app.extensions[_KEY]
    assert isinstance(jobs, Jobs)
    return jobs


def _location() -> str:
    return served_store().location
