"""Tell inputs that are like nothing the network was trained on from those that are like the recorded samples.

Three signs, of which a run may lack some: how sure the network is, the energy of its logits (Liu et al. 2020), and the
distance to the nearest recorded sample in the last layer before the logits. What counts as unusual is calibrated for
each run and epoch, so that all signs together reject at most one percent of the recorded test samples.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from epochscope.store import RunReader
from epochscope_inside.look import Look, Seen

REJECTED_SHARE = 0.01
_MOST_TESTED, _MOST_REFERENCES, _AT_ONCE = 2_000, 20_000, 256
_MEANS = ("mean", "mean-first")


@dataclass(frozen=True)
class Sign:
    """How unusual an input is by one sign: ``rank`` is the share of recorded test samples that are as unusual."""

    name: str
    value: float
    rank: float
    rejects: bool


@dataclass(frozen=True)
class Calibration:
    """What is usual at one epoch: the values of each sign, sorted, and the rank below which an input is rejected.

    ``references`` are the activations (samples, width) that distances are measured to, of ``layer``.
    """

    values: Mapping[str, NDArray[np.float32]]
    limit: float
    references: NDArray[np.float32]
    layer: int | None
    logits: int | None

    @property
    def nbytes(self) -> int:
        """The number of bytes."""
        return self.references.nbytes + sum(values.nbytes for values in self.values.values())

    def judge(self, seen: Look) -> list[Sign]:
        """Return how unusual an input is by each sign."""
        signs = []
        for name, usual in self.values.items():
            value = self._value(name, seen)
            rank = _ranks(usual, np.array([value]))[0]
            signs.append(Sign(name, value, float(rank), bool(rank < self.limit)))
        return signs

    def _value(self, name: str, seen: Look) -> float:
        if name == "distance":
            assert self.layer is not None
            return float(_nearest(seen.layers[self.layer].units[None], self.references)[0])
        if name == "energy":
            assert self.logits is not None
            return float(_energy(seen.layers[self.logits].units[None])[0])
        return float(1 - seen.probabilities.max())


def calibrate(run: RunReader, epoch: int, seen: Look) -> Calibration | None:
    """Return what is usual at an epoch of a run, whose layers are those of ``seen``, a look at any input.

    ``None`` where the run keeps nothing to calibrate with. Raises DamagedRun.
    """
    tested, referred = _chosen(run)
    layer, logits = _recorded(run, seen.layers)
    values, references = {}, np.empty((0, 0), np.float32)
    if "confidence" in run.manifest.predictions:
        confidence = run.prediction_columns(epoch, ["confidence"])["confidence"]
        values["confidence"] = 1 - confidence[tested].astype(np.float32)
    if logits is not None:
        values["energy"] = _energy(_activations(run, seen.layers[logits], epoch, tested))
    if layer is not None:
        references = _activations(run, seen.layers[layer], epoch, referred)
        values["distance"] = _nearest(_activations(run, seen.layers[layer], epoch, tested), references)
    if not values:
        return None
    unusual = np.min([_ranks(np.sort(one), one) for one in values.values()], axis=0)
    limit = np.sort(unusual)[int(REJECTED_SHARE * len(tested))]
    return Calibration({name: np.sort(one) for name, one in values.items()}, float(limit), references, layer, logits)


def _chosen(run: RunReader) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return the samples to calibrate with, and those that distances are measured to: others, where there are any."""
    is_test = np.array([split == "test" for split in run.samples().split])
    if is_test.all() or not is_test.any():
        is_test = np.arange(len(is_test)) % 2 == 0
    return _spread(np.flatnonzero(is_test), _MOST_TESTED), _spread(np.flatnonzero(~is_test), _MOST_REFERENCES)


def _spread(samples: NDArray[np.intp], most: int) -> NDArray[np.intp]:
    return samples[:: -(-len(samples) // most)] if len(samples) > most else samples


def _recorded(run: RunReader, layers: Sequence[Seen]) -> tuple[int | None, int | None]:
    """Return the last recorded layer before the logits, and the logits, where activations of them are kept."""
    if run.manifest.compact:
        return None, None
    kept = [number for number, one in enumerate(layers) if one.layer.recorded and _is_stored_as_seen(run, one)]
    is_logits = bool(kept) and kept[-1] == len(layers) - 1
    before = [number for number in kept if number < len(layers) - 1]
    return (before[-1] if before else None), (kept[-1] if is_logits else None)


def _is_stored_as_seen(run: RunReader, seen: Seen) -> bool:
    assert seen.layer.recorded is not None
    stored = run.manifest.layer(seen.layer.recorded)
    return len(seen.units) == stored.width and (seen.maps is None or stored.reduction in _MEANS)


def _activations(run: RunReader, seen: Seen, epoch: int, samples: NDArray[np.intp]) -> NDArray[np.float32]:
    assert seen.layer.recorded is not None
    return run.activations(seen.layer.recorded, epoch)[samples].astype(np.float32)


def _nearest(vectors: NDArray[np.float32], references: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the distance of each vector (vectors, width) to its nearest reference, (vectors,)."""
    squares = (references**2).sum(axis=1)
    found = []
    for first in range(0, len(vectors), _AT_ONCE):
        some = vectors[first : first + _AT_ONCE]
        squared = (some**2).sum(axis=1) + (squares - 2 * some @ references.T).min(axis=1)
        found.append(np.sqrt(np.maximum(squared, 0)))
    return np.concatenate(found).astype(np.float32)


def _energy(logits: NDArray[np.float32]) -> NDArray[np.float32]:
    highest = logits.max(axis=1)
    energy: NDArray[np.float32] = -(highest + np.log(np.exp(logits - highest[:, None]).sum(axis=1)))
    return energy


def _ranks(usual: NDArray[np.float32], values: NDArray[np.floating]) -> NDArray[np.float64]:
    """Return for each value the share of ``usual``, sorted, that is at least as large."""
    return 1 - np.searchsorted(usual, values, side="left") / len(usual)
