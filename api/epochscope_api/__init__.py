"""The HTTP API over a run store."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from epochscope_api.app import create_app

__all__ = ["create_app"]


def __getattr__(name: str) -> object:
    # Lazily: the command line imports this package even where Flask is not installed.
    if name == "create_app":
        from epochscope_api.app import create_app

        return create_app
    raise AttributeError(f"module 'epochscope_api' has no attribute {name!r}")
