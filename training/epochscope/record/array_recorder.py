"""Record arrays that any program made, epoch after epoch: no model, no loader, no torch."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, nullcontext, suppress
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from typing_extensions import Self

from epochscope.errors import EpochscopeError
from epochscope.record.array_predictions import read_predictions
from epochscope.record.array_rows import InBlocks, as_array, in_blocks, to_batches
from epochscope.record.beginning import Resumption
from epochscope.record.collected import Batch
from epochscope.record.epoch_writer import EpochEnd, EpochWriter
from epochscope.record.errors import RunMismatch, UnusableSamples
from epochscope.record.facts import (
    check_classes,
    check_details,
    check_dtype,
    check_epoch,
    check_recommended,
    require_next,
)
from epochscope.record.keeping import Keeping
from epochscope.record.own_columns import epoch_columns, own_columns
from epochscope.record.parts import as_classes, unnamed_classes
from epochscope.record.plan import Details, Plan
from epochscope.store import Predictions, RunWriter
from epochscope.store.names import check_name

_AS_GIVEN = "none"
"""The reduction of layers whose vectors were given."""


class ArrayRecorder:
    """Records arrays to the run store: of the same samples, in the same order, at every epoch.

    Each call writes its epoch at once, so that there is nothing to close; in a ``with`` block, the run is held between
    calls. Arrays are anything with a shape whose rows can be sliced, such as NumPy's, memory-mapped ones, HDF5 data
    sets and tensors on the CPU; they are read a few megabytes at a time.

    Args:
        location: folder or URI of the run; its last part is the run's name.
        labels: number of the true class of each sample, (samples,); without them, nothing needs them.
        classes: names of the classes in the order of their numbers (default: the numbers), or a mapping between numbers
            and names.
        columns: a run's own columns by name, with one number or text per sample. Texts that repeat are classes; those
            of a column called ``text`` are shown in place of pictures.
        dtype: type of stored activations, ``float16`` or ``float32``.
        unit: what the numbers of epochs count, ``epoch`` or ``step``.
        resume: continue the run if it exists.
        overwrite: replace the run if it exists, once the new one has its first epoch.
        details: title, splits, sources, images and other optional facts.

    Raises:
        BadName, UnusableInput: an argument is wrong; nothing is written.
        RunExists: the run exists, and is to be neither continued nor overwritten.
        NotKept: the existing run is a compact copy.
    """

    def __init__(
        self,
        location: str | Path,
        *,
        labels: object = None,
        classes: Iterable[str] | Mapping[int, str] | Mapping[str, int] | None = None,
        columns: Mapping[str, Any] | None = None,
        dtype: str = "float16",
        unit: str = "epoch",
        resume: bool = False,
        overwrite: bool = False,
        details: Details | None = None,
    ) -> None:
        self._labels = None if labels is None else _to_labels(labels)
        if self._labels is not None and classes is None:
            unnamed_classes(1 + int(self._labels.max()))
        self._plan = Plan(
            writer=RunWriter.at(location),
            modules={},
            classes=None if classes is None else check_classes(classes),
            reductions={},
            dtype=check_dtype(dtype),
            model=None,
            details=check_details(details or Details()),
            columns=own_columns(columns or {}),
            keeping=Keeping(unit, checkpoints="none"),
        )
        self._beginning = Resumption(resume, None, overwrite).beginning(self._plan.writer)
        if self._beginning.run is not None:
            self._beginning.run.manifest.require_whole()
        self._held = ExitStack()
        self._is_held = False

    @property
    def last_epoch(self) -> int | None:
        """The last recorded epoch, including those of a resumed run; ``None`` before the first."""
        run = self._beginning.run
        return run.manifest.last_epoch if run else None

    def __enter__(self) -> Self:
        self._held.enter_context(self._beginning.held())
        self._is_held = True
        return self

    def __exit__(self, *error: object) -> None:
        self._is_held = False
        self._held.close()

    def record_arrays(
        self,
        epoch: int,
        layers: Mapping[str, Any],
        predictions: Any = None,
        columns: Mapping[str, Any] | None = None,
    ) -> None:
        """Write ``epoch``: the vectors (samples, width) of each layer, and what else is known at it.

        Args:
            epoch: its number, up to 2,147,483,647 and greater than the last one.
            layers: an array of finite numbers by the name of each layer, the same at every epoch.
            predictions: logits or probabilities (samples, classes), or predicted classes (samples,) as whole numbers;
                loss and margin follow with ``labels``, and nothing is made up that does not follow.
            columns: numbers, or texts as names of classes, (samples,) of the run's own columns at this epoch.

        Raises:
            UnusableInput: an array does not fit the others, the run or the store, or the epoch does not follow the
                last; it is dropped.
            RunBusy, WriteFailed: from the store; the epoch is dropped.
        """
        number = check_epoch(epoch)
        vectors = {check_name(name, "layer"): in_blocks(one, f"layer {name!r}") for name, one in layers.items()}
        samples = _count_samples(vectors)
        answers = self._answers(predictions, samples)
        end = EpochEnd(columns=epoch_columns(columns or {}))
        with self._holding():
            self._require_next(number, samples)
            self._write(number, self._plan_of(vectors), chain(to_batches(vectors, self._labels, answers), [end]))

    def _require_next(self, epoch: int, samples: int) -> None:
        run = self._beginning.run
        if run is None:
            return
        require_next(epoch, self.last_epoch)
        if samples != run.manifest.samples:
            raise RunMismatch(f"run {run.name!r} has {run.manifest.samples} samples, not {samples}")
        if self._labels is not None and run.manifest.labels and not np.array_equal(self._labels, run.labels()):
            raise RunMismatch(f"run {run.name!r} has other labels: it needs the same samples in the same order")

    def _answers(self, predictions: Any, samples: int) -> Predictions | None:
        """Return the predictions of an epoch, ``None`` if there are none; raise UnusableSamples."""
        given = None if predictions is None else as_array(predictions, "predictions")
        for what, values in (("labels", self._labels), ("predictions", given)):
            if values is not None and len(values) != samples:
                raise UnusableSamples(f"there are {len(values)} {what} for {samples} samples")
        return None if given is None else read_predictions(given, self._labels)

    def _plan_of(self, layers: Iterable[str]) -> Plan:
        plan = replace(
            self._plan,
            writer=self._beginning.writer,
            modules={name: name for name in layers},
            reductions=dict.fromkeys(layers, _AS_GIVEN),
        )
        check_recommended(plan.details.recommended_layer, plan.modules)
        if self._beginning.run is not None:
            plan.require_same(self._beginning.run.manifest)
        return plan

    def _holding(self) -> AbstractContextManager[None]:
        return nullcontext() if self._is_held else self._beginning.held()

    def _write(self, epoch: int, plan: Plan, items: Iterator[Batch | EpochEnd]) -> None:
        try:
            run = EpochWriter(plan, self._beginning.run, epoch).write(items)
            self._beginning.run = self._beginning.take_place(run)
        except BaseException:
            with suppress(EpochscopeError, OSError):
                self._beginning.prepare()
            raise


def _to_labels(given: object) -> NDArray[np.int32]:
    labels = as_array(given, "labels")
    if labels.ndim != 1 or labels.dtype.kind not in "iu" or not len(labels):
        raise UnusableSamples(
            f"labels must be whole numbers of classes (samples,), not {labels.dtype} of shape {labels.shape}"
        )
    return as_classes(labels, "labels")


def _count_samples(vectors: Mapping[str, InBlocks]) -> int:
    counts = {name: one.shape[0] for name, one in vectors.items()}
    if len(set(counts.values())) != 1:
        listed = ", ".join(f"{count} of {name}" for name, count in counts.items()) or "no layer"
        raise UnusableSamples(f"every layer must have one vector per sample, not {listed}")
    return next(iter(counts.values()))
