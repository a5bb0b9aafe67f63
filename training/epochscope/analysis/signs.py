"""What the signs by which an input is unlike the recorded samples are made of: pure arithmetic on arrays."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from typing_extensions import Self

_PER_HALF, _CORRELATION_STEPS = 8, 255
_RIDGE, _LEAST_DEVIATION = 0.05, 0.01


@dataclass(frozen=True)
class Tail:
    """How often a value is reached: ``values``, ascending, by the share of samples that are at least as large."""

    values: NDArray[np.float32]
    shares: NDArray[np.float64]

    @classmethod
    def of(cls, values: NDArray[np.float32]) -> Self:
        """Return that of the values (samples,), in steps of the eighth root of 2 of the share."""
        levels = int(_PER_HALF * np.log2(len(values))) + 1
        return cls.at_levels(np.quantile(values, 1 - _shares(levels), method="higher").astype(np.float32))

    @classmethod
    def at_levels(cls, values: NDArray[np.float32]) -> Self:
        """Return that of the values at all levels, from the smallest of all samples on."""
        distinct, first = np.unique(values, return_index=True)
        return cls(distinct, _shares(len(values))[first])

    @property
    def levels(self) -> NDArray[np.float32]:
        """The values at all levels, as ``at_levels`` takes them."""
        count = int(np.round(-_PER_HALF * np.log2(self.shares[-1]))) + 1
        return self.values[np.searchsorted(-self.shares, -_shares(count), side="right") - 1]

    def rank(self, values: NDArray[np.floating]) -> NDArray[np.float64]:
        """Return the share of samples that are at least as unusual; beyond all of them it falls on, never to 0."""
        ranks = np.exp(np.interp(values, self.values, np.log(self.shares)))
        largest = float(self.values[-1])
        # The tail goes on as it fell over its last eighth.
        width = largest - float(np.interp(np.log(8 * self.shares[-1]), np.log(self.shares[::-1]), self.values[::-1]))
        beyond = np.maximum(np.asarray(values, np.float64) - largest, 0) / max(width, 1e-6 * abs(largest), 1e-12)
        lower: NDArray[np.float64] = ranks / (1 + beyond)
        return lower


@dataclass(frozen=True)
class Spread:
    """How the units of a layer vary among the samples (Lee et al. 2018, with one center)."""

    mean: NDArray[np.float32]
    deviation: NDArray[np.float32]
    correlation: NDArray[np.float32]
    """(units, units), in steps of 1/255."""
    whitening: NDArray[np.float64] = field(init=False)
    """(units, units): turns scaled units into independent ones."""

    def __post_init__(self) -> None:
        values, vectors = np.linalg.eigh(self.correlation.astype(np.float64))
        object.__setattr__(self, "whitening", vectors / np.sqrt(np.maximum(values, 0) + _RIDGE))

    @classmethod
    def of(cls, vectors: NDArray[np.float32]) -> Self:
        """Return that of vectors (samples, units)."""
        mean, deviation = vectors.mean(axis=0), vectors.std(axis=0)
        deviation = np.maximum(deviation, _LEAST_DEVIATION * (deviation.max() or 1))
        scaled = (vectors - mean) / deviation
        correlation = np.round(scaled.T @ scaled / len(vectors) * _CORRELATION_STEPS) / _CORRELATION_STEPS
        return cls(shortened(mean), shortened(deviation), correlation.astype(np.float32))

    def squared(self, vectors: NDArray[np.float32]) -> NDArray[np.float64]:
        """Return the squared Mahalanobis distance of vectors (samples, units) to the mean, per unit, (samples,)."""
        scaled = (vectors.astype(np.float64) - self.mean) / self.deviation
        squared: NDArray[np.float64] = ((scaled @ self.whitening) ** 2).mean(axis=1)
        return squared


@dataclass(frozen=True)
class Boundary:
    """A weight for each unit of layers, which tells pictures that were made to be none of the classes from samples."""

    weights: Mapping[str, NDArray[np.float32]]
    bias: float

    def score(self, units: Mapping[str, NDArray[np.float32]]) -> NDArray[np.float32]:
        """Return how much vectors (samples, units) of each layer are like those of what was made, (samples,)."""
        parts = [units[layer].astype(np.float64) @ weights for layer, weights in self.weights.items()]
        scores: NDArray[np.float32] = (np.sum(parts, axis=0) + self.bias).astype(np.float32)
        return scores


def energy(logits: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the energies (samples,) of logits (samples, classes): minus the logarithm of their summed exponentials."""
    highest = logits.max(axis=1)
    found: NDArray[np.float32] = -(highest + np.log(np.exp(logits - highest[:, None]).sum(axis=1)))
    return found


def shortened(values: NDArray[np.floating], digits: int = 11) -> NDArray[np.float32]:
    """Return values with that many binary digits, which take less room in a file."""
    mantissa, exponent = np.frexp(values.astype(np.float64))
    found: NDArray[np.float32] = np.ldexp(np.round(mantissa * 2**digits) / 2**digits, exponent).astype(np.float32)
    return found


def _shares(levels: int) -> NDArray[np.float64]:
    return np.exp2(-np.arange(levels) / _PER_HALF)
