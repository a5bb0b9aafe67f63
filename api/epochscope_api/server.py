"""Waitress for many: room for connections that say nothing, none of which keeps a thread, and errors in the one shape.

The connection that has been silent longest gives way to a new one where there is no more room, one that takes nothing
of its answer for a while is closed, and a client that sends many requests at once gets them answered as it takes the
answers. One whose request is rejected may go on sending for a while, so that it gets to read why.
"""

import logging
import re
import sys
from contextlib import suppress
from copy import copy
from socket import SHUT_RDWR, SHUT_WR
from typing import TYPE_CHECKING, Any

from waitress.adjustments import Adjustments
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.server import MultiSocketServer, TcpWSGIServer
from waitress.task import ErrorTask, ThreadedTaskDispatcher

from epochscope_api.errors import error_document
from epochscope_api.headers import HEADERS
from epochscope_api.jobs import MOST_LISTENERS
from epochscope_api.looker import MOST_WAITING
from epochscope_api.responses import JSON, json_bytes
from epochscope_api.routes.looks import LARGEST_PICTURE, takes_looks

if TYPE_CHECKING:
    from flask import Flask

SECONDS_IDLE = 30
LARGEST_BODY, LARGEST_HEADERS = 64 << 10, 32 << 10
# Twice the largest input to be looked at, so that people read why a photograph is too large.
_MOST_DISCARDED, _DISCARDED_AT_ONCE = 2 * LARGEST_PICTURE, 4 << 20
_MOST_CONNECTIONS = 1000
# What select() can wait for on Windows is 512 sockets; elsewhere there is poll().
_MOST_ON_WINDOWS = 400
_OTHER_FILES = 128
# How far below waitress's limit, at which it accepts nothing, connections begin to give way; half as many come at once.
_RESERVE = 32
_NO_LIMIT = 1 << 40
_LOOKS = re.compile(r"/api/runs/[^/]+/looks(/[0-9]+/summary[.]bin)?")


def make_server(app: "Flask", host: str, port: int) -> MultiSocketServer:
    """Return a server that listens; its ``run`` answers until SystemExit. Raises OSError, ValueError."""
    # It warns of every request that waits a moment for a thread, which a page that sends six requests at once causes.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    settings = Adjustments(
        host=host,
        port=port,
        connection_limit=_room_for_connections(),
        channel_timeout=SECONDS_IDLE,
        cleanup_interval=5,
        max_request_body_size=LARGEST_BODY,
        max_request_header_size=LARGEST_HEADERS,
        asyncore_use_poll=True,
        # Nothing that a client sends reaches the disk.
        inbuf_overflow=_NO_LIMIT,
        # Answers stay in memory, where most of them are kept anyway, and no thread waits until one is taken.
        outbuf_overflow=_NO_LIMIT,
        outbuf_high_watermark=_NO_LIMIT,
        server_name=host,
        ident=None,
    )
    settings.largest_input = LARGEST_PICTURE + 1 if takes_looks(app) else LARGEST_BODY
    threads = ThreadedTaskDispatcher()
    # Eight, as a browser opens six connections; and one for each page that follows a job, and each look that waits.
    threads.set_thread_count(8 + MOST_LISTENERS + MOST_WAITING)
    sockets: dict[int, Any] = {}
    # A host name may have several addresses, as localhost has.
    listening = [
        _Server(app, sockets, dispatcher=threads, adj=settings, sockinfo=address) for address in settings.listen
    ]
    addresses = [(one.effective_host, one.effective_port) for one in listening]
    return MultiSocketServer(sockets, settings, addresses, threads)


class _Request(HTTPRequestParser):  # type: ignore[misc]  # waitress has no types
    """A request, which may have a large body only where that is an input to be looked at."""

    adj: Any

    def parse_header(self, header_plus: bytes) -> None:
        """Choose the limit, which is compared with the length of the body before any of it is read."""
        super().parse_header(header_plus)
        if self.command == "POST" and _LOOKS.fullmatch(self.path):
            self.adj = copy(self.adj)
            self.adj.max_request_body_size = self.adj.largest_input


class _JsonErrorTask(ErrorTask):  # type: ignore[misc]  # waitress has no types
    """Answers in the one shape what never reaches the app: a request that is malformed or too large."""

    def execute(self) -> None:
        """Send the error and close the connection, once the client had time to read it."""
        error = self.request.error
        body = json_bytes(
            error_document(error.code, type(error).__name__, _message(error, self.request.adj.max_request_body_size))
        )
        self.status = f"{error.code} {error.reason}"
        self.response_headers += [("Content-Type", JSON), *HEADERS.items()]
        self.set_close_on_finish()
        self.channel.rejected = True
        self.content_length = len(body)
        self.write(body)


class _Channel(HTTPChannel):  # type: ignore[misc]  # waitress has no types
    """One connection; ``service`` runs in a thread, all else in the loop over all connections."""

    error_task_class = _JsonErrorTask
    parser_class = _Request
    waits = False
    """Whether there is another request, for when the answer before was taken."""
    left, taken = 0, 0.0
    """How much of an answer was left at the last look, and at which look some of it had been taken."""
    rejected, lingers = False, False
    """Whether a request was rejected, and whether the client has the answer and all it still sends is thrown away."""
    discarded = 0

    def service(self) -> None:
        """Answer the next request, unless some of the answer before was not taken yet."""
        with self.outbuf_lock:
            self.waits = self.total_outbufs_len > 0
        if not self.waits:
            super().service()

    def handle_write(self) -> None:
        """Send what can be sent; have the next request answered once that was all."""
        super().handle_write()
        if self.waits and self.connected and not self.total_outbufs_len:
            self.waits = False
            self.server.add_task(self)

    def handle_close(self) -> None:
        """Close the connection, but only stop sending where a request was rejected.

        The system resets a connection that is closed while more arrives, and the client never sees the answer.
        """
        if not self.rejected:
            super().handle_close()
            return
        self.rejected, self.lingers, self.will_close = False, True, False
        with suppress(OSError):
            self.socket.shutdown(SHUT_WR)

    def readable(self) -> bool:
        """Whether to read what the client sends."""
        return self.lingers or super().readable()

    def handle_read(self) -> None:
        """Read some of a request, or throw away what comes after one that was rejected."""
        if self.lingers:
            self._discard()
        else:
            super().handle_read()

    def _discard(self) -> None:
        # As no activity is noted here, the time for idle connections ends this as well. All that is here at once: the
        # loop may close the connection right after this, because the client has sent everything.
        try:
            self.discarded += len(self.recv(_DISCARDED_AT_ONCE))
        except OSError:
            self.handle_close()
        if self.discarded > _MOST_DISCARDED and self.socket is not None:
            self.let_go()

    def close_if_stuck(self, now: float) -> None:
        """Close the connection where nothing was taken of an answer for a while."""
        before, self.left = self.left, self.total_outbufs_len
        if not before or self.left < before:
            self.taken = now
        elif now - self.taken > SECONDS_IDLE:
            self.let_go()

    def let_go(self) -> None:
        """Have the loop close the connection."""
        self.will_close = True
        # The loop waits until something can be sent, which a client that takes nothing would put off for ever.
        with suppress(OSError):
            self.socket.shutdown(SHUT_RDWR)


class _Server(TcpWSGIServer):  # type: ignore[misc]  # waitress has no types
    """What accepts connections at one address."""

    channel_class = _Channel

    def handle_accept(self) -> None:
        """Accept the connections that wait; for each, the one silent longest gives way if there are too many."""
        # Several at once: between any two of them the loop looks at every connection.
        for _ in range(_RESERVE // 2):
            before = len(self.active_channels)
            if before >= self.adj.connection_limit // len(self.adj.listen) - _RESERVE:
                self._make_room()
            super().handle_accept()
            if len(self.active_channels) == before:
                return

    def maintenance(self, now: float) -> None:
        """Close connections on which nothing happens."""
        super().maintenance(now)
        for channel in self.active_channels.values():
            channel.close_if_stuck(now)

    def _make_room(self) -> None:
        channels = self.active_channels.values()
        idle = [channel for channel in channels if not channel.requests and not channel.will_close]
        if idle:
            min(idle, key=lambda channel: channel.last_activity).let_go()


def _room_for_connections() -> int:
    """Return how many connections the server may have, having raised the number of files it may open."""
    if sys.platform == "win32":
        return _MOST_ON_WINDOWS
    import resource

    allowed, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _MOST_CONNECTIONS + _OTHER_FILES
    if allowed != resource.RLIM_INFINITY and allowed < wanted:
        allowed = wanted if most == resource.RLIM_INFINITY else min(wanted, most)
        resource.setrlimit(resource.RLIMIT_NOFILE, (allowed, most))
    if allowed == resource.RLIM_INFINITY:
        return _MOST_CONNECTIONS
    return min(_MOST_CONNECTIONS, max(allowed - _OTHER_FILES, allowed // 2))


def _message(error: Any, largest: int) -> str:
    if error.code == 413:
        return f"the body of a request has less than {largest} bytes here"
    if error.code == 431:
        return f"the headers of a request have less than {LARGEST_HEADERS} bytes here"
    return str(error.body)
