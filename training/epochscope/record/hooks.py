"""Capture the outputs of named modules during one forward pass, and leave no trace on the model."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from difflib import get_close_matches

from torch import Tensor, nn

from epochscope.errors import UnusableInput

Reduce = Callable[[Tensor], Tensor]


class UnknownLayer(UnusableInput):
    """The model has no module of this name."""


class UnusableLayer(UnusableInput):
    """A module's output cannot become one vector per sample."""


class Captured:
    """The reduced outputs of one forward pass."""

    def __init__(self, modules: Mapping[str, str], reduce: Reduce) -> None:
        self._modules = modules
        self._reduce = reduce
        self._outputs: dict[str, Tensor] = {}
        self._problem: UnusableLayer | None = None

    def take(self) -> dict[str, Tensor]:
        """Return each layer's (samples, width) of the last pass, and forget it.

        Raises:
            UnusableLayer: a layer did not run, ran twice, or put out something other than one tensor.
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
            message = self._complaint(layer, module, output)
            if message:
                self._problem = self._problem or UnusableLayer(message)
            elif isinstance(output, Tensor):
                # Copied even if nothing is reduced: the next module may change its input in place.
                reduced = self._reduce(output.detach())
                self._outputs[layer] = reduced.clone() if reduced.data_ptr() == output.data_ptr() else reduced

        return store

    def _complaint(self, layer: str, module: nn.Module, output: object) -> str:
        name = f"layer {layer!r} ({type(module).__name__})"
        if not isinstance(output, Tensor):
            return f"{name} returns a {type(output).__name__}, not a tensor: record a module inside or after it"
        if output.ndim < 2:
            return f"{name} returns shape {tuple(output.shape)}: it needs a first axis of samples and at least one more"
        if layer in self._outputs:
            return f"{name} runs more than once in a forward pass: record a module that runs once"
        return ""


@contextmanager
def capturing(model: nn.Module, modules: Mapping[str, str], reduce: Reduce) -> Iterator[Captured]:
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


def find_modules(model: nn.Module, modules: Mapping[str, str]) -> dict[str, nn.Module]:
    """Return the modules by layer name; raise UnknownLayer."""
    existing = dict(model.named_modules())
    return {layer: _find(existing, module) for layer, module in modules.items()}


def _find(existing: Mapping[str, nn.Module], name: str) -> nn.Module:
    if name not in existing or not name:
        names = [other for other in existing if other]
        raise UnknownLayer(f"the model has no layer {name!r}; {_suggestion(name, names)}")
    return existing[name]


def _suggestion(name: str, names: Sequence[str]) -> str:
    close = get_close_matches(name, names, n=3)
    if close:
        return f"did you mean {', '.join(close)}?"
    first = ", ".join(names[:20])
    return f"it has: {first}" + (f" and {len(names) - 20} more" if len(names) > 20 else "")
