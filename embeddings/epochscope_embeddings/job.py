"""The projection job: neighbors, layouts and scores, layer by layer; at the end the placements of all layouts."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

from epochscope.progress import Step
from epochscope.store import (
    DamagedRun,
    Extent,
    Manifest,
    Neighbors,
    NeighborSet,
    Projection,
    RunReader,
    RunWriter,
    Setting,
    require_room,
)
from epochscope_embeddings.fingerprint import fingerprint, umap_version
from epochscope_embeddings.layer_plan import LayerPlan, Todo, plan_layer
from epochscope_embeddings.layout.align import require_alignable
from epochscope_embeddings.layout.layouts import (
    LayerData,
    Layout,
    aligned_layouts,
    aligned_work,
    compared_layout,
    compared_work,
    extended_layout,
    extended_work,
)
from epochscope_embeddings.neighbors.search import search
from epochscope_embeddings.neighbors.space import Space
from epochscope_embeddings.prepare import read_epoch, require_finite
from epochscope_embeddings.progress import JobProgress, counted, neighbors_work, placing_work, score_work
from epochscope_embeddings.quality.score import quality_neighbors
from epochscope_embeddings.quality.scoring import Scores, score_layouts
from epochscope_embeddings.threads import Team, cores, team
from epochscope_embeddings.write import ResultsWriter, known_spaces, listed_neighbors


@dataclass(frozen=True)
class Job:
    """Which settings to project, and how. ``jobs`` is the number of threads, 0 for one per core; ``progress`` is how it
    is shown, as ``text`` or ``json``."""

    settings: Sequence[Setting]
    seed: int = 0
    jobs: int = 0
    device: str = "cpu"
    again: bool = False
    progress: str = "text"


@dataclass(frozen=True)
class LayerReport:
    """What was done about one layer: its projections with the requested settings, and the seconds of all of it.

    ``unit`` is what the numbers of epochs count, ``epoch`` or ``step``.
    """

    layer: str
    samples: int
    unit: str
    seconds: float
    done: dict[Setting, Todo]
    projections: tuple[Projection, ...]

    @property
    def was_up_to_date(self) -> bool:
        """Whether there was nothing to do."""
        return set(self.done.values()) <= {Todo.NOTHING}


def project(location: str | Path, layers: Sequence[str] | None, job: Job) -> Iterator[LayerReport]:
    """Project some layers (``None``: all) of the run at a path or URI with every setting; yield after each layer.

    What is up to date is left alone, and epochs that came after a projection are appended to it. Every finished
    projection stays, whatever happens to the next. When the last layer is done, all layouts of the run are placed in
    its common frame, those of other jobs too.

    Raises:
        UnusableInput: a name or a setting is wrong, or the run cannot be projected (see errors.py); nothing has
            been written then.
        RunNotFound, NewerFormat, DamagedRun, RunBusy, WriteFailed: from the store.
    """
    reader, writer = RunReader.at(location), RunWriter.at(location)
    reader.manifest.require_whole()
    chosen = _in_the_order_of_the_run(reader, layers)
    for setting in job.settings:
        require_alignable(len(reader.manifest.epochs), reader.manifest.samples, setting)
    plans = [plan_layer(reader, layer, job.settings, job.seed, job.again) for layer in chosen]
    busy = [plan.layer for plan in plans if not plan.idle]
    require_room(location, reader.manifest, busy, [setting.n_neighbors for setting in job.settings])
    require_finite(reader, busy, reader.manifest.epochs)
    with (
        writer.projecting(),
        team(job.jobs or cores()) as threads,
        JobProgress(_work(reader.manifest, plans), job.progress) as progress,
    ):
        writer.sweep_projecting()
        results = ResultsWriter(writer)
        for plan in plans:
            begun = progress.seconds
            if not plan.idle:
                _LayerJob(reader, results, plan, job, threads, progress).run()
            yield _report(results.manifest, plan, progress.seconds - begun)
        _place(results, progress, quiet=all(plan.idle for plan in plans))


def _in_the_order_of_the_run(reader: RunReader, layers: Sequence[str] | None) -> list[str]:
    names = [layer.name for layer in reader.manifest.layers]
    if layers is None:
        return names
    return sorted({reader.manifest.layer(name).name for name in layers}, key=names.index)


def _place(results: ResultsWriter, progress: JobProgress, quiet: bool) -> None:
    """Place all layouts; ``quiet`` where the job had nothing else to do, and most likely has nothing to do here."""
    if quiet:
        results.place_together()
        return
    manifest = results.manifest
    with progress.step("", Step.PLACING, counted(len(manifest.projections), "layout")):
        work = placing_work(manifest.samples, len(manifest.epochs))
        results.place_together(lambda: progress.advance(work))


def _work(manifest: Manifest, plans: Sequence[LayerPlan]) -> float:
    busy = [plan for plan in plans if not plan.idle]
    if not busy:
        return 0
    listed = {(one.layer, one.setting) for one in manifest.projections}
    layouts = listed | {(plan.layer, setting) for plan in busy for setting in plan.todo}
    placing = len(layouts) * placing_work(manifest.samples, len(manifest.epochs))
    return placing + sum(_layer_work(manifest, plan) for plan in busy)


def _layer_work(manifest: Manifest, plan: LayerPlan) -> float:
    epochs, samples, width = len(manifest.epochs), manifest.samples, manifest.layer(plan.layer).width
    new, appended = plan.settings(Todo.LAY_OUT), plan.settings(Todo.APPEND)
    aligned = [setting for setting in new if setting.method == "aligned"]
    work = epochs * neighbors_work(samples, width) + aligned_work(samples, epochs, aligned)
    work += sum(compared_work(samples, epochs, setting) for setting in new if setting.method != "aligned")
    for setting in appended:
        later = epochs - len(manifest.projection(plan.layer, setting).epochs)
        work += extended_work(samples, later, setting) + later * score_work(samples, width, 1)
    groups = bool(aligned) + len(new) - len(aligned)
    return work + epochs * (groups * score_work(samples, width, 0) + len(new) * score_work(samples, 0, 1))


class _LayerJob:
    """Carries out the plan of one layer."""

    def __init__(
        self, reader: RunReader, results: ResultsWriter, plan: LayerPlan, job: Job, threads: Team, progress: JobProgress
    ) -> None:
        self._reader = reader
        self._results = results
        self._plan = plan
        self._job = job
        self._threads = threads
        self._progress = progress
        self._width = reader.manifest.layer(plan.layer).width

    def run(self) -> None:
        """Write the neighbors and all projections that are not up to date."""
        job, neighbors = self._job, self._neighbors()
        layer = LayerData(
            self._reader, self._plan.layer, neighbors, job.seed, self._threads, self._progress, job.device
        )
        new = self._plan.settings(Todo.LAY_OUT)
        if aligned := [setting for setting in new if setting.method == "aligned"]:
            self._finish(layer, aligned_layouts(layer, aligned))
        for setting in new:
            if setting.method != "aligned":
                self._finish(layer, [compared_layout(layer, setting)])
        for setting in self._plan.settings(Todo.APPEND):
            existing = self._reader.manifest.projection(layer.name, setting)
            self._finish(layer, [extended_layout(layer, existing)], existing)

    def _neighbors(self) -> list[Neighbors]:
        target = self._plan.neighbor_set
        done: list[Neighbors] = []
        with self._progress.step(target.layer, Step.NEIGHBORS, counted(len(target.epochs), "epoch")):
            for found in self._threads.overlap(self._neighbors_at, target.epochs):
                epoch = target.epochs[len(done)]
                done.append(found.neighbors)
                if found.is_new:
                    # Listed at once: an interrupted job does not search the same epochs again.
                    so_far = replace(target, epochs=target.epochs[: len(done)])
                    self._results.write_neighbors(so_far, {epoch: found.neighbors}, {epoch: found.space})
                self._progress.advance(neighbors_work(len(found.neighbors.neighbor), self._width))
            self._results.write_neighbors(target, {}, {})
        return done

    def _neighbors_at(self, epoch: int) -> "_Found":
        target = self._plan.neighbor_set
        stored = _stored_neighbors(self._reader, target, epoch)
        if stored is not None:
            return stored
        activations = read_epoch(self._reader, target.layer, epoch)
        index = target.epochs.index(epoch)
        before = read_epoch(self._reader, target.layer, target.epochs[index - 1]) if index else None
        neighbors, space = search(activations, target.k, self._threads, self._job.device, before)
        return _Found(neighbors, space, is_new=True)

    def _finish(self, layer: LayerData, layouts: list[Layout], existing: Projection | None = None) -> None:
        names = ", ".join(str(layout.setting) for layout in layouts)
        first = 0 if existing is None else len(existing.epochs)
        work = score_work(layer.samples, self._width, 0) + len(layouts) * score_work(layer.samples, 0, 1)
        with self._progress.step(layer.name, Step.SCORING, names):
            scores = score_layouts(layer, layouts, first, layer.counting(work))
            for layout, score in zip(layouts, scores, strict=True):
                self._write(layer, layout, score)

    def _write(self, layer: LayerData, layout: Layout, scores: Scores) -> None:
        epochs = self._reader.manifest.epochs
        projection = Projection(
            layer=layer.name,
            setting=layout.setting,
            seed=layer.seed,
            epochs=epochs,
            joint_epochs=layout.joint_epochs,
            extent=Extent(0, 0, 1),
            scale=layout.scale,
            fingerprint=fingerprint(self._reader, layer.name, layout.setting, layer.seed, epochs),
            quality_neighbors=quality_neighbors(layer.samples),
            quality=scores.means,
            quality_error=scores.errors,
        )
        made_by = {"umap-learn": umap_version()}
        self._results.write_projection(projection, layout.positions, scores.quality, made_by)


class _Found(NamedTuple):
    """The neighbors at one epoch and what is known of the layer's space, found now (``is_new``) or earlier."""

    neighbors: Neighbors
    space: Space
    is_new: bool


def _stored_neighbors(reader: RunReader, target: NeighborSet, epoch: int) -> _Found | None:
    listed = listed_neighbors(reader.manifest, target.layer)
    space = known_spaces(reader.manifest, target.layer).get(epoch)
    if listed is None or listed.k != target.k or epoch not in listed.epochs or space is None:
        return None
    try:
        return _Found(reader.neighbors(target.layer, epoch), space, is_new=False)
    except DamagedRun:
        return None


def _report(manifest: Manifest, plan: LayerPlan, seconds: float) -> LayerReport:
    projections = tuple(manifest.projection(plan.layer, setting) for setting in plan.todo)
    return LayerReport(plan.layer, manifest.samples, manifest.unit, seconds, plan.todo, projections)
