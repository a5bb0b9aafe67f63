"""Serve a store as users do, in a process of its own."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def epochscope_server(store: str) -> Iterator[str]:
    """Run ``epochscope serve`` on a free port; yield its address, which ends with a slash."""
    command = [sys.executable, "-m", "epochscope.command_line", "serve", store, "--port", "0"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        yield process.stdout.readline().split()[0]
    finally:
        process.terminate()
        process.wait()
