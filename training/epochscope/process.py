"""Run ``epochscope`` in a process of its own that ends with the one that started it, however that ends."""

import subprocess
import sys
from _thread import interrupt_main
from collections.abc import Callable
from threading import Thread
from typing import BinaryIO

# The folder that a program was started in holds the user's files, none of which is one of our modules.
_SAFELY = ["-P"] if sys.version_info >= (3, 11) else []
_PATIENCE = 10.0


def own_command(*arguments: str) -> list[str]:
    """Return the command line that runs ``epochscope`` with these arguments, with this Python."""
    return [sys.executable, *_SAFELY, "-m", "epochscope.command_line", *arguments]


def start_dependent(*arguments: str, stdout: int | None = None) -> "subprocess.Popen[str]":
    """Start ``epochscope`` with these arguments; it ends when this process does, or by ``stop_dependent``.

    What it says goes to ``stdout``, or where this process says things.
    """
    # A session of its own, so that Ctrl+C in the terminal reaches it through stop_dependent() alone.
    return subprocess.Popen(
        own_command("--until-eof", *arguments),
        stdin=subprocess.PIPE,
        stdout=stdout,
        stderr=None if stdout is None else subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        start_new_session=True,
    )


def stop_dependent(process: "subprocess.Popen[str]") -> None:
    """End a process of ``start_dependent`` as Ctrl+C would, and wait for it; kill it if it does not end for 10 s."""
    with process:
        assert process.stdin is not None
        process.stdin.close()
        try:
            process.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()


def interrupt_at_end_of(stream: BinaryIO, interrupt: Callable[[], None] = interrupt_main) -> None:
    """Interrupt this process, as Ctrl+C does, once ``stream`` has ended."""

    def wait() -> None:
        while stream.read(1 << 10):
            pass
        interrupt()

    Thread(target=wait, name="epochscope-until-eof", daemon=True).start()
