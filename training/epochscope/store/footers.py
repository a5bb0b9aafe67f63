"""What the footer of a Parquet file says about its size, compared with what its columns can have.

Nothing is unpacked before that: a file of a megabyte can hold gigabytes of one value.
"""

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from epochscope.store.ranges import OutOfRange

MOST_TEXT = 4096
"""Bytes of a text of average length in a column of texts."""
_SOME = 1 << 20
_PER_GROUP = 1 << 12
# Those in which a value takes its own room: in others, a few bytes can repeat a long text.
_ENCODINGS = {
    *("PLAIN", "RLE", "BIT_PACKED", "RLE_DICTIONARY", "PLAIN_DICTIONARY"),
    *("DELTA_BINARY_PACKED", "BYTE_STREAM_SPLIT"),
}


def require_footer(file: pq.ParquetFile, schema: pa.Schema, rows: range) -> None:
    """Raise OutOfRange unless a file of this schema has one of the numbers of ``rows``, and no more bytes than they
    take unpacked."""
    metadata = file.metadata
    groups = [metadata.row_group(index) for index in range(metadata.num_row_groups)]
    found = metadata.num_rows
    if found not in rows or found != sum(group.num_rows for group in groups):
        raise OutOfRange(f"has {found} rows, {_expected(rows)}")
    for index, field in enumerate(schema):
        chunks = [group.column(index) for group in groups]
        unpacked, most = (
            sum(chunk.total_uncompressed_size for chunk in chunks),
            _most_bytes(field.type, found, len(chunks)),
        )
        if unpacked > most:
            raise OutOfRange(f"would take {unpacked:,} bytes for {found} rows of {field.name}, not {most:,} at most")
        encodings = {encoding for chunk in chunks for encoding in chunk.encodings}
        if not encodings <= _ENCODINGS:
            raise OutOfRange(f"has {field.name} in the encoding {sorted(encodings - _ENCODINGS)[0]}, which is not read")


def stored_bytes(file: pq.ParquetFile) -> int:
    """Return how many bytes all columns of a file take in it."""
    groups = [file.metadata.row_group(index) for index in range(file.metadata.num_row_groups)]
    return sum(group.column(index).total_compressed_size for group in groups for index in range(group.num_columns))


def texts_in(schema: pa.Schema) -> list[str]:
    """Return the names of the columns that hold texts."""
    return [field.name for field in schema if pa.types.is_string(field.type)]


def require_texts(file: pq.ParquetFile, names: list[str]) -> None:
    """Raise OutOfRange if the texts of a file, opened with a dictionary for the columns ``names``, are too long."""
    for name in names:
        unpacked = sum(_length(file.read_row_group(index, [name])[name]) for index in range(file.num_row_groups))
        require_text(name, unpacked, file.metadata.num_rows)


def require_text(name: str, unpacked: int, rows: int) -> None:
    """Raise OutOfRange if the texts of a column have more bytes than a run keeps."""
    if unpacked > _most_text(rows):
        raise OutOfRange(f"has {unpacked:,} bytes of {name}, not {_most_text(rows):,} at most")


def _most_text(rows: int) -> int:
    return MOST_TEXT * rows + _SOME


def _length(column: pa.ChunkedArray) -> int:
    """Return the bytes of texts, each kept once, as often as they occur."""
    lengths = [pc.binary_length(chunk.dictionary).take(chunk.indices) for chunk in column.chunks]
    return sum(int(pc.sum(of_chunk).as_py() or 0) for of_chunk in lengths)


def _expected(rows: range) -> str:
    return f"not {rows[0]}" if len(rows) == 1 else f"and at most {rows[-1]} make sense"


def _most_bytes(kind: pa.DataType, rows: int, groups: int) -> int:
    """Return how many bytes a column may take unpacked: twice its values, and something for each row group."""
    if pa.types.is_string(kind):
        return _most_text(rows) + _PER_GROUP * groups
    width, leaf = (kind.list_size, kind.value_type) if pa.types.is_fixed_size_list(kind) else (1, kind)
    value = int(width * max(1, leaf.bit_width // 8))
    return 2 * rows * value + _SOME + _PER_GROUP * groups
