"""The OpenAPI description: valid, whole, and true of the real answers."""

import re

import pytest
from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator

from epochscope_api import create_app
from epochscope_api.openapi import PATH, describe_api, description_text


@pytest.fixture
def description(ask):
    return ask.json("/api/openapi.json")


def test_the_description_is_valid(description):
    assert description["openapi"].startswith("3.1")
    assert list(OpenAPIV31SpecValidator(description).iter_errors()) == []


def test_the_description_is_what_is_made_from_the_table_of_arrays_and_the_documents(description):
    assert description == describe_api()
    assert PATH.read_text() == description_text(), "write it again: python -m epochscope_api.openapi"


def test_the_description_names_the_routes_there_are(description, store):
    app = create_app(store, takes_jobs=True, models={})
    rules = {rule.rule for rule in app.url_map.iter_rules() if rule.rule.startswith("/api/")}
    assert sorted(description["paths"]) == sorted(re.sub(r"<(\w+)>", r"{\1}", rule) for rule in rules)


def test_each_path_declares_the_parts_of_its_address(description):
    parameters = description["components"]["parameters"]
    for path, item in description["paths"].items():
        named = [parameters[part["$ref"].rsplit("/", 1)[1]]["name"] for part in item.get("parameters", [])]
        assert re.findall(r"{(\w+)}", path) == named


@pytest.mark.parametrize("address", ["runs", "runs/tiny/run", "runs/tiny/metrics", "runs/tiny/sources"])
def test_the_answers_are_as_described(tiny_run, description, ask, store, address: str):
    address = f"/api/{address}.json"
    (store / "torn").mkdir()
    (store / "torn" / "run.json").write_text("")
    schema = content_of(description, address.replace("tiny", "{run}"), "200")["application/json"]["schema"]
    validate(description, schema, ask.json(address))


@pytest.mark.parametrize("address", ["/api/nothing", "/api/runs/tpyo/run.json", "/api/runs/../run.json"])
def test_the_errors_are_as_described(tiny_run, description, ask, address: str):
    schema = {"$ref": "#/components/schemas/Error"}
    validate(description, schema, {"error": ask.failure(address)})


def test_the_answers_have_the_types_described(tiny_run, description, ask):
    values = {"run": "tiny", "layer": "conv", "setting": "n5-d0.1", "epoch": "1", "block": "0"}
    values |= {"file": "atlas-0000.webp", "column": "0"}
    for path in description["paths"]:
        if any(part in path for part in ("/jobs", "/looks", "/inside", "/columns")):  # tests of their own
            continue
        assert ask.get(path.format(**values)).mimetype in content_of(description, path, "200")


def content_of(description, path: str, status: str):
    return description["paths"][path]["get"]["responses"][status]["content"]


def validate(description, schema, answer) -> None:
    Draft202012Validator({**schema, "components": description["components"]}).validate(answer)
