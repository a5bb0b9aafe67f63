"""The batches that a loader yields: checked before the network sees them, and the same at every epoch."""

from collections.abc import Mapping, Sequence
from hashlib import blake2b

import numpy as np
import torch
from torch import Tensor

from epochscope.record.errors import RunMismatch, UnusableSamples


def read_batch(pair: object) -> tuple[object, Tensor]:
    """Return the inputs and labels (batch,), int64, of what a loader yields.

    Raises:
        UnusableSamples: it is no pair, or the labels are not whole numbers.
    """
    if not isinstance(pair, tuple | list) or len(pair) != 2:
        raise UnusableSamples(f"samples must yield pairs (inputs, labels) of tensors, not {type(pair).__name__}")
    return pair[0], _as_numbers(pair[1])


def check_logits(logits: object, labels: Tensor, names: Sequence[str] | None) -> Tensor:
    """Return what the network returns for labels (batch,): logits (batch, classes); raise UnusableSamples."""
    if not isinstance(logits, Tensor) or logits.ndim != 2 or len(logits) != len(labels):
        returned = tuple(logits.shape) if isinstance(logits, Tensor) else type(logits).__name__
        raise UnusableSamples(f"the model must return logits (samples, classes), not {returned}")
    classes = logits.shape[1] if names is None else len(names)
    if logits.shape[1] != classes:
        raise UnusableSamples(f"the model has {logits.shape[1]} classes, but {classes} are named")
    if len(labels) and not 0 <= int(labels.min()) <= int(labels.max()) < classes:
        raise UnusableSamples(
            f"labels range from {int(labels.min())} to {int(labels.max())}, but there are {classes} classes"
        )
    return logits


def _as_numbers(given: object) -> Tensor:
    try:
        labels = torch.as_tensor(given)
    except (TypeError, ValueError, RuntimeError) as error:
        raise UnusableSamples(f"labels must be numbers of classes (batch,), not {type(given).__name__}") from error
    if labels.ndim == 2 and labels.shape[1] == 1:
        labels = labels[:, 0]
    if labels.ndim != 1:
        raise UnusableSamples(
            f"labels must be numbers of classes (batch,), not {tuple(labels.shape)}; of one-hot labels, which may be "
            "mixed or smoothed, yield labels.argmax(1)"
        )
    numbers = labels.real.long()
    wrong = (numbers.to(labels.dtype) != labels).nonzero()
    if len(wrong):
        raise UnusableSamples(f"labels must be whole numbers of classes, not {labels.tolist()[int(wrong[0])]}")
    return numbers


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

    def add(self, inputs: object, labels: Tensor) -> None:
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
