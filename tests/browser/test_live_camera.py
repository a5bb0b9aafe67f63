"""A camera as the input of a network: its frames in order, frozen ones, and words where there are none."""

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Page, Playwright, expect

from browser.axe import violations
from browser.chromium import launch
from browser.filmed import camera_flags, write_film
from browser.looking import LENET, PATIENCE, REDS, layer_row, open_inside, seen_pixels, wait_for_look
from browser.server import Server
from browser.steps import expect_soon
from browser.test_target_size import CROWDED
from browser.watch import Watch
from browser.windows import TIMEOUT, new_page

SIDE = 28
CAMERA = "?epoch=20&input=camera"
# Told to the page: the middle column of what the network sees, each time that changes, until there are enough.
COLUMNS = f"""(count) => new Promise((resolve) => {{
    const columns = [];
    const look = () => {{
        const canvas = document.querySelector(".inside-seen canvas");
        const reds = canvas === null ? [] : ({REDS})(canvas);
        const ink = reds.reduce((sum, red) => sum + red, 0);
        const column = reds.reduce((sum, red, at) => sum + red * (at % {SIDE}), 0) / ink;
        if (ink > 0 && column !== columns.at(-1)) columns.push(column);
        if (columns.length < count) requestAnimationFrame(look);
        else resolve(columns);
    }};
    look();
}})"""
KEEP_TRACK = "() => { window.track = document.querySelector('video').srcObject.getVideoTracks()[0]; }"
HIDE = """(state) => {
    Object.defineProperty(document, "visibilityState", { configurable: true, get: () => state });
    document.dispatchEvent(new Event("visibilitychange"));
}"""


@pytest.fixture
def filmed(built_page: None, playwright: Playwright, watch: Watch, tmp_path: Path) -> Iterator[Page]:
    """A page of a browser whose camera sees the film, and which is not allowed to use it."""
    with launch(playwright, TIMEOUT, camera_flags(write_film(tmp_path / "square.y4m"))) as browser:
        page = new_page(browser)
        watch.follow(page)
        yield page
        assert watch.unannounced == []


def middle_column(page: Page) -> float:
    """Return the middle of the ink that the network sees, in columns from the middle of its input."""
    ink = np.array(seen_pixels(page)).reshape(SIDE, SIDE).sum(axis=0)
    return float(np.average(np.arange(SIDE), weights=ink)) - (SIDE - 1) / 2


def files_of(server: Server) -> set[Path]:
    return set(server.store.rglob("*"))


def test_what_moves_before_the_camera_moves_in_the_input_until_it_is_frozen(filmed: Page, demo: Server, watch: Watch):
    page, before = filmed, files_of(demo)
    page.goto(f"{demo.address}#/run/{LENET}/inside{CAMERA}")
    start = page.get_by_role("button", name="Start the camera")
    start.wait_for(timeout=PATIENCE)
    expect(page.locator("video")).to_have_count(0)
    start.click()
    refused = page.get_by_role("alert")
    expect(refused).to_contain_text("This page may not use the camera. Allow it beside the page’s address")
    page.context.grant_permissions(["camera"])
    refused.get_by_role("button", name="Try again").click()
    expect(page.get_by_test_id("answer")).to_be_visible(timeout=PATIENCE)
    columns = page.evaluate(COLUMNS, 12)
    # Always further to the right, but for where the film begins again.
    assert all(later > column or later < column - 4 for column, later in pairwise(columns))
    expect(page.get_by_test_id("pace")).to_have_text(re.compile(r"^\d+ looks a second at \d+ frames; an answer takes"))
    expect(page.get_by_text("Only what the network sees is sent, to the server of this page")).to_be_visible()
    # The page is hidden: the camera is off until it is shown again.
    page.evaluate(KEEP_TRACK)
    page.evaluate(HIDE, "hidden")
    page.wait_for_function("() => window.track.readyState === 'ended'")
    page.evaluate(HIDE, "visible")
    page.locator("video").wait_for()
    page.evaluate(KEEP_TRACK)
    freeze_and_adjust(page)
    assert page.evaluate("() => window.track.readyState") == "ended"
    assert files_of(demo) == before
    assert all(request.startswith((demo.address, "blob:", "data:")) for request in watch.requests)


def freeze_and_adjust(page: Page) -> None:
    """Freeze a frame, mirror it, move what is cut out by key and by mouse, and open the link to it again."""
    page.get_by_role("button", name="Freeze").click()
    expect(page.get_by_text("the frozen frame at epoch 20", exact=True)).to_be_visible()
    wait_for_look(page)
    assert violations(page) == ""
    assert page.evaluate(CROWDED) == []
    column = middle_column(page)
    page.get_by_label("Mirrored").check()
    expect_soon(page, lambda: abs(middle_column(page) + column) < 0.5, True)
    page.get_by_label("Mirrored").uncheck()
    region = page.get_by_role("button", name="What the network sees")
    for key in ("Shift+Tab", "Shift+Tab", "ArrowUp"):
        page.keyboard.press(key)
    page.keyboard.press("-")
    page.wait_for_url(re.compile("camera=at:500.480.780"))
    box = region.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 20, box["y"] + 20)
    page.mouse.down()
    page.mouse.move(box["x"] + 26, box["y"] + 20, steps=2)
    page.mouse.up()
    page.wait_for_url(re.compile(r"camera=at:5[1-9]\d.480.780"))
    wait_for_look(page)
    seen = seen_pixels(page)
    expect_soon(page, lambda: "frame=" in page.url, True)
    page.reload()
    expect(page.get_by_text("the frozen frame at epoch 20", exact=True)).to_be_visible(timeout=PATIENCE)
    assert seen_pixels(page) == seen
    expect(page.locator("video")).to_have_count(0)
    page.get_by_role("button", name="Go on").click()
    page.locator("video").wait_for()
    page.evaluate(KEEP_TRACK)
    page.get_by_role("button", name="Draw", exact=True).click()
    page.wait_for_function("() => window.track.readyState === 'ended'")


def test_layers_rows_and_maps_are_chosen_and_words_say_that_there_is_no_camera(page: Page, demo_address: str):
    open_inside(page, demo_address, question="?epoch=20&layers=0.3.8&rows=2")
    names = page.locator(".layer-title strong")
    expect(names).to_have_text(["conv1", "conv2", "relu3"])
    page.get_by_text("3 of 11 layers").click()
    page.get_by_role("checkbox", name="conv2").uncheck()
    page.get_by_role("checkbox", name="dense1").check()
    expect(names).to_have_text(["conv1", "dense1", "relu3"])
    row = layer_row(page, "conv1")
    expect(row.locator(".one-map")).to_have_count(20)
    page.get_by_label("Rows of maps").select_option("1")
    for number in (9, 4):
        row.get_by_role("button", name=f"Map {number} of conv1").click()
        page.get_by_role("button", name="Pin to its row").click()
        if number == 9:
            row.get_by_role("button", name="conv1").first.click()
    row.get_by_role("button", name="conv1").first.click()
    expect(row.locator(".one-map")).to_have_count(2)
    page.wait_for_url(re.compile(r"layers=0\.7\.8&pinned=0:9\.4"))
    page.get_by_role("button", name="Camera", exact=True).click()
    expect(page.get_by_role("alert")).to_have_text(re.compile("There is no camera. Connect one, or upload a photo"))
    assert violations(page) == ""
    assert page.evaluate(CROWDED) == []
