"""Find the function that rebuilds a run's network, without trusting the run.

A run may come from an untrusted source, so a name in a run is only compared: with the names and values that installed
packages register under the entry point group ``epochscope.models``, and with the one that the caller allows. Nothing
else is imported.
"""

import re
from collections.abc import Callable, Mapping
from importlib.metadata import EntryPoint, entry_points
from typing import Any

from epochscope.errors import EpochscopeError, UnusableInput
from epochscope.store.typed_json import require_json

GROUP = "epochscope.models"
Factory = Callable[..., Any]
_REGISTERED = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*", re.ASCII)
_FUNCTION = re.compile(r"[A-Za-z_]\w*(\.[A-Za-z_]\w*)*:[A-Za-z]\w*", re.ASCII)


class BadFactory(UnusableInput):
    """A factory's name or its arguments cannot be recorded in a run."""


class UnknownFactory(UnusableInput):
    """A factory is not recorded, or neither registered nor allowed."""


class FactoryFailed(EpochscopeError):
    """A factory cannot be imported, raised an error, or returned something other than a network."""


def check_factory(factory: str, arguments: Mapping[str, object]) -> None:
    """Raise BadFactory unless a run can record this factory and these keyword arguments."""
    _check_name(factory)
    for name, value in arguments.items():
        if not isinstance(name, str) or not name.isidentifier():
            raise BadFactory(f"factory arguments are passed by keyword; {name!r} cannot be a keyword")
        try:
            require_json(value, f"factory argument {name}")
        except ValueError as error:
            raise BadFactory(str(error)) from error


def registered_factories() -> dict[str, EntryPoint]:
    """Return the factories that installed packages register, by name, without importing them."""
    return {point.name: point for point in entry_points(group=GROUP)}


def find_factory(factory: str, allow: str | None = None) -> Factory:
    """Return the function behind ``factory``, imported only if it is registered or equal to ``allow``.

    Raises:
        UnknownFactory: it is neither registered nor allowed.
        BadFactory: it is allowed, and not of the form ``package.module:function``.
        FactoryFailed: it cannot be imported.
    """
    return _load(locate_factory(factory, allow))


def locate_factory(factory: str, allow: str | None = None) -> EntryPoint:
    """Return where ``find_factory`` finds the function, without importing it; raise UnknownFactory, BadFactory."""
    registered = registered_factories()
    for name, point in registered.items():
        if factory in (name, point.value):
            return point
    if factory != allow:
        raise UnknownFactory(_refusal(factory, sorted(registered), allow))
    if not _FUNCTION.fullmatch(factory):
        raise BadFactory(f"factory {factory!r} is not registered, and not of the form 'package.module:function'")
    return EntryPoint(factory, factory, GROUP)


def _refusal(factory: str, registered: list[str], allow: str | None) -> str:
    return (
        f"factory {factory!r} is not registered by an installed package (registered: {', '.join(registered) or 'none'})"
        f" and {'not allowed' if allow is None else f'not the allowed {allow!r}'}: install the package that provides "
        f"it, or, if you trust it, pass allow={factory!r}"
    )


def _load(point: EntryPoint) -> Factory:
    try:
        return point.load()  # type: ignore[no-any-return]
    except Exception as error:
        raise FactoryFailed(f"factory {point.value!r} cannot be imported: {type(error).__name__}: {error}") from error


def _check_name(factory: object) -> None:
    if not isinstance(factory, str) or not (_REGISTERED.fullmatch(factory) or _FUNCTION.fullmatch(factory)):
        raise BadFactory(
            f"{factory!r} is not a factory: use a registered name such as 'resnet50', or 'package.module:function' "
            "with a public function at the top level of a module"
        )
