"""A folder of the time-travelling-visualizer (DVI, TimeVis), in its newer or its older form, without what is pickled.

Newer: ``epochs/epoch_N/embeddings.npy`` and ``predictions.npy`` (logits), ``dataset/labels.npy``, ``index.json`` (which
samples are of which split), ``info.json`` (the classes), ``text.txt`` and ``image/N.png``.
Older: ``Model/Epoch_N/train_data.npy`` and ``test_data.npy``, which are joined, and the classes in ``config.json``.
The networks and the older form's labels (``.pth``) are pickled and never read.
"""

import json
from collections.abc import Iterator
from itertools import chain, pairwise
from typing import Any

import pyarrow as pa
from numpy.typing import NDArray

from epochscope.importing.npy import open_npy
from epochscope.importing.patterns import Named, match_names
from epochscope.importing.pictures import open_numbered
from epochscope.importing.source import Source
from epochscope.importing.stored_array import StoredArray, UnusableFile, reading
from epochscope.importing.tables import SampleColumn, read_lines, read_text
from epochscope.store.filesystem import MOST_BYTES, Folder

LAYER = "representation"
_NEWER, _PREDICTIONS = "epochs/epoch_{epoch}/embeddings.npy", "epochs/epoch_{epoch}/predictions.npy"
_OLDER, _OLDER_TEST = "Model/Epoch_{epoch}/train_data.npy", "Model/Epoch_{epoch}/test_data.npy"


def is_time_travel(folder: Folder) -> bool:
    """Return whether a folder has the subfolders of either form."""
    return bool(_files(folder, _NEWER) or _files(folder, _OLDER))


def open_time_travel(folder: Folder) -> Source:
    """Return what a folder holds of epochs, with one layer, ``representation``; raise UnusableFile."""
    return _open_newer(folder) if _files(folder, _NEWER) else _open_older(folder)


def _open_newer(folder: Folder) -> Source:
    layers = {one.epoch or 0: {LAYER: open_npy(folder, one.name)} for one in _files(folder, _NEWER)}
    samples = next(iter(layers.values()))[LAYER].rows
    return Source(
        layers,
        predictions={one.epoch or 0: open_npy(folder, one.name) for one in _files(folder, _PREDICTIONS)},
        labels=_labels(folder),
        splits=_splits(folder, samples),
        classes=_classes(_json(folder, "dataset/info.json").get("classes"), "dataset/info.json"),
        columns=_texts(folder),
        pictures=open_numbered(folder, "dataset/image/{sample}.png") if folder.is_file("dataset/image/0.png") else None,
    )


def _open_older(folder: Folder) -> Source:
    training = {one.epoch or 0: open_npy(folder, one.name) for one in _files(folder, _OLDER)}
    test = {one.epoch or 0: open_npy(folder, one.name) for one in _files(folder, _OLDER_TEST)}
    first = next(iter(training))
    splits = ["train"] * training[first].rows
    splits += ["test"] * (test[first].rows if first in test else 0)
    methods = [one for one in _json(folder, "config.json").values() if isinstance(one, dict)]
    names = [one["CLASSES"] for one in methods if "CLASSES" in one]
    return Source(
        {epoch: {LAYER: _joined(one, test.get(epoch))} for epoch, one in training.items()},
        splits=SampleColumn("Model", pa.chunked_array([splits])),
        classes=_classes(next(iter(names), None), "config.json"),
    )


def _files(folder: Folder, pattern: str) -> list[Named]:
    """Return the files that have a name like ``pattern``, one folder per epoch, in the order of the epochs."""
    parent, _, rest = pattern.partition("/")
    epochs = match_names(rest.partition("/")[0], folder.folders(parent))
    for before, one in pairwise(epochs):
        if before.epoch == one.epoch:
            raise UnusableFile(f"{parent}/{before.name} and {parent}/{one.name} are the same epoch")
    paths = [f"{parent}/{one.name}/{rest.partition('/')[2]}" for one in epochs]
    return match_names(pattern, [path for path in paths if folder.is_file(path)])


def _joined(one: StoredArray, other: StoredArray | None) -> StoredArray:
    """Return the rows of two arrays, one after the other."""
    if other is None:
        return one
    if one.shape[1:] != other.shape[1:]:
        raise UnusableFile(f"{other.where} has shape {other.shape}, and {one.where} has {one.shape}")

    def blocks() -> Iterator[NDArray[Any]]:
        return chain(one.blocks(), other.blocks())

    return StoredArray(f"{one.where} and {other.where}", (one.rows + other.rows, *one.shape[1:]), blocks)


def _labels(folder: Folder) -> SampleColumn | None:
    path = "dataset/labels.npy"
    if not folder.is_file(path):
        return None
    return SampleColumn(path, pa.chunked_array([open_npy(folder, path).whole().reshape(-1)]))


def _texts(folder: Folder) -> dict[str, SampleColumn]:
    path = "dataset/text.txt"
    if not folder.is_file(path):
        return {}
    return {"text": SampleColumn(path, pa.chunked_array([read_lines(folder, path)]))}


def _splits(folder: Folder, samples: int) -> SampleColumn | None:
    """Return the split of each sample by ``index.json``; raise UnusableFile unless each is in one of them."""
    path = "dataset/index.json"
    of_sample = [""] * samples
    for split, numbers in _json(folder, path).items():
        for number in numbers if isinstance(numbers, list) else ():
            if not isinstance(number, int) or not 0 <= number < samples or of_sample[number]:
                raise UnusableFile(f"{path} lists sample {number} under {split!r}, which is unknown or listed twice")
            of_sample[number] = split
    if any(of_sample) and not all(of_sample):
        raise UnusableFile(f"{path} does not list sample {of_sample.index('')}")
    return SampleColumn(path, pa.chunked_array([of_sample])) if any(of_sample) else None


def _classes(names: Any, path: str) -> tuple[str, ...] | None:
    if names is not None and not (isinstance(names, list) and names and all(isinstance(name, str) for name in names)):
        raise UnusableFile(f"the classes in {path} must be a list of names")
    return tuple(names) if names else None


def _json(folder: Folder, path: str) -> dict[str, Any]:
    """Return the content of a JSON file, empty if there is none."""
    if not folder.is_file(path):
        return {}
    with reading(path):
        return dict(json.loads(read_text(folder, path, MOST_BYTES)))
