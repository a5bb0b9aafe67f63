"""A network's weights as bytes: the tensors of its state that safetensors can hold."""

from collections.abc import Mapping
from functools import cache

import torch
from safetensors.torch import load
from safetensors.torch import save as to_safetensors
from torch import Tensor, nn

from epochscope.record.wrappers import whole_state


def weights_of(model: nn.Module) -> bytes:
    """Return the weights in the safetensors format; extra state, sparse and quantized tensors are left out.

    Where the network is spread over processes, all of them call this.
    """
    # Copied one by one: safetensors rejects tensors that share memory, as tied weights do.
    state = {
        name: tensor.detach().cpu().clone(memory_format=torch.contiguous_format)
        for name, tensor in storable(whole_state(model)).items()
    }
    return to_safetensors(state)


def storable(state: Mapping[str, object]) -> dict[str, Tensor]:
    """Return the entries of a network's state that ``weights_of`` keeps."""
    return {name: value for name, value in state.items() if isinstance(value, Tensor) and _is_storable(value)}


def count_numbers(weights: bytes) -> int:
    """Return how many numbers weights in the safetensors format have."""
    return sum(tensor.numel() for tensor in load(weights).values())


def _is_storable(tensor: Tensor) -> bool:
    return tensor.layout is torch.strided and not tensor.is_nested and _has_format(tensor.dtype)


@cache
def _has_format(dtype: torch.dtype) -> bool:
    try:
        to_safetensors({"": torch.empty(0, dtype=dtype)})
    except (KeyError, RuntimeError):
        return False
    return True
