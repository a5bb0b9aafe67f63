"""JSON schemas from types: what a ``TypedDict`` says, as the OpenAPI description has it."""

from enum import Enum
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from typing_extensions import NotRequired, get_type_hints, is_typeddict

Schema = dict[str, Any]
_PLAIN: dict[Any, str] = {str: "string", int: "integer", float: "number", bool: "boolean"}


class Field:
    """What a schema says beyond a field's type: its description, and limits such as ``minimum``."""

    def __init__(self, description: str | None = None, **limits: object) -> None:
        self.schema: Schema = {**limits, **({} if description is None else {"description": description})}


class Components:
    """The schemas of all types that were referred to, by their names."""

    def __init__(self) -> None:
        self.schemas: dict[str, Schema] = {}

    def refer(self, kind: type) -> Schema:
        """Return a reference to the schema of a ``TypedDict``, which is made where it is not there yet."""
        name = kind.__name__
        if name not in self.schemas:
            self.schemas[name] = {}
            self.schemas[name] = self.describe(kind)
        return {"$ref": f"#/components/schemas/{name}"}

    def describe(self, kind: type) -> Schema:
        """Return the schema of a ``TypedDict``: an object with its fields and no others."""
        hints = get_type_hints(kind, include_extras=True)
        optional: frozenset[str] = kind.__optional_keys__  # type: ignore[attr-defined]
        return {
            "type": "object",
            "description": " ".join((kind.__doc__ or "").split()),
            "properties": {name: self.of(_required(hint)) for name, hint in hints.items()},
            "required": [name for name in hints if name not in optional],
            "additionalProperties": False,
        }

    def of(self, hint: Any) -> Schema:
        """Return the schema of a type."""
        if get_origin(hint) is Annotated:
            kind, *notes = get_args(hint)
            return self.of(kind) | {name: value for note in notes for name, value in note.schema.items()}
        if get_origin(hint) in (Union, UnionType):
            return self._or_null([kind for kind in get_args(hint) if kind is not NoneType])
        if get_origin(hint) is Literal:
            return {"type": "string", "enum": list(get_args(hint))}
        if isinstance(hint, type) and issubclass(hint, Enum):
            return {"type": "string", "enum": [one.value for one in hint]}
        if get_origin(hint) is list:
            return {"type": "array", "items": self.of(get_args(hint)[0])}
        return self.refer(hint) if is_typeddict(hint) else {"type": _PLAIN[hint]}

    def _or_null(self, kinds: list[Any]) -> Schema:
        (kind,) = kinds
        schema = self.of(kind)
        if "type" in schema:
            return schema | {"type": [schema["type"], "null"]}
        return {"oneOf": [schema, {"type": "null"}]}


def _required(hint: Any) -> Any:
    return get_args(hint)[0] if get_origin(hint) is NotRequired else hint
