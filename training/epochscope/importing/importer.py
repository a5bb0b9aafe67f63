"""Write what was found in the files of another program as a run: all of it, or nothing."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from epochscope.importing.matching import require_match, safe_name
from epochscope.importing.samples import to_labels, to_texts, to_values
from epochscope.importing.source import Source
from epochscope.importing.stored_array import StoredArray, UnusableFile
from epochscope.record.array_recorder import ArrayRecorder
from epochscope.record.plan import Details
from epochscope.store import Manifest, RunExists, RunReader, RunWriter
from epochscope.store.layout import MANIFEST

Advance = Callable[[int], object]
"""Called with the number of rows that were read just now."""


@dataclass(frozen=True)
class Form:
    """How a run is written: what its epochs count, and the type of stored activations."""

    unit: str = "epoch"
    dtype: str = "float16"


def count_rows(source: Source) -> int:
    """Return how many rows all arrays of layers have together."""
    return sum(array.rows for layers in source.layers.values() for array in layers.values())


def import_run(source: Source, location: str, form: Form, advance: Advance = int) -> Manifest:
    """Write a new run, and return its manifest; ``advance`` may show how far it is, as the update of tqdm does.

    Raises:
        UnusableInput: the parts of the source do not match each other, or cannot be stored; nothing is left of the run.
        RunExists, RunBusy, WriteFailed: from the store.
    """
    writer = RunWriter.at(location)
    if writer.exists:
        raise RunExists(f"there is already a run at {location}: give the new one another name")
    require_match(source)
    with _recorder(source, location, form) as recorder:
        try:
            for epoch in source.layers:
                _record(recorder, source, epoch, advance)
        except BaseException:
            # With its manifest gone, the recorder removes the rest.
            writer.folder.delete(MANIFEST)
            raise
    return RunReader(writer.folder).manifest


def _recorder(source: Source, location: str, form: Form) -> ArrayRecorder:
    labels, classes = None, source.classes if source.predictions else None
    if source.labels is not None:
        labels, classes = to_labels(source.labels, source.classes)
    if source.predictions and source.classes is None and classes is not None:
        raise UnusableFile("labels are names and predictions numbers: say with --classes which name each number has")
    return ArrayRecorder(
        location,
        labels=labels,
        classes=classes,
        columns={name: to_values(column) for name, column in source.columns.items()},
        unit=form.unit,
        dtype=form.dtype,
        details=Details(
            splits=None if source.splits is None else to_texts(source.splits),
            images=None if source.pictures is None else source.pictures(source.samples),
        ),
    )


def _record(recorder: ArrayRecorder, source: Source, epoch: int, advance: Advance) -> None:
    predictions = source.predictions.get(epoch)
    recorder.record_arrays(
        epoch,
        {safe_name(name): _watched(array, advance) for name, array in source.layers[epoch].items()},
        predictions=None if predictions is None else predictions.whole(),
        columns={name: to_values(column) for name, column in source.epoch_columns.get(epoch, {}).items()},
    )


def _watched(array: StoredArray, advance: Advance) -> StoredArray:
    """Return an array that refuses NaN and infinite values by their row, and says how far it is read."""

    def blocks() -> Iterator[NDArray[Any]]:
        first = 0
        for block in array.blocks():
            bad = ~np.isfinite(block).all(axis=1)
            if bad.any():
                raise UnusableFile(f"{array.where} row {first + int(bad.argmax())} has a NaN or infinite value")
            yield block
            advance(len(block))
            first += len(block)

    return replace(array, read=blocks)
