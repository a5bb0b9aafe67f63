"""``epochscope serve``: the page and the HTTP API over a store.

Example:
  epochscope serve data/runs --port 8080
"""

import argparse
import os
import re
import signal
import sys
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from epochscope.errors import UnusableInput, needing
from epochscope.store import list_runs

if TYPE_CHECKING:
    from flask import Flask

HELP = "Serve the page and the HTTP API over a store, until stopped with Ctrl+C."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("store", metavar="STORE", nargs="?", default="data/runs", help="folder or URI of the store")
    parser.add_argument(
        "--host", default="127.0.0.1", help="address to listen on; the default lets in only this machine"
    )
    parser.add_argument("--port", type=_port, default=8000, help="port to listen on; 0 takes a free one")
    parser.add_argument(
        "--origin",
        metavar="URL",
        dest="origins",
        type=_origin,
        action="append",
        help="another site whose pages may read the answers, such as http://localhost:5173, or the address that this "
        "server has behind a proxy; may be given again",
    )
    parser.add_argument(
        "--framed-by",
        metavar="URL",
        type=_frame,
        action="append",
        help="a site whose pages may show this one in a frame, such as http://localhost:8888, * is any port; may "
        "be given again",
    )
    parser.add_argument(
        "--read-only",
        action="store_true",
        help="do not let the page have other settings computed or look into networks",
    )
    parser.add_argument(
        "--follow",
        action="store_true",
        help="lay out each epoch once it is recorded, as epochscope project --follow does",
    )
    parser.add_argument(
        "--looks",
        action="store_true",
        help="let the page look into networks with --read-only, --origin, or a --host that lets in other machines too; "
        "without these it may",
    )
    parser.add_argument(
        "--model",
        metavar="RUN=PACKAGE.MODULE:FUNCTION",
        dest="models",
        type=_model,
        action="append",
        help="the function that builds the network of a run, where no installed package registers it; it is imported "
        "when the network is looked into; may be given again",
    )


def run(arguments: argparse.Namespace) -> int:
    """Serve until SIGINT or SIGTERM; raise UnusableInput for a store or an address that cannot be served."""
    if arguments.follow and not _takes_jobs(arguments):
        raise UnusableInput(
            "--follow writes layouts into the store: name a folder that can be written to, without --read-only"
        )
    runs = _count_runs(arguments.store)
    app = _create_app(arguments)
    server = _listen(app, arguments.host, arguments.port)
    _stop_on_signals(app)
    if arguments.follow:
        from epochscope_api.following import start_following

        start_following(app, arguments.store)
    _, port = server.effective_listen[0]
    address = _address(arguments.host, port)
    print(f"{address} shows {runs} {'run' if runs == 1 else 'runs'} of {arguments.store}; Ctrl+C stops", flush=True)
    server.run()
    return 0


def _stop_on_signals(app: "Flask") -> None:
    from epochscope_api.following import stop_following
    from epochscope_api.routes.jobs import stop_jobs
    from epochscope_api.routes.looks import stop_looks

    def stop(*_: object) -> None:
        # First, as pages that follow a job keep threads until it has ended.
        stop_jobs(app)
        stop_looks(app)
        stop_following(app)
        sys.exit(0)

    # Both by hand: a shell starts background jobs with SIGINT ignored, and Python then leaves it so.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop)


def _create_app(arguments: argparse.Namespace) -> "Flask":
    with needing("serve", "serving"):
        from epochscope_api.app import create_app
    models = dict(arguments.models or ()) if _takes_looks(arguments) else None
    return create_app(
        arguments.store,
        arguments.origins or (),
        takes_jobs=_takes_jobs(arguments),
        models=models,
        framed_by=arguments.framed_by or (),
    )


def _takes_looks(arguments: argparse.Namespace) -> bool:
    """Whether networks may be looked into: by this machine alone, unless the operator wants it otherwise."""
    return arguments.looks or not (arguments.read_only or arguments.origins or not _is_loopback(arguments.host))


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _takes_jobs(arguments: argparse.Namespace) -> bool:
    """Whether the page may have settings laid out: into a folder of this machine that can be written to."""
    return not arguments.read_only and "://" not in arguments.store and os.access(arguments.store, os.W_OK)


def _count_runs(store: str) -> int:
    if "://" not in store and not Path(store).is_dir():
        raise UnusableInput(f"there is no folder {store}: record a run first, or name the folder that holds your runs")
    try:
        return len(list_runs(store))
    except OSError as error:
        raise UnusableInput(f"cannot read the store {store}: {error}") from error


def _listen(app: "Flask", host: str, port: int) -> Any:
    from epochscope_api.server import make_server

    try:
        return make_server(app, host, port)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise UnusableInput(f"cannot listen on {_address(host, port)}: {reason}; --port 0 takes a free port") from error


def _address(host: str, port: int | str) -> str:
    return f"http://{f'[{host}]' if ':' in host else host}:{port}/"


def _model(text: str) -> tuple[str, str]:
    run, separator, factory = text.partition("=")
    if not (run and separator and factory.count(":") == 1):
        raise argparse.ArgumentTypeError(f"{text!r} names no function: give RUN=package.module:function")
    return run, factory


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 5 and int(text) <= 65535):
        raise argparse.ArgumentTypeError(f"{text!r} is not a port: give a number from 0 to 65535")
    return int(text)


def _frame(text: str) -> str:
    # Nothing that would end the list in a policy, or mean more in it than one site.
    if not re.fullmatch(r"https?://[\w.-]+(:\d{1,5}|:[*])?", text, re.ASCII):
        raise argparse.ArgumentTypeError(
            f"{text!r} is not a site: give scheme, host and port or *, http://localhost:8888"
        )
    return text


def _origin(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or text != f"{parts.scheme}://{parts.netloc}" or not parts.netloc:
        raise argparse.ArgumentTypeError(
            f"{text!r} is not an origin: give scheme, host and port, http://localhost:5173"
        )
    return text
