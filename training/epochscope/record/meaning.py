"""Decide what outputs and labels are, at the first batch, and hold to it."""

import warnings
from collections.abc import Callable, Sequence
from typing import Any

import torch
from torch import Tensor

from epochscope.record.errors import UnusableSamples
from epochscope.record.kinds import CLASSES, KINDS, ONE_LOGIT, SEVERAL_LABELS, Kind, are_shares
from epochscope.record.labels import are_whole, as_classes, as_tensor
from epochscope.record.outputs import Outputs

_SHARE = 1e-7


class Meaning:
    """What a network's outputs and the labels say of the samples.

    Where ``classes`` are named, labels are their numbers, and outputs (B, classes) logits. Otherwise they are the first
    of ``KINDS`` that fits. Without one, whole labels (B,) are classes, and other numbers (B,) the column ``target``.

    Outputs are logits of classes only if their last class occurs among the labels, or if they are called ``logits``:
    predictions from other numbers, such as an embedding, would mean nothing.
    """

    def __init__(self, classes: Sequence[str] | None) -> None:
        self._names = classes
        self._kind: Kind | None = None
        self._are_logits = classes is not None
        self._width, self._seen = 0, 0
        self._has_warned = False

    def labels(self, given: Any) -> Tensor | None:
        """Return the labels of a batch as a tensor, ``None`` if it has none; raise UnusableSamples."""
        if given is None:
            return None
        return as_tensor(given) if self._names is None else as_classes(given)

    def of(
        self, output: Tensor | None, labels: Tensor | None, called_logits: bool = False, after_sigmoid: bool = False
    ) -> Outputs:
        """Return what an output and labels say; raise UnusableSamples where they do not fit, or are ambiguous."""
        self._are_logits |= called_logits
        if output is not None and output.ndim == 2 and output.shape[1] == 1:
            output = output[:, 0]
        if output is not None and labels is not None:
            labels = labels.to(output.device)
        kind = None if output is None else self._kind_of(output, labels)
        if output is None or kind is None:
            return self._without_predictions(output, labels)
        if self._kind is None and kind is not CLASSES and labels is not None and are_shares(labels):
            as_classes(labels)  # One-hot labels: refused.
        self._kind = kind
        if kind is CLASSES and labels is not None:
            self._width, self._seen = output.shape[1], max(self._seen, 1 + int(labels.max()))
        if after_sigmoid and kind in (ONE_LOGIT, SEVERAL_LABELS):
            output = torch.logit(output.float(), eps=_SHARE)
        return kind.read(output, labels)

    def end(self, highest: Callable[[int], int]) -> None:
        """End an epoch, ``highest`` being that of all processes; raise UnusableSamples if it is ambiguous whether the
        outputs are logits."""
        self._seen = highest(self._seen)
        if not self._are_logits and self._seen < self._width:
            raise UnusableSamples(
                f"the network returns {self._width} numbers per sample, and the highest label is {self._seen - 1}: "
                f"name the {self._width} classes if these are logits, or set output=None if they are not"
            )

    def _kind_of(self, output: Tensor, labels: Tensor | None) -> Kind | None:
        if self._names is not None:
            return self._kind_of_named(output, labels, len(self._names))
        if labels is None:
            return CLASSES if self._are_logits and output.ndim == 2 else None
        if self._kind is None:
            return next((kind for kind in KINDS if kind.fits(output, labels)), None)
        if not self._kind.fits(output, labels):
            raise UnusableSamples(
                f"the batches before have {self._kind.name}; this one has outputs {tuple(output.shape)} and labels "
                f"{tuple(labels.shape)} that are something else"
            )
        return self._kind

    def _kind_of_named(self, output: Tensor, labels: Tensor | None, classes: int) -> Kind | None:
        if labels is not None and len(output) != len(labels):
            raise UnusableSamples(
                f"the model must return logits (samples, classes), not {tuple(output.shape)} for {len(labels)} samples"
            )
        if output.ndim == 1 and classes == 2:
            return ONE_LOGIT
        if output.ndim != 2:
            return None
        if output.shape[1] != classes:
            raise UnusableSamples(
                f"the model has {output.shape[1]} classes, but {classes} are named; set output=None if it predicts none"
            )
        return CLASSES

    def _without_predictions(self, output: Tensor | None, labels: Tensor | None) -> Outputs:
        if output is not None and not self._has_warned:
            self._has_warned = True
            labeled = "without labels" if labels is None else f"with labels {tuple(labels.shape)}"
            warnings.warn(
                f"no predictions are recorded, as outputs {tuple(output.shape)} {labeled} are no logits of classes; "
                "output=None says that this is right",
                stacklevel=2,
            )
        if labels is None or labels.ndim != 1:
            return Outputs()
        if self._names is not None or (are_whole(labels) and not labels.is_floating_point()):
            return Outputs(labels=labels.long())
        return Outputs(constants={"target": labels})
