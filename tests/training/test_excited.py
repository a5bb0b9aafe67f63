"""The samples that excite a unit most, whatever parts the activations come in."""

import numpy as np

from epochscope.analysis.excited import Excited


def test_the_largest_of_each_unit_come_first_and_equal_ones_by_number():
    activations = np.array([[0, 5], [3, np.nan], [3, 1], [-1, 2], [9, 0]], np.float16)
    for batches in ([activations], [activations[:2], activations[2:]], list(activations[:, None])):
        found = Excited.among(batches, 3)
        np.testing.assert_array_equal(found.samples, [[4, 0], [1, 3], [2, 2]])
        np.testing.assert_array_equal(found.values, [[9, 5], [3, 2], [3, 1]])


def test_fewer_samples_than_wanted_are_all_there():
    found = Excited.among([np.array([[1.0], [2.0]], np.float32)], 10)
    assert found.samples[:, 0].tolist() == [1, 0]
