"""How pictures become inputs of an adopted network: as the user says, or as the network itself does."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import floor, isfinite, prod
from typing import Any

from torch import nn

from epochscope.errors import UnusableInput
from epochscope.looking import LARGEST_INPUT, Preprocessing


@dataclass(frozen=True)
class GivenInput:
    """What the user says of the input; ``None`` leaves it to the network.

    ``shape`` is (channels, height, width); ``mean`` and ``std`` have one number per channel, of pixels from 0 to 1.
    """

    shape: Sequence[int] | None = None
    mean: Sequence[float] | None = None
    std: Sequence[float] | None = None
    resize: int | None = None


def choose_preprocessing(network: nn.Module, given: GivenInput) -> Preprocessing:
    """Return the preprocessing that is given, with the missing parts from the network's own ``pretrained_cfg``.

    That is a mapping with ``input_size``, ``mean``, ``std`` and ``crop_pct``, the share of the resized picture's
    shorter side that is cut out, as the networks of timm have it.

    Raises:
        UnusableInput: a part is neither given nor the network's, or the parts do not fit each other.
    """
    own = getattr(network, "pretrained_cfg", None)
    own = own if isinstance(own, Mapping) else {}
    channels, height, width = _shape(_choose("--input", given.shape, own.get("input_size")))
    mean = _per_channel("--mean", _choose("--mean", given.mean, own.get("mean")), channels)
    std = _per_channel("--std", _choose("--std", given.std, own.get("std")), channels)
    if min(std) <= 0:
        raise UnusableInput(f"--std takes numbers above 0, not {min(std):g}")
    resize = _resize(given.resize, own.get("crop_pct"), min(height, width))
    return Preprocessing(channels, height, width, mean, std, resize)


def _choose(option: str, given: Sequence[Any] | None, own: Any) -> Sequence[Any]:
    chosen = own if given is None else given
    if not isinstance(chosen, Sequence) or isinstance(chosen, str):
        raise UnusableInput(f"the network does not say how pictures become its inputs: give {option}")
    return chosen


def _shape(shape: Sequence[Any]) -> tuple[int, int, int]:
    sizes = [size for size in shape if isinstance(size, int) and size > 0]
    if len(shape) != 3 or len(sizes) != 3 or sizes[0] not in (1, 3) or prod(sizes) > LARGEST_INPUT:
        given = "×".join(map(str, shape))
        raise UnusableInput(
            f"an input is 1 or 3 channels × height × width, of at most {LARGEST_INPUT:,} numbers, not {given}"
        )
    channels, height, width = sizes
    return channels, height, width


def _per_channel(option: str, numbers: Sequence[Any], channels: int) -> tuple[float, ...]:
    if len(numbers) != channels or not all(isinstance(one, int | float) and isfinite(one) for one in numbers):
        given = ", ".join(map(str, numbers))
        raise UnusableInput(f"{option} takes one finite number for each of {channels} channels, not {given}")
    return tuple(map(float, numbers))


def _resize(given: int | None, crop: object, side: int) -> int | None:
    if given is not None and given < side:
        raise UnusableInput(f"--resize takes at least the {side} pixels of the input's shorter side, not {given}")
    if given is not None or not isinstance(crop, int | float) or not 0 < crop < 1:
        return given
    return floor(side / crop)
