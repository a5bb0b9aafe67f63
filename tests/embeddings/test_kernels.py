"""The arithmetic of the compiled loops, beside numpy's."""

import numpy as np
import pytest
from numba import njit

from epochscope_embeddings.kernels import below, decay, power, scramble

SQUARED = np.concatenate([10 ** np.linspace(-12, 12, 200_001), np.linspace(0.5, 2, 100_001)]).astype(np.float32)


@njit
def powers(bases, exponent):
    raised = np.empty_like(bases)
    for i in range(bases.shape[0]):
        raised[i] = power(bases[i], exponent)
    return raised


@njit
def decays(values):
    left = np.empty_like(values)
    for i in range(values.shape[0]):
        left[i] = decay(values[i])
    return left


@njit
def scrambled(numbers):
    bits = np.empty_like(numbers)
    for i in range(numbers.shape[0]):
        bits[i] = scramble(numbers[i])
    return bits


@njit
def all_below(bits, limit):
    chosen = np.empty(bits.shape[0], np.int64)
    for i in range(bits.shape[0]):
        chosen[i] = below(bits[i], limit)
    return chosen


def scrambled_by_hand(number: int) -> int:
    """Return lowbias32 of Wellons (2018) as it is printed there."""
    number = (number ^ number >> 16) * 0x7FEB352D & 0xFFFFFFFF
    number = (number ^ number >> 15) * 0x846CA68B & 0xFFFFFFFF
    return number ^ number >> 16


# 0.79 and 0.9 are about UMAP's b for a min_dist of 0.1 and 0, 1.58 is that for 0.5 doubled.
@pytest.mark.parametrize("exponent", [0, 0.001, 0.1, 0.5, 0.79, 0.9, 1, 1.33, 1.58, 2])
def test_power_is_right_to_four_digits_over_its_whole_domain(exponent: float) -> None:
    exact = SQUARED.astype(np.float64) ** np.float64(np.float32(exponent))
    # Measured 1.7e-4 to 3.7e-4.
    assert np.abs(powers(SQUARED, np.float32(exponent)) / exact - 1).max() < 4e-4


def test_anything_to_the_power_of_0_is_1() -> None:
    assert (powers(SQUARED, np.float32(0)) == 1).all()


def test_decay_is_right_to_three_digits_and_never_below_0() -> None:
    values = np.linspace(0, 60, 600_001).astype(np.float32)
    # Measured 1.7e-4.
    assert np.abs(decays(values) / np.exp(-values.astype(np.float64)) - 1).max() < 5e-4
    assert decays(np.array([0, 80, 1e4, 3e38], np.float32)).tolist() == pytest.approx([1, 0, 0, 0], abs=1e-30)


def test_a_share_of_the_way_is_from_0_to_1() -> None:
    share = 1 - decays(10 ** np.linspace(-30, 30, 100_001).astype(np.float32))
    assert ((share >= 0) & (share <= 1)).all()


def test_scrambled_numbers_are_those_of_the_published_function() -> None:
    numbers = [0, 1, 2, 15, 16, 7919, 2**31 - 1, 2**31, 2**32 - 1]
    found = scrambled(np.array(numbers, np.uint32).view(np.int32)).view(np.uint32)
    assert found.tolist() == [scrambled_by_hand(number) for number in numbers]


@pytest.mark.slow
def test_no_two_numbers_are_scrambled_to_the_same() -> None:
    assert len(np.unique(scrambled(np.arange(1_000_000, dtype=np.int32)))) == 1_000_000


@pytest.mark.parametrize("limit", [7, 1000, 4096])
@pytest.mark.parametrize("first", [0, 123_456_789])
def test_counting_on_draws_every_number_about_as_often(limit: int, first: int) -> None:
    draws = 1_000_000
    bits = scrambled(np.arange(first, first + draws, dtype=np.int32))
    found = np.bincount(all_below(bits, np.int32(limit)), minlength=limit)
    assert found.shape == (limit,)
    expected = draws / limit
    squared = ((found - expected) ** 2 / expected).sum()
    # Chi-squared with limit - 1 degrees of freedom, five standard deviations of it, and what a lasting difference of
    # 2 % between the numbers would add: measured up to 1.6 %, as the function is quick rather than perfect.
    assert squared < limit - 1 + 5 * (2 * (limit - 1)) ** 0.5 + 0.02**2 * draws


@pytest.mark.parametrize("limit", [1, 2, 7, 60_000, 2**31 - 1])
def test_what_is_drawn_lies_between_0_and_the_limit(limit: int) -> None:
    extremes = np.array([0, 2**31 - 1, 2**31, 2**32 - 1], np.uint32).view(np.int32)
    chosen = all_below(extremes, np.int32(limit))
    assert (chosen[0], chosen[-1]) == (0, limit - 1)
    assert (np.diff(chosen) >= 0).all()
