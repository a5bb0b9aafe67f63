"""Find, among what a network returns, the tensor that says something of each sample."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, is_dataclass
from typing import Any

from torch import Tensor

from epochscope.record.errors import UnusableSamples

AUTO = "auto"
_LOGITS = "logits"


@dataclass(frozen=True)
class Outputs:
    """What a ``step`` may return of a batch with B samples, in place of what the model returns.

    ``logits`` are (B, classes), ``labels`` whole numbers (B,), ``columns`` numbers (B,) of a run's own, such as the
    error of each reconstruction, or a list of B names of classes, such as the kind of each error, and ``constants`` the
    numbers that are the same at all epochs, such as what is to be predicted. What is left out, the run does not have.
    """

    logits: Tensor | None = None
    labels: Tensor | None = None
    columns: Mapping[str, Tensor | Sequence[str]] = field(default_factory=dict)
    constants: Mapping[str, Tensor] = field(default_factory=dict)


def find_output(returned: Any, chosen: str | int | None) -> Tensor | None:
    """Return the tensor among what a network returns: the one ``chosen`` by its name or number, none for ``None``.

    By default, a tensor; what is called ``logits``; the only tensor of a mapping or dataclass; or the first of a tuple.

    Raises:
        UnusableSamples: there is no such part, or it is no tensor.
    """
    if chosen is None:
        return None
    parts = parts_of(returned)
    if chosen == AUTO:
        return _usual_output(returned, parts)
    found = parts.get(chosen)
    if not isinstance(found, Tensor):
        has = ", ".join(f"{name} ({type(part).__name__})" for name, part in parts.items()) or "nothing"
        raise UnusableSamples(f"the network returns no tensor {chosen!r}; it returns: {has}")
    return found


def has_logits(returned: Any) -> bool:
    """Return whether something that a network returns is called logits."""
    return isinstance(parts_of(returned).get(_LOGITS), Tensor)


def _usual_output(returned: Any, parts: Mapping[Any, Any]) -> Tensor | None:
    if isinstance(logits := parts.get(_LOGITS), Tensor):
        return logits
    tensors = [part for part in parts.values() if isinstance(part, Tensor) and part.ndim]
    has_order = isinstance(returned, tuple | list)
    return tensors[0] if len(tensors) == 1 or (tensors and has_order) else None


def parts_of(returned: Any) -> dict[Any, Any]:
    """Return what a module returns by its names, or by numbers if it has no names."""
    if isinstance(returned, Mapping):
        return dict(returned)
    if isinstance(returned, tuple) and hasattr(returned, "_asdict"):
        return dict(returned._asdict())
    if isinstance(returned, tuple | list):
        return dict(enumerate(returned))
    if is_dataclass(returned) and not isinstance(returned, type):
        return {one.name: getattr(returned, one.name) for one in fields(returned)}
    return {0: returned}
