"""Parquet files of other programs: columns of vectors, numbers and texts."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from math import prod
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from epochscope.importing.stored_array import BLOCK_BYTES, StoredArray, UnusableFile, reading, require_at_once
from epochscope.store.filesystem import Folder
from epochscope.store.footers import require_texts
from epochscope.store.ranges import MOST_SAMPLES


@contextmanager
def opened(folder: Folder, path: str, dictionaries: list[str] | None = None) -> Iterator[pq.ParquetFile]:
    """Open a Parquet file without reading its columns; raise UnusableFile, also for what goes wrong with it later."""
    with reading(path), folder.open(path) as source:
        file = pq.ParquetFile(source, read_dictionary=dictionaries)
        if len(set(file.schema_arrow.names)) < len(file.schema_arrow.names):
            raise UnusableFile(f"{path} has columns of the same name: {', '.join(file.schema_arrow.names)}")
        if not 1 <= file.metadata.num_rows <= MOST_SAMPLES:
            raise UnusableFile(f"{path} has {file.metadata.num_rows:,} rows, not 1 to {MOST_SAMPLES:,}")
        yield file


def array_columns(folder: Folder, path: str) -> dict[str, StoredArray]:
    """Return the columns of a file that hold a number, (rows,), or a vector, (rows, width), in each row, by name.

    Raises:
        UnusableFile: it cannot be read, or the vectors of a column have different lengths.
    """
    with opened(folder, path) as file:
        kinds = {field.name: field.type for field in file.schema_arrow}
        return {
            name: _array(folder, path, file, name)
            for name, kind in kinds.items()
            if _is_vector(kind) or is_number(kind)
        }


def flat_columns(folder: Folder, path: str) -> pa.Table:
    """Return the columns of numbers and texts; raise UnusableFile if it cannot be read or texts are too long."""
    with opened(folder, path) as file:
        kinds = {field.name: field.type for field in file.schema_arrow if _is_flat(field.type)}
        require_at_once(path, (file.metadata.num_rows, len(kinds)))
    texts = [name for name, kind in kinds.items() if _is_text(kind)]
    with opened(folder, path, texts) as file:
        require_texts(file, texts)
        return file.read(columns=list(kinds))


def _is_flat(kind: pa.DataType) -> bool:
    """Return whether a column holds one number or text per row."""
    return bool(pa.types.is_boolean(kind) or is_number(kind) or _is_text(kind))


def is_number(kind: pa.DataType) -> bool:
    """Return whether a column holds numbers."""
    return bool(pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind))


def _is_text(kind: pa.DataType) -> bool:
    """Return whether a column holds texts, each for itself or from a dictionary."""
    held = kind.value_type if pa.types.is_dictionary(kind) else kind
    return bool(pa.types.is_string(held) or pa.types.is_large_string(held))


def _is_vector(kind: pa.DataType) -> bool:
    is_list = pa.types.is_fixed_size_list(kind) or pa.types.is_list(kind) or pa.types.is_large_list(kind)
    return bool(is_list and (pa.types.is_floating(kind.value_type) or pa.types.is_integer(kind.value_type)))


def _array(folder: Folder, path: str, file: pq.ParquetFile, name: str) -> StoredArray:
    where, rows, numbers = f"{path}[{name}]", file.metadata.num_rows, _count_numbers(file, name)
    if numbers % rows:
        raise UnusableFile(f"{where} has {numbers:,} numbers in {rows:,} rows: its vectors differ in length")
    width = (numbers // rows,) if _is_vector(file.schema_arrow.field(name).type) else ()
    return StoredArray(where, (rows, *width), partial(_blocks, folder, path, name, where, width))


def _count_numbers(file: pq.ParquetFile, name: str) -> int:
    groups = [file.metadata.row_group(index) for index in range(file.num_row_groups)]
    chunks = [group.column(index) for group in groups for index in range(group.num_columns)]
    return sum(chunk.num_values for chunk in chunks if chunk.path_in_schema.partition(".")[0] == name)


def _blocks(folder: Folder, path: str, name: str, where: str, width: tuple[int, ...]) -> Iterator[NDArray[Any]]:
    per_block, first = max(1, BLOCK_BYTES // (8 * max(1, prod(width)))), 0
    with opened(folder, path) as file:
        for batch in file.iter_batches(per_block, columns=[name]):
            column = batch.column(0)
            _require_full(column, where, first, width)
            numbers = column.flatten() if width else column
            yield np.asarray(numbers.to_numpy(zero_copy_only=False)).reshape(len(column), *width)
            first += len(column)


def _require_full(column: pa.Array, where: str, first: int, width: tuple[int, ...]) -> None:
    """Raise UnusableFile where a row has no number or vector, or a vector of another length or with a gap."""
    lacking = np.asarray(column.is_null())
    if width:
        lengths = column.value_lengths().fill_null(0).to_numpy()
        lacking |= lengths != width[0]
        gaps = np.asarray(column.flatten().is_null())
        if gaps.any() and not lacking.any():
            lacking |= gaps.reshape(len(column), *width).any(axis=1)
    if lacking.any():
        what = f"{width[0]} numbers" if width else "a number"
        raise UnusableFile(f"{where} row {first + int(lacking.argmax())} does not have {what}, as it should")
