"""What is usual for the recorded samples at one epoch, so that an input like none of them can be rejected.

Kept are a few numbers: how surely the samples are classified, the energies of their logits, how each narrow layer
varies among them, and what tells them from pictures that were made to be none of the classes. A compact copy with
weights holds these instead of the activations that they come from.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from epochscope.analysis.signs import Boundary, Spread, Tail, energy, shortened
from epochscope.store import DamagedRun, Layer, Manifest, RunReader, UsualRows

REJECTED_SHARE = 0.01
MEANS = ("mean", "mean-first")
"""Reductions whose numbers are those of a vector's units, or the means of maps."""
CONFIDENCE, ENERGY, LAYERS, MADE = "confidence", "energy", "layers", "made"
_LIMIT, _MEAN, _DEVIATION, _CORRELATION = "limit", "mean", "deviation", "correlation"
_WEIGHT, _BIAS = "weight", "bias"
_WIDEST, _WIDEST_IN_ALL = 64, 4_096
_MOST_TESTED, _MOST_REFERENCES = 2_000, 20_000
_LARGEST = 65504.0


@dataclass(frozen=True)
class Usual:
    """The tail of each sign; the rank below which an input is rejected; what the signs are measured with."""

    tails: Mapping[str, Tail]
    limit: float
    spreads: Mapping[str, Spread] = field(default_factory=dict)
    logits: str | None = None
    boundary: Boundary | None = None

    @property
    def nbytes(self) -> int:
        """The number of bytes."""
        tails = sum(tail.values.nbytes + tail.shares.nbytes for tail in self.tails.values())
        weights = sum(one.nbytes for one in self.boundary.weights.values()) if self.boundary else 0
        return tails + weights + sum(3 * spread.correlation.nbytes for spread in self.spreads.values())

    def value(
        self, sign: str, probabilities: NDArray[np.float32], units: Mapping[str, NDArray[np.float32]]
    ) -> float | None:
        """Return how unusual an input is by a sign; ``None`` where ``units`` (units,) lack a recorded layer."""
        if sign == CONFIDENCE:
            return float(1 - probabilities.max())
        vectors = {layer: values[None] for layer, values in units.items()}
        if sign == ENERGY and self.logits in vectors:
            return float(energy(vectors[self.logits])[0])
        if sign == LAYERS and _has(units, {layer: spread.mean for layer, spread in self.spreads.items()}):
            squares = [spread.squared(vectors[layer])[0] for layer, spread in self.spreads.items()]
            return float(np.sqrt(np.mean(squares)))
        if sign == MADE and self.boundary is not None and _has(units, self.boundary.weights):
            return float(self.boundary.score(vectors)[0])
        return None


def usual_at(run: RunReader, epoch: int) -> Usual | None:
    """Return what is usual at an epoch: what the run keeps of it, or else what its activations tell.

    ``None`` where the run keeps nothing to calibrate with. Raises DamagedRun.
    """
    rows = run.usual()
    return (rows and from_rows(rows, epoch)) or measure_usual(run, epoch)


def measure_usual(
    run: RunReader,
    epoch: int,
    boundary: Boundary | None = None,
    more: Mapping[str, NDArray[np.float32]] | None = None,
) -> Usual | None:
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
        signs[ENERGY] = energy(activations_of(run, logits, epoch, tested))
    for layer in () if run.manifest.compact else _narrow(run.manifest):
        spreads[layer] = Spread.of(activations_of(run, layer, epoch, references))
        squares.append(spreads[layer].squared(activations_of(run, layer, epoch, tested)))
    if squares:
        signs[LAYERS] = np.sqrt(np.mean(squares, axis=0)).astype(np.float32)
    if boundary is not None:
        signs[MADE] = boundary.score({layer: activations_of(run, layer, epoch, tested) for layer in boundary.weights})
    if not signs:
        return None
    tails = {name: Tail.of(values) for name, values in signs.items()}
    unusual = np.min([tail.rank(signs[name]) for name, tail in tails.items()], axis=0)
    limit = float(np.sort(unusual)[int(REJECTED_SHARE * len(unusual))])
    return Usual(tails, limit, spreads, logits, boundary)


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
    """Return what is usual at an epoch, from rows of the store; ``None`` if there are none, or not all.

    Raises:
        DamagedRun: a layer has more or fewer rows than what is made of them takes.
    """
    parts: dict[tuple[str, str], list[float]] = {}
    for row in np.flatnonzero(rows.epoch == epoch).tolist():
        parts.setdefault((rows.measure[row], rows.layer[row]), []).append(rows.value[row])
    if (_LIMIT, "") not in parts:
        return None
    found = {key: np.array(values, np.float32) for key, values in parts.items()}
    _require_fit(found)
    spreads = {layer: _spread(found, layer) for measure, layer in found if measure == _MEAN}
    signs = (CONFIDENCE, ENERGY, LAYERS, MADE)
    tails = {name: Tail.at_levels(values) for (name, _), values in found.items() if name in signs}
    logits = next((layer for measure, layer in found if measure == ENERGY), None)
    weights = {layer: values for (measure, layer), values in found.items() if measure == _WEIGHT}
    boundary = Boundary(weights, float(found[_BIAS, ""][0])) if weights else None
    return Usual(tails, float(found[_LIMIT, ""][0]), spreads, logits, boundary)


def chosen_samples(run: RunReader) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return the samples to calibrate with, and those that are compared with: others, where there are any."""
    is_test = np.array([split == "test" for split in run.samples().split])
    if is_test.all() or not is_test.any():
        is_test = np.arange(len(is_test)) % 2 == 0
    return _spread_out(np.flatnonzero(is_test), _MOST_TESTED), _spread_out(np.flatnonzero(~is_test), _MOST_REFERENCES)


def layers_to_tell_by(manifest: Manifest) -> list[str]:
    """Return the recorded layers before the last one that a boundary weighs: the last ones, up to a number of units."""
    chosen = list[Layer]()
    for layer in reversed(manifest.layers[:-1]):
        if layer.reduction in MEANS and sum(one.width for one in chosen) + layer.width <= _WIDEST_IN_ALL:
            chosen.insert(0, layer)
    return [layer.name for layer in chosen]


def activations_of(run: RunReader, layer: str, epoch: int, samples: NDArray[np.intp]) -> NDArray[np.float32]:
    """Return activations (samples, width) with finite numbers in place of others; raise DamagedRun."""
    # A network that diverged puts out what has no mean.
    return np.nan_to_num(run.activations(layer, epoch)[samples].astype(np.float32), posinf=_LARGEST, neginf=-_LARGEST)


def _rows(one: Usual) -> Iterator[tuple[str, str, NDArray[np.floating]]]:
    yield "", _LIMIT, np.array([one.limit])
    for name, tail in one.tails.items():
        yield one.logits if name == ENERGY and one.logits else "", name, shortened(tail.levels)
    for layer, spread in one.spreads.items():
        yield layer, _MEAN, spread.mean
        yield layer, _DEVIATION, spread.deviation
        yield layer, _CORRELATION, spread.correlation[np.triu_indices(len(spread.mean), 1)]
    if one.boundary is not None:
        yield "", _BIAS, np.array([one.boundary.bias])
        for layer, weights in one.boundary.weights.items():
            yield layer, _WEIGHT, weights


def _require_fit(found: Mapping[tuple[str, str], NDArray[np.float32]]) -> None:
    """Raise DamagedRun before there is room for what is as large as the square of a number of rows."""
    if any(measure == _WEIGHT for measure, _ in found) and (_BIAS, "") not in found:
        raise DamagedRun(f"what is usual has rows of {_WEIGHT} and none of {_BIAS}")
    for units, layer in [(len(values), layer) for (measure, layer), values in found.items() if measure == _MEAN]:
        if units > _WIDEST:
            raise DamagedRun(f"what is usual has {units} rows of {_MEAN} of layer {layer!r}, not {_WIDEST} at most")
        for measure, needed in ((_DEVIATION, units), (_CORRELATION, units * (units - 1) // 2)):
            rows = len(found.get((measure, layer), ()))
            if rows != needed:
                raise DamagedRun(f"what is usual has {rows} rows of {measure} of layer {layer!r}, not {needed}")
        if not (found[_DEVIATION, layer] > 0).all():
            raise DamagedRun(f"what is usual has a {_DEVIATION} of layer {layer!r} that is not above 0")


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
    largest = activations_of(run, last.name, epoch, tested).argmax(axis=1)
    return last.name if np.mean(largest == predicted) > 1 - REJECTED_SHARE else None


def _spread_out(samples: NDArray[np.intp], most: int) -> NDArray[np.intp]:
    return samples[:: -(-len(samples) // most)] if len(samples) > most else samples


def _has(units: Mapping[str, NDArray[np.float32]], wanted: Mapping[str, NDArray[np.float32]]) -> bool:
    return all(layer in units and len(units[layer]) == len(one) for layer, one in wanted.items())
