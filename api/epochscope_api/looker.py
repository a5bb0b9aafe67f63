"""The process that looks into networks: started by the first look, asked one thing at a time, the newest first.

It ends by itself once it has been idle for a while. One that takes too long is killed; whether it was killed or died,
the next look starts another one.
"""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from queue import Empty, SimpleQueue

from epochscope.errors import EpochscopeError, UnusableInput
from epochscope.looking import BrokenFrame, Frame, LookCanceled, read_frame, write_frame

MOST_WAITING = 6
"""Looks that wait for their turn; each keeps a thread of the server."""
SECONDS_IDLE, SECONDS_AT_ONCE, SECONDS_TO_START = 600.0, 30.0, 180.0


class TooManyLooks(UnusableInput):
    """Newer looks took the turn of this one."""


class LookerStopped(EpochscopeError):
    """The process that looks ended in the middle of a look."""


@dataclass(eq=False)
class _Turn:
    """One request: what it is about, and whether it gives way to any other."""

    about: str
    gives_way: bool
    number: int = 0
    canceled: bool = False
    dropped: bool = False


class Looker:
    """Asks the process that looks; any number of threads may use it.

    ``models`` has the factories that the operator allows to be imported, by run. ``patience`` is how many seconds one
    request may take.
    """

    def __init__(self, store: str, models: Mapping[str, str], patience: float = SECONDS_AT_ONCE) -> None:
        self.models = dict(models)
        self._store = store
        self.patience = patience
        self._changed = threading.Condition()
        self._waiting: list[_Turn] = []
        self._current: _Turn | None = None
        self._process: _Process | None = None
        self._requests = 0

    @property
    def process_id(self) -> int | None:
        """The process that was started last, ``None`` before the first look."""
        return self._process.process_id if self._process else None

    @property
    def waiting(self) -> int:
        """How many looks wait for their turn."""
        return len(self._waiting)

    @property
    def busy(self) -> bool:
        """Whether a look is being answered."""
        return self._current is not None

    def ask(self, request: Frame, about: str, gives_way: bool = False) -> Frame:
        """Return the answer to a request; it may hold an error that the process names.

        Raises:
            TooManyLooks: more newer requests wait than may wait.
            LookCanceled: ``cancel`` was called with ``about``.
            LookerStopped: the process ended, or took too long and was killed.
        """
        with self._turn(about, gives_way) as turn:
            answer = self._exchange(turn, request)
        if turn.canceled:
            raise LookCanceled(f"looking at {about} was canceled")
        return answer

    def cancel(self, about: str) -> None:
        """Have all requests end that are about the same, at the next layer."""
        with self._changed:
            current = [self._current] if self._current else []
            for turn in (*self._waiting, *current):
                turn.canceled = turn.canceled or turn.about == about
            if self._current and self._current.canceled:
                self._interrupt(self._current)
            self._changed.notify_all()

    def stop(self) -> None:
        """End the process."""
        with self._changed:
            if self._process is not None:
                self._process.end()

    @contextmanager
    def _turn(self, about: str, gives_way: bool) -> Iterator[_Turn]:
        turn = _Turn(about, gives_way)
        with self._changed:
            self._waiting.append(turn)
            for oldest in self._waiting[:-MOST_WAITING]:
                oldest.dropped = True
            if self._current and self._current.gives_way and not gives_way:
                self._interrupt(self._current)
            self._changed.notify_all()
            self._changed.wait_for(lambda: turn.canceled or turn.dropped or self._is_next(turn))
            self._waiting.remove(turn)
            if turn.canceled:
                raise LookCanceled(f"looking at {about} was canceled")
            if turn.dropped:
                raise TooManyLooks(f"{MOST_WAITING} newer looks wait already; look again")
            self._requests += 1
            turn.number = self._requests
            self._current = turn
        try:
            yield turn
        finally:
            with self._changed:
                self._current = None
                self._changed.notify_all()

    def _is_next(self, turn: _Turn) -> bool:
        """Whether it is the newest of those that wait, of which some give way to all others."""
        if self._current is not None:
            return False
        waiting = [one for one in self._waiting if not (one.canceled or one.dropped)]
        first = [one for one in waiting if not one.gives_way] or waiting
        return bool(first) and first[-1] is turn

    def _interrupt(self, turn: _Turn) -> None:
        if self._process is not None:
            self._process.send(Frame({"cancel": turn.number}))

    def _exchange(self, turn: _Turn, request: Frame) -> Frame:
        numbered = Frame({**request.head, "number": turn.number}, request.arrays)
        for _ in range(2):
            with self._changed:
                if self._process is None or self._process.has_ended:
                    self._process = _Process(self._store, self.models)
                process = self._process
            answer = process.exchange(numbered, self.patience)
            if answer is not None:
                return answer
            if not process.ended_by_itself:
                break
            # It had just been idle for long enough: another one answers.
        raise LookerStopped(process.last_words)


class _Process:
    """One process, from its start on."""

    def __init__(self, store: str, models: Mapping[str, str]) -> None:
        self.last_words = ""
        self._process = _start(store, models)
        self._answers: SimpleQueue[Frame | None] = SimpleQueue()
        self._writing = threading.Lock()
        self._ready = False
        threading.Thread(target=self._read, daemon=True).start()

    @property
    def process_id(self) -> int:
        """Its number in the system."""
        return self._process.pid

    @property
    def has_ended(self) -> bool:
        """Whether it has ended."""
        return self._process.poll() is not None

    @property
    def ended_by_itself(self) -> bool:
        """Whether it ended because it was idle."""
        return self._process.poll() == 0

    def send(self, frame: Frame) -> None:
        """Send a frame; nothing happens where the process has ended."""
        assert self._process.stdin is not None
        with self._writing, suppress(OSError, ValueError):
            write_frame(self._process.stdin, frame)  # type: ignore[arg-type]  # bytes are written to it

    def exchange(self, request: Frame, patience: float) -> Frame | None:
        """Return the answer, ``None`` if there is none; then the process has ended, and ``last_words`` says how."""
        if not self._ready and self._next(SECONDS_TO_START) is None:
            return None
        self._ready = True
        self.send(request)
        return self._next(patience)

    def end(self) -> None:
        """Kill it, and wait until it has ended."""
        self._process.kill()
        self._process.wait()

    def _next(self, patience: float) -> Frame | None:
        try:
            answer = self._answers.get(timeout=patience)
        except Empty:
            self.end()
            self.last_words = (
                f"looking took longer than {patience:g} seconds and was stopped; the next look starts again"
            )
            return None
        if answer is None:
            self.last_words = _how_it_ended(self._process.wait())
        return answer

    def _read(self) -> None:
        assert self._process.stdout is not None
        try:
            while (frame := read_frame(self._process.stdout)) is not None:  # type: ignore[arg-type]
                self._answers.put(frame)
        except BrokenFrame:
            self._process.kill()
        self._answers.put(None)


def _how_it_ended(code: int) -> str:
    reason = f"with code {code}; the server's log may say why"
    if code < 0:
        name = signal.Signals(-code).name if -code in set(signal.Signals) else str(-code)
        reason = f"by {name}; the network may need more memory than there is"
    return f"the process that looks into networks ended {reason}; the next look starts another one"


def _start(store: str, models: Mapping[str, str]) -> subprocess.Popen[bytes]:
    # -P: the folder that the server was started in holds the user's files, none of which is one of our modules.
    command = [sys.executable, "-P", "-m", "epochscope_inside.worker", store]
    command += [f"--threads={_threads()}", f"--idle={SECONDS_IDLE:g}"]
    command += [f"--model={run}={factory}" for run, factory in models.items()]
    # A session of its own, so that Ctrl+C in the server's terminal reaches it through stop() alone.
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True)


def _threads() -> int:
    """Return how many threads compute: all cores but one, as threads that wait for a core take many times longer."""
    count = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, count - 1)
