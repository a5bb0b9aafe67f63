"""The columns of a run's own over HTTP: numbers and classes as arrays, texts in blocks of samples."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from jsonschema import Draft202012Validator

from api.conftest import ApiClient
from api.exporting import all_answers, as_served, contents, export, frozen
from epochscope.store import Column, RunReader
from epochscope.store.testing import PARTS, TINY, Recipe, write_run
from epochscope_api import create_app
from epochscope_api.export.choice import Choice, ChosenRuns

SIZE = Column("size in cm²", "number")
ERROR = Column("error", "number", per_epoch=True)
KIND = Column("kind", "class", classes=("wild", "grown"))
CLUSTER = Column("cluster", "class", per_epoch=True, classes=("a", "b", "c"))
TEXT = Column("text", "text")
COLUMNS = (SIZE, ERROR, KIND, CLUSTER, TEXT)
RECIPE = replace(TINY, columns=COLUMNS, without=PARTS, thumbnails=False)
RUN = "/api/runs/own/"


@pytest.fixture
def run(store: Path) -> RunReader:
    return write_run(store / "own", RECIPE)


def expected(column: Column, epoch: int | None = None) -> np.ndarray:
    values = np.asarray(RECIPE.column(column, epoch))
    return values.astype(np.float32) if column.kind == "number" else np.where(values < 0, 65535, values)


def test_the_manifest_lists_columns_and_is_as_described(run, ask):
    described = ask.json(RUN + "run.json")
    schema = {"$ref": "#/components/schemas/Run", "components": ask.json("/api/openapi.json")["components"]}
    Draft202012Validator(schema).validate(described)
    assert [(one["name"], one["kind"], one["per_epoch"], tuple(one["classes"])) for one in described["columns"]] == [
        (one.name, one.kind, one.per_epoch, one.classes) for one in COLUMNS
    ]
    held = [[name for name in ("values", "epoch_values", "texts") if one[name]] for one in described["columns"]]
    assert held == [["values"], ["epoch_values"], ["values"], ["epoch_values"], ["texts"]]


@pytest.mark.parametrize("number", range(4))
def test_numbers_and_classes_are_those_of_the_store(run, ask, number: int):
    column, described = COLUMNS[number], ask.json(RUN + "run.json")["columns"][number]
    if not column.per_epoch:
        values = ask.arrays(RUN + described["values"]["path"], described["values"]["arrays"])
        np.testing.assert_array_equal(values[column.kind], expected(column))
        return
    files = described["epoch_values"]
    of_all = ask.arrays(RUN + files["path"], files["arrays"])[column.kind]
    for index, epoch in enumerate(files["epochs"]):
        at_epoch = ask.arrays(RUN + files["epoch_path"].format(epoch=epoch), files["epoch_arrays"])[column.kind]
        np.testing.assert_array_equal(of_all[index], expected(column, epoch))
        np.testing.assert_array_equal(at_epoch, expected(column, epoch))


def test_texts_come_in_blocks_of_samples(store: Path, ask):
    recipe = Recipe(300, epochs=(0,), projected=(), columns=COLUMNS, without=PARTS)
    write_run(store / "own", recipe)
    files = ask.json(RUN + "run.json")["columns"][4]["texts"]
    answers = [ask.get(RUN + files["block_path"].format(block=block)) for block in (0, 1)]
    texts = [text for answer in answers for text in answer.json["texts"]]
    assert texts == recipe.column(TEXT)
    assert [len(answer.json["texts"]) for answer in answers] == [files["block"], 44]
    assert {answer.headers["Epochscope-Identity"] for answer in answers} == {files["identity"]}
    tag = answers[0].headers["ETag"]
    assert ask.get(RUN + files["block_path"].format(block=0), If_None_Match=tag).status_code == 304


@pytest.mark.parametrize(
    ("address", "status", "name"),
    [
        ("columns/5/values.bin", 404, "ColumnNotFound"),
        ("columns/size/values.bin", 400, "BadAddress"),
        ("columns/1/values.bin", 404, "ArraysNotFound"),
        ("columns/4/values.bin", 404, "ArraysNotFound"),
        ("columns/0/pack.bin", 404, "ArraysNotFound"),
        ("columns/0/1.bin", 404, "ArraysNotFound"),
        ("columns/1/9.bin", 404, "EpochNotFound"),
        ("columns/0/texts/0.json", 404, "ArraysNotFound"),
        ("columns/4/texts/1.json", 404, "BlockNotFound"),
        ("columns/4/texts/00.json", 400, "BadAddress"),
    ],
)
def test_an_unknown_column_or_part_is_named(run, ask, address: str, status: int, name: str):
    failure = ask.failure(RUN + address)
    assert (failure["status"], failure["name"]) == (status, name)


def test_an_export_of_columns_is_the_answers_that_there_are(run, store: Path, tmp_path: Path, small_page):
    assert export(store, tmp_path / "site") == 0
    files = contents(tmp_path / "site" / "api")
    found = {f"api/{path}": content for path, content in files.items() if not path.endswith(".gz")}
    assert as_served(found) == frozen(all_answers(create_app(store), store))
    columns = json.loads(found["api/runs/own/run.json"])["columns"]
    assert len(columns[4]["texts"]["block_checksums"]) == 1


def test_an_export_of_fewer_samples_has_their_columns(run, store: Path):
    part = ApiClient(create_app(store, runs=ChosenRuns(str(store), Choice(max_samples=7))).test_client())
    rows = [int(source.removeprefix("made:")) for source in part.json(RUN + "sources.json")["sources"]]
    described = part.json(RUN + "run.json")["columns"]
    sizes = part.arrays(RUN + described[0]["values"]["path"], described[0]["values"]["arrays"])["number"]
    np.testing.assert_array_equal(sizes, expected(SIZE)[rows])
    texts = part.json(RUN + described[4]["texts"]["block_path"].format(block=0))["texts"]
    assert texts == [RECIPE.column(TEXT)[row] for row in rows]


def test_a_number_beyond_single_precision_is_infinite(store: Path, ask):
    class Large(type(RECIPE)):
        def column(self, column: Column, epoch: int | None = None):
            return [1e300, -1e300, *range(10)]

    write_run(store / "own", Large(**vars(replace(RECIPE, columns=(SIZE,)))))
    values = ask.arrays(RUN + "columns/0/values.bin", [{"name": "number", "dtype": "float32", "shape": [12]}])
    assert values["number"][:3].tolist() == [np.inf, -np.inf, 0]
