"""What the page requests, in which order, and what it shows meanwhile."""

import re

import pytest
from playwright.sync_api import Page, expect

from browser.network import hold, let_go
from browser.pixels import inked, plot_pixels
from browser.steps import choose_layer, open_blobs, scatter, wait_for_epochs
from browser.watch import Watch

pytestmark = pytest.mark.both_hosts


def test_the_first_plot_is_drawn_before_the_other_epochs_are_there(page: Page, address: str, watch: Watch):
    held = hold(page, "**/pack.bin")
    page.goto(f"{address}#/run/blobs")
    expect(scatter(page)).to_have_attribute("data-loaded-epochs", "1")
    expect(scatter(page)).to_have_attribute("data-epoch", "8")
    expect(page.get_by_role("progressbar", name="Loading epochs")).to_be_visible()
    expect(page.get_by_role("button", name="Play")).to_be_disabled()
    first = plot_pixels(page)
    assert inked(first).sum() > 5000
    page.keyboard.press("Space")
    expect(page.get_by_role("button", name="Play")).to_be_visible()
    let_go(page, held)
    wait_for_epochs(page, 5)
    expect(page.get_by_role("button", name="Play")).to_be_enabled()
    assert (plot_pixels(page) == first).all()


def test_the_first_epoch_is_requested_before_the_pack_and_predictions_come_last(page: Page, address: str, watch: Watch):
    with page.expect_response("**/predictions.bin"):
        open_blobs(page, address)
    asked = [re.sub(r".*/api/(runs/blobs/)?", "", url) for url in watch.requests if "/api/" in url]
    first, pack = asked.index("projections/block/n15-d0.1/8.bin"), asked.index("projections/block/n15-d0.1/pack.bin")
    assert asked[0] == "runs.json"
    assert asked.index("run.json") < first < pack < asked.index("predictions.bin")
    assert len(asked) == len(set(asked))


def test_no_request_leaves_the_server(page: Page, address: str, watch: Watch):
    open_blobs(page, address)
    choose_layer(page, "stem")
    wait_for_epochs(page, 5)
    page.get_by_label("Run").select_option("tiny")
    wait_for_epochs(page, 3)
    assert len(watch.requests) > 10
    assert [url for url in watch.requests if not url.startswith((address, "data:", "blob:"))] == []


def test_the_last_plot_stays_while_another_layer_is_loading(page: Page, address: str):
    open_blobs(page, address)
    held = hold(page, "**/stem/n15-d0.1/8.bin")
    choose_layer(page, "stem")
    expect(scatter(page)).to_have_attribute("data-state", "loading")
    expect(scatter(page)).to_be_visible()
    expect(scatter(page)).to_have_css("opacity", "0.35")
    let_go(page, held)
    wait_for_epochs(page, 5)
    expect(scatter(page)).to_have_css("opacity", "1")


def test_a_complaint_in_the_console_would_be_noticed(page: Page, address: str, watch: Watch):
    open_blobs(page, address)
    with page.expect_event("pageerror"):
        page.evaluate("console.error('ouch'); setTimeout(() => { throw new Error('oh no'); })")
    assert watch.unannounced == ["console error: ouch", "page error: oh no"]
    watch.announce("ouch", "oh no")
