from collections.abc import Iterator, Sequence

import numpy as np
import pytest
from sklearn.datasets import load_digits
from sklearn.manifold import trustworthiness

from epochscope_embeddings.neighbors.search import nearest_neighbors
from epochscope_embeddings.neighbors.space import copies
from epochscope_embeddings.prepare import centered
from epochscope_embeddings.quality import score
from epochscope_embeddings.quality.motion import measure_motion
from epochscope_embeddings.quality.ranks import all_samples, excess_in_layer
from epochscope_embeddings.quality.score import EpochScore, join, quality_neighbors, score_epoch
from epochscope_embeddings.threads import Team, team

MEASURES = ("trustworthiness", "continuity", "neighbor_recall", "label_purity")


@pytest.fixture
def crew() -> Iterator[Team]:
    with team(2) as crew:
        yield crew


@pytest.fixture
def plane() -> np.ndarray:
    return np.random.default_rng(0).normal(size=(300, 2)).astype(np.float32)


@pytest.fixture(scope="module")
def digits() -> tuple[np.ndarray, np.ndarray]:
    data = load_digits()
    return (data.data / 16).astype(np.float32), data.target


def scores_of(
    layer: np.ndarray, layouts: Sequence[np.ndarray], crew: Team, labels: np.ndarray | None = None, kept: int = 15
) -> list[EpochScore]:
    samples = len(layer)
    neighbors = nearest_neighbors(layer, min(kept, samples - 1), crew).neighbor
    return score_epoch(
        centered(layer)[0],
        neighbors,
        [layout.astype(np.float32) for layout in layouts],
        np.zeros(samples, int) if labels is None else labels,
        crew,
    )


def score_of(layer: np.ndarray, layout: np.ndarray, crew: Team, labels: np.ndarray | None = None) -> EpochScore:
    return scores_of(layer, [layout], crew, labels)[0]


def along(layer: np.ndarray, first: int) -> np.ndarray:
    """The layout by two principal components."""
    around = layer - layer.mean(0)
    return around @ np.linalg.svd(around, full_matrices=False)[2][first : first + 2].T


def test_a_perfect_copy_scores_exactly_one(plane: np.ndarray, crew: Team) -> None:
    copy = score_of(plane, 3 * plane[:, ::-1] + 7, crew)
    assert all((getattr(copy, measure) == 1).all() for measure in MEASURES)
    assert all(getattr(copy, measure).dtype == np.float32 for measure in MEASURES)
    assert copy.error == dict.fromkeys(MEASURES, 0.0)


def test_a_shuffled_layout_scores_a_half(plane: np.ndarray, crew: Team) -> None:
    shuffled = score_of(plane, np.random.default_rng(1).permutation(plane), crew)
    assert shuffled.trustworthiness.mean() == pytest.approx(0.5, abs=0.03)
    assert shuffled.continuity.mean() == pytest.approx(0.5, abs=0.03)
    assert shuffled.neighbor_recall.mean() == pytest.approx(15 / 299, abs=0.02)


# Distances of 20 random numbers lie so close that a few in a million are ties to float32 products.
@pytest.mark.parametrize("samples", [3, 4, 7, 31, 32, 400, 1500])
def test_the_mean_over_samples_is_the_published_measure(samples: int, crew: Team) -> None:
    random = np.random.default_rng(samples)
    layer = random.normal(size=(samples, 20)).astype(np.float32)
    layout = (layer[:, :2] + random.normal(size=(samples, 2))).astype(np.float32)
    k = quality_neighbors(samples)
    found = score_of(layer, layout, crew)
    assert found.trustworthiness.mean(dtype=float) == pytest.approx(
        trustworthiness(layer, layout, n_neighbors=k), abs=1e-5
    )
    assert found.continuity.mean(dtype=float) == pytest.approx(trustworthiness(layout, layer, n_neighbors=k), abs=1e-5)


@pytest.mark.slow
def test_the_mean_is_the_published_measure_on_digits(digits: tuple[np.ndarray, np.ndarray], crew: Team) -> None:
    pixels, _ = digits
    without_ties = (pixels + np.random.default_rng(0).normal(scale=0.01, size=pixels.shape)).astype(np.float32)
    # scikit-learn ranks what is equally far in any order, here it shares the best rank.
    for layer, least, most in ((without_ties, -1e-6, 1e-5), (pixels, 0, 2e-4)):
        layout = along(layer, 0).astype(np.float32)
        published = trustworthiness(layer, layout, n_neighbors=15)
        assert least <= score_of(layer, layout, crew).trustworthiness.mean(dtype=float) - published <= most


def test_several_layouts_score_as_each_alone(digits: tuple[np.ndarray, np.ndarray], crew: Team) -> None:
    pixels, labels = digits
    layouts = [along(pixels, first) for first in (0, 2, 20)]
    together = scores_of(pixels, layouts, crew, labels)
    for layout, found in zip(layouts, together, strict=True):
        assert_same(found, score_of(pixels, layout, crew, labels))
    means = [found.trustworthiness.mean() for found in together]
    assert means == sorted(means, reverse=True)


@pytest.mark.parametrize("exact_up_to", [12_000, 500])
def test_the_number_of_threads_changes_no_byte(
    digits: tuple[np.ndarray, np.ndarray], exact_up_to: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(score, "EXACT_UP_TO", exact_up_to)
    monkeypatch.setattr(score, "REFERENCES", 400)
    pixels, labels = digits
    both = []
    for jobs in (1, 2):
        with team(jobs) as crew:
            both.append(score_of(pixels, along(pixels, 0), crew, labels))
    assert_same(*both)


def assert_same(one: EpochScore, other: EpochScore) -> None:
    for measure in MEASURES:
        assert getattr(one, measure).tobytes() == getattr(other, measure).tobytes()
    assert one.error == other.error


def test_one_misplaced_sample_is_the_one_that_is_not_trusted(plane: np.ndarray, crew: Team) -> None:
    moved = plane.copy()
    moved[5] += 50
    found = score_of(plane, moved, crew)
    assert found.trustworthiness.argmin() == found.continuity.argmin() == 5
    assert np.median(found.trustworthiness) > 0.99


def test_ranks_are_true_ranks_and_not_cut_off(crew: Team) -> None:
    line = np.arange(100, dtype=np.float32)[:, None] ** 1.1
    targets = np.array([[[99, 1]]] + [[[1, 2]]] * 99, dtype=np.int32)
    nearest = nearest_neighbors(line, 2, crew).neighbor
    excess = excess_in_layer(line, targets, nearest, np.ones(100, np.int32), all_samples(100), crew)
    assert excess[0, 0].tolist() == [99 - 2]


@pytest.mark.parametrize("exact_up_to", [12_000, 200])
def test_a_layout_of_a_collapsed_layer_is_trusted_like_a_shuffled_one(
    exact_up_to: int, plane: np.ndarray, crew: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(score, "EXACT_UP_TO", exact_up_to)
    monkeypatch.setattr(score, "REFERENCES", 160)
    found = score_of(np.full((300, 40), 0.7, np.float32), plane, crew)
    # Each of the 299 others may have any rank: 1 to 284 too far, 15 times not at all.
    too_far = sum(range(1, 285)) / 299
    np.testing.assert_allclose(found.trustworthiness, 1 - 2 * too_far / (600 - 46), rtol=1e-5)
    assert found.trustworthiness[0] == pytest.approx(0.51, abs=0.01)


def test_duplicates_share_their_mean_rank(plane: np.ndarray, crew: Team) -> None:
    # 40 times each, so that a sample is often not among the 16 nearest to itself. A layout that shows them on one spot
    # says no more than the layer does; what is lost is the little that 39 others in any order have.
    twins = np.repeat(plane[:10], 40, axis=0)
    labels = np.repeat(np.arange(10), 40)
    found = score_of(twins, twins, crew, labels)
    assert all((getattr(found, measure) == 1).all() for measure in ("continuity", "label_purity"))
    too_far = sum(range(1, 25)) / 39
    np.testing.assert_allclose(found.trustworthiness, 1 - 2 * too_far / (800 - 46), rtol=1e-5)


def test_of_the_duplicates_of_another_sample_any_may_come_first(crew: Team) -> None:
    # From the first of 40: the 9 nearer ones, then 30 duplicates, whose mean rank beyond 5 is that of 10 to 39.
    line = np.array([[0.0], *([one] for one in range(1, 10)), *[[20.0]] * 30], np.float32)
    targets = np.array([[[10, 12, 14, 16, 18]]] * 40, np.int32)
    nearest = nearest_neighbors(line, 5, crew).neighbor
    excess = excess_in_layer(line, targets, nearest, copies(line), all_samples(40), crew)
    assert excess[0, 0].tolist() == [5 * (24.5 - 5)]


def test_a_layout_of_one_spot_scores_like_a_shuffled_one(digits: tuple[np.ndarray, np.ndarray], crew: Team) -> None:
    found = score_of(digits[0][:600], np.ones((600, 2)), crew)
    assert (found.continuity == 1).all()
    assert found.trustworthiness.mean() == pytest.approx(0.5, abs=0.05)


def test_neighborhoods_of_one_class_are_pure(plane: np.ndarray, crew: Team) -> None:
    shuffled = np.random.default_rng(1).permutation(plane)
    assert (score_of(plane, shuffled, crew, np.full(300, 3)).label_purity == 1).all()


def test_purity_is_the_share_of_neighbors_in_the_layout_with_the_own_label(crew: Team) -> None:
    # Seven samples, so k = 3. The layer has no say: there they are in another order.
    positions = np.array([[0, 0], [1, 0], [2.1, 0], [3.3, 0], [10, 0], [11, 0], [12.1, 0]])
    labels = np.array([0, 0, 1, 1, 2, 2, 0])
    found = score_of(positions[[3, 6, 0, 5, 1, 4, 2]].astype(np.float32), positions, crew, labels)
    # The fifth has the 6th, 7th and 4th near it, and shares its label with the 6th.
    expected = [1 / 3, 1 / 3, 1 / 3, 1 / 3, 1 / 3, 1 / 3, 0]
    assert found.label_purity.tolist() == pytest.approx(expected)


@pytest.mark.parametrize(("samples", "k"), [(3, 1), (4, 1), (12, 5), (31, 15), (10_000, 15)])
def test_small_sets_are_scored_at_fewer_neighbors(samples: int, k: int) -> None:
    assert quality_neighbors(samples) == k


def test_epochs_are_joined_in_their_order(plane: np.ndarray, crew: Team) -> None:
    layouts = np.stack([plane, plane[::-1]])
    motion = measure_motion(np.zeros((2, 300), np.float32), layouts)
    both = join(scores_of(plane, layouts, crew), motion)
    assert {values.shape for values in vars(both).values()} == {(2, 300)}
    assert {values.dtype for values in vars(both).values()} == {np.dtype(np.float32), np.dtype(bool)}
    assert both.trustworthiness[0].mean() == 1 > both.trustworthiness[1].mean()
    assert both.screen_motion is motion.screen_motion


def test_a_projection_of_digits_by_two_pixels_is_worse_than_by_principal_components(
    digits: tuple[np.ndarray, np.ndarray], crew: Team
) -> None:
    pixels = digits[0][:300]
    components, two_pixels = scores_of(pixels, [along(pixels, 0), pixels[:, 20:22]], crew)
    assert components.trustworthiness.mean() > two_pixels.trustworthiness.mean()


@pytest.mark.parametrize("references", [2048, 512])
@pytest.mark.parametrize("kept", [15, 30])
def test_an_estimate_is_within_its_error_of_the_exact_mean(
    digits: tuple[np.ndarray, np.ndarray], references: int, kept: int, crew: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    pixels, labels = digits
    random = np.random.default_rng(0)
    drawn = random.integers(0, len(pixels), 3000)
    layer = (pixels[drawn] + random.normal(scale=0.1, size=(3000, 64))).astype(np.float32)
    layouts = [along(layer, 0), along(layer, 20), random.normal(size=(3000, 2))]
    exact = scores_of(layer, layouts, crew, labels[drawn], kept)
    monkeypatch.setattr(score, "EXACT_UP_TO", 1000)
    monkeypatch.setattr(score, "REFERENCES", references)
    for wanted, found in zip(exact, scores_of(layer, layouts, crew, labels[drawn], kept), strict=True):
        for measure in ("trustworthiness", "continuity"):
            off = getattr(found, measure).mean(dtype=float) - getattr(wanted, measure).mean(dtype=float)
            # Over 40 draws the mean of ``off`` is 0 within its own error, and its spread is what the error says.
            assert 0 < found.error[measure] < 0.01
            assert abs(off) < 4 * found.error[measure]
            assert 0 <= getattr(found, measure).min() <= getattr(found, measure).max() <= 1
        for measure in ("neighbor_recall", "label_purity"):
            assert found.error[measure] == 0
            assert (getattr(found, measure) == getattr(wanted, measure)).all()


def test_an_estimate_of_a_perfect_copy_is_exactly_one(
    plane: np.ndarray, crew: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(score, "EXACT_UP_TO", 200)
    monkeypatch.setattr(score, "REFERENCES", 160)
    copy = score_of(plane, plane, crew)
    assert all((getattr(copy, measure) == 1).all() for measure in MEASURES)
    assert copy.error == dict.fromkeys(MEASURES, 0.0)


def test_the_given_arrays_may_be_read_only_and_stay_as_they_are(plane: np.ndarray, crew: Team) -> None:
    neighbors = nearest_neighbors(plane, 20, crew).neighbor
    arrays = [plane.copy(), neighbors.copy(), plane[::-1].copy(), np.zeros(300, int)]
    for array in arrays:
        array.flags.writeable = False
    points, neighbors, layout, labels = arrays
    found = score_epoch(points, neighbors, [layout], labels, crew)[0]
    assert (found.label_purity == 1).all()
