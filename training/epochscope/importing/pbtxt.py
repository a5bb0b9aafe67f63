"""Messages in the text format of Protocol Buffers, as far as ``projector_config.pbtxt`` uses it."""

import ast
import re
from collections.abc import Iterator
from typing import Any

Message = dict[str, list[Any]]
"""The values of each field, in order; a value is a number, a text, a name or a message."""
_TOKEN = re.compile(
    r"""\s+|\#[^\n]*|(?P<text>"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')|(?P<word>[\w.+-]+)|(?P<sign>.)"""
)
_CLOSED_BY = {"{": "}", "<": ">"}
_DEEPEST = 20


def parse_pbtxt(text: str) -> Message:
    """Return the message that a text holds; raise ValueError where it holds none."""
    try:
        return _message(_tokens(text), "", 0)
    except SyntaxError as error:
        raise ValueError(f"a text in quotes has an unknown escape: {error.msg}") from error


def _tokens(text: str) -> Iterator[str]:
    return (match[0] for match in _TOKEN.finditer(text) if match.lastgroup)


def _message(tokens: Iterator[str], end: str, depth: int) -> Message:
    if depth > _DEEPEST:
        raise ValueError("its messages are nested too deep")
    fields: Message = {}
    for name in tokens:
        if name == end:
            return fields
        if name in ",;":
            continue
        if not re.fullmatch(r"\w+", name):
            raise ValueError(f"{name!r} is not the name of a field")
        fields.setdefault(name, []).extend(_values(tokens, depth))
    if end:
        raise ValueError(f"a message is not closed by {end!r}")
    return fields


def _values(tokens: Iterator[str], depth: int) -> list[Any]:
    first = next(tokens, "")
    if first == ":":
        first = next(tokens, "")
    if first in _CLOSED_BY:
        return [_message(tokens, _CLOSED_BY[first], depth + 1)]
    if first == "[":
        return [_value(token) for token in iter(lambda: next(tokens, ""), "]") if token != ","]
    return [_value(first)]


def _value(token: str) -> int | str:
    if token[:1] in ("'", '"'):
        return _unquoted(token)
    if not re.fullmatch(r"[\w.+-]+", token):
        raise ValueError(f"{token!r} is not a value" if token else "a field has no value")
    return int(token) if token.isdecimal() else token


def _unquoted(token: str) -> str:
    # Other characters than ASCII are there as they are, or byte by byte as octal numbers.
    return bytes(ast.literal_eval(f"b{token}")).decode() if token.isascii() else str(ast.literal_eval(token))
