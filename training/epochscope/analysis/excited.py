"""Which samples excite a unit of a layer most: those with the largest activations that the run keeps."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from typing_extensions import Self

from epochscope.store import Manifest

# Of the others, a unit of the vector is no unit of the layer: a random mixture, a position of a map, a token.
_BY_UNIT = ("mean", "mean-first", "mean-last", "max", "max-first", "max-last")


@dataclass(frozen=True)
class Excited:
    """The samples with the largest activations of each unit, largest first: (samples, units) each."""

    samples: NDArray[np.int64]
    values: NDArray[np.float32]

    @property
    def nbytes(self) -> int:
        """The number of bytes."""
        return self.samples.nbytes + self.values.nbytes

    @classmethod
    def among(cls, batches: Iterable[NDArray[np.floating]], most: int) -> Self:
        """Return at most ``most`` samples per unit among activations (some samples, units); NaN excites least."""
        kept = np.empty((0, 0), np.int64), np.empty((0, 0), np.float32)
        first = 0
        for batch in batches:
            values = np.where(np.isnan(batch), -np.inf, batch).astype(np.float32)
            numbers = np.broadcast_to(np.arange(first, first + len(values))[:, None], values.shape)
            first += len(values)
            if len(kept[0]):
                numbers, values = np.concatenate([kept[0], numbers]), np.concatenate([kept[1], values])
            kept = _largest(numbers, values, most)
        return cls(*kept)


def layers_that_excite(manifest: Manifest) -> list[str]:
    """Return the layers whose activations are kept, one number for each map or unit."""
    return [] if manifest.compact else [layer.name for layer in manifest.layers if layer.reduction in _BY_UNIT]


def _largest(
    samples: NDArray[np.int64], values: NDArray[np.float32], most: int
) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    if len(values) > most:
        chosen = np.argpartition(-values, most, axis=0)[:most]
        samples, values = np.take_along_axis(samples, chosen, axis=0), np.take_along_axis(values, chosen, axis=0)
    order = np.lexsort((samples, -values), axis=0)
    return np.take_along_axis(samples, order, axis=0), np.take_along_axis(values, order, axis=0)
