"""The neighbors and the layout on a GPU, with PyTorch: the same optimization in an order that suits thousands of cores.

The processor's kernel moves a sample along one edge after the other. Here all samples of all epochs move at once, each
along the mean of its edges, by the share that those many small steps would come to.
"""

from collections.abc import Callable

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from epochscope_embeddings.layout.kernel import ONE, ROUNDS_A_WINDOW, step_size
from epochscope_embeddings.layout.optimize import NEGATIVES, PULL_DECAY, ROUNDS, Problem, grown, pulls

BLOCK_BYTES = 1 << 30
"""Memory on the device for the distances that are computed at once."""
_SPARE = 8
# As in neighbors/exact.py: products round by less than this share of the vectors' squared lengths.
_ROUNDING = 2e-6
_LONGEST_STEP = 4.0
_LEAST_SQUARED = 1e-12


def exact_neighbors_on(
    device: str, points: NDArray[np.float32], k: int
) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
    """Return the numbers and distances, (N, k) each, of the nearest others of the points (N, D), nearest first."""
    on_device = torch.from_numpy(points).to(device)
    lengths = on_device.square().sum(dim=1)
    candidates = min(k + _SPARE, len(points) - 1)
    rows = max(1, BLOCK_BYTES // (4 * max(len(points), candidates * points.shape[1])))
    parts = [
        _nearest(on_device, lengths, torch.arange(first, min(first + rows, len(points)), device=device), candidates, k)
        for first in range(0, len(points), rows)
    ]
    number, distance = (torch.cat(blocks).cpu().numpy() for blocks in zip(*parts, strict=True))
    return number.astype(np.int32), distance


def _nearest(points: Tensor, lengths: Tensor, rows: Tensor, candidates: int, k: int) -> tuple[Tensor, Tensor]:
    squared = lengths - 2 * points[rows] @ points.T
    squared[torch.arange(len(rows), device=rows.device), rows] = torch.inf
    nearest = squared.topk(candidates, dim=1, largest=False)
    # By number, so that the stable sort below leaves equals in that order.
    proposed = nearest.indices.sort(dim=1).values
    # Products round by the length of the vectors; the differences of a few candidates do not.
    exact = (points[rows, None] - points[proposed]).square().sum(dim=2)
    order = exact.argsort(dim=1, stable=True)[:, :k]
    number, distance = proposed.gather(1, order), exact.gather(1, order).sqrt()
    bound = nearest.values.amax(dim=1) + lengths[rows]
    unsure = bound - _ROUNDING * (3 * lengths[rows] + 2 * bound.abs()) <= distance[:, -1].square()
    if candidates < len(points) - 1 and unsure.any():
        for some in unsure.nonzero()[:, 0].chunk(8):
            number[some], distance[some] = _nearest_of_all(points, rows[some], k)
    return number, distance


def _nearest_of_all(points: Tensor, rows: Tensor, k: int) -> tuple[Tensor, Tensor]:
    """Do the same as ``_nearest`` by the differences to all others: for samples too close together for products."""
    distance = torch.cdist(points[rows], points, compute_mode="donot_use_mm_for_euclid_dist")
    distance[torch.arange(len(rows), device=rows.device), rows] = torch.inf
    # The bits of a distance sort as the distance does; the number of the sample follows them.
    keys = (distance.view(torch.int32).long() << 32) | torch.arange(len(points), device=rows.device)
    keys = keys.topk(k, dim=1, largest=False).values.sort(dim=1).values
    return keys & 0xFFFFFFFF, (keys >> 32).int().view(torch.float32)


def optimize_on(
    device: str,
    problem: Problem,
    start: NDArray[np.float32],
    curve: tuple[float, float],
    rounds: tuple[int, int],
    report: Callable[[], object] = lambda: None,
) -> NDArray[np.float32]:
    """Return positions (E, N, 2) of the same quality as those of ``optimize``; seed and device determine them.

    Reports every epoch that is moved, after every window of rounds.
    """
    layout = _Layout(torch.device(device), problem, start, curve)
    for this_round in range(*rounds):
        if (this_round - rounds[0]) % ROUNDS_A_WINDOW == 0:
            layout.set_targets(this_round)
        layout.advance(this_round)
        if (this_round - rounds[0] + 1) % ROUNDS_A_WINDOW == 0 or this_round + 1 == rounds[1]:
            for _ in range(problem.fixed, len(start)):
                report()
    return layout.positions.cpu().numpy()


class _Layout:
    """Positions (E, N, 2) on the device and what moves them.

    Every edge is present in both directions and drawn in both in the same rounds: so the steps of a sample as the tail
    of other samples' edges equal its steps as the head of its own.
    """

    def __init__(
        self, device: torch.device, problem: Problem, start: NDArray[np.float32], curve: tuple[float, float]
    ) -> None:
        self.positions = torch.from_numpy(np.array(start, np.float32)).to(device)
        self._a, self._b = curve
        self._fixed = problem.fixed
        self._generator = torch.Generator(device).manual_seed(problem.seed)
        epochs, samples = start.shape[:2]
        self._degrees = torch.cat([_on(device, np.diff(edges.first)) for edges in problem.edges])
        owner = torch.arange(epochs * samples, device=device)
        self._head = owner.repeat_interleave(self._degrees)
        self._tail = torch.cat(
            [_on(device, edges.tail.astype(np.int64)) + epoch * samples for epoch, edges in enumerate(problem.edges)]
        )
        self._weight = torch.cat([_on(device, edges.weight.astype(np.int64)) for edges in problem.edges])
        self._pull = _on(device, pulls(problem.likeness))
        drawn = self._weight.sum().item() / 2**ONE / (epochs * samples)
        self._at_a_time = min(samples, max(8, round(NEGATIVES * drawn / 8) * 8))

    def set_targets(self, this_round: int) -> None:
        """Set the targets that adjacent epochs pull samples to, (E, N, 2), and how strongly in a round, (E, N)."""
        epochs, reach = len(self.positions), self._pull.shape[1] // 2
        total, strength = torch.zeros_like(self.positions), torch.zeros_like(self.positions[..., 0])
        factor = _for_missing_epochs(epochs, reach).to(self.positions.device)
        for offset in (*range(-reach, 0), *range(1, reach + 1)):
            here = slice(max(0, -offset), min(epochs, epochs - offset))
            there = slice(max(0, offset), min(epochs, epochs + offset))
            if here.stop <= here.start:
                continue
            weight = self._pull[here, reach + offset] * PULL_DECAY ** (abs(offset) - 1) * factor[here, None]
            total[here] += weight[..., None] * self.positions[there]
            strength[here] += weight
        self._target = total / strength.clamp(min=1e-30)[..., None]
        self._strength = strength * float(grown(this_round))

    def advance(self, this_round: int) -> None:
        """Move all samples except those of the fixed epochs through one round."""
        alpha = step_size(this_round, ROUNDS)
        drawn = (self._weight * (this_round + 1) >> ONE) > (self._weight * this_round >> ONE)
        count = torch.segment_reduce(drawn.float(), "sum", lengths=self._degrees, unsafe=True)
        moved = self._attracted(drawn, count, alpha).view_as(self.positions)
        count = count.view(self.positions.shape[:2])
        moved = self._repelled(moved, count, alpha)
        share = 1 - torch.exp(-(NEGATIVES + 2) * count * alpha * self._strength)
        moved = moved + share[..., None] * (self._target - moved)
        self.positions[self._fixed :] = moved[self._fixed :]

    def _attracted(self, drawn: Tensor, count: Tensor, alpha: float) -> Tensor:
        positions = self.positions.view(-1, 2)
        head, tail = self._head[drawn], self._tail[drawn]
        apart = positions[head] - positions[tail]
        squared = apart.square().sum(dim=1, keepdim=True) + _LEAST_SQUARED
        powered = squared**self._b
        force = -2 * self._a * self._b * powered / (squared * (1 + self._a * powered))
        step = (force * apart).clamp(-_LONGEST_STEP, _LONGEST_STEP)
        both = torch.cat([step, force], dim=1)
        sums: Tensor = torch.segment_reduce(both, "sum", lengths=count.long(), axis=0, unsafe=True)
        way, stiffness = sums[:, :2], sums[:, 2:]
        # Once as the head, once as the tail of each edge.
        exponent = -2 * alpha * stiffness
        damping = torch.where(exponent > 1e-6, -torch.expm1(-exponent) / exponent.clamp(min=1e-6), 1.0)
        moved: Tensor = positions + 2 * alpha * damping * way
        return moved

    def _repelled(self, moved: Tensor, count: Tensor, alpha: float) -> Tensor:
        samples = moved.shape[1]
        # The same for all epochs, so that chance moves a sample the same way at each.
        others = torch.randint(
            samples, (samples, self._at_a_time), generator=self._generator, device=moved.device, dtype=torch.int64
        )
        pushed = torch.empty_like(moved)
        for epoch, positions in enumerate(moved):
            apart = positions[:, None] - self.positions[epoch][others]
            squared = apart.square().sum(dim=2, keepdim=True) + _LEAST_SQUARED
            force = 2 * self._b / ((0.001 + squared) * (1 + self._a * squared**self._b))
            push = (force * apart).clamp(-_LONGEST_STEP, _LONGEST_STEP).mean(dim=1)
            # Clamped: a hub with hundreds of edges, all pushed from one position, would fly off.
            pushed[epoch] = positions + (alpha * NEGATIVES * count[epoch, :, None] * push).clamp(
                -_LONGEST_STEP, _LONGEST_STEP
            )
        return pushed


def _for_missing_epochs(epochs: int, reach: int) -> Tensor:
    """Return the factor (E,) by which existing adjacent epochs count for the missing ones of each epoch."""
    factors = [PULL_DECAY ** (offset - 1) for offset in range(1, reach + 1)]
    there = [
        sum(f * ((e >= offset) + (e + offset < epochs)) for offset, f in enumerate(factors, 1)) for e in range(epochs)
    ]
    return torch.tensor([2 * sum(factors) / one for one in there], dtype=torch.float32)


def _on(device: torch.device, values: NDArray[np.generic]) -> Tensor:
    return torch.from_numpy(np.ascontiguousarray(values)).to(device)
