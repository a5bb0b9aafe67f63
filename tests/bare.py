"""Runs of chosen images before their first epoch."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from epochscope.store import Manifest
from epochscope.store.testing import Recipe
from epochscope_training.samples import RecordedSamples


@dataclass(frozen=True, kw_only=True)
class Bare(Recipe):
    """The chosen images of a run that was started with the settings ``training``."""

    chosen: RecordedSamples
    training: Mapping[str, object]

    @property
    def labels(self) -> NDArray[np.int32]:
        return self.chosen.images.labels.numpy().astype(np.int32)

    @property
    def splits(self) -> Sequence[str]:
        return self.chosen.splits

    @property
    def sources(self) -> Sequence[str]:
        return self.chosen.images.sources

    @property
    def manifest(self) -> Manifest:
        return replace(super().manifest, training=self.training)


def bare(chosen: RecordedSamples, classes: Sequence[str], **training: object) -> Bare:
    """Return the recipe of a run of these images without layers, epochs and thumbnails."""
    count = len(chosen.splits)
    return Bare(count, layers=(), settings=(), classes=classes, epochs=(), chosen=chosen, training=training)
