"""One shape for every failure, and no word about this machine in it."""

import json
from pathlib import Path
from urllib.parse import quote

import pytest

from epochscope.store import RunReader
from epochscope_api import create_app

RUN = "/api/runs/tiny/"
LONG = "x" * 10_000
NOT_THERE = {
    "/api/nothing": "NotFound",
    "/api": "NotFound",
    "/api/": "NotFound",
    "/api//runs.json": "NotFound",
    "/api/runs.json/": "NotFound",
    "/api/runs/tiny": "NotFound",
    "/api/runs//run.json": "NotFound",
    "/api/runs/a/b/run.json": "NotFound",
    "/api/runs/..%2F..%2Fetc/run.json": "NotFound",
    "/api/runs/tpyo/run.json": "RunNotFound",
    RUN + "samples.json": "NotFound",
    RUN + "projections/tpyo/n5-d0.1/pack.bin": "LayerNotFound",
    RUN + f"projections/{LONG}/n5-d0.1/pack.bin": "LayerNotFound",
    RUN + "projections/%00/n5-d0.1/pack.bin": "LayerNotFound",
    RUN + "projections/../n5-d0.1/pack.bin": "LayerNotFound",
    RUN + "projections/conv/n6-d0.1/pack.bin": "ProjectionNotFound",
    RUN + "projections/conv/stock-n5-d0.1/pack.bin": "ProjectionNotFound",
    RUN + "projections/conv/pca-n0-d0.0/pack.bin": "ProjectionNotFound",
    RUN + "projections/logits/n5-d0.1/pack.bin": "ProjectionNotFound",
    RUN + "projections/conv/n5-d0.1/3.bin": "EpochNotFound",
    RUN + "quality/conv/n6-d0.1.bin": "ProjectionNotFound",
    RUN + "neighbors/conv/3.bin": "EpochNotFound",
    RUN + "neighbors/logits/0.bin": "LayerNotFound",
    RUN + "neighbors/tpyo/0.bin": "LayerNotFound",
    RUN + "thumbnails/atlas-0009.webp": "ThumbnailsNotFound",
    RUN + "thumbnails/..": "ThumbnailsNotFound",
    RUN + "thumbnails/%00.webp": "ThumbnailsNotFound",
    "/nothing": "NotFound",
    "/nothing/at/all": "NotFound",
    "/%00": "NotFound",
    "/..": "NotFound",
    "/..%2fapp.py": "NotFound",
    "/assets/..": "NotFound",
    "/assets/%00": "NotFound",
    f"/{LONG}": "NotFound",
}
RUN_NAMES = (
    "..",
    ".",
    ".hidden",
    "%00",
    "a%00b",
    "a b",
    LONG,
    quote("läufe"),
    "%F0%9F%8C%88",
    "%FF",
    "a%5Cb",
    "a..b",
    "%0a",
)
EPOCHS = ("007", "-1", "+1", "1.0", "1e3", " 1", "1%0a", "x", "%D9%A1", "9" * 5000, "{epoch}", "%00")
SETTINGS = (
    *("n05-d0.1", "n5-d0.10", "n5-d.1", "n5-d00.1", "n5-d1", "n5", "n-d", "n5-dnan", "n5-d1e400", "n5-d0.1e"),
    *("N5-d0.1", "n5-d0.1%0a", "n5-d-0.1", "n0-d0.1", "n%D9%A5-d0.1", f"n{'5' * 5000}-d0.1", "%00", ".."),
    *("aligned-n5-d0.1", "tsne-n5-d0.1", "Stock-n5-d0.1", "stock-n0-d0.1", "stock", "stock-", "-n5-d0.1"),
    *("stockn5-d0.1", "pca-n5-d0.1", "pca-n0-d0", "pca", "stock-umap-n5-d0.1", "n0-d0.0", "umap-n5-d0.50"),
)
MALFORMED = {
    **{f"/api/runs/{name}/run.json": "BadName" for name in RUN_NAMES},
    **{RUN + f"neighbors/conv/{epoch}.bin": "BadAddress" for epoch in EPOCHS},
    **{RUN + f"projections/conv/n5-d0.1/{epoch}.bin": "BadAddress" for epoch in EPOCHS},
    **{RUN + f"projections/conv/{setting}/pack.bin": "BadAddress" for setting in SETTINGS},
    **{RUN + f"quality/conv/{setting}.bin": "BadAddress" for setting in SETTINGS},
}


@pytest.mark.parametrize(("address", "name"), NOT_THERE.items(), ids=range(len(NOT_THERE)))
def test_a_missing_thing_is_404_by_name(tiny_run, ask, store: Path, address: str, name: str):
    error = ask.failure(address)
    assert (error["status"], error["name"]) == (404, name)
    assert str(store) not in error["message"]


@pytest.mark.parametrize(("address", "name"), MALFORMED.items(), ids=range(len(MALFORMED)))
def test_what_is_badly_written_is_400_by_name(tiny_run, ask, store: Path, address: str, name: str):
    error = ask.failure(address)
    assert (error["status"], error["name"]) == (400, name)
    assert str(store) not in error["message"]
    assert len(error["message"]) < 300


def test_a_setting_that_is_none_is_answered_with_the_form_that_it_must_have(tiny_run, ask):
    assert ask.failure(RUN + "quality/conv/pca-n5-d0.1.bin") == {
        "status": 400,
        "name": "BadAddress",
        "message": "'pca-n5-d0.1' is not a setting: write n<n_neighbors>-d<min_dist>, such as n15-d0.1, "
        "with stock- or umap- before it for those methods, or pca-n0-d0.0",
    }


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
@pytest.mark.parametrize("address", ["/api/runs.json", RUN + "run.json", "/"])
def test_nothing_can_be_written(tiny_run, ask, address: str, method: str):
    assert ask.failure(address, method) == {
        "status": 405,
        "name": "MethodNotAllowed",
        "message": f"{method} is not allowed here; use GET, HEAD",
    }
    assert set(ask.client.open(address, method=method).headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}


def test_an_unknown_run_is_answered_with_those_there_are(tiny_run, ask):
    assert ask.failure("/api/runs/tpyo/run.json") == {
        "status": 404,
        "name": "RunNotFound",
        "message": "there is no run 'tpyo'; this store has: tiny",
    }


DAMAGE = {
    "samples.parquet": ("run.json", "samples.bin"),
    "metrics.parquet": ("metrics.json",),
    "predictions/epoch=0001/part-0.parquet": ("predictions.bin",),
    "projections/layer=conv/method=aligned/n_neighbors=5/min_dist=0.1/part-0.parquet": (
        "projections/conv/n5-d0.1/pack.bin",
        "projections/conv/n5-d0.1/0.bin",
    ),
    "projections/layer=conv/method=aligned/n_neighbors=5/min_dist=0.1/quality.parquet": ("quality/conv/n5-d0.1.bin",),
    "neighbors/layer=conv/epoch=0001/part-0.parquet": ("neighbors/conv/1.bin",),
}


@pytest.mark.parametrize("how", ["cut short", "missing"])
@pytest.mark.parametrize(("file", "addresses"), DAMAGE.items())
def test_a_damaged_file_is_named_and_the_list_still_answers(tiny_run, ask, store: Path, file: str, addresses, how: str):
    path = store / "tiny" / file
    path.write_bytes(path.read_bytes()[:-20]) if how == "cut short" else path.unlink()
    for address in addresses:
        error = ask.failure(RUN + address)
        assert (error["status"], error["name"]) == (422, "DamagedRun")
        assert error["message"].startswith(f"{file} of run 'tiny' is ")
        assert str(store) not in error["message"]
    assert ask.json("/api/runs.json")["runs"][0]["problem"] is None


def test_a_missing_atlas_is_damage(tiny_run: RunReader, ask):
    tiny_run.folder.delete("thumbnails/atlas-0000.webp")
    assert ask.failure(RUN + "thumbnails/atlas-0000.webp") == {
        "status": 422,
        "name": "DamagedRun",
        "message": "thumbnails/atlas-0000.webp of run 'tiny' is missing",
    }


def test_a_run_of_a_newer_epochscope_is_rejected_with_a_message(tiny_run: RunReader, ask):
    document = json.loads(tiny_run.folder.read("run.json"))
    tiny_run.folder.write("run.json", json.dumps(document | {"format_version": 2}).encode())
    words = "run 'tiny' has format version 2; this Epochscope reads up to 1: update it"
    assert ask.failure(RUN + "samples.bin") == {"status": 409, "name": "NewerFormat", "message": words}
    assert ask.json("/api/runs.json")["runs"][0]["problem"] == words


def test_a_torn_manifest_is_named(tiny_run: RunReader, ask):
    tiny_run.folder.write("run.json", b'{"format": ')
    error = ask.failure(RUN + "run.json")
    assert (error["status"], error["name"]) == (422, "DamagedRun")
    assert error["message"].startswith("run.json of run 'tiny' cannot be read: ")


def test_a_manifest_that_cannot_be_opened_tells_nothing_about_this_machine(tiny_run, ask, store: Path):
    # Something other than a missing file: the store says where it looked, the API must not.
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("epochscope.store.filesystem.Folder.read", refuse)
        assert str(store) not in ask.failure(RUN + "run.json")["message"]
        assert str(store) not in ask.get("/api/runs.json").text


def refuse(*_: object) -> bytes:
    raise PermissionError(13, "Permission denied")


def test_an_unexpected_error_is_500_with_the_traceback_only_in_the_log(tiny_run, store: Path, caplog, monkeypatch):
    def fail(*_: object) -> None:
        raise RuntimeError(f"secret of {store}")

    monkeypatch.setattr("epochscope_api.routes.runs.describe_run", fail)
    answer = create_app(store).test_client().get(RUN + "run.json")
    assert answer.json == {
        "error": {
            "status": 500,
            "name": "InternalServerError",
            "message": "the server failed; its log says why",
        }
    }
    assert "secret of" in caplog.text


def test_a_store_given_as_a_relative_path_stays_unnamed_too(tiny_run, store: Path, monkeypatch):
    monkeypatch.chdir(store.parent)
    (store / "tiny" / "samples.parquet").unlink()
    message = create_app("runs").test_client().get(RUN + "samples.bin").json["error"]["message"]
    assert message == "samples.parquet of run 'tiny' is missing"
