"""Where every sample starts before the layout: one spectral layout for all epochs."""

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

    One start for all epochs puts them into one frame from the first round on. ``points`` (N, D) only decide where
    parts of the graph that hang together with no other part come to lie.
    """
    from umap.spectral import spectral_layout

    chosen = np.unique(np.linspace(0, len(graphs) - 1, _AT_MOST).round().astype(int))
    mean = sum((graphs[epoch] for epoch in chosen[1:]), graphs[chosen[0]]) / len(chosen)
    luck = np.random.RandomState(seed)
    with warnings.catch_warnings():
        # It warns where it falls back to random places, from which the layout works as well.
        warnings.simplefilter("ignore")
        places = np.asarray(spectral_layout(points, mean.tocsr(), 2, luck, tol=_TOLERANCE), dtype=np.float64)
    places -= places.mean(axis=0)
    places *= _HALF_SIDE / (np.abs(places).max() or 1.0)
    return (places + luck.normal(scale=_SHAKE, size=places.shape)).astype(np.float32)
