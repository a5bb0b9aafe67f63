"""An export below an address of its own, on a server that only serves files, is the whole page."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Browser, Page, expect

from browser.blobs import SAMPLES, write_blobs
from browser.pixels import plot_pixels
from browser.server import serving
from browser.static_host import SUB_PATH, export, hosting
from browser.steps import expect_soon, open_blobs, scatter, wait_for_epochs
from browser.watch import Watch
from epochscope.store import RunReader, RunWriter, Setting

ROOT = Path(__file__).resolve().parents[2]
DEMO = "resnet50-cifar10"
WALKTHROUGH = (ROOT / "data" / "demo" / "README.md").read_text()
PERMALINKS = re.findall(rf"^\[[\w-]+\]: \S+(#/run/{DEMO}\?\S+)$", WALKTHROUGH, flags=re.MULTILINE)


@pytest.fixture
def hosts(tmp_path: Path) -> Iterator[tuple[str, str]]:
    """Where the run that comes with the repository is served, and where an export of it lies."""
    export(ROOT / "data" / "demo", tmp_path / SUB_PATH, "--runs", DEMO)
    with serving(ROOT / "data" / "demo", "--read-only") as server, hosting(tmp_path) as address:
        yield server.address, address


def drawn(page: Page, address: str, link: str) -> np.ndarray:
    page.goto("about:blank")
    page.goto(address + link)
    wait_for_epochs(page, 21)
    page.wait_for_load_state("networkidle")
    expect(page.get_by_text("Loading…")).to_have_count(0)
    return plot_pixels(page)


def test_the_ten_links_of_the_walkthrough_open_the_same_plots_as_on_the_server(page: Page, hosts: tuple[str, str]):
    live, static = hosts
    pictures = [drawn(page, live, link) for link in PERMALINKS]
    assert len({one.tobytes() for one in pictures}) == len(PERMALINKS) == 10
    page.goto("about:blank")
    # The first opens the page, and the others are followed in it.
    for link, picture in zip(PERMALINKS, pictures, strict=True):
        page.goto(static + link)
        expect_soon(page, lambda picture=picture: np.array_equal(plot_pixels(page), picture), True)


@pytest.mark.own_page
def test_an_export_needs_nothing_but_files(page: Page, static_address: str, watch: Watch):
    """No request leaves the folder, none is for a part of a file, and no server is between the page and the host."""
    ranges: list[str] = []
    page.on("request", lambda request: ranges.append(request.url) if "range" in request.headers else None)
    with page.expect_response("**/predictions.bin"):
        open_blobs(page, static_address)
    assert [url for url in watch.requests if not url.startswith((static_address, "data:", "blob:"))] == []
    assert [url for url in watch.requests if "?" in url or "/jobs" in url] == []
    assert ranges == []
    assert page.evaluate("() => navigator.serviceWorker.getRegistrations().then((all) => all.length)") == 0


def test_epochs_and_layers_are_fetched_when_they_are_needed(page: Page, static_address: str, watch: Watch):
    open_blobs(page, static_address)
    assert not [url for url in watch.requests if "/stem/" in url]
    page.get_by_role("radio", name="stem", exact=True).check()
    wait_for_epochs(page, 5)
    assert [url for url in watch.requests if url.endswith("/stem/n15-d0.1/pack.bin")]


def test_an_export_offers_no_layouts_on_demand(page: Page, live_address: str, static_address: str):
    lay_out = page.get_by_role("button", name="Compute another setting…")
    open_blobs(page, live_address)
    expect(lay_out).to_have_count(1)
    open_blobs(page, static_address)
    expect(page.get_by_label("n_neighbors")).to_have_value("15")
    expect(lay_out).to_have_count(0)


def test_an_address_without_its_last_slash_leads_to_the_same(page: Page, static_address: str):
    page.goto(f"{static_address.rstrip('/')}#/run/blobs?epoch=4")
    wait_for_epochs(page, 5)
    expect(scatter(page)).to_have_attribute("data-epoch", "4")


def test_an_export_of_some_samples_says_how_many_are_left_out(browser: Browser, page: Page, tmp_path: Path):
    write_blobs(tmp_path / "store" / "blobs")
    export(tmp_path / "store", tmp_path / "root" / SUB_PATH, "--max-samples", "100")
    with hosting(tmp_path / "root") as address:
        open_blobs(page, address, "?layer=stem&n=15&d=0.1&epoch=8&tool=sample&sample=5")
        expect(page.get_by_text("showing 100 of 100")).to_be_visible()
        expect(page.get_by_text(f"{SAMPLES - 100} more were recorded but not exported.")).to_be_visible()
        expect(page.get_by_text(re.compile(r"^\d of its 8 nearest samples were not exported\.$"))).to_be_visible()
        neighbors = page.get_by_role("list", name=re.compile("^Neighbors")).get_by_role("button")
        left = re.match(r"\d", page.get_by_text("were not exported.").last.inner_text())
        assert left is not None
        expect(neighbors).to_have_count(8 - int(left[0]))
        expect(page.get_by_role("button", name=re.compile("^Neighbor 5:"))).to_have_count(0)


def test_an_export_that_is_replaced_under_an_open_page_is_read_again_and_never_mixed(
    page: Page, tmp_path: Path, watch: Watch
):
    run, site = write_blobs(tmp_path / "store" / "blobs"), tmp_path / "root" / SUB_PATH
    export(tmp_path / "store", site)
    with hosting(tmp_path / "root") as address:
        open_blobs(page, address)
        mirror(run, "stem")
        export(tmp_path / "store", site)
        page.get_by_role("radio", name="stem", exact=True).check()
        stem = plot_of_stem(page)
        manifests = sum(url.endswith("/run.json") for url in watch.requests)
        page.reload()
        assert np.array_equal(plot_of_stem(page), stem)
    assert manifests == 2


def mirror(run: RunReader, layer: str) -> None:
    """Lay a layer out upside down, within its extents: the manifest of the page says the same of it as before."""
    (one,) = (one for one in run.manifest.projections if (one.layer, one.setting) == (layer, Setting(15, 0.1)))
    positions = run.unplaced_projection(layer, one.setting)
    for at_epoch, extent in zip(positions, one.extents, strict=True):
        at_epoch[:, 1] = 2 * extent.y + extent.size - at_epoch[:, 1]
    writer = RunWriter(run.folder)
    writer.write_projection(layer, one.setting, one.epochs, positions, one.part + 1)
    writer.write_quality(layer, one.setting, one.epochs, run.quality(layer, one.setting), one.part + 1)
    others = [other for other in run.manifest.projections if other is not one]
    changed = sorted([*others, replace(one, part=one.part + 1)], key=run.manifest.projections.index)
    writer.commit(lambda manifest: replace(manifest, projections=tuple(changed)))


def plot_of_stem(page: Page) -> np.ndarray:
    expect(scatter(page)).to_have_attribute("aria-label", re.compile("stem"))
    wait_for_epochs(page, 5)
    expect(page.get_by_text("Loading…")).to_have_count(0)
    page.wait_for_load_state("networkidle")
    return plot_pixels(page)
