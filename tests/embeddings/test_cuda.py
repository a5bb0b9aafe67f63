"""The neighbors and the layout with PyTorch. CI has no GPU: all tests but the last run them on the device "cpu", where
PyTorch does the same operations."""

import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from sklearn.datasets import load_digits
from sklearn.manifold import trustworthiness

from epochscope.store import UnusableSetting
from epochscope_embeddings import cuda, device
from epochscope_embeddings.cuda import exact_neighbors_on, optimize_on
from epochscope_embeddings.device import choose_device
from epochscope_embeddings.layout.align import curve, problem_of
from epochscope_embeddings.layout.graphs import REACH, fuzzy_graph
from epochscope_embeddings.layout.optimize import ROUNDS, Problem, optimize, windows
from epochscope_embeddings.layout.start import spectral_start
from epochscope_embeddings.neighbors.exact import exact_neighbors
from epochscope_embeddings.neighbors.search import nearest_neighbors
from epochscope_embeddings.threads import Team

CURVE = curve(0.1)
needs_no_cuda = pytest.mark.skipif(torch.cuda.is_available(), reason="there is a CUDA device here")


def assert_the_same_neighbors(on: str, points: np.ndarray, k: int, threads: Team) -> None:
    number, distance = exact_neighbors_on(on, points, k)
    expected, true = exact_neighbors(points, k, threads)
    assert number.tolist() == expected.tolist()
    np.testing.assert_allclose(distance, true, rtol=1e-6)
    assert (number.dtype, distance.dtype) == (np.int32, np.float32)


@pytest.fixture(scope="module")
def pixels() -> np.ndarray:
    """1797 digits in whole numbers, so that sums of squares in any order are the same."""
    return load_digits().data.astype(np.float32)


@pytest.mark.parametrize("k", [1, 15, 40])
def test_neighbors_of_digits_are_those_found_on_the_cpu(pixels, k: int, threads: Team) -> None:
    assert_the_same_neighbors("cpu", pixels, k, threads)


def test_neighbors_are_found_a_few_samples_at_a_time(pixels, threads: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cuda, "BLOCK_BYTES", 1 << 20)
    assert_the_same_neighbors("cpu", pixels, 15, threads)


def test_all_other_samples_can_be_requested(pixels, threads: Team) -> None:
    assert_the_same_neighbors("cpu", pixels[:50], 49, threads)


def test_groups_much_narrower_than_the_distance_between_them_keep_their_order(threads: Team) -> None:
    # Whole numbers once more; products of vectors this long round by more than the samples of a group are apart.
    rng = np.random.default_rng(0)
    groups = rng.integers(-100, 100, size=(5, 20))[np.arange(1000) % 5] * 10_000
    points = (groups + rng.integers(-9, 10, size=(1000, 20))).astype(np.float32)
    assert_the_same_neighbors("cpu", points, 15, threads)


def test_among_duplicates_the_first_are_the_nearest(threads: Team) -> None:
    points = np.repeat(np.random.default_rng(0).normal(size=(10, 7)).astype(np.float32), 60, axis=0)
    assert_the_same_neighbors("cpu", points, 15, threads)
    assert_the_same_neighbors("cpu", np.full((100, 3), 7, np.float32), 5, threads)


@pytest.fixture(scope="module")
def problem(digits, threads) -> Problem:
    """Five epochs of 300 digits."""
    graphs = [fuzzy_graph(nearest_neighbors(epoch, 14, threads), 15) for epoch in digits.activations]
    return problem_of(graphs, 7, threads)


@pytest.fixture(scope="module")
def start(digits, threads) -> np.ndarray:
    graphs = [fuzzy_graph(nearest_neighbors(epoch, 14, threads), 15) for epoch in digits.activations]
    return np.repeat(spectral_start(graphs, digits.activations[-1], 7)[None], 5, axis=0)


@pytest.fixture(scope="module")
def laid_out(problem, start) -> np.ndarray:
    return optimize_on("cpu", problem, start, CURVE, (0, ROUNDS))


def trust(digits, positions: np.ndarray) -> float:
    pairs = zip(digits.activations, positions, strict=True)
    return float(np.mean([trustworthiness(layer, layout, n_neighbors=15) for layer, layout in pairs]))


def step(positions: np.ndarray) -> float:
    """Return the mean way of a sample from epoch to epoch, in standard deviations of the layout."""
    return float(np.linalg.norm(np.diff(positions, axis=0), axis=2).mean() / positions.std())


def test_layouts_are_as_faithful_and_as_stable_as_on_the_cpu(digits, problem, start, laid_out, threads) -> None:
    there = optimize(problem, start, CURVE, (0, ROUNDS), threads)
    assert (laid_out.shape, laid_out.dtype) == (there.shape, there.dtype)
    assert abs(trust(digits, laid_out) - trust(digits, there)) < 0.01
    assert trust(digits, laid_out) > 0.95
    assert step(laid_out) < 1.3 * step(there)


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others(problem, start, laid_out) -> None:
    assert optimize_on("cpu", problem, start, CURVE, (0, ROUNDS)).tobytes() == laid_out.tobytes()
    assert optimize_on("cpu", replace(problem, seed=8), start, CURVE, (0, ROUNDS)).tobytes() != laid_out.tobytes()


@pytest.mark.parametrize("fixed", [0, 3, 5])
def test_fixed_epochs_do_not_move_and_the_others_are_reported(problem, start, fixed: int) -> None:
    reports: list[None] = []
    before = start.copy()
    moved = optimize_on("cpu", replace(problem, fixed=fixed), start, CURVE, (0, 10), lambda: reports.append(None))
    assert start.tobytes() == before.tobytes()
    assert moved[:fixed].tobytes() == start[:fixed].tobytes()
    assert (np.abs(moved[fixed:] - start[fixed:]).max(axis=(1, 2)) > 0.01).all()
    assert len(reports) == (5 - fixed) * windows(0, 10)


@pytest.mark.parametrize(
    "points",
    [
        pytest.param(np.arange(90)[:, None] // 30 * 1e4 + np.random.default_rng(0).normal(size=(90, 8)), id="groups"),
        pytest.param(np.repeat(np.random.default_rng(0).normal(size=(9, 8)), 10, axis=0), id="duplicates"),
        pytest.param(np.zeros((40, 8)), id="all the same"),
    ],
)
def test_disconnected_and_equal_samples_get_finite_positions(points: np.ndarray, threads: Team) -> None:
    layer = points.astype(np.float32)
    graphs = [fuzzy_graph(nearest_neighbors(layer, 4, threads), 5)] * 3
    on_one_spot = np.zeros((3, len(layer), 2), np.float32)
    spread = np.repeat(spectral_start(graphs, layer, 0)[None], 3, axis=0)
    for begin in (on_one_spot, spread):
        moved = optimize_on("cpu", problem_of(graphs, 0, threads), begin, CURVE, (0, ROUNDS))
        assert np.isfinite(moved).all()
        assert np.abs(moved).max() < 1000


def test_without_edges_nothing_moves(threads: Team) -> None:
    import scipy.sparse

    graphs = [scipy.sparse.csr_matrix((20, 20), dtype=np.float32)] * 2
    start = np.random.default_rng(0).normal(size=(2, 20, 2)).astype(np.float32)
    still = Problem(problem_of(graphs, 0, threads).edges, np.zeros((2, 2 * REACH + 1, 20), np.float32), 0)
    assert optimize_on("cpu", still, start, CURVE, (0, 8)).tobytes() == start.tobytes()


def test_cpu_is_used_if_requested() -> None:
    assert choose_device("cpu") == "cpu"


def test_without_a_driver_auto_is_the_cpu_and_does_not_load_torch(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(device, "DRIVER", tmp_path / "nvidiactl")
    monkeypatch.setattr(device, "torch_has_cuda", lambda: pytest.fail("torch was loaded"))
    assert choose_device("auto") == "cpu"


@needs_no_cuda
def test_a_driver_without_a_device_is_not_enough_for_auto(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(device, "DRIVER", tmp_path)
    assert choose_device("auto") == "cpu"


@needs_no_cuda
def test_cuda_is_rejected_with_a_message_where_there_is_none() -> None:
    with pytest.raises(UnusableSetting, match="--device cuda: PyTorch finds no CUDA device here; allowed: auto, cpu"):
        choose_device("cuda")


def test_without_torch_there_is_no_cuda(monkeypatch: pytest.MonkeyPatch) -> None:
    # As in an environment without PyTorch.
    monkeypatch.setitem(sys.modules, "torch", None)
    with pytest.raises(UnusableSetting, match="finds no CUDA device"):
        choose_device("cuda")


@pytest.mark.skipif(not torch.cuda.is_available(), reason="needs a CUDA device; PyTorch finds none here")
def test_a_gpu_finds_the_same_neighbors_and_draws_as_faithful_layouts(pixels, digits, problem, start, threads) -> None:
    assert choose_device("auto") == choose_device("cuda") == "cuda"
    assert_the_same_neighbors("cuda", pixels, 15, threads)
    assert_the_same_neighbors("cuda", np.repeat(pixels[:10], 60, axis=0), 15, threads)
    first, again = (optimize_on("cuda", replace(problem, fixed=1), start, CURVE, (0, ROUNDS)) for _ in range(2))
    assert first.tobytes() == again.tobytes()
    assert first[:1].tobytes() == start[:1].tobytes()
    there = optimize(problem, start, CURVE, (0, ROUNDS), threads)
    drawn = optimize_on("cuda", problem, start, CURVE, (0, ROUNDS))
    assert abs(trust(digits, drawn) - trust(digits, there)) < 0.01
