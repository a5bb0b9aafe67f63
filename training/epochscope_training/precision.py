"""Choose mixed precision if the device supports it."""

from contextlib import AbstractContextManager, nullcontext

import torch

from epochscope.errors import UnusableInput

_TYPES = {"bfloat16": torch.bfloat16, "float16": torch.float16}


def choose_precision(requested: str, device: torch.device, recipe: str, stem: str) -> str:
    """Return the precision to compute in: the requested one, or for ``auto`` the fastest on the device.

    Raises:
        UnusableInput: float16 on a CPU, which would be slower and overflow.
    """
    if requested == "float16" and device.type == "cpu":
        raise UnusableInput("float16 needs a GPU; on a CPU choose bfloat16 or float32")
    if requested != "auto":
        return requested
    if device.type == "cuda":
        return "bfloat16" if torch.cuda.is_bf16_supported(including_emulation=False) else "float16"
    # Measured on two cores with AMX: three times as fast as float32 with the cifar stem, equally fast with the imagenet
    # stem, whose maps are small; with other busy processes, bfloat16 slows down far more.
    pays = recipe != "lenet" and stem == "cifar"
    return "bfloat16" if device.type == "cpu" and pays and _cpu_multiplies_bfloat16() else "float32"


def autocast(precision: str, device: torch.device) -> AbstractContextManager[object]:
    """Return a context in which the network computes in ``precision``."""
    if precision == "float32":
        return nullcontext()
    return torch.autocast(device.type, _TYPES[precision])


def make_scaler(precision: str, device: torch.device) -> torch.amp.GradScaler:
    """Return a loss scaler, enabled only for float16, whose small gradients would underflow."""
    return torch.amp.GradScaler(device.type, enabled=precision == "float16")


def _cpu_multiplies_bfloat16() -> bool:
    return bool(torch.cpu.get_capabilities().get("amx_bf16", False))
