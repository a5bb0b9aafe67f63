"""Tell inputs that are like nothing the network was trained on from those that are like the recorded samples.

Up to five signs, of which a run may lack some: how sure the network is; the energy of its logits (Liu et al. 2020); the
distance to the nearest recorded sample in the last layer before the logits (Sun et al. 2022); how far the narrow layers
are from their means over the samples (Mahalanobis, as Lee et al. 2018); and how much its layers are like those of
pictures that were made to be none of the classes (after Hendrycks et al. 2019). What counts as unusual is calibrated
for each run and epoch, so that all signs together reject at most one percent of the recorded test samples.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from epochscope.analysis.signs import Boundary
from epochscope.analysis.usual import MEANS, Usual, chosen_samples, measure_usual, usual_at
from epochscope.looking import require_lookable
from epochscope.store import RunReader
from epochscope_inside.boundary import find_boundary, negatives_for
from epochscope_inside.checkpoints import Networks
from epochscope_inside.look import Look, Seen

BLANK, DISTANCE = "blank", "distance"
_AT_ONCE = 256


@dataclass(frozen=True)
class Sign:
    """How unusual an input is by one sign: ``rank`` is the share of recorded test samples that are as unusual."""

    name: str
    value: float
    rank: float
    rejects: bool


@dataclass(frozen=True)
class Calibration:
    """What is usual at one epoch, and the activations (samples, width) of ``layer`` that distances are measured to."""

    usual: Usual
    references: NDArray[np.float32] | None = None
    layer: str | None = None

    @property
    def nbytes(self) -> int:
        """The number of bytes."""
        return self.usual.nbytes + (0 if self.references is None else self.references.nbytes)

    def judge(self, seen: Look) -> list[Sign]:
        """Return how unusual an input is by each sign."""
        signs, units = [], {one.layer.recorded: one.units for one in seen.layers if one.layer.recorded}
        for name, tail in self.usual.tails.items():
            value = self._distance(units) if name == DISTANCE else self.usual.value(name, seen.probabilities, units)
            if value is not None:
                rank = float(tail.rank(np.array([value]))[0])
                signs.append(Sign(name, value, rank, rank < self.usual.limit))
        return signs

    def _distance(self, units: Mapping[str, NDArray[np.float32]]) -> float | None:
        if self.references is None or self.layer is None or self.layer not in units:
            return None
        return float(_nearest(units[self.layer][None], self.references)[0])


def blank_sign(pixels: NDArray[np.uint8]) -> Sign | None:
    """Return the sign of an input without any content, all of whose pixels are the same; ``None`` for others."""
    return Sign(BLANK, 0.0, 0.0, True) if (pixels == pixels[:1, :1]).all() else None


def score(signs: Sequence[Sign]) -> float:
    """Return how usual an input is by the sign that speaks most against it."""
    return min(sign.rank for sign in signs)


def calibrate(run: RunReader, epoch: int, seen: Look, boundary: Boundary | None = None) -> Calibration | None:
    """Return what is usual at an epoch of a run, whose layers are those of ``seen``, a look at any input.

    A compact copy has its own ``boundary``, if any. ``None`` where the run keeps nothing to calibrate with. Raises
    DamagedRun.
    """
    if run.manifest.compact:
        usual = usual_at(run, epoch)
        return None if usual is None else Calibration(usual)
    layer, more, references = _last_recorded(run, seen.layers), {}, None
    if layer is not None:
        tested, referred = chosen_samples(run)
        activations = run.activations(layer, epoch)
        references = activations[referred].astype(np.float32)
        more[DISTANCE] = _nearest(activations[tested].astype(np.float32), references)
    usual = measure_usual(run, epoch, boundary, more)
    return None if usual is None else Calibration(usual, references, layer)


def usual_of_all_epochs(run: RunReader, allow: str | None = None) -> dict[int, Usual]:
    """Return what is usual at each epoch of a run with activations and weights; ``allow`` is as in ``load_model``.

    Raises NotLookable, DamagedRun, and as ``load_model`` does.
    """
    preprocessing, networks = require_lookable(run.manifest, run.name, allow), Networks()
    negatives, found = negatives_for(run, preprocessing), {}
    for epoch in run.manifest.checkpoints:
        boundary = find_boundary(run, epoch, networks.at(run, epoch, allow), negatives, preprocessing)
        usual = measure_usual(run, epoch, boundary)
        if usual is not None:
            found[epoch] = usual
    return found


def is_stored_as_seen(run: RunReader, seen: Seen) -> bool:
    """Return whether what the run keeps of a recorded layer are the units that are seen: values, or means of maps."""
    assert seen.layer.recorded is not None
    stored = run.manifest.layer(seen.layer.recorded)
    return len(seen.units) == stored.width and (seen.maps is None or stored.reduction in MEANS)


def _last_recorded(run: RunReader, layers: Sequence[Seen]) -> str | None:
    """Return the last recorded layer before the logits whose stored numbers are the units that are seen."""
    kept = [one.layer.recorded for one in layers[:-1] if one.layer.recorded and is_stored_as_seen(run, one)]
    return kept[-1] if kept else None


def _nearest(vectors: NDArray[np.float32], references: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the distance of each vector (vectors, width) to its nearest reference, (vectors,)."""
    squares = (references**2).sum(axis=1)
    found = []
    for first in range(0, len(vectors), _AT_ONCE):
        some = vectors[first : first + _AT_ONCE]
        squared = (some**2).sum(axis=1) + (squares - 2 * some @ references.T).min(axis=1)
        found.append(np.sqrt(np.maximum(squared, 0)))
    return np.concatenate(found).astype(np.float32)
