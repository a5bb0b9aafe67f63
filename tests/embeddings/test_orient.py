"""Layouts brought into one frame: turned, mirrored, moved and scaled as a whole."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pytest

from epochscope.store import Placement
from epochscope_embeddings.orient import chained, placement_alone, placement_onto

TURN = np.array([[np.cos(2), np.sin(2)], [-np.sin(2), np.cos(2)]])
MIRROR = np.diag([1, -1])


def some_layouts(seed: int = 0, epochs: int = 3, samples: int = 50) -> np.ndarray:
    """Return positions (epochs, samples, 2) that are wider than high."""
    rng = np.random.default_rng(seed)
    return (rng.normal(size=(epochs, samples, 2)) * [3, 1]).astype(np.float32)


@dataclass(frozen=True)
class Placed:
    """Placed positions (E, N, 2), and the factor that they were multiplied by."""

    positions: np.ndarray
    scale: float


def placed_onto(positions: np.ndarray, reference: np.ndarray) -> Placed:
    return moved(placement_onto(positions, reference), positions)


def placed_alone(positions: np.ndarray) -> Placed:
    return moved(placement_alone(positions), positions)


def moved(placement: Placement, positions: np.ndarray) -> Placed:
    turn = np.array(placement.turn)
    np.testing.assert_allclose(turn @ turn.T, np.eye(2), atol=1e-12)
    return Placed(placement.of(positions), placement.scale)


def spread(positions: np.ndarray) -> float:
    flat = positions.reshape(-1, 2).astype(np.float64)
    return float(np.sqrt(((flat - flat.mean(axis=0)) ** 2).sum(axis=1).mean()))


def apart(layout: np.ndarray) -> np.ndarray:
    """Return the distances (N, N) between all samples of a layout (N, 2), or (E, N, N)."""
    return np.linalg.norm(layout[..., :, None, :] - layout[..., None, :, :].astype(np.float64), axis=-1)


@pytest.mark.parametrize(
    ("change", "scale"),
    [
        pytest.param(lambda there: there @ TURN, 1, id="turned"),
        pytest.param(lambda there: there @ MIRROR, 1, id="mirrored"),
        pytest.param(lambda there: there + np.array([5, -7]), 1, id="moved"),
        pytest.param(lambda there: there * 4, 0.25, id="scaled"),
        pytest.param(lambda there: there @ MIRROR @ TURN * 0.1 + [300, 20], 10, id="all of it"),
    ],
)
def test_a_layout_moved_as_a_whole_is_moved_back(change, scale: float) -> None:
    reference = some_layouts()
    placed = placed_onto(change(reference).astype(np.float32), reference)
    # Float32 keeps a hundred times fewer digits of what was moved by 300.
    np.testing.assert_allclose(placed.positions, reference, atol=1e-5 if scale < 10 else 1e-3)
    assert placed.scale == pytest.approx(scale, rel=1e-5)
    assert placed.positions.dtype == np.float32


def test_all_epochs_are_placed_as_one_layout() -> None:
    layouts, reference = some_layouts(1), some_layouts(2)
    placed = placed_onto(layouts, reference)
    np.testing.assert_allclose(apart(placed.positions), placed.scale * apart(layouts), rtol=1e-4, atol=1e-5)
    between, before = np.diff(placed.positions, axis=0), np.diff(layouts, axis=0)
    np.testing.assert_allclose(
        np.linalg.norm(between, axis=2), placed.scale * np.linalg.norm(before, axis=2), rtol=1e-4, atol=1e-5
    )


def test_a_layout_unlike_the_reference_is_scaled_to_its_size() -> None:
    reference = some_layouts(2)
    placed = placed_onto(17 * some_layouts(1)[:, ::-1], reference)
    assert spread(placed.positions) == pytest.approx(spread(reference), rel=1e-5)
    np.testing.assert_allclose(placed.positions.mean(axis=(0, 1)), reference.mean(axis=(0, 1)), atol=1e-5)


def test_no_rotation_brings_a_layout_nearer_to_its_reference() -> None:
    reference = some_layouts(2)
    layouts = reference @ TURN.astype(np.float32) + some_layouts(1)
    best = ((placed_onto(layouts, reference).positions - reference) ** 2).sum()
    centered = (layouts - layouts.mean(axis=(0, 1))) * spread(reference) / spread(layouts)
    for angle in np.linspace(0, 2 * np.pi, 73):
        turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
        for one in (turn, MIRROR @ turn):
            assert best <= ((centered @ one + reference.mean(axis=(0, 1)) - reference) ** 2).sum() * (1 + 1e-6)


@pytest.mark.parametrize("samples", [7, 37])
def test_samples_all_on_one_spot_move_to_the_center_of_the_reference(samples: int) -> None:
    spot, reference = np.full((2, samples, 2), 0.1, np.float32), 5 + some_layouts(0, 2, samples)
    placed = placed_onto(spot, reference)
    np.testing.assert_allclose(placed.positions, np.broadcast_to(reference.mean(axis=(0, 1)), spot.shape), atol=1e-5)
    assert np.isfinite(placed.scale)


def test_a_reference_on_one_spot_keeps_the_layout_readable() -> None:
    placed = placed_onto(some_layouts(), np.full((3, 50, 2), 0.1, np.float32))
    assert np.isfinite(placed.positions).all()
    assert spread(placed.positions) == pytest.approx(1, rel=1e-5)


def test_a_layout_alone_lies_on_its_longest_axis_about_the_origin() -> None:
    layouts = (some_layouts() @ TURN + [40, 50]).astype(np.float32)
    placed = placed_alone(layouts)
    flat = placed.positions.reshape(-1, 2).astype(np.float64)
    np.testing.assert_allclose(flat.mean(axis=0), 0, atol=1e-5)
    across = np.cov(flat.T)
    assert across[0, 0] > 5 * across[1, 1]
    assert abs(across[0, 1]) < 1e-4
    assert (placed.scale, placed.positions.dtype) == (1.0, np.float32)
    np.testing.assert_allclose(apart(placed.positions), apart(layouts), atol=1e-4)


def test_samples_all_on_one_spot_survive_alone() -> None:
    placed = placed_alone(np.full((2, 9, 2), 3, np.float32))
    assert placed.positions.tolist() == np.zeros((2, 9, 2)).tolist()


def test_a_chain_rotates_each_layout_onto_the_previous_one_without_scaling_it() -> None:
    first = some_layouts(epochs=1)[0]
    second = 2 * first @ MIRROR @ TURN + [9, 9]
    third = 3 * first @ TURN.T - [1, 4]
    sequence = chained([one.astype(np.float32) for one in (first, second, third)])
    centered = first - first.mean(axis=0)
    assert (sequence.shape, sequence.dtype) == ((3, 50, 2), np.float32)
    np.testing.assert_allclose(sequence, np.stack([centered, 2 * centered, 3 * centered]), atol=1e-4)


def test_each_layout_of_a_chain_keeps_its_shape_and_is_as_near_to_the_previous_one_as_possible() -> None:
    layouts = list(some_layouts(epochs=4))
    sequence = chained(layouts)
    np.testing.assert_allclose(apart(sequence), apart(np.stack(layouts)), atol=1e-4)
    for before, after in pairwise(sequence):
        again = placed_onto(after[None], before[None])
        np.testing.assert_allclose(again.positions[0], after * again.scale, atol=1e-4)


def test_a_chain_of_one_spot_survives() -> None:
    assert not chained([np.full((5, 2), 2, np.float32)] * 3).any()
