"""Exact nearest neighbors: matrix products propose candidates, differences decide.

Where the layer is wide, the products run over a contraction of its space. No distance grows in it, so that it bounds
the true one from below: a candidate farther away in it than the k-th true distance found so far can be left out for
certain, and with it all that come after (filter and refine; Seidl & Kriegel 1998, "Optimal multi-step k-nearest
neighbor search"). Samples for which the candidates do not suffice are compared with all others in the full space.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from epochscope_embeddings.contraction import contracted
from epochscope_embeddings.distances import ROUNDING, slices, squared_apart, squared_lengths
from epochscope_embeddings.kernels import float_bits, float_of, inlined, kernel, least
from epochscope_embeddings.threads import Team

_BLOCK = 640
_CHUNK = 64
_SPARE = 8
_SCOUTS = 512
_FARTHEST = np.float32(3.4e38)
_NOBODY = np.uint64(0xFFFFFFFF)

Points = NDArray[np.float32]
# Candidates of each sample as whole numbers that sort as they should: the bits of the squared distance, then who.
Keys = NDArray[np.uint64]


def exact_neighbors(points: Points, k: int, team: Team) -> tuple[NDArray[np.int32], Points]:
    """Return the numbers and distances, (N, k) each, of the nearest others of the points (N, D), nearest first."""
    samples = len(points)
    number, distance = np.empty((samples, k), np.int32), np.empty((samples, k), np.float32)
    lengths = squared_lengths(points)
    proposed, candidates = contracted(points, lengths, k)
    keys = _compare_all(proposed, min(candidates + _SPARE, samples - 1), team)
    unsure = np.zeros(samples, np.bool_)

    def decide(rows: slice) -> None:
        asked = np.arange(rows.start, rows.stop)
        unsure[rows] = _decide(points, lengths, asked, keys[rows], number[rows], distance[rows])

    team.map(decide, slices(samples, -(-samples // _BLOCK)))
    if unsure.any():
        _compare_some(points, lengths, np.flatnonzero(unsure), number, distance, team)
    return number, distance


def _compare_all(points: Points, candidates: int, team: Team) -> Keys:
    """Return the keys of the nearest others of every point, (N, candidates), in no order."""
    samples = len(points)
    lengths = squared_lengths(points)
    limit = _limits(points, lengths, candidates, team)
    keys = _nobody(limit, candidates)

    def compare(pair: tuple[slice, slice]) -> None:
        rows, columns = pair
        products = points[rows] @ points[columns].T
        asked = np.arange(rows.start, rows.stop)
        _offer(products, lengths, asked, columns.start, keys[rows], limit[rows])
        if rows != columns:
            _offer_to_columns(products, lengths[rows], lengths[columns], rows.start, keys[columns], limit[columns])

    for pairs in _rounds(samples):
        team.map(compare, pairs)
    return keys


def _compare_some(
    points: Points, lengths: Points, some: NDArray[np.int64], number: NDArray[np.int32], distance: Points, team: Team
) -> None:
    """Fill in ``number`` and ``distance`` of some samples: products in the full space say which true distances to
    look at, however closely the samples lie together."""
    samples = len(points)

    def compare(asked: NDArray[np.int64]) -> None:
        limit = np.full(len(asked), _FARTHEST)
        keys = _nobody(limit, number.shape[1])
        for columns in slices(samples, -(-samples // _BLOCK)):
            _offer_true(points[asked] @ points[columns].T, points, lengths, asked, columns.start, keys, limit)
        keys.sort(axis=1)
        number[asked] = (keys & _NOBODY).astype(np.int32)
        distance[asked] = np.sqrt((keys >> np.uint64(32)).astype(np.uint32).view(np.float32))

    team.map(compare, np.array_split(some, -(-len(some) // _BLOCK)))


def _limits(points: Points, lengths: Points, candidates: int, team: Team) -> Points:
    """Return a squared distance (N,) for every point within which very likely lie more than ``candidates`` others.

    Most of the others are then turned down at once. It is learnt from some points spread evenly over all.
    """
    samples = len(points)
    some = slice(0, samples, max(1, samples // _SCOUTS))
    scouts = points[some]
    expected = candidates * len(scouts) / samples
    farther = int(expected + 2.5 * expected**0.5 + 2)
    if farther >= len(scouts):
        return np.full(samples, _FARTHEST)

    def limits(rows: slice) -> Points:
        squared = (lengths[rows, None] + lengths[some]) - 2 * (points[rows] @ scouts.T)
        return np.asarray(np.partition(squared, farther, axis=1)[:, farther])

    found = team.map(limits, slices(samples, -(-samples // _BLOCK)))
    return np.asarray(np.maximum(np.concatenate(found), 0))


def _nobody(limit: Points, candidates: int) -> Keys:
    """Return keys (len(limit), candidates) that any sample within the limits replaces."""
    return np.repeat((limit.view(np.uint32).astype(np.uint64) << np.uint64(32)) | _NOBODY, candidates).reshape(
        -1, candidates
    )


def _rounds(samples: int) -> list[list[tuple[slice, slice]]]:
    """Return all pairs of blocks, in rounds in which no block meets two others (a round-robin tournament)."""
    blocks = slices(samples, 2 * max(1, round(samples / _BLOCK / 2)))
    rounds = [[(block, block) for block in blocks]]
    seats = list(blocks)
    for _ in blocks[1:]:
        rounds.append([(seats[i], seats[-1 - i]) for i in range(len(seats) // 2)])
        seats = [seats[0], seats[-1], *seats[1:-1]]
    return rounds


@inlined
def _key(squared: Any, who: Any) -> Any:
    nearest_first = np.float32(0) if squared < np.float32(0) else squared
    return (np.uint64(float_bits(nearest_first)) << np.uint64(32)) | np.uint64(who)


@inlined
def _squared(key: Any) -> Any:
    return float_of(np.int32(key >> np.uint64(32)))


@inlined
def _rounding(length: Any, squared: Any) -> Any:
    """By how much a product may be off for a vector of squared length l and another at squared distance d of it, whose
    own squared length is at most 2l + 2d."""
    return ROUNDING * (np.float32(3) * length + np.float32(2) * squared)


@inlined
def _replace_farthest(heap: Any, key: Any) -> None:
    """Put a key in the place of the largest, which is on top."""
    place, size = 0, heap.shape[0]
    while True:
        child = 2 * place + 1
        if child >= size:
            break
        if child + 1 < size and heap[child + 1] > heap[child]:
            child += 1
        if heap[child] <= key:
            break
        heap[place] = heap[child]
        place = child
    heap[place] = key


@kernel
def _offer(products, lengths, asked, first_column, keys, limit):  # type: ignore[no-untyped-def]
    """Offer the samples from ``first_column`` on to those in ``asked``; products are (asked, columns)."""
    columns = products.shape[1]
    for row in range(products.shape[0]):
        line, own, itself = products[row], lengths[asked[row]], asked[row] - first_column
        for start in range(0, columns, _CHUNK):
            end = min(start + _CHUNK, columns)
            nearest = _FARTHEST
            for column in range(np.uint64(start), np.uint64(end)):
                squared = (own + lengths[np.uint64(first_column) + column]) - np.float32(2.0) * line[column]
                nearest = least(squared, nearest)
            if nearest > limit[row]:
                continue
            for column in range(start, end):
                squared = (own + lengths[first_column + column]) - np.float32(2.0) * line[column]
                if squared <= limit[row] and column != itself:
                    key = _key(squared, first_column + column)
                    if key < keys[row, 0]:
                        _replace_farthest(keys[row], key)
                        limit[row] = _squared(keys[row, 0])


@kernel
def _offer_to_columns(products, lengths, others, first_row, keys, limit):  # type: ignore[no-untyped-def]
    """Offer the samples of the rows to those of the columns; ``lengths`` are the rows', ``others`` the columns'."""
    rows, columns = products.shape
    for row in range(rows):
        line, own = products[row], lengths[row]
        for start in range(0, columns, _CHUNK):
            end = min(start + _CHUNK, columns)
            nearest = _FARTHEST
            for column in range(np.uint64(start), np.uint64(end)):
                beyond = ((own + others[column]) - np.float32(2.0) * line[column]) - limit[column]
                nearest = least(beyond, nearest)
            if nearest > 0:
                continue
            for column in range(start, end):
                squared = (own + others[column]) - np.float32(2.0) * line[column]
                if squared <= limit[column]:
                    key = _key(squared, first_row + row)
                    if key < keys[column, 0]:
                        _replace_farthest(keys[column], key)
                        limit[column] = _squared(keys[column, 0])


@kernel
def _offer_true(products, points, lengths, asked, first_column, keys, limit):  # type: ignore[no-untyped-def]
    """As ``_offer``, but the keys are of true distances: whoever may be nearer, within what a product rounds, is looked
    at."""
    columns = products.shape[1]
    for row in range(products.shape[0]):
        sample, line = asked[row], products[row]
        for start in range(0, columns, _CHUNK):
            end = min(start + _CHUNK, columns)
            nearest = _FARTHEST
            for column in range(np.uint64(start), np.uint64(end)):
                squared = (lengths[sample] + lengths[np.uint64(first_column) + column]) - np.float32(2.0) * line[column]
                nearest = least(squared, nearest)
            if nearest - _rounding(lengths[sample], nearest) > limit[row]:
                continue
            for column in range(start, end):
                other = first_column + column
                squared = (lengths[sample] + lengths[other]) - np.float32(2.0) * line[column]
                # Among duplicates, those that come first stay.
                bound = _key(squared - _rounding(lengths[sample], squared), other)
                if bound < keys[row, 0] and other != sample:
                    key = _key(squared_apart(points, sample, other), other)
                    if key < keys[row, 0]:
                        _replace_farthest(keys[row], key)
                        limit[row] = _squared(keys[row, 0])


@kernel
def _decide(points, lengths, asked, keys, number, distance):  # type: ignore[no-untyped-def]
    """Sort the candidates of the samples ``asked`` by their true distances, keep the nearest k, and return for which
    samples (asked,) one that is no candidate might be nearer.

    Candidates come by their lower bounds; the first whose bound is above the k-th true distance ends the search.
    """
    kept = number.shape[1]
    unsure = np.empty(asked.shape[0], np.bool_)
    best = np.empty(kept + 1, np.uint64)
    for row in range(asked.shape[0]):
        sample = asked[row]
        candidates = np.sort(keys[row])
        unsure[row] = candidates.shape[0] < lengths.shape[0] - 1
        found = 0
        for candidate in candidates:
            bound, other = _squared(candidate), candidate & _NOBODY
            bound -= _rounding(lengths[sample], bound)
            if found == kept and bound > _squared(best[kept - 1]):
                unsure[row] = False
                break
            if other == _NOBODY:
                unsure[row] = True
                break
            key = _key(squared_apart(points, sample, np.int64(other)), other)
            place = found
            while place > 0 and best[place - 1] > key:
                best[place] = best[place - 1]
                place -= 1
            best[place] = key
            found = min(found + 1, kept)
        for place in range(found):
            number[row, place] = np.int32(best[place] & _NOBODY)
            distance[row, place] = np.sqrt(_squared(best[place]))
    return unsure
