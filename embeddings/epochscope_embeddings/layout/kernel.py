"""The arithmetic of the layout: some rounds of one epoch's attraction, repulsion and pull to the epochs beside it."""

from typing import Any

import numpy as np

from epochscope_embeddings.kernels import below, decay, inlined, kernel, least, most, power, scramble

ONE = 20
"""Weights of edges are whole numbers in units of 2 ** -ONE of the largest."""
LANES = 16
"""Samples that move at a time: two vectors of eight, so that one computes while the other waits."""
ROUNDS_A_WINDOW = 4
_LONGEST_STEP = 4.0
_LEAST_SQUARED = 1e-12
_NEXT_RUN = 1_000_003


@inlined
def _clipped(step: Any) -> Any:
    return most(least(step, np.float32(_LONGEST_STEP)), np.float32(-_LONGEST_STEP))


@kernel
def pull_targets(epoch, pull, decay_per_epoch, positions, target, strength):  # type: ignore[no-untyped-def]
    """Set the target that the adjacent epochs pull each sample of ``epoch`` to, (2N,), and how strongly, (N,).

    ``pull`` (E, 2R+1, N) weighs the epochs from R before to R after; an epoch farther away counts
    ``decay_per_epoch`` times as much as the one before it. ``positions`` (E, 2N) are as of the last window of each.
    Epochs near the first and the last one have fewer adjacent epochs; those also count for the missing ones, so that
    every epoch is held equally.
    """
    epochs, reach, samples = positions.shape[0], pull.shape[1] // 2, strength.shape[0]
    strength[:] = 0
    target[:] = 0
    total, existing = 0.0, 0.0
    for offset in range(1, reach + 1):
        factor = decay_per_epoch ** (offset - 1)
        total += 2 * factor
        existing += factor * ((epoch >= offset) + (epoch + offset < epochs))
    for offset in range(-reach, reach + 1):
        other = epoch + offset
        if offset == 0 or other < 0 or other >= epochs:
            continue
        factor = np.float32(decay_per_epoch ** (abs(offset) - 1) * total / existing)
        for i in range(np.uint64(samples)):
            weight = factor * pull[epoch, offset + reach, i]
            strength[i] += weight
            target[2 * i] += weight * positions[other, 2 * i]
            target[2 * i + 1] += weight * positions[other, 2 * i + 1]
    for i in range(np.uint64(samples)):
        share = np.float32(1.0) / most(strength[i], np.float32(1e-30))
        target[2 * i] *= share
        target[2 * i + 1] *= share


@kernel
def draw(first_edge, tail, weight, first_round, drawn, count):  # type: ignore[no-untyped-def]
    """List the edges drawn in each of four rounds: their tails, sample by sample, in ``drawn`` (4, edges), and their
    number per sample in ``count`` (4, N)."""
    one, shift = np.uint64(1), np.uint64(ONE)
    before = np.uint64(first_round)
    end_0, end_1, end_2, end_3 = np.uint64(0), np.uint64(0), np.uint64(0), np.uint64(0)
    for i in range(np.uint64(count.shape[1])):
        begin_0, begin_1, begin_2, begin_3 = end_0, end_1, end_2, end_3
        for edge in range(np.uint64(first_edge[i]), np.uint64(first_edge[i + one])):
            every, other = np.uint64(weight[edge]), tail[edge]
            times = every * before
            due_0 = times >> shift
            due_1 = (times + every) >> shift
            due_2 = (times + every + every) >> shift
            due_3 = (times + every + every + every) >> shift
            due_4 = (times + every + every + every + every) >> shift
            drawn[0, end_0], drawn[1, end_1], drawn[2, end_2], drawn[3, end_3] = other, other, other, other
            end_0 += due_1 - due_0
            end_1 += due_2 - due_1
            end_2 += due_3 - due_2
            end_3 += due_4 - due_3
        count[0, i], count[1, i] = end_0 - begin_0, end_1 - begin_1
        count[2, i], count[3, i] = end_2 - begin_2, end_3 - begin_3


@kernel
def step_size(this_round, rounds):  # type: ignore[no-untyped-def]
    """Return the largest step of a round: 1 for the first 30% of the rounds, then falling as the cube of those left."""
    left = (1.0 - this_round / rounds) / 0.7
    return min(1.0, left * left * left)


@inlined
def _copy_shuffled(positions: Any, shuffle: Any, random: Any, other_x: Any, other_y: Any) -> None:
    """Copy all positions (2N,) in the order of a shuffle, starting at a random index of it."""
    samples = shuffle.shape[0]
    start = below(scramble(random), np.int32(samples))
    for i in range(samples):
        index = i + start
        sample = np.uint64(shuffle[index - samples if index >= samples else index])
        other_x[i], other_y[i] = positions[np.uint64(2) * sample], positions[np.uint64(2) * sample + np.uint64(1)]


# A group of LANES samples works on one block of memory: then LLVM knows that its parts do not overlap. From these
# offsets on it holds the current x and y, the previous x and y, and the number of edges drawn, LANES each; then for
# every edge the tail's x and, in the second half, the tail's y, which the tail's step replaces later.
_Y, _X_BEFORE, _Y_BEFORE, _DRAWN, _TAILS = (np.uint64(part * LANES) for part in range(1, 6))


@inlined
def _gather(positions: Any, first: Any, used: Any, begin: Any, tails: Any, count: Any, work: Any, half: Any) -> Any:
    """Load the samples from ``first`` on and the tails of their edges; return the largest number of edges."""
    lanes, two, one = np.uint64(LANES), np.uint64(2), np.uint64(1)
    longest, end = np.uint64(0), begin
    for lane in range(lanes):
        edges = np.uint64(0)
        if lane < used:
            i = first + lane
            x, y = positions[two * i], positions[two * i + one]
            work[lane], work[_Y + lane], work[_X_BEFORE + lane], work[_Y_BEFORE + lane] = x, y, x, y
            edges = np.uint64(count[i])
        work[_DRAWN + lane] = np.float32(edges)
        longest = max(longest, edges)
        at = _TAILS + lane
        for which in range(end, end + edges):
            other = np.uint64(tails[which]) * two
            work[at], work[at + half] = positions[other], positions[other + one]
            at += lanes
        end += edges
    return longest


@inlined
def _attract(work: Any, half: Any, longest: Any, a: Any, b: Any, alpha: Any) -> None:
    """Move every sample of the group along its edges, one after the other, and store the steps of the tails."""
    lanes = np.uint64(LANES)
    attraction, turn = np.float32(-2.0) * a * b, np.float32(0)
    for at in range(_TAILS, _TAILS + longest * lanes, lanes):
        for lane in range(lanes):
            dx, dy = work[lane] - work[at + lane], work[_Y + lane] - work[at + half + lane]
            squared = dx * dx + dy * dy + np.float32(_LEAST_SQUARED)
            powered = power(squared, b)
            force = attraction * powered / (squared * (np.float32(1.0) + a * powered))
            step = alpha if turn < work[_DRAWN + lane] else np.float32(0)
            move_x, move_y = step * _clipped(force * dx), step * _clipped(force * dy)
            work[lane] += move_x
            work[_Y + lane] += move_y
            # As in umap-learn, the tail sees the sample's new position.
            work[at + lane] = step * _clipped(force * (dx + move_x))
            work[at + half + lane] = step * _clipped(force * (dy + move_y))
        turn += np.float32(1)


@inlined
def _move_tails(positions: Any, begin: Any, edges: Any, tails: Any, work: Any, at: Any, half: Any) -> None:
    for which in range(begin, begin + edges):
        other = np.uint64(tails[which]) * np.uint64(2)
        positions[other] -= work[at]
        positions[other + np.uint64(1)] -= work[at + half]
        at += np.uint64(LANES)


@inlined
def _repelled(x: Any, y: Any, other_x: Any, other_y: Any, start: Any, count: Any, a: Any, b: Any, step: Any) -> Any:
    """Return the position to which a run of ``count`` others pushes the sample at x and y."""
    repulsion = np.float32(2.0) * b
    sum_x, sum_y = np.float32(0), np.float32(0)
    for which in range(start, start + count):
        dx, dy = x - other_x[which], y - other_y[which]
        squared = dx * dx + dy * dy + np.float32(_LEAST_SQUARED)
        force = repulsion / ((np.float32(0.001) + squared) * (np.float32(1.0) + a * power(squared, b)))
        sum_x += _clipped(force * dx)
        sum_y += _clipped(force * dy)
    return x + step * sum_x, y + step * sum_y


@kernel
def advance(  # type: ignore[no-untyped-def]
    positions, first_edge, tail, weight, target, strength, curve, rounds, negatives, seed, shuffles
):
    """Move every sample of one epoch, ``positions`` (2N,) in place, through the rounds ``rounds[0]`` to ``rounds[1]``,
    at most ``ROUNDS_A_WINDOW``.

    Edges of sample i are ``first_edge[i]`` to ``first_edge[i + 1]`` of ``tail`` and ``weight`` (units of 2 ** -ONE);
    an edge of weight 1 is drawn in every round, one of weight 1/3 in every third. ``curve`` is UMAP's (a, b) of
    1 / (1 + a d^2b); ``rounds[2]`` is the total number of rounds, ``negatives`` = (per edge drawn, at a time).

    The steps of UMAP (McInnes, Healy, Melville 2018, appendix C) in another order. ``LANES`` samples draw and move
    together; each sees the previous positions of their tails. Repulsion is summed over a contiguous run of a
    shuffled copy of the round's positions, or several where many edges were drawn, one after the other, scaled to the
    number of negatives that UMAP would draw. The pull, 1 - exp(-x) of the way, is the limit of its many small steps
    to a target that stands still. Nothing depends on which thread runs this, or when.
    """
    samples = first_edge.shape[0] - 1
    a, b, per_edge = np.float32(curve[0]), np.float32(curve[1]), np.float32(negatives[0])
    at_a_time, starts = np.uint64(negatives[1]), np.int32(samples - negatives[1] + 1)
    drawn = np.empty((ROUNDS_A_WINDOW, tail.shape[0] + 1), np.uint32)
    count = np.empty((ROUNDS_A_WINDOW, samples), np.uint32)
    draw(first_edge, tail, weight, rounds[0], drawn, count)
    half = np.uint64(count.max()) * np.uint64(LANES)
    work = np.zeros(_TAILS + np.uint64(2) * half, np.float32)
    other_x, other_y = np.empty(samples, np.float32), np.empty(samples, np.float32)
    for this_round in range(rounds[0], rounds[1]):
        alpha = np.float32(step_size(this_round, rounds[2]))
        random = scramble(np.int32((this_round * 7919 + seed * 104729) & 0x7FFFFFFF))
        _copy_shuffled(positions, shuffles[this_round % shuffles.shape[0]], random, other_x, other_y)
        tails, counts, begin = drawn[this_round - rounds[0]], count[this_round - rounds[0]], np.uint64(0)
        for first in range(0, samples, LANES):
            used = np.uint64(min(LANES, samples - first))
            longest = _gather(positions, np.uint64(first), used, begin, tails, counts, work, half)
            _attract(work, half, longest, a, b, alpha)
            for lane in range(used):
                edges = work[_DRAWN + lane]
                if edges == 0:
                    continue
                _move_tails(positions, begin, np.uint64(edges), tails, work, _TAILS + lane, half)
                begin += np.uint64(edges)
                i = np.uint64(first) + lane
                # A sample with hundreds of edges flies off unless it sees after each run where that has pushed it.
                runs = np.int64(most(np.float32(1), per_edge * edges / np.float32(at_a_time) + np.float32(0.5)))
                step = alpha * per_edge * edges / (np.float32(at_a_time) * np.float32(runs))
                x, y = work[lane], work[_Y + lane]
                for run in range(runs):
                    start = np.uint64(below(scramble(random + np.int32(i) + np.int32(run * _NEXT_RUN)), starts))
                    x, y = _repelled(x, y, other_x, other_y, start, at_a_time, a, b, step)
                share = np.float32(1.0) - decay((per_edge + np.float32(2)) * edges * alpha * strength[i])
                x += share * (target[np.uint64(2) * i] - x)
                y += share * (target[np.uint64(2) * i + np.uint64(1)] - y)
                positions[np.uint64(2) * i] += x - work[_X_BEFORE + lane]
                positions[np.uint64(2) * i + np.uint64(1)] += y - work[_Y_BEFORE + lane]
