"""Say which values of a network are a layer: a module's output or input, one of several, of one call of several."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from fnmatch import fnmatchcase

from torch import nn

from epochscope.record.errors import UnknownLayer
from epochscope.record.wrappers import plain_name

INPUT = "input"
_FORM = re.compile(r"(?P<module>[^:#]+)(:(?P<part>[^:#]+))?(#(?P<call>[1-9][0-9]*|last|mean))?")
_PATTERN = re.compile(r"[*?\[]")


@dataclass(frozen=True)
class Selector:
    """The values of a layer: ``module`` is its name; ``part`` is ``input``, or which of several outputs, by name or
    number; ``call`` is which call of several, from 1, or ``last`` or ``mean``."""

    module: str
    part: str | None = None
    call: str | None = None


def parse_selector(text: str) -> Selector:
    """Return what ``text`` selects, such as ``fc1``, ``fc1:input``, ``lstm:1`` or ``dec#2``; raise UnknownLayer."""
    match = _FORM.fullmatch(text)
    if match is None:
        raise UnknownLayer(
            f"{text!r} selects no layer: write a module's name, and after it ':input', ':NAME' or ':NUMBER' for one of "
            "its outputs, and '#NUMBER', '#last' or '#mean' for its calls"
        )
    return Selector(match["module"], match["part"], match["call"])


def modules_by_name(model: nn.Module) -> dict[str, nn.Module]:
    """Return all modules below ``model`` by each of their names; what torch.compile wraps goes by its own, too."""
    names = dict(model.named_modules(remove_duplicate=False))
    return {name: module for name, module in (names | _uncompiled(names)).items() if name}


def plain_names(names: Mapping[str, nn.Module]) -> list[str]:
    """Return the names without those that torch.compile made."""
    return [name for name in names if plain_name(name) == name]


def expand(model: nn.Module, text: str) -> dict[str, str]:
    """Return the layers that ``text`` selects: from names in the store to selectors.

    A pattern selects all modules whose name matches it part by part; the name of a type, all modules of that type. What
    is called by numbers alone gets the name of its type, too, if it is selected so.

    Raises:
        UnknownLayer: no module matches the pattern.
    """
    chosen = parse_selector(text).module
    modules, rest = modules_by_name(model), text[len(chosen) :]
    if chosen in modules:
        return {_stored(text): text}
    names = plain_names(modules)
    found = [name for name in names if type(modules[name]).__name__ == chosen]
    if _PATTERN.search(chosen):
        found = [name for name in names if _matches(name, chosen)]
        if not found:
            raise UnknownLayer(f"no layer of the model matches {chosen!r}")
    return {_stored(speaking_name(name, modules[name]) + rest): name + rest for name in found} or {_stored(text): text}


def find_modules(model: nn.Module, modules: Mapping[str, str]) -> dict[str, nn.Module]:
    """Return the modules of layers (layer name → selector); raise UnknownLayer."""
    existing = modules_by_name(model)
    return {layer: _find(existing, parse_selector(text).module) for layer, text in modules.items()}


def speaking_name(name: str, module: nn.Module) -> str:
    """Return the name of a module, after that of its type if it is called by numbers alone."""
    return f"{type(module).__name__.lower()}-{name}" if name.replace(".", "").isdecimal() else name


def _stored(text: str) -> str:
    return re.sub("[:#]", "-", text)


def _matches(name: str, pattern: str) -> bool:
    parts, patterns = name.split("."), pattern.split(".")
    return len(parts) == len(patterns) and all(map(fnmatchcase, parts, patterns))


def _uncompiled(names: Mapping[str, nn.Module]) -> dict[str, nn.Module]:
    return {plain_name(name): module for name, module in names.items()}


def _find(existing: Mapping[str, nn.Module], name: str) -> nn.Module:
    if name not in existing:
        raise UnknownLayer(f"the model has no layer {name!r}; {_suggestion(name, plain_names(existing))}")
    return existing[name]


def _suggestion(name: str, names: Sequence[str]) -> str:
    close = get_close_matches(name, names, n=3)
    if close:
        return f"did you mean {', '.join(close)}?"
    first = ", ".join(names[:20])
    return f"it has: {first}" + (f" and {len(names) - 20} more" if len(names) > 20 else "")
