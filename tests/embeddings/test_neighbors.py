import numpy as np
import pytest
from sklearn.datasets import load_digits
from sklearn.neighbors import NearestNeighbors

from epochscope_embeddings import distances
from epochscope_embeddings.neighbors import nearest_neighbors


def test_neighbors_are_those_of_a_search_over_all_pairs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(distances, "BLOCK_BYTES", 1 << 20)
    pixels = load_digits().data[:600].astype(np.float32) + 1000
    found = nearest_neighbors(pixels, 15)
    distance, _ = NearestNeighbors(n_neighbors=15).fit(pixels).kneighbors()
    np.testing.assert_allclose(found.distance, distance, rtol=1e-5)
    assert (found.neighbor.dtype, found.distance.dtype) == (np.int32, np.float32)
    assert not (found.neighbor == np.arange(600)[:, None]).any()


def test_duplicates_are_neighbors_of_each_other_but_never_of_themselves() -> None:
    points = np.repeat(np.random.default_rng(0).normal(size=(5, 7)), 4, axis=0).astype(np.float32)
    found = nearest_neighbors(points, 3)
    others = [[other for other in range(4 * (n // 4), 4 * (n // 4) + 4) if other != n] for n in range(20)]
    assert found.neighbor.tolist() == others
    assert not found.distance.any()


def test_equal_distances_come_in_the_order_of_the_samples() -> None:
    found = nearest_neighbors(np.full((40, 3), 7, dtype=np.float32), 3)
    assert found.neighbor[[0, 1, 39]].tolist() == [[1, 2, 3], [0, 2, 3], [0, 1, 2]]


@pytest.mark.parametrize("scale", [1e-25, 1e30])
def test_very_small_and_very_large_activations_keep_their_neighbors(scale: float) -> None:
    points = np.random.default_rng(0).normal(size=(50, 4))
    expected = nearest_neighbors(points.astype(np.float32), 5)
    found = nearest_neighbors((points * scale).astype(np.float32), 5)
    assert (found.neighbor == expected.neighbor).all()
    np.testing.assert_allclose(found.distance / scale, expected.distance, rtol=1e-4)


def test_two_samples_are_each_others_neighbor() -> None:
    found = nearest_neighbors(np.array([[0, 0], [3, 4]], dtype=np.float32), 1)
    assert (found.neighbor.tolist(), found.distance.tolist()) == ([[1], [0]], [[5], [5]])
