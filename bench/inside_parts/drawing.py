"""A LeNet looked into while a user draws: from the pixels that are sent to the summary of all layers, over HTTP."""

import json
import os
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http.client import HTTPConnection
from urllib.parse import urlsplit

import numpy as np

from common.claims import Claim, at_most, no_less, print_table
from common.serving import epochscope_server
from inside_parts.workplace import DEMO, LAST_EPOCH, LENET, SIDE, Workplace, children, cpu_seconds

FRAMES, WARM = 600, 20
MOST_MILLISECONDS, LEAST_FRAMES = 50, 60
ADDRESS = f"/api/runs/{LENET}"
Ask = Callable[[HTTPConnection, bytes], bytes]


def measure(work: Workplace) -> list[Claim]:
    with epochscope_server(str(DEMO)) as address:
        connection = HTTPConnection(urlsplit(address).netloc)
        # Starts the process that looks.
        request(connection, "GET", f"{ADDRESS}/inside/layers.json")
        ways = {"one request": one_request, "two requests": two_requests}
        found = {name: timed(connection, ask, FRAMES // work.shrink) for name, ask in ways.items()}
    baseline = found["two requests"].typical
    rows = [
        (
            name,
            f"{one.typical:.1f}",
            f"{one.slow:.1f}",
            f"{one.frames:.0f}",
            f"{baseline / one.typical:.2f}x",
            f"{one.cpu:.1f}",
            f"{one.bytes:,}",
        )
        for name, one in found.items()
    ]
    print_table(
        f"LeNet, {FRAMES // work.shrink} movements of a pen, each sent and answered with all maps of all layers",
        ("", "median ms", "95th percentile", "frames/s", "ratio", "CPU ms", "bytes"),
        rows,
    )
    ours = found["one request"]
    return [
        at_most("drawing: milliseconds from the pixels to the answer, median,", ours.typical, MOST_MILLISECONDS),
        at_most("drawing: 95th percentile", ours.slow, MOST_MILLISECONDS),
        no_less("drawing: frames a second", ours.frames, LEAST_FRAMES),
    ]


@dataclass(frozen=True)
class Timed:
    """Milliseconds of an answer: the median, the 95th percentile, and CPU of server and process that looks; frames a
    second, and bytes."""

    typical: float
    slow: float
    cpu: float
    frames: float
    bytes: int


def timed(connection: HTTPConnection, ask: Ask, frames: int) -> Timed:
    processes, spent, size, before = children(os.getpid()), list[float](), 0, 0.0
    for number, pixels in enumerate(movements(frames + WARM)):
        if number == WARM:
            before = cpu_seconds(processes)
        begun = time.perf_counter()
        size = len(ask(connection, pixels))
        if number >= WARM:
            spent.append(time.perf_counter() - begun)
    cpu = 1000 * (cpu_seconds(processes) - before) / frames
    slow = 1000 * statistics.quantiles(spent, n=20)[-1]
    return Timed(1000 * statistics.median(spent), slow, cpu, frames / sum(spent), size)


def movements(count: int) -> Iterator[bytes]:
    """Yield the pixels after each movement of a pen that never rests: no two are the same."""
    pixels, random = np.zeros((SIDE, SIDE), np.uint8), np.random.default_rng()
    place = np.array([SIDE / 2, SIDE / 2])
    for _ in range(count):
        place = np.clip(place + random.normal(0, 2, 2), 1, SIDE - 2)
        row, column = place.astype(int)
        pixels = (pixels * 0.98).astype(np.uint8)
        pixels[row - 1 : row + 2, column - 1 : column + 2] = 255
        yield pixels.tobytes()


def one_request(connection: HTTPConnection, pixels: bytes) -> bytes:
    return request(connection, "POST", f"{ADDRESS}/looks/{LAST_EPOCH}/summary.bin", pixels)


def two_requests(connection: HTTPConnection, pixels: bytes) -> bytes:
    number = json.loads(request(connection, "POST", f"{ADDRESS}/looks", pixels))["input"]
    return request(connection, "GET", f"{ADDRESS}/looks/{number}/{LAST_EPOCH}/summary.bin")


def request(connection: HTTPConnection, method: str, path: str, body: bytes | None = None) -> bytes:
    headers = {"Content-Type": "application/octet-stream"} if body else {}
    connection.request(method, path, body, headers)
    answer = connection.getresponse()
    content = answer.read()
    if answer.status != 200:
        raise RuntimeError(f"{method} {path}: {answer.status} {content[:200]!r}")
    return content
