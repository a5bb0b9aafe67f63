"""The Flask app over one store: every route, the error shape, and which other origins may read."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from flask import Flask
from flask_cors import CORS

from epochscope_api.compression import compress
from epochscope_api.errors import register_error_handlers
from epochscope_api.foreign import refuse_foreign_names
from epochscope_api.headers import adding_headers
from epochscope_api.routes import BLUEPRINTS
from epochscope_api.routes.jobs import take_jobs
from epochscope_api.routes.looks import take_looks
from epochscope_api.serving_runs import Runs, serve_store


def create_app(
    store: str | Path,
    origins: Sequence[str] = (),
    takes_jobs: bool = False,
    runs: Runs | None = None,
    models: Mapping[str, str] | None = None,
    framed_by: Sequence[str] = (),
) -> Flask:
    """Return the app that answers for the runs in ``store``, a folder or a URI.

    ``origins`` are the other sites (``http://localhost:5173``) whose pages may read the answers, and the addresses that
    the app itself has behind a proxy; none by default.
    With ``takes_jobs`` the page can have other settings laid out (routes/jobs.py); the app must then run in one process
    and call ``stop_jobs`` when it ends. ``runs`` stand in for
    those of the store: an export answers for a part of them.
    With ``models``, the page can look into networks (routes/looks.py), and ``stop_looks`` ends that; they are the
    factories (``package.module:function``) that may be imported although no installed package registers them, by run.
    ``framed_by`` are the sites that may show the page in a frame (``http://localhost:*``), as a notebook does.
    """
    app = Flask("epochscope_api", static_folder=None)
    # A static host has no redirect from // to / either; without this, one would answer in HTML.
    app.url_map.merge_slashes = False
    serve_store(app, store, runs)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    if takes_jobs:
        take_jobs(app)
    if models is not None:
        take_looks(app, str(store), models)
    refuse_foreign_names(app, origins)
    register_error_handlers(app)
    app.after_request(adding_headers(framed_by))
    app.after_request(compress)
    if origins:
        _allow(app, origins)
    return app


def _allow(app: Flask, origins: Sequence[str]) -> None:
    # Escaped, because flask-cors takes an address with brackets (http://[::1]:8000) for a regular expression.
    exactly = [re.compile(re.escape(origin) + r"\Z", re.IGNORECASE) for origin in origins]
    CORS(app, origins=exactly, methods=["GET", "HEAD"], expose_headers=["ETag"], always_send=False)
