"""Weights at half their size: float16 in place of wider floating-point numbers."""

from epochscope.errors import UnusableInput, needing


def as_float16(weights: bytes, owner: str) -> bytes:
    """Return weights in the safetensors format with every floating-point tensor as float16.

    Raises:
        UnusableInput: a number of ``owner`` is too large for float16, or torch is not installed.
    """
    with needing("record", "copying weights"):
        from safetensors.torch import load, save
    state = {name: tensor.half() if tensor.is_floating_point() else tensor for name, tensor in load(weights).items()}
    for name, tensor in state.items():
        if tensor.is_floating_point() and tensor.isinf().any():
            raise UnusableInput(f"{name} of {owner} has numbers beyond 65,504, too large for float16: copy as recorded")
    return save(state)
