"""Show a run in a notebook: the page in the cell, from a server that ends with the notebook's kernel."""

import atexit
import os
import subprocess
from collections import deque
from dataclasses import dataclass
from html import escape
from pathlib import Path
from threading import Thread
from urllib.parse import quote, urlsplit

from epochscope.errors import EpochscopeError, UnusableInput
from epochscope.process import start_dependent, stop_dependent
from epochscope.store import RunNotFound, is_run

LOOPBACK = ("http://localhost:*", "http://127.0.0.1:*")
"""The sites that may frame the page: a notebook that is opened on this machine, at any port."""


@dataclass(frozen=True)
class ShownRun:
    """What a cell displays: the page in a frame of ``height`` pixels, with a link to it."""

    address: str
    height: int

    def _repr_html_(self) -> str:
        address = escape(self.address)
        style = f"width: 100%; height: {self.height}px; border: 0"
        frame = f'<iframe src="{address}" title="Epochscope" style="{style}" allow="clipboard-write"></iframe>'
        return f'{frame}<p><a href="{address}" target="_blank" rel="noopener">Open in a tab of its own</a></p>'


class ServerFailed(EpochscopeError):
    """The server behind the page of a notebook did not start."""


@dataclass(frozen=True)
class _Server:
    process: "subprocess.Popen[str]"
    port: int


_SERVERS: dict[tuple[str, str | None], _Server] = {}


def show(run: str | Path, height: int = 760, address: str | None = None) -> ShownRun:
    """Return the page of a run, for the last line of a cell; epochs that are recorded later are laid out and appear.

    Args:
        run: path or URI of the run.
        height: of the page, in pixels.
        address: where the browser reaches the server, if that is not on the kernel's machine: an address with
            ``{port}`` in it, such as ``https://hub.example.org/user/me/proxy/{port}/`` of jupyter-server-proxy.

    Raises:
        RunNotFound: there is no run at ``run``.
        UnusableInput: ``height`` or ``address`` is none.
        ServerFailed: the server did not start; the message is what it said.
    """
    if isinstance(height, bool) or not isinstance(height, int) or height < 1:
        raise UnusableInput(f"height is a number of pixels from 1, not {height!r}")
    if not is_run(run):
        raise RunNotFound(f"there is no run at {run}")
    location = str(run) if "://" in str(run) else str(Path(run).resolve())
    store, _, name = location.rstrip("/").replace(os.sep, "/").rpartition("/")
    port = _serve(store, None if address is None else _origin(address))
    base = f"http://127.0.0.1:{port}/" if address is None else address.replace("{port}", str(port))
    return ShownRun(f"{base}#/run/{quote(name)}", height)


def _origin(address: str) -> str:
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.netloc or "{port}" not in address or address[-1] != "/":
        raise UnusableInput(f"{address!r} is no address of a server: give https://HOST/PATH/{{port}}/")
    return f"{parts.scheme}://{parts.netloc}"


def _serve(store: str, origin: str | None) -> int:
    """Return the port of the server of a store, started unless it runs."""
    server = _SERVERS.get((store, origin))
    if server is None or server.process.poll() is not None:
        server = _SERVERS[store, origin] = _start(store, origin)
    return server.port


def _start(store: str, origin: str | None) -> _Server:
    frames = LOOPBACK if origin is None else (origin,)
    words = ["serve", "--port=0", *(f"--framed-by={frame}" for frame in frames)]
    words += [] if origin is None else [f"--origin={origin}"]
    words += ["--follow"] if os.access(store, os.W_OK) else []
    process = start_dependent(*words, "--", store, stdout=subprocess.PIPE)
    assert process.stdout is not None
    line = process.stdout.readline()
    if not line.startswith("http://"):
        raise ServerFailed(f"the server did not start: {line}{process.stdout.read()}".strip())
    atexit.register(stop_dependent, process)
    # What it says later is for no terminal, and has to be read all the same.
    Thread(target=deque, args=(process.stdout, 0), daemon=True).start()
    return _Server(process, urlsplit(line.split()[0]).port or 0)
