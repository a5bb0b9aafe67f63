"""Capture what named modules put out during one forward pass, and leave no trace on the model."""

import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import torch
from torch import Tensor, nn
from torch.utils.hooks import RemovableHandle

from epochscope.record.errors import UnusableLayer
from epochscope.record.layer_values import values_of
from epochscope.record.reduce import NotReducible, Reduce, Source
from epochscope.record.selectors import INPUT, Selector, find_modules, parse_selector
from epochscope.record.sequences import samples_first


class Captured:
    """The reduced values of one forward pass; ``reduce`` has the reduction of each layer."""

    def __init__(self, network: nn.Module, modules: Mapping[str, str], reduce: Mapping[str, Reduce]) -> None:
        self._network = network
        self._selectors = {layer: parse_selector(text) for layer, text in modules.items()}
        self._reduce = reduce
        self._calls: dict[str, list[Tensor]] = defaultdict(list)
        self._problem: Exception | None = None
        self._samples: int | None = None
        self._mask: Tensor | None = None

    def expect(self, samples: int | None, mask: Tensor | None) -> None:
        """Say how many samples the next pass has, if that is known, and the mask (samples, tokens) of its tokens."""
        self._samples, self._mask = samples, mask
        self._calls.clear()
        self._problem = None

    def take(self) -> dict[str, Tensor]:
        """Return each layer's (samples, width) of the last pass, and forget it.

        Raises:
            UnusableLayer: a layer did not run, ran more than once without a choice of one call, put out no tensor, or
                one that its reduction does not apply to.
        """
        calls, self._calls = self._calls, defaultdict(list)
        problem, self._problem = self._problem, None
        if problem:
            raise problem
        return {layer: _of_calls(layer, selector, calls[layer]) for layer, selector in self._selectors.items()}

    def attach(self, layer: str, module: nn.Module) -> RemovableHandle:
        """Hook a module, whose input or output ``layer`` is, and return the handle that removes the hook."""
        selector = self._selectors[layer]

        def store_input(module: nn.Module, arguments: tuple[object, ...], keywords: dict[str, object]) -> None:
            self._store(layer, module, (*arguments, *keywords.values()))

        def store_output(module: nn.Module, _arguments: object, output: object) -> None:
            self._store(layer, module, output)

        if selector.part == INPUT:
            return module.register_forward_pre_hook(store_input, with_kwargs=True)
        return module.register_forward_hook(store_output)

    def _store(self, layer: str, module: nn.Module, value: object) -> None:
        # An error raised in a hook would look like one of the model's own; take() raises it instead.
        try:
            self._calls[layer].append(self._vectors(layer, module, value))
        except Exception as error:
            self._problem = self._problem or error

    def _vectors(self, layer: str, module: nn.Module, value: object) -> Tensor:
        name, selector = f"layer {layer!r} ({type(module).__name__})", self._selectors[layer]
        if self._calls[layer] and selector.call is None:
            text = selector.module if selector.part is None else f"{selector.module}:{selector.part}"
            raise UnusableLayer(
                f"{name} runs more than once in a forward pass: choose '{text}#1', '{text}#2', …, '{text}#last' or "
                f"'{text}#mean'"
            )
        part = None if selector.part == INPUT else selector.part
        values, mask = values_of(value, part, name)
        try:
            # The input of a module may have the samples elsewhere than its output.
            ordered = samples_first(module, self._network, values, self._samples) if mask is None else values
            source = Source(module, self._network, self._mask if mask is None else mask)
            vectors = self._reduce[layer](source, ordered)
        except NotReducible as error:
            raise UnusableLayer(f"{name} {error}") from error
        # Copied even if nothing is reduced: the next module may change its input in place.
        return vectors.clone() if vectors.data_ptr() == values.data_ptr() else vectors


def _of_calls(layer: str, selector: Selector, calls: list[Tensor]) -> Tensor:
    name = f"layer {layer!r} ({selector.module})"
    if not calls:
        raise UnusableLayer(f"{name} did not run in the forward pass")
    if selector.call == "mean":
        return torch.stack(calls).mean(0)
    number = len(calls) if selector.call in (None, "last") else int(selector.call or 0)
    if number > len(calls):
        raise UnusableLayer(f"{name} runs {len(calls)} times in a forward pass: there is no call {number}")
    return calls[number - 1]


@contextmanager
def capturing(model: nn.Module, modules: Mapping[str, str], reduce: Mapping[str, Reduce]) -> Iterator[Captured]:
    """Hook ``modules`` (layer name → selector) during the block; the hooks are removed however it ends.

    Raises:
        UnknownLayer: the model has no such module.
    """
    hooked = find_modules(model, modules)
    captured = Captured(model, modules, reduce)
    handles = [captured.attach(layer, module) for layer, module in hooked.items()]
    try:
        yield captured
    finally:
        for handle in handles:
            handle.remove()


@contextmanager
def evaluating(model: nn.Module) -> Iterator[None]:
    """Put every module into evaluation mode during the block, then back into its own previous mode."""
    modes = [(module, module.training) for module in model.modules()]
    try:
        model.eval()
        yield
    finally:
        for module, training in modes:
            module.training = training


@contextmanager
def running_eagerly() -> Iterator[None]:
    """Run what was compiled, in any way, as plain PyTorch during the block: compiled code skips hooks."""
    # Compiling loads this module, and loading it takes seconds.
    if "torch._dynamo" not in sys.modules:
        yield
        return
    with torch.compiler.set_stance("force_eager") if hasattr(torch.compiler, "set_stance") else _watching_no_frames():
        yield


@contextmanager
def _watching_no_frames() -> Iterator[None]:
    """Do what ``set_stance("force_eager")`` does, before torch 2.6: nothing compiled gets to see a frame."""
    eval_frame: Any = sys.modules["torch._dynamo.eval_frame"]
    watch = eval_frame.set_eval_frame
    eval_frame.set_eval_frame = lambda _: watch(None)
    try:
        yield
    finally:
        eval_frame.set_eval_frame = watch


@contextmanager
def running_every_module() -> Iterator[None]:
    """Run transformer encoders as they are written during the block: their fast path skips the modules inside."""
    fast = torch.backends.mha.get_fastpath_enabled()
    torch.backends.mha.set_fastpath_enabled(False)
    try:
        yield
    finally:
        torch.backends.mha.set_fastpath_enabled(fast)
