"""Leave the random numbers of the training as they are."""

import random
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import numpy as np
import torch
from torch import nn


@contextmanager
def unchanged_random_states(model: nn.Module, loaders: Iterable[object]) -> Iterator[None]:
    """Restore, after the block, each global generator that ``model`` or ``loaders`` may draw from, and the loaders'."""
    python, legacy = random.getstate(), np.random.get_state()
    generators = [generator for loader in loaders for generator in _generators_of(loader)]
    states = [generator.get_state() for generator in generators]
    try:
        with torch.random.fork_rng(devices=_gpus_of(model)):
            yield
    finally:
        random.setstate(python)
        np.random.set_state(legacy)
        for generator, state in zip(generators, states, strict=True):
            generator.set_state(state)


def _generators_of(loader: object) -> list[torch.Generator]:
    """Return the generators of a DataLoader and of its sampler."""
    holders = (loader, getattr(loader, "sampler", None))
    found = (getattr(holder, "generator", None) for holder in holders)
    return [generator for generator in found if isinstance(generator, torch.Generator)]


def _gpus_of(model: nn.Module) -> list[torch.device]:
    devices = {tensor.device for tensor in (*model.parameters(), *model.buffers())}
    return [device for device in devices if device.type == "cuda"]
