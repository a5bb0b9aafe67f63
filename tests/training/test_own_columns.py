"""Columns of a run's own: any number, class or text of each sample, the same at all epochs or one per epoch."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from epochscope.errors import UnusableInput
from epochscope.sharing.compact import CopyChoice, write_compact_copy
from epochscope.store import (
    BadName,
    Column,
    ColumnNotFound,
    DamagedRun,
    EpochNotFound,
    RunReader,
    RunWriter,
    check_run,
)
from epochscope.store.ranges import OutOfRange
from epochscope.store.testing import PARTS, TINY, record_epoch, write_run

SIZE = Column("sepal length (cm)", "number")
KIND = Column("kind", "class", classes=("wild", "grown"))
TEXT = Column("text", "text")
# Named as files of ours have columns: what those may hold says nothing about these.
ERROR = Column("confidence", "number", per_epoch=True)
CLUSTER = Column("neighbor", "class", per_epoch=True, classes=("a", "b", "c"))
RECIPE = replace(TINY, columns=(SIZE, ERROR, KIND, CLUSTER, TEXT), without=PARTS)
CONSTANT, CHANGING = "columns.parquet", "columns/epoch=0001/part-0.parquet"


@pytest.fixture
def run(store: Path) -> RunReader:
    return write_run(store / "own", RECIPE)


def test_columns_are_read_as_they_were_written(run: RunReader):
    assert check_run(run) == []
    assert run.manifest.columns == RECIPE.columns
    for column in run.manifest.columns_of(per_epoch=False):
        np.testing.assert_array_equal(run.column(column.name), RECIPE.column(column))
    for epoch in run.manifest.epochs:
        for column in run.manifest.columns_of(per_epoch=True):
            np.testing.assert_array_equal(run.column(column.name, epoch), RECIPE.column(column, epoch))
    assert run.column("text") == RECIPE.column(TEXT)
    assert run.column("kind", 1).tolist() == run.column("kind").tolist()


def test_a_compact_copy_keeps_columns_and_rounds_numbers_per_epoch(run: RunReader, store: Path):
    write_compact_copy(run, store / "copy", CopyChoice())
    copy = RunReader.at(store / "copy")
    assert check_run(copy) == []
    np.testing.assert_array_equal(copy.column(SIZE.name), run.column(SIZE.name))
    np.testing.assert_array_equal(copy.column("neighbor", 2), run.column("neighbor", 2))
    copied, original = copy.column("confidence", 2), run.column("confidence", 2)
    assert not np.array_equal(copied, original, equal_nan=True)
    np.testing.assert_allclose(copied, original, rtol=2**-11)


def test_a_run_that_goes_on_gains_the_columns_of_each_epoch(store: Path):
    recipe = replace(RECIPE, projected=())
    write_run(store / "growing", recipe, epochs=2)
    record_epoch(RunWriter.at(store / "growing"), recipe, 2)
    run = RunReader.at(store / "growing")
    assert check_run(run) == []
    np.testing.assert_array_equal(run.column("confidence", 2), RECIPE.column(ERROR, 2))


def test_a_missing_value_is_null_to_other_programs(run: RunReader, store: Path):
    table = pq.read_table(store / "own" / CONSTANT)
    assert [table[column.name].null_count for column in (SIZE, KIND, TEXT)] == [1, 1, 0]
    assert table["text"][6].as_py() == ""


def test_an_unknown_column_or_epoch_is_named(run: RunReader):
    with pytest.raises(ColumnNotFound, match="there is no column 'size'; this run has: sepal length"):
        run.column("size")
    with pytest.raises(EpochNotFound, match="column 'confidence' has values per epoch: name one"):
        run.column("confidence")
    with pytest.raises(EpochNotFound, match="there is no epoch 9"):
        run.column("confidence", 9)


@pytest.mark.parametrize(
    ("file", "column", "value", "message"),
    [
        (CONSTANT, "kind", 2, "column 'kind' must be from 0 to 1, not 2"),
        (CONSTANT, "kind", -1, "column 'kind' must be from 0 to 1, not -1"),
        (CONSTANT, "sample", 3, "sample is not in order"),
        (CHANGING, "neighbor", 3, "column 'neighbor' must be from 0 to 2, not 3"),
    ],
)
def test_a_value_that_a_column_cannot_have_is_damage(
    run: RunReader, store: Path, file: str, column: str, value: int, message: str
):
    table = pq.ParquetFile(store / "own" / file).read()
    values = [*table[column].to_pylist()[:-1], value]
    place = table.schema.get_field_index(column)
    pq.write_table(
        table.set_column(place, table.schema.field(column), pa.array(values, pa.int32())), store / "own" / file
    )
    with pytest.raises(DamagedRun, match=f"{file} of run 'own' is damaged: {message}"):
        run.column("neighbor" if file == CHANGING else "kind", 1)
    assert [finding.path for finding in check_run(run) if finding.damage] == [file]


def test_another_table_in_its_place_is_damage(run: RunReader, store: Path):
    pq.write_table(pq.read_table(store / "own" / CONSTANT).drop_columns(["text"]), store / "own" / CONSTANT)
    with pytest.raises(DamagedRun, match=r"columns\.parquet of run 'own' has columns \[.*\], not \["):
        run.column("kind")
    (store / "own" / CHANGING).unlink()
    with pytest.raises(DamagedRun, match="is missing"):
        run.column("confidence", 1)
    assert {finding.path for finding in check_run(run) if finding.damage} == {CONSTANT, CHANGING}


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"kind": [0, 1]}, "values must be of the columns kind, text, not kind"),
        ({"kind": [0, 1], "text": ["one"]}, "one value per sample, not 2 of kind, 1 of text"),
        ({"kind": [0, 2], "text": ["a", "b"]}, "column 'kind' must be from 0 to 1, not 2"),
        ({"kind": [0.5, 1], "text": ["a", "b"]}, "column 'kind' must hold one array of class numbers"),
        ({"kind": [0, 1], "text": ["a", None]}, "column 'text' must hold texts; write an empty one"),
        ({"kind": [0, 1], "text": ["a", 7]}, "column 'text' must hold texts: "),
        ({"kind": [0, 1], "text": ["a", "\ud800"]}, "column 'text' must hold texts: "),
        ({"kind": [0], "text": ["a" * 5_000_000]}, "bytes of column 'text'"),
    ],
)
def test_what_could_not_be_read_back_is_not_written(run: RunReader, values: dict, message: str):
    before = run.folder.read(CONSTANT)
    with pytest.raises(UnusableInput, match=message):
        RunWriter(run.folder).write_columns([KIND, TEXT], values)
    assert run.folder.read(CONSTANT) == before


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        (("", "number"), BadName, "'' is not a column name"),
        (("two\nlines", "number"), BadName, "is not a column name: use 1 to 128 characters"),
        (("sample", "number"), BadName, "no column can be called 'sample'"),
        (("a", "picture"), OutOfRange, "the kind of column 'a' must be one of number, class, text, not 'picture'"),
        (("a", "text", True), OutOfRange, "column 'a' cannot have texts per epoch"),
        (("a", "class"), OutOfRange, "the number of classes of column 'a' must be a whole number from 1 to 65535"),
        (("a", "number", False, ("x",)), OutOfRange, "the number of classes of column 'a' must be"),
        (
            ("a", "class", False, ("x", "x")),
            OutOfRange,
            "the classes of column 'a' must differ, and 'x'",
        ),
    ],
)
def test_a_column_that_no_run_can_have_is_rejected(arguments: tuple, error: type[Exception], message: str):
    with pytest.raises(error, match=message):
        Column(*arguments)


def test_two_columns_cannot_have_one_name():
    with pytest.raises(OutOfRange, match="the names of columns must differ, and 'kind' is there twice"):
        replace(TINY.manifest, columns=(KIND, replace(KIND, per_epoch=True)))
