"""Parquet files of a run: written with a digest of their content, read with their schema checked."""

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from epochscope.store.disk import Output
from epochscope.store.errors import DamagedRun
from epochscope.store.filesystem import Folder
from epochscope.store.footers import require_footer, require_texts, texts_in
from epochscope.store.ranges import OutOfRange

_DIGEST = b"epochscope.digest"
# A dictionary would not make these smaller: they are counters, or sample numbers in no order.
_ENCODINGS = {
    **{"epoch": "DELTA_BINARY_PACKED", "sample": "DELTA_BINARY_PACKED"},
    "neighbor.list.element": "BYTE_STREAM_SPLIT",
}


@dataclass(frozen=True)
class Packing:
    """How to compress: the level of Zstandard, and whether columns are expected to have few distinct values."""

    level: int
    few_values: bool


# Measured on float16 activations: level 1 saves a third and takes no more time than writing uncompressed.
FAST = Packing(1, few_values=False)
SMALL = Packing(19, few_values=True)


class TableWriter:
    """Appends tables to a Parquet file and computes the digest of their content; ``output`` has that of the file."""

    def __init__(self, writer: pq.ParquetWriter, output: Output) -> None:
        self.output = output
        self._writer = writer
        self._digest = hashlib.blake2b(digest_size=16)

    def append(self, table: pa.Table) -> None:
        """Write ``table`` as one row group."""
        update_digest(self._digest, table)
        self._writer.write_table(table, row_group_size=max(table.num_rows, 1))

    def finish(self) -> None:
        """Store the digest in the file."""
        self._writer.add_key_value_metadata({_DIGEST: self._digest.hexdigest().encode()})


@contextmanager
def writing_table(folder: Folder, path: str, schema: pa.Schema, packing: Packing = FAST) -> Iterator[TableWriter]:
    """Write a Parquet file that appears when the block ends without an error; raise WriteFailed."""
    with folder.writing(path) as output, _table_writer(output, schema, packing) as writer:
        yield writer


def table_bytes(table: pa.Table, packing: Packing = FAST) -> bytes:
    """Return a table as the content of a Parquet file."""
    content = pa.BufferOutputStream()
    with _table_writer(Output(content), table.schema, packing) as writer:
        writer.append(table)
    return bytes(content.getvalue())


@contextmanager
def _table_writer(output: Output, schema: pa.Schema, packing: Packing) -> Iterator[TableWriter]:
    encodings = _encodings(schema) if packing.few_values else {"use_dictionary": False}
    with pq.ParquetWriter(output, schema, compression="zstd", compression_level=packing.level, **encodings) as writer:
        table_writer = TableWriter(writer, output)
        yield table_writer
        table_writer.finish()


def read_table(
    folder: Folder, path: str, schema: pa.Schema, rows: range, columns: Sequence[str] | None = None
) -> pa.Table:
    """Return the table at ``path``, or only some of its columns; ``rows`` says how many rows there may be.

    Raises:
        DamagedRun: the file is missing, is not a Parquet file, or has another schema or another size.
    """
    with opened(folder, path) as file:
        require_schema(file, schema, folder, path)
        require_size(file, schema, rows, folder, path)
        return file.read(columns=None if columns is None else list(columns))


@contextmanager
def opened(folder: Folder, path: str) -> Iterator[pq.ParquetFile]:
    """Open a Parquet file without reading its columns; raise DamagedRun, also for what goes wrong with it later."""
    with reading(folder, path), folder.open(path) as source:
        try:
            file = pq.ParquetFile(source)
        except (OSError, ValueError, pa.ArrowException) as error:
            raise DamagedRun(f"{path} of run {folder.name!r} is not a readable Parquet file: {error}") from error
        yield file


@contextmanager
def reading(folder: Folder, path: str) -> Iterator[None]:
    """Raise DamagedRun, which names the file, for whatever goes wrong while it is read."""
    try:
        yield
    except FileNotFoundError as error:
        raise DamagedRun(f"{path} of run {folder.name!r} is missing") from error
    except OutOfRange as error:
        raise DamagedRun(f"{path} of run {folder.name!r} is damaged: {error}") from error
    except (OSError, ValueError, OverflowError, MemoryError, pa.ArrowException) as error:
        reason = getattr(error, "strerror", None) or error
        raise DamagedRun(f"{path} of run {folder.name!r} cannot be read: {reason}") from error


def require_size(file: pq.ParquetFile, schema: pa.Schema, rows: range, folder: Folder, path: str) -> None:
    """Raise DamagedRun unless a file of this schema has one of the numbers of ``rows``, and the bytes these take."""
    if problem := size_problem(file, schema, rows, folder, path):
        raise DamagedRun(f"{path} of run {folder.name!r} {problem}")


def size_problem(file: pq.ParquetFile, schema: pa.Schema, rows: range, folder: Folder, path: str) -> str:
    """Return what is wrong with the size of a file, empty if nothing is."""
    try:
        require_footer(file, schema, rows)
        if names := texts_in(schema):
            with folder.open(path) as source:
                require_texts(pq.ParquetFile(source, read_dictionary=names), names)
    except OutOfRange as error:
        return str(error)
    return ""


def stored_digest(file: pq.ParquetFile) -> str:
    """Return the digest stored in the file, empty if there is none."""
    return bytes((file.metadata.metadata or {}).get(_DIGEST, b"")).decode()


def content_digest(file: pq.ParquetFile) -> str:
    """Return the digest of the file's actual content, read row group by row group."""
    digest = hashlib.blake2b(digest_size=16)
    for index in range(file.num_row_groups):
        update_digest(digest, file.read_row_group(index))
    return digest.hexdigest()


def update_digest(digest: hashlib.blake2b, table: pa.Table) -> None:
    """Add a table's values to the digest, independent of how they are chunked."""
    for column in table.combine_chunks().columns:
        values = column.chunk(0) if column.num_chunks else pa.array([], type=column.type)
        if pa.types.is_fixed_size_list(values.type):
            values = values.flatten()
        if pa.types.is_string(values.type) or values.null_count:
            digest.update(repr(values.to_pylist()).encode())
        else:
            digest.update(memoryview(values.to_numpy(zero_copy_only=False)))


def require_schema(file: pq.ParquetFile, schema: pa.Schema, folder: Folder, path: str) -> None:
    """Raise DamagedRun unless the file has exactly the columns of ``schema``."""
    actual = file.schema_arrow.remove_metadata()
    if not actual.equals(schema.remove_metadata()):
        raise DamagedRun(f"{path} of run {folder.name!r} has columns [{_columns(actual)}], not [{_columns(schema)}]")


def _encodings(schema: pa.Schema) -> dict[str, Any]:
    """Return the encodings of columns with few distinct values: a dictionary for all but some."""
    leaves = [_leaf(field) for field in schema]
    return {
        "use_dictionary": [leaf for leaf in leaves if leaf not in _ENCODINGS],
        "column_encoding": {leaf: _ENCODINGS[leaf] for leaf in leaves if leaf in _ENCODINGS},
    }


def _leaf(field: pa.Field) -> str:
    return f"{field.name}.list.element" if pa.types.is_fixed_size_list(field.type) else str(field.name)


def _columns(schema: pa.Schema) -> str:
    return ", ".join(f"{field.name}: {field.type}" for field in schema)
