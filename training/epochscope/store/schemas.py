"""The Parquet schemas of format version 1, and the conversion between columns and arrays."""

from collections.abc import Collection, Mapping
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from epochscope.store.columns import is_limited, require_values
from epochscope.store.footers import require_text, texts_in
from epochscope.store.records import PREDICTION_COLUMNS

Columns = Mapping[str, Any]

_SAMPLES = pa.schema(
    [
        pa.field("sample", pa.int32(), nullable=False),
        pa.field("label", pa.int32(), nullable=False),
        pa.field("split", pa.string(), nullable=False),
        pa.field("source", pa.string(), nullable=False),
    ]
)
FLIPPED_LABELS = pa.schema(
    [
        pa.field("sample", pa.int32(), nullable=False),
        pa.field("true_label", pa.int32(), nullable=False),
    ]
)
FINGERPRINTS = pa.schema(
    [
        pa.field("sample", pa.int32(), nullable=False),
        pa.field("fingerprint", pa.list_(pa.field("element", pa.uint8(), nullable=False), 16), nullable=False),
    ]
)
USUAL = pa.schema(
    [
        pa.field("epoch", pa.int32(), nullable=False),
        pa.field("layer", pa.string(), nullable=False),
        pa.field("measure", pa.string(), nullable=False),
        pa.field("value", pa.float32(), nullable=False),
    ]
)
METRICS = pa.schema(
    [
        pa.field("epoch", pa.int32(), nullable=False),
        pa.field("split", pa.string(), nullable=False),
        pa.field("loss", pa.float64(), nullable=False),
        pa.field("accuracy", pa.float64(), nullable=False),
        pa.field("learning_rate", pa.float64()),
        pa.field("seconds", pa.float64()),
    ]
)
PROJECTION = pa.schema(
    [
        pa.field("epoch", pa.int32(), nullable=False),
        pa.field("sample", pa.int32(), nullable=False),
        pa.field("x", pa.float32(), nullable=False),
        pa.field("y", pa.float32(), nullable=False),
    ]
)
_QUALITY = pa.schema(
    [
        pa.field("epoch", pa.int32(), nullable=False),
        pa.field("sample", pa.int32(), nullable=False),
        pa.field("trustworthiness", pa.float32(), nullable=False),
        pa.field("continuity", pa.float32(), nullable=False),
        pa.field("neighbor_recall", pa.float32(), nullable=False),
        pa.field("label_purity", pa.float32(), nullable=False),
        pa.field("real_motion", pa.float32(), nullable=False),
        pa.field("screen_motion", pa.float32(), nullable=False),
        pa.field("unsupported", pa.bool_(), nullable=False),
    ]
)
ACTIVATION_DTYPES = {"float16": pa.float16(), "float32": pa.float32()}
# What a vector may hold. Several versions of pyarrow need pandas to name the dtype of a type.
_ELEMENTS = {pa.float16(): np.float16, pa.float32(): np.float32, pa.int32(): np.int32, pa.uint8(): np.uint8}


def samples(labeled: bool = True) -> pa.Schema:
    """Return the schema of the samples, without ``label`` if the run has no labels."""
    return _SAMPLES if labeled else _without(_SAMPLES, "label")


def quality(labeled: bool = True) -> pa.Schema:
    """Return the schema of a projection's measures, without ``label_purity`` if the run has no labels."""
    return _QUALITY if labeled else _without(_QUALITY, "label_purity")


def predictions(classes: int, columns: Collection[str] = PREDICTION_COLUMNS) -> pa.Schema:
    """Return the schema of predictions over ``classes`` classes, restricted to ``columns``."""
    fields = [
        pa.field("predicted", pa.int32(), nullable=False),
        pa.field("confidence", pa.float32(), nullable=False),
        pa.field("loss", pa.float32(), nullable=False),
        pa.field("margin", pa.float32(), nullable=False),
        pa.field("probabilities", _vector(pa.float16(), classes), nullable=False),
    ]
    sample = pa.field("sample", pa.int32(), nullable=False)
    return pa.schema([sample, *(field for field in fields if field.name in columns)])


def activations(width: int, dtype: str) -> pa.Schema:
    """Return the schema of one layer's activations."""
    return pa.schema(
        [
            pa.field("sample", pa.int32(), nullable=False),
            pa.field("activation", _vector(ACTIVATION_DTYPES[dtype], width), nullable=False),
        ]
    )


def neighbors(k: int) -> pa.Schema:
    """Return the schema of ``k`` nearest neighbors and of the samples' own motion."""
    return pa.schema(
        [
            pa.field("sample", pa.int32(), nullable=False),
            pa.field("neighbor", _vector(pa.int32(), k), nullable=False),
            pa.field("distance", _vector(pa.float32(), k), nullable=False),
            pa.field("layer_motion", pa.float32(), nullable=False),
        ]
    )


def to_table(schema: pa.Schema, columns: Columns) -> pa.Table:
    """Return the columns as a table; an array of shape (rows, width) becomes a fixed-size list.

    Raises:
        OutOfRange: a value is none that its column may have, so that it could not be read back.
    """
    table = pa.table([_to_arrow(columns[field.name], field.type) for field in schema], schema=schema)
    for name in table.column_names:
        if is_limited(name):
            require_values(name, to_numpy(table[name]))
    for name in texts_in(schema):
        require_text(name, pc.sum(pc.binary_length(table[name])).as_py() or 0, table.num_rows)
    return table


def to_values(column: pa.ChunkedArray) -> Any:
    """Return a column of texts as a list, another one as ``to_numpy`` does."""
    return column.to_pylist() if pa.types.is_string(column.type) else to_numpy(column)


def to_numpy(column: pa.ChunkedArray) -> NDArray[Any]:
    """Return a column as (rows,), a fixed-size list as (rows, width)."""
    if not pa.types.is_fixed_size_list(column.type):
        return np.asarray(column.to_numpy())
    chunks = [chunk.flatten().to_numpy(zero_copy_only=False) for chunk in column.chunks]
    values = np.concatenate(chunks) if len(chunks) != 1 else chunks[0]
    return np.asarray(values).reshape(-1, column.type.list_size)


def _to_arrow(values: Any, kind: pa.DataType) -> pa.Array:
    if pa.types.is_fixed_size_list(kind):
        flat = np.ascontiguousarray(values, dtype=_ELEMENTS[kind.value_type]).reshape(-1)
        return pa.FixedSizeListArray.from_arrays(pa.array(flat, type=kind.value_type), type=kind)
    return pa.array(values, type=kind)


def _without(schema: pa.Schema, name: str) -> pa.Schema:
    return schema.remove(schema.get_field_index(name))


def _vector(kind: pa.DataType, width: int) -> pa.DataType:
    return pa.list_(pa.field("element", kind, nullable=False), width)
