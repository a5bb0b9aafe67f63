"""Keep pages of other sites from having this server do something: a browser sends their requests like any other's."""

from ipaddress import ip_address
from urllib.parse import urlsplit

from flask import request

from epochscope.errors import EpochscopeError


class ForeignPage(EpochscopeError):
    """The request comes from a page that is not this server's own."""


def require_own_page() -> None:
    """Raise ForeignPage unless the request comes from a page of this server, or from no page at all."""
    origin = request.headers.get("Origin")
    if origin is not None and origin.partition("://")[2].lower() != request.host.lower():
        raise ForeignPage(f"a page of {origin[:80]} requests this; only this server's own page may")
    if not has_own_name():
        raise ForeignPage(
            f"this server was reached as {request.host[:80]}; it takes jobs only under an IP address or as localhost"
        )


def has_own_name() -> bool:
    """Whether the server was reached under a name that is no other site's: an IP address, or localhost.

    Any other name its owner can point here, and a page of his would then count as our own ("DNS rebinding").
    """
    try:
        name = urlsplit(f"//{request.host}").hostname or ""
        return name == "localhost" or bool(ip_address(name))
    except ValueError:
        return False
