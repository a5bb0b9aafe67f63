"""Compute ranks by distance, by counting the samples that are clearly nearer, and the overlap of neighbors."""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from epochscope_embeddings.kernels import inlined, kernel
from epochscope_embeddings.neighbors.distances import ROUNDING, slices, squared_apart, squared_lengths
from epochscope_embeddings.threads import Team

_BUFFER = 1 << 21
"""Squared distances that each thread holds at a time: at most 8 MB."""
_MOST_ROWS = 512
_AT_A_TIME = 4
"""Limits compared with in one sweep over a row of distances."""
# Kernels are compiled without infinities.
_FARTHEST = np.float32(3.4e38)

Points = NDArray[np.float32]
Numbers = NDArray[np.int32]


class References(NamedTuple):
    """The samples among which nearer ones are counted, in groups that give one estimate each."""

    sample: Numbers
    """Their numbers, (M,)."""
    column: Numbers
    """The index of every sample among them, -1 if it is not a reference, (N,)."""
    ends: NDArray[np.int64]
    """Group g is from ends[g] to ends[g + 1], (G + 1,)."""


class _Query(NamedTuple):
    points: Points
    slack: Points
    """A squared distance is only accurate to the sum of two samples' slack; (N,)."""
    targets: Numbers
    nearest: Numbers
    copies: Numbers
    """How many samples are the same point, for each sample; (N,)."""
    references: References
    excess: Points
    """The result, filled in."""


def all_samples(samples: int) -> References:
    """Return all samples as references, in one group: ranks are exact."""
    numbers = np.arange(samples, dtype=np.int32)
    return References(numbers, numbers, np.array([0, samples]))


def some_of(samples: int, count: int, groups: int) -> References:
    """Return ``count`` of the samples as references, drawn at random but always the same, in equal ``groups``."""
    drawn = np.random.default_rng(0).permutation(samples)[:count].astype(np.int32)
    column = np.full(samples, -1, np.int32)
    column[drawn] = np.arange(count)
    return References(drawn, column, np.linspace(0, count, groups + 1).astype(np.int64))


def excess_in_layer(
    points: Points, targets: Numbers, nearest: Numbers, copies: Numbers, references: References, team: Team
) -> Points:
    """Return Σ max(0, rank - k) over the k ``targets`` of every sample, (N, P, k), as (P, N, G), one per group.

    The rank of j from i by distance in the points (N, D) is 1 + the number of samples clearly nearer to i than j is:
    nearer by more than the rounding of products of float32 vectors. Of j and its duplicates, of which there are
    ``copies`` (N,), each may come first: the mean over all their orders counts. ``nearest`` (N, at least k) are the
    nearest of all. A rank within them is exact; beyond them, samples are counted among the references, and the count is
    scaled to all samples.
    """
    lengths = squared_lengths(points)
    others = points if len(references.sample) == len(points) else points[references.sample]
    lengths_of_others = lengths[references.sample]
    query = _Query(points, ROUNDING * lengths, targets, nearest, copies, references, _nothing(targets, references))

    def answer(rows: slice) -> None:
        _answer_in_layer(points[rows] @ others.T, lengths, lengths_of_others, rows.start, query)

    team.map(answer, _blocks(len(points), len(others)))
    return query.excess


def excess_in_layout(layout: Points, targets: Numbers, nearest: Numbers, references: References, team: Team) -> Points:
    """Return the same by distance in a layout (N, 2), where differences are exact enough to need no slack."""
    others = np.ascontiguousarray(layout[references.sample].T)
    slack, alone = np.zeros(len(layout), np.float32), np.ones(len(layout), np.int32)
    query = _Query(layout, slack, targets, nearest, alone, references, _nothing(targets, references))

    def answer(rows: slice) -> None:
        _answer_in_layout(others, rows.start, rows.stop, query)

    team.map(answer, _blocks(len(layout), others.shape[1]))
    return query.excess


@kernel
def shared(one, other):  # type: ignore[no-untyped-def]
    """Return how many of each row of ``one`` (N, k) are in the same row of ``other`` (N, k), as (N,); rows have no
    duplicates."""
    count = np.zeros(one.shape[0], np.int32)
    for row in range(one.shape[0]):
        for left in one[row]:
            for right in other[row]:
                count[row] += left == right
    return count


def _nothing(targets: Numbers, references: References) -> Points:
    samples, layouts, _ = targets.shape
    return np.zeros((layouts, samples, len(references.ends) - 1), np.float32)


def _blocks(samples: int, columns: int) -> list[slice]:
    """Return slices over all rows. They do not depend on the number of threads: the rounding of products depends on the
    slices."""
    parts = -(-samples // min(_MOST_ROWS, max(1, _BUFFER // columns)))
    return slices(samples, parts)


@kernel
def _answer_in_layer(products, lengths, lengths_of_others, first_row, query):  # type: ignore[no-untyped-def]
    work = _space_for(query)
    for row in range(products.shape[0]):
        line, own = products[row], lengths[first_row + row]
        for at in range(np.uint64(line.shape[0])):
            line[at] = (own + lengths_of_others[at]) - np.float32(2.0) * line[at]
        _answer(first_row + row, line, query, work)


@kernel
def _answer_in_layout(others, first_row, last_row, query):  # type: ignore[no-untyped-def]
    work = _space_for(query)
    line = np.empty(others.shape[1], np.float32)
    for row in range(first_row, last_row):
        x, y = query.points[row, 0], query.points[row, 1]
        for at in range(np.uint64(line.shape[0])):
            dx, dy = x - others[0, at], y - others[1, at]
            line[at] = dx * dx + dy * dy
        _answer(row, line, query, work)


@kernel
def _space_for(query):  # type: ignore[no-untyped-def]
    """Return space for: the sample that each sample was last near to; the squared distances of the nearest; the limits
    of the targets whose ranks count, their layouts, and how many samples share their ranks; counts by group and
    limit."""
    samples, layouts, k = query.targets.shape
    limits = layouts * k + _AT_A_TIME
    return (
        np.full(samples, -1, np.int32),
        np.empty(query.nearest.shape[1], np.float32),
        np.empty(limits, np.float32),
        np.empty(limits, np.int32),
        np.empty(limits, np.int32),
        np.empty((query.references.ends.shape[0] - 1, limits), np.int32),
    )


@kernel
def _answer(i, line, query, work):  # type: ignore[no-untyped-def]
    """Add up the excess of the targets of sample ``i``; ``line`` (M,) are its squared distances from the references."""
    _, _, _, nearest, _, references, excess = query
    _, column, ends = references
    _, nearest_squared, limits, layout_of, sharing, counts = work
    samples, lists, k = nearest.shape[0], nearest.shape[1], query.targets.shape[2]
    far = _set_limits(i, line, query, work)
    if far == 0:
        return
    _leave_out(i, line, column)
    for at in range(lists):
        _leave_out(nearest[i, at], line, column)
    for group in range(ends.shape[0] - 1):
        for first in range(0, far + 1, _AT_A_TIME):
            _count_below(line, ends[group], ends[group + 1], limits, first, counts, group)
    for at in range(far):
        nearer = np.int32(0)
        for which in range(lists):
            nearer = np.int32(nearer + (nearest_squared[which] < limits[at]))
        for group in range(ends.shape[0] - 1):
            ahead = 1.0 * nearer
            if nearer == lists:
                ahead += counts[group, at] * ((samples - 1 - lists) / max(counts[group, far], 1))
            excess[layout_of[at], i, group] += np.float32(_mean_excess(ahead, sharing[at], k))


@inlined
def _mean_excess(ahead: Any, sharing: Any, k: Any) -> Any:
    """Return the mean of max(0, rank - k) over the ranks that ``sharing`` samples have behind ``ahead`` others."""
    within = max(k - ahead, 0.0)
    beyond = max(sharing - within, 0.0)
    return beyond * (ahead + within - k + (beyond + 1.0) / 2.0) / sharing


@kernel
def _set_limits(i, line, query, work):  # type: ignore[no-untyped-def]
    """Return how many targets are not among the nearest, or there by chance, as duplicates are, after setting for each
    of them the limit of the squared distance below which a sample is nearer. One more limit lets all references
    through, to count them; the limits after it fill up the last sweep."""
    points, slack, targets, nearest, copies, references, _ = query
    near, nearest_squared, limits, layout_of, sharing, _ = work
    column, k = references.column, targets.shape[2]
    for at in range(k):
        near[nearest[i, at]] = i
    far = 0
    for layout in range(targets.shape[1]):
        for at in range(k):
            other = targets[i, layout, at]
            if near[other] != i or copies[other] > 1:
                limits[far] = _squared(i, other, line, column, points) - (slack[i] + slack[other])
                layout_of[far] = layout
                sharing[far] = copies[other] - _is_copy(i, other, copies, points)
                far += 1
    for at in range(far, far + _AT_A_TIME):
        limits[at] = _FARTHEST
    for at in range(nearest.shape[1]):
        nearest_squared[at] = _squared(i, nearest[i, at], line, column, points)
    return far


@inlined
def _squared(i: Any, other: Any, line: Any, column: Any, points: Any) -> Any:
    return line[column[other]] if column[other] >= 0 else squared_apart(points, i, other)


@inlined
def _is_copy(i: Any, other: Any, copies: Any, points: Any) -> Any:
    return np.int32(copies[other] > 1 and squared_apart(points, i, other) == 0.0)


@inlined
def _leave_out(sample: Any, line: Any, column: Any) -> None:
    if column[sample] >= 0:
        line[column[sample]] = _FARTHEST


@kernel
def _count_below(line, start, end, limits, first, counts, group):  # type: ignore[no-untyped-def]
    """Set ``counts[group, first]`` and the three after it to the number of distances in ``line`` below each limit."""
    limit0, limit1, limit2, limit3 = limits[first], limits[first + 1], limits[first + 2], limits[first + 3]
    count0 = count1 = count2 = count3 = np.int32(0)
    for at in range(np.uint64(start), np.uint64(end)):
        count0 = np.int32(count0 + (line[at] < limit0))
        count1 = np.int32(count1 + (line[at] < limit1))
        count2 = np.int32(count2 + (line[at] < limit2))
        count3 = np.int32(count3 + (line[at] < limit3))
    counts[group, first], counts[group, first + 1] = count0, count1
    counts[group, first + 2], counts[group, first + 3] = count2, count3
