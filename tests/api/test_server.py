"""The server as many meet it at once: idle, slow, greedy and malformed clients, over real connections."""

import json
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from typing import Any

import pytest

from browser.server import LISTENING
from epochscope.store.testing import TINY, write_run

FILES = 256
"""The server may open no more, so that it holds 128 connections, of which 96 may be idle."""
PATIENCE = 60
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a shell limits the number of files")


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The port of a server over the smallest run."""
    store = tmp_path_factory.mktemp("crowd")
    write_run(store / "tiny", TINY)
    serve = [sys.executable, "-m", "epochscope.command_line", "serve", str(store), "--port", "0"]
    command = ["sh", "-c", f'ulimit -n {FILES} && exec "$@"', "sh", *serve]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        match = LISTENING.match(process.stdout.readline())
        assert match
        yield int(match[1])
    finally:
        process.kill()
        process.communicate()


def connected(port: int) -> socket.socket:
    return socket.create_connection(("127.0.0.1", port), PATIENCE)


@contextmanager
def silent(port: int, number: int, said: bytes = b"") -> Iterator[list[socket.socket]]:
    """Clients that said something and wait."""
    with ExitStack() as stack:
        clients = [stack.enter_context(connected(port)) for _ in range(number)]
        for client in clients:
            client.sendall(said)
        yield clients


def status_of_a_good_request(port: int) -> int:
    connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    connection.request("GET", "/api/runs/tiny/run.json")
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer.status


def answer_to(port: int, request: bytes) -> tuple[HTTPResponse, Any]:
    """Return the answer to exactly these bytes, and its document."""
    with connected(port) as client:
        client.sendall(request)
        return next_answer(client)


def next_answer(client: socket.socket) -> tuple[HTTPResponse, Any]:
    answer = HTTPResponse(client)
    answer.begin()
    return answer, json.loads(answer.read())


def request(path: str, *more: str) -> bytes:
    return "\r\n".join([f"GET {path} HTTP/1.1", "Host: localhost", *more, "", ""]).encode()


@pytest.mark.parametrize(
    "said", [b"", b"GET /api/runs.json HTTP/1.1\r\nHost: localhost\r\nX: ", b"POST / HTTP/1.1\r\n"]
)
def test_connections_that_say_nothing_more_keep_no_request_waiting(port: int, said: bytes):
    with silent(port, 100, said):
        assert status_of_a_good_request(port) == 200


def test_where_there_is_no_more_room_the_one_silent_longest_gives_way(port: int):
    with silent(port, 1) as (first,), silent(port, 150) as others:
        assert status_of_a_good_request(port) == 200
        assert first.recv(1) == b""
        others[-1].sendall(request("/api/runs.json"))
        assert next_answer(others[-1])[0].status == 200


def test_clients_that_request_much_and_take_nothing_keep_no_thread(port: int):
    much = request("/api/openapi.json") * 100
    with silent(port, 40, much) as greedy:
        assert status_of_a_good_request(port) == 200
        # A client that takes its answers gets all of them, in their order.
        with greedy[0].makefile("rb") as answers:
            for _ in range(100):
                head = b"".join(iter(answers.readline, b"\r\n"))
                assert head.startswith(b"HTTP/1.1 200 OK")
                assert json.loads(answers.read(int(re.search(rb"Content-Length: (\d+)", head)[1]))).keys() >= {"paths"}


MALFORMED = {
    "no request": (b"\x16\x03\x01\x02\r\n\r\n", 400, "BadRequest"),
    "no length": (request("/", "Content-Length: many"), 400, "BadRequest"),
    "a length below zero": (request("/", "Content-Length: -1"), 400, "BadRequest"),
    "a header without a name": (request("/", ": value"), 400, "BadRequest"),
    "too many headers": (request("/", f"X: {'x' * 40_000}"), 431, "RequestHeaderFieldsTooLarge"),
    "another coding": (request("/", "Transfer-Encoding: gzip"), 501, "ServerNotImplemented"),
}


@pytest.mark.parametrize(("sent", "status", "name"), MALFORMED.values(), ids=MALFORMED)
def test_what_never_reaches_the_app_fails_in_the_one_shape(port: int, sent: bytes, status: int, name: str):
    answer, document = answer_to(port, sent)
    assert (answer.status, answer.headers["Content-Type"]) == (status, "application/json")
    assert document.keys() == {"error"}
    assert (document["error"]["status"], document["error"]["name"]) == (status, name)
    assert document["error"]["message"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("path", ["/api/runs/tiny/jobs", "/api/runs.json", "/"])
def test_a_body_is_rejected_by_its_length_before_it_is_sent(port: int, path: str):
    announced = f"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000000\r\n\r\n"
    answer, document = answer_to(port, announced.encode())
    assert (answer.status, document["error"]["name"]) == (413, "RequestEntityTooLarge")
    assert document["error"]["message"] == "the body of a request has less than 65536 bytes here"


TOO_LARGE = {
    "headers": (request("/")[:-2] + b"X: ", 431),
    "address": (b"GET /", 431),
    "body of a known length": (b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000\r\n\r\n", 413),
    "body in chunks": (b"POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nf4240\r\n", 413),
}


@pytest.mark.parametrize(("head", "status"), TOO_LARGE.values(), ids=TOO_LARGE)
def test_a_client_that_sends_too_much_reads_why_it_is_rejected(port: int, head: bytes, status: int):
    with connected(port) as client:
        client.sendall(head + b"x" * 0x10000)
        # Once the answer is here, a server that had closed the connection would let nothing more be sent.
        assert client.recv(1, socket.MSG_PEEK)
        for _ in range(10):
            client.sendall(b"x" * 0x10000)
        assert next_answer(client)[1]["error"]["status"] == status


def test_a_client_that_goes_on_sending_after_its_request_was_rejected_is_cut_off(port: int):
    with connected(port) as client, pytest.raises(OSError):
        client.sendall(b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000000\r\n\r\n")
        while True:
            client.sendall(b"x" * 1_000_000)


@pytest.mark.parametrize("path", ["looks", "looks/2/summary.bin"])
def test_an_input_to_be_looked_at_may_be_larger_than_other_bodies(port: int, path: str):
    head = f"POST /api/runs/tiny/{path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: image/png\r\nContent-Length: "
    answer, document = answer_to(port, f"{head}{(8 << 20) + 1}\r\n\r\n".encode())
    assert (answer.status, document["error"]["name"]) == (413, "RequestEntityTooLarge")
    assert document["error"]["message"] == f"the body of a request has less than {(8 << 20) + 1} bytes here"
    answer, document = answer_to(port, f"{head}{1 << 20}\r\n\r\n".encode() + bytes(1 << 20))
    assert (answer.status, document["error"]["name"]) == (404, "NotLookable")


def test_a_server_takes_a_name_with_several_addresses(tmp_path: Path):
    command = [sys.executable, "-m", "epochscope.command_line", "serve", str(tmp_path), "--port", "0"]
    process = subprocess.Popen([*command, "--host", "localhost"], stdout=subprocess.PIPE, text=True)
    try:
        assert re.match(r"http://localhost:\d+/ shows 0 runs", process.stdout.readline())
    finally:
        process.kill()
        process.communicate()
