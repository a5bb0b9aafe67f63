"""What a recording accepts: a model, and the names of its layers and their reductions."""

from collections.abc import Iterable, Mapping, Sequence

import torch
from torch import nn
from torch.nn.parameter import is_lazy
from torch.utils.data import DistributedSampler

from epochscope.errors import UnusableInput
from epochscope.record.errors import UnknownLayer
from epochscope.record.reduce import Reduction
from epochscope.record.selectors import expand, find_modules
from epochscope.record.wrappers import unwrapped
from epochscope.store.names import check_name


def check_model(model: object) -> nn.Module:
    """Return the module that is recorded: the one that was compiled, or wrapped to run on several devices."""
    inner = unwrapped(model)
    if not isinstance(inner, nn.Module):
        raise UnusableInput(f"model must be a torch.nn.Module, not {type(inner).__name__}")
    if any(isinstance(module, torch.jit.ScriptModule) for module in inner.modules()):
        raise UnusableInput("TorchScript runs without hooks: give the network that was scripted or traced")
    lazy = [name for name, tensor in (*inner.named_parameters(), *inner.named_buffers()) if is_lazy(tensor)]
    if lazy:
        raise UnusableInput(f"{lazy[0]} has no size yet: call the model once, model(inputs), before it is recorded")
    return inner


def check_whole_samples(loaders: Iterable[object]) -> None:
    """Raise UnusableInput if a loader yields only one rank's share of the samples."""
    if any(isinstance(getattr(loader, "sampler", None), DistributedSampler) for loader in loaders):
        raise UnusableInput("samples has a DistributedSampler, which yields only this rank's: give it all samples")


def check_layers(model: nn.Module, layers: Sequence[str] | Mapping[str, str]) -> dict[str, str]:
    """Return the selector of each layer."""
    if isinstance(layers, str):
        raise UnusableInput(f"layers must be 'auto' or a list of names, not one string: [{layers!r}]")
    if isinstance(layers, Mapping):
        modules = dict(layers)
    else:
        modules = {layer: text for selected in layers for layer, text in expand(model, selected).items()}
    if not modules:
        raise UnusableInput("name at least one layer to record")
    for layer in modules:
        check_name(layer, "layer")
    find_modules(model, modules)
    return modules


def reduction_of_layers(
    reduction: Reduction | Mapping[str, Reduction], layers: Mapping[str, str]
) -> dict[str, Reduction]:
    """Return the reduction of each layer."""
    if not isinstance(reduction, Mapping):
        return dict.fromkeys(layers, reduction)
    for layer in reduction:
        if layer not in layers:
            raise UnknownLayer(f"reduction names layer {layer!r}, and the recorded ones are {', '.join(layers)}")
    return {layer: reduction.get(layer, "mean") for layer in layers}
