"""Find the pictures of a run's samples in a copy of its data set, by where each sample came from."""

from collections.abc import Mapping

import torch
from torch import Tensor

from epochscope.errors import UnusableInput
from epochscope.store import RunReader
from epochscope_training.datasets import ImageDataset


class OtherDataset(UnusableInput):
    """A copy of a data set does not hold the samples of the run."""


def find_images(run: RunReader, dataset: ImageDataset) -> Tensor:
    """Return the images (samples, channels, height, width) of the run's samples, in their order.

    Raises:
        OtherDataset: a sample is not in the data set, or has another label there.
    """
    samples = run.samples()
    truth = {**dict(enumerate(samples.label.tolist())), **run.flipped_labels()}
    rows = _rows_by_source(dataset)
    images = torch.cat([split.images for split in dataset.splits.values()])
    labels = torch.cat([split.labels for split in dataset.splits.values()]).tolist()
    found = []
    for sample, source in enumerate(samples.source):
        if source not in rows:
            raise OtherDataset(
                f"sample {sample} of run {run.name!r} came from {source!r}, and nothing in this copy is called so "
                f"(the first is {next(iter(rows))!r}): give the data set in the form that the run was recorded from"
            )
        row = rows[source]
        if labels[row] != truth[sample]:
            names = dataset.classes[labels[row]], run.manifest.dataset.classes[truth[sample]]
            raise OtherDataset(f"{source} is labelled {names[0]!r} in this copy and {names[1]!r} in run {run.name!r}")
        found.append(row)
    return images[found]


def _rows_by_source(dataset: ImageDataset) -> Mapping[str, int]:
    sources = [source for split in dataset.splits.values() for source in split.sources]
    return {source: row for row, source in enumerate(sources)}
