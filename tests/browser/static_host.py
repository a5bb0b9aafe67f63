"""An export behind a plain file server, below an address of its own: what anyone's static host is at the least."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from browser.ports import free_port

SUB_PATH = "some/sub/path"


def export(store: Path, site: Path, *words: str) -> None:
    """Export a store as people do."""
    command = [sys.executable, "-m", "epochscope.command_line", "export", str(store), str(site), *words]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@contextmanager
def hosting(root: Path) -> Iterator[str]:
    """Serve the files of ``root`` for a while; yield the address of what lies at ``SUB_PATH`` in it."""
    port = free_port()
    command = [sys.executable, "-m", "http.server", str(port), "--bind", "127.0.0.1", "--directory", str(root)]
    process = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )
    try:
        assert process.stdout is not None
        assert process.stdout.readline().startswith("Serving HTTP on 127.0.0.1")
        yield f"http://127.0.0.1:{port}/{SUB_PATH}/"
    finally:
        process.kill()
        process.communicate()
