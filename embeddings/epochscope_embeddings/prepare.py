"""Read a layer's activations in the form that the rest of the job relies on."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from epochscope.store import RunReader
from epochscope_embeddings.errors import NotFinite

_TINY, _HUGE = 1e-9, 1e9


def require_finite(reader: RunReader, layers: Sequence[str], epochs: Sequence[int]) -> None:
    """Read all activations of ``layers``, one row group at a time.

    Raises:
        NotFinite: there is a NaN or an infinity; the message names layer, epoch and how many.
        DamagedRun: a file is missing or not what the manifest says.
    """
    for layer in layers:
        for epoch in epochs:
            batches = reader.activation_batches(layer, epoch)
            not_finite = sum(int(batch.size - np.isfinite(batch).sum()) for batch in batches)
            if not_finite:
                raise NotFinite(
                    f"layer {layer!r} holds {not_finite} NaN or infinite activation{'s' if not_finite > 1 else ''} "
                    f"at epoch {epoch}; only finite numbers can be projected: "
                    "leave this layer out with --layers, or record it again"
                )


def read_epoch(reader: RunReader, layer: str, epoch: int) -> NDArray[np.float32]:
    """Return one layer's activations (samples, width) at ``epoch``; raise LayerNotFound, EpochNotFound, DamagedRun."""
    return reader.activations(layer, epoch).astype(np.float32)


def centered(activations: NDArray[np.floating]) -> tuple[NDArray[np.float32], float]:
    """Return points (N, D) around their mean, and the number that they were divided by.

    This changes neither layouts nor neighborhoods, but leaves the digits of float32 for the differences between
    samples. Very large or very small activations are scaled to a largest coordinate of 1, so that their squares stay
    finite; others are not divided.
    """
    mean = activations.mean(axis=0, dtype=np.float64)
    points = np.asarray(activations, dtype=np.float32) - mean.astype(np.float32)
    largest = max(float(points.max(initial=0)), -float(points.min(initial=0)))
    if largest == 0 or _TINY < largest < _HUGE:
        return points, 1.0
    return points / np.float32(largest), largest
