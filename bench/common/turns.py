"""Programs that are measured in turns of seconds, so that a machine that gets slower meanwhile slows all of them."""

import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from queue import Empty, Queue
from threading import Thread

import psutil

# Seconds of a turn: many in a run, but long beside what a program loses when it finds the caches of another's turn.
TURN = 2.0


class Program:
    """A command that prints ``begun`` where measuring begins, and what it found, as JSON, where it ends.

    Between its turns, it and all processes that it started are stopped, so that nothing of it goes on in a thread.
    """

    def __init__(self, command: Sequence[str]) -> None:
        self.seconds, self.found = 0.0, ""
        self._lines: Queue[str] = Queue()
        self._has_begun, self._since = False, 0.0
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        Thread(target=self._read, daemon=True).start()
        self._send(signal.SIGSTOP)

    @property
    def has_ended(self) -> bool:
        return bool(self.found)

    def take_turn(self, seconds: float) -> None:
        """Let the program run for some seconds, or until it ends; count those after it has begun.

        Raises:
            subprocess.CalledProcessError: The program ended without a result.
        """
        self._send(signal.SIGCONT)
        self._since, end = time.perf_counter(), time.perf_counter() + seconds
        while not self.has_ended and (left := end - time.perf_counter()) > 0:
            with suppress(Empty):
                self._take(self._lines.get(timeout=left))
        if self._has_begun:
            self.seconds += time.perf_counter() - self._since
        self._send(signal.SIGSTOP)

    def close(self) -> None:
        """End the program and all that it started."""
        for process in self._all():
            with suppress(psutil.NoSuchProcess):
                process.kill()
        self._process.wait()

    def _take(self, line: str) -> None:
        if not line:
            raise subprocess.CalledProcessError(self._process.wait(), self._process.args)
        if line.strip() == "begun":
            self._has_begun, self._since = True, time.perf_counter()
        elif line.startswith("{"):
            self.found = line

    def _read(self) -> None:
        assert self._process.stdout
        for line in self._process.stdout:
            self._lines.put(line)
        self._lines.put("")

    def _all(self) -> list[psutil.Process]:
        with suppress(psutil.NoSuchProcess):
            first = psutil.Process(self._process.pid)
            return [first, *first.children(recursive=True)]
        return []

    def _send(self, number: signal.Signals) -> None:
        for process in self._all():
            with suppress(psutil.NoSuchProcess):
                process.send_signal(number)


def measure_in_turns(commands: Mapping[str, Sequence[str]]) -> dict[str, Program]:
    """Run the commands to their ends, one at a time in turns, and return them with the seconds each of them took.

    Raises:
        subprocess.CalledProcessError: A program ended without a result.
    """
    programs = {name: Program(command) for name, command in commands.items()}
    try:
        while running := [program for program in programs.values() if not program.has_ended]:
            for program in running:
                program.take_turn(TURN)
    finally:
        for program in programs.values():
            program.close()
    return programs
