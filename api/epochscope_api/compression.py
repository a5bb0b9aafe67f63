"""Send text in fewer bytes to clients that take gzip; arrays go as they are, they hardly shrink."""

import gzip

from flask import Response, request

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
    response.direct_passthrough = False
    data = response.get_data()
    if len(data) >= _LEAST_BYTES:
        response.set_data(gzip.compress(data, 6, mtime=0))
        response.content_encoding = "gzip"
        _weaken(response)
    return response


def _weaken(response: Response) -> None:
    """Two forms of one answer are the same to a reader, not byte for byte."""
    tag, _ = response.get_etag()
    if tag is not None:
        response.set_etag(tag, weak=True)
