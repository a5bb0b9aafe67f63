"""Whether the parts of a source belong together: all of the same samples, and the same at every epoch."""

import re
from collections.abc import Iterable, Mapping

from epochscope.importing.source import Source
from epochscope.importing.stored_array import StoredArray, UnusableFile
from epochscope.store.ranges import LARGEST_WIDTH, MOST_CLASSES, require_whole

_UNSAFE = re.compile(r"[^A-Za-z0-9_.+-]+|\.{2,}|^\.", re.ASCII)


def safe_name(name: str) -> str:
    """Return the name of a layer in the store: of an array's name, what no file name may have becomes ``_``."""
    return _UNSAFE.sub("_", name)


def require_match(source: Source) -> None:
    """Raise UnusableFile unless the parts of a source are of the same samples, at the same epochs."""
    first_epoch, first = next(iter(source.layers.items()))
    for epoch, layers in source.layers.items():
        _require_same_layers(first_epoch, first, epoch, layers)
        for name, array in layers.items():
            _require_shape(array, first[name])
    _require_epochs(source, "predictions", source.predictions)
    _require_epochs(source, "columns with {epoch}", source.epoch_columns)
    for array in source.predictions.values():
        _require_rows(array, next(iter(first.values())))
        for classes in array.shape[1:]:
            require_whole(f"the number of classes in {array.where}", classes, 1, MOST_CLASSES)
    _require_columns(source)


def _require_same_layers(
    first_epoch: int, first: Mapping[str, StoredArray], epoch: int, layers: Mapping[str, StoredArray]
) -> None:
    if set(layers) != set(first):
        has, expected = ", ".join(layers), ", ".join(first)
        raise UnusableFile(f"epoch {epoch} has the layers {has}, and epoch {first_epoch} has {expected}")
    names = [safe_name(name) for name in layers]
    if len(set(names)) < len(names):
        raise UnusableFile(f"layers would have the same name: {', '.join(layers)} become {', '.join(names)}")


def _require_shape(array: StoredArray, first: StoredArray) -> None:
    if len(array.shape) != 2 or not all(array.shape):
        raise UnusableFile(f"{array.where} must be vectors (samples, width), not an array of shape {array.shape}")
    require_whole(f"the width of {array.where}", array.shape[1], 1, LARGEST_WIDTH)
    _require_rows(array, first)
    if array.shape[1] != first.shape[1]:
        raise UnusableFile(
            f"{array.where} has vectors of {array.shape[1]} numbers, and {first.where} of {first.shape[1]}"
        )


def _require_rows(array: StoredArray, first: StoredArray) -> None:
    if array.shape[:1] != first.shape[:1]:
        raise UnusableFile(f"{array.where} has the shape {array.shape}, and {first.where} has {first.shape[0]} samples")


def _require_epochs(source: Source, what: str, epochs: Iterable[int]) -> None:
    if found := set(epochs):
        for epoch in sorted(found ^ set(source.layers)):
            has, lacks = ("arrays of layers", what) if epoch in source.layers else (what, "arrays of layers")
            raise UnusableFile(f"epoch {epoch} has {has} and no {lacks}")


def _require_columns(source: Source) -> None:
    per_epoch = [column for columns in source.epoch_columns.values() for column in columns.values()]
    constant = [column for column in (source.labels, source.splits, *source.columns.values()) if column is not None]
    for column in (*constant, *per_epoch):
        column.require_length(source.samples)
