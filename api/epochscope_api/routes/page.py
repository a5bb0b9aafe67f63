"""The built page, as Vite leaves it in the package; without it, a note on how to build it."""

from pathlib import Path

from flask import Blueprint, Response, send_from_directory

PAGE = Path(__file__).parents[1] / "page"
UNBUILT = Path(__file__).parents[1] / "unbuilt.html"
A_YEAR = 365 * 24 * 3600
# Said here, because Windows takes them from its registry, and under nosniff a script of the wrong type does not run.
_TYPES = {
    ".css": "text/css",
    ".html": "text/html",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
    ".txt": "text/plain",
    ".wasm": "application/wasm",
}

blueprint = Blueprint("page", __name__)


@blueprint.get("/")
def index() -> Response:
    """The page itself."""
    if not (PAGE / "index.html").is_file():
        # One file with its styles in it.
        policy = {"Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"}
        return Response(UNBUILT.read_bytes(), 503, policy, mimetype="text/html")
    return _send("index.html")


@blueprint.get("/<file>")
def beside_index(file: str) -> Response:
    """A file beside the page, such as its icon."""
    return _send(file)


@blueprint.get("/assets/<file>")
def asset(file: str) -> Response:
    """A part of the page; its name holds a hash of its content, so it never changes."""
    response = _send(f"assets/{file}")
    response.cache_control.no_cache = None
    response.cache_control.public = True
    response.cache_control.max_age = A_YEAR
    response.cache_control.immutable = True
    return response


def _send(file: str) -> Response:
    return send_from_directory(PAGE, file, mimetype=_TYPES.get(Path(file).suffix))
