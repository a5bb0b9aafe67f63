"""Lay out every epoch of one layer so that a sample stays near itself from epoch to epoch."""

import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from epochscope_embeddings.errors import AlignmentFailed, TooFewEpochs, TooFewSamples, UnusableSetting

METHOD = "stock"
MIN_DIST = 0.1
FEWEST_SAMPLES = 4
STEPS = 200
"""Rounds of the layout, umap-learn's own number; ``align_epochs`` reports each."""
_EXACT_BELOW = 4096

Positions = NDArray[np.float32]
Advance = Callable[[], object]


@dataclass(frozen=True)
class AlignSettings:
    """What the user may choose; part of the projection's fingerprint.

    ``seed`` decides which samples push each other apart and in which order the epochs are worked on: another seed
    gives another picture of equal worth, the same seed the same one. From 4,096 samples on it also decides the
    approximate neighbors that umap-learn searches; the start (a spectral layout) does not depend on it.
    """

    n_neighbors: int = 15
    min_dist: float = MIN_DIST
    seed: int = 0


def align_epochs(
    activations: Sequence[NDArray[np.float32]], settings: AlignSettings, advance: Advance = lambda: None
) -> Positions:
    """Return positions (E, N, 2) for the activations (N, D) of each of E epochs, by umap-learn's AlignedUMAP.

    Dadu et al. (2023), "Application of Aligned-UMAP to longitudinal biomedical studies". All samples are in the
    same order at every epoch. ``advance`` is called ``STEPS`` times on the way. Positions are always finite.

    Raises:
        TooFewEpochs: E < 2.
        TooFewSamples: N < 4; the spectral start has no more than N - 1 directions and takes three of them.
        UnusableSetting: ``min_dist`` or ``n_neighbors`` cannot be had.
        AlignmentFailed: umap-learn returned no number at all.
    """
    require_alignable(len(activations), len(activations[0]) if activations else 0, settings)
    # In AlignedUMAP no epoch feels the last one (its relations end one step too early), so that the picture looked at
    # most jumps. Measured where all epochs change alike, over four seeds: its step is 1.16 times those before it. With
    # a copy after it, dropped again, 1.02 times; two copies hold it back (0.93); the first epoch needs none.
    padded = [*activations, activations[-1]]
    return _mend(_fit(padded, settings, advance)[:-1])


def require_alignable(epochs: int, samples: int, settings: AlignSettings) -> None:
    """Raise TooFewEpochs, TooFewSamples or UnusableSetting where ``align_epochs`` would."""
    if epochs < 2:
        raise TooFewEpochs(f"alignment needs at least 2 recorded epochs; this run has {epochs}")
    if samples < FEWEST_SAMPLES:
        raise TooFewSamples(f"a layout needs at least {FEWEST_SAMPLES} samples; this run has {samples}")
    if not 2 <= settings.n_neighbors < samples:
        raise UnusableSetting(
            f"n_neighbors must be a whole number from 2 to {samples - 1} "
            f"(this run has {samples} samples), not {settings.n_neighbors}"
        )
    if settings.min_dist != MIN_DIST:
        raise UnusableSetting(
            f"min_dist must be {MIN_DIST}, not {settings.min_dist}: AlignedUMAP of umap-learn ignores min_dist and "
            f"always lays out as for {MIN_DIST}, so that any other value would only be a wrong label"
        )


def _fit(activations: Sequence[NDArray[np.float32]], settings: AlignSettings, advance: Advance) -> Positions:
    samples = len(activations[0])
    same_sample = [{sample: sample for sample in range(samples)}] * (len(activations) - 1)
    with warnings.catch_warnings():
        # Its warnings are about choices made here (threads and seeds, spectral starts), not about the user's.
        warnings.simplefilter("ignore")
        from umap import AlignedUMAP

        mapper = AlignedUMAP(
            # Other number types than Python's own are refused as "unrecognized".
            n_neighbors=int(settings.n_neighbors),
            n_epochs=STEPS,
            # The layout is seeded by transform_seed. random_state only reaches the approximate neighbor search of
            # large sets, and costs the threads of everything else.
            transform_seed=int(settings.seed),
            random_state=int(settings.seed) if samples >= _EXACT_BELOW else None,
            # This start is only that of a layout per epoch which AlignedUMAP computes and throws away.
            init="random",
        )
        with _reporting(advance):
            mapper.fit(list(activations), relations=same_sample)
    return np.stack([np.asarray(epoch, dtype=np.float32) for epoch in mapper.embeddings_])


@contextmanager
def _reporting(advance: Advance) -> Iterator[None]:
    # AlignedUMAP has no callback, but its loop runs through the tqdm of this module, with no words of its own.
    from umap import layouts

    def counted(iterations: Iterable[int], **words: object) -> Iterator[int]:
        for iteration in iterations:
            yield iteration
            if "desc" not in words:
                advance()

    original = layouts.tqdm
    layouts.tqdm = counted
    try:
        yield
    finally:
        layouts.tqdm = original


def _mend(positions: Positions) -> Positions:
    """Place samples that are NaN (AlignedUMAP does this to those without any neighbor) where they are in the nearest
    epoch that has them, and those that no epoch has in the middle of the others."""
    known = np.asarray(np.isfinite(positions).all(axis=2))
    if not known.any():
        raise AlignmentFailed("AlignedUMAP of umap-learn returned no position at all; try another n_neighbors")
    mended = positions.copy()
    for epoch, sample in np.argwhere(~known):
        elsewhere = np.flatnonzero(known[:, sample])
        if len(elsewhere):
            nearest = elsewhere[np.abs(elsewhere - epoch).argmin()]
            mended[epoch, sample] = positions[nearest, sample]
        else:
            mended[epoch, sample] = _middle(positions, known, epoch)
    return mended


def _middle(positions: Positions, known: NDArray[np.bool_], epoch: int) -> NDArray[np.float32]:
    there = positions[epoch][known[epoch]] if known[epoch].any() else positions[known]
    middle: NDArray[np.float32] = there.mean(axis=0, dtype=np.float32)
    return middle
