"""api/README.md shows what the API answers; this reads it and compares it with the description and real answers."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from epochscope.store import METHODS, QUALITY_MEASURES, RunReader
from epochscope_api import create_app

API = Path(__file__).resolve().parents[2] / "api"
TEXT = (API / "README.md").read_text()
DESCRIPTION = json.loads((API / "epochscope_api" / "openapi.json").read_text())
SCHEMAS = {"runs.json": "RunList", "run.json": "Run", "sources.json": "Sources", "metrics.json": "Metrics"}


def section(title: str) -> str:
    return TEXT.partition(f"\n## {title}\n")[2].partition("\n## ")[0]


def example(document: str) -> Any:
    return json.loads(section(f"`{document}`").partition("```json\n")[2].partition("```")[0])


@pytest.fixture
def answer(tiny_run: RunReader, store: Path) -> Any:
    return create_app(store).test_client().get("/api/runs/tiny/run.json").json


@pytest.mark.parametrize("document", SCHEMAS)
def test_every_example_is_as_described(document: str):
    schema = {"$ref": f"#/components/schemas/{SCHEMAS[document]}", "components": DESCRIPTION["components"]}
    Draft202012Validator(schema).validate(example(document))


def test_the_job_shown_is_as_described():
    job = json.loads(section("On demand").partition("```json\n")[2].partition("```")[0])
    schema = {"$ref": "#/components/schemas/Job", "components": DESCRIPTION["components"]}
    Draft202012Validator(schema).validate(job)


def test_the_answers_about_looks_shown_are_as_described():
    shown = [json.loads(text) for text in re.findall(r"```json\n(.*?)```", section("Look into a network"), re.DOTALL)]
    names = ("Inside", "InsideLayers", "LookedAt", "ExcitedList", "Rejection", "Placed")
    for name, document in zip(names, shown, strict=True):
        schema = {"$ref": f"#/components/schemas/{name}", "components": DESCRIPTION["components"]}
        Draft202012Validator(schema).validate(document)


def test_the_projection_shown_has_the_fields_and_arrays_of_a_real_one(answer):
    shown, real = example("run.json")["projections"][0], answer["projections"][0]
    assert shown.keys() == real.keys()
    for part in ("quality", "extent"):
        assert shown[part].keys() == real[part].keys()
    for part in ("positions", "quality"):
        assert_shown_as_real(shown[part], real[part])
    for numbers in ("means", "errors"):
        assert tuple(shown["quality"][numbers]) == tuple(real["quality"][numbers]) == QUALITY_MEASURES


def test_the_arrays_of_a_run_are_shown_as_a_real_one_has_them(answer):
    shown = example("run.json")
    for part in ("samples", "predictions", "dynamics", "label_errors"):
        assert_shown_as_real(shown[part], answer[part])
    shown_set, real_set = shown["neighbors"][0], answer["neighbors"][0]
    assert shown_set.keys() == real_set.keys()
    for part in ("neighbors", "motion"):
        assert_shown_as_real(shown_set[part], real_set[part])
    for one, other in (
        (shown["probabilities"], answer["probabilities"]),
        (shown_set["neighborhoods"], real_set["neighborhoods"]),
    ):
        assert one["block"] == other["block"]
        assert [spec["name"] for spec in one["block_arrays"]] == [spec["name"] for spec in other["block_arrays"]]


def test_the_form_of_every_measure_is_documented(answer):
    text = section("Binary answers")
    told = {
        "uint8 share": names_in(text.partition("- **Shares** (")[2].partition(")")[0]),
        "uint16 share": names_in(text.partition("`value / 255`;")[2].partition(" are ")[0]),
        "uint16": names_in(re.search(r"^- (.+) are `uint16`: `value / 4096`", text, flags=re.MULTILINE)[1]),
        "uint8": re.findall(r"`(\w+)` is `uint8`, 0 or 1", text),
    }
    named = sorted(measure for form in told.values() for measure in form)
    others = ["confidence", "loss", "probability", "label_confidence", "variability", "correctness", "layer_motion"]
    others += ["agreement", "given_confidence", "suggested_confidence"]
    assert named == sorted([*QUALITY_MEASURES, *others])
    fine = ["probability", "label_confidence", "variability", "given_confidence", "suggested_confidence"]
    assert told["uint16 share"] == fine
    assert (told["uint16"], told["uint8"]) == (["screen_motion", "layer_motion", "loss"], ["unsupported"])
    explained = [*answer["dynamics"]["arrays"], *answer["label_errors"]["arrays"]]
    assert all(f"`{spec['name']}`" in text for spec in explained)


def test_every_method_is_explained_and_described():
    assert all(f"`{method}` (" in section("`run.json`") for method in METHODS)
    assert DESCRIPTION["components"]["schemas"]["Projection"]["properties"]["method"]["enum"] == list(METHODS)


def assert_shown_as_real(shown: dict[str, Any], real: dict[str, Any]) -> None:
    assert shown.keys() == real.keys()
    for arrays in ("arrays", "epoch_arrays"):
        assert named_types(shown.get(arrays, [])) == named_types(real.get(arrays, []))


def named_types(arrays: list[dict[str, Any]]) -> list[tuple[str, str]]:
    return [(spec["name"], spec["dtype"]) for spec in arrays]


def names_in(text: str) -> list[str]:
    return re.findall(r"`(\w+)`", text)
