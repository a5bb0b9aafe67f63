"""Arrays in NumPy's own files, ``.npy`` and ``.npz``, without ``pickle``."""

import zipfile
from collections.abc import Iterator
from functools import partial
from typing import IO, Any

import numpy as np
from numpy.lib import format as npy_format
from numpy.typing import NDArray

from epochscope.importing.stored_array import (
    StoredArray,
    UnusableFile,
    read_rows,
    reading,
    require_at_once,
    require_bytes,
    require_numbers,
)
from epochscope.store.filesystem import Folder

_HEADERS = {(1, 0): npy_format.read_array_header_1_0, (2, 0): npy_format.read_array_header_2_0}
_Header = tuple[tuple[int, ...], bool, np.dtype[Any]]


def open_npy(folder: Folder, path: str) -> StoredArray:
    """Return the array of a ``.npy`` file; raise UnusableFile."""
    with reading(path), folder.open(path) as file:
        return _array(file, path, file.size(), partial(_npy_blocks, folder, path))


def open_npz(folder: Folder, path: str) -> dict[str, StoredArray]:
    """Return the arrays of a ``.npz`` file by name, in its order; raise UnusableFile."""
    arrays = {}
    with reading(path), folder.open(path) as file, zipfile.ZipFile(file) as archive:
        for member in archive.infolist():
            name = member.filename.removesuffix(".npy")
            if name in arrays:
                raise UnusableFile(f"{path} holds two arrays called {name!r}")
            read = partial(_npz_blocks, folder, path, member.filename)
            with archive.open(member) as content:
                arrays[name] = _array(content, f"{path}[{name}]", member.file_size, read)
    return arrays


def _array(file: IO[bytes], where: str, size: int, read: Any) -> StoredArray:
    with reading(where):
        shape, by_column, dtype = _read_header(file, where)
        require_bytes(where, shape, dtype, size - file.tell())
        if by_column:
            require_at_once(where, shape)
    return StoredArray(where, shape, partial(read, where))


def _npy_blocks(folder: Folder, path: str, where: str) -> Iterator[NDArray[Any]]:
    with folder.open(path) as file:
        yield from _blocks(file, where)


def _npz_blocks(folder: Folder, path: str, member: str, where: str) -> Iterator[NDArray[Any]]:
    with folder.open(path) as file, zipfile.ZipFile(file) as archive, archive.open(member) as content:
        yield from _blocks(content, where)


def _blocks(file: IO[bytes], where: str) -> Iterator[NDArray[Any]]:
    shape, by_column, dtype = _read_header(file, where)
    if by_column and len(shape) > 1:
        # In Fortran's order the first numbers are those of the last axis: rows are there once all is read.
        yield np.concatenate(list(read_rows(file, where, dtype, shape[::-1]))).T
    else:
        yield from read_rows(file, where, dtype, shape)


def _read_header(file: IO[bytes], where: str) -> _Header:
    version = npy_format.read_magic(file)
    if version not in _HEADERS:
        raise UnusableFile(f"{where} has version {version} of the format; what is read: 1.0 and 2.0")
    shape, by_column, dtype = _HEADERS[version](file)
    require_numbers(where, dtype)
    return shape, by_column, dtype
