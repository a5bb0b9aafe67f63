"""Ranks by distance, found by counting who is clearly nearer; and how much two lists of neighbors share."""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from epochscope_embeddings.kernels import inlined, kernel
from epochscope_embeddings.neighbors.distances import ROUNDING, slices, squared_apart, squared_lengths
from epochscope_embeddings.threads import Team

_BUFFER = 1 << 21
"""So many squared distances are there at a time in each thread: at most 8 MB."""
_MOST_ROWS = 512
_AT_A_TIME = 4
"""So many limits are compared with in one sweep over a row of distances."""
# Kernels are compiled without infinities.
_FARTHEST = np.float32(3.4e38)

Points = NDArray[np.float32]
Numbers = NDArray[np.int32]


class References(NamedTuple):
    """The samples among which the nearer ones are counted, in groups of which each gives an estimate."""

    sample: Numbers
    """Their numbers, (M,)."""
    column: Numbers
    """Where each of all samples is among them, -1 for nowhere, (N,)."""
    ends: NDArray[np.int64]
    """Group g is from ends[g] to ends[g + 1], (G + 1,)."""


class _Question(NamedTuple):
    points: Points
    slack: Points
    """Closer than the sum of two samples' slack is a squared distance not known; (N,)."""
    asked: Numbers
    known: Numbers
    references: References
    excess: Points
    """The answer."""


def everyone(samples: int) -> References:
    """Return all samples as references, in one group: ranks are exact."""
    numbers = np.arange(samples, dtype=np.int32)
    return References(numbers, numbers, np.array([0, samples]))


def some_of(samples: int, count: int, groups: int) -> References:
    """Return ``count`` of the samples as references, drawn at random but always the same, in equal ``groups``."""
    drawn = np.random.default_rng(0).permutation(samples)[:count].astype(np.int32)
    column = np.full(samples, -1, np.int32)
    column[drawn] = np.arange(count)
    return References(drawn, column, np.linspace(0, count, groups + 1).astype(np.int64))


def excess_in_layer(points: Points, asked: Numbers, known: Numbers, references: References, team: Team) -> Points:
    """Return Σ max(0, rank - k) over the k ``asked`` of every sample, (N, P, k), as (P, N, G), one of each group.

    The rank of j from i by distance in the points (N, D) is 1 + how many are clearly nearer to i than j is: nearer by
    more than products of float32 vectors round. So duplicates, and what float32 cannot tell apart from them, share
    the best rank. ``known`` (N, at least k) are the nearest of all. A rank that ends among them is exact; else those
    farther away than they are counted among the references, and scaled to how many there are in all.
    """
    lengths = squared_lengths(points)
    others = points if len(references.sample) == len(points) else points[references.sample]
    lengths_of_others = lengths[references.sample]
    question = _Question(points, ROUNDING * lengths, asked, known, references, _nothing(asked, references))

    def answer(rows: slice) -> None:
        _answer_in_layer(points[rows] @ others.T, lengths, lengths_of_others, rows.start, question)

    team.map(answer, _blocks(len(points), len(others)))
    return question.excess


def excess_in_layout(layout: Points, asked: Numbers, known: Numbers, references: References, team: Team) -> Points:
    """Return the same by distance in a layout (N, 2), where differences leave nothing to allow for."""
    others = np.ascontiguousarray(layout[references.sample].T)
    slack = np.zeros(len(layout), np.float32)
    question = _Question(layout, slack, asked, known, references, _nothing(asked, references))

    def answer(rows: slice) -> None:
        _answer_in_layout(others, rows.start, rows.stop, question)

    team.map(answer, _blocks(len(layout), others.shape[1]))
    return question.excess


@kernel
def shared(one, other):  # type: ignore[no-untyped-def]
    """Return how many of each row of ``one`` (N, k) are in the same row of ``other`` (N, k); none is there twice."""
    found = np.zeros(one.shape[0], np.int32)
    for row in range(one.shape[0]):
        for wanted in one[row]:
            for number in other[row]:
                found[row] += number == wanted
    return found


def _nothing(asked: Numbers, references: References) -> Points:
    samples, layouts, _ = asked.shape
    return np.zeros((layouts, samples, len(references.ends) - 1), np.float32)


def _blocks(samples: int, columns: int) -> list[slice]:
    """Return slices over all rows. They do not depend on the number of threads, as the rounding of products does on
    them."""
    parts = -(-samples // min(_MOST_ROWS, max(1, _BUFFER // columns)))
    return slices(samples, parts)


@kernel
def _answer_in_layer(products, lengths, lengths_of_others, first_row, question):  # type: ignore[no-untyped-def]
    work = _space_for(question)
    for row in range(products.shape[0]):
        line, own = products[row], lengths[first_row + row]
        for at in range(np.uint64(line.shape[0])):
            line[at] = (own + lengths_of_others[at]) - np.float32(2.0) * line[at]
        _answer(first_row + row, line, question, work)


@kernel
def _answer_in_layout(others, first_row, last_row, question):  # type: ignore[no-untyped-def]
    work = _space_for(question)
    line = np.empty(others.shape[1], np.float32)
    for row in range(first_row, last_row):
        x, y = question.points[row, 0], question.points[row, 1]
        for at in range(np.uint64(line.shape[0])):
            dx, dy = x - others[0, at], y - others[1, at]
            line[at] = dx * dx + dy * dy
        _answer(row, line, question, work)


@kernel
def _space_for(question):  # type: ignore[no-untyped-def]
    """Return space for: of whom each sample was last seen near; the squared distances of the known; the limits of
    the asked that are not near, and in which layout they were asked; counts by group and limit."""
    samples, layouts, k = question.asked.shape
    limits = layouts * k + _AT_A_TIME
    return (
        np.full(samples, -1, np.int32),
        np.empty(question.known.shape[1], np.float32),
        np.empty(limits, np.float32),
        np.empty(limits, np.int32),
        np.empty((question.references.ends.shape[0] - 1, limits), np.int32),
    )


@kernel
def _answer(i, line, question, work):  # type: ignore[no-untyped-def]
    """Add up what those asked of sample ``i`` cost; ``line`` (M,) are its squared distances from the references."""
    _, _, _, known, references, excess = question
    _, column, ends = references
    _, known_squared, limits, asked_in, counts = work
    samples, lists, k = known.shape[0], known.shape[1], question.asked.shape[2]
    far = _set_limits(i, line, question, work)
    if far == 0:
        return
    _leave_out(i, line, column)
    for at in range(lists):
        _leave_out(known[i, at], line, column)
    for group in range(ends.shape[0] - 1):
        for first in range(0, far + 1, _AT_A_TIME):
            _count_below(line, ends[group], ends[group + 1], limits, first, counts, group)
    for at in range(far):
        nearer = np.int32(0)
        for which in range(lists):
            nearer = np.int32(nearer + (known_squared[which] < limits[at]))
        for group in range(ends.shape[0] - 1):
            rank = 1.0 + nearer
            if nearer == lists:
                rank += counts[group, at] * ((samples - 1 - lists) / max(counts[group, far], 1))
            excess[asked_in[at], i, group] += np.float32(max(rank - k, 0.0))


@kernel
def _set_limits(i, line, question, work):  # type: ignore[no-untyped-def]
    """Return how many of those asked are not near, after setting below what squared distance one is nearer than each
    of them. One more limit lets all references through, to count them; those after it fill up the last sweep."""
    points, slack, asked, known, references, _ = question
    near, known_squared, limits, asked_in, _ = work
    column, k = references.column, asked.shape[2]
    for at in range(k):
        near[known[i, at]] = i
    far = 0
    for layout in range(asked.shape[1]):
        for at in range(k):
            other = asked[i, layout, at]
            if near[other] != i:
                limits[far] = _squared(i, other, line, column, points) - (slack[i] + slack[other])
                asked_in[far] = layout
                far += 1
    for at in range(far, far + _AT_A_TIME):
        limits[at] = _FARTHEST
    for at in range(known.shape[1]):
        known_squared[at] = _squared(i, known[i, at], line, column, points)
    return far


@inlined
def _squared(i: Any, other: Any, line: Any, column: Any, points: Any) -> Any:
    return line[column[other]] if column[other] >= 0 else squared_apart(points, i, other)


@inlined
def _leave_out(sample: Any, line: Any, column: Any) -> None:
    if column[sample] >= 0:
        line[column[sample]] = _FARTHEST


@kernel
def _count_below(line, start, end, limits, first, counts, group):  # type: ignore[no-untyped-def]
    """Set ``counts[group, first]`` and the three after it to how many of ``line`` are below each of those limits."""
    limit0, limit1, limit2, limit3 = limits[first], limits[first + 1], limits[first + 2], limits[first + 3]
    count0 = count1 = count2 = count3 = np.int32(0)
    for at in range(np.uint64(start), np.uint64(end)):
        count0 = np.int32(count0 + (line[at] < limit0))
        count1 = np.int32(count1 + (line[at] < limit1))
        count2 = np.int32(count2 + (line[at] < limit2))
        count3 = np.int32(count3 + (line[at] < limit3))
    counts[group, first], counts[group, first + 1] = count0, count1
    counts[group, first + 2], counts[group, first + 3] = count2, count3
