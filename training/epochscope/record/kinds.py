"""The kinds of outputs and labels that a batch may have, and what each says of the samples."""

from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional

from epochscope.record.labels import IGNORED, are_whole, require_below
from epochscope.record.outputs import Outputs

_TOLERANCE = 1e-3


@dataclass(frozen=True)
class Kind:
    """What outputs (B, …) and labels (B, …) may be: ``fits`` decides by one batch, ``read`` reads it."""

    name: str
    fits: Callable[[Tensor, Tensor], bool]
    read: Callable[[Tensor, Tensor | None], Outputs]


def _is_one_logit(output: Tensor, labels: Tensor) -> bool:
    return output.ndim == 1 and labels.shape == output.shape and are_binary(labels)


def _one_logit(output: Tensor, labels: Tensor | None) -> Outputs:
    return _classes(torch.stack([torch.zeros_like(output), output], dim=1), labels)


def _is_number(output: Tensor, labels: Tensor) -> bool:
    return output.ndim == 1 and labels.shape == output.shape


def _number(output: Tensor, target: Tensor | None) -> Outputs:
    assert target is not None, "only labels make this kind"
    return Outputs(columns={"output": output, "error": (output - target).abs()}, constants={"target": target})


def _are_classes(output: Tensor, labels: Tensor) -> bool:
    return output.ndim == 2 and labels.ndim == 1 and len(labels) == len(output) and are_whole(labels)


def _classes(output: Tensor, labels: Tensor | None) -> Outputs:
    if labels is not None:
        require_below(labels, output.shape[1])
    return Outputs(_without_softmax(output), None if labels is None else labels.long())


def _are_several_labels(output: Tensor, labels: Tensor) -> bool:
    return output.ndim == 2 and labels.shape == output.shape and are_binary(labels)


def _several_labels(output: Tensor, labels: Tensor | None) -> Outputs:
    assert labels is not None, "only labels make this kind"
    loss = functional.binary_cross_entropy_with_logits(output.float(), labels.float(), reduction="none").mean(1)
    return Outputs(columns={"loss": loss, "wrong labels": ((output > 0) != (labels > 0)).sum(1)})


def _are_several_numbers(output: Tensor, labels: Tensor) -> bool:
    return output.ndim == 2 and labels.shape == output.shape


def _several_numbers(output: Tensor, target: Tensor | None) -> Outputs:
    assert target is not None, "only labels make this kind"
    return Outputs(columns={"error": (output - target).square().mean(1).sqrt()})


def _are_positions(output: Tensor, labels: Tensor) -> bool:
    is_deeper = labels.ndim >= 2 and output.ndim == labels.ndim + 1
    return is_deeper and are_whole(labels) and _classes_axis(output, labels) is not None


def _positions(output: Tensor, labels: Tensor | None) -> Outputs:
    assert labels is not None, "only labels make this kind"
    logits, labels = output.movedim(_classes_axis(output, labels) or 0, 1).float(), labels.long()
    loss = functional.cross_entropy(logits, labels, ignore_index=IGNORED, reduction="none").flatten(1)
    counted = (labels != IGNORED).flatten(1)
    right = (logits.argmax(1) == labels).flatten(1) & counted
    # Without a label at any position, both are missing: not a number.
    return Outputs(columns={"loss": loss.sum(1) / counted.sum(1), "accuracy": right.sum(1) / counted.sum(1)})


def _classes_axis(output: Tensor, labels: Tensor) -> int | None:
    """Return the axis of the classes, after the samples or last; ``None`` if neither or both leave the positions."""
    axes = [axis for axis in (1, output.ndim - 1) if (*output.shape[:axis], *output.shape[axis + 1 :]) == labels.shape]
    return axes[0] if len(axes) == 1 else None


def are_binary(labels: Tensor) -> bool:
    """Return whether all are 0 or 1."""
    return bool(((labels == 0) | (labels == 1)).all())


def are_shares(rows: Tensor) -> bool:
    """Return whether each row (B, C) holds shares of 1, as one-hot labels and the results of a softmax do."""
    if rows.ndim != 2 or rows.is_complex():
        return False
    sums = rows.double().sum(1)
    return bool((rows >= 0).all()) and bool(((sums - 1).abs() < _TOLERANCE).all())


def _without_softmax(output: Tensor) -> Tensor:
    """Return logits: those whose softmax the rows are, if they are probabilities."""
    output = output.float()
    return output.clamp_min(torch.finfo(torch.float32).tiny).log() if are_shares(output) else output


ONE_LOGIT = Kind("one logit and labels 0 and 1", _is_one_logit, _one_logit)
CLASSES = Kind("logits and numbers of classes", _are_classes, _classes)
SEVERAL_LABELS = Kind("logits and several labels per sample", _are_several_labels, _several_labels)
KINDS = (
    ONE_LOGIT,
    Kind("one number and the one to predict", _is_number, _number),
    CLASSES,
    SEVERAL_LABELS,
    Kind("several numbers and those to predict", _are_several_numbers, _several_numbers),
    Kind("logits and labels of positions", _are_positions, _positions),
)
"""In the order in which they are tried."""
