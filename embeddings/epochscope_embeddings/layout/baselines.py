"""The methods that ours is compared with: umap-learn's AlignedUMAP, UMAP of each epoch by itself, and PCA."""

import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any

import numpy as np
import scipy.linalg
from numpy.typing import NDArray

from epochscope_embeddings.errors import AlignmentFailed
from epochscope_embeddings.orient import chained

STOCK_ROUNDS = 200
"""umap-learn's default; ``stock`` reports each."""
STOCK_MIN_DIST = 0.1
_EXACT_BELOW = 4096

Points = NDArray[np.float32]
Report = Callable[[], object]


def stock(epochs: Sequence[Points], n_neighbors: int, seed: int, report: Report = lambda: None) -> Points:
    """Return positions (E, N, 2) for points (N, D) of each epoch by umap-learn's AlignedUMAP, with workarounds for its
    known faults.

    It ignores ``min_dist`` and always lays out as for 0.1. Positions are always finite.

    Raises:
        AlignmentFailed: umap-learn returned no finite position at all.
    """
    # No epoch feels the last one (the relations end one step too early), so that the most viewed layout jumps.
    # Measured where all epochs change alike, over four seeds: its step is 1.16 times those before it. With a copy
    # after it, dropped again, 1.02 times; two copies hold it back (0.93); the first epoch needs none.
    padded = [*epochs, epochs[-1]]
    return _mended(_fit_stock(padded, n_neighbors, seed, report)[:-1])


def separate(
    epochs: Iterable[Points], n_neighbors: int, min_dist: float, seed: int, report: Report = lambda: None
) -> Points:
    """Return positions (E, N, 2) by a separate UMAP of each epoch; reports each."""
    from umap import UMAP

    layouts = []
    for points in epochs:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            mapper = UMAP(n_neighbors=int(n_neighbors), min_dist=float(min_dist), random_state=int(seed))
            layout = np.asarray(mapper.fit_transform(points), dtype=np.float32)
        layouts.append(_mended(layout[None])[0])
        report()
    return chained(layouts)


def principal_components(epochs: Callable[[], Iterable[Points]], report: Report = lambda: None) -> Points:
    """Return positions (E, N, 2) along the first two principal components of all epochs together; one axis means the
    same at every epoch. ``epochs`` is called twice; reports each epoch twice."""
    count, total, products = 0, np.zeros(1), np.zeros((1, 1))
    for points in epochs():
        wide = points.astype(np.float64)
        count, total, products = count + len(wide), total + wide.sum(axis=0), products + wide.T @ wide
        report()
    mean = total / count
    width = len(mean)
    covariance = products / count - np.outer(mean, mean)
    _, axes = scipy.linalg.eigh(covariance, subset_by_index=[max(0, width - 2), width - 1])
    axes = axes[:, ::-1]
    axes = axes * np.sign(axes[np.abs(axes).argmax(axis=0), range(axes.shape[1])])
    layouts = []
    for points in epochs():
        layout = np.zeros((len(points), 2), np.float32)
        layout[:, : axes.shape[1]] = (points - mean) @ axes
        layouts.append(layout)
        report()
    return np.stack(layouts)


def _fit_stock(epochs: Sequence[Points], n_neighbors: int, seed: int, report: Report) -> Points:
    samples = len(epochs[0])
    same_sample = [{sample: sample for sample in range(samples)}] * (len(epochs) - 1)
    with warnings.catch_warnings():
        # Its warnings are about choices made here (threads and seeds, spectral starts), not about the user's.
        warnings.simplefilter("ignore")
        from umap import AlignedUMAP

        mapper = AlignedUMAP(
            # Number types other than Python's own are rejected as "unrecognized".
            n_neighbors=int(n_neighbors),
            n_epochs=STOCK_ROUNDS,
            # The layout is seeded by transform_seed. random_state only reaches the approximate neighbor search of
            # large sets, and costs the threads of everything else.
            transform_seed=int(seed),
            random_state=int(seed) if samples >= _EXACT_BELOW else None,
            # This start is only that of a layout per epoch which AlignedUMAP computes and throws away.
            init="random",
        )
        with reporting_rounds(report), _compiling_once():
            mapper.fit(list(epochs), relations=same_sample)
    return np.stack([np.asarray(epoch, dtype=np.float32) for epoch in mapper.embeddings_])


@contextmanager
def reporting_rounds(report: Report) -> Iterator[None]:
    """Call ``report`` after each round of an AlignedUMAP that is fitted meanwhile."""
    # AlignedUMAP has no callback, but its loop runs through the tqdm of this module, without a description.
    from umap import layouts

    def counted(iterations: Iterable[int], **options: object) -> Iterator[int]:
        for iteration in iterations:
            yield iteration
            if "desc" not in options:
                report()

    original = layouts.tqdm
    layouts.tqdm = counted
    try:
        yield
    finally:
        layouts.tqdm = original


@contextmanager
def _compiling_once() -> Iterator[None]:
    """Let an AlignedUMAP that is fitted meanwhile use the round that an earlier one compiled."""
    # It compiles the round again at every fit (3 s).
    import numba
    from numba.core.decorators import njit
    from umap import layouts

    one_round = layouts._optimize_layout_aligned_euclidean_single_epoch

    def compiled(*functions: Any, **options: Any) -> Any:
        return _compiled_once(one_round, **options) if functions == (one_round,) else njit(*functions, **options)

    numba.njit = compiled
    try:
        yield
    finally:
        numba.njit = njit


@cache
def _compiled_once(function: Any, **options: Any) -> Any:
    from numba.core.decorators import njit

    return njit(function, **options)


def _mended(positions: Points) -> Points:
    """Give samples whose position is NaN (umap-learn's for samples without neighbors) their position at the nearest
    epoch that has one, and those that no epoch has the center of the others."""
    finite = np.asarray(np.isfinite(positions).all(axis=2))
    if not finite.any():
        raise AlignmentFailed("umap-learn returned no position at all; try another n_neighbors")
    mended = positions.copy()
    for epoch, sample in np.argwhere(~finite):
        elsewhere = np.flatnonzero(finite[:, sample])
        if len(elsewhere):
            nearest = elsewhere[np.abs(elsewhere - epoch).argmin()]
            mended[epoch, sample] = positions[nearest, sample]
        else:
            there = positions[epoch][finite[epoch]] if finite[epoch].any() else positions[finite]
            mended[epoch, sample] = there.mean(axis=0, dtype=np.float32)
    return mended
