"""What every answer says to browsers: load only what comes from here, put this into no frame, guess at no types."""

from flask import Response

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
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
    )
)
HEADERS = {
    "Cache-Control": "no-cache",
    "Content-Security-Policy": POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


def add_headers(response: Response) -> Response:
    """Return the answer with all of them, except where it has one of its own."""
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    return response
