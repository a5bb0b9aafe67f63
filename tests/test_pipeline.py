"""The whole way: train, record, project, serve, look at the page. On real images."""

import json
import urllib.request
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest
from playwright.sync_api import Page, expect

from browser.pixels import plot_pixels
from browser.server import serving
from epochscope import command_line
from epochscope.store import RunReader, check_run

TRAIN = ("--stem", "imagenet", "--epochs", "2", "--samples", "120", "--batch-size", "64", "--learning-rate", "0.02")


def train_and_project(store: Path, dataset: str) -> RunReader:
    """Run the commands as a user does, on few samples and two of the default layers."""
    words = ["train", "resnet18", *TRAIN, "--dataset", dataset, "--store", str(store), "--run", "r"]
    assert command_line.main(words) == 0
    assert command_line.main(["project", str(store / "r"), "--layers", "layer2,pooled"]) == 0
    run = RunReader.at(store / "r")
    assert check_run(run) == []
    assert run.manifest.epochs == (0, 1, 2)
    assert len(run.manifest.layers) == 7
    assert {projection.layer for projection in run.manifest.projections} == {"layer2", "pooled"}
    return run


def look_at(page: Page, store: Path, run: RunReader) -> None:
    """Serve the store; the page must draw it, and draw something else at another epoch."""
    with serving(store) as server:
        with urllib.request.urlopen(f"{server.address}api/runs.json") as answer:
            assert [entry["name"] for entry in json.load(answer)["runs"]] == ["r"]
        page.goto(f"{server.address}#/run/r?layer=pooled&epoch=2")
        scatter = page.get_by_test_id("scatter")
        expect(scatter).to_have_attribute("data-loaded-epochs", "3")
        expect(scatter).to_have_attribute("data-epoch", "2")
        last = plot_pixels(page)
        page.get_by_role("button", name="Previous epoch").click()
        expect(scatter).to_have_attribute("data-epoch", "1")
        before = plot_pixels(page)
        expect(page.get_by_role("status").first).to_have_text("showing 120 of 120")
    background = last[2, 2]
    assert (np.abs(last.astype(int) - background).sum(-1) > 60).sum() > 500
    assert (last != before).any(axis=-1).sum() > 500


@pytest.mark.browser
def test_digits_go_all_the_way(store: Path, page: Page):
    run = train_and_project(store, "digits")
    assert run.manifest.dataset.classes == tuple("0123456789")
    look_at(page, store, run)


@pytest.mark.browser
@pytest.mark.datasets
def test_real_cifar10_goes_all_the_way(store: Path, page: Page, image_datasets: Path, tmp_path: Path):
    for split, rows in (("train", 600), ("test", 120)):
        source = next((image_datasets / "cifar10").glob(f"{split}-00000-*.parquet"))
        (tmp_path / "cifar10").mkdir(exist_ok=True)
        pq.write_table(pq.read_table(source).slice(0, rows), tmp_path / "cifar10" / source.name)
    run = train_and_project(store, str(tmp_path / "cifar10"))
    assert "airplane" in run.manifest.dataset.classes
    assert run.manifest.dataset.image_shape == (3, 32, 32)
    look_at(page, store, run)
