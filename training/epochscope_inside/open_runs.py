"""Runs that are looked into: each with its network at any epoch, its layers, and how pictures become inputs."""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping

import numpy as np
from numpy.typing import NDArray
from torch import nn

from epochscope.looking import LookFailed, MapsNotFound, Preprocessing, require_lookable
from epochscope.store import RunReader, find_run, run_stamp
from epochscope_inside.checkpoints import Networks, key_of
from epochscope_inside.inputs import require_pixels, to_tensor
from epochscope_inside.look import Layer, Look, look
from epochscope_inside.weighing import Weighed, find_weighed

Canceled = Callable[[], bool]
_MOST = 32


class OpenRun:
    """A run as it was when it was opened; ``factory`` is the one that may be imported for it."""

    def __init__(self, reader: RunReader, networks: Networks, factory: str | None) -> None:
        self.reader = reader
        self.preprocessing: Preprocessing = require_lookable(reader.manifest, reader.name, factory)
        self.key = key_of(reader)
        self.epochs = reader.manifest.checkpoints
        self.classes = len(reader.manifest.dataset.classes)
        self._networks = networks
        self._factory = factory
        self._layers: tuple[Layer, ...] | None = None
        self._weighed: Weighed | None = None

    def network(self, epoch: int) -> nn.Module:
        """Return the network with its weights at an epoch; valid until the next call. Raises as ``load_model``."""
        return self._networks.at(self.reader, epoch, self._factory)

    def layers(self, canceled: Canceled) -> tuple[Layer, ...]:
        """Return the layers of the network, from a look at an empty picture."""
        if self._layers is None:
            epoch = self.epochs[-1]
            empty = np.full(self.preprocessing.shape, 0 if self.preprocessing.background == "black" else 255, np.uint8)
            layers = tuple(one.layer for one in self._look(epoch, empty, canceled).layers)
            noise = np.random.default_rng(0).integers(0, 256, self.preprocessing.shape, np.uint8)
            self._weighed = find_weighed(self.network(epoch), to_tensor(noise, self.preprocessing), layers)
            self._layers = layers
        return self._layers

    def layer(self, number: int, canceled: Canceled) -> Layer:
        """Return a layer by its number; raise MapsNotFound."""
        layers = self.layers(canceled)
        if not 0 <= number < len(layers):
            raise MapsNotFound(f"there is no layer {number}; this network has 0 to {len(layers) - 1}")
        return layers[number]

    def weighed(self, canceled: Canceled) -> Weighed:
        """Return the layers that the last dense layer weighs."""
        self.layers(canceled)
        return self._weighed or Weighed("")

    def look(self, epoch: int, pixels: NDArray[np.uint8], canceled: Canceled) -> Look:
        """Return what every layer makes of an input at an epoch.

        Raises:
            LookCanceled, LookFailed: as ``look``; and the network has other layers or classes than it should have.
            UnusablePicture: the pixels are not those of an input.
        """
        seen = self._look(epoch, pixels, canceled)
        if tuple(one.layer for one in seen.layers) != self.layers(canceled):
            raise LookFailed("the layers of this network are other ones for every input, and cannot be compared")
        return seen

    def _look(self, epoch: int, pixels: NDArray[np.uint8], canceled: Canceled) -> Look:
        require_pixels(pixels, self.preprocessing)
        modules = {layer.module: layer.name for layer in self.reader.manifest.layers}
        seen = look(self.network(epoch), to_tensor(pixels, self.preprocessing), modules, canceled)
        if len(seen.probabilities) != self.classes:
            raise LookFailed(f"the network has {len(seen.probabilities)} classes, and the run {self.classes}")
        return seen


class OpenRuns:
    """The runs of a store that were opened last; ``models`` has the factories that may be imported, by run."""

    def __init__(self, store: str, models: Mapping[str, str]) -> None:
        self._store = store
        self._models = models
        self._open: OrderedDict[str, tuple[Hashable, OpenRun]] = OrderedDict()
        self._networks = Networks()

    @property
    def nbytes(self) -> int:
        """The number of bytes of the weights that are kept."""
        return self._networks.nbytes

    def find(self, name: str) -> OpenRun:
        """Return a run as it is now; raise NotLookable, and as ``find_run`` does."""
        stamp = run_stamp(self._store, name)
        if stamp is None or name not in self._open or self._open[name][0] != stamp:
            run = OpenRun(find_run(self._store, name), self._networks, self._models.get(name))
            self._open[name] = stamp, run
        self._open.move_to_end(name)
        if len(self._open) > _MOST:
            self._open.popitem(last=False)
        return self._open[name][1]
