"""A second run of the ten blobs' samples: the last 200 of them backwards, classified by another network, and two
of the five epochs."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from epochscope.store import Manifest, Metric, Model, Predictions, Quality, Setting
from epochscope.store.testing import BLOBS, Blobs

TWIN_EPOCHS = (0, 8)
# Which sample of the blobs each sample is, and whose fate it has: another one's of the same class.
IN_BLOBS = np.arange(BLOBS.samples)[::-1][:200]
FATE = (IN_BLOBS + 10) % BLOBS.samples
SETTING = BLOBS.settings[1]
_INDICES = [BLOBS.epochs.index(epoch) for epoch in TWIN_EPOCHS]


@dataclass(frozen=True)
class Twin(Blobs):
    """The samples are those of the blobs if their ``origin`` is the same."""

    origin: str = "made"

    @property
    def labels(self) -> NDArray[np.int32]:
        return BLOBS.labels[IN_BLOBS]

    @property
    def splits(self) -> Sequence[str]:
        return ["train"] * self.samples

    @property
    def sources(self) -> Sequence[str]:
        return [f"{self.origin}:{sample}" for sample in IN_BLOBS]

    @property
    def layouts(self) -> tuple[tuple[str, Setting], ...]:
        return (("block", SETTING),)

    @property
    def manifest(self) -> Manifest:
        return replace(super().manifest, title="Their twin", model=Model("resnet18", 11_689_512), seed=1)

    def metrics(self, epoch: int) -> list[Metric]:
        return [Metric(8, "train", 0.3, 0.98, 0.1, 2.5)] if epoch == 8 else []

    def predictions(self, epoch: int) -> Predictions:
        return BLOBS.predictions(epoch).map(lambda values: values[FATE])

    def positions(self, layer: str, setting: Setting) -> NDArray[np.float32]:
        return BLOBS.positions(layer, setting)[_INDICES][:, FATE]

    def quality(self, layer: str, setting: Setting) -> Quality:
        return BLOBS.quality(layer, setting).map(lambda values: values[_INDICES][:, FATE])


TWIN = Twin(len(IN_BLOBS), layers=("block",), epochs=TWIN_EPOCHS, width=8, activations=True)
