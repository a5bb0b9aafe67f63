"""The projection job: neighbors, layouts, scores, write; layer by layer."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from epochscope.progress import Step
from epochscope.store import (
    DamagedRun,
    Manifest,
    Neighbors,
    NeighborSet,
    Projection,
    RunReader,
    RunWriter,
    Setting,
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
from epochscope_embeddings.neighbors.search import nearest_neighbors
from epochscope_embeddings.prepare import read_epoch, require_finite
from epochscope_embeddings.progress import JobProgress, neighbors_work, score_work
from epochscope_embeddings.quality.score import quality_neighbors
from epochscope_embeddings.quality.scoring import Scores, score_layouts
from epochscope_embeddings.threads import Team, cores, team
from epochscope_embeddings.write import extent_of, listed_neighbors, write_neighbors, write_projection


@dataclass(frozen=True)
class Job:
    """What is asked for: settings, and how to go about them. ``jobs`` is the number of threads, 0 one for each core;
    ``progress`` is how it is shown, as ``text`` or ``json``."""

    settings: Sequence[Setting]
    seed: int = 0
    jobs: int = 0
    device: str = "cpu"
    again: bool = False
    progress: str = "text"


@dataclass(frozen=True)
class LayerReport:
    """What became of one layer: its projections of the settings asked for, what was done about each, and how long
    all of it took."""

    layer: str
    samples: int
    seconds: float
    done: dict[Setting, Todo]
    projections: tuple[Projection, ...]

    @property
    def was_up_to_date(self) -> bool:
        """Whether nothing was to be done."""
        return set(self.done.values()) <= {Todo.NOTHING}


def project(location: str | Path, layers: Sequence[str] | None, job: Job) -> Iterator[LayerReport]:
    """Project some layers (``None``: all) of the run at a path or URI with every setting; yield after each layer.

    What is up to date is left alone, and a projection that only lacks the epochs that came after it gets those
    appended; every finished projection is kept, whatever happens to the next.

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
    require_finite(reader, [plan.layer for plan in plans if not plan.idle], reader.manifest.epochs)
    work = sum(_work(reader.manifest, plan) for plan in plans)
    with writer.projecting(), team(job.jobs or cores()) as threads, JobProgress(work, job.progress) as progress:
        writer.sweep_projecting()
        for plan in plans:
            begun = progress.seconds
            if not plan.idle:
                _LayerJob(reader, writer, plan, job, threads, progress).run()
            yield _report(writer, plan, progress.seconds - begun)


def _in_the_order_of_the_run(reader: RunReader, layers: Sequence[str] | None) -> list[str]:
    names = [layer.name for layer in reader.manifest.layers]
    if layers is None:
        return names
    return sorted({reader.manifest.layer(name).name for name in layers}, key=names.index)


def _work(manifest: Manifest, plan: LayerPlan) -> float:
    if plan.idle:
        return 0
    epochs, samples, width = len(manifest.epochs), manifest.samples, manifest.layer(plan.layer).width
    anew, appended = plan.settings(Todo.LAY_OUT), plan.settings(Todo.APPEND)
    aligned = [setting for setting in anew if setting.method == "aligned"]
    work = epochs * neighbors_work(samples, width) + aligned_work(samples, epochs, aligned)
    work += sum(compared_work(samples, epochs, setting) for setting in anew if setting.method != "aligned")
    for setting in appended:
        new = epochs - len(manifest.projection(plan.layer, setting).epochs)
        work += extended_work(samples, new, setting) + new * score_work(samples, width, 1)
    groups = bool(aligned) + len(anew) - len(aligned)
    return work + epochs * (groups * score_work(samples, width, 0) + len(anew) * score_work(samples, 0, 1))


class _LayerJob:
    """Carries out the plan of one layer."""

    def __init__(
        self, reader: RunReader, writer: RunWriter, plan: LayerPlan, job: Job, threads: Team, progress: JobProgress
    ) -> None:
        self._reader = reader
        self._writer = writer
        self._plan = plan
        self._job = job
        self._threads = threads
        self._progress = progress
        self._width = reader.manifest.layer(plan.layer).width

    def run(self) -> None:
        """Write the neighbors and all projections that are not up to date."""
        job, found = self._job, self._neighbors()
        layer = LayerData(self._reader, self._plan.layer, found, job.seed, self._threads, self._progress, job.device)
        anew = self._plan.settings(Todo.LAY_OUT)
        if aligned := [setting for setting in anew if setting.method == "aligned"]:
            self._finish(layer, aligned_layouts(layer, aligned))
        for setting in anew:
            if setting.method != "aligned":
                self._finish(layer, [compared_layout(layer, setting)])
        for setting in self._plan.settings(Todo.APPEND):
            known = self._reader.manifest.projection(layer.name, setting)
            self._finish(layer, [extended_layout(layer, known)], known)

    def _neighbors(self) -> list[Neighbors]:
        kept = self._plan.kept
        found: list[Neighbors] = []
        with self._progress.step(self._plan.layer, Step.NEIGHBORS, f"{len(kept.epochs)} epochs"):
            for neighbors, new in self._threads.overlap(self._neighbors_at, kept.epochs):
                epoch = kept.epochs[len(found)]
                found.append(neighbors)
                if new:
                    # What was found stays found, however many epochs there still are.
                    write_neighbors(self._writer, replace(kept, epochs=kept.epochs[: len(found)]), {epoch: neighbors})
                self._progress.advance(neighbors_work(len(neighbors.neighbor), self._width))
            write_neighbors(self._writer, kept, {})
        return found

    def _neighbors_at(self, epoch: int) -> tuple[Neighbors, bool]:
        kept = self._plan.kept
        stored = _stored_neighbors(self._reader, kept, epoch)
        if stored is not None:
            return stored, False
        activations = read_epoch(self._reader, kept.layer, epoch)
        place = kept.epochs.index(epoch)
        before = read_epoch(self._reader, kept.layer, kept.epochs[place - 1]) if place else None
        return nearest_neighbors(activations, kept.k, self._threads, self._job.device, before), True

    def _finish(self, layer: LayerData, layouts: list[Layout], known: Projection | None = None) -> None:
        names = ", ".join(str(layout.setting) for layout in layouts)
        first = 0 if known is None else len(known.epochs)
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
            extent=extent_of(layout.positions),
            scale=layout.scale,
            fingerprint=fingerprint(self._reader, layer.name, layout.setting, layer.seed, epochs),
            quality_neighbors=quality_neighbors(layer.samples),
            quality=scores.means,
            quality_error=scores.errors,
        )
        write_projection(self._writer, projection, layout.positions, scores.quality, {"umap-learn": umap_version()})


def _stored_neighbors(reader: RunReader, kept: NeighborSet, epoch: int) -> Neighbors | None:
    listed = listed_neighbors(reader.manifest, kept.layer)
    if listed is None or listed.k != kept.k or epoch not in listed.epochs:
        return None
    try:
        return reader.neighbors(kept.layer, epoch)
    except DamagedRun:
        return None


def _report(writer: RunWriter, plan: LayerPlan, seconds: float) -> LayerReport:
    manifest = RunReader(writer.folder).manifest
    projections = tuple(manifest.projection(plan.layer, setting) for setting in plan.todo)
    return LayerReport(plan.layer, manifest.samples, seconds, plan.todo, projections)
