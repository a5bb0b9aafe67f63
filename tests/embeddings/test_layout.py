"""The optimization of all epochs at once: its order of work, its arithmetic, and which way it moves samples."""

import threading
import time
from dataclasses import replace

import numpy as np
import pytest

from epochscope_embeddings.layout.align import curve, problem_of
from epochscope_embeddings.layout.graphs import REACH, Edges, fuzzy_graph
from epochscope_embeddings.layout.kernel import LANES, ONE, ROUNDS_A_WINDOW, advance, draw, pull_targets, step_size
from epochscope_embeddings.layout.optimize import (
    FULL_PULL_ROUNDS,
    HOLD,
    PULL,
    ROUNDS,
    SHARED_ROUNDS,
    InStep,
    Problem,
    grown,
    optimize,
    pulls,
    windows,
)
from epochscope_embeddings.neighbors.search import nearest_neighbors
from epochscope_embeddings.threads import Team, team

CURVE = curve(0.1)


class Diary:
    """Work that writes down when each window of an epoch began and ended."""

    def __init__(self, slow_epoch: int = -1) -> None:
        self.entries: list[tuple[str, int, int]] = []
        self._slow_epoch = slow_epoch
        self._lock = threading.Lock()

    def __call__(self, epoch: int, window: int) -> None:
        self._write("begins", epoch, window)
        time.sleep(0.003 if epoch == self._slow_epoch else 0.0002)
        self._write("ends", epoch, window)

    def _write(self, what: str, epoch: int, window: int) -> None:
        with self._lock:
            self.entries.append((what, epoch, window))

    def begun(self) -> list[tuple[int, int]]:
        return [(epoch, window) for what, epoch, window in self.entries if what == "begins"]


@pytest.mark.parametrize("jobs", [1, 3])
@pytest.mark.parametrize("reach", [0, 1, REACH])
@pytest.mark.parametrize("fixed", [0, 2])
def test_a_window_begins_once_all_epochs_in_reach_finished_the_previous_one(jobs: int, reach: int, fixed: int) -> None:
    epochs, number = 7, 6
    diary, reports = Diary(slow_epoch=4), []
    with team(jobs) as some:
        InStep(epochs, fixed, number, reach, diary, lambda: reports.append(None)).run(some)
    everything = [(epoch, window) for epoch in range(fixed, epochs) for window in range(number)]
    assert sorted(diary.begun()) == everything
    assert len(reports) == len(everything)
    done, busy = [number] * fixed + [0] * (epochs - fixed), set()
    for what, epoch, window in diary.entries:
        if what == "begins":
            assert epoch not in busy
            assert min(done[max(0, epoch - reach) : epoch + reach + 1]) >= window == done[epoch]
            busy.add(epoch)
        else:
            busy.remove(epoch)
            done[epoch] += 1


def test_with_every_epoch_fixed_no_work_is_done() -> None:
    diary = Diary()
    with team(2) as some:
        InStep(3, 3, 5, 1, diary, lambda: None).run(some)
    assert diary.entries == []


@pytest.mark.parametrize("jobs", [1, 3])
def test_an_error_in_one_window_is_raised_and_ends_all_the_others(jobs: int) -> None:
    diary = Diary()

    def work(epoch: int, window: int) -> None:
        diary(epoch, window)
        if (epoch, window) == (1, 2):
            raise ArithmeticError("of epoch 1")

    # Every epoch is in reach of every other: they wait for the one that never ends.
    with pytest.raises(ArithmeticError, match="of epoch 1"), team(jobs) as some:
        InStep(4, 0, 50, 3, work, lambda: None).run(some)
    assert max(window for _, window in diary.begun()) == 2


def test_an_error_stops_epochs_that_do_not_wait_for_others() -> None:
    failing = threading.Event()
    diary = Diary()

    def work(epoch: int, window: int) -> None:
        diary(epoch, window)
        if epoch == 2:
            failing.set()
            raise ArithmeticError
        failing.wait()

    with pytest.raises(ArithmeticError), team(3) as some:
        InStep(3, 0, 20_000, 0, work, lambda: None).run(some)
    assert len(diary.begun()) < 20_000


def test_an_error_of_a_report_is_raised() -> None:
    def report() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), team(2) as some:
        InStep(3, 0, 5, 1, Diary(), report).run(some)


def edges_between(samples: int, shares: dict[tuple[int, int], float]) -> Edges:
    """Return edges of these shares of the largest weight, in both directions."""
    both = sorted({**shares, **{(tail, head): share for (head, tail), share in shares.items()}}.items())
    first = np.searchsorted([head for (head, _), _ in both], np.arange(samples + 1))
    tail = np.array([tail for (_, tail), _ in both], np.uint32)
    weight = np.array([round(share * 2**ONE) for _, share in both], np.uint32)
    return Edges(first.astype(np.int64), tail, weight)


def drawn_in(edges: Edges, first_round: int) -> tuple[list[list[int]], list[list[int]]]:
    """Return the tails drawn in each of four rounds and how many of each sample."""
    samples = len(edges.first) - 1
    drawn = np.zeros((ROUNDS_A_WINDOW, len(edges.tail) + 1), np.uint32)
    count = np.zeros((ROUNDS_A_WINDOW, samples), np.uint32)
    draw(edges.first, edges.tail, edges.weight, first_round, drawn, count)
    return [line[: each.sum()].tolist() for line, each in zip(drawn, count, strict=True)], count.tolist()


def test_an_edge_is_drawn_as_often_as_its_weight_says() -> None:
    edges = edges_between(5, {(0, 1): 1, (0, 2): 1 / 2, (0, 3): 1 / 3, (1, 4): 1 / 6})
    tails, counts = [], []
    for first_round in (0, 4, 8):
        some_tails, some_counts = drawn_in(edges, first_round)
        tails += some_tails
        counts += some_counts
    # In units of 2 ** -20 a third is a little less than one: it falls due one round later than it would.
    rounds = {(0, 1): range(12), (0, 2): (1, 3, 5, 7, 9, 11), (0, 3): (3, 6, 9), (1, 4): (5, 11)}
    for this_round in range(12):
        due = [pair for pair, when in rounds.items() if this_round in when]
        both = sorted(due + [(tail, head) for head, tail in due])
        assert tails[this_round] == [tail for _, tail in both]
        assert counts[this_round] == [sum(head == sample for head, _ in both) for sample in range(5)]


def test_every_edge_is_drawn_as_often_in_all_rounds_as_its_weight_says() -> None:
    shares = np.random.default_rng(0).uniform(1 / ROUNDS, 1, size=30)
    edges = edges_between(31, {(0, other): share for other, share in enumerate(shares, 1)})
    total = np.sum([drawn_in(edges, first)[1] for first in range(0, ROUNDS, ROUNDS_A_WINDOW)], axis=(0, 1))
    assert total[1:].tolist() == [round(share * 2**ONE) * ROUNDS >> ONE for share in shares]
    assert total[0] == total[1:].sum()


def test_steps_begin_in_full_never_grow_and_end_near_0() -> None:
    sizes = [step_size(this_round, ROUNDS) for this_round in range(ROUNDS)]
    assert sizes[0] == 1
    assert (np.diff(sizes) <= 0).all()
    assert 0 < sizes[-1] < 1e-3


def test_a_sample_is_pulled_by_its_likeness_and_more_if_it_changed_less_than_others() -> None:
    likeness = np.zeros((1, 3, 8), np.float32)
    likeness[0, 0] = [0.05, 0.05, 0.05, 0.05, 0.05, 0.05, 0, 0.9]
    likeness[0, 1] = 1
    mean = 1.2 / 8
    compared = np.array([0.05] * 6 + [0, 2.5 * mean]) ** 4 / (mean**4 + 0.1**4)
    expected = PULL * compared + HOLD * likeness[0, 0] ** 6
    alike = PULL / (1 + 0.1**4) + HOLD
    np.testing.assert_allclose(pulls(likeness)[0], [expected, [alike] * 8, [0] * 8], rtol=1e-5)


def test_neighborhoods_alike_only_by_chance_hardly_pull() -> None:
    likeness = np.zeros((1, 3, 100), np.float32)
    likeness[0, :, :50] = np.array([0.06, 0.3, 0.9])[:, None]
    chance, some, most = pulls(likeness)[0, :, 0]
    # Half of the samples is twice as alike as the mean in all three.
    assert chance < some / 10
    assert most > some


def test_the_pull_grows_evenly_and_stays() -> None:
    assert [grown(0), grown(FULL_PULL_ROUNDS // 2), grown(FULL_PULL_ROUNDS), grown(ROUNDS)] == [0, 0.5, 1, 1]


def test_epochs_pull_by_their_likeness_less_the_farther_they_are_and_for_those_that_are_missing() -> None:
    rng = np.random.default_rng(0)
    pull, positions = rng.uniform(size=(5, 7, 6)).astype(np.float32), rng.normal(size=(5, 12)).astype(np.float32)
    pull[1, :, 3] = 0
    target, strength = np.full(12, 9, np.float32), np.full(6, 9, np.float32)
    pull_targets(1, pull, 0.5, positions, target, strength)
    # Epoch 1 has one before it and three after, where others have three on both sides; index 3 is itself.
    missing = 2 * (1 + 0.5 + 0.25) / (1 + 1 + 0.5 + 0.25)
    share = {0: missing, 2: missing, 3: 0.5 * missing, 4: 0.25 * missing}
    weights = {other: factor * pull[1, 3 + other - 1] for other, factor in share.items()}
    expected = sum(weights.values())
    np.testing.assert_allclose(strength, expected, rtol=1e-5)
    wanted = sum(weight[:, None] * positions[other].reshape(6, 2) for other, weight in weights.items())
    mean = np.divide(wanted, expected[:, None], out=np.zeros((6, 2)), where=expected[:, None] > 0)
    np.testing.assert_allclose(target.reshape(6, 2), mean, rtol=1e-4, atol=1e-6)


def scrambled(number: int) -> int:
    number = ((number & 0xFFFFFFFF) ^ (number & 0xFFFFFFFF) >> 16) * 0x7FEB352D & 0xFFFFFFFF
    number = (number ^ number >> 15) * 0x846CA68B & 0xFFFFFFFF
    return number ^ number >> 16


def below(bits: int, limit: int) -> int:
    return bits * limit >> 32


def slow_round(
    positions: np.ndarray,
    edges: Edges,
    pull: tuple[np.ndarray, np.ndarray],
    this_round: int,
    negatives: tuple[int, int],
    seed: int,
    shuffles: np.ndarray,
) -> np.ndarray:
    """Return positions (N, 2) after one round of what ``advance`` says it does, one edge after the other."""
    a, b = CURVE
    (target, strength), (per_edge, at_a_time) = pull, negatives
    alpha = step_size(this_round, ROUNDS)
    samples = len(positions)
    random = scrambled((this_round * 7919 + seed * 104729) & 0x7FFFFFFF)
    others = positions[np.roll(shuffles[this_round % len(shuffles)], -below(scrambled(random), samples))]
    positions = positions.copy()
    for group in np.array_split(np.arange(samples), range(LANES, samples, LANES)):
        before, moved, tail_steps = positions.copy(), {}, []
        for i in group:
            at = before[i].copy()
            due = [
                edge
                for edge in range(edges.first[i], edges.first[i + 1])
                if int(edges.weight[edge]) * (this_round + 1) >> ONE > int(edges.weight[edge]) * this_round >> ONE
            ]
            if not due:
                continue
            for tail in edges.tail[due]:
                apart = at - before[tail]
                squared = apart @ apart + 1e-12
                force = -2 * a * b * squared ** (b - 1) / (1 + a * squared**b)
                step = alpha * np.clip(force * apart, -4, 4)
                at += step
                tail_steps.append((tail, alpha * np.clip(force * (apart + step), -4, 4)))
            runs = int(max(1, per_edge * len(due) / at_a_time + 0.5))
            for run in range(runs):
                start = below(scrambled(random + int(i) + 1_000_003 * run), samples - at_a_time + 1)
                apart = at - others[start : start + at_a_time]
                squared = (apart**2).sum(axis=1, keepdims=True) + 1e-12
                push = np.clip(2 * b / ((0.001 + squared) * (1 + a * squared**b)) * apart, -4, 4)
                at += alpha * per_edge * len(due) / runs * push.mean(axis=0)
            at += (1 - np.exp(-(per_edge + 2) * len(due) * alpha * strength[i])) * (target[i] - at)
            moved[i] = at
        for tail, step in tail_steps:
            positions[tail] -= step
        for i, at in moved.items():
            positions[i] += at - before[i]
    return positions


@pytest.mark.parametrize("this_round", [0, 60, 100, ROUNDS - 1])
@pytest.mark.parametrize("samples", [LANES, 2 * LANES + 8])
def test_a_round_is_that_of_a_plain_loop_over_samples_and_edges(this_round: int, samples: int) -> None:
    rng = np.random.default_rng(0)
    pairs = rng.integers(1, samples - 1, size=(samples, 2))
    shares = {(int(head), int(tail)): rng.uniform(0.05, 1) for head, tail in pairs if head < tail}
    # Some edges that are always drawn, a sample whose only one hardly is, and one, the last, that has none.
    shares |= {(i, i + 1): 1.0 for i in range(1, samples - 2, 3)} | {(0, 1): 0.05}
    edges = edges_between(samples, shares)
    positions = rng.normal(size=(samples, 2)).astype(np.float32) * 1.5
    positions[5] = positions[6]
    target = rng.normal(size=(samples, 2)).astype(np.float32)
    strength = rng.uniform(0, 0.1, size=samples).astype(np.float32)
    shuffles = np.stack([rng.permutation(samples).astype(np.uint32) for _ in range(3)])
    expected = slow_round(
        positions.astype(np.float64), edges, (target, strength), this_round, (5, 8), 123_456, shuffles
    )
    found = positions.reshape(-1).copy()
    advance(
        found,
        edges.first,
        edges.tail,
        edges.weight,
        target.reshape(-1),
        strength,
        CURVE,
        (this_round, this_round + 1, ROUNDS),
        (5, 8),
        123_456,
        shuffles,
    )
    moved = found.reshape(samples, 2) - positions
    np.testing.assert_allclose(moved, expected - positions, rtol=1e-3, atol=1e-3)
    assert not moved[-1].any()
    assert np.abs(moved).max() > (0.5 if this_round <= 100 else 0)


@pytest.fixture(scope="module")
def problem(digits, threads) -> Problem:
    """Five epochs of 300 digits."""
    graphs = [fuzzy_graph(nearest_neighbors(epoch, 14, threads), 15) for epoch in digits.activations]
    return problem_of(graphs, 7, threads)


@pytest.fixture(scope="module")
def start(problem) -> np.ndarray:
    epochs, samples = problem.likeness.shape[0], problem.likeness.shape[2]
    one = np.random.default_rng(0).normal(size=(samples, 2)).astype(np.float32) * 5
    return np.repeat(one[None], epochs, axis=0)


@pytest.fixture(scope="module")
def optimized(problem, start, threads) -> np.ndarray:
    return optimize(problem, start, CURVE, (0, ROUNDS), threads)


@pytest.mark.parametrize("jobs", [1, 3])
def test_any_number_of_threads_draws_the_same_bytes(problem, start, optimized, jobs: int) -> None:
    with team(jobs) as some:
        assert optimize(problem, start, CURVE, (0, ROUNDS), some).tobytes() == optimized.tobytes()


def test_another_seed_draws_another_layout(problem, start, optimized, threads) -> None:
    other = optimize(replace(problem, seed=8), start, CURVE, (0, ROUNDS), threads)
    assert np.isfinite(other).all()
    assert np.abs(other - optimized).max() > 1


def test_rounds_may_be_split_into_two_calls(problem, start, optimized, threads) -> None:
    shared = optimize(problem, start, CURVE, (0, SHARED_ROUNDS), threads)
    both = optimize(problem, shared, CURVE, (SHARED_ROUNDS, ROUNDS), threads)
    assert both.tobytes() == optimized.tobytes()


def test_the_start_is_not_changed(problem, start, threads) -> None:
    before = start.copy()
    optimize(problem, start, CURVE, (0, 4), threads)
    assert start.tobytes() == before.tobytes()


@pytest.mark.parametrize("fixed", [1, 3, 5])
def test_fixed_epochs_keep_their_bytes_and_the_others_are_reported(problem, start, fixed: int, threads) -> None:
    reports: list[None] = []
    some = replace(problem, fixed=fixed)
    moved = optimize(some, start, CURVE, (0, 10), threads, lambda: reports.append(None))
    assert moved[:fixed].tobytes() == start[:fixed].tobytes()
    assert len(reports) == (5 - fixed) * windows(0, 10) == (5 - fixed) * 3
    assert (np.abs(moved[fixed:] - start[fixed:]).max(axis=(1, 2)) > 0.1).all()


def alone(samples: int, shares: dict[tuple[int, int], float]) -> Problem:
    """Return one epoch's problem with these edges."""
    return Problem([edges_between(samples, shares)], np.zeros((1, 2 * REACH + 1, samples), np.float32), 0)


def test_two_samples_with_an_edge_come_near_to_each_other(threads: Team) -> None:
    start = np.array([[[-10, 0], [10, 1], [0, 30], [0, 31]]], np.float32)
    moved = optimize(alone(4, {(0, 1): 1, (2, 3): 1}), start, CURVE, (0, ROUNDS), threads)[0]
    assert np.linalg.norm(moved[0] - moved[1]) < 2


def test_two_samples_without_an_edge_part_where_they_lie_on_nearly_one_spot(threads: Team) -> None:
    start = np.array([[[0, 0], [0.01, 0], [-1, 0], [1, 0.01]]], np.float32)
    moved = optimize(alone(4, {(0, 2): 1, (1, 3): 1}), start, CURVE, (0, ROUNDS), threads)[0]
    assert np.linalg.norm(moved[0] - moved[1]) > 2


def test_a_sample_whose_neighborhood_stays_is_pulled_to_its_adjacent_positions(problem, start, threads) -> None:
    # Nothing but the pull goes from epoch to epoch: without it they part.
    noise = np.random.default_rng(1).normal(size=start.shape).astype(np.float32)
    same = np.ones_like(problem.likeness)
    layouts = [
        optimize(replace(problem, likeness=like), start + noise, CURVE, (0, ROUNDS), threads)
        for like in (same, problem.likeness, 0 * same)
    ]
    steps = [np.linalg.norm(np.diff(layout, axis=0), axis=2).mean() for layout in layouts]
    assert 1.2 * steps[0] < steps[1] < steps[2] / 1.2


def test_samples_without_any_edge_stay_where_they_are(threads: Team) -> None:
    start = np.random.default_rng(0).normal(size=(1, 20, 2)).astype(np.float32)
    assert optimize(alone(20, {}), start, CURVE, (0, ROUNDS), threads).tobytes() == start.tobytes()
    moved = optimize(alone(20, {(3, 4): 1}), start, CURVE, (0, ROUNDS), threads)
    assert np.flatnonzero((moved != start).any(axis=2)[0]).tolist() == [3, 4]


def test_samples_all_on_one_spot_stay_finite(threads: Team) -> None:
    shares = {(i, (i + 1) % 20): 1.0 for i in range(20)}
    moved = optimize(alone(20, shares), np.zeros((1, 20, 2), np.float32), CURVE, (0, ROUNDS), threads)
    assert np.isfinite(moved).all()
