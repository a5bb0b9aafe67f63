"""Find an image again by its looks: 128 bits that survive another encoding and cannot be turned back into an image."""

from collections.abc import Iterable
from functools import cache

import numpy as np
from numpy.typing import NDArray

SAME_IMAGE = 20
"""Different encodings of one image differ in at most this many bits.

Measured on 12,000 of CIFAR-10's training images, encoded again as JPEG with shifted blocks: 1.6 on average and at most
12 at quality 75 (all were found among the 5,000 of their class), one above 20 at quality 50. The nearest other image of
the class is at least 32 bits away for 95 of 100 images, and within this limit for near-duplicates.
"""
_BITS = 128
_RED_GREEN_BLUE = (0.299, 0.587, 0.114)
# The rounding error of a frequency that is absent must not become a bit.
_NOTHING = 1e-3
_CHUNK_BYTES = 32 << 20


def fingerprints(images: Iterable[NDArray[np.uint8]]) -> NDArray[np.uint8]:
    """Return the fingerprints (n, 16), uint8, of n images (height, width) or (height, width, 3), of any size.

    Each bit is the sign of one of the 128 lowest frequencies of the image's brightness: its DCT-II without the mean,
    the perceptual hash of Zauner 2010 ("Implementation and Benchmarking of Perceptual Image Hash Functions"). An image
    cannot be recovered from signs alone.
    """
    bits = [_frequencies(image) > _NOTHING for image in images]
    return np.packbits(np.array(bits, dtype=bool).reshape(-1, _BITS), axis=1)


def match_fingerprints(queries: NDArray[np.uint8], candidates: NDArray[np.uint8]) -> NDArray[np.intp]:
    """Return the rows (n,) at which the images of ``queries`` (n, 16) are in ``candidates`` (m, 16), -1 for those that
    are not.

    A match is the nearest row that differs in at most ``SAME_IMAGE`` bits. No row is used twice: of two queries with
    the same nearest row, the nearer one gets it.
    """
    rows = np.full(len(queries), -1, np.intp)
    unmatched, free = np.arange(len(queries)), np.arange(len(candidates))
    while len(unmatched) and len(free):
        nearest, distance = _nearest(queries[unmatched], candidates[free])
        near = distance <= SAME_IMAGE
        unmatched, nearest = unmatched[near], nearest[near]
        order = distance[near].argsort(kind="stable")
        taken, first = np.unique(nearest[order], return_index=True)
        rows[unmatched[order[first]]] = free[taken]
        unmatched, free = np.delete(unmatched, order[first]), np.delete(free, taken)
    return rows


def _frequencies(image: NDArray[np.uint8]) -> NDArray[np.float64]:
    brightness = image @ np.array(_RED_GREEN_BLUE) if image.ndim == 3 else image
    down, across = _lowest()
    height, width = brightness.shape
    waves = _waves(height, down.max() + 1) @ brightness @ _waves(width, across.max() + 1).T
    lowest: NDArray[np.float64] = waves[down, across]
    return lowest


@cache
def _lowest() -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return the vertical and horizontal frequencies (128,) that are used, the lowest first."""
    down, across = np.divmod(np.arange(_BITS**2), _BITS)
    order = (down**2 + across**2).argsort(kind="stable")[1 : _BITS + 1]
    return down[order], across[order]


@cache
def _waves(length: int, count: int) -> NDArray[np.float64]:
    """Return the ``count`` lowest cosines (count, length) of the DCT-II; 0 for those beyond ``length``."""
    numbers = np.arange(count, dtype=np.float64)[:, None]
    return np.where(numbers < length, np.cos(np.pi / length * numbers * (np.arange(length) + 0.5)), 0.0)


def _nearest(queries: NDArray[np.uint8], candidates: NDArray[np.uint8]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return the row (n,) of the candidate (m, 16) nearest to each query (n, 16), and its distance in bits (n,)."""
    ours, theirs = (_signs(prints) for prints in (queries, candidates))
    nearest, distance = np.empty((2, len(ours)), np.intp)
    step = max(1, _CHUNK_BYTES // (len(theirs) * ours.itemsize))
    for first in range(0, len(ours), step):
        part = slice(first, first + step)
        bits = (_BITS - ours[part] @ theirs.T) / 2
        nearest[part], distance[part] = bits.argmin(axis=1), bits.min(axis=1)
    return nearest, distance


def _signs(prints: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Return the bits of n fingerprints as -1 and 1 (n, 128): two of them differ in as many as their product lacks."""
    return 1 - 2 * np.unpackbits(prints, axis=1).astype(np.float32)
