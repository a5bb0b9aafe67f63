"""Rebuild the network of a recorded run with its weights at an epoch."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from epochscope.errors import EpochscopeError
from epochscope.factories import FactoryFailed, UnknownFactory, find_factory
from epochscope.store import DamagedRun, RunReader

if TYPE_CHECKING:
    from torch import Tensor, nn


_MOST, _LONGEST = 3, 300
_COMPILED = "_orig_mod."


class WrongWeights(EpochscopeError):
    """The weights of a run do not fit the network that its factory builds."""


def load_model(run: RunReader | str | Path, epoch: int, *, allow: str | None = None) -> "nn.Module":
    """Return the network of ``run`` in evaluation mode on the CPU, with its weights at ``epoch``.

    Args:
        run: a reader, or the path or URI of a run.
        epoch: a recorded epoch.
        allow: a factory ``package.module:function`` that may be imported although no installed package registers it.
            It takes effect if the run records the same name, or no name: then it is called without arguments.

    Raises:
        UnknownFactory: the run records no factory, or one that is neither registered nor allowed; nothing is imported.
        EpochNotFound, NotKept: the run has no such epoch, or does not keep its weights.
        FactoryFailed, WrongWeights: the factory does not build a network, or one that the weights do not fit.
        BadName, BadFactory, RunNotFound, NewerFormat, DamagedRun: the arguments or the run are not usable.
    """
    reader = run if isinstance(run, RunReader) else RunReader.at(run)
    weights = read_weights(reader, epoch)
    model = reader.manifest.model
    recorded = model.factory if model else None
    name = recorded or allow
    if name is None:
        raise UnknownFactory(
            f"run {reader.name!r} does not record how to rebuild its network: name a factory "
            "(allow='package.module:function'), or record it with Recorder(..., factory=..., arguments=...)"
        )
    network = build_network(name, model.arguments if model and recorded else {}, allow)
    load_weights(network, weights, f"run {reader.name!r} at epoch {epoch}")
    return network.eval()


def build_network(name: str, arguments: Mapping[str, object], allow: str | None) -> "nn.Module":
    """Return the untrained network of a factory; raise UnknownFactory, BadFactory, FactoryFailed."""
    factory = find_factory(name, allow)
    import torch

    try:
        # Initial weights are random; drawing them must not change the caller's random numbers.
        with torch.random.fork_rng(devices=[]):
            network: object = factory(**arguments)
    except Exception as error:
        raise FactoryFailed(f"factory {name!r} failed: {type(error).__name__}: {error}") from error
    if not isinstance(network, torch.nn.Module):
        raise FactoryFailed(f"factory {name!r} returned a {type(network).__name__}, not a torch.nn.Module")
    return network


def read_weights(run: RunReader, epoch: int) -> "dict[str, Tensor]":
    """Return the weights at an epoch by their names; where the store is local they are mapped, not read.

    Raises:
        EpochNotFound, NotKept, DamagedRun: as ``load_model``.
    """
    from safetensors import SafetensorError
    from safetensors.torch import load, load_file

    file = run.checkpoint_file(epoch)
    try:
        weights: dict[str, Any] = load(run.checkpoint(epoch)) if file is None else load_file(file)
    except (SafetensorError, ValueError, OSError) as error:
        raise DamagedRun(f"the weights of run {run.name!r} at epoch {epoch} cannot be read: {error}") from error
    return weights


def load_weights(network: "nn.Module", weights: "Mapping[str, Tensor]", of: str) -> None:
    """Copy what ``read_weights`` returned into a network; ``of`` says whose they are. Raises WrongWeights."""
    try:
        network.load_state_dict(_with_own_rest(network, weights), strict=True)
    except RuntimeError as error:
        raise WrongWeights(
            f"the weights of {of} do not fit the network that its factory builds: {_shorten(str(error))}"
        ) from error


def _with_own_rest(network: "nn.Module", weights: "Mapping[str, Tensor]") -> dict[str, Any]:
    """Return a state with the recorded weights, by their names in ``network``, and the parts that are not recorded."""
    from epochscope.record.weights import storable

    own = network.state_dict()
    kept = storable(own)
    rest = {name: value for name, value in own.items() if name not in kept}
    # A part that was compiled where it was recorded, or is compiled here, has a longer name.
    names = {name.replace(_COMPILED, ""): name for name in own}
    return rest | {names.get(name.replace(_COMPILED, ""), name): tensor for name, tensor in weights.items()}


def _shorten(message: str) -> str:
    """Return the first of PyTorch's complaints on one line; for a large network there may be hundreds."""
    complaints = [line.strip()[:_LONGEST] for line in message.splitlines()[1:]] or [message]
    more = f"; and {len(complaints) - _MOST} more" if len(complaints) > _MOST else ""
    return "; ".join(complaints[:_MOST]) + more
