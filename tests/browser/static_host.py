"""An export behind a plain file server, below an address of its own: what anyone's static host is at the least."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SUB_PATH = "some/sub/path"
_LISTENING = re.compile(r"Serving HTTP on 127\.0\.0\.1 port (\d+)")


def export(store: Path, site: Path, *words: str) -> None:
    """Export a store as people do."""
    command = [sys.executable, "-m", "epochscope.command_line", "export", str(store), str(site), *words]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@contextmanager
def hosting(root: Path) -> Iterator[str]:
    """Serve the files of ``root`` for a while; yield the address of what lies at ``SUB_PATH`` in it."""
    command = [sys.executable, "-m", "http.server", "0", "--bind", "127.0.0.1", "--directory", str(root)]
    process = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )
    try:
        assert process.stdout is not None
        match = _LISTENING.match(process.stdout.readline())
        assert match
        yield f"http://127.0.0.1:{match[1]}/{SUB_PATH}/"
    finally:
        process.kill()
        process.communicate()
