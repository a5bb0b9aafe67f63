"""Hold a run while it is recorded to: from its first epoch until the recorder is closed or the process ends."""

import os
import shlex
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import replace
from functools import partial
from weakref import WeakValueDictionary

from epochscope.errors import EpochscopeError, UnusableInput
from epochscope.record.background import Background
from epochscope.record.beginning import Beginning
from epochscope.record.collected import ToBatch
from epochscope.record.epoch_writer import EpochEnd, EpochWriter
from epochscope.record.failures import Failures
from epochscope.record.plan import Plan
from epochscope.store import RunBusy, RunReader, RunWriter

Writing = Background[ToBatch | EpochEnd, RunReader]
_QUEUED_BATCHES = 4
_OPEN: "WeakValueDictionary[str, Session]" = WeakValueDictionary()
"""What this process is recording to, by folder."""


class Session:
    """One run that is recorded to, and what is being written to it."""

    def __init__(self, location: str, beginning: Beginning, failures: Failures) -> None:
        self.run = beginning.run
        self.last_epoch = _last_epoch(self.run)
        """The last epoch that is recorded, or being written."""
        self._location = location
        self._beginning = beginning
        self._failures = failures
        self._process = os.getpid()
        self._held = ExitStack()
        self._state = "new"
        self._writing: Writing | None = None

    def open(self) -> None:
        """Take hold of the run, unless that is done.

        Raises:
            UnusableInput: it is closed.
            RunBusy, RunExists, WriteFailed: from the store.
        """
        if self._state == "closed":
            raise UnusableInput("this recorder is closed: make another one, with resume=True to continue its run")
        if self._state == "open":
            return
        folder = self._beginning.place.folder
        if folder.root in _OPEN:
            raise RunBusy(
                f"another recorder of this process is recording to run {folder.name!r}: close() that one, or give this "
                "one resume=True or overwrite=True"
            )
        self._held.enter_context(self._beginning.held())
        self.run, self._state, _OPEN[folder.root] = self._beginning.run, "open", self

    @contextmanager
    def writing(self, plan: Plan, epoch: int) -> Iterator[Writing]:
        """Yield what takes the batches of an epoch, then its end; on any error nothing of it is left."""
        epoch_writer = EpochWriter(replace(plan, writer=self._beginning.writer), self.run, epoch)
        writing = Writing(partial(self._write, epoch_writer), _QUEUED_BATCHES)
        try:
            yield writing
        except BaseException:
            writing.abandon()
            raise
        self._writing, self.last_epoch = writing, epoch

    @contextmanager
    def sparing(self, epoch: int) -> Iterator[None]:
        """Let an error end the block, and drop the epoch, if the training is to go on."""
        done = False
        with self._failures.sparing(epoch):
            yield
            done = True
        if not done:
            self.last_epoch = _last_epoch(self.run)
            with suppress(EpochscopeError, OSError):
                self._beginning.prepare()

    def flush(self) -> None:
        """Wait until everything is written; raise any error of the writing that the training is not spared."""
        writing, self._writing = self._writing, None
        if writing is None or self.last_epoch is None:
            return
        with self.sparing(self.last_epoch):
            self.run = writing.result()
            self._failures.epochs_done += 1

    def close(self, quiet: bool = False, finished: bool = False) -> None:
        """Wait until everything is written, and let go of the run; do nothing in a process forked since, or twice.

        ``finished`` says that the training has ended as it should.
        """
        if self._state != "open" or os.getpid() != self._process:
            self._state = "closed"
            return
        self._state = "closed"
        _OPEN.pop(self._beginning.place.folder.root, None)
        with self._held:
            self.flush()
            if finished and self.run and self.run.manifest.planned is not None:
                self._beginning.writer.commit(lambda manifest: replace(manifest, planned=None))
        if self.run and not quiet:
            print(self._summary())

    def _write(self, epoch_writer: EpochWriter, items: Iterator[ToBatch | EpochEnd]) -> RunReader:
        return self._beginning.take_place(epoch_writer.write(items))

    def _summary(self) -> str:
        dropped = self._failures.dropped
        unit = self._failures.unit + "s" * (len(dropped) > 1)
        lacking = f" without {unit} {', '.join(map(str, dropped))}" if dropped else ""
        return f"recorded to {self._location}{lacking}; next: epochscope project {shlex.quote(self._location)}"


def close_former(writer: RunWriter) -> None:
    """Close the recorder of this process that records to the same run, as one of an earlier run of a cell may."""
    former = _OPEN.get(writer.folder.root)
    if former is not None:
        former.close()


def _last_epoch(run: RunReader | None) -> int | None:
    return run.manifest.last_epoch if run else None
