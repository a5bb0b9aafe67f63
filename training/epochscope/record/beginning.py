"""Where a recording begins: with a new run, after the last epoch of one, after an earlier one, or in place of one."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from epochscope.errors import UnusableInput
from epochscope.record.plan import now
from epochscope.store import Manifest, RunExists, RunReader, RunWriter, UsualRows, layout
from epochscope.store.overwriting import discard_stage, restore, stage_of, take_place


@dataclass(frozen=True)
class Resumption:
    """What becomes of a run that exists: it is resumed, after its last epoch or after ``resume_from``, or overwritten.

    Raises:
        UnusableInput: these contradict each other.
    """

    resume: bool
    resume_from: int | None
    overwrite: bool

    def __post_init__(self) -> None:
        if self.overwrite and self.continues:
            raise UnusableInput("overwrite=True replaces a run, and resume continues it: choose one of them")

    @property
    def continues(self) -> bool:
        """Whether an existing run is continued."""
        return self.resume or self.resume_from is not None

    @property
    def takes_over(self) -> bool:
        """Whether an existing run is no obstacle."""
        return self.overwrite or self.continues

    def last_epoch(self, writer: RunWriter) -> int | None:
        """Return the last epoch before the recording, for a process that does not write."""
        if not self.continues or not writer.exists:
            return None
        if self.resume_from is not None:
            return self.resume_from
        return RunReader(writer.folder).manifest.last_epoch

    def beginning(self, writer: RunWriter) -> "Beginning":
        """Return where a recording with ``writer`` begins; nothing is written.

        Raises:
            RunExists: there is a run that is neither to be continued nor to be overwritten.
            EpochNotFound, UnusableInput: there is no run or epoch to resume from, or it cannot be overwritten.
        """
        restore(writer.folder)
        if not writer.exists:
            if self.resume_from is not None:
                raise UnusableInput(f"there is no run {writer.folder.name!r} to resume from epoch {self.resume_from}")
            return Beginning(writer)
        if self.overwrite:
            return Beginning(RunWriter(stage_of(writer.folder)), replaced=writer)
        if not self.continues:
            raise RunExists(
                f"there is already a run {writer.folder.name!r}; resume it or choose another name, or overwrite it"
            )
        run = RunReader(writer.folder)
        if self.resume_from is None:
            return Beginning(writer, run)
        run.manifest.require_epoch(self.resume_from)
        return Beginning(writer, run.as_of(_up_to(run.manifest, self.resume_from)), last=self.resume_from)


class Beginning:
    """A run before the first epoch that is recorded to it: one that is continued, after its epoch ``last`` if that is
    given; one that will replace another; or a new one."""

    def __init__(
        self,
        writer: RunWriter,
        run: RunReader | None = None,
        replaced: RunWriter | None = None,
        last: int | None = None,
    ) -> None:
        self.writer = writer
        self.run = run
        self._replaced = replaced
        self._last = last

    @property
    def place(self) -> RunWriter:
        """A writer at the place of the run, which may be that of another one still."""
        return self._replaced or self.writer

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold the run, ready for its next epoch, during the block; a new run that got no epoch leaves nothing.

        Raises:
            RunBusy, RunExists, WriteFailed: from the store.
        """
        with ExitStack() as locks:
            locks.enter_context(self.place.recording())
            if self._replaced is not None:
                locks.enter_context(self._replaced.projecting())
                locks.callback(discard_stage, self._replaced.folder)
                locks.enter_context(self.writer.recording())
            self._look_again()
            self.prepare()
            if self._last is not None:
                # A projection job that has read what is dropped here must not commit.
                with self.writer.projecting():
                    self.run = _go_back(self.writer, self._last)
            try:
                yield
            finally:
                if not self.writer.exists:
                    self.writer.discard()

    def _look_again(self) -> None:
        """Take the run as it is now that it is held; raise RunExists for one that is new since it was looked at."""
        if self._replaced is None and self._last is None and self.writer.exists:
            if self.run is None:
                raise RunExists(f"another process has made the run {self.writer.folder.name!r} since: resume it")
            self.run = RunReader(self.writer.folder)

    def prepare(self) -> None:
        """Remove what an interrupted recording left."""
        if self._replaced is not None:
            self.writer.folder.delete(layout.MANIFEST)
        self.writer.prepare()

    def take_place(self, run: RunReader) -> RunReader:
        """Return the run, now that it has an epoch, at its place; raise WriteFailed."""
        if self._replaced is None:
            return run
        take_place(self._replaced.folder)
        self.writer, self._replaced = self._replaced, None
        return RunReader(self.writer.folder)


def _go_back(writer: RunWriter, last: int) -> RunReader:
    """Drop the epochs after ``last``, from the manifest first, then their files, and say so; return the run."""
    run = RunReader(writer.folder)
    dropped = [epoch for epoch in run.manifest.epochs if epoch > last]
    if not dropped:
        return run
    if (usual := run.usual()) is not None:
        writer.write_usual(_usual_up_to(usual, last))
    left = writer.commit(partial(_up_to, last=last))
    lost = ", and its projections, which had them" if left.projections != run.manifest.projections else ""
    print(f"run {run.name!r} goes back to {run.manifest.unit} {last}: dropped {', '.join(map(str, dropped))}{lost}")
    return RunReader(writer.folder)


def _usual_up_to(usual: UsualRows, last: int) -> UsualRows:
    kept = np.flatnonzero(usual.epoch <= last)
    layer, measure = ([texts[row] for row in kept.tolist()] for texts in (usual.layer, usual.measure))
    return UsualRows(usual.epoch[kept], layer, measure, usual.value[kept])


def _up_to(manifest: Manifest, last: int) -> Manifest:
    """Return a manifest without the epochs after ``last``, and without the projections that they are in."""
    neighbors = [replace(one, epochs=_until(one.epochs, last)) for one in manifest.neighbors]
    return replace(
        manifest,
        # Clients keep what a run had at an epoch by this: the same epoch will be another one.
        created=now(),
        epochs=_until(manifest.epochs, last),
        checkpoints=_until(manifest.checkpoints, last),
        projections=tuple(one for one in manifest.projections if max(one.epochs) <= last),
        neighbors=tuple(one for one in neighbors if one.epochs),
        spaces=tuple(one for one in (space.until(last) for space in manifest.spaces) if one.epochs),
    )


def _until(epochs: tuple[int, ...], last: int) -> tuple[int, ...]:
    return tuple(epoch for epoch in epochs if epoch <= last)
