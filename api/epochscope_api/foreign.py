"""Keep pages of other sites from reading or doing anything here: a browser sends their requests like any other's."""

from collections.abc import Sequence
from ipaddress import ip_address
from urllib.parse import urlsplit

from flask import Flask, current_app, request

from epochscope.errors import EpochscopeError

_KEY = "epochscope.names"


class ForeignPage(EpochscopeError):
    """The request comes from a page that is not this server's own."""


def refuse_foreign_names(app: Flask, origins: Sequence[str]) -> None:
    """Have the API answer to browsers of this machine only under names that no other site can own.

    ``origins`` are addresses of sites that are trusted, this server's own behind a proxy among them.
    """
    app.extensions[_KEY] = {"localhost", *(urlsplit(origin).hostname for origin in origins)}
    app.before_request(_require_own_name)


def require_own_page() -> None:
    """Raise ForeignPage where a request that changes something comes from a page that is not this server's."""
    if request.method not in ("POST", "DELETE"):
        return
    origin = request.headers.get("Origin")
    if origin is not None and origin.partition("://")[2].lower() != request.host.lower():
        raise ForeignPage(f"a page of {origin[:80]} requests this; only this server's own page may")
    if request.headers.get("Sec-Fetch-Site", "none") not in ("same-origin", "none"):
        raise ForeignPage("a page of another site requests this; only this server's own page may")
    if not has_own_name():
        raise _foreign_name()


def require_no_foreign_page() -> None:
    """Raise ForeignPage where a page of a site that is not trusted has its browser read what takes a process to answer.

    It does not get to read the answer; an image or a link in it would be enough to start one.
    """
    trusted = _is_own(request.headers.get("Origin", ""))
    if request.headers.get("Sec-Fetch-Site", "none") not in ("same-origin", "none") and not trusted:
        raise ForeignPage("a page of another site requests this; only this server's own page may")


def has_own_name() -> bool:
    """Whether the server was reached under a name that is no other site's: an IP address, localhost, a trusted site.

    Any other name its owner can point here, and a page of his would then count as our own ("DNS rebinding").
    """
    try:
        name = urlsplit(f"//{request.host}").hostname or ""
        return _is_own(f"//{request.host}") or bool(ip_address(name))
    except ValueError:
        return False


def _is_own(address: str) -> bool:
    try:
        return urlsplit(address).hostname in current_app.extensions[_KEY]
    except ValueError:
        return False


def _require_own_name() -> None:
    if f"{request.path}/".startswith("/api/") and _on_this_machine() and not has_own_name():
        raise _foreign_name()


def _on_this_machine() -> bool:
    """Whether the client is this machine, where a name that was pointed at it reaches what no network does."""
    try:
        return ip_address(request.remote_addr or "").is_loopback
    except ValueError:
        return False


def _foreign_name() -> ForeignPage:
    return ForeignPage(
        f"this server was reached as {request.host[:80]!r}, a name that another site could have pointed here: use an "
        "IP address or localhost, or start the server with --origin and this address"
    )
