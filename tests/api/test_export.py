"""An export is the answers of the API, byte for byte, as files beside the page."""

import gzip
import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from api.exporting import all_answers, as_served, contents, export, frozen
from browser.blobs import write_blobs
from epochscope.store import LayerSpace, RunWriter
from epochscope.store.testing import TINY, write_run
from epochscope_api import create_app
from epochscope_api.export.checksums import checksum

SCRIPT = "assets/index-abc123.js"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return tmp_path / "site"


@pytest.fixture(scope="module")
def written_runs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    store = tmp_path_factory.mktemp("written")
    write_blobs(store / "blobs")
    write_run(store / "tiny", TINY)
    write_run(store / "unseen", replace(TINY, projected=()))
    return store


@pytest.fixture
def two_runs(written_runs: Path, store: Path) -> Path:
    """A store with two runs, one of which has two methods and two blocks of samples, and one that is not projected."""
    return shutil.copytree(written_runs, store, dirs_exist_ok=True)


def answers_in(site: Path) -> dict[str, bytes]:
    return {path: content for path, content in contents(site / "api").items() if not path.endswith(".gz")}


def test_every_answer_that_can_be_read_is_a_file_of_the_same_bytes(two_runs: Path, site: Path, small_page):
    live = all_answers(create_app(two_runs), two_runs)
    left = frozen(live)
    assert len(live) > 90
    assert len(live) - len(left) == len(["blobs, stem", "blobs, block"]) * 5 + len(["tiny, conv"]) * 3
    assert export(two_runs, site) == 0
    assert {f"api/{path}": content for path, content in as_served(answers_in(site)).items()} == left


def test_the_manifest_of_an_export_names_only_what_is_there_and_is_as_described(two_runs: Path, site: Path, small_page):
    assert export(two_runs, site) == 0
    description = json.loads((site / "api" / "openapi.json").read_text())
    schema = {"$ref": "#/components/schemas/Run", "components": description["components"]}
    for run in ("blobs", "tiny", "unseen"):
        folder = site / "api" / "runs" / run
        manifest = json.loads((folder / "run.json").read_text())
        Draft202012Validator(schema).validate(manifest)
        named = {re.sub(r"{\w+}", "0", path) for path in paths_in(manifest)}
        assert [path for path in named if not (folder / path).is_file()] == []


def test_the_manifest_of_an_export_has_the_checksum_of_every_answer(two_runs: Path, site: Path, small_page):
    assert export(two_runs, site) == 0
    for run in ("blobs", "tiny", "unseen"):
        folder = site / "api" / "runs" / run
        manifest = json.loads((folder / "run.json").read_text())
        known = dict(checksums_in(manifest, manifest["sample_count"]))
        known |= {f"{name}.json": one for name, one in manifest["checksums"].items()}
        found = {path: content for path, content in contents(folder).items() if not path.endswith((".gz", ".webp"))}
        assert known == {path: checksum(content) for path, content in found.items() if path != "run.json"}


def checksums_in(described: Any, samples: int) -> Iterator[tuple[str, str]]:
    """Yield path and checksum of every binary answer that a manifest lists."""
    for one in described if isinstance(described, list) else described.values():
        if isinstance(one, list | dict):
            yield from checksums_in(one, samples)
    if "checksum" in described:
        yield described["path"], described["checksum"]
    if "epoch_checksums" in described:
        paths = [described["epoch_path"].format(epoch=epoch) for epoch in described["epochs"]]
        yield from zip(paths, described["epoch_checksums"], strict=True)
    if "block_checksums" in described:
        paths = [described["block_path"].format(block=block) for block in range(-(-samples // described["block"]))]
        yield from zip(paths, described["block_checksums"], strict=True)


def test_other_images_have_another_address(two_runs: Path, site: Path, small_page):
    files = []
    for samples in ("12", "11"):
        assert export(two_runs, site, "--runs", "tiny", "--max-samples", samples) == 0
        files += [path.name for path in site.rglob("*.webp")]
    assert len(set(files)) == len(files) == 2


def paths_in(described: object) -> set[str]:
    """Return every path that a manifest names, however deep."""
    if isinstance(described, list):
        return {path for one in described for path in paths_in(one)}
    if not isinstance(described, dict):
        return set()
    here = {path for name, path in described.items() if name in ("path", "epoch_path", "block_path")}
    return here | {path for one in described.values() for path in paths_in(one)}


def test_the_page_lies_beside_them(tiny_run, store: Path, site: Path, small_page: Path):
    assert export(store, site) == 0
    found = contents(site)
    for path, content in contents(small_page).items():
        assert found[path] == content
    top = {path.partition("/")[0] for path in found}
    assert top == {".nojekyll", "api", "assets", "export.json", "icon.svg", "index.html", "licenses.txt"}


def test_compressed_copies_are_of_texts_and_hold_the_same(two_runs: Path, site: Path, small_page):
    assert export(two_runs, site) == 0
    found = contents(site)
    copies = {path.removesuffix(".gz") for path in found if path.endswith(".gz")}
    assert {SCRIPT, "api/openapi.json", "api/runs/blobs/run.json"} <= copies
    assert {Path(path).suffix for path in copies} <= {".json", ".js"}
    for path in copies:
        assert gzip.decompress(found[f"{path}.gz"]) == found[path]
    assert not found[SCRIPT].startswith(b"\x1f\x8b")


def test_the_printed_sizes_are_true(two_runs: Path, site: Path, small_page, capsys):
    assert export(two_runs, site) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split("  ")[0] for line in lines[1:5]] == [
        "page",
        "lists",
        "blobs: samples and metrics",
        "blobs: predictions",
    ]
    found = contents(site)
    told = re.fullmatch(r"all +(\d+) +([\d.]+)", lines[-2])
    assert told is not None
    assert int(told[1]) == len(found) - len([".nojekyll", "export.json"])
    size = sum(map(len, found.values())) - len(found["export.json"])
    assert told[2] == f"{size / 1e6:.2f}"
    parts = json.loads(found["export.json"])["parts"].values()
    assert sum(part["bytes"] for part in parts) == size
    assert lines[-1].startswith(f"wrote {site}; ")


def test_the_sizes_are_printed_before_anything_is_written(
    tiny_run, store: Path, site: Path, small_page, capsys, monkeypatch
):
    def stop(*_: object) -> None:
        assert not site.exists()
        raise KeyboardInterrupt

    monkeypatch.setattr("epochscope_api.export.freeze.write_export", stop)
    assert export(store, site) == 130
    assert re.search(r"^all +\d+ +", capsys.readouterr().out, flags=re.MULTILINE)


def test_only_what_was_chosen_is_exported(two_runs: Path, site: Path, small_page):
    live = frozen(all_answers(create_app(two_runs), two_runs))
    assert export(two_runs, site, "--runs", "blobs", "--layers", "block", "--settings", "n15-d0.1,pca-n0-d0.0") == 0
    found = {f"api/{path}": content for path, content in as_served(answers_in(site)).items()}
    listed, manifest = json.loads(found.pop("api/runs.json")), json.loads(found.pop("api/runs/blobs/run.json"))
    assert [run["name"] for run in listed["runs"]] == ["blobs"]
    assert [(one["layer"], one["method"]) for one in manifest["projections"]] == [
        ("block", "aligned"),
        ("block", "pca"),
    ]
    assert [layer["name"] for layer in manifest["layers"]] == ["block"]
    assert [kept["layer"] for kept in manifest["neighbors"]] == ["block"]
    assert found == {path: live[path] for path in found}
    left_out = {path for path in live.keys() - found.keys() if path.startswith("api/runs/blobs/")}
    assert all(
        "/stem" in path or "/n5-d0.1" in path or "/stock-" in path for path in left_out - {"api/runs/blobs/run.json"}
    )


def test_a_layer_whose_projections_are_all_left_out_is_left_out_itself(two_runs: Path, site: Path, small_page):
    assert export(two_runs, site, "--runs", "blobs", "--settings", "pca-n0-d0.0") == 0
    manifest = json.loads((site / "api" / "runs" / "blobs" / "run.json").read_text())
    assert [layer["name"] for layer in manifest["layers"]] == ["block", "head"]
    assert [kept["layer"] for kept in manifest["neighbors"]] == ["block"]


def test_nothing_is_said_of_a_layer_that_is_left_out(two_runs: Path, site: Path, small_page):
    spaces = tuple(LayerSpace(layer, (0,), (9,), (1.5,), (None,)) for layer in ("stem", "block"))
    RunWriter.at(two_runs / "blobs").commit(
        lambda manifest: replace(manifest, recommended_layer="stem", spaces=spaces),
    )
    for layers, recommended in (("block", None), ("stem,block", "stem")):
        assert export(two_runs, site, "--runs", "blobs", "--layers", layers) == 0
        manifest = json.loads((site / "api" / "runs" / "blobs" / "run.json").read_text())
        assert manifest["recommended_layer"] == recommended
        assert [(one["name"], one["space"]["dimension"]) for one in manifest["layers"]] == [
            (layer, [1.5]) for layer in layers.split(",")
        ]


def test_a_run_that_cannot_be_read_stays_in_the_list_with_the_reason(
    tiny_run, store: Path, site: Path, small_page, capsys
):
    (store / "torn").mkdir()
    (store / "torn" / "run.json").write_text("{")
    assert export(store, site) == 0
    listed = json.loads((site / "api" / "runs.json").read_text())
    assert listed == create_app(store).test_client().get("/api/runs.json").json
    assert capsys.readouterr().out.startswith("run torn cannot be read, which the list of runs will say: run.json of")
    assert export(store, site, "--runs", "torn") == 2


def test_nothing_in_an_export_offers_jobs(tiny_run, store: Path, site: Path, small_page):
    assert export(store, site) == 0
    assert json.loads((site / "api" / "runs.json").read_text())["takes_jobs"] is False
