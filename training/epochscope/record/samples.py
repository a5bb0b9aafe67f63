"""The batches that a loader yields, the same at every epoch."""

from collections.abc import Mapping
from hashlib import blake2b

import numpy as np
import torch
from torch import Tensor

from epochscope.record.errors import RunMismatch


class SameSamples:
    """Compares the batches of every epoch with those of the first; ``may_change`` allows other inputs."""

    def __init__(self, may_change: bool) -> None:
        self._may_change = may_change
        self._first: list[tuple[bytes, bytes]] = []
        self._batches: list[tuple[bytes, bytes]] = []
        self._inputs = blake2b(digest_size=16)

    @property
    def inputs(self) -> str:
        """The digest of all inputs of the first epoch, the same for tensors in batches of any size; empty if they may
        change."""
        return "" if self._may_change else self._inputs.hexdigest()

    def begin(self) -> None:
        """Begin an epoch."""
        self._batches = []
        if not self._first:
            self._inputs = blake2b(digest_size=16)

    def add(self, inputs: object, labels: Tensor | None) -> None:
        """Compare the next batch; raise RunMismatch if it is not that of the first epoch."""
        if self._may_change:
            return
        number, batch = len(self._batches), (_digest(inputs), _digest(labels))
        self._batches.append(batch)
        if not self._first:
            _add_rows(self._inputs, inputs)
        if number >= len(self._first) or batch == self._first[number]:
            return
        if batch[1] != self._first[number][1]:
            raise RunMismatch("the loader yields the samples in a different order than before: it must not shuffle")
        raise RunMismatch(
            f"batch {number} has other inputs than at the first epoch, and the same labels: the loader must neither "
            "augment nor shuffle (give it the transforms of an evaluation), or set inputs_may_change=True"
        )

    def end(self) -> None:
        """End an epoch with all of its batches."""
        self._first = self._first or self._batches


def _digest(inputs: object) -> bytes:
    content = blake2b(digest_size=16)
    _add(content, inputs)
    return content.digest()


def _add_rows(content: blake2b, inputs: object) -> None:
    if isinstance(inputs, Tensor):
        _add_numbers(content, inputs.detach())
    else:
        _add(content, inputs)


def _add(content: blake2b, value: object) -> None:
    """Add tensors, arrays, text and numbers, and what collections of them hold; other objects are not compared."""
    if isinstance(value, Tensor):
        content.update(f"{value.dtype} {tuple(value.shape)}".encode())
        _add_numbers(content, value.detach())
    elif isinstance(value, np.ndarray | np.generic):
        content.update(f"{value.dtype} {value.shape}".encode())
        content.update(value.tobytes() if value.dtype != object else b"")
    elif isinstance(value, Mapping):
        for key, item in value.items():
            _add(content, key)
            _add(content, item)
    elif isinstance(value, tuple | list):
        for item in value:
            _add(content, item)
    elif isinstance(value, str | bytes | int | float):
        content.update(repr(value).encode())


def _add_numbers(content: blake2b, tensor: Tensor) -> None:
    if tensor.layout is torch.strided and not tensor.is_quantized and not tensor.is_nested:
        content.update(tensor.cpu().contiguous().reshape(-1).view(torch.uint8).numpy().data)
