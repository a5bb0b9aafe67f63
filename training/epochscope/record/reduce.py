"""Reduce a layer's output to one vector per sample."""

from collections.abc import Callable

import torch
from torch import Tensor

from epochscope.errors import UnusableInput

RANDOM_WIDTH = 256
_PART = 64


def find_reduction(name: str) -> Callable[[Tensor], Tensor]:
    """Return the reduction called ``name``; raise UnusableInput if it does not exist."""
    if name not in REDUCTIONS:
        raise UnusableInput(f"there is no reduction {name!r}; choose one of: {', '.join(REDUCTIONS)}")
    return REDUCTIONS[name]


def _mean(output: Tensor) -> Tensor:
    if output.ndim == 2:
        return output
    # On a CPU, a mean in float32 first copies a half-precision output; in parts the copy stays small.
    parts = output.split(_PART) if output.device.type == "cpu" else (output,)  # type: ignore[no-untyped-call]
    return torch.cat([part.mean(_positions(part), dtype=torch.float32) for part in parts])


def _max(output: Tensor) -> Tensor:
    return output if output.ndim == 2 else output.amax(_positions(output))


def _flatten(output: Tensor) -> Tensor:
    return output.flatten(1)


def _random(output: Tensor) -> Tensor:
    """Project the flattened output with a fixed Gaussian matrix (Johnson and Lindenstrauss, 1984).

    The matrix depends only on the width, so it is the same at every epoch and in every run.
    """
    flat = output.flatten(1).float()
    matrix = torch.randn(flat.shape[1], RANDOM_WIDTH, generator=torch.Generator().manual_seed(0))
    return torch.mm(flat, (matrix / RANDOM_WIDTH**0.5).to(flat.device))


def _positions(output: Tensor) -> tuple[int, ...]:
    # (batch, tokens, features) of a transformer, else (batch, channels, space…) of a convolution.
    return (1,) if output.ndim == 3 else tuple(range(2, output.ndim))


REDUCTIONS: dict[str, Callable[[Tensor], Tensor]] = {
    "mean": _mean,
    "max": _max,
    "flatten": _flatten,
    "random": _random,
}
