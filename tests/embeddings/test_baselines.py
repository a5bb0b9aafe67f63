"""The methods that ours is compared with draw what umap-learn and scikit-learn do."""

import warnings
from collections.abc import Callable, Iterator

import numba
import numpy as np
import pytest
from numba.core.decorators import njit
from numba.core.event import install_recorder
from scipy.spatial.distance import pdist
from sklearn.decomposition import PCA
from sklearn.manifold import trustworthiness

from epochscope_embeddings.errors import AlignmentFailed
from epochscope_embeddings.layout.baselines import (
    STOCK_ROUNDS,
    principal_components,
    reporting_rounds,
    separate,
    stock,
)


class Reports(list[None]):
    """Counts how often it is called."""

    def __call__(self) -> None:
        self.append(None)


@pytest.fixture(scope="module")
def small(digits) -> list[np.ndarray]:
    """Two epochs of forty digits."""
    return [activations[:40] for activations in digits.activations[:2]]


def steps(positions: np.ndarray) -> np.ndarray:
    """Return the mean length of every step between epochs."""
    return np.linalg.norm(np.diff(positions, axis=0), axis=2).mean(axis=1)


@pytest.mark.slow
def test_stock_draws_a_faithful_layout_of_every_epoch(digits, by_stock) -> None:
    assert (by_stock.shape, by_stock.dtype) == ((5, 300, 2), np.float32)
    for activations, layout in zip(digits.activations, by_stock, strict=True):
        assert trustworthiness(activations, layout, n_neighbors=15) > 0.93


@pytest.fixture(scope="module")
def reported(small) -> tuple[np.ndarray, int]:
    """The stock layout with the seed 7, and how often it was reported."""
    reports = Reports()
    return stock(small, 5, 7, reports), len(reports)


@pytest.mark.slow
def test_stock_reports_every_round_and_leaves_umap_learn_as_it_was(reported) -> None:
    from tqdm.auto import tqdm
    from umap import layouts

    assert reported[1] == STOCK_ROUNDS
    assert layouts.tqdm is tqdm
    assert numba.njit is njit
    with pytest.raises(KeyboardInterrupt), reporting_rounds(Reports()):
        assert layouts.tqdm is not tqdm
        raise KeyboardInterrupt
    assert layouts.tqdm is tqdm


@pytest.mark.slow
def test_the_same_seed_gives_the_same_stock_layout_and_another_seed_another_without_compiling_again(
    small, reported
) -> None:
    assert np.array_equal(reported[0], stock(small, np.int64(5), np.int64(7)))  # type: ignore[arg-type]
    with install_recorder("numba:compile") as compilations:
        assert not np.array_equal(reported[0], stock(small, 5, 8))
    assert compilations.buffer == []


@pytest.mark.slow
def test_the_last_step_of_stock_is_no_longer_than_the_others_where_all_epochs_change_alike() -> None:
    random = np.random.default_rng(1)
    fixed = 3 * random.normal(size=(5, 24))[np.arange(100) % 5] + random.normal(size=(100, 24))
    epochs, drift = [], random.normal(size=(100, 24))
    for _ in range(6):
        epochs.append((fixed + 0.8 * drift).astype(np.float32))
        drift = 0.8 * drift + 0.6 * random.normal(size=(100, 24))
    # Last step over those before, seeds 0 to 3: 1.12, 0.91, 1.02, 1.14; without the copy 1.22, 1.37, 1.11, 1.18.
    lengths = steps(stock(epochs, 15, 0))
    assert lengths[-1] < 1.2 * lengths[1:-1].mean()


@pytest.mark.parametrize(
    "activations",
    [
        pytest.param(np.stack([np.zeros((30, 6)), np.eye(30, 6)]), id="a layer dead at one epoch"),
        pytest.param(np.random.default_rng(0).normal(size=(2, 4, 6)), id="four samples"),
    ],
)
@pytest.mark.slow
def test_strange_layers_get_finite_stock_positions_without_a_warning(activations: np.ndarray) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        positions = stock(list(activations.astype(np.float32)), 3, 0)
    assert np.isfinite(positions).all()


# No input is known for which umap-learn surely returns NaN with the settings used here: in the next two tests its
# answer is made up.
def answer_with(monkeypatch: pytest.MonkeyPatch, positions: np.ndarray) -> None:
    """Have umap-learn's AlignedUMAP answer with these positions (E, N, 2)."""

    class Answer:
        def __init__(self, **_: object) -> None:
            self.embeddings_: list[np.ndarray] = []

        def fit(self, epochs: list[np.ndarray], relations: list[dict[int, int]]) -> None:
            assert len(epochs) == len(relations) + 1 == len(positions)
            self.embeddings_ = list(positions)

    monkeypatch.setattr("umap.AlignedUMAP", Answer)


@pytest.mark.slow
def test_a_sample_without_neighbors_takes_its_position_from_the_nearest_epoch(monkeypatch: pytest.MonkeyPatch) -> None:
    positions = np.arange(5 * 4 * 2, dtype=np.float32).reshape(5, 4, 2)
    broken = positions.copy()
    broken[0, 1] = broken[1, 1] = np.nan
    broken[:, 3] = np.nan
    answer_with(monkeypatch, broken)
    expected = positions[:4].copy()
    expected[:2, 1] = positions[2, 1]
    expected[:, 3] = positions[:4, :3].mean(axis=1)
    # At the first epochs the middle of those that are known there.
    expected[0, 3], expected[1, 3] = positions[0, [0, 2]].mean(axis=0), positions[1, [0, 2]].mean(axis=0)
    assert stock([np.zeros((4, 3), np.float32)] * 4, 2, 0).tolist() == expected.tolist()


@pytest.mark.slow
def test_only_nan_positions_are_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    answer_with(monkeypatch, np.full((3, 4, 2), np.nan, np.float32))
    with pytest.raises(AlignmentFailed, match="no position at all"):
        stock([np.zeros((4, 3), np.float32)] * 2, 2, 0)


@pytest.mark.slow
def test_separate_layouts_are_those_of_umap_rotated_onto_the_previous_one(small) -> None:
    from umap import UMAP

    reports = Reports()
    found = separate(small, 5, 0.3, 3, reports)
    assert (found.shape, found.dtype, len(reports)) == ((2, 40, 2), np.float32, 2)
    for activations, layout in zip(small, found, strict=True):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            alone = UMAP(n_neighbors=5, min_dist=0.3, random_state=3).fit_transform(activations)
        np.testing.assert_allclose(pdist(layout), pdist(alone), rtol=1e-3, atol=1e-4)
    assert np.abs(found.mean(axis=1)).max() < 1e-4
    sines = [(np.cos(angle), np.sin(angle)) for angle in np.arange(0.1, 6, 0.1)]
    turned = [found[1] @ np.array([[cosine, sine], [-sine, cosine]]) for cosine, sine in sines]
    assert ((found[1] - found[0]) ** 2).sum() < min(((one - found[0]) ** 2).sum() for one in turned)


@pytest.mark.slow
def test_separate_layouts_are_no_nearer_to_each_other_than_those_laid_out_together(digits, by_stock) -> None:
    alone = separate(digits.activations[:2], 15, 0.1, 0)
    together = by_stock[:2]
    assert steps(together)[0] / together.std() < 0.5 * steps(alone)[0] / alone.std()


def again(epochs: list[np.ndarray]) -> Callable[[], Iterator[np.ndarray]]:
    """Return what gives the epochs one at a time, as often as it is called."""
    return lambda: iter(epochs)


def test_principal_components_are_those_of_all_epochs_together(digits) -> None:
    reports = Reports()
    found = principal_components(again(digits.activations), reports)
    assert (found.shape, found.dtype, len(reports)) == ((5, 300, 2), np.float32, 10)
    fitted = PCA(2, svd_solver="full").fit(np.concatenate(digits.activations).astype(np.float64))
    expected = np.stack([fitted.transform(activations) for activations in digits.activations])
    sign = np.sign((found * expected).sum(axis=(0, 1)))
    np.testing.assert_allclose(found, expected * sign, atol=1e-4)


def test_principal_components_of_a_mirrored_layer_keep_their_side_by_the_layer_not_by_chance() -> None:
    epochs = [np.random.default_rng(epoch).normal(size=(50, 6)) * [6, 5, 4, 3, 2, 1] for epoch in range(3)]
    found, mirrored = (principal_components(again([side * epoch for epoch in epochs])) for side in (1, -1))
    np.testing.assert_allclose(mirrored, -found, atol=1e-5)


def test_principal_components_are_centered_however_far_from_the_origin_the_layer_is() -> None:
    epochs = [np.random.default_rng(epoch).normal(size=(50, 6)).astype(np.float32) + 1000 for epoch in range(2)]
    found = principal_components(again(epochs))
    np.testing.assert_allclose(found.mean(axis=(0, 1)), 0, atol=1e-4)


def test_a_layer_one_wide_gets_a_second_axis_of_zeros() -> None:
    epochs = [np.array([[1], [2], [6]], np.float32), np.array([[0], [0], [3]], np.float32)]
    expected = [[[-1, 0], [0, 0], [4, 0]], [[-2, 0], [-2, 0], [1, 0]]]
    assert principal_components(again(epochs)).tolist() == expected


def test_a_dead_layer_has_components_all_the_same() -> None:
    assert not principal_components(again([np.full((4, 3), 2, np.float32)] * 2)).any()
