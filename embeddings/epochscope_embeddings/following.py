"""Keep the layouts of runs up to date while these are recorded: each epoch is appended once it is complete.

A run is projected by the job that projects any run, so that whatever ends it leaves the run whole. What cannot be
projected is said once, and tried again when the run has changed.
"""

import os
import time
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import replace

from epochscope.errors import EpochscopeError
from epochscope.store import Manifest, RunBusy, find_run, is_run, list_runs, run_stamp
from epochscope_embeddings.job import Job, LayerReport, project

PAUSE = 0.5
"""Seconds between two looks at the runs."""


def follow(location: str, layers: Sequence[str] | None, job: Job) -> Iterator[str]:
    """Project the run at a path or URI, or those of the store there that are recorded to, whenever they have a new
    epoch; yield what is done and what cannot be done as lines of text, without an end.

    ``layers`` (``None``: all) are projected with the settings of ``job``; all other aligned projections that a run has
    are kept up to date as well. Nothing needs to be there yet.

    Raises:
        BadName, BadLocation: from the store.
    """
    followed = Followed(location, layers, job)
    while True:
        yield from followed.look()
        time.sleep(PAUSE)


class Followed:
    """The runs at a location, with what is known of each."""

    def __init__(self, location: str, layers: Sequence[str] | None, job: Job) -> None:
        self._location = location
        self._layers = layers
        self._job = job
        self._stamps: dict[str, Hashable] = {}
        self._done: dict[str, Hashable] = {}
        """What each run had to project when that was done, or turned out not to be possible."""
        self._said: dict[str, str] = {}

    def look(self) -> Iterator[str]:
        """Project what is new; yield what there is to say about it."""
        for store, name in self._runs():
            stamp = None
            try:
                stamp = run_stamp(store, name)
                if stamp is None or stamp != self._stamps.get(name):
                    yield from self._catch_up(store, name)
            except RunBusy:
                continue  # another process projects it: the next look is soon
            except EpochscopeError as error:
                yield from self._say(name, str(error))
            self._stamps[name] = stamp

    def _runs(self) -> list[tuple[str, str]]:
        if is_run(self._location):
            return [os.path.split(os.path.normpath(self._location) if "://" not in self._location else self._location)]
        return [(self._location, name) for name in list_runs(self._location)]

    def _catch_up(self, store: str, name: str) -> Iterator[str]:
        reader = find_run(store, name)
        state = (reader.manifest.created, reader.manifest.epochs)
        if name not in self._done and not is_run(self._location) and not reader.activity().recording:
            self._done[name] = state  # finished before it was followed: left as it is
        if self._done.get(name) == state or not reader.manifest.epochs:
            return
        for layers, job in _jobs(reader.manifest, self._layers, self._job):
            for report in project(f"{store}/{name}", layers, job):
                if not report.was_up_to_date:
                    yield _line(name, report)
        self._done[name] = state
        self._said.pop(name, None)

    def _say(self, name: str, problem: str) -> Iterator[str]:
        if self._said.get(name) != problem:
            self._said[name] = problem
            yield f"{name}: {problem}"


def _jobs(manifest: Manifest, layers: Sequence[str] | None, job: Job) -> Iterator[tuple[Sequence[str] | None, Job]]:
    """Yield what is requested, then what else the run has, with the layers of each."""
    yield layers, job
    others: dict[Job, list[str]] = {}
    for one in manifest.projections:
        requested = one.setting in job.settings and (layers is None or one.layer in layers)
        if one.setting.method == "aligned" and not requested:
            others.setdefault(replace(job, settings=(one.setting,), seed=one.seed), []).append(one.layer)
    yield from ((names, other) for other, names in others.items())


def _line(name: str, report: LayerReport) -> str:
    trust = min(one.quality["trustworthiness"][-1] for one in report.projections)
    last = f"{report.unit} {report.projections[0].epochs[-1]}"
    return f"{name}: {report.layer} up to {last}, {report.seconds:.1f} s; trustworthiness {trust:.3f} there"
