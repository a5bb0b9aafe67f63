"""What the aligner makes of real digits: qualities beside umap-learn's AlignedUMAP and PCA, not coordinates."""

import warnings

import numpy as np
import pytest
from scipy.spatial import cKDTree
from sklearn.manifold import trustworthiness

from epochscope.store import (
    Setting,
    SettingBounds,
    TooFewEpochs,
    TooFewSamples,
    UnusableSetting,
    require_values,
    setting_bounds,
)
from epochscope_embeddings.layout.align import Aligner, align_epochs, append_epochs, curve
from epochscope_embeddings.layout.baselines import principal_components, stock
from epochscope_embeddings.layout.graphs import REACH
from epochscope_embeddings.neighbors.search import nearest_neighbors
from epochscope_embeddings.prepare import centered
from epochscope_embeddings.quality.motion import real_motion, spread_of
from epochscope_embeddings.threads import Team, team

DEFAULT = Setting(15, 0.1)


def steps(positions: np.ndarray) -> np.ndarray:
    """Return the length of every sample's steps between epochs, (E - 1, N), in spreads of the layout."""
    return np.linalg.norm(np.diff(positions, axis=0), axis=2) / spread_of(positions)


def trust(digits, positions: np.ndarray) -> float:
    pairs = zip(digits.activations, positions, strict=True)
    return float(np.mean([trustworthiness(layer, layout, n_neighbors=15) for layer, layout in pairs]))


def recall(digits, positions: np.ndarray, threads: Team) -> float:
    found = []
    for layer, layout in zip(digits.activations, positions, strict=True):
        one, other = (nearest_neighbors(points, 15, threads).neighbor for points in (layer, layout))
        found.append((one[:, :, None] == other[:, None, :]).any(axis=2).mean())
    return float(np.mean(found))


def unneeded(digits, positions: np.ndarray, threads: Team) -> float:
    """Return the mean step of the quarter of samples whose neighborhood changed least."""
    neighbors = [nearest_neighbors(layer, 15, threads).neighbor for layer in digits.activations]
    changed = real_motion(neighbors, 15)[1:]
    least = changed <= np.quantile(changed, 0.25, axis=1, keepdims=True)
    return float(steps(positions)[least].mean())


def test_every_epoch_gets_its_layout(aligned) -> None:
    assert aligned.shape == (5, 300, 2)
    assert aligned.dtype == np.float32
    assert np.isfinite(aligned).all()


@pytest.mark.slow
def test_layouts_are_as_faithful_as_those_of_umap_learn_and_move_less(digits, aligned, by_stock, threads) -> None:
    # Measured, umap-learn second: trustworthiness 0.992 and 0.991, recall 0.786 and 0.764, unneeded motion 0.043 and
    # 0.050 spreads. Motion differs by a tenth between seeds, and as much between processors: three seeds of each.
    assert trust(digits, aligned) >= trust(digits, by_stock) - 0.002
    assert recall(digits, aligned, threads) >= recall(digits, by_stock, threads) - 0.005
    ours = [aligned, *(align_epochs(digits.activations, DEFAULT, seed, threads) for seed in (1, 2))]
    theirs = [by_stock, *(stock(digits.activations, 15, seed) for seed in (1, 2))]
    moved, moved_by_stock = (np.mean([unneeded(digits, one, threads) for one in each]) for each in (ours, theirs))
    assert moved <= 0.95 * moved_by_stock


def test_layouts_are_more_faithful_than_principal_components(digits, aligned, threads) -> None:
    flat = principal_components(lambda: digits.activations)
    assert trust(digits, aligned) > trust(digits, flat) + 0.05
    assert recall(digits, aligned, threads) > recall(digits, flat, threads) + 0.2


def test_the_last_step_is_no_longer_than_its_neighbors_where_all_epochs_change_alike(threads) -> None:
    lengths = np.mean(
        [steps(align_epochs(drifting(seed), DEFAULT, seed, threads)).mean(axis=1) for seed in range(8)], 0
    )
    # Measured over the steps between, ten seeds: the last 0.93, the first 0.88. umap-learn's last, which no epoch
    # pulls back: 1.16.
    assert lengths[-1] <= lengths[1:-1].mean()
    assert lengths[0] <= 1.05 * lengths[1:-1].mean()


def drifting(seed: int) -> list[np.ndarray]:
    random = np.random.default_rng(seed)
    fixed = 3 * random.normal(size=(5, 24))[np.arange(200) % 5] + random.normal(size=(200, 24))
    epochs, drift = [], random.normal(size=(200, 24))
    for _ in range(7):
        epochs.append((fixed + 0.8 * drift).astype(np.float32))
        drift = 0.8 * drift + 0.6 * random.normal(size=(200, 24))
    return epochs


@pytest.mark.slow
def test_samples_move_far_less_than_with_umap_learn_between_epochs_in_which_nothing_changed(digits, threads) -> None:
    same = [*digits.activations[:2], digits.activations[1], digits.activations[1]]
    ours = np.mean([steps(align_epochs(same, DEFAULT, seed, threads))[1:] for seed in range(5)])
    # Measured 0.013 and 0.036 spreads (means of six seeds and of one); bench/project.py measures more samples.
    assert ours <= 0.6 * steps(stock(same, 15, 0))[1:].mean()


def test_the_same_seed_gives_the_same_bytes_with_any_number_of_threads_and_another_seed_others(digits, aligned) -> None:
    for jobs in (1, 3):
        with team(jobs) as some:
            assert align_epochs(digits.activations, DEFAULT, 0, some).tobytes() == aligned.tobytes()
    with team(2) as two:
        assert align_epochs(digits.activations, DEFAULT, 1, two).tobytes() != aligned.tobytes()


@pytest.fixture(scope="module")
def aligner(digits, threads) -> Aligner:
    neighbors = [nearest_neighbors(epoch, 15, threads) for epoch in digits.activations]
    return Aligner(neighbors, centered(digits.activations[-1])[0], 15, 0, threads)


def test_a_larger_min_dist_draws_samples_farther_apart(digits, aligner) -> None:
    layouts = aligner.lay_out([0.0, 0.1, 0.5])
    apart = [np.median(cKDTree(layout[-1]).query(layout[-1], 2)[0][:, 1]) / spread_of(layout) for layout in layouts]
    assert apart[0] < 0.8 * apart[1] < 0.8 * 0.8 * apart[2]
    assert [trust(digits, layout) > 0.95 for layout in layouts] == [True] * 3


def nearest_apart(layout: np.ndarray) -> float:
    """Return the median distance to the nearest sample at the last epoch, in spreads of the layout."""
    return float(np.median(cKDTree(layout[-1]).query(layout[-1], 2)[0][:, 1]) / spread_of(layout))


def test_a_layout_does_not_depend_on_the_others_requested_with_it(aligner, aligned) -> None:
    several = aligner.lay_out([0.5, 0.1])
    assert several[1].tobytes() == aligned.tobytes() == aligner.lay_out([0.1])[0].tobytes()


def test_every_piece_of_work_is_reported(aligner) -> None:
    from epochscope_embeddings.layout.optimize import ROUNDS, SHARED_ROUNDS, windows

    reports: list[None] = []
    aligner.lay_out([0.0, 0.5], lambda: reports.append(None))
    assert len(reports) == 5 * (windows(0, SHARED_ROUNDS) + 2 * windows(SHARED_ROUNDS, ROUNDS))


def test_appended_epochs_are_as_faithful_and_near_to_those_that_stay(digits, threads) -> None:
    first = align_epochs(digits.activations[:3], DEFAULT, 0, threads)
    neighbors = [nearest_neighbors(epoch, 15, threads) for epoch in digits.activations]
    new = append_epochs(first, neighbors[max(0, 3 - REACH) :], DEFAULT, 0, threads, lambda: None)
    whole = np.concatenate([first, new])
    assert whole.shape == (5, 300, 2)
    # Measured 0.966, all laid out together 0.968; the new steps are 1.2 times as long as the old ones.
    assert trust(digits, whole) > 0.95
    moved = steps(whole).mean(axis=1)
    assert moved[2:].mean() < 2 * moved[:2].mean()


SAME = np.random.default_rng(0).normal(size=(30, 6))


@pytest.mark.parametrize(
    "activations",
    [
        pytest.param(np.zeros((2, 30, 6)), id="a dead layer"),
        pytest.param(np.stack([np.zeros((30, 6)), np.eye(30, 6)]), id="a layer dead at one epoch"),
        pytest.param(np.repeat(np.random.default_rng(0).normal(size=(2, 3, 6)), 10, axis=1), id="duplicates"),
        pytest.param(np.random.default_rng(0).normal(size=(2, 4, 6)), id="four samples"),
        pytest.param(np.arange(30)[None, :, None] // 10 * 1e6 + np.stack([SAME, SAME]), id="three far groups"),
        pytest.param(np.stack([SAME, SAME]) * 1e30, id="huge activations"),
        pytest.param(np.stack([SAME, SAME]) * 1e-30, id="tiny activations"),
        pytest.param(np.stack([SAME[:, :1], SAME[:, :1]]), id="one wide"),
    ],
)
def test_strange_layers_get_finite_positions_without_a_warning(activations: np.ndarray, threads) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        positions = align_epochs(list(activations.astype(np.float32)), Setting(3, 0.1), 0, threads)
    assert np.isfinite(positions).all()


def test_a_hub_that_all_samples_are_neighbors_of_does_not_fly_off(threads) -> None:
    # So are untrained logits in float16: most samples fall on a few equal values, which are then everyone's neighbors.
    coarse = np.round(np.random.default_rng(0).normal(size=(2, 600, 2)) * 0.7).astype(np.float32)
    last = align_epochs(list(coarse), Setting(50, 0.1), 0, threads)[-1]
    assert np.abs(last - np.median(last, axis=0)).max() < 60


def test_disconnected_groups_lie_apart(threads) -> None:
    random = np.random.default_rng(0)
    far = (np.arange(90)[:, None] // 30 * 1000 + random.normal(size=(90, 8))).astype(np.float32)
    last = align_epochs([far, far + 0.1], Setting(5, 0.1), 0, threads)[-1].reshape(3, 30, 2)
    centers, widths = last.mean(axis=1), last.std(axis=1).max()
    assert min(np.linalg.norm(centers[one] - centers[other]) for one, other in ((0, 1), (0, 2), (1, 2))) > 2 * widths


@pytest.mark.parametrize(("min_dist", "off"), [(0.0, 0.06), (0.1, 0.06), (0.5, 0.09), (1.0, 0.11)])
def test_the_curve_is_1_up_to_min_dist_and_then_falls_as_exp(min_dist: float, off: float) -> None:
    a, b = curve(min_dist)
    far = np.linspace(min_dist, 3, 50)
    assert np.abs(1 / (1 + a * far ** (2 * b)) - np.exp(-(far - min_dist))).max() < off


@pytest.mark.parametrize(
    ("epochs", "samples", "setting", "error", "message"),
    [
        (0, 0, DEFAULT, TooFewEpochs, "at least one recorded epoch; this run has none"),
        (2, 3, Setting(2, 0.1), TooFewSamples, "at least 4 samples; this run has 3"),
        (2, 15, Setting(15, 0.1), UnusableSetting, "from 2 to 14 .* not 15"),
        (2, 15, Setting(5, 0.5, "stock"), UnusableSetting, "ignores min_dist"),
    ],
)
def test_what_cannot_be_aligned_is_rejected(epochs, samples, setting, error, message, threads) -> None:
    with pytest.raises(error, match=message):
        align_epochs([np.zeros((samples, 3), np.float32)] * epochs, setting, 0, threads)


@pytest.mark.parametrize(
    ("values", "message"),
    [((1, 0.1), "from 2 to 14 .* not 1"), ((5, 1.5), "from 0 to 1, not 1.5"), ((15, 0.1), "not 15")],
)
def test_values_outside_the_bounds_of_a_run_are_rejected(values: tuple[int, float], message: str) -> None:
    with pytest.raises(UnusableSetting, match=message):
        require_values(*values, samples=15)
    assert setting_bounds(15) == SettingBounds((2, 14), (0, 1))
    require_values(14, 1.0, samples=15)
