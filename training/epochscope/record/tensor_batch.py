"""What a network makes of a few samples, on its device, and as arrays."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray
from torch import Tensor

from epochscope.record.collected import Batch
from epochscope.record.parts import as_classes
from epochscope.record.predictions import predict


@dataclass(frozen=True)
class TensorBatch:
    """As ``Batch``, with tensors on any device, of any type, and logits (B, classes) in place of predictions."""

    vectors: Mapping[str, Tensor]
    labels: Tensor | None = None
    logits: Tensor | None = None
    inputs: Tensor | None = None
    split: str = ""
    columns: Mapping[str, Tensor | Sequence[str]] = field(default_factory=dict)
    constants: Mapping[str, Tensor] = field(default_factory=dict)

    def batch(self) -> Batch:
        """Return it as arrays, once the device has computed them."""
        labels = None if self.labels is None else as_classes(self.labels.cpu().numpy(), "labels")
        return Batch(
            vectors=_arrays(self.vectors),
            labels=labels,
            predictions=None if self.logits is None else predict(_array(self.logits), labels),
            inputs=None if self.inputs is None else _array(self.inputs),
            split=self.split,
            columns={name: _column(values) for name, values in self.columns.items()},
            constants=_arrays(self.constants),
        )


def _arrays(tensors: Mapping[str, Tensor]) -> dict[str, NDArray[Any]]:
    return {name: _array(tensor) for name, tensor in tensors.items()}


def _column(values: Tensor | Sequence[str]) -> NDArray[Any]:
    return _array(values) if isinstance(values, Tensor) else np.array(values, object)


def _array(tensor: Tensor) -> NDArray[np.float32]:
    return np.asarray(tensor.detach().float().cpu().numpy())
