"""Ports for servers: each has one of its own, since the browser keeps what it had from an address."""

import socket

_given: set[int] = set()


def free_port() -> int:
    """Return a free port of this machine that it has not returned before."""
    while True:
        with socket.create_server(("127.0.0.1", 0)) as server:
            port: int = server.getsockname()[1]
        if port not in _given:
            _given.add(port)
            return port
