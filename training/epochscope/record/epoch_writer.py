"""Write one epoch, batch by batch as it is computed, and commit it when it is complete."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, replace

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from epochscope.errors import UnusableInput
from epochscope.record.hooks import UnusableLayer
from epochscope.record.images import ImageMaker
from epochscope.record.plan import Plan, RunMismatch
from epochscope.record.predictions import predict, summarize
from epochscope.sharing.thumbnails import AtlasBuilder
from epochscope.store import ActivationSink, Layer, Manifest, Metric, RunReader, Samples


class UnusableActivations(UnusableInput):
    """A layer's output contains values that cannot be stored: NaN, infinity, or beyond the range of the dtype."""


@dataclass(frozen=True)
class Batch:
    """A few samples: inputs (only if thumbnails are made from them), labels (B,), logits (B, classes), and the vectors
    (B, width) of each layer."""

    inputs: Tensor | None
    labels: Tensor
    logits: Tensor
    outputs: Mapping[str, Tensor]


@dataclass(frozen=True)
class EpochEnd:
    """The parts that belong to the epoch as a whole."""

    metrics: tuple[Metric, ...]
    weights: bytes
    resume_state: bytes | None
    inputs: str
    """The digest of all inputs, empty if they may change."""


class EpochWriter:
    """Writes one epoch of a run; ``before`` is the run so far, ``None`` at its first epoch."""

    def __init__(self, plan: Plan, before: RunReader | None, epoch: int) -> None:
        self._plan = plan
        self._before = before
        self._epoch = epoch
        self._writer = plan.writer
        self._layers: dict[str, Layer] = {}
        self._labels: list[Tensor] = []
        self._logits: list[Tensor] = []
        self._not_finite: Counter[str] = Counter()
        self._too_large: Counter[str] = Counter()
        self._image_shape: tuple[int, ...] | None = None
        self._atlases = AtlasBuilder(self._writer.write_thumbnail_atlas)
        self._images = ImageMaker()

    def write(self, items: Iterator[Batch | EpochEnd]) -> RunReader:
        """Write batches until the epoch ends, then commit; return the run with the new epoch.

        Raises:
            UnusableActivations, RunMismatch: a value or the samples do not fit; the epoch is dropped.
            WriteFailed: the store could not be written.
        """
        with ExitStack() as files:
            sinks: dict[str, ActivationSink] = {}
            for item in items:
                if isinstance(item, EpochEnd):
                    end = item
                    break
                self._write_batch(item, sinks, files)
            self._reject_bad_values()
            labels = self._checked_labels()
            self._require_same_inputs(end.inputs)
            samples = self._samples(labels)
        return self._commit(samples, labels, end)

    def _write_batch(self, batch: Batch, sinks: dict[str, ActivationSink], files: ExitStack) -> None:
        self._labels.append(batch.labels)
        self._logits.append(batch.logits.cpu())
        self._not_finite["the model's output"] += _not_finite(self._logits[-1].numpy())
        for name, output in batch.outputs.items():
            values = output.cpu().numpy()
            if name not in sinks:
                layer = self._layers[name] = self._layer(name, values.shape[1])
                sinks[name] = files.enter_context(self._writer.writing_activations(layer, self._epoch))
            self._require_width(name, values.shape[1])
            sinks[name].append(self._as_stored(name, values))
        if batch.inputs is not None:
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

    def _as_stored(self, name: str, values: NDArray[np.float32]) -> NDArray[np.floating]:
        not_finite = _not_finite(values)
        with np.errstate(over="ignore"):
            stored = values.astype(self._plan.dtype)
        self._not_finite[f"layer {name!r}"] += not_finite
        self._too_large[name] += _not_finite(stored) - not_finite
        return stored

    def _reject_bad_values(self) -> None:
        for what, count in self._not_finite.items():
            if count:
                raise UnusableActivations(f"{what} has {count} NaN or infinite values at epoch {self._epoch}")
        for name, count in self._too_large.items():
            if count:
                raise UnusableActivations(
                    f"layer {name!r} has {count} values above 65504 at epoch {self._epoch}: record it as float32"
                )

    def _add_images(self, inputs: Tensor) -> None:
        if self._image_shape is None and inputs.ndim == 4:
            self._image_shape = tuple(inputs.shape[1:])
        if self._plan.details.images is None:
            for image in self._images.images(inputs):
                self._atlases.add(image)

    def _checked_labels(self) -> NDArray[np.int32]:
        labels = torch.cat(self._labels).numpy().astype(np.int32) if self._labels else np.empty(0, np.int32)
        if not len(labels):
            raise UnusableInput("the loader yields no samples")
        if self._before is not None:
            _require_same_labels(self._before.labels(), labels)
        return labels

    def _require_same_inputs(self, inputs: str) -> None:
        recorded = self._before.manifest.inputs if self._before else ""
        if recorded and inputs and inputs != recorded:
            raise RunMismatch(
                "the loader yields other inputs than when this run was started, with the same labels: resume it with "
                "the samples that it was started with, or set inputs_may_change=True"
            )

    def _samples(self, labels: NDArray[np.int32]) -> Samples:
        if self._before is not None:
            return self._before.samples()
        details = self._plan.details
        splits = _one_per_sample(details.splits, ["train"] * len(labels), "splits")
        sources = _one_per_sample(details.sources, [str(sample) for sample in range(len(labels))], "sources")
        return Samples(labels, splits, sources)

    def _commit(self, samples: Samples, labels: NDArray[np.int32], end: EpochEnd) -> RunReader:
        predictions = predict(torch.cat(self._logits), torch.from_numpy(labels.astype(np.int64)))
        self._writer.write_predictions(self._epoch, predictions)
        self._writer.write_checkpoint(self._epoch, end.weights)
        self._write_metrics(end.metrics, summarize(self._epoch, predictions, labels, list(samples.split)))
        if end.resume_state is not None:
            self._writer.write_resume_state(self._epoch, end.resume_state)
        if self._before is None:
            self._begin(samples, end.inputs)
        else:
            self._writer.commit(self._with_epoch)
        return RunReader(self._writer.folder)

    def _write_metrics(self, reported: tuple[Metric, ...], own: list[Metric]) -> None:
        before = self._before.metrics() if self._before else []
        splits = {metric.split for metric in reported}
        self._writer.write_metrics([*before, *reported, *(metric for metric in own if metric.split not in splits)])

    def _begin(self, samples: Samples, inputs: str) -> None:
        for image in self._plan.details.images or ():
            self._atlases.add(image)
        self._writer.write_samples(samples)
        layers = tuple(self._layers.values())
        thumbnails = self._atlases.finish()
        if thumbnails is not None:
            self._writer.write_thumbnail_index(thumbnails)
        first = self._plan.first_manifest(self._epoch, layers, len(samples.split), self._image_shape, inputs)
        self._writer.begin(first)

    def _with_epoch(self, manifest: Manifest) -> Manifest:
        return replace(
            manifest,
            epochs=(*manifest.epochs, self._epoch),
            checkpoints=(*manifest.checkpoints, self._epoch),
        )


def _require_same_labels(recorded: NDArray[np.int32], labels: NDArray[np.int32]) -> None:
    if len(labels) != len(recorded):
        raise RunMismatch(f"this run has {len(recorded)} samples, but the loader yields {len(labels)}")
    if not np.array_equal(labels, recorded):
        raise RunMismatch("the loader yields the samples in a different order than before: it must not shuffle")


def _not_finite(values: NDArray[np.floating]) -> int:
    return int(values.size - np.isfinite(values).sum())


def _one_per_sample(values: Iterable[object] | None, default: list[str], what: str) -> list[str]:
    if values is None:
        return default
    texts = [str(value) for value in values]
    if len(texts) != len(default):
        raise UnusableInput(f"there are {len(texts)} {what} for {len(default)} samples")
    return texts
