"""Hold a run on a file system without locks, such as an object store: by a lease that is renewed while it is needed.

Each process writes a claim of its own and only then lists the others: of two that start at once, at least one sees the
other and gives way, so there are never two holders. This needs no conditional write, only that a file is listed as soon
as writing it has returned, which object stores guarantee. A claim that is not renewed, as after a crash, expires.
"""

import json
import os
import secrets
import socket
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timezone
from threading import Event, Thread

from epochscope.store.errors import RunBusy, WriteFailed
from epochscope.store.filesystem import Folder

RENEW_SECONDS = 20.0
"""How often a holder renews its claim."""
LEASE_SECONDS = 120.0
"""A holder that could not renew its claim for longer than this gives up the run."""
CLOCK_SECONDS = 60.0
"""How far the clocks of two machines may differ: others take over a lease only this much later."""

_MOST_BYTES = 4096


@dataclass(frozen=True)
class Holder:
    """The process that holds a run, its task and its start; times are ISO 8601 in UTC."""

    task: str
    host: str
    process: int
    since: str
    renewed: str

    @classmethod
    def current(cls, task: str) -> "Holder":
        """Return this process as a holder from now on."""
        now = datetime.now(timezone.utc).isoformat(timespec="seconds")
        return cls(task, socket.gethostname(), os.getpid(), now, now)

    def age(self) -> float:
        """Return the seconds since the last renewal, by this machine's clock."""
        return (datetime.now(timezone.utc) - datetime.fromisoformat(self.renewed)).total_seconds()

    def to_json(self) -> bytes:
        """Return the holder as the content of its file."""
        return (json.dumps(asdict(self)) + "\n").encode()

    def __str__(self) -> str:
        return f"process {self.process} on {self.host}, since {self.since}"


def parse_holder(content: bytes) -> Holder | None:
    """Return the holder that a file describes, ``None`` if its content is something else."""
    try:
        holder = Holder(**json.loads(content))
        holder.age()
    except (ValueError, TypeError):
        return None
    return holder


class Lease:
    """The claim of this process on one run, for one task such as ``recording to``."""

    def __init__(self, run: Folder, name: str, task: str) -> None:
        self._run = run
        self._claims = name
        self._file = f"{name}/{secrets.token_hex(8)}.json"
        self._holder = Holder.current(task)
        self._released = Event()
        self._renewal = Thread(target=self._keep_renewing, name="epochscope-lease", daemon=True)

    def acquire(self) -> None:
        """Claim the run and keep renewing the claim; raise RunBusy if another process holds it."""
        self._run.write(self._file, self._holder.to_json())
        try:
            self._give_way()
        except BaseException:
            self._run.delete(self._file)
            raise
        self._renewal.start()

    def release(self) -> None:
        """Give up the run."""
        self._released.set()
        self._renewal.join()
        # If the store cannot be reached, the claim will expire.
        with suppress(WriteFailed, OSError):
            self._run.delete(self._file)

    def is_claimed(self) -> bool:
        """Return whether another process has claimed the run, and the claim has not expired."""
        return any(not _expired(holder) for _, holder in self._others())

    def require_held(self) -> None:
        """Raise RunBusy if the lease was lost, because it could not be renewed or because its claim was deleted."""
        lost = self._holder.age() > LEASE_SECONDS or not self._run.is_file(self._file)
        others = [] if lost else [one for one in self._others() if not _expired(one[1])]
        if lost or others:
            by = f"{others[0][1]} holds it" if others else "another process may hold it"
            raise RunBusy(
                f"the lease on run {self._run.name!r} was lost (last renewed at {self._holder.renewed}) and {by}: "
                "nothing more is written; what is complete is kept"
            )

    def _give_way(self) -> None:
        for file, holder in self._others():
            if not _expired(holder):
                raise self._busy(file, holder)
            self._run.delete(file)

    def _others(self) -> Iterator[tuple[str, Holder | None]]:
        self._run.forget_listings()
        for file in self._run.files(self._claims):
            if file != self._file and not file.startswith(f"{self._claims}/."):
                # It may have been released in the meantime.
                with suppress(FileNotFoundError):
                    yield file, self._holder_in(file)

    def _holder_in(self, file: str) -> Holder | None:
        try:
            return parse_holder(self._run.read(file, _MOST_BYTES))
        except FileNotFoundError:
            raise
        except OSError:
            return None

    def _busy(self, file: str, holder: Holder | None) -> RunBusy:
        detail = f" ({holder}, last renewed {holder.age():.0f} s ago)" if holder else ""
        return RunBusy(
            f"another process is {holder.task if holder else self._holder.task} run {self._run.name!r}{detail}; "
            f"wait for it or stop it. If it crashed, its lease expires {LEASE_SECONDS + CLOCK_SECONDS:.0f} s after the "
            f"last renewal; to take over the run at once, delete {self._run.root}/{file}"
        )

    def _keep_renewing(self) -> None:
        while not self._released.wait(RENEW_SECONDS) and self._holder.age() <= LEASE_SECONDS:
            renewed = replace(self._holder, renewed=Holder.current("").renewed)
            # If the store cannot be reached, the claim keeps its age, and the next attempt may succeed.
            with suppress(WriteFailed, OSError):
                if self._run.is_file(self._file):
                    self._run.write(self._file, renewed.to_json())
                    self._holder = renewed


def _expired(holder: Holder | None) -> bool:
    return holder is not None and holder.age() > LEASE_SECONDS + CLOCK_SECONDS
