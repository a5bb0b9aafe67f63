"""Find the pictures of a run's samples in a copy of its data set: by what they look like, or by their sources."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from epochscope import match_fingerprints, tile_fingerprints
from epochscope.errors import UnusableInput
from epochscope.store import RunReader, Samples
from epochscope_training.datasets import ImageDataset

Rows = NDArray[np.intp]


class OtherDataset(UnusableInput):
    """A copy of a data set does not hold the samples of the run."""


@dataclass(frozen=True)
class _Copy:
    """All pictures of a data set, whatever their split; labels and splits are (pictures,)."""

    classes: Sequence[str]
    images: Tensor
    labels: NDArray[np.int64]
    splits: NDArray[np.str_]
    sources: Sequence[str]


def find_images(run: RunReader, dataset: ImageDataset) -> Tensor:
    """Return the images (samples, channels, height, width) of the run's samples, in their order.

    Where the run has fingerprints, a sample's picture is the one of its class that looks like it, first of all in its
    own split; no two samples have the same. Otherwise it is the one that is called like the sample's source.

    Raises:
        OtherDataset: a sample is not in the data set, or has another label there.
    """
    copy, known = _all_pictures(dataset), run.fingerprints()
    rows = _rows_by_source(run, copy) if known is None else _rows_by_look(run, known, copy)
    return copy.images[torch.from_numpy(rows)]


def as_pictures(images: Tensor) -> NDArray[np.uint8]:
    """Return images (n, channels, height, width) as pictures (n, height, width), or (n, height, width, 3)."""
    pixels: NDArray[np.uint8] = images.permute(0, 2, 3, 1).numpy()
    return pixels[..., 0] if pixels.shape[3] == 1 else pixels


def _all_pictures(dataset: ImageDataset) -> _Copy:
    splits = dataset.splits
    return _Copy(
        classes=dataset.classes,
        images=torch.cat([split.images for split in splits.values()]),
        labels=torch.cat([split.labels for split in splits.values()]).numpy(),
        splits=np.array([name for name, split in splits.items() for _ in split.sources]),
        sources=[source for split in splits.values() for source in split.sources],
    )


def _true_labels(run: RunReader) -> NDArray[np.int64]:
    labels = run.labels().astype(np.int64)
    for sample, label in run.flipped_labels().items():
        labels[sample] = label
    return labels


def _rows_by_look(run: RunReader, known: NDArray[np.uint8], copy: _Copy) -> Rows:
    samples, there = run.samples(), tile_fingerprints(as_pictures(copy.images))
    labels, splits = _labels_in(copy, run, _true_labels(run)), np.array(samples.split)
    rows = np.full(len(known), -1, np.intp)
    # Anywhere at last: a copy that does not come in splits has been split by us.
    for split, label in product([*np.unique(copy.splits), None], np.unique(labels)):
        waiting = np.flatnonzero((rows < 0) & (labels == label) & _belongs(splits, split))
        free = np.setdiff1d(np.flatnonzero((copy.labels == label) & _belongs(copy.splits, split)), rows)
        matches = match_fingerprints(known[waiting], there[free])
        rows[waiting[matches >= 0]] = free[matches[matches >= 0]]
    _require_all(run, samples, rows)
    return rows


def _belongs(splits: NDArray[np.str_], split: str | None) -> NDArray[np.bool_]:
    return np.full(len(splits), True) if split is None else splits == split


def _labels_in(copy: _Copy, run: RunReader, labels: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the labels that the copy gives to the same classes: by name, or by number where names are not known."""
    names, numbers = run.manifest.dataset.classes, {name: number for number, name in enumerate(copy.classes)}
    missing = [names[label] for label in np.unique(labels) if names[label] not in numbers]
    if not missing:
        return np.array([numbers[names[label]] for label in labels])
    if _are_numbers(names) or _are_numbers(copy.classes):
        return labels
    raise OtherDataset(f"run {run.name!r} has samples of {missing[0]!r}; this copy has: {', '.join(copy.classes)}")


def _are_numbers(classes: Sequence[str]) -> bool:
    return list(classes) == [str(number) for number in range(len(classes))]


def _require_all(run: RunReader, samples: Samples, rows: Rows) -> None:
    missing = np.flatnonzero(rows < 0)
    if len(missing):
        first = missing[0]
        name = run.manifest.dataset.classes[run.labels()[first]]
        raise OtherDataset(
            f"{len(missing):,} of the {len(rows):,} samples of run {run.name!r} cannot be found in this copy: sample "
            f"{first} ({name}, {samples.split[first]}) is the first; give all of the data set that it was recorded from"
        )


def _rows_by_source(run: RunReader, copy: _Copy) -> Rows:
    samples, rows = run.samples(), {source: row for row, source in enumerate(copy.sources)}
    truth, found = _true_labels(run), []
    for sample, source in enumerate(samples.source):
        if source not in rows:
            raise OtherDataset(
                f"sample {sample} of run {run.name!r} came from {source!r}, and nothing in this copy is called so "
                f"(the first is {next(iter(rows))!r}): give the data set in the form that the run was recorded from"
            )
        row = rows[source]
        if copy.labels[row] != truth[sample]:
            names = copy.classes[copy.labels[row]], run.manifest.dataset.classes[truth[sample]]
            raise OtherDataset(f"{source} is labeled {names[0]!r} in this copy and {names[1]!r} in run {run.name!r}")
        found.append(row)
    return np.array(found, np.intp)
