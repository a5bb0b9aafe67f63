"""The start of the layout: one spectral embedding for all epochs."""

import warnings
from collections.abc import Sequence

import numpy as np
import scipy.sparse
from numpy.typing import NDArray

_AT_MOST = 32
_HALF_SIDE = 10.0
_SHAKE = 1e-3
_TOLERANCE = 1e-2


def spectral_start(
    graphs: Sequence[scipy.sparse.csr_matrix], points: NDArray[np.float32], seed: int
) -> NDArray[np.float32]:
    """Return positions (N, 2) from umap-learn's spectral layout of the mean graph of (at most 32 of) the epochs.

    One start for all epochs keeps them together from the first round on. ``points`` (N, D) only decide how connected
    components of the graph are placed beside each other. ``seed`` shakes the start a little, so that equal samples
    part.
    """
    from umap.spectral import spectral_layout

    chosen = np.unique(np.linspace(0, len(graphs) - 1, _AT_MOST).round().astype(int))
    mean = sum((graphs[epoch] for epoch in chosen[1:]), graphs[chosen[0]]) / len(chosen)
    rng = np.random.RandomState(seed)
    with warnings.catch_warnings():
        # It warns when it falls back to random positions, from which the layout works as well.
        warnings.simplefilter("ignore")
        positions = np.asarray(spectral_layout(points, mean.tocsr(), 2, rng, tol=_TOLERANCE), dtype=np.float64)
    positions -= positions.mean(axis=0)
    positions *= _HALF_SIDE / (np.abs(positions).max() or 1.0)
    return (positions + rng.normal(scale=_SHAKE, size=positions.shape)).astype(np.float32)
