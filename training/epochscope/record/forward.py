"""Run a batch through the network, in the way that its inputs are given, and read what it returns."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from typing import Any

import torch
from torch import Tensor, nn
from torch.overrides import TorchFunctionMode

from epochscope.record.batches import TOKENS, BatchReader, Given, Step, first_tensor, labels_in, to_device
from epochscope.record.errors import UnusableSamples
from epochscope.record.labels import as_classes, of_next_tokens
from epochscope.record.meaning import Meaning
from epochscope.record.outputs import AUTO, Outputs, find_output, has_logits

_SIGMOIDS = (torch.sigmoid, Tensor.sigmoid, torch.special.expit)


class Forward:
    """Calls ``model`` with the batches of a loader, or ``step`` with the model and each batch."""

    def __init__(
        self, model: nn.Module, classes: Sequence[str] | None, output: str | int | None = AUTO, step: Step | None = None
    ) -> None:
        self._model = model
        self._step = step
        self._output = output
        self._reader = None if step else BatchReader(model)
        self._meaning = Meaning(classes)
        self._after_sigmoid: bool | None = None

    def read(self, batch: Any) -> tuple[Given, Tensor | None]:
        """Return what the network is given for a batch, and the labels; raise UnusableSamples."""
        if self._reader is None:
            return Given((batch,)), self._meaning.labels(labels_in(batch))
        given = self._reader.read(batch)
        labels = self._meaning.labels(given.labels)
        return given, labels if labels is None else of_next_tokens(labels, given.keywords.get(TOKENS))

    def run(self, given: Given, labels: Tensor | None, device: torch.device) -> Outputs:
        """Return what the network makes of a batch; raise UnusableSamples if it does not fit the labels."""
        arguments, keywords = to_device(given.arguments, device), to_device(given.keywords, device)
        with _SigmoidWatch() if self._after_sigmoid is None else nullcontext() as watch:
            returned = self._step(self._model, *arguments) if self._step else self._model(*arguments, **keywords)
        if isinstance(returned, Outputs):
            return self._checked(returned)
        found = find_output(returned, self._output)
        if watch is not None:
            self._after_sigmoid = watch.returned(found)
        called_logits = self._output not in (AUTO, None) or has_logits(returned)
        return self._meaning.of(found, labels, called_logits, bool(self._after_sigmoid))

    def end(self, highest: Callable[[int], int]) -> None:
        """End an epoch, ``highest`` being that of all processes; raise UnusableSamples if it is ambiguous whether the
        outputs are logits."""
        self._meaning.end(highest)

    def _checked(self, outputs: Outputs) -> Outputs:
        labels = None if outputs.labels is None else as_classes(outputs.labels)
        columns = {name: _as_column(name, values) for name, values in outputs.columns.items()}
        constants = {name: _as_numbers(name, values) for name, values in outputs.constants.items()}
        if outputs.logits is None:
            return Outputs(None, labels, columns, constants)
        read = self._meaning.of(outputs.logits, labels, called_logits=True)
        return Outputs(read.logits, read.labels, {**read.columns, **columns}, {**read.constants, **constants})


def _as_column(name: str, values: Any) -> Tensor | list[str]:
    is_text = isinstance(values, list | tuple) and all(isinstance(value, str) for value in values)
    return list(values) if is_text else _as_numbers(name, values)


def _as_numbers(name: str, values: Any) -> Tensor:
    try:
        numbers = torch.as_tensor(values)
    except (TypeError, ValueError, RuntimeError) as error:
        raise UnusableSamples(f"column {name!r} must hold one number per sample: {error}") from error
    if numbers.ndim != 1:
        raise UnusableSamples(f"column {name!r} must hold one number per sample, not {tuple(numbers.shape)}")
    return numbers


def count_samples(given: Given, labels: Tensor | None) -> int | None:
    """Return how many samples a batch has: as many as labels, or as the first tensor has rows; ``None`` without any."""
    counted = labels if labels is not None else first_tensor((given.arguments, dict(given.keywords)))
    return None if counted is None or not counted.ndim else len(counted)


def same_rows(vectors: Mapping[str, Tensor], outputs: Outputs, samples: int | None) -> dict[str, Tensor]:
    """Return vectors in float32; raise UnusableSamples unless all parts of a batch have one row per sample."""
    parts = {"labels": outputs.labels, "logits": outputs.logits, **outputs.columns, **outputs.constants}
    known = samples if outputs.labels is None else len(outputs.labels)
    for name, part in {**{f"layer {name!r}": rows for name, rows in vectors.items()}, **parts}.items():
        known = len(part) if known is None and part is not None else known
        if part is not None and len(part) != known:
            what = name if name.startswith("layer ") else repr(name)
            raise UnusableSamples(f"{what} returns {len(part)} rows for {known} samples")
    return {layer: rows.float() for layer, rows in vectors.items()}


class _SigmoidWatch(TorchFunctionMode):
    """Remembers where the last sigmoid wrote to: whether outputs are probabilities does not show in their values."""

    def __init__(self) -> None:
        super().__init__()
        self._place: int | None = None

    def __torch_function__(
        self,
        function: Callable[..., Any],
        _types: Sequence[type],
        arguments: Sequence[Any] = (),
        keywords: Mapping[str, Any] | None = None,
    ) -> Any:
        result = function(*arguments, **(keywords or {}))
        if function in _SIGMOIDS:
            self._place = result.data_ptr()
        return result

    def returned(self, output: Tensor | None) -> bool:
        """Return whether an output is what a sigmoid has written."""
        return output is not None and self._place == output.data_ptr()
