"""Capture the outputs of named modules during one forward pass, and leave no trace on the model."""

import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from difflib import get_close_matches
from typing import Any

import torch
from torch import Tensor, nn

from epochscope.record.errors import UnknownLayer, UnusableLayer
from epochscope.record.reduce import NotReducible, Reduce

_COMPILED = re.compile(r"(\.|^)_orig_mod\b")


class Captured:
    """The reduced outputs of one forward pass; ``reduce`` has the reduction of each layer."""

    def __init__(self, modules: Mapping[str, str], reduce: Mapping[str, Reduce]) -> None:
        self._modules = modules
        self._reduce = reduce
        self._outputs: dict[str, Tensor] = {}
        self._problem: Exception | None = None

    def take(self) -> dict[str, Tensor]:
        """Return each layer's (samples, width) of the last pass, and forget it.

        Raises:
            UnusableLayer: a layer did not run, ran twice, put out something other than one tensor, or one that its
                reduction does not apply to.
        """
        outputs, self._outputs = self._outputs, {}
        problem, self._problem = self._problem, None
        if problem:
            raise problem
        for layer in self._modules:
            if layer not in outputs:
                raise UnusableLayer(f"layer {layer!r} ({self._modules[layer]}) did not run in the forward pass")
        return {layer: outputs[layer] for layer in self._modules}

    def hook(self, layer: str) -> Callable[[nn.Module, object, object], None]:
        """Return a forward hook that stores the reduced output of ``layer``."""

        def store(module: nn.Module, _inputs: object, output: object) -> None:
            # An error raised here would look like one of the model's own; take() raises it instead.
            try:
                self._outputs[layer] = self._vectors(layer, module, output)
            except Exception as error:
                self._problem = self._problem or error

        return store

    def _vectors(self, layer: str, module: nn.Module, output: object) -> Tensor:
        name = f"layer {layer!r} ({type(module).__name__})"
        if layer in self._outputs:
            raise UnusableLayer(f"{name} runs more than once in a forward pass: record a module that runs once")
        values = _values(output, name)
        try:
            vectors = self._reduce[layer](module, values)
        except NotReducible as error:
            raise UnusableLayer(f"{name} {error}") from error
        # Copied even if nothing is reduced: the next module may change its input in place.
        return vectors.clone() if vectors.data_ptr() == values.data_ptr() else vectors


def _values(output: object, name: str) -> Tensor:
    if not isinstance(output, Tensor):
        raise UnusableLayer(
            f"{name} returns a {type(output).__name__}, not a tensor: record a module inside or after it"
        )
    if output.ndim < 2:
        shape = tuple(output.shape)
        raise UnusableLayer(f"{name} returns shape {shape}: it needs a first axis of samples and at least one more")
    if output.is_complex():
        raise UnusableLayer(f"{name} returns complex numbers: record a module that returns their parts or sizes")
    return output.detach()


@contextmanager
def capturing(model: nn.Module, modules: Mapping[str, str], reduce: Mapping[str, Reduce]) -> Iterator[Captured]:
    """Hook ``modules`` (layer name → module name) during the block; the hooks are removed however it ends.

    Raises:
        UnknownLayer: the model has no such module.
    """
    hooked = find_modules(model, modules)
    captured = Captured(modules, reduce)
    handles = [module.register_forward_hook(captured.hook(layer)) for layer, module in hooked.items()]
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


def find_modules(model: nn.Module, modules: Mapping[str, str]) -> dict[str, nn.Module]:
    """Return the modules by layer name; raise UnknownLayer."""
    names = dict(model.named_modules(remove_duplicate=False))
    # What torch.compile wraps goes by the name that it had before, too.
    existing = names | {_COMPILED.sub("", name): module for name, module in names.items()}
    return {layer: _find(existing, module) for layer, module in modules.items()}


def _find(existing: Mapping[str, nn.Module], name: str) -> nn.Module:
    if name not in existing or not name:
        names = [other for other in existing if other and not _COMPILED.search(other)]
        raise UnknownLayer(f"the model has no layer {name!r}; {_suggestion(name, names)}")
    return existing[name]


def _suggestion(name: str, names: Sequence[str]) -> str:
    close = get_close_matches(name, names, n=3)
    if close:
        return f"did you mean {', '.join(close)}?"
    first = ", ".join(names[:20])
    return f"it has: {first}" + (f" and {len(names) - 20} more" if len(names) > 20 else "")
