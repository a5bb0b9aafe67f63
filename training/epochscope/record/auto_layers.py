"""Choose a sensible handful of layers of any network: its large blocks, in their order."""

from collections.abc import Callable
from contextlib import ExitStack

import torch
from torch import nn

from epochscope.errors import UnusableInput
from epochscope.record.errors import UnusableLayer
from epochscope.record.hooks import capturing
from epochscope.record.reduce import find_reduction
from epochscope.record.selectors import speaking_name

MOST, FEWEST = 6, 4
_NORMS = (nn.modules.batchnorm._NormBase, nn.LayerNorm, nn.RMSNorm, nn.GroupNorm)


def auto_layers(model: nn.Module, run: Callable[[], object]) -> dict[str, str]:
    """Return up to ``MOST`` layers, from names in the store to module names; ``run`` runs one batch.

    They are the parts of the network with weights, norms aside: its children, of which the largest is taken apart
    until there are ``FEWEST``, and lists of modules always. Of those whose output has a vector per sample, and that run
    once, ``MOST`` are chosen in equal steps, with the first and the last.

    Raises:
        UnusableInput: there is none.
    """
    blocks = _blocks(model)
    usable = [name for name in blocks if name in _usable(model, blocks, run)]
    if not usable:
        raise UnusableInput("no layer of the model can be chosen automatically: name them, layers=[…]")
    count = min(MOST, len(usable))
    chosen = [usable[round(place)] for place in torch.linspace(0, len(usable) - 1, count).tolist()]
    return {speaking_name(name, blocks[name]): name for name in chosen}


def _blocks(model: nn.Module) -> dict[str, nn.Module]:
    blocks = _parts("", model)
    while True:
        lists = [name for name, block in blocks.items() if isinstance(block, nn.ModuleList | nn.ModuleDict)]
        parted = [name for name, block in blocks.items() if _parts(name, block)]
        if not lists and (len(blocks) >= FEWEST or not parted):
            return blocks
        largest = lists[0] if lists else max(parted, key=lambda name: _size(blocks[name]))
        opened = [_parts(name, block) if name == largest else {name: block} for name, block in blocks.items()]
        blocks = {name: block for part in opened for name, block in part.items()}


def _parts(name: str, module: nn.Module) -> dict[str, nn.Module]:
    inside = {f"{name}.{child}" if name else child: part for child, part in module.named_children()}
    return {child: part for child, part in inside.items() if _size(part) and not isinstance(part, _NORMS)}


def _size(module: nn.Module) -> int:
    return sum(parameter.numel() for parameter in module.parameters())


def _usable(model: nn.Module, blocks: dict[str, nn.Module], run: Callable[[], object]) -> set[str]:
    """Return the names of blocks that one pass gives a vector per sample."""
    usable = set(blocks)
    mean = find_reduction("mean")
    with ExitStack() as hooks:
        captured = {name: hooks.enter_context(capturing(model, {name: name}, {name: mean})) for name in blocks}
        run()
    for name, one in captured.items():
        try:
            one.take()
        except UnusableLayer:
            usable.discard(name)
    return usable
