"""What a browser needs to look into a network by itself, answered without torch by any server, and in an export."""

import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from api.conftest import ApiClient
from api.exporting import all_answers, as_served, contents, export, frozen
from epochscope.analysis.usual import usual_at
from epochscope.looking import LARGEST_WEIGHTS
from epochscope.store import RunReader, RunWriter
from epochscope.store.testing import TINY, write_run
from epochscope_api import create_app
from epochscope_api.export.checksums import checksum

LENET = Path(__file__).resolve().parents[2] / "data" / "demo" / "lenet-emnist"
RUN = "/api/runs/lenet"


@pytest.fixture(scope="module")
def demo_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with a small copy of the included LeNet: one epoch's weights, no projections."""
    store = tmp_path_factory.mktemp("demo")
    shutil.copytree(LENET, store / "lenet", ignore=shutil.ignore_patterns("projections", "neighbors", "thumbnails"))
    RunWriter.at(store / "lenet").commit(lambda one: replace(one, projections=(), neighbors=(), checkpoints=(0, 20)))
    return store


@pytest.fixture
def demo(demo_store: Path) -> ApiClient:
    return ApiClient(create_app(demo_store).test_client())


def validate(ask: ApiClient, name: str, document: Any) -> None:
    components = ask.json("/api/openapi.json")["components"]
    Draft202012Validator({"$ref": f"#/components/schemas/{name}", "components": components}).validate(document)


def test_a_server_that_does_not_look_says_what_a_browser_computes_with(demo: ApiClient, demo_store: Path):
    assert demo.json("/api/runs.json")["looks"] is False
    inside, run = demo.json(f"{RUN}/inside.json"), RunReader.at(demo_store / "lenet")
    validate(demo, "Inside", inside)
    assert (inside["possible"], inside["epochs"], inside["excites"]) == (False, [0, 20], [])
    assert (inside["input"]["height"], inside["input"]["samples"]) == (28, False)
    browser = inside["browser"]
    graph = demo.get(f"{RUN}/{browser['graph']}")
    assert graph.data == run.graph_file(run.graph())
    assert len(graph.data) == browser["graph_bytes"]
    for epoch, size in zip(inside["epochs"], browser["checkpoint_bytes"], strict=True):
        answer = demo.get(f"{RUN}/{browser['checkpoint'].format(epoch=epoch)}")
        assert answer.data == run.checkpoint(epoch)
        assert len(answer.data) == size
        assert answer.headers["Epochscope-Identity"] == graph.headers["Epochscope-Identity"] == browser["identity"]
        assert demo.get(answer.request.path, If_None_Match=answer.headers["ETag"]).status_code == 304


def test_its_layers_are_those_of_the_graph(demo: ApiClient):
    layers = demo.json(f"{RUN}/inside/layers.json")
    validate(demo, "InsideLayers", layers)
    assert [layer["name"] for layer in layers["layers"]][:3] == ["conv1", "relu1", "pool1"]
    assert (layers["difference"], layers["agrees"]) == (None, None)
    specs = {spec["name"]: spec["shape"] for spec in layers["summary"]}
    assert specs["probability"] == [62]
    assert specs["range"] == [11, 2]


def test_what_is_usual_is_answered_for_each_epoch(demo: ApiClient, demo_store: Path):
    run = RunReader.at(demo_store / "lenet")
    for epoch in (0, 20):
        answer, known = demo.json(f"{RUN}/inside/usual/{epoch}.json"), usual_at(run, epoch)
        validate(demo, "Usual", answer)
        assert (
            [sign["name"] for sign in answer["signs"]]
            == list(known.tails)
            == ["confidence", "energy", "layers", "made"]
        )
        assert (answer["limit"], answer["logits"]) == (known.limit, "logits")
        assert [len(one["whitening"]) for one in answer["spreads"]] == [20, 20, 40, 40]
        assert sum(len(one["weight"]) for one in answer["weights"]) == 1000


def test_a_run_that_no_browser_can_compute_says_what_to_do(store: Path, ask: ApiClient):
    write_run(store / "tiny", TINY)
    inside = ask.json("/api/runs/tiny/inside.json")
    validate(ask, "Inside", inside)
    assert (inside["possible"], inside["browser"], inside["input"], inside["epochs"]) == (False, None, None, [])
    assert "keeps no weights" in inside["reason"]
    for path in ("layers.json", "graph.onnx", "checkpoints/0.safetensors", "usual/0.json"):
        assert ask.failure(f"/api/runs/tiny/inside/{path}")["name"] == "NotLookable"


def test_a_network_with_many_weights_is_for_the_server(demo: ApiClient, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(RunReader, "weights_bytes", lambda _: (LARGEST_WEIGHTS, 1))
    inside = demo.json(f"{RUN}/inside.json")
    assert inside["browser"] is None
    assert "look into its network with `epochscope serve`" in inside["reason"]


def test_other_epochs_are_rejected(demo: ApiClient):
    for epoch, name in ((21, "EpochNotFound"), (7, "NotKept"), ("07", "BadAddress")):
        for path in (f"checkpoints/{epoch}.safetensors", f"usual/{epoch}.json"):
            assert demo.failure(f"{RUN}/inside/{path}")["name"] == name


@pytest.mark.slow
def test_an_export_has_the_same_and_what_computes_only_where_there_is_something_to_compute(
    demo_store: Path, tiny_run: RunReader, store: Path, tmp_path: Path, small_page: Path
):
    (small_page / "assets" / "runtime-abc123.wasm").write_bytes(b"\0asm")
    ours = frozen(all_answers(create_app(demo_store), demo_store, "/inside"))
    assert export(demo_store, tmp_path / "site") == 0
    found = contents(tmp_path / "site")
    assert len(ours) == len(["inside.json", "layers.json", "graph.onnx"]) + len(["weights", "usual"]) * len([0, 20])
    assert as_served({path: found[path] for path in ours}) == ours
    assert_checksums(tmp_path / "site" / RUN[1:])
    assert found["assets/runtime-abc123.wasm"] == b"\0asm"
    assert "lenet: network" in json.loads(found["export.json"])["parts"]
    assert export(store, tmp_path / "other") == 0
    assert not any(path.endswith(".wasm") for path in contents(tmp_path / "other"))


def assert_checksums(run: Path) -> None:
    inside = json.loads((run / "inside.json").read_text())
    browser = inside["browser"]
    of_epochs = [browser[name].format(epoch=epoch) for name in ("checkpoint", "usual") for epoch in inside["epochs"]]
    files = [run / path for path in (browser["graph"], "inside/layers.json", *of_epochs)]
    listed = [browser[name] for name in ("graph_checksum", "layers_checksum")]
    listed += browser["checkpoint_checksums"] + browser["usual_checksums"]
    assert [checksum(file.read_bytes()) for file in files] == listed
