"""Arrays in ``.safetensors`` files: a JSON header with places, then raw numbers.

The format is that of https://github.com/huggingface/safetensors, which needs no package to be read.
"""

import json
from collections.abc import Iterator
from functools import partial
from operator import index
from typing import Any

import numpy as np
from numpy.typing import NDArray

from epochscope.importing.stored_array import StoredArray, UnusableFile, read_rows, reading, require_bytes
from epochscope.store.filesystem import Folder

_MOST_HEADER = 100_000_000
_BFLOAT = "BF16"
_DTYPES = {
    **{"F64": "<f8", "F32": "<f4", "F16": "<f2", _BFLOAT: "<u2", "BOOL": "?"},
    **{"I64": "<i8", "I32": "<i4", "I16": "<i2", "I8": "i1", "U64": "<u8", "U32": "<u4", "U16": "<u2", "U8": "u1"},
}


def open_safetensors(folder: Folder, path: str) -> dict[str, StoredArray]:
    """Return the arrays of a file by name; raise UnusableFile."""
    with reading(path), folder.open(path) as file:
        length, rest = int.from_bytes(file.read(8), "little"), file.size() - 8
        if not 2 <= length <= min(_MOST_HEADER, rest):
            raise UnusableFile(f"{path} is not a safetensors file: its header cannot have {length:,} bytes")
        header = dict(json.loads(file.read(length)))
        header.pop("__metadata__", None)
        rest -= length
        return {name: _array(folder, path, name, entry, 8 + length, rest) for name, entry in header.items()}


def _array(folder: Folder, path: str, name: str, entry: dict[str, Any], start: int, there: int) -> StoredArray:
    where, kind = f"{path}[{name}]", entry["dtype"]
    if kind not in _DTYPES:
        raise UnusableFile(f"{where} holds {kind}; what is read: {', '.join(_DTYPES)}")
    shape = tuple(map(index, entry["shape"]))
    first, end = map(index, entry["data_offsets"])
    if not 0 <= first <= end <= there:
        raise UnusableFile(f"{where} has the bytes {first:,} to {end:,} of {there:,}")
    require_bytes(where, shape, np.dtype(_DTYPES[kind]), end - first)
    return StoredArray(where, shape, partial(_blocks, folder, path, where, kind, shape, start + first))


def _blocks(
    folder: Folder, path: str, where: str, kind: str, shape: tuple[int, ...], start: int
) -> Iterator[NDArray[Any]]:
    with folder.open(path) as file:
        file.seek(start)
        for block in read_rows(file, where, np.dtype(_DTYPES[kind]), shape):
            yield _widened(block) if kind == _BFLOAT else block


def _widened(bits: NDArray[np.uint16]) -> NDArray[np.float32]:
    # bfloat16 is the upper half of a float32.
    return (bits.astype("<u4") << 16).view("<f4")
