"""A run of 20 epochs and 10,000 samples gains an epoch: a client that has the others fetches that one and no more."""

import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from api.conftest import ApiClient
from epochscope.store import RunWriter
from epochscope.store.testing import Recipe, append_epoch, write_run
from epochscope_api import create_app

# Writes 10,000 samples at 21 epochs.
pytestmark = pytest.mark.slow

RUN = "/api/runs/growing/"
SAMPLES, EPOCHS = 10_000, 20
RECIPE = Recipe(SAMPLES, layers=("conv",), classes=("cat", "dog", "ship"), epochs=range(EPOCHS + 1), neighbors=5)
"""With the epoch that comes later."""
PER_SAMPLE = {"predictions": 8, "dynamics": 12, "positions": 4, "quality": 8, "motion": 2}
"""Bytes of one sample at one epoch."""


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    location = tmp_path_factory.mktemp("written") / "growing"
    write_run(location, RECIPE, EPOCHS)
    return location


@pytest.fixture
def growing(written: Path, store: Path) -> RunWriter:
    """A copy of the run."""
    return RunWriter.at(shutil.copytree(written, store / "growing"))


def files_by_epoch(manifest: Any) -> dict[str, Any]:
    projection, neighbors = manifest["projections"][0], manifest["neighbors"][0]
    owners = {"positions": projection, "quality": projection, "motion": neighbors}
    return {name: owners.get(name, manifest)[name] for name in PER_SAMPLE}


def addresses(manifest: Any) -> dict[str, list[str]]:
    """Return the address of every answer about one epoch, by the name of its arrays."""
    return {
        name: [RUN + file["epoch_path"].format(epoch=epoch) for epoch in file["epochs"]]
        for name, file in files_by_epoch(manifest).items()
    }


def test_a_run_that_gains_an_epoch_costs_that_epoch(growing: RunWriter, ask: ApiClient):
    known = {path: ask.get(path) for paths in addresses(ask.json(RUN + "run.json")).values() for path in paths}
    per_run = {RUN + path: ask.get(RUN + path) for path in ("samples.bin", "sources.json")}
    append_epoch(growing, RECIPE)
    for path, answer in (known | per_run).items():
        again = ask.get(path, If_None_Match=answer.headers["ETag"])
        assert (path, again.status_code, again.data) == (path, 304, b"")
    new = {path: name for name, paths in addresses(ask.json(RUN + "run.json")).items() for path in paths[EPOCHS:]}
    sizes = {name: len(ask.get(path).data) for path, name in new.items()}
    assert sizes == {name: size * SAMPLES for name, size in PER_SAMPLE.items()}
    assert sum(sizes.values()) <= 340_000


def test_answers_about_an_epoch_stay_the_same_after_the_next(growing: RunWriter, ask: ApiClient, store: Path):
    paths = [path for paths in addresses(ask.json(RUN + "run.json")).values() for path in (paths[0], paths[-1])]
    before = {path: ask.get(path).data for path in paths}
    append_epoch(growing, RECIPE)
    restarted = ApiClient(create_app(store).test_client())
    assert {path: restarted.get(path).data for path in paths} == before


def test_first_learned_is_what_was_known_at_its_epoch(growing: RunWriter, ask: ApiClient):
    file = ask.json(RUN + "run.json")["dynamics"]
    for epoch in (1, 5, EPOCHS - 1):
        learned = ask.arrays(RUN + f"dynamics/{epoch}.bin", file["epoch_arrays"])["first_learned"]
        last = ask.arrays(RUN + "dynamics.bin", file["arrays"])["first_learned"]
        assert learned.tolist() == np.where(last <= epoch, last, 65535).tolist()
