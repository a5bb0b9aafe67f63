"""What is usual for the recorded samples at one epoch, so that an input like none of them can be rejected.

Kept are a few numbers: how surely the samples are classified, the energies of their logits, and how each narrow layer
varies among them. A compact copy with weights holds these instead of the activations that they come from.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Self

import numpy as np
from numpy.typing import NDArray

from epochscope.store import Layer, Manifest, RunReader, UsualRows

REJECTED_SHARE = 0.01
MEANS = ("mean", "mean-first")
"""Reductions whose numbers are those of a vector's units, or the means of maps."""
CONFIDENCE, ENERGY, LAYERS, LIMIT = "confidence", "energy", "layers", "limit"
_MEAN, _DEVIATION, _CORRELATION = "mean", "deviation", "correlation"
_WIDEST, _PER_HALF, _CORRELATION_STEPS = 64, 8, 255
_MOST_TESTED, _MOST_REFERENCES = 2_000, 20_000
_RIDGE, _LEAST_DEVIATION, _LARGEST = 0.05, 0.01, 65504.0


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
    _whitening: NDArray[np.float64] = field(init=False)

    def __post_init__(self) -> None:
        values, vectors = np.linalg.eigh(self.correlation.astype(np.float64))
        object.__setattr__(self, "_whitening", vectors / np.sqrt(np.maximum(values, 0) + _RIDGE))

    @classmethod
    def of(cls, vectors: NDArray[np.float32]) -> Self:
        """Return that of vectors (samples, units)."""
        mean, deviation = vectors.mean(axis=0), vectors.std(axis=0)
        deviation = np.maximum(deviation, _LEAST_DEVIATION * (deviation.max() or 1))
        scaled = (vectors - mean) / deviation
        correlation = np.round(scaled.T @ scaled / len(vectors) * _CORRELATION_STEPS) / _CORRELATION_STEPS
        return cls(_short(mean), _short(deviation), correlation.astype(np.float32))

    def squared(self, vectors: NDArray[np.float32]) -> NDArray[np.float64]:
        """Return the squared Mahalanobis distance of vectors (samples, units) to the mean, per unit, (samples,)."""
        scaled = (vectors.astype(np.float64) - self.mean) / self.deviation
        squared: NDArray[np.float64] = ((scaled @ self._whitening) ** 2).mean(axis=1)
        return squared


@dataclass(frozen=True)
class Usual:
    """The tail of each sign; the rank below which an input is rejected; the spread of layers; the layer of logits."""

    tails: Mapping[str, Tail]
    limit: float
    spreads: Mapping[str, Spread] = field(default_factory=dict)
    logits: str | None = None

    @property
    def nbytes(self) -> int:
        """The number of bytes."""
        tails = sum(tail.values.nbytes + tail.shares.nbytes for tail in self.tails.values())
        return tails + sum(3 * spread.correlation.nbytes for spread in self.spreads.values())


def measure_usual(run: RunReader, epoch: int, more: Mapping[str, NDArray[np.float32]] | None = None) -> Usual | None:
    """Return what is usual at an epoch of a run with activations; ``more`` has signs (tested samples,) of one's own.

    ``None`` where the run keeps nothing to calibrate with. Raises DamagedRun.
    """
    tested, references = chosen_samples(run)
    spreads, squares, signs = {}, [], dict(more or {})
    if CONFIDENCE in run.manifest.predictions:
        confidence = run.prediction_columns(epoch, [CONFIDENCE])[CONFIDENCE]
        signs[CONFIDENCE] = 1 - confidence[tested].astype(np.float32)
    logits = None if run.manifest.compact else _logits(run, epoch, tested)
    if logits is not None:
        signs[ENERGY] = energy(_activations(run, logits, epoch, tested))
    for layer in () if run.manifest.compact else _narrow(run.manifest):
        spreads[layer] = Spread.of(_activations(run, layer, epoch, references))
        squares.append(spreads[layer].squared(_activations(run, layer, epoch, tested)))
    if squares:
        signs[LAYERS] = np.sqrt(np.mean(squares, axis=0)).astype(np.float32)
    if not signs:
        return None
    tails = {name: Tail.of(values) for name, values in signs.items()}
    unusual = np.min([tail.rank(signs[name]) for name, tail in tails.items()], axis=0)
    limit = float(np.sort(unusual)[int(REJECTED_SHARE * len(unusual))])
    return Usual(tails, limit, spreads, logits)


def to_rows(usual: Mapping[int, Usual]) -> UsualRows:
    """Return what is usual, by epoch, as rows of the store."""
    rows = [(epoch, *row) for epoch, one in usual.items() for row in _rows(one)]
    lengths = [len(values) for *_, values in rows]
    return UsualRows(
        epoch=np.repeat(np.array([epoch for epoch, *_ in rows], np.int32), lengths),
        layer=[layer for _, layer, _, values in rows for _ in values],
        measure=[measure for _, _, measure, values in rows for _ in values],
        value=np.concatenate([np.empty(0), *(values for *_, values in rows)]).astype(np.float32),
    )


def from_rows(rows: UsualRows, epoch: int) -> Usual | None:
    """Return what is usual at an epoch, from rows of the store; ``None`` if there are none, or not all."""
    parts: dict[tuple[str, str], list[float]] = {}
    for row in np.flatnonzero(rows.epoch == epoch).tolist():
        parts.setdefault((rows.measure[row], rows.layer[row]), []).append(rows.value[row])
    if (LIMIT, "") not in parts:
        return None
    found = {key: np.array(values, np.float32) for key, values in parts.items()}
    spreads = {layer: _spread(found, layer) for measure, layer in found if measure == _MEAN}
    tails = {
        name: Tail.at_levels(values) for (name, _), values in found.items() if name in (CONFIDENCE, ENERGY, LAYERS)
    }
    logits = next((layer for measure, layer in found if measure == ENERGY), None)
    return Usual(tails, float(found[LIMIT, ""][0]), spreads, logits)


def chosen_samples(run: RunReader) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return the samples to calibrate with, and those that are compared with: others, where there are any."""
    is_test = np.array([split == "test" for split in run.samples().split])
    if is_test.all() or not is_test.any():
        is_test = np.arange(len(is_test)) % 2 == 0
    return _spread_out(np.flatnonzero(is_test), _MOST_TESTED), _spread_out(np.flatnonzero(~is_test), _MOST_REFERENCES)


def energy(logits: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the energies (samples,) of logits (samples, classes): minus the logarithm of their summed exponentials."""
    highest = logits.max(axis=1)
    found: NDArray[np.float32] = -(highest + np.log(np.exp(logits - highest[:, None]).sum(axis=1)))
    return found


def _shares(levels: int) -> NDArray[np.float64]:
    return np.exp2(-np.arange(levels) / _PER_HALF)


def _rows(one: Usual) -> Iterator[tuple[str, str, NDArray[np.floating]]]:
    yield "", LIMIT, np.array([one.limit])
    for name, tail in one.tails.items():
        yield one.logits if name == ENERGY and one.logits else "", name, _short(tail.levels)
    for layer, spread in one.spreads.items():
        yield layer, _MEAN, spread.mean
        yield layer, _DEVIATION, spread.deviation
        yield layer, _CORRELATION, spread.correlation[np.triu_indices(len(spread.mean), 1)]


def _spread(found: Mapping[tuple[str, str], NDArray[np.float32]], layer: str) -> Spread:
    mean, deviation = found[_MEAN, layer], found[_DEVIATION, layer]
    correlation = np.eye(len(mean), dtype=np.float32)
    upper = np.triu_indices(len(mean), 1)
    if len(upper[0]):
        correlation[upper] = found[_CORRELATION, layer]
        correlation.T[upper] = found[_CORRELATION, layer]
    return Spread(mean, deviation, correlation)


def _narrow(manifest: Manifest) -> list[str]:
    """Return the recorded layers before the last one that are narrow enough to keep how they vary."""
    return [layer.name for layer in manifest.layers[:-1] if layer.reduction in MEANS and layer.width <= _WIDEST]


def _logits(run: RunReader, epoch: int, tested: NDArray[np.intp]) -> str | None:
    """Return the recorded layer that holds the logits: the last one, where its largest unit is what is predicted."""
    last: Layer = run.manifest.layers[-1]
    if last.width != len(run.manifest.dataset.classes) or last.reduction not in MEANS or not run.manifest.predictions:
        return None
    predicted = run.prediction_columns(epoch, ["predicted"])["predicted"][tested]
    largest = _activations(run, last.name, epoch, tested).argmax(axis=1)
    return last.name if np.mean(largest == predicted) > 1 - REJECTED_SHARE else None


def _activations(run: RunReader, layer: str, epoch: int, samples: NDArray[np.intp]) -> NDArray[np.float32]:
    # A network that diverged puts out what has no mean.
    return np.nan_to_num(run.activations(layer, epoch)[samples].astype(np.float32), posinf=_LARGEST, neginf=-_LARGEST)


def _spread_out(samples: NDArray[np.intp], most: int) -> NDArray[np.intp]:
    return samples[:: -(-len(samples) // most)] if len(samples) > most else samples


def _short(values: NDArray[np.floating]) -> NDArray[np.float32]:
    """Return values with 11 binary digits, which take less room in a file."""
    mantissa, exponent = np.frexp(values.astype(np.float64))
    return np.ldexp(np.round(mantissa * 2048) / 2048, exponent).astype(np.float32)
