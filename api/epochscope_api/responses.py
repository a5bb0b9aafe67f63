"""How an answer is sent: with its tag, as 304 before any work is done, and as JSON without numbers that JSON lacks."""

import json
import math
from collections.abc import Callable
from io import BytesIO

from flask import Response, request
from werkzeug.wsgi import wrap_file

from epochscope_api.run_source import RunSource
from epochscope_api.serving_runs import served_store

BINARY, JSON, WEBP = "application/octet-stream", "application/json", "image/webp"


def answer(mimetype: str, tag: str, build: Callable[[], bytes], identity: str | None = None) -> Response:
    """Answer with what ``build`` returns, or with 304 and without calling it where the client has this tag.

    ``identity`` is what the manifest says of the answer.
    """
    response = Response(mimetype=mimetype)
    if identity is not None:
        response.headers["Epochscope-Identity"] = identity
    response.set_etag(tag)
    response.cache_control.no_cache = True
    if request.if_none_match.contains_weak(tag):
        response.status_code = 304
    else:
        _hand_over(response, build())
    return response


def _hand_over(response: Response, content: bytes) -> None:
    # As a file, of which servers make no copy: however many slow clients take it, it is in memory once.
    response.response = wrap_file(request.environ, BytesIO(content))
    response.content_length = len(content)
    response.direct_passthrough = True


def remembered(run: RunSource, path: str, tag: str, build: Callable[[], bytes]) -> bytes:
    """Return the answer at ``path`` of a run, built at most once for a tag while it is kept."""
    return served_store().built.get((run.name, path, tag), build)


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
