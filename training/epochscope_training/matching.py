"""Find the images of a run's samples in a copy of its data set: by their looks, or by their sources."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from epochscope import match_fingerprints, tile_fingerprints
from epochscope.errors import UnusableInput
from epochscope.store import RunReader
from epochscope_training.datasets import ImageDataset

Rows = NDArray[np.intp]
_NO_CLASS = -1


class OtherDataset(UnusableInput):
    """A copy of a data set does not contain the samples of the run."""


@dataclass(frozen=True)
class _Copy:
    """All images of a data set, in all splits; ``labels`` and ``splits`` are (images,)."""

    classes: Sequence[str]
    images: Tensor
    labels: NDArray[np.int64]
    splits: NDArray[np.str_]
    sources: Sequence[str]


def find_images(run: RunReader, dataset: ImageDataset) -> Tensor:
    """Return the images (samples, channels, height, width) of the run's samples, in their order.

    If the run has fingerprints, a sample's image is the one of its class with the same looks, preferably in its own
    split, and each image is used once. Otherwise it is the one with the sample's source. A run without labels takes
    images of any class.

    Raises:
        OtherDataset: a sample is not in the data set, or has another label there.
    """
    copy, prints = _all_images(dataset, labeled=run.manifest.labels), run.fingerprints()
    rows = _rows_by_source(run, copy) if prints is None else _rows_by_looks(run, prints, copy)
    return copy.images[torch.from_numpy(rows)]


def as_pixels(images: Tensor) -> NDArray[np.uint8]:
    """Return images (n, channels, height, width) as pixels (n, height, width), or (n, height, width, 3)."""
    pixels: NDArray[np.uint8] = images.permute(0, 2, 3, 1).numpy()
    return pixels[..., 0] if pixels.shape[3] == 1 else pixels


def _all_images(dataset: ImageDataset, labeled: bool) -> _Copy:
    splits = dataset.splits
    labels = torch.cat([split.labels for split in splits.values()]).numpy()
    return _Copy(
        classes=dataset.classes,
        images=torch.cat([split.images for split in splits.values()]),
        labels=labels if labeled else np.zeros_like(labels),
        splits=np.array([name for name, split in splits.items() for _ in split.sources]),
        sources=[source for split in splits.values() for source in split.sources],
    )


def _true_labels(run: RunReader) -> NDArray[np.int64]:
    """Return the true label of every sample, (samples,); 0 if the run has no labels."""
    if not run.manifest.labels:
        return np.zeros(run.manifest.samples, np.int64)
    labels = run.labels().astype(np.int64)
    for sample, label in run.flipped_labels().items():
        labels[sample] = label
    return labels


def _rows_by_looks(run: RunReader, prints: NDArray[np.uint8], copy: _Copy) -> Rows:
    candidates = tile_fingerprints(as_pixels(copy.images))
    labels, splits = _labels_in(copy, run), np.array(run.samples().split)
    rows = np.full(len(prints), -1, np.intp)
    # Finally in any split: if the copy has no splits, ours are not those of the run.
    for split, label in product([*np.unique(copy.splits), None], np.unique(labels)):
        unmatched = np.flatnonzero((rows < 0) & (labels == label) & _belongs(splits, split))
        free = np.setdiff1d(np.flatnonzero((copy.labels == label) & _belongs(copy.splits, split)), rows)
        matches = match_fingerprints(prints[unmatched], candidates[free])
        rows[unmatched[matches >= 0]] = free[matches[matches >= 0]]
    _require_all(run, rows)
    return rows


def _belongs(splits: NDArray[np.str_], split: str | None) -> NDArray[np.bool_]:
    return np.full(len(splits), True) if split is None else splits == split


def _labels_in(copy: _Copy, run: RunReader) -> NDArray[np.int64]:
    """Return the copy's labels of the samples' true classes: by name, or by number if names are not known."""
    labels = _true_labels(run)
    if not run.manifest.labels:
        return labels
    names, numbers = run.manifest.dataset.classes, {name: number for number, name in enumerate(copy.classes)}
    missing = [names[label] for label in np.unique(labels) if names[label] not in numbers]
    if not missing:
        return np.array([numbers[names[label]] for label in labels])
    if _are_numbers(names):
        # Recorded without names; a copy with names has one for each number.
        return np.array([int(names[label]) for label in labels])
    if _are_numbers(copy.classes):
        return np.array([numbers.get(str(label), _NO_CLASS) for label in labels])
    raise OtherDataset(f"run {run.name!r} has samples of {missing[0]!r}; this copy has: {', '.join(copy.classes)}")


def _are_numbers(classes: Sequence[str]) -> bool:
    return all(name.isdecimal() for name in classes)


def _require_all(run: RunReader, rows: Rows) -> None:
    missing = np.flatnonzero(rows < 0)
    if len(missing):
        first, samples = missing[0], run.samples()
        label = "" if samples.label is None else f"{run.manifest.dataset.classes[samples.label[first]]}, "
        raise OtherDataset(
            f"{len(missing):,} of the {len(rows):,} samples of run {run.name!r} cannot be found in this copy: sample "
            f"{first} ({label}{samples.split[first]}) is the first; give the complete data set that was recorded"
        )


def _rows_by_source(run: RunReader, copy: _Copy) -> Rows:
    row_of = {source: row for row, source in enumerate(copy.sources)}
    truth, labels, rows = _true_labels(run), _labels_in(copy, run), []
    for sample, source in enumerate(run.samples().source):
        if source not in row_of:
            raise OtherDataset(
                f"sample {sample} of run {run.name!r} came from {source!r}, and this copy has no such source "
                f"(the first is {next(iter(row_of))!r}): give the data set in the form that the run was recorded from"
            )
        row = row_of[source]
        if copy.labels[row] != labels[sample]:
            names = copy.classes[copy.labels[row]], run.manifest.dataset.classes[truth[sample]]
            raise OtherDataset(f"{source} is labeled {names[0]!r} in this copy and {names[1]!r} in run {run.name!r}")
        rows.append(row)
    return np.array(rows, np.intp)
