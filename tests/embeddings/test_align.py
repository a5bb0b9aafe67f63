"""What umap-learn makes of real digits: qualities, not coordinates. One fit is shared by most tests."""

import warnings

import numpy as np
import pytest
from sklearn.manifold import trustworthiness

from epochscope_embeddings import align
from epochscope_embeddings.align import STEPS, AlignSettings, align_epochs
from epochscope_embeddings.errors import AlignmentFailed, TooFewEpochs, TooFewSamples, UnusableSetting


def movement(positions: np.ndarray) -> np.ndarray:
    """Return the mean length of each step between epochs, in standard deviations of the picture."""
    spread = (positions - positions.mean(axis=1, keepdims=True)).std()
    return np.linalg.norm(np.diff(positions, axis=0), axis=2).mean(axis=1) / spread


def test_every_epoch_gets_its_picture(aligned) -> None:
    assert aligned.positions.shape == (4, 200, 2)
    assert aligned.positions.dtype == np.float32
    assert np.isfinite(aligned.positions).all()


def test_neighborhoods_are_kept_at_every_epoch(aligned) -> None:
    # Measured 0.969 to 0.993.
    for activations, positions in zip(aligned.activations, aligned.positions, strict=True):
        assert trustworthiness(activations, positions, n_neighbors=15) > 0.95


def test_samples_move_far_less_than_between_independent_layouts(aligned) -> None:
    from umap import UMAP

    alone = []
    for activations in aligned.activations:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            layout = UMAP(random_state=0).fit_transform(activations)
        alone.append(layout if not alone else turned_onto(alone[-1], layout))
    assert movement(aligned.positions).mean() < 0.5 * movement(np.stack(alone)).mean()


def turned_onto(target: np.ndarray, layout: np.ndarray) -> np.ndarray:
    target, layout = target - target.mean(0), layout - layout.mean(0)
    left, _, right = np.linalg.svd(layout.T @ target)
    return layout @ left @ right


def test_the_last_step_is_no_longer_than_the_others_where_all_epochs_change_alike() -> None:
    random = np.random.default_rng(1)
    fixed = 3 * random.normal(size=(5, 24))[np.arange(100) % 5] + random.normal(size=(100, 24))
    epochs, drift = [], random.normal(size=(100, 24))
    for _ in range(6):
        epochs.append((fixed + 0.8 * drift).astype(np.float32))
        drift = 0.8 * drift + 0.6 * random.normal(size=(100, 24))
    # Last step over those before, seeds 0 to 3: 1.12, 0.91, 1.02, 1.14; without the copy 1.22, 1.37, 1.11, 1.18.
    lengths = movement(align_epochs(epochs, AlignSettings()))
    assert lengths[-1] < 1.1 * lengths[1:-1].mean()


def test_every_round_is_reported(aligned) -> None:
    from tqdm.auto import tqdm
    from umap import layouts

    assert aligned.rounds == STEPS
    assert layouts.tqdm is tqdm


def test_the_same_seed_gives_the_same_picture_and_another_seed_another(digits) -> None:
    small = [activations[:40] for activations in digits[0][:2]]
    first, other = (align_epochs(small, AlignSettings(5, seed=seed)) for seed in (7, 8))
    of_numpy = AlignSettings(np.int64(5), np.float64(0.1), np.int64(7))  # type: ignore[arg-type]
    assert np.array_equal(first, align_epochs(small, of_numpy))
    assert not np.array_equal(first, other)


@pytest.mark.parametrize(
    "activations",
    [
        pytest.param(np.zeros((2, 30, 6)), id="a dead layer"),
        pytest.param(np.stack([np.zeros((30, 6)), np.eye(30, 6)]), id="a layer dead at one epoch"),
        pytest.param(np.repeat(np.random.default_rng(0).normal(size=(2, 3, 6)), 10, axis=1), id="duplicates"),
        pytest.param(np.random.default_rng(0).normal(size=(2, 4, 6)), id="four samples"),
        pytest.param(np.arange(30)[None, :, None] // 10 * 1e6 + np.zeros((2, 30, 6)), id="three far points"),
    ],
)
def test_strange_layers_get_finite_positions_without_a_warning(activations: np.ndarray) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        positions = align_epochs(list(activations.astype(np.float32)), AlignSettings(3))
    assert np.isfinite(positions).all()


def test_a_sample_without_neighbors_is_put_where_it_is_in_the_nearest_epoch(monkeypatch: pytest.MonkeyPatch) -> None:
    positions = np.arange(5 * 4 * 2, dtype=np.float32).reshape(5, 4, 2)
    broken = positions.copy()
    broken[0, 1] = broken[1, 1] = np.nan
    broken[:, 3] = np.nan
    monkeypatch.setattr(align, "_fit", lambda *_: broken)
    mended = align_epochs([np.zeros((4, 3), np.float32)] * 4, AlignSettings(2))
    assert (mended[:2, 1] == positions[2, 1]).all()
    assert mended[2, 3].tolist() == positions[2, :3].mean(axis=0).tolist()


def test_nothing_but_nan_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(align, "_fit", lambda *_: np.full((3, 4, 2), np.nan, np.float32))
    with pytest.raises(AlignmentFailed, match="no position at all"):
        align_epochs([np.zeros((4, 3), np.float32)] * 2, AlignSettings(2))


@pytest.mark.parametrize(
    ("epochs", "samples", "settings", "error", "words"),
    [
        (0, 0, AlignSettings(), TooFewEpochs, "at least 2 recorded epochs; this run has 0"),
        (1, 30, AlignSettings(), TooFewEpochs, "this run has 1"),
        (2, 3, AlignSettings(2), TooFewSamples, "at least 4 samples; this run has 3"),
        (2, 15, AlignSettings(15), UnusableSetting, "from 2 to 14 .* not 15"),
        (2, 15, AlignSettings(1), UnusableSetting, "from 2 to 14 .* not 1"),
        (2, 15, AlignSettings(5, 0.5), UnusableSetting, "ignores min_dist"),
        (2, 15, AlignSettings(5, float("nan")), UnusableSetting, "not nan"),
    ],
)
def test_what_cannot_be_aligned_is_refused(epochs, samples, settings, error, words) -> None:
    with pytest.raises(error, match=words):
        align_epochs([np.zeros((samples, 3), np.float32)] * epochs, settings)
