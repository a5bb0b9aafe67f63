"""Networks with the weights of any epoch: one network a run, and the weights used last up to a number of bytes."""

from collections import OrderedDict
from collections.abc import Hashable, Mapping

from torch import Tensor, nn

from epochscope.looking import Recent
from epochscope.models import load_model, load_weights, read_weights
from epochscope.store import RunReader

WEIGHTS_BYTES = 512 << 20
_MOST_NETWORKS = 2


class Weights:
    """The weights of one epoch, mapped where the store is local: then they take memory only while that is free."""

    def __init__(self, tensors: Mapping[str, Tensor]) -> None:
        self.tensors = tensors
        self.nbytes = sum(tensor.nbytes for tensor in tensors.values())


def key_of(run: RunReader) -> Hashable:
    """Return what tells a run from others, and from one that was recorded again in its place."""
    return run.folder.root, run.manifest.created


class Networks:
    """Networks of runs; ``limit`` bounds the bytes of weights that are kept."""

    def __init__(self, limit: int = WEIGHTS_BYTES) -> None:
        self._weights: Recent[Weights] = Recent(limit)
        self._networks: OrderedDict[Hashable, tuple[nn.Module, int]] = OrderedDict()

    @property
    def nbytes(self) -> int:
        """The number of bytes of weights that are kept beside the networks'."""
        return self._weights.nbytes

    def at(self, run: RunReader, epoch: int, allow: str | None = None) -> nn.Module:
        """Return the network of a run with its weights at an epoch, in evaluation mode; valid until the next call.

        ``allow`` and the errors are those of ``load_model``.
        """
        key = key_of(run)
        if key not in self._networks:
            self._networks[key] = load_model(run, epoch, allow=allow), epoch
            if len(self._networks) > _MOST_NETWORKS:
                self._networks.popitem(last=False)
        self._networks.move_to_end(key)
        network, loaded = self._networks[key]
        if loaded != epoch:
            weights = self._weights_at(run, epoch)
            # Without it while its weights are neither those of one epoch nor those of the other.
            del self._networks[key]
            load_weights(network, weights.tensors, f"run {run.name!r} at epoch {epoch}")
            self._networks[key] = network, epoch
        return network

    def _weights_at(self, run: RunReader, epoch: int) -> Weights:
        key = (key_of(run), epoch)
        weights = self._weights.get(key)
        if weights is None:
            weights = Weights(read_weights(run, epoch))
            self._weights.keep(key, weights)
        return weights
