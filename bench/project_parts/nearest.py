"""Comparing every pair beside the approximate search: where each pays, by samples, width and structure."""

from collections.abc import Callable, Sequence
from statistics import median
from typing import Any

import numpy as np

from common.claims import Claim, no_less, print_table
from epochscope_embeddings.neighbors.approximate import approximate_neighbors, is_approximable, measured_recall
from epochscope_embeddings.neighbors.exact import exact_neighbors
from epochscope_embeddings.threads import Team, team
from project_parts.clock import Spent, timed
from project_parts.shared import NEIGHBORS
from project_parts.workplace import CORES, Workplace

SIZES = ((20_000, 64), (60_000, 16), (60_000, 64), (60_000, 512), (100_000, 64), (100_000, 512))
DIMENSIONS, REPEATS = 12, 2
LEAST_RECALL = 0.97


def measure(work: Workplace) -> list[Claim]:
    cases = [(samples, width, noise) for samples, width in SIZES for noise in (False, True)]
    words = [
        f"{samples:,} samples x {width} wide, {'noise' if noise else 'a sheet'}" for samples, width, noise in cases
    ]
    shrunk = [(work.samples(samples), *others) for samples, *others in cases]
    measured = work.ask(f"neighbors: both searches, {REPEATS} times each", "nearest.compare", {"cases": shrunk})
    rows = [
        (word, f"{found['exact']:.1f}", f"{found['approximate']:.1f}", f"{found['recall']:.3f}", found["used"])
        for word, found in zip(words, measured, strict=True)
    ]
    heads = ("", "exact, CPU s", "approximate, CPU s", "its recall", "used above 60,000")
    print_table("neighbors: one epoch, by turns, medians", heads, rows)
    return [
        no_less(f"neighbors: the recall of {word} is", found["recall"], LEAST_RECALL)
        for word, found in zip(words, measured, strict=True)
        if found["used"] == "yes"
    ]


def compare(cases: Sequence[tuple[int, int, bool]]) -> list[dict[str, Any]]:
    """Search both ways by turns in activations of these samples, widths and kinds (noise or not)."""
    with team(CORES) as threads:
        for search in _searches(threads):
            search(_points(3000, 16, noise=False))  # compiles
        return [_compared(_points(*case), threads) for case in cases]


def _compared(points: np.ndarray, threads: Team) -> dict[str, Any]:
    """Return the median processor seconds of each search, the recall, and whether the job would approximate."""
    spent: tuple[list[Spent], list[Spent]] = ([], [])
    for _ in range(REPEATS):
        for search, into in zip(_searches(threads), spent, strict=True):
            with timed(into):
                _, distance = search(points)
    exact, approximate = (median(one["cpu"] for one in of_search) for of_search in spent)
    used = "yes" if is_approximable(points, NEIGHBORS) else "no"
    return {"exact": exact, "approximate": approximate, "recall": measured_recall(points, distance), "used": used}


def _searches(threads: Team) -> tuple[Callable[[np.ndarray], tuple[np.ndarray, np.ndarray]], ...]:
    return (
        lambda points: exact_neighbors(points, NEIGHBORS, threads),
        lambda points: approximate_neighbors(points, NEIGHBORS),
    )


def _points(samples: int, width: int, noise: bool) -> np.ndarray:
    """Return activations (samples, width) around their mean: a bent sheet of 12 dimensions, or noise."""
    random = np.random.default_rng(0)
    points = random.normal(size=(samples, width))
    if not noise:
        sheet = random.normal(size=(samples, DIMENSIONS)) @ random.normal(size=(DIMENSIONS, width))
        points = np.tanh(sheet / 2) + 0.02 * points
    return (points - points.mean(axis=0)).astype(np.float32)
