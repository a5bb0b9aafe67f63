"""Find where the channels of a layer's output are: before the positions, as in a convolution, or after them."""

from collections.abc import Sequence

from torch import nn

FIRST, LAST = 1, -1
"""The axis of channels in (samples, channels, positions…) and in (samples, positions…, channels)."""
_FIRST_MODULES = {
    f"torch.nn.modules.{name}"
    for name in ("batchnorm", "conv", "instancenorm", "padding", "pixelshuffle", "pooling", "upsampling")
}
_FIRST_NORMS = (nn.GroupNorm, nn.LocalResponseNorm)
_FIRST_OF_THREE = (nn.Conv1d, nn.ConvTranspose1d, nn.MaxPool1d, nn.AvgPool1d, nn.AdaptiveAvgPool1d, nn.InstanceNorm1d)
_LAST_NORMS = (nn.LayerNorm, nn.RMSNorm)


def channel_axis(module: nn.Module, shape: Sequence[int]) -> int | None:
    """Return ``FIRST`` or ``LAST`` for an output of three or more axes, ``None`` if nothing decides.

    PyTorch's own modules define it; else equal sizes are those of height and width; else all modules inside agree.
    """
    own = _defined(module)
    if own is not None:
        return own
    for before, after in ((shape[2:], shape[1:-1]), (shape[-2:], shape[-3:-1])) if len(shape) > 3 else ():
        first, last = len(set(before)) == 1, len(set(after)) == 1
        if first != last:
            return FIRST if first else LAST
    inside = {_defined(part) for part in module.modules()} - {None}
    return inside.pop() if len(inside) == 1 else None


def one_axis_convolves(network: nn.Module) -> bool:
    """Return whether a network has modules that define (samples, channels, positions)."""
    return any(isinstance(module, _FIRST_OF_THREE) for module in network.modules())


def _defined(module: nn.Module) -> int | None:
    if isinstance(module, _FIRST_NORMS) or any(kind.__module__ in _FIRST_MODULES for kind in type(module).__mro__):
        return FIRST
    # Subclasses of the norms may permute, as torchvision's LayerNorm2d does; a norm over several axes says nothing.
    if type(module) in _LAST_NORMS and len(module.normalized_shape) == 1:  # type: ignore[arg-type]
        return LAST
    return LAST if isinstance(module, nn.Linear | nn.Embedding) else None
