"""Watch a forward pass: every layer as it puts something out, modules and functions alike, in their order.

Modules without modules inside are layers. So are the functions that networks call outside of them (``relu``,
``max_pool2d``, ``flatten``, the addition of a residual block). What a layer does inside is not looked at.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import torch
from torch import Tensor, nn
from torch.overrides import TorchFunctionMode
from torch.utils.hooks import RemovableHandle

from epochscope_inside.kinds import kind_of_function, kind_of_module

See = Callable[["Step", Tensor, Tensor | None], None]
"""Is given a layer, what it puts out, and the tensor that it was given, if any."""


class Step:
    """One layer of a pass: its name, which call of it this is (from 1), its kind, and its module if it is one."""

    def __init__(self, name: str, call: int, kind: str, module: nn.Module | None) -> None:
        self.name = name
        self.call = call
        self.kind = kind
        self.module = module
        self.recorded: str | None = None
        """The layer that the run recorded and that puts out the same."""


class Trace(TorchFunctionMode):
    """Calls ``see`` with each layer; ``recorded`` has the run's layers by the names of modules."""

    def __init__(self, network: nn.Module, recorded: Mapping[str, str], see: See) -> None:
        super().__init__()
        self._recorded = recorded
        self._see = see
        self._calls: Counter[str] = Counter()
        self._inside = 0
        self._containers: list[str] = []
        self._last: tuple[object, Step] | None = None
        self._wants_mean: list[bool | None] = []
        self._handles = [handle for name, module in network.named_modules() for handle in self._watch(name, module)]

    def remove(self) -> None:
        """Take all hooks off the network."""
        for handle in self._handles:
            handle.remove()

    def __torch_function__(
        self, func: Any, types: Sequence[type], args: Sequence[Any] = (), kwargs: Mapping[str, Any] | None = None
    ) -> Any:
        """Call a function of torch, and see what it puts out where it is a layer."""
        result = func(*args, **(kwargs or {}))
        if not self._inside:
            name = getattr(func, "__name__", "")
            kind = kind_of_function(name, args, result)
            if kind is not None:
                plain = name.strip("_").removeprefix("i") if kind == "residual" else name.rstrip("_")
                self._put_out(".".join([*self._containers[-1:], plain]).lstrip("."), kind, None, args, result)
        return result

    def _watch(self, name: str, module: nn.Module) -> Iterator[RemovableHandle]:
        if isinstance(module, nn.MultiheadAttention):
            yield module.register_forward_pre_hook(self._want_weights, with_kwargs=True)
        elif any(True for _ in module.children()) or (not name and kind_of_module(module) == "other"):
            yield module.register_forward_pre_hook(lambda *_: self._containers.append(name))
            yield module.register_forward_hook(lambda _module, _given, output: self._leave(name, output))
            return
        yield module.register_forward_pre_hook(self._enter)
        yield module.register_forward_hook(
            lambda one, given, output: self._finish(name or type(one).__name__, one, given, output)
        )

    def _enter(self, _module: nn.Module, _given: object) -> None:
        self._inside += 1

    def _finish(self, name: str, module: nn.Module, given: object, output: object) -> object:
        self._inside -= 1
        if isinstance(module, nn.MultiheadAttention):
            return self._finish_attention(name, module, given, output)
        if not self._inside:
            self._put_out(name, kind_of_module(module), module, given, output)
        return None

    def _leave(self, name: str, output: object) -> None:
        self._containers.pop()
        recorded = self._recorded.get(name)
        if recorded is not None and self._last is not None and self._last[0] is output:
            self._last[1].recorded = recorded

    def _want_weights(self, _module: nn.Module, given: Any, named: dict[str, Any]) -> tuple[Any, dict[str, Any]]:
        """Have attention return the weights of each head, which it otherwise computes in secret."""
        weighted = named.get("need_weights", True) and len(given) < 5
        self._wants_mean.append(named.get("average_attn_weights", True) if weighted else None)
        return given, {**named, "need_weights": True, "average_attn_weights": False}

    def _finish_attention(self, name: str, module: nn.Module, given: object, output: Any) -> object:
        """See the weights of each head, and return what the network requested."""
        values, weights = output
        if not self._inside:
            self._put_out(name, "attention", module, given, weights, values)
        wants_mean = self._wants_mean.pop()
        if wants_mean is None:
            return values, None
        return values, weights.mean(dim=-3) if wants_mean else weights

    def _put_out(
        self,
        name: str,
        kind: str,
        module: nn.Module | None,
        given: object,
        output: object,
        passed_on: object = None,
    ) -> None:
        tensor = _first_tensor(output)
        if tensor is None or tensor.is_complex() or not tensor.numel():
            return
        self._calls[name] += 1
        step = Step(name, self._calls[name], kind, module)
        step.recorded = self._recorded.get(name) if module is not None else None
        self._last = (tensor if passed_on is None else passed_on, step)
        # What is computed to see it is none of the network's.
        with torch._C.DisableTorchFunction():
            self._see(step, tensor.detach(), _first_tensor(given))


@contextmanager
def watching(network: nn.Module, recorded: Mapping[str, str], see: See) -> Iterator[None]:
    """Call ``see`` with every layer of the passes during the block, and leave no trace on the network."""
    trace = Trace(network, recorded, see)
    # Its fast path computes a whole encoder layer at once.
    fast = torch.backends.mha.get_fastpath_enabled()
    torch.backends.mha.set_fastpath_enabled(False)
    try:
        with trace:
            yield
    finally:
        torch.backends.mha.set_fastpath_enabled(fast)
        trace.remove()


def _first_tensor(values: object) -> Tensor | None:
    if isinstance(values, Tensor):
        return values
    parts = values if isinstance(values, tuple | list) else ()
    return next((part for part in parts if isinstance(part, Tensor)), None)
