"""The network that is recorded: what the run says of it, and where it is."""

from collections.abc import Mapping

import torch
from safetensors import SafetensorError
from torch import nn

from epochscope.errors import UnusableInput
from epochscope.factories import check_factory
from epochscope.record.errors import RunMismatch
from epochscope.record.weights import count_numbers, storable
from epochscope.store import DamagedRun, Model, RunReader


def device_of(model: nn.Module) -> torch.device:
    """Return the device of the network's weights, the CPU if it has none."""
    return next((parameter.device for parameter in model.parameters()), torch.device("cpu"))


def describe(model: nn.Module, name: str, factory: str | None, arguments: Mapping[str, object] | None) -> Model:
    """Return the manifest's entry of a network; raise BadFactory, UnusableInput."""
    parameters = sum(parameter.numel() for parameter in model.parameters() if parameter.requires_grad)
    if factory is not None:
        check_factory(factory, arguments or {})
    elif arguments is not None:
        raise UnusableInput("arguments are passed to a factory: name it too")
    return Model(name or type(model).__name__, parameters, factory, dict(arguments or {}))


def require_same_size(run: RunReader, model: nn.Module) -> None:
    """Raise RunMismatch if the weights that the run has last are not as many numbers as those of the network."""
    last = run.manifest.last_epoch
    if last is not None and last in run.manifest.checkpoints:
        try:
            recorded = count_numbers(run.checkpoint(last))
        except (SafetensorError, ValueError) as error:
            raise DamagedRun(f"the weights of run {run.name!r} at epoch {last} cannot be read: {error}") from error
        numbers = sum(tensor.numel() for tensor in storable(model.state_dict()).values())
        if recorded != numbers:
            raise RunMismatch(f"run {run.name!r} has weights of {recorded:,} numbers, not {numbers:,}")
