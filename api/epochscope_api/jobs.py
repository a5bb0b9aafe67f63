"""Layouts that a page requests: ``epochscope project`` in a process of its own, one at a time for each run."""

import logging
import secrets
import signal
import subprocess
import sys
import threading
import time
from collections import deque
from contextlib import suppress
from dataclasses import dataclass, replace

from epochscope.errors import EpochscopeError, UnusableInput
from epochscope.process import own_command
from epochscope.progress import Step, parse_progress
from epochscope.store import RunBusy, RunWriter

RUNNING, DONE, FAILED, CANCELED = "running", "done", "failed", "canceled"
MOST_LISTENERS = 8
# Stopped with Ctrl+C the command takes back what it has not finished; Windows has nothing like it for one process.
_INTERRUPT = signal.SIGINT if sys.platform != "win32" else signal.SIGTERM
# Seconds until a process that does not end is killed.
_PATIENCE = 3
_MOST_LINES = 100
# How the command begins the line that names the reason why it does not go on.
_IS_REFUSAL = "epochscope: "


class JobNotFound(UnusableInput):
    """The run has no such job; only its last one is known."""


class TooManyListeners(UnusableInput):
    """More pages follow jobs than this server has threads for."""


@dataclass(frozen=True)
class LayoutRequest:
    """What a job lays out."""

    layer: str
    n_neighbors: int
    min_dist: float

    def __str__(self) -> str:
        return f"{self.layer} with n_neighbors {self.n_neighbors} and min_dist {self.min_dist}"


@dataclass(frozen=True)
class Progress:
    """The progress of a job: its last step, and once it has ended a message that says how.

    ``done`` of ``total`` are estimates, and ``total`` is unknown while it starts.
    """

    state: str = RUNNING
    step: Step = Step.STARTING
    message: str | None = None
    done: float = 0.0
    total: float | None = None
    seconds: float = 0.0


class Job:
    """One ``epochscope project``, from the start of its process on; several threads may ask about it."""

    def __init__(self, location: str, requested: LayoutRequest) -> None:
        self.id = secrets.token_hex(8)
        self.requested = requested
        self.progress = Progress()
        self._location = location
        self._begun = time.monotonic()
        self._changed = threading.Condition()
        self._canceled = False
        self._output: deque[str] = deque(maxlen=_MOST_LINES)
        self._process = _start(location, requested)
        self._follower = threading.Thread(target=self._follow, daemon=True)
        self._follower.start()

    @property
    def running(self) -> bool:
        """Whether it has not ended yet, one way or another."""
        return self.progress.state == RUNNING

    def news(self, known: Progress | None, patience: float) -> Progress | None:
        """Return the progress as soon as it is another one than ``known``, or None after ``patience`` seconds."""
        with self._changed:
            changed = self._changed.wait_for(lambda: self.progress is not known, patience)
            return self.progress if changed else None

    def cancel(self) -> None:
        """Have the process stop; its end is reported as progress."""
        with self._changed:
            if self._canceled or not self.running:
                return
            self._canceled = True
            self.report(step=Step.STOPPING)
        self._process.send_signal(_INTERRUPT)
        killer = threading.Timer(_PATIENCE, self._process.kill)
        killer.daemon = True
        killer.start()

    def join(self) -> None:
        """Wait until the job has ended."""
        self._follower.join()

    def _follow(self) -> None:
        try:
            with self._process as process:
                for line in process.stdout or ():
                    self._hear(line)
        finally:
            self._end(self._process.wait())

    def _hear(self, line: str) -> None:
        now = parse_progress(line)
        if now is None:
            self._output.append(line)
        else:
            step = Step.STOPPING if self._canceled else now.step
            self.report(step=step, done=now.done, total=now.total)

    def _end(self, code: int) -> None:
        if code == 0:
            self.report(state=DONE, message="projected")
        elif self._canceled:
            _sweep(self._location)
            self.report(state=CANCELED, message="canceled")
        else:
            self.report(state=FAILED, message=self._what_went_wrong(code))

    def _what_went_wrong(self, code: int) -> str:
        last = self._output[-1].strip() if self._output else ""
        if last.startswith(_IS_REFUSAL):
            return last.removeprefix(_IS_REFUSAL)
        log = logging.getLogger(__name__)
        log.error("the job for %s ended with code %d:\n%s", self.requested, code, "".join(self._output))
        return f"the job ended with code {code}; the server's log says why"

    def report(self, **changes: object) -> None:
        """Change fields of the progress, and wake all that wait for news."""
        with self._changed:
            seconds = time.monotonic() - self._begun
            self.progress = replace(self.progress, seconds=seconds, **changes)  # type: ignore[arg-type]
            self._changed.notify_all()


class Jobs:
    """The last job of each run, and how many pages may follow them."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._last: dict[str, Job] = {}
        self.listeners = threading.BoundedSemaphore(MOST_LISTENERS)

    def ask(self, run: str, location: str, requested: LayoutRequest) -> Job:
        """Return the job that lays this out, a new one unless it is running already; raise RunBusy."""
        with self._lock:
            last = self._last.get(run)
            if last is None or not last.running:
                last = self._last[run] = Job(location, requested)
            elif last.requested != requested:
                raise RunBusy(f"run {run!r} is being projected already: {last.requested}; wait for it or cancel it")
            return last

    def of(self, run: str) -> list[Job]:
        """Return the jobs of a run that are known: none, or its last one."""
        return [self._last[run]] if run in self._last else []

    def find(self, run: str, number: str) -> Job:
        """Return the job of the run with this id; raise JobNotFound."""
        for job in self.of(run):
            if job.id == number:
                return job
        raise JobNotFound(f"run {run!r} has no job {number[:40]!r}; only the last one requested is known")

    def stop(self) -> None:
        """Cancel what is running and wait for it to end."""
        jobs = list(self._last.values())
        for job in jobs:
            job.cancel()
        for job in jobs:
            job.join()


def _sweep(location: str) -> None:
    """Remove what a killed process left unfinished; another one that is at work on the run by now has done so."""
    writer = RunWriter.at(location)
    with suppress(EpochscopeError), writer.projecting():
        writer.sweep_projecting()


def _start(location: str, requested: LayoutRequest) -> subprocess.Popen[str]:
    setting = [f"--n-neighbors={requested.n_neighbors}", f"--min-dist={requested.min_dist}"]
    command = own_command("project", f"--layers={requested.layer}", *setting, "--progress=json", "--", location)
    # A session of its own: Ctrl+C in the server's terminal reaches the job once, through cancel(). A server that is
    # killed takes the pipe with it, and the job ends at its next word.
    return subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        start_new_session=True,
    )
