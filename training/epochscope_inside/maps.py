"""A layer's output as maps, or as a vector of units."""

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from epochscope.record.channels import FIRST, LAST, channel_axis

_LARGEST = 1e30
_NOTHING = nn.Identity()


@dataclass(frozen=True)
class Maps:
    """Maps of bytes: ``value = low + byte / 255 * (high - low)``, where ``ranges`` has low and high of each map."""

    pixels: NDArray[np.uint8]
    """(maps, height, width)."""
    ranges: NDArray[np.float32]
    """(maps, 2)."""
    units: NDArray[np.float32]
    """The mean of each map, (maps,)."""


def to_maps(output: Tensor, module: nn.Module | None, kind: str) -> Tensor:
    """Return the output for one input as maps (maps, height, width), or as a vector (units,).

    Channels become maps; tokens become one map whose rows are the tokens, and a signal maps of one row.
    """
    one = _without_samples(output).float()
    if one.ndim < 2:
        return one.reshape(-1)
    if kind == "attention":
        # Heads, or tokens where there are none.
        return one.reshape(-1, *one.shape[-2:])
    axis = channel_axis(module or _NOTHING, (1, *one.shape))
    if one.ndim == 2:
        return one[:, None] if axis == FIRST else one[None]
    if axis == LAST:
        one = one.movedim(-1, 0)
    return one.reshape(one.shape[0], -1, one.shape[-1])


def pack_maps(maps: Tensor) -> Maps:
    """Return maps (maps, height, width) as bytes; NaN becomes 0, and infinity a large number."""
    rows = maps.reshape(len(maps), -1)
    low, high = torch.aminmax(rows, dim=1, keepdim=True)
    ranges = torch.cat([low, high], dim=1).numpy()
    if not np.isfinite(ranges).all():
        rows = finite(rows)
        low, high = torch.aminmax(rows, dim=1, keepdim=True)
        ranges = torch.cat([low, high], dim=1).numpy()
    scale = torch.where(high > low, 255 / (high - low), 0)
    pixels = (rows - low).mul_(scale).round_().to(torch.uint8).reshape(maps.shape)
    return Maps(pixels.numpy(), ranges, rows.mean(dim=1).numpy())


def finite(values: Tensor) -> Tensor:
    """Return values with 0 for NaN, and large numbers for infinity."""
    return values.nan_to_num(0).clamp(-_LARGEST, _LARGEST)


def _without_samples(output: Tensor) -> Tensor:
    """Return an output without its axis of samples, of which there is one; some networks put it second."""
    if output.ndim and output.shape[0] == 1:
        return output[0]
    return output[:, 0] if output.ndim > 2 and output.shape[1] == 1 else output
