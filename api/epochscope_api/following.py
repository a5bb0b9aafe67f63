"""Lay out what is recorded while the store is served, by ``epochscope project --follow`` in a process of its own."""

import subprocess

from flask import Flask

from epochscope.process import start_dependent, stop_dependent

_KEY = "epochscope_follower"


def start_following(app: Flask, store: str) -> None:
    """Start to follow the runs of a store; that ends with ``stop_following``, or with this process."""
    app.extensions[_KEY] = start_dependent("project", "--follow", "--", store)


def stop_following(app: Flask) -> None:
    """Stop, if anything is followed; what is complete is kept."""
    follower: subprocess.Popen[str] | None = app.extensions.pop(_KEY, None)
    if follower is not None:
        stop_dependent(follower)
