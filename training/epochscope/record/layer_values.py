"""The one tensor of what a module returns that is recorded."""

from torch import Tensor
from torch.nn.utils.rnn import PackedSequence, pad_packed_sequence

from epochscope.record.errors import UnusableLayer
from epochscope.record.outputs import parts_of

_HIDDEN = "last_hidden_state"


def values_of(returned: object, part: str | None, name: str) -> tuple[Tensor, Tensor | None]:
    """Return the tensor (samples, …) that layer ``name`` records, and the mask (samples, steps) of a packed sequence.

    ``part`` is its name or number among what the module returns. By default, it is a tensor or packed sequence itself,
    what is called ``last_hidden_state``, the only one of a mapping or dataclass, or the first of a tuple.

    Raises:
        UnusableLayer: there is none, several without an order, or it is no real numbers (samples, …).
    """
    chosen = _usual(returned, name) if part is None else _chosen(returned, part, name)
    if isinstance(chosen, PackedSequence):
        padded, lengths = pad_packed_sequence(chosen, batch_first=True)
        steps = lengths.new_ones(len(lengths), padded.shape[1]).cumsum(1)
        return padded.detach(), steps <= lengths[:, None]
    if not isinstance(chosen, Tensor):
        raise UnusableLayer(
            f"{name} returns a {type(chosen).__name__}, not a tensor: record a module inside or after it"
        )
    if chosen.ndim < 2:
        shape = tuple(chosen.shape)
        raise UnusableLayer(f"{name} returns shape {shape}: it needs a first axis of samples and at least one more")
    if chosen.is_complex():
        raise UnusableLayer(f"{name} returns complex numbers: record a module that returns their parts or sizes")
    return chosen.detach(), None


def _usual(returned: object, name: str) -> object:
    if isinstance(returned, Tensor | PackedSequence):
        return returned
    parts = parts_of(returned)
    found = {key: part for key, part in parts.items() if isinstance(part, Tensor | PackedSequence)}
    if _HIDDEN in found:
        return found[_HIDDEN]
    if len(found) > 1 and not isinstance(returned, tuple | list):
        names = ", ".join(f"':{key}'" for key in found)
        raise UnusableLayer(f"{name} returns several tensors: choose one by adding {names} to the layer's name")
    return next(iter(found.values()), returned)


def _chosen(returned: object, part: str, name: str) -> object:
    parts = parts_of(returned)
    key = int(part) if part.isdecimal() and part not in parts else part
    if key not in parts:
        raise UnusableLayer(f"{name} returns no {part!r}; it returns: {', '.join(map(str, parts))}")
    return parts[key]
