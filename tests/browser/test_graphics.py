"""If the graphics context is lost, or there is none, the page shows a message and keeps working."""

import re

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from browser.pixels import inked, plot_pixels
from browser.selecting import expect_selected, move_camera, selected_words
from browser.steps import (
    choose_layer,
    epoch_slider,
    expect_colored_by,
    expect_epoch,
    open_blobs,
    scatter,
    wait_for_epochs,
)
from browser.watch import Watch

pytestmark = pytest.mark.own_page

LOSE = """() => {
    const canvas = document.querySelector('[data-testid="scatter"] canvas');
    window.card = canvas.getContext("webgl2").getExtension("WEBGL_lose_context");
    window.card.loseContext();
}"""
RESTORE = "() => { window.card.restoreContext(); }"
NO_WEBGL = """
const { getContext } = HTMLCanvasElement.prototype;
HTMLCanvasElement.prototype.getContext = function (kind, ...options) {
    return kind.includes("webgl") && !window.webglIsBack ? null : getContext.call(this, kind, ...options);
};
"""


def lose_graphics(page: Page) -> None:
    page.evaluate(LOSE)
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("The graphics context was lost")
    expect(alert).to_contain_text("The graphics card dropped it")
    expect(alert).to_contain_text("Nothing else is lost")
    expect(scatter(page)).to_have_attribute("data-state", "failed")
    expect(scatter(page)).to_be_hidden()


@pytest.mark.parametrize("how", ["by itself", "button"])
def test_a_plot_that_was_taken_away_comes_back_as_it_was(page: Page, address: str, watch: Watch, how: str):
    watch.announce("WebGL", "THREE")
    open_blobs(page, address, f"?epoch=4&hidden=3&color=correct&centers=1&selected={selected_words([5, 42])}")
    expect_colored_by(page, "Correct or misclassified")
    move_camera(page)
    page.wait_for_url("**&view=*")
    before, url = plot_pixels(page), page.url
    lose_graphics(page)
    if how == "button":
        page.get_by_role("button", name="Draw it again").click()
    else:
        page.evaluate(RESTORE)
    wait_for_epochs(page, 5)
    expect(page.get_by_role("alert")).to_have_count(0)
    expect(scatter(page).locator("canvas")).to_have_count(1)
    expect_epoch(page, 4)
    expect_selected(page, [5, 42])
    assert np.array_equal(plot_pixels(page), before)
    # The next change is the only one in the address.
    page.keyboard.press("Escape")
    page.wait_for_url(re.compile(re.escape(url.split("&selected=")[0] + "&view=")))


def test_what_is_changed_without_a_plot_is_in_the_next_one(page: Page, address: str, watch: Watch):
    watch.announce("WebGL", "THREE")
    open_blobs(page, address)
    choose_layer(page, "stem")
    wait_for_epochs(page, 5)
    stem = plot_pixels(page)
    choose_layer(page, "block")
    wait_for_epochs(page, 5)
    lose_graphics(page)
    choose_layer(page, "stem")
    expect(page.get_by_role("radio", name="stem", exact=True)).to_be_checked()
    page.evaluate(RESTORE)
    wait_for_epochs(page, 5)
    assert np.array_equal(plot_pixels(page), stem)


def test_a_browser_that_cannot_draw_shows_what_to_do(page: Page, address: str, watch: Watch):
    watch.announce("WebGL")
    page.add_init_script(NO_WEBGL)
    page.goto(f"{address}#/run/blobs")
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("This browser can’t draw the plot")
    expect(alert).to_contain_text("It needs WebGL 2")
    expect(alert).to_contain_text("Try another browser, or turn on hardware acceleration")
    # The rest of the page is there.
    expect(epoch_slider(page)).to_have_attribute("aria-valuetext", "epoch 8 of 8, test accuracy 90%")
    page.evaluate("() => { window.webglIsBack = true; }")
    page.get_by_role("button", name="Draw it again").click()
    wait_for_epochs(page, 5)
    assert inked(plot_pixels(page)).sum() > 5000
