"""Exact nearest neighbors: matrix products propose candidates, differences decide.

Where the layer is wide, the products run over a contraction of its space. No distance grows in it, so that it bounds
the exact one from below: a candidate farther away in it than the k-th exact distance so far can safely be skipped, and
with it all that come after (filter and refine; Seidl & Kriegel 1998, "Optimal multi-step k-nearest
neighbor search"). Samples whose candidates do not suffice are compared with all others in the full space.
"""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from epochscope_embeddings.kernels import float_bits, float_of, inlined, kernel, least
from epochscope_embeddings.neighbors.contraction import contracted
from epochscope_embeddings.neighbors.distances import ROUNDING, slices, squared_apart, squared_lengths
from epochscope_embeddings.threads import Team

_BLOCK = 640
_CHUNK = 32
_SPARE = 8
_SCOUTS = 512
_FARTHEST = np.float32(3.4e38)
_SAMPLE = np.uint64(0xFFFFFFFF)
_SORTED_AT_A_TIME = 32

Points = NDArray[np.float32]


class _Candidates(NamedTuple):
    """The nearest other samples so far, in no order, and at least half as many as there is room for."""

    keys: NDArray[np.uint64]
    """(N, room), whole numbers in the order of the candidates: the bits of the squared distance, then the sample."""
    filled: NDArray[np.int32]
    """The number of candidates of each sample, (N,)."""
    limit: Points
    """The squared distance (N,) within which no candidate is missing."""

    @classmethod
    def none(cls, limit: Points, count: int) -> "_Candidates":
        return cls(np.empty((len(limit), 2 * count), np.uint64), np.zeros(len(limit), np.int32), limit)

    def of(self, rows: slice) -> "_Candidates":
        return _Candidates(self.keys[rows], self.filled[rows], self.limit[rows])


def exact_neighbors(points: Points, k: int, team: Team) -> tuple[NDArray[np.int32], Points]:
    """Return the numbers and distances, (N, k) each, of the nearest others of the points (N, D), nearest first."""
    samples = len(points)
    number, distance = np.empty((samples, k), np.int32), np.empty((samples, k), np.float32)
    lengths = squared_lengths(points)
    proposed, count = contracted(points, lengths, k)
    candidates = _compare_all(proposed, min(count + _SPARE, samples - 1), team)
    unsure = np.zeros(samples, np.bool_)

    def decide(rows: slice) -> None:
        queries = np.arange(rows.start, rows.stop)
        unsure[rows] = _decide(points, lengths, queries, candidates.of(rows), number[rows], distance[rows])

    team.map(decide, slices(samples, -(-samples // _BLOCK)))
    if unsure.any():
        _compare_some(points, lengths, np.flatnonzero(unsure), number, distance, team)
    return number, distance


def _compare_all(points: Points, count: int, team: Team) -> _Candidates:
    """Return the nearest others of every point, at least ``count`` if that many are within the limits."""
    samples = len(points)
    lengths = squared_lengths(points)
    candidates = _Candidates.none(_limits(points, lengths, count, team), count)

    def compare(pair: tuple[slice, slice]) -> None:
        rows, columns = pair
        products = points[rows] @ points[columns].T
        queries = np.arange(rows.start, rows.stop)
        _offer(products, lengths, queries, columns.start, candidates.of(rows))
        if rows != columns:
            _offer_to_columns(products, lengths[rows], lengths[columns], rows.start, candidates.of(columns))

    for pairs in _rounds(samples):
        team.map(compare, pairs)
    return candidates


def _compare_some(
    points: Points, lengths: Points, some: NDArray[np.int64], number: NDArray[np.int32], distance: Points, team: Team
) -> None:
    """Fill in ``number`` and ``distance`` of some samples: products in the full space say which exact distances to
    compute, however close together the samples are."""
    samples = len(points)

    def compare(queries: NDArray[np.int64]) -> None:
        candidates = _Candidates.none(np.full(len(queries), _FARTHEST), number.shape[1])
        for columns in slices(samples, -(-samples // _BLOCK)):
            _offer_true(points[queries] @ points[columns].T, points, lengths, queries, columns.start, candidates)
        number[queries], distance[queries] = _nearest(candidates, number.shape[1])

    team.map(compare, np.array_split(some, -(-len(some) // _BLOCK)))


def _limits(points: Points, lengths: Points, candidates: int, team: Team) -> Points:
    """Return a squared distance (N,) for every point within which very likely lie more than ``candidates`` others.

    Most others are then rejected at once. It is estimated from some points spread evenly over all.
    """
    samples = len(points)
    some = slice(0, samples, max(1, samples // _SCOUTS))
    scouts = points[some]
    expected = candidates * len(scouts) / samples
    farther = int(expected + 1.5 * expected**0.5 + 2)
    if farther >= len(scouts):
        return np.full(samples, _FARTHEST)

    def limits(rows: slice) -> Points:
        squared = (lengths[rows, None] + lengths[some]) - 2 * (points[rows] @ scouts.T)
        return np.asarray(np.partition(squared, farther, axis=1)[:, farther])

    parts = team.map(limits, slices(samples, -(-samples // _BLOCK)))
    return np.asarray(np.maximum(np.concatenate(parts), 0))


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
def _key(squared: Any, sample: Any) -> Any:
    nearest_first = np.float32(0) if squared < np.float32(0) else squared
    return (np.uint64(float_bits(nearest_first)) << np.uint64(32)) | np.uint64(sample)


@inlined
def _squared(key: Any) -> Any:
    return float_of(np.int32(key >> np.uint64(32)))


@inlined
def _rounding(length: Any, squared: Any) -> Any:
    """Return the rounding error of a product for a vector of squared length l and another one at squared distance d,
    the squared length of which is at most 2l + 2d."""
    return ROUNDING * (np.float32(3) * length + np.float32(2) * squared)


@inlined
def _swap(keys: Any, one: Any, other: Any) -> None:
    keys[one], keys[other] = keys[other], keys[one]


@inlined
def _bring_forward(keys: Any, nearest: Any) -> None:
    """Put the ``nearest`` smallest keys first, the largest of them last (Hoare 1961, "Algorithm 65: find")."""
    low, high, last = 0, keys.shape[0] - 1, nearest - 1
    while low < high:
        pivot, left, right = keys[(low + high) // 2], low, high
        while left <= right:
            while keys[left] < pivot:
                left += 1
            while keys[right] > pivot:
                right -= 1
            if left <= right:
                _swap(keys, left, right)
                left += 1
                right -= 1
        if last <= right:
            high = right
        elif last >= left:
            low = left
        else:
            break


@kernel
def _drop_farther_half(row, candidates):  # type: ignore[no-untyped-def]
    keep = candidates.keys.shape[1] // 2
    _bring_forward(candidates.keys[row], keep)
    candidates.filled[row] = keep
    candidates.limit[row] = _squared(candidates.keys[row, keep - 1])


@inlined
def _add(row: Any, key: Any, candidates: Any) -> None:
    if candidates.filled[row] == candidates.keys.shape[1]:
        _drop_farther_half(row, candidates)
    candidates.keys[row, np.uint64(candidates.filled[row])] = key
    candidates.filled[row] += 1


@kernel
def _offer(products, lengths, queries, first_column, candidates):  # type: ignore[no-untyped-def]
    """Offer the samples from ``first_column`` on to the samples ``queries``; products are (queries, columns)."""
    columns, limit = np.uint64(products.shape[1]), candidates.limit
    first_column = np.uint64(first_column)
    for row in range(products.shape[0]):
        line, own, itself = products[row], lengths[queries[row]], np.uint64(queries[row]) - first_column
        for start in range(np.uint64(0), columns, np.uint64(_CHUNK)):
            end = min(start + np.uint64(_CHUNK), columns)
            nearest = _FARTHEST
            for column in range(start, end):
                nearest = least((own + lengths[first_column + column]) - np.float32(2.0) * line[column], nearest)
            if nearest > limit[row]:
                continue
            for column in range(start, end):
                squared = (own + lengths[first_column + column]) - np.float32(2.0) * line[column]
                if squared <= limit[row] and column != itself:
                    _add(row, _key(squared, first_column + column), candidates)


@kernel
def _offer_to_columns(products, lengths, others, first_row, candidates):  # type: ignore[no-untyped-def]
    """Offer the samples of the rows to those of the columns; ``lengths`` are the rows', ``others`` the columns'."""
    columns, limit = np.uint64(products.shape[1]), candidates.limit
    for row in range(products.shape[0]):
        line, own = products[row], lengths[row]
        for start in range(np.uint64(0), columns, np.uint64(_CHUNK)):
            end = min(start + np.uint64(_CHUNK), columns)
            nearest = _FARTHEST
            for column in range(start, end):
                beyond = ((own + others[column]) - np.float32(2.0) * line[column]) - limit[column]
                nearest = least(beyond, nearest)
            if nearest > 0:
                continue
            for column in range(start, end):
                squared = (own + others[column]) - np.float32(2.0) * line[column]
                if squared <= limit[column]:
                    _add(column, _key(squared, first_row + row), candidates)


@kernel
def _offer_true(products, points, lengths, queries, first_column, candidates):  # type: ignore[no-untyped-def]
    """Do the same as ``_offer`` with keys of exact distances, computed for each sample that may be nearer within the
    rounding of a product."""
    columns, limit = products.shape[1], candidates.limit
    for row in range(products.shape[0]):
        sample, line = queries[row], products[row]
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
                if squared - _rounding(lengths[sample], squared) <= limit[row] and other != sample:
                    apart = squared_apart(points, sample, other)
                    if apart <= limit[row]:
                        _add(row, _key(apart, other), candidates)


@kernel
def _nearest(candidates, count):  # type: ignore[no-untyped-def]
    """Return numbers and distances (N, count) of the nearest candidates of every sample, nearest first."""
    number = np.empty((candidates.filled.shape[0], count), np.int32)
    distance = np.empty(number.shape, np.float32)
    for row in range(number.shape[0]):
        keys = np.sort(candidates.keys[row, : candidates.filled[row]])
        for rank in range(count):
            number[row, rank], distance[row, rank] = np.int32(keys[rank] & _SAMPLE), np.sqrt(_squared(keys[rank]))
    return number, distance


@kernel
def _decide(points, lengths, queries, candidates, number, distance):  # type: ignore[no-untyped-def]
    """Sort the candidates of the samples ``queries`` by their exact distances, keep the nearest k, and return for which
    samples (queries,) a sample that is not a candidate might be nearer.

    Candidates come by their lower bounds; the first with a bound above the k-th exact distance ends the search.
    """
    keep = number.shape[1]
    unsure = np.empty(queries.shape[0], np.bool_)
    best = np.empty(keep + 1, np.uint64)
    for row in range(queries.shape[0]):
        sample, count = queries[row], candidates.filled[row]
        keys, limit = candidates.keys[row, :count], candidates.limit[row]
        ranked, ready, decided = 0, 0, count == lengths.shape[0] - 1
        for at in range(count):
            if at == ready:
                ready = min(at + _SORTED_AT_A_TIME, count)
                _bring_forward(keys[at:], ready - at)
                keys[at:ready].sort()
            bound, other = _squared(keys[at]), keys[at] & _SAMPLE
            if ranked == keep and bound - _rounding(lengths[sample], bound) > _squared(best[keep - 1]):
                decided = True
                break
            key = _key(squared_apart(points, sample, np.int64(other)), other)
            rank = ranked
            while rank > 0 and best[rank - 1] > key:
                best[rank] = best[rank - 1]
                rank -= 1
            best[rank] = key
            ranked = min(ranked + 1, keep)
        beyond = limit - _rounding(lengths[sample], limit)
        unsure[row] = not decided and (ranked < keep or beyond <= _squared(best[keep - 1]))
        for rank in range(ranked):
            number[row, rank] = np.int32(best[rank] & _SAMPLE)
            distance[row, rank] = np.sqrt(_squared(best[rank]))
    return unsure
