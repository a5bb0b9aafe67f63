"""Columns of a run's own: a number, class or text of each sample, at all epochs alike or one per epoch."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from epochscope.errors import UnusableInput
from epochscope.store import ranges
from epochscope.store.columns import Range
from epochscope.store.errors import BadName
from epochscope.store.footers import require_text
from epochscope.store.names import LONGEST

KINDS = ("number", "class", "text")
MISSING = -1
"""The class of a sample that has none."""
MOST_COLUMNS = 1024
MOST_CLASSES = (1 << 16) - 1
_TYPES = {"number": pa.float64(), "class": pa.int32(), "text": pa.string()}
_KEYS = ("epoch", "sample")

ColumnValues = NDArray[np.float64] | NDArray[np.int32] | list[str]
"""Numbers, NaN where one is missing; classes, -1 where one is missing; or texts, empty where one is missing: (N,)."""


@dataclass(frozen=True)
class Column:
    """A column of a run's own: a ``number``, ``class`` or ``text`` of each sample.

    ``classes`` names those of a column of classes. With ``per_epoch``, every epoch has values of its own. The texts of
    a column called ``text`` are shown in place of pictures.

    Raises:
        BadName: the name is empty, too long, has a line break or another control character, or is taken.
        OutOfRange: the kind is none, texts are per epoch, or the classes are not those of a column of this kind.
    """

    name: str
    kind: str
    per_epoch: bool = False
    classes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not (0 < len(self.name) <= LONGEST and self.name.isprintable()):
            shown = ranges.shown(self.name)
            raise BadName(f"{shown} is not a column name: use 1 to {LONGEST} characters and no line breaks or tabs")
        if self.name in _KEYS:
            raise BadName(f"no column can be called {self.name!r}: that is what tells the rows apart")
        if self.kind not in KINDS:
            allowed = ", ".join(KINDS)
            raise ranges.OutOfRange(f"the kind of column {self.name!r} must be one of {allowed}, not {self.kind!r}")
        if self.kind == "text" and self.per_epoch:
            raise ranges.OutOfRange(f"column {self.name!r} cannot have texts per epoch: only numbers and classes can")
        fewest, most = (1, MOST_CLASSES) if self.kind == "class" else (0, 0)
        ranges.require_whole(f"the number of classes of column {self.name!r}", len(self.classes), fewest, most)
        ranges.require_unique(f"the classes of column {self.name!r}", self.classes)


def require_columns(columns: Sequence[Column]) -> None:
    """Raise OutOfRange unless a run can have these columns."""
    ranges.require_whole("the number of columns", len(columns), 0, MOST_COLUMNS)
    ranges.require_unique("the names of columns", [column.name for column in columns])


def schema_of(columns: Iterable[Column]) -> pa.Schema:
    """Return the schema of the file that holds these columns."""
    fields = [pa.field(one.name, _TYPES[one.kind], nullable=one.kind != "text") for one in columns]
    return pa.schema([pa.field("sample", pa.int32(), nullable=False), *fields])


def to_table(columns: Sequence[Column], values: Mapping[str, Any]) -> pa.Table:
    """Return the values of these columns as a table; missing numbers and classes become null.

    Raises:
        UnusableInput: a column has no values, values have no column, lengths differ, or a value is none that its column
            may have.
    """
    names = [column.name for column in columns]
    if set(names) != set(values):
        raise UnusableInput(f"values must be of the columns {', '.join(names)}, not {', '.join(values) or 'none'}")
    arrays = [_to_arrow(column, values[column.name]) for column in columns]
    lengths = {column.name: len(array) for column, array in zip(columns, arrays, strict=True)}
    if len(set(lengths.values())) > 1:
        counted = ", ".join(f"{length} of {name}" for name, length in lengths.items())
        raise UnusableInput(f"every column must have one value per sample, not {counted}")
    sample = pa.array(np.arange(len(arrays[0]), dtype=np.int32))
    return pa.table([sample, *arrays], schema=schema_of(columns))


def to_values(column: Column, stored: pa.ChunkedArray) -> ColumnValues:
    """Return what is stored of a column; raise OutOfRange for a class that it does not have."""
    if column.kind == "text":
        return [str(text) for text in stored.to_pylist()]
    if column.kind == "number":
        return np.asarray(stored.to_numpy(), np.float64)
    _require_classes(column, stored.drop_null().to_numpy())
    return np.asarray(pc.fill_null(stored, MISSING).to_numpy(), np.int32)


def _to_arrow(column: Column, values: Any) -> pa.Array:
    if column.kind == "text":
        return _texts(column, values)
    array = _numbers(column, values)
    if column.kind == "number":
        return pa.array(array.astype(np.float64), from_pandas=True)
    _require_classes(column, array[array != MISSING])
    return pa.array(array.astype(np.int32), mask=array == MISSING)


def _texts(column: Column, values: Sequence[str]) -> pa.Array:
    try:
        texts = pa.array(values, pa.string())
    except (UnicodeEncodeError, pa.ArrowException) as error:
        raise UnusableInput(f"column {column.name!r} must hold texts: {ranges.brief(error)}") from error
    if texts.null_count:
        raise UnusableInput(f"column {column.name!r} must hold texts; write an empty one where there is none")
    require_text(f"column {column.name!r}", pc.sum(pc.binary_length(texts)).as_py() or 0, len(texts))
    return texts


def _numbers(column: Column, values: Any) -> NDArray[Any]:
    array = np.asarray(values)
    if array.ndim != 1 or array.dtype.kind not in ("iu" if column.kind == "class" else "fiub"):
        what = "class numbers" if column.kind == "class" else "numbers"
        found = f"{array.dtype} of shape {array.shape}"
        raise UnusableInput(f"column {column.name!r} must hold one array of {what}, one per sample, not {found}")
    return array


def _require_classes(column: Column, classes: NDArray[Any]) -> None:
    Range(0, len(column.classes) - 1).require(f"column {column.name!r}", classes)
