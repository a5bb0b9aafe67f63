"""What kind of layer a module or a function is."""

from collections.abc import Sequence

from torch import Tensor, nn

KINDS = (
    *("convolution", "activation", "pooling", "flatten", "dense", "dropout"),
    *("residual", "attention", "normalization", "other"),
)
_MODULES: tuple[tuple[str, tuple[type[nn.Module], ...], tuple[str, ...]], ...] = (
    ("attention", (nn.MultiheadAttention,), ()),
    ("flatten", (nn.Flatten,), ()),
    ("dense", (nn.Linear, nn.Bilinear), ()),
    ("normalization", (nn.GroupNorm, nn.LayerNorm, nn.RMSNorm, nn.LocalResponseNorm), ("batchnorm", "instancenorm")),
    ("convolution", (), ("conv",)),
    ("pooling", (), ("pooling",)),
    ("dropout", (), ("dropout",)),
    ("activation", (), ("activation",)),
)
"""A kind, classes of it, and modules of ``torch.nn.modules`` whose classes are of it."""
_ACTIVATIONS = (
    *("relu", "relu6", "leaky_relu", "prelu", "rrelu", "elu", "selu", "celu", "gelu", "silu", "mish", "sigmoid"),
    *("tanh", "softplus", "softsign", "hardswish", "hardsigmoid", "hardtanh", "logsigmoid", "glu", "softmax"),
    *("log_softmax", "threshold", "tanhshrink", "softshrink", "hardshrink"),
)
_FUNCTIONS = {
    **dict.fromkeys(_ACTIVATIONS, "activation"),
    **dict.fromkeys(("conv1d", "conv2d", "conv3d"), "convolution"),
    **dict.fromkeys(("conv_transpose1d", "conv_transpose2d", "conv_transpose3d"), "convolution"),
    **{f"{how}_pool{axes}d": "pooling" for how in ("max", "avg", "lp") for axes in (1, 2, 3)},
    **{f"adaptive_{how}_pool{axes}d": "pooling" for how in ("max", "avg") for axes in (1, 2, 3)},
    **dict.fromkeys(("linear", "bilinear"), "dense"),
    **dict.fromkeys(("dropout", "dropout1d", "dropout2d", "dropout3d", "alpha_dropout"), "dropout"),
    **dict.fromkeys(("batch_norm", "layer_norm", "group_norm", "instance_norm", "rms_norm"), "normalization"),
    **dict.fromkeys(("scaled_dot_product_attention", "multi_head_attention_forward"), "attention"),
}
_ADDITIONS = ("add", "add_", "__add__", "__iadd__", "__radd__")
_RESHAPES = ("flatten", "view", "reshape")


def kind_of_module(module: nn.Module) -> str:
    """Return the kind of a module without modules inside, or of one that is looked at as a whole."""
    defined = {kind.__module__.removeprefix("torch.nn.modules.") for kind in type(module).__mro__}
    for kind, classes, modules in _MODULES:
        if isinstance(module, classes) or defined & set(modules):
            return kind
    return "other"


def kind_of_function(name: str, given: Sequence[object], result: object) -> str | None:
    """Return the kind of layer that a call of a function of torch is, ``None`` if it is none."""
    plain = name.removesuffix("_") if not name.endswith("__") else name
    if plain in _FUNCTIONS:
        return _FUNCTIONS[plain]
    if not isinstance(result, Tensor):
        return None
    if name in _ADDITIONS:
        return "residual" if _adds_two_outputs(given) else None
    before = given[0].ndim if given and isinstance(given[0], Tensor) else 0
    if before > 2 and result.ndim == 2:
        return "flatten" if name in _RESHAPES else "pooling" if name in ("mean", "amax") else None
    return None


def _adds_two_outputs(given: Sequence[object]) -> bool:
    """Whether both are outputs of the same shape: a position that was learned, or a number, is none."""
    outputs = [one for one in given[:2] if isinstance(one, Tensor) and not isinstance(one, nn.Parameter)]
    return len(outputs) == 2 and outputs[0].ndim > 1 and outputs[0].shape == outputs[1].shape
