import numpy as np
import pytest

from epochscope_embeddings.neighbors import space
from epochscope_embeddings.neighbors.space import copies, distinct_vectors, effective_dimension
from epochscope_embeddings.prepare import centered


def spread(samples: int, *deviations: float) -> np.ndarray:
    points = np.random.default_rng(0).normal(size=(samples, len(deviations))) * deviations
    return centered(points.astype(np.float32))[0]


def test_duplicates_are_counted_whatever_the_sign_of_zero() -> None:
    points = np.array([[0.0, 1], [2, 3], [-0.0, 1], [0, 1], [2, 3.0000002]], np.float32)
    assert copies(points).tolist() == [3, 1, 3, 3, 1]
    assert distinct_vectors(points) == 3


def test_the_effective_dimension_is_the_participation_ratio_of_the_eigenvalues() -> None:
    points = spread(300, 5, 3, 1, 0.1)
    values = np.linalg.eigvalsh(np.cov(points.T))
    assert effective_dimension(points) == pytest.approx(values.sum() ** 2 / np.square(values).sum(), abs=1e-3)
    assert effective_dimension(7e4 * points) == effective_dimension(points)


def test_more_dimensions_than_samples_are_no_obstacle() -> None:
    points = spread(20, *[1.0] * 50)
    values = np.linalg.svd(points, compute_uv=False) ** 2
    assert effective_dimension(points) == pytest.approx(values.sum() ** 2 / np.square(values).sum(), abs=1e-3)


def test_an_estimate_from_some_samples_is_close_and_has_no_bias(monkeypatch: pytest.MonkeyPatch) -> None:
    points = spread(4000, *[1.0] * 30, *[0.3] * 100)
    exact = effective_dimension(points)
    assert exact > 40
    monkeypatch.setattr(space, "COMPARED", 200)
    assert effective_dimension(points) == pytest.approx(exact, rel=0.05)


def test_one_vector_for_all_samples_has_no_dimension() -> None:
    points = centered(np.full((40, 8), 0.7, np.float32))[0]
    assert (effective_dimension(points), distinct_vectors(points)) == (0, 1)
