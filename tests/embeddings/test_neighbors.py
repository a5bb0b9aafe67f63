"""Every sample's nearest others, beside a search over all pairs by scikit-learn."""

import numpy as np
import pytest
from sklearn.datasets import load_digits
from sklearn.neighbors import NearestNeighbors

from epochscope.store import Neighbors
from epochscope_embeddings.neighbors import search as neighbors
from epochscope_embeddings.neighbors.approximate import approximate_neighbors, is_approximable, measured_recall
from epochscope_embeddings.neighbors.contraction import contracted
from epochscope_embeddings.neighbors.distances import squared_lengths
from epochscope_embeddings.neighbors.exact import exact_neighbors
from epochscope_embeddings.neighbors.search import nearest_neighbors
from epochscope_embeddings.prepare import centered
from epochscope_embeddings.threads import Team, team


def assert_nearest(found: Neighbors, activations: np.ndarray) -> None:
    """Assert that these are the numbers of a search over all pairs, in its order, with distances to the rounding of
    float32. Numbers may only differ where two others are as far away to that rounding."""
    points = centered(activations)[0].astype(np.float64)
    samples, k = found.neighbor.shape
    distance, number = NearestNeighbors(n_neighbors=k, algorithm="brute").fit(points).kneighbors()
    np.testing.assert_allclose(found.distance, distance, rtol=2e-6)
    assert (found.neighbor.dtype, found.distance.dtype) == (np.int32, np.float32)
    assert not (found.neighbor == np.arange(samples)[:, None]).any()
    assert not (np.diff(np.sort(found.neighbor, axis=1), axis=1) == 0).any()
    row, rank = np.nonzero(found.neighbor != number)
    tied = np.linalg.norm(points[row] - points[found.neighbor[row, rank]], axis=1)
    np.testing.assert_allclose(tied, distance[row, rank], rtol=2e-6)
    assert len(row) < 0.002 * number.size


def random_points(samples: int, width: int, seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).normal(size=(samples, width)).astype(np.float32)


def low_rank(samples: int = 3000, width: int = 600) -> np.ndarray:
    """Return points (samples, width) near a space of 20 dimensions."""
    near = random_points(samples, 20, 1) @ random_points(20, width, 2)
    return near + np.float32(0.05) * random_points(samples, width, 3)


def shaken_digits() -> np.ndarray:
    """Return digits (1797, 64) of which no two are exactly as far apart as two others."""
    return load_digits().data + 0.01 * random_points(1797, 64)


def in_groups(samples: int, width: int, spread: float) -> np.ndarray:
    """Return points in five groups, group by group, each narrower than the distance between them by this factor."""
    group = np.arange(samples) * 5 // samples
    within = random_points(samples, 10, 2) @ random_points(10, width, 3) / np.float32(10**0.5)
    return random_points(5, width, 1)[group] + np.float32(spread) * within


def test_neighbors_of_digits_are_those_of_a_search_over_all_pairs(threads: Team) -> None:
    # Distances between whole numbers are exact, so that even equal ones must come in one order only.
    pixels = load_digits().data.astype(np.float32)
    products = pixels.astype(np.int64) @ pixels.T.astype(np.int64)
    squared = products.diagonal()[:, None] + products.diagonal() - 2 * products
    np.fill_diagonal(squared, squared.max() + 1)
    number, distance = exact_neighbors(pixels, 15, threads)
    expected = squared.argsort(axis=1, kind="stable")[:, :15]
    assert number.tolist() == expected.tolist()
    np.testing.assert_allclose(distance, np.sqrt(np.take_along_axis(squared, expected, 1)), rtol=2e-7)


@pytest.mark.parametrize(
    "activations",
    [
        pytest.param(shaken_digits() + 1000, id="digits far from the origin"),
        pytest.param(shaken_digits()[load_digits().target.argsort()], id="digits by class"),
        pytest.param(low_rank(), id="wide and of low rank"),
        pytest.param(in_groups(2500, 300, 0.1), id="wide, by group"),
        pytest.param(random_points(2500, 300), id="wide noise"),
        pytest.param(random_points(640, 8), id="a block"),
        pytest.param(random_points(641, 8), id="a block and one"),
        pytest.param(random_points(1921, 8), id="three blocks and one"),
        pytest.param(random_points(1500, 1), id="one wide"),
    ],
)
def test_neighbors_are_those_of_a_search_over_all_pairs(activations: np.ndarray, threads: Team) -> None:
    activations = activations.astype(np.float32)
    assert_nearest(nearest_neighbors(activations, 15, threads), activations)


@pytest.mark.parametrize("spread", [1e-2, 1e-3, 1e-4])
@pytest.mark.parametrize("width", [30, 300])
def test_groups_much_narrower_than_the_distance_between_them_keep_their_order(
    spread: float, width: int, threads: Team
) -> None:
    # Products of vectors this long round by more than the samples of a group are apart.
    groups = in_groups(2500, width, spread)
    assert_nearest(nearest_neighbors(groups, 15, threads), groups)


@pytest.mark.parametrize("far", [1e3, 1e7])
@pytest.mark.parametrize("layer", [random_points(1000, 30), low_rank(2500, 300)], ids=["narrow", "wide"])
def test_one_sample_far_from_all_others_does_not_blur_them(layer: np.ndarray, far: float, threads: Team) -> None:
    layer = layer.copy()
    layer[17] = far
    assert_nearest(nearest_neighbors(layer, 15, threads), layer)


@pytest.mark.parametrize("every", [2, 5])
def test_samples_are_found_even_if_the_ones_that_set_the_limits_are_unlike_them(every: int, threads: Team) -> None:
    # Every fifth of 2,560 samples is used to estimate distances: these lie in small heaps by themselves.
    points = random_points(2560, 10)
    heaps = np.arange(0, 2560, every)
    points[heaps] = 0.01 * points[heaps] + 20 * random_points(len(heaps) // 12 + 1, 10, 1)[np.arange(len(heaps)) // 12]
    assert_nearest(nearest_neighbors(points, 15, threads), points)


def test_neighbors_of_float16_activations_are_those_of_the_numbers_recorded(threads: Team) -> None:
    half = random_points(700, 20).astype(np.float16)
    assert_nearest(nearest_neighbors(half, 15, threads), half)


def test_all_other_samples_can_be_requested(threads: Team) -> None:
    points = random_points(60, 9)
    found = nearest_neighbors(points, 59, threads)
    assert_nearest(found, points)
    everyone = [[other for other in range(60) if other != sample] for sample in range(60)]
    assert np.sort(found.neighbor, axis=1).tolist() == everyone


def test_two_samples_are_each_others_neighbor(threads: Team) -> None:
    found = nearest_neighbors(np.array([[0, 0], [3, 4]], dtype=np.float32), 1, threads)
    assert (found.neighbor.tolist(), found.distance.tolist()) == ([[1], [0]], [[5], [5]])


def test_duplicates_are_neighbors_of_each_other_but_never_of_themselves(threads: Team) -> None:
    points = np.repeat(random_points(5, 7), 4, axis=0)
    found = nearest_neighbors(points, 3, threads)
    others = [[other for other in range(4 * (n // 4), 4 * (n // 4) + 4) if other != n] for n in range(20)]
    assert found.neighbor.tolist() == others
    assert not found.distance.any()


@pytest.mark.parametrize(("samples", "width"), [(1500, 30), (2400, 300)])
def test_if_half_of_the_samples_are_equal_the_first_of_them_are_their_neighbors(
    samples: int, width: int, threads: Team
) -> None:
    points = random_points(samples, width)
    same = np.sort(np.random.default_rng(0).permutation(samples)[: samples // 2])
    points[same] = points[same[0]]
    found = nearest_neighbors(points, 15, threads)
    assert found.neighbor[same].tolist() == [[other for other in same[:16] if other != n][:15] for n in same]
    assert not found.distance[same].any()
    rest = np.setdiff1d(np.arange(samples), same)
    distance, _ = NearestNeighbors(n_neighbors=15, algorithm="brute").fit(points.astype(np.float64)).kneighbors()
    np.testing.assert_allclose(found.distance[rest], distance[rest], rtol=2e-6)


@pytest.mark.parametrize("samples", [40, 1500])
def test_in_a_layer_with_equal_samples_the_first_are_the_nearest(samples: int, threads: Team) -> None:
    found = nearest_neighbors(np.full((samples, 3), 7, dtype=np.float32), 3, threads)
    assert found.neighbor.tolist() == [[other for other in range(4) if other != n][:3] for n in range(samples)]
    assert not found.distance.any()


@pytest.mark.parametrize("scale", [1e-25, 1e30])
def test_very_small_and_very_large_activations_keep_their_neighbors(scale: float, threads: Team) -> None:
    points = np.random.default_rng(0).normal(size=(50, 4))
    expected = nearest_neighbors(points.astype(np.float32), 5, threads)
    found = nearest_neighbors((points * scale).astype(np.float32), 5, threads)
    assert (found.neighbor == expected.neighbor).all()
    np.testing.assert_allclose(found.distance / scale, expected.distance, rtol=1e-4)


@pytest.mark.parametrize(
    "layer",
    [
        pytest.param(low_rank(2500, 300), id="wide"),
        pytest.param(in_groups(2500, 300, 1e-3), id="groups"),
        pytest.param(random_points(1500, 30), id="narrow"),
    ],
)
def test_one_thread_and_several_find_the_same_bytes(layer: np.ndarray) -> None:
    found = []
    for jobs in (1, 2):
        with team(jobs) as some:
            found.append(nearest_neighbors(layer, 15, some))
    assert found[0].neighbor.tobytes() == found[1].neighbor.tobytes()
    assert found[0].distance.tobytes() == found[1].distance.tobytes()


def contraction_of(layer: np.ndarray, k: int = 15) -> tuple[np.ndarray, np.ndarray, int]:
    points, _ = centered(layer)
    return points, *contracted(points, squared_lengths(points), k)


def test_a_wide_layer_of_low_rank_is_contracted() -> None:
    points, narrow, candidates = contraction_of(low_rank())
    assert (points.shape, narrow.shape) == ((3000, 600), (3000, 65))
    assert 15 <= candidates <= 8 * 15


@pytest.mark.parametrize(
    "layer", [random_points(2500, 300), low_rank(2500, 200), low_rank(2000, 300)], ids=["noise", "narrow", "few"]
)
def test_where_a_contraction_does_not_help_samples_are_compared_in_the_full_space(layer: np.ndarray) -> None:
    points, same, candidates = contraction_of(layer)
    assert same is points
    assert candidates == 15


def rest_in_few_directions() -> np.ndarray:
    """Return a layer of low rank where sample and sample + 400 also go different ways in one more direction."""
    directions = random_points(400, 600, 4) / np.float32(600**0.5)
    rest = np.random.default_rng(5).uniform(0, 8, size=(3000, 1)).astype(np.float32)
    return low_rank() + rest * directions[np.arange(3000) % 400]


@pytest.mark.parametrize(
    "layer",
    [
        pytest.param(low_rank(), id="low rank"),
        pytest.param(rest_in_few_directions(), id="low rank and a rest"),
        pytest.param(in_groups(2500, 300, 0.1), id="groups"),
        pytest.param(in_groups(2500, 300, 1e-3), id="narrow groups"),
    ],
)
def test_a_contraction_lengthens_no_distance(layer: np.ndarray) -> None:
    points, narrow, _ = contraction_of(layer)
    assert narrow.shape[1] < points.shape[1]
    one, other = np.random.default_rng(0).integers(len(points), size=(2, 20_000))
    other[::2] = (one[::2] + 400) % len(points)
    true, shown = (((space[one].astype(np.float64) - space[other]) ** 2).sum(axis=1) for space in (points, narrow))
    # Float32 rounds by this share of the squared lengths; the search allows for as much.
    lengths = squared_lengths(points.astype(np.float64))
    assert (shown <= true + 2e-6 * (lengths[one] + lengths[other])).all()
    assert shown.mean() > 0.5 * true.mean()


@pytest.fixture
def only_approximate(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(neighbors, "ALWAYS_EXACT", 100)


@pytest.mark.slow
def test_the_approximate_search_finds_nearly_all_of_the_nearest(only_approximate, threads: Team) -> None:
    pixels = load_digits().data.astype(np.float32)
    found, space = neighbors.search(pixels, 15, threads)
    number, distance = exact_neighbors(centered(pixels)[0], 15, threads)
    assert (found.neighbor.shape, found.neighbor.dtype, found.distance.dtype) == ((1797, 15), np.int32, np.float32)
    assert not (found.neighbor == np.arange(1797)[:, None]).any()
    shared = (found.neighbor[:, :, None] == number[:, None, :]).any(axis=2)
    # Measured 0.997.
    assert shared.mean() >= 0.95
    assert space.neighbor_recall == pytest.approx(shared.mean(), abs=0.01)
    assert np.median(np.abs(found.distance - distance)) < 1e-5


@pytest.mark.slow
def test_where_the_approximate_search_would_miss_many_every_pair_is_compared(only_approximate, threads: Team) -> None:
    noise = random_points(1000, 300)
    found, space = neighbors.search(noise, 5, threads)
    assert not is_approximable(centered(noise)[0], 5)
    assert space.neighbor_recall is None
    np.testing.assert_array_equal(found.neighbor, exact_neighbors(centered(noise)[0], 5, threads)[0])


def test_the_recall_is_the_share_of_neighbors_as_near_as_the_true_ones(threads: Team) -> None:
    points = centered(random_points(700, 8))[0]
    _, distance = exact_neighbors(points, 6, threads)
    assert measured_recall(points, distance) == 1
    # Every second sample lacks its two nearest: the two after the sixth are in their place.
    _, more = exact_neighbors(points, 8, threads)
    distance[::2] = more[::2, 2:]
    assert measured_recall(points, distance) == pytest.approx(1 - 0.5 * 2 / 6, abs=0.01)


@pytest.mark.parametrize(
    "points",
    [
        pytest.param(np.repeat(random_points(20, 30), 30, axis=0), id="thirty of each"),
        pytest.param(np.zeros((600, 30), np.float32), id="all the same"),
        pytest.param(np.concatenate([np.zeros((300, 30), np.float32), random_points(300, 30)]), id="half the same"),
    ],
)
@pytest.mark.slow
def test_among_duplicates_the_approximate_search_leaves_out_the_sample_itself(
    points: np.ndarray,
) -> None:
    number, distance = approximate_neighbors(points, 15)
    assert number.shape == distance.shape == (600, 15)
    assert not (number == np.arange(600)[:, None]).any()
    assert ((number >= 0) & (number < 600)).all()
    true = np.linalg.norm(points[:, None] - points[number], axis=2)
    np.testing.assert_allclose(distance, true, rtol=1e-4, atol=1e-6)
