"""From what a loader yields to what a network is called with, and to the labels."""

import inspect
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, is_dataclass, replace
from typing import Any

import torch
from torch import Tensor, nn

from epochscope.record.errors import UnusableSamples

LABELS = ("labels", "label")
"""What labels are called in a batch that is a mapping."""
MASK = "attention_mask"
"""What a mapping calls the mask (samples, tokens) that is 0 where a token is padding."""
TOKENS = "input_ids"
"""What a mapping calls the tokens (samples, tokens)."""
_STEP = "give step=lambda model, batch: …, which calls the model"


@dataclass(frozen=True)
class Given:
    """What a network is called with, ``model(*arguments, **keywords)``, and the labels, ``None`` if there are none."""

    arguments: tuple[Any, ...] = ()
    keywords: Mapping[str, Any] = field(default_factory=dict)
    labels: Any = None

    @property
    def inputs(self) -> Any:
        """All that the network is given: its one argument, or what there is instead."""
        if self.keywords:
            return {**dict(enumerate(self.arguments)), **self.keywords}
        return self.arguments[0] if len(self.arguments) == 1 else self.arguments


class BatchReader:
    """Tells inputs from labels by the parameters that the network has.

    - A mapping: ``labels`` or ``label`` holds the labels; of the rest, what ``forward`` has a parameter for is passed
      by name. If that is nothing, and the rest is one entry, it is the one argument.
    - A tuple or list: the last one is the labels, if the network can be called with the others; otherwise, if it can be
      called with all, there are no labels. A tuple as the only input is taken apart, and a mapping passed by name, if
      the network needs several.
    - Anything else is the one argument, without labels.
    """

    def __init__(self, model: nn.Module) -> None:
        forward = getattr(model, "module", model).forward
        parameters = inspect.signature(forward).parameters.values()
        self._positional = [one for one in parameters if one.kind in (one.POSITIONAL_ONLY, one.POSITIONAL_OR_KEYWORD)]
        self._fewest = sum(one.default is one.empty for one in self._positional)
        self._most = math.inf if any(one.kind is one.VAR_POSITIONAL for one in parameters) else len(self._positional)
        self._names = {one.name for one in parameters if one.kind in (one.POSITIONAL_OR_KEYWORD, one.KEYWORD_ONLY)}
        self._any_name = any(one.kind is one.VAR_KEYWORD for one in parameters)
        self._required = {one.name for one in self._positional if one.default is one.empty}

    def read(self, batch: Any) -> Given:
        """Return what the network is called with for a batch; raise UnusableSamples if that is ambiguous."""
        if isinstance(batch, Mapping):
            return self._read_mapping(batch)
        if isinstance(batch, tuple | list) and not hasattr(batch, "to"):
            return self._read_sequence(tuple(batch))
        return Given((batch,))

    def _read_sequence(self, parts: tuple[Any, ...]) -> Given:
        *inputs, labels = parts or (None,)
        if len(inputs) == 1 and self._fewest > 1:
            return replace(self._taken_apart(inputs[0]), labels=labels)
        if self._fits(len(inputs)):
            return Given(tuple(inputs), labels=labels)
        if self._fits(len(parts)):
            return Given(parts)
        raise UnusableSamples(
            f"samples must yield (inputs, labels), but a batch has {len(parts)} parts, and the network takes "
            f"{self._count()}: {_STEP}"
        )

    def _taken_apart(self, inputs: Any) -> Given:
        if isinstance(inputs, Mapping):
            return self._by_name(inputs)
        if isinstance(inputs, tuple | list) and self._fits(len(inputs)):
            return Given(tuple(inputs))
        raise UnusableSamples(f"the network takes {self._count()}, and a batch has one besides the labels: {_STEP}")

    def _read_mapping(self, batch: Mapping[Any, Any]) -> Given:
        known = [name for name in LABELS if name in batch]
        if len(known) > 1:
            raise UnusableSamples(f"a batch has both {' and '.join(LABELS)}: yield one of them, or {_STEP}")
        rest = {name: value for name, value in batch.items() if name not in LABELS}
        labels = batch[known[0]] if known else None
        given = self._by_name(rest, also=dict.fromkeys(known, labels) if self._required & set(known) else {})
        return replace(given, labels=labels)

    def _by_name(self, inputs: Mapping[Any, Any], also: Mapping[str, Any] | None = None) -> Given:
        passed = {name: value for name, value in inputs.items() if self._any_name or name in self._names}
        passed |= also or {}
        if passed and self._required <= set(passed):
            return Given(keywords=passed)
        if len(inputs) == 1 and self._fewest <= 1:
            return Given(tuple(inputs.values()))
        has, takes = (", ".join(map(str, names)) or "nothing" for names in (inputs, sorted(self._names)))
        raise UnusableSamples(f"a batch has {has}, and the network takes {takes}: {_STEP}")

    def _fits(self, inputs: int) -> bool:
        return max(1, self._fewest) <= inputs <= self._most

    def _count(self) -> str:
        most = "or more" if self._most == math.inf else f"to {self._most}"
        return f"{self._fewest} inputs" if self._fewest == self._most else f"{self._fewest} {most} inputs"


def labels_in(batch: Any) -> Any:
    """Return the labels of a batch that a ``step`` takes apart: those of a mapping, or whole numbers (samples,) that
    come last; ``None`` if there are none."""
    if isinstance(batch, Mapping):
        return next((batch[name] for name in LABELS if name in batch), None)
    last = batch[-1] if isinstance(batch, tuple | list) and len(batch) > 1 else None
    is_whole = isinstance(last, Tensor) and not last.is_floating_point() and not last.is_complex()
    return last if is_whole and last is not None and last.ndim == 1 else None


def mask_in(batch: Any) -> Tensor | None:
    """Return the mask (samples, tokens) of a batch, ``None`` if it has none."""
    inputs = batch[0] if isinstance(batch, tuple | list) and batch else batch
    mask = inputs.get(MASK) if isinstance(inputs, Mapping) else None
    return mask if isinstance(mask, Tensor) and mask.ndim == 2 else None


def to_device(value: Any, device: torch.device) -> Any:
    """Return a value with all tensors in it, in any collection, on ``device``."""
    if callable(getattr(value, "to", None)):
        return value.to(device)
    if isinstance(value, Mapping):
        return {key: to_device(one, device) for key, one in value.items()}
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        return type(value)(*(to_device(one, device) for one in value))
    if isinstance(value, tuple | list):
        return type(value)(to_device(one, device) for one in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{one.name: to_device(getattr(value, one.name), device) for one in fields(value)})
    return value


def first_tensor(value: Any) -> Tensor | None:
    """Return the first tensor in a value, in any collection; ``None`` if there is none."""
    return next(_tensors(value), None)


def _tensors(value: Any) -> Iterator[Tensor]:
    if isinstance(value, Tensor):
        yield value
    parts: Sequence[Any] = ()
    if isinstance(value, Mapping):
        parts = list(value.values())
    elif isinstance(value, tuple | list):
        parts = value
    elif is_dataclass(value) and not isinstance(value, type):
        parts = [getattr(value, one.name) for one in fields(value)]
    for part in parts:
        yield from _tensors(part)


Step = Callable[[Any, Any], Any]
"""Calls the model with a batch that is on its device: (model, batch) to what it returns, or to ``Outputs``."""
