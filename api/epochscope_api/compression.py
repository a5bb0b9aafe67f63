"""Send text in fewer bytes to clients that take gzip; arrays go as they are, they hardly shrink."""

import gzip

from flask import Response, request

from epochscope_api.serving_runs import served_store

_TEXT = ("application/json", "text/", "image/svg+xml")
_LEAST_BYTES = 1024


def compress(response: Response) -> Response:
    """Return the answer, compressed where it is text, long enough, and the client takes that."""
    is_file = response.direct_passthrough
    if not (response.mimetype or "").startswith(_TEXT) or (response.is_streamed and not is_file):
        return response
    response.vary.add("Accept-Encoding")
    if response.status_code != 200 or not request.accept_encodings["gzip"]:
        return response
    if (response.content_length or 0) >= _LEAST_BYTES:
        response.call_on_close(getattr(response.response, "close", lambda: None))
        response.direct_passthrough = False
        response.set_data(_compressed(response))
        response.content_encoding = "gzip"
    return response


def _compressed(response: Response) -> bytes:
    """Return what the answer holds in fewer bytes, kept where it has a tag, which becomes a weak one: two forms of one
    answer are the same to a reader, not byte for byte."""
    tag, _ = response.get_etag()
    if tag is None:
        return _compress(response)
    response.set_etag(tag, weak=True)
    return served_store().built.get(("gzip", request.path, tag), lambda: _compress(response))


def _compress(response: Response) -> bytes:
    return gzip.compress(response.get_data(), 6, mtime=0)
