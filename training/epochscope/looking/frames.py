"""Frames between the server and the process that looks into networks: a JSON head, then raw arrays.

A frame is the length of its head (four bytes, little-endian), the head as JSON in UTF-8, and the arrays that ``arrays``
of the head lists by name, dtype and shape, one after the other without padding.
"""

import json
import struct
from collections.abc import Mapping
from dataclasses import dataclass, field
from math import prod
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from epochscope.errors import EpochscopeError

_LENGTH = struct.Struct("<I")
_LONGEST_HEAD, _MOST_BYTES = 64 << 20, 1 << 30
_DTYPES = ("uint8", "float32")


class BrokenFrame(EpochscopeError):
    """What arrived is no whole frame."""


@dataclass(frozen=True)
class Frame:
    """A head, plain JSON, with the arrays that belong to it."""

    head: Mapping[str, Any]
    arrays: Mapping[str, NDArray[Any]] = field(default_factory=dict)


def write_frame(stream: BinaryIO, frame: Frame) -> None:
    """Write a frame and flush; arrays are uint8 or float32."""
    listed = [
        {"name": name, "dtype": str(array.dtype), "shape": list(array.shape)} for name, array in frame.arrays.items()
    ]
    head = json.dumps({**frame.head, "arrays": listed}).encode()
    contents = [array.astype(array.dtype.newbyteorder("<"), copy=False).tobytes() for array in frame.arrays.values()]
    stream.write(b"".join([_LENGTH.pack(len(head)), head, *contents]))
    stream.flush()


def read_frame(stream: BinaryIO) -> Frame | None:
    """Return the next frame, ``None`` at the end of the stream; raise BrokenFrame."""
    begin = stream.read(_LENGTH.size)
    if not begin:
        return None
    try:
        (length,) = _LENGTH.unpack(begin)
        head = json.loads(_exactly(stream, length, _LONGEST_HEAD))
        return Frame(head, {spec["name"]: _array(stream, spec) for spec in head.pop("arrays")})
    except (struct.error, ValueError, KeyError, TypeError, AttributeError) as error:
        raise BrokenFrame(f"this is no frame: {error}") from error


def _array(stream: BinaryIO, spec: Mapping[str, Any]) -> NDArray[Any]:
    if spec["dtype"] not in _DTYPES:
        raise ValueError(f"arrays are of {', '.join(_DTYPES)}, not {spec['dtype']!r}")
    dtype = np.dtype(spec["dtype"]).newbyteorder("<")
    content = _exactly(stream, prod(spec["shape"]) * dtype.itemsize, _MOST_BYTES)
    return np.frombuffer(content, dtype).reshape(spec["shape"])


def _exactly(stream: BinaryIO, count: int, most: int) -> bytes:
    if not 0 <= count <= most:
        raise ValueError(f"a part has {count} bytes, and at most {most} make sense")
    content = stream.read(count)
    if len(content) != count:
        raise ValueError(f"it ends {count - len(content)} bytes early")
    return content
