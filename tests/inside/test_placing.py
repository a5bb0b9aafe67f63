"""An input is placed by its nearest samples, with a ring that holds what it says, or not at all."""

import numpy as np
import pytest

from epochscope.looking import NotPlaced
from epochscope_inside.placing import SHARE, Surroundings


def test_an_input_is_placed_at_the_median_of_its_nearest_samples():
    vectors = np.arange(40, dtype=np.float32)[:, None] * [1, 0, 0] + 1000
    positions = np.stack([np.arange(40), np.arange(40) ** 2], axis=1).astype(np.float32)
    surroundings = Surroundings(vectors.astype(np.float32), positions)
    vector = np.array([1020.1, 1000, 1000], np.float32)
    place = surroundings.place(vector)
    assert place.neighbors[:3] == [20, 21, 19]
    assert sorted(place.neighbors) == list(range(13, 28))
    assert (place.x, place.y) == (20, 400)
    assert surroundings.distance(vector) == pytest.approx(0.1, abs=1e-3)
    assert surroundings.limit == 1


def test_the_ring_holds_the_share_that_it_states_of_inputs_that_it_has_not_seen():
    random = np.random.default_rng(0)
    vectors = random.normal(size=(1200, 5)).astype(np.float32)
    # Neighbors lie together where there are many, and far apart elsewhere.
    positions = (vectors[:, :2] + random.normal(size=(1200, 2)) * (0.05 + np.abs(vectors[:, :1]))).astype(np.float32)
    surroundings = Surroundings(vectors[:800], positions[:800])
    places = [surroundings.place(vector) for vector in vectors[800:]]
    inside = [
        np.hypot(place.x - x, place.y - y) <= place.radius
        for place, (x, y) in zip(places, positions[800:], strict=True)
    ]
    assert np.mean(inside) == pytest.approx(SHARE, abs=0.06)
    assert np.ptp([place.radius for place in places]) > 0.5


def test_what_is_farther_than_the_samples_are_from_each_other_is_beyond_the_limit():
    random = np.random.default_rng(1)
    vectors = random.normal(size=(300, 4)).astype(np.float32)
    surroundings = Surroundings(vectors, vectors[:, :2])
    beyond = [surroundings.distance(one) > surroundings.limit for one in random.normal(size=(300, 4)).astype("f4")]
    assert np.mean(beyond) < 0.05
    assert surroundings.distance(np.full(4, 9, np.float32)) > surroundings.limit


def test_neighbors_in_two_parts_of_the_layout_are_two_groups():
    vectors = np.zeros((40, 2), np.float32)
    vectors[20:] = 5
    vectors += np.random.default_rng(2).normal(size=(40, 2), scale=0.1).astype(np.float32)
    together, apart = vectors.copy(), vectors.copy()
    apart[:20:2] += 3
    assert Surroundings(vectors, together).place(vectors[0]).groups == []
    groups = Surroundings(vectors, apart).place(vectors[0]).groups
    assert len(groups) == 2
    assert sum(group.samples for group in groups) == 15
    assert sorted(round(group.x) for group in groups) == [0, 3]


def test_a_layer_that_has_collapsed_has_a_place_with_a_ring():
    positions = np.random.default_rng(3).normal(size=(30, 2)).astype(np.float32)
    surroundings = Surroundings(np.ones((30, 3), np.float32), positions)
    assert surroundings.distance(np.ones(3, np.float32)) == surroundings.limit == 0
    assert surroundings.place(np.ones(3, np.float32)).radius > 0


def test_a_single_sample_is_too_few():
    with pytest.raises(NotPlaced, match="only one"):
        Surroundings(np.ones((1, 3), np.float32), np.zeros((1, 2), np.float32))
