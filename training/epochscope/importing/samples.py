"""Labels and columns of the samples, from tables to what a recording takes."""

from contextlib import suppress
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from epochscope.importing.parquet import is_number
from epochscope.importing.stored_array import UnusableFile
from epochscope.importing.tables import SampleColumn

Classes = tuple[str, ...]
_WHOLE = r"^\d{1,9}$"
# A postal code or the number of a post: as a number, it would lose a zero, or digits that a double does not have.
_LIKE_A_CODE = r"^[-+]?(0\d|\d{16,}$)"


def to_labels(column: SampleColumn, classes: Classes | None) -> tuple[NDArray[np.int32], Classes | None]:
    """Return class numbers (samples,), and the names of the classes, ``None`` if they are called by their numbers.

    Labels are names of classes, or else their numbers. Without ``classes``, the names that occur are sorted.

    Raises:
        UnusableFile: a sample has no label, or one that is neither a class nor a whole number from 0.
    """
    texts = _texts(column.values)
    _require(column, pc.not_equal(texts, ""), "has no label: leave out --labels, or use --columns in place of it")
    are_whole = pc.match_substring_regex(texts, _WHOLE)
    if classes is None and _as_numbers(texts) is None:
        classes = tuple(sorted(texts.unique().to_pylist()))
    named = pc.index_in(texts, pa.array(classes or (), pa.string()))
    if pc.all(pc.is_valid(named)).as_py():
        return np.asarray(named.combine_chunks()), classes
    _require(column, are_whole, "has a label that is neither one of the classes nor a whole number from 0")
    return np.asarray(texts.cast(pa.int32()).combine_chunks()), classes


def to_values(column: SampleColumn) -> NDArray[Any]:
    """Return a column (samples,) as numbers, NaN where one is missing, or as texts, empty where one is missing.

    Texts that all are numbers become numbers, unless one begins with a zero, as a postal code may. Whole numbers with
    more digits than a double has become texts.
    """
    if is_number(column.values.type):
        with suppress(pa.ArrowInvalid):
            return np.asarray(column.values.cast(pa.float64()).combine_chunks().to_numpy(zero_copy_only=False))
        return np.array(to_texts(column), object)
    numbers = _as_numbers(_texts(column.values))
    return np.array(to_texts(column), object) if numbers is None else numbers


def to_texts(column: SampleColumn) -> list[str]:
    """Return the values of a column as texts, empty where one is missing."""
    return [str(text) for text in _texts(column.values).to_pylist()]


def _as_numbers(texts: pa.ChunkedArray) -> NDArray[np.float64] | None:
    """Return texts as numbers, ``None`` if not all are; an empty one is missing."""
    is_missing = pc.equal(texts, "")
    if pc.all(is_missing).as_py() or pc.any(pc.match_substring_regex(texts, _LIKE_A_CODE)).as_py():
        return None
    try:
        numbers = pc.if_else(is_missing, None, texts).cast(pa.float64())
    except pa.ArrowInvalid:
        return None
    return np.asarray(numbers.combine_chunks().to_numpy(zero_copy_only=False))


def _texts(column: pa.ChunkedArray) -> pa.ChunkedArray:
    if pa.types.is_floating(column.type):
        column = _whole(column)
    return pc.fill_null(column.cast(pa.string()), "")


def _whole(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Return floating-point numbers as whole ones if all are."""
    try:
        return column.cast(pa.int64())
    except pa.ArrowInvalid:
        return column


def _require(column: SampleColumn, holds: pa.ChunkedArray, message: str) -> None:
    """Raise UnusableFile with the first row that something does not hold for."""
    if not pc.all(holds).as_py():
        raise UnusableFile(f"{column.where} row {pc.index(holds, False).as_py()} {message}")
