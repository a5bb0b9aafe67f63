"""Many people at once: each scrubs through a run over one connection that stays open, as a browser holds it."""

import asyncio
import random
import socket
import time
from contextlib import ExitStack
from dataclasses import dataclass, field
from http.client import HTTPConnection
from urllib.parse import urlsplit

from common.claims import Claim

PATIENCE = 30


@dataclass
class Crowd:
    """What the clients got: milliseconds of every answer, how many answers each had, and what went wrong."""

    milliseconds: list[float] = field(default_factory=list)
    answers: list[int] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    @property
    def starved(self) -> int:
        """Clients without any answer."""
        return self.answers.count(0)

    def percentile(self, percent: int) -> float:
        ordered = sorted(self.milliseconds)
        return ordered[min(len(ordered) - 1, len(ordered) * percent // 100)] if ordered else float("inf")


def scrub(address: str, paths: list[str], clients: int, seconds: float, thought: float) -> Crowd:
    """Have clients request paths below the address in random order, each thinking up to twice ``thought`` seconds
    after every answer."""
    crowd = Crowd()

    async def all_at_once() -> None:
        until = time.perf_counter() + seconds
        await asyncio.gather(*(_client(address, paths, until, thought, seed, crowd) for seed in range(clients)))

    asyncio.run(all_at_once())
    return crowd


async def _client(address: str, paths: list[str], until: float, thought: float, seed: int, crowd: Crowd) -> None:
    chance, connection, answers = random.Random(seed), None, 0
    while time.perf_counter() < until:
        begun = time.perf_counter()
        try:
            connection = connection or await _connect(address)
            stays = await asyncio.wait_for(_ask(*connection, address, chance.choice(paths)), PATIENCE)
            crowd.milliseconds.append(1000 * (time.perf_counter() - begun))
            answers += 1
        except (OSError, asyncio.IncompleteReadError, RuntimeError) as error:
            crowd.errors.append(f"{type(error).__name__} {error}")
            stays = False
        if connection is not None and not stays:
            connection[1].close()
            connection = None
        await asyncio.sleep(2 * thought * chance.random())
    crowd.answers.append(answers)
    if connection is not None:
        connection[1].close()


async def _connect(address: str) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    place = urlsplit(address)
    return await asyncio.wait_for(asyncio.open_connection(place.hostname, place.port), PATIENCE)


async def _ask(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, address: str, path: str) -> bool:
    """Request a path and read all of the answer; return whether the connection stays open."""
    writer.write(f"GET /{path} HTTP/1.1\r\nHost: {urlsplit(address).netloc}\r\n\r\n".encode())
    first, *lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower().split("\r\n")
    headers = dict(line.split(": ", 1) for line in lines if line)
    if first.split()[1] != "200":
        raise RuntimeError(first)
    await reader.readexactly(int(headers["content-length"]))
    return first.startswith("http/1.1") and headers.get("connection") != "close"


def idle_claim(address: str, path: str, connections: int, most: float) -> Claim:
    """Claim how many seconds a good request takes at most while connections say half a request and wait."""
    place = urlsplit(address)
    with ExitStack() as stack:
        for _ in range(connections):
            waiting = stack.enter_context(socket.create_connection((place.hostname, place.port), PATIENCE))
            waiting.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\nX: ")
        begun = time.perf_counter()
        good = HTTPConnection(place.netloc, timeout=PATIENCE)
        stack.callback(good.close)
        good.request("GET", f"/{path}")
        status, seconds = good.getresponse().status, time.perf_counter() - begun
    words = f"a request beside {connections} idle connections takes less than {most:g} s"
    return Claim(words, f"{seconds:.3f} s, status {status}", status == 200 and seconds < most)
