"""A run that lacks parts, as an imported one may: the manifest says so, and nothing that is left is different."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from api.exporting import all_answers, as_served, contents, export, frozen
from epochscope.store import RunReader
from epochscope.store.testing import PARTS, TINY, write_run
from epochscope_api import create_app

RUN = "/api/runs/less/"
WITHOUT_LOSSES = {"dynamics": "ArraysNotFound", "label_errors": "LabelErrorsNotFound"}
WITHOUT_PROBABILITIES = {"probabilities": "ArraysNotFound", "label_errors": "LabelErrorsNotFound"}
LACKING: dict[str, dict[str, str]] = {
    "model": {},
    "metrics": {},
    "labels": WITHOUT_LOSSES,
    "probabilities": WITHOUT_PROBABILITIES,
    "predictions": {"predictions": "ArraysNotFound", **WITHOUT_LOSSES, **WITHOUT_PROBABILITIES},
}
ADDRESSES = {
    "predictions": ["predictions.bin", "predictions/1.bin"],
    "dynamics": ["dynamics.bin", "dynamics/1.bin"],
    "probabilities": ["probabilities/0.bin"],
    "label_errors": ["label_errors.bin"],
}


@pytest.fixture(params=PARTS)
def part(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def less(tiny_run: RunReader, store: Path, part: str) -> RunReader:
    """The tiny run without one of its parts."""
    return write_run(store / "less", replace(TINY, without=(part,)))


def test_the_manifest_says_what_is_missing_and_is_as_described(less, ask, part: str):
    described = ask.json(RUN + "run.json")
    schema = {"$ref": "#/components/schemas/Run", "components": ask.json("/api/openapi.json")["components"]}
    Draft202012Validator(schema).validate(described)
    missing = {name for name, value in described.items() if value is None}
    # The tiny run recommends no layer.
    assert missing == {"recommended_layer", *LACKING[part], *({"model"} & {part})}


def test_arrays_that_are_missing_are_not_found_by_name(less, ask, part: str):
    for name, error in LACKING[part].items():
        for address in ADDRESSES[name]:
            failure = ask.failure(RUN + address)
            assert (failure["status"], failure["name"]) == (404, error)
            assert failure["message"].startswith("run 'less' has no")


def test_arrays_that_are_left_hold_the_same(tiny_run, less, ask, part: str):
    whole, described = ask.json("/api/runs/tiny/run.json"), ask.json(RUN + "run.json")
    for name in {"samples", *ADDRESSES} - LACKING[part].keys() - {"probabilities"}:
        before = ask.arrays(f"/api/runs/tiny/{name}.bin", whole[name]["arrays"])
        after = ask.arrays(f"{RUN}{name}.bin", described[name]["arrays"])
        for array, values in after.items():
            assert values.tolist() == before[array].tolist()


def test_without_labels_there_are_no_labels_losses_margins_and_purities(tiny_run, store: Path, ask):
    write_run(store / "less", replace(TINY, without=("labels",)))
    described = ask.json(RUN + "run.json")
    quality = described["projections"][0]["quality"]
    arrays = [described["samples"]["arrays"], described["predictions"]["arrays"], quality["arrays"]]
    names = [[spec["name"] for spec in listed] for listed in arrays]
    assert names[:2] == [["split"], ["predicted", "confidence"]]
    assert "label_purity" not in names[2]
    assert (quality["means"]["label_purity"], quality["errors"]["label_purity"]) == (None, None)
    assert ask.arrays(RUN + quality["path"], quality["arrays"]).keys() == set(names[2])


def test_without_metrics_there_are_none(tiny_run, store: Path, ask):
    write_run(store / "less", replace(TINY, without=("metrics",)))
    assert ask.json(RUN + "metrics.json") == {"metrics": []}


def test_a_run_that_lacks_everything_is_in_the_list(tiny_run, store: Path, ask):
    write_run(store / "less", replace(TINY, without=PARTS))
    described = ask.json(RUN + "run.json")
    assert described["dataset"]["classes"] == []
    (less, _) = ask.json("/api/runs.json")["runs"]
    assert (less["name"], less["model"], less["classes"], less["problem"]) == ("less", None, 0, None)


def test_an_export_of_it_is_the_answers_that_there_are(less, store: Path, tmp_path: Path, small_page):
    assert export(store, tmp_path / "site") == 0
    files = contents(tmp_path / "site" / "api")
    found = {f"api/{path}": content for path, content in files.items() if not path.endswith(".gz")}
    assert as_served(found) == frozen(all_answers(create_app(store), store))
    assert json.loads(found["api/runs/less/run.json"])["name"] == "less"
