"""What every answer says to browsers: load only what comes from here, no frames, no guessed types, no other cameras."""

from collections.abc import Callable, Sequence

from flask import Response

_NO_FRAMES = "frame-ancestors 'none'"
POLICY = "; ".join(
    (
        "default-src 'none'",
        # WebAssembly computes networks (the mode "Look inside"); scripts from text stay forbidden.
        "script-src 'self' 'wasm-unsafe-eval'",
        "style-src 'self'",
        "img-src 'self' data: blob:",
        "connect-src 'self'",
        "media-src blob:",
        "font-src 'self'",
        "worker-src 'self' blob:",
        "base-uri 'none'",
        "form-action 'none'",
        _NO_FRAMES,
        "require-trusted-types-for 'script'",
    )
)
HEADERS = {
    "Cache-Control": "no-cache",
    "Content-Security-Policy": POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    # The page looks at what a camera sees; frames in it, of which there are none, may not.
    "Permissions-Policy": "camera=(self), display-capture=(), geolocation=(), microphone=()",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


def adding_headers(framed_by: Sequence[str] = ()) -> Callable[[Response], Response]:
    """Return what gives an answer all of them, except where it has one of its own.

    ``framed_by`` are the sites that may put the page into a frame, as ``frame-ancestors`` of a policy takes them.
    """
    headers = _headers(framed_by)

    def add_headers(response: Response) -> Response:
        for name, value in headers.items():
            response.headers.setdefault(name, value)
        return response

    return add_headers


def _headers(framed_by: Sequence[str]) -> dict[str, str]:
    if not framed_by:
        return HEADERS
    # X-Frame-Options knows no other sites.
    kept = {name: value for name, value in HEADERS.items() if name != "X-Frame-Options"}
    return {**kept, "Content-Security-Policy": POLICY.replace(_NO_FRAMES, f"frame-ancestors {' '.join(framed_by)}")}
