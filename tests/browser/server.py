"""``epochscope serve`` as people start it."""

import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from browser.ports import free_port

LISTENING = re.compile(r"http://127\.0\.0\.1:(\d+)/")


@dataclass
class Server:
    """``epochscope serve`` in a process of its own."""

    store: Path
    words: tuple[str, ...] = ()
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[str] | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/"

    def start(self) -> None:
        """Start it, each time on the same port."""
        serve = [sys.executable, "-m", "epochscope.command_line", "serve", str(self.store)]
        command = [*serve, "--port", str(self.port), *self.words]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        match = LISTENING.match(line)
        assert match, f"epochscope serve says: {line}{self.process.stdout.read()}"

    def stop(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.communicate()
            self.process = None


@contextmanager
def serving(store: Path, *words: str) -> Iterator[Server]:
    """Serve a store for a while."""
    server = Server(store, words)
    server.start()
    try:
        yield server
    finally:
        server.stop()
