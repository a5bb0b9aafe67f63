"""Convert JSON to frozen dataclasses and back; reject what does not fit and name its path."""

import dataclasses
import math
import types
from collections.abc import Mapping
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from epochscope.errors import UnusableInput

Record = TypeVar("Record")
BEYOND_INTEGERS = 1 << 64
DEEPEST = 64
"""How deep what is in a form of its own may be nested."""


def from_json(kind: type[Record], data: object, where: str = "") -> Record:
    """Return ``data`` as an instance of the dataclass ``kind``.

    Raises:
        ValueError: a field is missing, has the wrong type, or has a value that its dataclass rejects; the
            message gives its path.
    """
    if not isinstance(data, dict):
        raise ValueError(f"{where or 'the document'} must be an object, not {_kind(data)}")
    hints = get_type_hints(kind)
    values = {}
    for field in dataclasses.fields(kind):  # type: ignore[arg-type]  # Record is always a dataclass here
        path = f"{where}.{field.name}" if where else field.name
        if field.name in data:
            values[field.name] = _value(hints[field.name], data[field.name], path)
        elif field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING:
            raise ValueError(f"{path} is missing")
    try:
        return kind(**values)
    except (ValueError, UnusableInput) as error:
        raise ValueError(f"{where or 'the document'}: {error}") from error


def to_json(record: object) -> dict[str, Any]:
    """Return the dataclass as plain JSON values."""
    return dataclasses.asdict(record)  # type: ignore[call-overload, no-any-return]


def require_json(value: object, where: str, depth: int = 0) -> None:
    """Raise ValueError, with the path of what is wrong, unless JSON in UTF-8 can hold ``value``, and be read again."""
    if depth > DEEPEST:
        raise ValueError(f"{where} is nested more than {DEEPEST} levels deep")
    if isinstance(value, list):
        for index, item in enumerate(value):
            require_json(item, f"{where}[{index}]", depth + 1)
    elif isinstance(value, dict):
        for key, item in value.items():
            if not isinstance(key, str):
                raise ValueError(f"{where} has the key {key!r}; keys in JSON are strings")
            _require_utf8(key, f"a key of {where}")
            require_json(item, f"{where}.{key}", depth + 1)
    elif isinstance(value, str):
        _require_utf8(value, where)
    elif isinstance(value, float) and not math.isfinite(value):
        raise ValueError(f"{where} is {value}, which JSON cannot hold")
    elif value is not None and not isinstance(value, bool | int | float):
        raise ValueError(
            f"{where} is a {type(value).__name__}: use null, booleans, numbers, strings, lists and dicts, "
            "which JSON can hold"
        )


def _require_utf8(text: str, where: str) -> None:
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise ValueError(f"{where} is {text!r}, which UTF-8 cannot hold") from error


def _value(hint: Any, data: object, where: str) -> object:
    origin = get_origin(hint)
    if origin in (Union, types.UnionType):
        if data is None and type(None) in get_args(hint):
            return None
        return _value(next(kind for kind in get_args(hint) if kind is not type(None)), data, where)
    if origin is tuple:
        return _tuple(get_args(hint)[0], data, where)
    if origin is Mapping:
        kind = get_args(hint)[1]
        return {_text(key, where): _value(kind, value, f"{where}.{key}") for key, value in _object(data, where).items()}
    if dataclasses.is_dataclass(hint):
        return from_json(hint, data, where)  # type: ignore[arg-type]
    return _plain(hint, data, where)


def _tuple(kind: Any, data: object, where: str) -> tuple[object, ...]:
    if not isinstance(data, list):
        raise ValueError(f"{where} must be a list, not {_kind(data)}")
    return tuple(_value(kind, value, f"{where}[{index}]") for index, value in enumerate(data))


def _object(data: object, where: str) -> dict[str, object]:
    if not isinstance(data, dict):
        raise ValueError(f"{where} must be an object, not {_kind(data)}")
    return data


def _plain(kind: Any, data: object, where: str) -> object:
    if kind is object:
        return _free(data, where)
    whole = isinstance(data, int) and not isinstance(data, bool)
    if not (isinstance(data, kind) or (whole and kind is float)) or (kind is int and not whole):
        raise ValueError(f"{where} must be {kind.__name__}, not {_kind(data)}")
    if isinstance(data, str):
        return _text(data, where)
    if isinstance(data, int) and abs(data) >= BEYOND_INTEGERS:
        raise ValueError(f"{where} must fit into 64 bits")
    if isinstance(data, float) and not math.isfinite(data):
        raise ValueError(f"{where} must be a finite number, not {data}")
    return float(data) if kind is float and isinstance(data, int) else data


def _free(data: object, where: str, depth: int = 0) -> object:
    """Return data in a form of its own, if it can be written again and is not nested without end."""
    if depth > DEEPEST:
        raise ValueError(f"{where} must be nested {DEEPEST} levels deep at most")
    if isinstance(data, str):
        return _text(data, where)
    for value in [*data, *data.values()] if isinstance(data, dict) else data if isinstance(data, list) else ():
        _free(value, where, depth + 1)
    return data


def _text(text: str, where: str) -> str:
    if not text.isascii() and any("\ud800" <= letter <= "\udfff" for letter in text):
        raise ValueError(f"{where} must be text, and has half of a character")
    return text


def _kind(data: object) -> str:
    return "null" if data is None else type(data).__name__
