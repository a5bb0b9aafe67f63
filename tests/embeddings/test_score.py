import numpy as np
import pytest
from sklearn.datasets import load_digits
from sklearn.manifold import trustworthiness

from epochscope.store import Quality
from epochscope_embeddings.neighbors import nearest_neighbors
from epochscope_embeddings.score import join, quality_neighbors, score_epoch, true_ranks


def score(activations: np.ndarray, positions: np.ndarray) -> Quality:
    neighbors = nearest_neighbors(activations, quality_neighbors(len(activations))).neighbor
    return score_epoch(activations, neighbors, positions.astype(np.float32))


@pytest.fixture
def plane() -> np.ndarray:
    return np.random.default_rng(0).normal(size=(300, 2)).astype(np.float32)


def test_a_perfect_copy_scores_one(plane: np.ndarray) -> None:
    quality = score(plane, 3 * plane[:, ::-1] + 7)
    assert all((values == 1).all() for values in vars(quality).values())


def test_a_shuffled_picture_scores_a_half(plane: np.ndarray) -> None:
    quality = score(plane, np.random.default_rng(1).permutation(plane))
    assert quality.trustworthiness.mean() == pytest.approx(0.5, abs=0.03)
    assert quality.continuity.mean() == pytest.approx(0.5, abs=0.03)
    assert quality.neighbor_recall.mean() == pytest.approx(15 / 299, abs=0.02)


@pytest.mark.parametrize("samples", [7, 31, 32, 400])
def test_the_mean_over_samples_is_the_published_measure(samples: int) -> None:
    random = np.random.default_rng(samples)
    layer = random.normal(size=(samples, 20)).astype(np.float32)
    picture = (layer[:, :2] + random.normal(size=(samples, 2))).astype(np.float32)
    k = quality_neighbors(samples)
    quality = score(layer, picture)
    assert quality.trustworthiness.mean(dtype=float) == pytest.approx(
        trustworthiness(layer, picture, n_neighbors=k), abs=1e-6
    )
    assert quality.continuity.mean(dtype=float) == pytest.approx(
        trustworthiness(picture, layer, n_neighbors=k), abs=1e-6
    )


def test_one_misplaced_sample_is_the_one_that_is_not_trusted(plane: np.ndarray) -> None:
    moved = plane.copy()
    moved[5] += 50
    quality = score(plane, moved)
    assert quality.trustworthiness[0].argmin() == quality.continuity[0].argmin() == 5
    assert np.median(quality.trustworthiness) > 0.99


def test_ranks_are_true_ranks_and_not_cut_off() -> None:
    line = np.arange(100, dtype=np.float32)[:, None] ** 1.1
    others = np.array([[99, 1]] + [[0, 0]] * 99, dtype=np.int32)
    assert true_ranks(line, others)[0].tolist() == [99, 1]


def test_equal_distances_share_the_best_rank() -> None:
    assert (true_ranks(np.ones((30, 4), dtype=np.float32), np.full((30, 1), 29, dtype=np.int32))[:29] == 1).all()


@pytest.mark.parametrize(("samples", "k"), [(3, 1), (4, 1), (12, 5), (31, 15), (10_000, 15)])
def test_small_sets_are_scored_at_fewer_neighbors(samples: int, k: int) -> None:
    assert quality_neighbors(samples) == k


def test_epochs_are_joined_in_their_order(plane: np.ndarray) -> None:
    both = join([score(plane, plane), score(plane, plane[::-1])])
    assert both.trustworthiness.shape == (2, 300)
    assert both.trustworthiness.dtype == np.float32
    assert both.trustworthiness[0].mean() == 1 > both.trustworthiness[1].mean()


def test_a_projection_of_digits_by_two_pixels_is_worse_than_by_principal_components() -> None:
    pixels = load_digits().data[:300].astype(np.float32)
    _, _, axes = np.linalg.svd(pixels - pixels.mean(0), full_matrices=False)
    assert (
        score(pixels, pixels @ axes[:2].T).trustworthiness.mean()
        > score(pixels, pixels[:, 20:22]).trustworthiness.mean()
    )
