"""See through what is wrapped around a network, or into it, to compile it or to spread it over devices."""

import re

from torch import nn

_AROUND = (nn.DataParallel, nn.parallel.DistributedDataParallel)
_INSIDE = re.compile(r"(\.|^)(_orig_mod|_fsdp_wrapped_module|_checkpoint_wrapped_module)\b")


def unwrapped(model: object) -> object:
    """Return the network inside ``torch.compile``, ``DataParallel`` and ``DistributedDataParallel``, in any order."""
    while True:
        inner = model.module if isinstance(model, _AROUND) else getattr(model, "_orig_mod", model)
        if inner is model:
            return model
        model = inner


def plain_name(name: str) -> str:
    """Return the name that a module had before modules were wrapped."""
    return _INSIDE.sub("", name).lstrip(".")


def is_spread(model: nn.Module) -> bool:
    """Return whether each process has only a part of the weights, as with FSDP: all of them must run the network."""
    return any(hasattr(tensor, "full_tensor") for tensor in model.parameters()) or any(
        hasattr(module, "_fsdp_wrapped_module") for module in model.modules()
    )


def whole_state(model: nn.Module) -> dict[str, object]:
    """Return the state of a network; where it is spread over processes, all of them call this and have it whole."""
    return {
        name: value.full_tensor() if hasattr(value, "full_tensor") else value
        for name, value in model.state_dict().items()
    }
