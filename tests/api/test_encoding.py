"""Packing: little-endian bytes, and positions as steps of the extent."""

import numpy as np
import pytest

from epochscope.store import DamagedRun, Extent
from epochscope_api.encoding import ArraySpec, losses, motions, number_dtype, pack, quantize, shares, widest_first

SQUARE = Extent(-1.0, 2.0, 4.0)


def test_bytes_are_little_endian_whatever_they_came_from():
    specs = widest_first(ArraySpec("small", "uint8", (2,)), ArraySpec("wide", "uint16", (2,)))
    values = {"small": np.array([1, 2]), "wide": np.array([258, 3], dtype=">u4")}
    assert pack(specs, values) == bytes([2, 1, 3, 0, 1, 2])


def test_a_value_of_another_shape_is_never_packed():
    with pytest.raises(ValueError, match=r"wide has shape \(3,\), not \(2,\)"):
        pack([ArraySpec("wide", "uint16", (2,))], {"wide": np.zeros(3)})


def test_the_corners_of_the_extent_are_the_ends_of_the_scale():
    corners = np.array([[[-1, 2], [3, 6], [1, 4]]], dtype=np.float32)
    assert quantize(corners, [SQUARE]).tolist() == [[[0, 0], [65535, 65535], [32768, 32768]]]


def test_positions_are_right_to_half_a_step_everywhere():
    positions = np.random.default_rng(0).uniform([-1, 2], [3, 6], size=(4, 1000, 2))
    decoded = [SQUARE.x, SQUARE.y] + quantize(positions, [SQUARE] * 4) / 65535 * SQUARE.size
    assert np.abs(decoded - positions).max() <= SQUARE.size / 131070 * (1 + 1e-9)


def test_rounding_beyond_the_edge_stays_on_it():
    edge = np.array([[[-1.00003, 6.00003]]])
    assert quantize(edge, [SQUARE]).tolist() == [[[0, 65535]]]


@pytest.mark.parametrize("x", [np.nan, np.inf, -np.inf, -1.001, 3.001])
def test_a_position_outside_of_the_extent_is_damage(x: float):
    with pytest.raises(DamagedRun, match="outside of the extent"):
        quantize(np.array([[[x, 4.0]]]), [SQUARE])


@pytest.mark.parametrize("extent", [Extent(0, 0, np.nan), Extent(np.nan, 0, 1), Extent(0, 0, -1)])
def test_an_extent_that_is_none_is_damage(extent: Extent):
    with pytest.raises(DamagedRun):
        quantize(np.zeros((1, 1, 2)), [extent])


def test_samples_at_one_position_can_be_drawn():
    assert quantize(np.ones((1, 2, 2)), [Extent(1.0, 1.0, 0.0)]).tolist() == [[[0, 0], [0, 0]]]


def test_shares_are_rounded_and_kept_within_their_ends():
    values = np.array([0, 0.5, 1, 1.0000001, -0.1, np.nan, np.inf], dtype=np.float32)
    assert shares(values).tolist() == [0, 128, 255, 255, 0, 0, 255]


def test_motions_are_steps_of_1_in_4096_and_stay_on_the_last_one():
    values = np.array([0, 1 / 4096, 1.0002, 2, 15.9999, 16, 1e30, np.inf, -1, np.nan], dtype=np.float32)
    assert motions(values).tolist() == [0, 1, 4097, 8192, 65535, 65535, 65535, 65535, 0, 0]
    assert losses(values[np.isfinite(values)]).tolist() == motions(values[np.isfinite(values)]).tolist()
    assert losses(np.array([np.nan, np.inf], np.float32)).tolist() == [65535, 65535]


@pytest.mark.parametrize(("count", "dtype"), [(0, "uint8"), (255, "uint8"), (256, "uint16"), (65536, "uint32")])
def test_numbers_take_the_narrowest_type(count: int, dtype: str):
    assert number_dtype(count) == dtype
