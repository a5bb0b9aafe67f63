"""Labels, texts and columns of the samples, one row per sample, from CSV, TSV, Parquet, ``.npy`` and text files."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

import pyarrow as pa

from epochscope.importing.npy import open_npy
from epochscope.importing.parquet import flat_columns
from epochscope.importing.stored_array import MOST_AT_ONCE, UnusableFile, reading
from epochscope.store.filesystem import Folder, open_folder

_SEPARATORS = {".csv": ",", ".tsv": "\t"}
SAMPLE = "sample"
"""The column that numbers the samples, from 0."""
_INDEX = ("", "__index_level_0__")
"""The names that pandas gives to the numbers of rows."""
KINDS = (*_SEPARATORS, ".parquet", ".npy", ".txt")


@dataclass(frozen=True)
class Place:
    """A file, and the columns of it that are meant; ``None`` means all."""

    folder: Folder
    path: str
    columns: list[str] | None

    @property
    def where(self) -> str:
        """The file, for messages."""
        return f"{self.folder.root}/{self.path}"


@dataclass(frozen=True)
class SampleColumn:
    """One value per sample, and the file that holds them, for messages."""

    where: str
    values: pa.ChunkedArray

    def require_length(self, samples: int) -> None:
        """Raise UnusableFile unless there is one value per sample."""
        if len(self.values) != samples:
            raise UnusableFile(f"{self.where} has {len(self.values)} rows for {samples} samples")


def find_place(text: str) -> Place:
    """Return the place that ``FILE`` or ``FILE:COLUMN,COLUMN`` names; raise UnusableFile where there is none."""
    for location, columns in ((text, None), (text.rpartition(":")[0], text.rpartition(":")[2])):
        root, _, name = location.rpartition("/")
        folder = open_folder(root or ("/" if location.startswith("/") else "."))
        with reading(text):
            is_there = name and folder.exists(name) and not folder.is_folder(name)
        if is_there:
            return Place(folder, name, columns.split(",") if columns else None)
    raise UnusableFile(f"there is no file of samples {text}; a column follows a colon, as in samples.csv:label")


def read_columns(place: Place) -> dict[str, SampleColumn]:
    """Return the columns of a place, which hold numbers and texts, by name.

    A column ``sample`` says which sample each row is of, and is not among them, nor are the index of pandas
    and columns of Parquet that hold anything else than numbers and texts.

    Raises:
        UnusableFile: the file cannot be read, has another form than its name says, or lacks a column.
    """
    table = _chosen(_in_order(_read_table(place), place.where), place)
    names = [name for name in table.column_names if name not in _INDEX]
    return {name: SampleColumn(f"{place.where}[{name}]", table[name]) for name in names}


def read_column(text: str) -> SampleColumn:
    """Return the one column that ``FILE:COLUMN`` names, or that a FILE has; raise as ``read_columns`` does."""
    columns = read_columns(find_place(text))
    if len(columns) != 1:
        raise UnusableFile(f"{text} has the columns {', '.join(columns)}: name one, as in {text}:{next(iter(columns))}")
    return next(iter(columns.values()))


def _read_table(place: Place) -> pa.Table:
    kind = PurePosixPath(place.path).suffix.lower()
    if kind == ".parquet":
        return flat_columns(place.folder, place.path)
    if kind == ".npy":
        return pa.table({"values": _numbers(place)})
    if kind == ".txt":
        return pa.table({"values": read_lines(place.folder, place.path)})
    if kind in _SEPARATORS:
        return read_separated(read_text(place.folder, place.path), _SEPARATORS[kind], place.where)
    raise UnusableFile(f"{place.where} is not a table; what is read: {', '.join(KINDS)}")


def _in_order(table: pa.Table, where: str) -> pa.Table:
    """Return a table without the numbers of the samples, if it has them; raise UnusableFile if they do not ascend."""
    if SAMPLE not in table.column_names:
        return table
    numbers = table[SAMPLE].cast(pa.string()).to_pylist()
    for row, number in enumerate(numbers):
        if number != str(row):
            raise UnusableFile(f"{where} row {row} is of sample {number}: rows must be in the order of the samples")
    return table.drop_columns([SAMPLE])


def read_separated(text: str, separator: str, where: str) -> pa.Table:
    """Return the table of texts in a CSV or TSV file whose first row names the columns; quotes count in CSV only.

    Raises:
        UnusableFile: it has no rows, names a column twice, or a row has another number of values.
    """
    rows = _rows(text, separator, where)
    header = next(rows, None)
    if not header or len(set(header)) < len(header):
        raise UnusableFile(f"{where} must begin with the names of its columns, each of its own, not {header}")
    return pa.table(dict(zip(header, columns_of(rows, len(header), where), strict=True)))


def columns_of(rows: Iterator[Sequence[str]], width: int, where: str) -> list[list[str]]:
    """Return the columns of rows; raise UnusableFile unless each has ``width`` values."""
    columns: list[list[str]] = [[] for _ in range(width)]
    for number, row in enumerate(rows):
        if len(row) != width:
            raise UnusableFile(f"{where} row {number} has {len(row)} values for {width} columns")
        for column, value in zip(columns, row, strict=True):
            column.append(value)
    return columns


def read_text(folder: Folder, path: str, most: int = MOST_AT_ONCE) -> str:
    """Return the text of a file in UTF-8; raise UnusableFile."""
    with reading(path):
        return folder.read(path, most).decode("utf-8-sig")


def read_lines(folder: Folder, path: str) -> list[str]:
    """Return the lines of a text file; raise UnusableFile."""
    return [line.removesuffix("\r") for line in read_text(folder, path).removesuffix("\n").split("\n")]


def _rows(text: str, separator: str, where: str) -> Iterator[list[str]]:
    lines = io.StringIO(text, newline="")
    if separator == ",":
        reader = csv.reader(lines, strict=True)
    else:
        reader = csv.reader(lines, delimiter=separator, quoting=csv.QUOTE_NONE)
    empty = 0
    try:
        for row in reader:
            empty = empty or (0 if row else reader.line_num)
            if row and empty:
                raise UnusableFile(f"{where} line {empty} is empty, and there are rows after it")
            yield from [row] if row else []
    except csv.Error as error:
        raise UnusableFile(f"{where} line {reader.line_num}: {error}") from error


def _chosen(table: pa.Table, place: Place) -> pa.Table:
    for name in place.columns or ():
        if name not in table.column_names:
            raise UnusableFile(f"{place.where} has no column {name!r}; it has: {', '.join(table.column_names)}")
    return table if place.columns is None else table.select(place.columns)


def _numbers(place: Place) -> pa.Array:
    stored = open_npy(place.folder, place.path)
    if len(stored.shape) != 1:
        raise UnusableFile(f"{place.where} must have one value per sample, not shape {stored.shape}")
    return pa.array(stored.whole())
