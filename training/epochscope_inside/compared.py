"""By what an input is compared with the recorded samples where it is placed: a layer's numbers, or the predictions."""

from typing import Literal

import numpy as np
from numpy.typing import NDArray

from epochscope.analysis.usual import activations_of
from epochscope.looking import NotPlaced
from epochscope.sharing.rounding import PROBABILITY_STEPS
from epochscope.store import RunReader
from epochscope_inside.look import Look, Seen
from epochscope_inside.rejection import is_stored_as_seen

By = Literal["activations", "probabilities"]
Vectors = NDArray[np.float32]


def compared_by(run: RunReader, layer: str, seen: Look) -> By:
    """Return what a look at any input and the recorded samples have in common at a layer of the run.

    Activations where the run keeps them in the form that is seen, else the probabilities of the classes. Raises
    LayerNotFound; and NotPlaced where the run keeps neither.
    """
    run.manifest.layer(layer)
    if not run.manifest.compact and _seen_at(layer, run, seen) is not None:
        return "activations"
    if "probabilities" in run.manifest.predictions:
        return "probabilities"
    raise NotPlaced(
        f"an input cannot be placed in layer {layer!r} of run {run.name!r}: it keeps no activations that are the units "
        "or the means of the maps that are looked at, and no probabilities"
    )


def vectors_of_samples(run: RunReader, layer: str, epoch: int, by: By) -> Vectors:
    """Return what the recorded samples are compared by, (samples, width); raise EpochNotFound, DamagedRun."""
    if by == "activations":
        return activations_of(run, layer, epoch, np.arange(run.manifest.samples))
    return _roots(run.prediction_columns(epoch, ["probabilities"])["probabilities"])


def vector_of_input(run: RunReader, layer: str, seen: Look, by: By) -> Vectors:
    """Return what an input is compared by, (width,), rounded as the samples are: some layers have few vectors."""
    if by == "probabilities":
        kept = np.rint(seen.probabilities * PROBABILITY_STEPS) / PROBABILITY_STEPS
        return _roots(kept if run.manifest.compact else seen.probabilities)
    found = _seen_at(layer, run, seen)
    assert found is not None
    limits = np.finfo(run.manifest.layer(layer).dtype)
    return np.clip(found.units, limits.min, limits.max).astype(limits.dtype).astype(np.float32)


def _seen_at(layer: str, run: RunReader, seen: Look) -> Seen | None:
    return next((one for one in seen.layers if one.layer.recorded == layer and is_stored_as_seen(run, one)), None)


def _roots(probabilities: NDArray[np.floating]) -> Vectors:
    """Return vectors whose distance is that of Hellinger (1909), which logits rounded to 0 and 1 would not have."""
    halves = np.nan_to_num(probabilities.astype(np.float16).astype(np.float32))
    return np.sqrt(halves)
