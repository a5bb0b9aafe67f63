"""Look at one input: one forward pass, with what every layer makes of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from epochscope.looking import LookCanceled, LookFailed
from epochscope_inside.maps import Maps, finite, pack_maps, to_maps
from epochscope_inside.tracing import Step, watching

_OBJECTS_BYTES = 4096
"""Of what is around the arrays of a layer; measured, as is what the allocator leaves unused."""


@dataclass(frozen=True)
class Layer:
    """A layer in the order of the pass.

    ``name`` is that of the module, or that of the function with the module that calls it; a module that is called again
    is a layer again, of the next ``call``. ``shape`` is (maps, height, width), or (units,) of a vector; ``type`` the
    class of the module or the kind of function. ``recorded`` names the layer of the run that is the same output.
    """

    name: str
    call: int
    kind: str
    type: str
    shape: tuple[int, ...]
    recorded: str | None = None


@dataclass(frozen=True)
class Seen:
    """What a layer makes of an input: its units, and its maps if it has any."""

    layer: Layer
    units: NDArray[np.float32]
    """The values of a vector, or the mean of each map, (units,)."""
    low: float
    high: float
    maps: Maps | None

    @property
    def nbytes(self) -> int:
        """The number of bytes."""
        maps = self.maps.pixels.nbytes + self.maps.ranges.nbytes if self.maps else 0
        return self.units.nbytes + maps + _OBJECTS_BYTES


@dataclass(frozen=True)
class Look:
    """What a network makes of one input."""

    probabilities: NDArray[np.float32]
    """(classes,)."""
    layers: tuple[Seen, ...]

    @property
    def nbytes(self) -> int:
        """The number of bytes."""
        return self.probabilities.nbytes + sum(seen.nbytes for seen in self.layers)


def look(
    network: nn.Module,
    inputs: Tensor,
    recorded: Mapping[str, str] | None = None,
    canceled: Callable[[], bool] = lambda: False,
) -> Look:
    """Return what every layer of ``network``, in evaluation mode, makes of ``inputs``, a batch of one.

    ``recorded`` has the layers that the run recorded, by the names of their modules. ``canceled`` is asked between
    layers.

    Raises:
        LookCanceled: it was canceled.
        LookFailed: the network fails on this input, or does not return logits (1, classes).
    """
    seen: list[tuple[Step, Seen]] = []

    def see(step: Step, output: Tensor, _: Tensor | None) -> None:
        if canceled():
            raise LookCanceled("canceled")
        seen.append((step, _see(step, output)))

    with watching(network, recorded or {}, see):
        logits = _logits(network, inputs)
    # A step learns only later whether a block around it was recorded.
    return Look(_probabilities(logits), tuple(_named(step, one) for step, one in seen))


def classify(network: nn.Module, inputs: Tensor) -> NDArray[np.float32]:
    """Return the probabilities (classes,) of ``inputs``, a batch of one; raise LookFailed."""
    return _probabilities(_logits(network, inputs))


@torch.inference_mode()
def _logits(network: nn.Module, inputs: Tensor) -> Tensor:
    try:
        logits: object = network(inputs)
    except LookCanceled:
        raise
    except Exception as error:
        raise LookFailed(f"the network fails on this input: {type(error).__name__}: {error}") from error
    if not isinstance(logits, Tensor) or logits.ndim != 2 or len(logits) != 1:
        returned = tuple(logits.shape) if isinstance(logits, Tensor) else type(logits).__name__
        raise LookFailed(f"the network returns {returned} for one input, not logits (1, classes)")
    return logits[0].float()


@torch.inference_mode()
def _probabilities(logits: Tensor) -> NDArray[np.float32]:
    probabilities: NDArray[np.float32] = finite(logits).softmax(dim=0).numpy()
    return probabilities


def _see(step: Step, output: Tensor) -> Seen:
    values = to_maps(output, step.module, step.kind)
    kind = type(step.module).__name__ if step.module is not None else step.kind
    layer = Layer(step.name, step.call, step.kind, kind, tuple(values.shape))
    if values.ndim == 1:
        units = finite(values).clone().numpy()
        return Seen(layer, units, float(units.min()), float(units.max()), None)
    maps = pack_maps(values)
    return Seen(layer, maps.units, float(maps.ranges[:, 0].min()), float(maps.ranges[:, 1].max()), maps)


def _named(step: Step, seen: Seen) -> Seen:
    one = seen.layer
    layer = Layer(one.name, one.call, one.kind, one.type, one.shape, step.recorded)
    return Seen(layer, seen.units, seen.low, seen.high, seen.maps)
