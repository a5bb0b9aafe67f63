"""Labels of any form: the numbers of classes, or other numbers to predict."""

from typing import Any

import torch
from torch import Tensor

from epochscope.record.errors import UnusableSamples

IGNORED = -100
"""The label of a position that has none, as in PyTorch's cross entropy."""
_EXPECTED = "labels must be numbers of classes (batch,), not"


def as_tensor(given: Any) -> Tensor:
    """Return labels (batch, …) as a tensor, those of shape (batch, 1) as (batch,); raise UnusableSamples."""
    try:
        labels = torch.as_tensor(given)
    except (TypeError, ValueError, RuntimeError) as error:
        raise UnusableSamples(f"{_EXPECTED} {type(given).__name__}") from error
    if not labels.ndim:
        raise UnusableSamples(f"{_EXPECTED} ()")
    return labels[:, 0] if labels.ndim == 2 and labels.shape[1] == 1 else labels


def as_classes(given: Any) -> Tensor:
    """Return the numbers of classes (batch,), int64; raise UnusableSamples if the labels are something else."""
    labels = as_tensor(given)
    if labels.ndim != 1:
        raise UnusableSamples(
            f"{_EXPECTED} {tuple(labels.shape)}; of one-hot labels, which may be mixed or smoothed, yield "
            "labels.argmax(1)"
        )
    numbers = labels.real.long()
    wrong = labels[numbers.to(labels.dtype) != labels]
    if len(wrong):
        raise UnusableSamples(f"labels must be whole numbers of classes, not {wrong[0].item()}")
    return numbers


def of_next_tokens(labels: Tensor, tokens: object) -> Tensor:
    """Return labels (samples, tokens) moved by one if they are the tokens themselves, of which each place predicts the
    next one, as Hugging Face's language models have them; others as they are."""
    if not isinstance(tokens, Tensor) or labels.ndim != 2 or labels.shape != tokens.shape:
        return labels
    if not ((labels == tokens) | (labels == IGNORED)).all():
        return labels
    return torch.cat([labels[:, 1:], torch.full_like(labels[:, :1], IGNORED)], dim=1)


def require_below(labels: Tensor, classes: int) -> None:
    """Raise UnusableSamples unless labels (batch,) are numbers of this many classes."""
    if len(labels) and not 0 <= int(labels.min()) <= int(labels.max()) < classes:
        raise UnusableSamples(
            f"labels range from {int(labels.min())} to {int(labels.max())}, but there are {classes} classes"
        )


def are_whole(labels: Tensor) -> bool:
    """Return whether all are whole numbers."""
    return not labels.is_complex() and bool(labels == labels.round() if labels.is_floating_point() else True)
