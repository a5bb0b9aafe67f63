"""Reduce a layer's output to one vector per sample."""

from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from epochscope.errors import UnusableInput
from epochscope.record.channels import FIRST, LAST, channel_axis, one_axis_convolves

Reduction = str | Callable[[Tensor], Tensor]
"""A name of ``REDUCTIONS``, or a function from an output (samples, …) to vectors (samples, width)."""
RANDOM_WIDTH = 256
_PART = 64


@dataclass(frozen=True)
class Source:
    """What an output comes from: its module, the network around it, and the mask (samples, tokens) that is 0 where a
    token is padding, ``None`` if there is none."""

    module: nn.Module
    network: nn.Module
    mask: Tensor | None = None

    def mask_of(self, output: Tensor) -> Tensor | None:
        """Return the mask if it is one of the tokens of an output (samples, tokens, features)."""
        fits = self.mask is not None and output.ndim == 3 and self.mask.shape == output.shape[:2]
        return self.mask.to(output.device) > 0 if fits and self.mask is not None else None


Reduce = Callable[[Source, Tensor], Tensor]


class NotReducible(UnusableInput):
    """A reduction does not apply to an output of this shape."""


def find_reduction(reduction: Reduction) -> Reduce:
    """Return a reduction for the output of one layer; raise UnusableInput if there is none of that name."""
    if callable(reduction):
        return _Own(reduction)
    if not isinstance(reduction, str) or reduction not in REDUCTIONS:
        raise UnusableInput(
            f"there is no reduction {reduction!r}; choose one of: {', '.join(REDUCTIONS)}; or give a function"
        )
    return REDUCTIONS[reduction]()


def reduction_name(reduction: Reduction) -> str:
    """Return the name of a reduction in the store."""
    if isinstance(reduction, str):
        return reduction
    return str(getattr(reduction, "__qualname__", type(reduction).__qualname__))


class _Own:
    """The user's function, whose result is checked."""

    def __init__(self, function: Callable[[Tensor], Tensor]) -> None:
        self._function = function

    def __call__(self, _source: Source, output: Tensor) -> Tensor:
        vectors: object = self._function(output)
        if not isinstance(vectors, Tensor) or vectors.ndim != 2 or vectors.is_complex():
            returned = tuple(vectors.shape) if isinstance(vectors, Tensor) else type(vectors).__name__
            raise NotReducible(f"is reduced by a function to {returned}, not to real numbers (samples, width)")
        return vectors


class _Mean:
    """The mean over all positions but padding; ``axis`` is that of the channels, ``None`` if it has to be found."""

    def __init__(self, axis: int | None) -> None:
        self._axis = axis

    def __call__(self, source: Source, output: Tensor) -> Tensor:
        if output.ndim == 2:
            return output
        positions = _positions(source, output, self._axis, "mean")
        mask = source.mask_of(output) if positions == (1,) else None
        if mask is not None:
            kept = output.float().masked_fill(~mask[:, :, None], 0)
            return kept.sum(1) / mask.sum(1, keepdim=True)
        # On a CPU, a mean in float32 first copies a half-precision output; in parts the copy stays small.
        parts = output.split(_PART) if output.device.type == "cpu" else (output,)  # type: ignore[no-untyped-call]
        return torch.cat([part.mean(positions, dtype=torch.float32) for part in parts])


class _Max:
    """The maximum over all positions but padding; ``axis`` as of ``_Mean``."""

    def __init__(self, axis: int | None) -> None:
        self._axis = axis

    def __call__(self, source: Source, output: Tensor) -> Tensor:
        if output.ndim == 2:
            return output
        positions = _positions(source, output, self._axis, "max")
        mask = source.mask_of(output) if positions == (1,) else None
        return (output if mask is None else output.masked_fill(~mask[:, :, None], -torch.inf)).amax(positions)


class _FirstToken:
    """The first token of (samples, tokens, features)."""

    def __call__(self, _source: Source, output: Tensor) -> Tensor:
        return output if output.ndim == 2 else _tokens(output)[:, 0]


class _LastToken:
    """The last token of (samples, tokens, features) that is not padding."""

    def __call__(self, source: Source, output: Tensor) -> Tensor:
        if output.ndim == 2:
            return output
        mask, tokens = source.mask_of(output), _tokens(output)
        if mask is None:
            return tokens[:, -1]
        places = torch.arange(mask.shape[1], device=mask.device)
        last = torch.where(mask, places, 0).amax(1)
        return tokens[torch.arange(len(tokens), device=last.device), last]


class _Random:
    """Project the flattened output with a fixed Gaussian matrix (Johnson and Lindenstrauss, 1984).

    The matrix depends only on the width, so it is the same at every epoch and in every run.
    """

    def __init__(self) -> None:
        self._matrix: Tensor | None = None

    def __call__(self, _source: Source, output: Tensor) -> Tensor:
        flat = output.flatten(1).float()
        if self._matrix is None:
            matrix = torch.randn(flat.shape[1], RANDOM_WIDTH, generator=torch.Generator().manual_seed(0))
            self._matrix = matrix / RANDOM_WIDTH**0.5
        self._matrix = self._matrix.to(flat.device)
        if len(self._matrix) != flat.shape[1]:
            raise NotReducible(
                f"returns {flat.shape[1]} numbers per sample after {len(self._matrix)} before, "
                "which reduction='random' cannot compare: make all inputs equally large, or take the mean"
            )
        return torch.mm(flat, self._matrix)


def _tokens(output: Tensor) -> Tensor:
    if output.ndim != 3:
        raise NotReducible(f"returns shape {tuple(output.shape)}, and only (samples, tokens, features) has tokens")
    return output


def _flatten(_source: Source, output: Tensor) -> Tensor:
    return output.flatten(1)


def _positions(source: Source, output: Tensor, axis: int | None, kind: str) -> tuple[int, ...]:
    axis = axis or channel_axis(source.module, output.shape)
    if axis is None and (output.ndim > 3 or one_axis_convolves(source.network)):
        raise NotReducible(
            f"returns shape {tuple(output.shape)}, which does not tell where its channels are: "
            f"choose reduction='{kind}-first', '{kind}-last', 'flatten', 'random' or a function"
        )
    # Three axes of which nothing tells more, in a network without convolutions over one, are a transformer's tokens.
    return tuple(range(2, output.ndim)) if axis == FIRST else tuple(range(1, output.ndim - 1))


REDUCTIONS: dict[str, Callable[[], Reduce]] = {
    "mean": lambda: _Mean(None),
    "max": lambda: _Max(None),
    "flatten": lambda: _flatten,
    "random": _Random,
    "mean-first": lambda: _Mean(FIRST),
    "mean-last": lambda: _Mean(LAST),
    "max-first": lambda: _Max(FIRST),
    "max-last": lambda: _Max(LAST),
    "cls": _FirstToken,
    "last-token": _LastToken,
}
