"""Make some labels wrong on purpose, so that whatever looks for label errors can be held against the truth."""

from dataclasses import replace

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from epochscope_training.datasets import ImageDataset, ImageSplit

# The seed itself chooses the recorded samples: with the same random numbers, flipped ones would be chosen more often.
_SEED_OFFSET = 1 << 31


def flip_labels(dataset: ImageDataset, share: float, seed: int) -> tuple[ImageDataset, dict[str, int]]:
    """Return the data set with a share of its training labels changed to another class, all equally likely, and the
    true labels of the changed ones by source."""
    train = dataset.splits["train"]
    generator = torch.Generator().manual_seed(_SEED_OFFSET + seed)
    chosen = torch.randperm(len(train.labels), generator=generator)[: round(share * len(train.labels))]
    steps = torch.randint(1, len(dataset.classes), (len(chosen),), generator=generator)
    labels: Tensor = train.labels.clone()
    labels[chosen] = (labels[chosen] + steps) % len(dataset.classes)
    flipped = {train.sources[row]: int(train.labels[row]) for row in chosen.tolist()}
    return replace(dataset, splits={**dataset.splits, "train": replace(train, labels=labels)}), flipped


def flipped_samples(samples: ImageSplit, flipped: dict[str, int]) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Return the recorded samples whose labels were flipped, and their true labels, (n,) each."""
    flips = [(sample, flipped[source]) for sample, source in enumerate(samples.sources) if source in flipped]
    pairs = np.array(flips, np.int32).reshape(-1, 2)
    return pairs[:, 0], pairs[:, 1]
