"""Write one epoch, batch by batch as it is computed, and commit it when it is complete."""

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from epochscope.errors import UnusableInput, needing
from epochscope.record.collected import Batch, Collected, Rows, ToBatch
from epochscope.record.errors import RunMismatch, UnusableActivations, UnusableLayer
from epochscope.record.images import ImageMaker
from epochscope.record.own_columns import (
    OwnColumns,
    changing_columns,
    joined_columns,
    require_length,
    require_same_columns,
)
from epochscope.record.parts import Parts, parts_of
from epochscope.record.plan import Plan
from epochscope.record.predictions import summarize
from epochscope.store import ActivationSink, Column, Layer, Manifest, Metric, RunReader, Samples

if TYPE_CHECKING:
    from epochscope.sharing.thumbnails import AtlasBuilder


@dataclass(frozen=True)
class EpochEnd:
    """The parts that belong to the epoch as a whole."""

    metrics: tuple[Metric, ...] = ()
    weights: bytes | None = None
    resume_state: bytes | None = None
    inputs: str = ""
    """The digest of all inputs, empty if it is not known or they may change."""
    columns: Rows = field(default_factory=dict)
    """Numbers or names of classes (samples,) of the run's own columns at this epoch."""


class EpochWriter:
    """Writes one epoch of a run; ``before`` is the run so far, ``None`` at its first epoch."""

    def __init__(self, plan: Plan, before: RunReader | None, epoch: int) -> None:
        self._plan = plan
        self._before = before
        self._epoch = epoch
        self._writer = plan.writer
        self._layers: dict[str, Layer] = {}
        self._rows = Collected()
        self._not_finite: Counter[str] = Counter()
        self._too_large: Counter[str] = Counter()
        self._image_shape: tuple[int, ...] | None = None
        self._atlases: AtlasBuilder | None = None
        self._images = ImageMaker()

    def write(self, items: Iterator[ToBatch | EpochEnd]) -> RunReader:
        """Write batches until the epoch ends, then commit; return the run with the new epoch.

        Raises:
            UnusableActivations, UnusableSamples, RunMismatch: a value or the samples do not fit; the epoch is dropped.
            WriteFailed: the store could not be written.
        """
        with ExitStack() as files:
            sinks: dict[str, ActivationSink] = {}
            for item in items:
                if isinstance(item, EpochEnd):
                    end = item
                    break
                self._write_batch(item.batch(), sinks, files)
            self._reject_bad_values()
            labels = self._checked_labels()
            self._require_same_inputs(end.inputs)
            samples = self._samples(labels)
        return self._commit(samples, end)

    def _write_batch(self, batch: Batch, sinks: dict[str, ActivationSink], files: ExitStack) -> None:
        self._rows.add(batch)
        if batch.predictions is not None and batch.predictions.confidence is not None:
            self._not_finite["the model's output"] += _not_finite(batch.predictions.confidence)
        for name, values in batch.vectors.items():
            if name not in sinks:
                layer = self._layers[name] = self._layer(name, values.shape[1])
                sinks[name] = files.enter_context(self._writer.writing_activations(layer, self._epoch))
            self._require_width(name, values.shape[1])
            sinks[name].append(self._as_stored(name, values))
        if batch.inputs is not None and self._before is None:
            self._add_images(batch.inputs)

    def _layer(self, name: str, width: int) -> Layer:
        layer = self._plan.layer(name, width)
        if self._before is not None and layer != self._before.manifest.layer(name):
            raise RunMismatch(f"layer {name!r} has width {self._before.manifest.layer(name).width}, not {width}")
        return layer

    def _require_width(self, name: str, width: int) -> None:
        first = self._layers[name].width
        if width != first:
            raise UnusableLayer(
                f"layer {name!r} has {first} numbers per sample in one batch and {width} in another: "
                "make all inputs equally large, or choose a reduction such as mean"
            )

    def _as_stored(self, name: str, values: NDArray[np.floating]) -> NDArray[np.floating]:
        not_finite = _not_finite(values)
        with np.errstate(over="ignore"):
            stored = values.astype(self._plan.dtype)
        self._not_finite[f"layer {name!r}"] += not_finite
        self._too_large[name] += _not_finite(stored) - not_finite
        return stored

    def _reject_bad_values(self) -> None:
        when = f"{self._plan.keeping.unit} {self._epoch}"
        for what, count in self._not_finite.items():
            if count:
                raise UnusableActivations(f"{what} has {count} NaN or infinite values at {when}")
        for name, count in self._too_large.items():
            if count:
                raise UnusableActivations(
                    f"layer {name!r} has {count} values above 65504 at {when}: record it as float32"
                )

    def _add_images(self, inputs: NDArray[np.float32]) -> None:
        if self._image_shape is None and inputs.ndim == 4:
            self._image_shape = tuple(inputs.shape[1:])
        if self._plan.details.images is None:
            for image in self._images.images(inputs):
                self._add_image(image)

    def _add_image(self, image: NDArray[np.uint8]) -> None:
        if self._atlases is None:
            # Only here, as arrays are recorded without Pillow.
            with needing("record", "recording pictures"):
                from epochscope.sharing.thumbnails import AtlasBuilder
            self._atlases = AtlasBuilder(self._writer.write_thumbnail_atlas)
        self._atlases.add(image)

    def _checked_labels(self) -> NDArray[np.int32] | None:
        if not self._rows.samples:
            raise UnusableInput("the loader yields no samples")
        if self._before is not None and self._rows.samples != self._before.manifest.samples:
            recorded = self._before.manifest.samples
            raise RunMismatch(f"this run has {recorded} samples, but the loader yields {self._rows.samples}")
        labels = self._rows.labels()
        known = self._before.samples().label if self._before else None
        if labels is not None and known is not None and not np.array_equal(labels, known):
            raise RunMismatch("the loader yields the samples in a different order than before: it must not shuffle")
        return labels

    def _require_same_inputs(self, inputs: str) -> None:
        recorded = self._before.manifest.inputs if self._before else ""
        if recorded and inputs and inputs != recorded:
            raise RunMismatch(
                "the loader yields other inputs than when this run was started, with the same labels: resume it with "
                "the samples that it was started with, or set inputs_may_change=True"
            )

    def _samples(self, labels: NDArray[np.int32] | None) -> Samples:
        if self._before is not None:
            return self._before.samples()
        details = self._plan.details
        splits = _one_per_sample(details.splits, self._rows.splits, "splits")
        sources = _one_per_sample(details.sources, [str(sample) for sample in range(len(splits))], "sources")
        return Samples(labels, splits, sources)

    def _commit(self, samples: Samples, end: EpochEnd) -> RunReader:
        labels, predictions, before = self._rows.labels(), self._rows.predictions(), self._before
        parts = parts_of(
            labels, predictions, (before.manifest.dataset.classes or None) if before else self._plan.classes
        )
        constant = self._plan.columns.with_numbers(self._rows.constants())
        given = joined_columns(self._rows.columns(), end.columns)
        require_length({**constant.values, **given}, self._rows.samples)
        if before is not None:
            parts.require_same(before.manifest)
            require_same_columns(before, constant, list(given))
        changing = changing_columns(before.manifest.columns if before else (), given)
        known = before.manifest.columns if before else constant.columns
        columns = (*(column for column in known if not column.per_epoch), *changing.columns)
        if predictions is not None:
            self._writer.write_predictions(self._epoch, predictions)
        if changing.columns:
            self._writer.write_epoch_columns(self._epoch, changing.columns, changing.values)
        if end.weights is not None:
            self._writer.write_checkpoint(self._epoch, end.weights)
        if end.resume_state is not None:
            self._writer.write_resume_state(self._epoch, end.resume_state)
        own = summarize(self._epoch, predictions, labels, samples.split)
        has_metrics = self._write_metrics(end.metrics, own)
        if before is None:
            self._begin(samples, constant)
            self._writer.begin(self._first_manifest(len(samples.split), parts, columns, has_metrics, end))
        else:
            with_epoch = partial(self._with_epoch, columns=columns, has_metrics=has_metrics, weights=end.weights)
            self._writer.commit(with_epoch)
        return RunReader(self._writer.folder)

    def _write_metrics(self, reported: tuple[Metric, ...], own: list[Metric]) -> bool:
        """Write the metrics of all epochs; return whether there are any."""
        before = self._before.metrics() if self._before else []
        splits = {metric.split for metric in reported}
        metrics = [*before, *reported, *(metric for metric in own if metric.split not in splits)]
        if metrics:
            self._writer.write_metrics(metrics)
        return bool(metrics)

    def _begin(self, samples: Samples, constant: OwnColumns) -> None:
        for image in self._plan.details.images or ():
            self._add_image(image)
        self._writer.write_samples(samples)
        if constant.columns:
            self._writer.write_columns(constant.columns, constant.values)
        thumbnails = self._atlases.finish() if self._atlases else None
        if thumbnails is not None:
            self._writer.write_thumbnail_index(thumbnails)

    def _first_manifest(
        self, samples: int, parts: Parts, columns: tuple[Column, ...], has_metrics: bool, end: EpochEnd
    ) -> Manifest:
        layers = tuple(self._layers.values())
        first = self._plan.first_manifest(self._epoch, layers, samples, parts, self._image_shape, end.inputs)
        return replace(
            first,
            metrics=has_metrics,
            columns=columns,
            checkpoints=first.checkpoints if end.weights is not None else (),
        )

    def _checkpoints(self, manifest: Manifest) -> tuple[int, ...]:
        return self._plan.keeping.checkpoints_with(self._epoch, manifest.epochs, manifest.checkpoints)

    def _with_epoch(
        self, manifest: Manifest, columns: tuple[Column, ...], has_metrics: bool, weights: bytes | None
    ) -> Manifest:
        return replace(
            manifest,
            columns=columns,
            epochs=(*manifest.epochs, self._epoch),
            planned=self._plan.planned,
            checkpoints=self._checkpoints(manifest) if weights is not None else manifest.checkpoints,
            metrics=has_metrics,
        )


def _not_finite(values: NDArray[np.floating]) -> int:
    return int(values.size - np.isfinite(values).sum())


def _one_per_sample(values: Iterable[object] | None, default: list[str], what: str) -> list[str]:
    if values is None:
        return default
    texts = [str(value) for value in values]
    if len(texts) != len(default):
        raise UnusableInput(f"there are {len(texts)} {what} for {len(default)} samples")
    return texts
