"""Find the layers that the classes are weighed from: those whose output is all that the last dense layer is given.

What a layer puts out has to reach the dense layer as it is: through flattening, dropout (which does nothing here),
identities, and an average over all positions. An activation between them, say, makes another layer of it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from epochscope_inside.look import Layer
from epochscope_inside.maps import to_maps
from epochscope_inside.tracing import Step, watching

_PASSES_ON = ("flatten", "dropout")
_Identity = tuple[int, int, int]


@dataclass(frozen=True)
class Weighed:
    """The layers, by their numbers, that a dense layer weighs: the module of that name in the network."""

    dense: str
    layers: frozenset[int] = frozenset()

    def weights(self, network: nn.Module, layer: Layer) -> NDArray[np.float32]:
        """Return the weight (classes, units) of each unit of one of the layers to each class.

        That of a map is the mean over its positions.
        """
        weight = self._module(network).weight.detach()
        found: NDArray[np.float32] = weight.float().reshape(len(weight), layer.shape[0], -1).mean(dim=2).numpy()
        return found

    def biases(self, network: nn.Module) -> NDArray[np.float32]:
        """Return what is added to the logit of each class, (classes,): zeros where the dense layer has no bias.

        With it, the units times their weights add up to the logit, except those of maps that are flattened.
        """
        dense = self._module(network)
        bias = torch.zeros(dense.out_features) if dense.bias is None else dense.bias.detach()
        found: NDArray[np.float32] = bias.float().numpy()
        return found

    def _module(self, network: nn.Module) -> nn.Linear:
        dense = network.get_submodule(self.dense)
        assert isinstance(dense, nn.Linear)
        return dense


@dataclass(frozen=True)
class _Passed:
    """A layer that an input passed; the outputs are kept, so that no other one has the same place in memory."""

    step: Step
    output: Tensor
    identity: _Identity
    given: Tensor | None
    given_identity: _Identity | None


def find_weighed(network: nn.Module, inputs: Tensor, layers: Sequence[Layer]) -> Weighed | None:
    """Return which of ``layers`` are weighed, as ``inputs``, a batch of one, pass them; ``None`` if none is.

    ``inputs`` should not be even, as layers differ less then. A network that fails on them weighs none.
    """
    passed: list[_Passed] = []

    def see(step: Step, output: Tensor, given: Tensor | None) -> None:
        passed.append(_Passed(step, output, _identity(output), given, None if given is None else _identity(given)))

    try:
        # Without gradients, but not in inference mode, where tensors do not count their changes.
        with torch.no_grad(), watching(network, {}, see):
            logits: object = network(inputs)
    except Exception:  # A network may raise anything.
        return None
    if [(one.step.name, one.step.call) for one in passed] != [(layer.name, layer.call) for layer in layers]:
        return None
    number = _dense_before(passed, logits)
    if number is None:
        return None
    name = next(name for name, module in network.named_modules() if module is passed[number].step.module)
    return Weighed(name, frozenset(_feeding(passed, number)))


def _dense_before(passed: Sequence[_Passed], logits: object) -> int | None:
    """Return the number of the dense layer whose output is the logits."""
    if not isinstance(logits, Tensor) or not passed:
        return None
    last = passed[-1]
    is_dense = isinstance(last.step.module, nn.Linear) and last.identity == _identity(logits)
    return len(passed) - 1 if is_dense else None


def _feeding(passed: Sequence[_Passed], dense: int) -> list[int]:
    """Return the layers before a dense layer whose output is what it is given."""
    given, wanted = passed[dense].given, passed[dense].given_identity
    if given is None:
        return []
    found = []
    for number in reversed(range(dense)):
        one = passed[number]
        if one.identity == wanted:
            if _is_weighed(one, given.flatten()):
                found.append(number)
            if not _passes_on(one):
                break
            wanted = one.given_identity
    return found


def _is_weighed(one: _Passed, given: Tensor) -> bool:
    """Whether the units of a layer, as they are shown, are what is given, or their means over the positions are."""
    values = to_maps(one.output, one.step.module, one.step.kind)
    if values.numel() == given.numel():
        return torch.equal(values.reshape(-1), given.float())
    return len(values) == given.numel() and _is_mean(values, given)


def _passes_on(one: _Passed) -> bool:
    if one.step.kind in _PASSES_ON or isinstance(one.step.module, nn.Identity):
        return True
    if one.step.kind != "pooling" or one.given is None or one.given.ndim < 3:
        return False
    maps = one.given[0]
    return len(maps) == one.output.numel() and _is_mean(maps, one.output.flatten())


def _is_mean(maps: Tensor, values: Tensor) -> bool:
    return torch.allclose(maps.float().flatten(1).mean(dim=1), values.float(), rtol=1e-3, atol=1e-5)


def _identity(tensor: Tensor) -> _Identity:
    """Return what two tensors share that are the same values in memory, at the same number of changes."""
    return tensor.data_ptr(), tensor._version, tensor.numel()
