"""A copied link opens exactly the plot that it was copied from."""

import re

import numpy as np
import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from browser.blobs import EPOCHS
from browser.pixels import plot_pixels
from browser.selecting import draw_around, expect_selected, move_camera
from browser.steps import (
    choose_layer,
    class_button,
    color_by,
    expect_colored_by,
    expect_epoch,
    open_blobs,
    scatter,
    show_epoch,
    wait_for_epochs,
)
from browser.watch import Watch
from epochscope.store.testing import SLOW

pytestmark = [pytest.mark.both_hosts, pytest.mark.own_page]

# Only where the page has copied may the test read.
CLIPBOARD = ["clipboard-read", "clipboard-write"]


def copy_link(page: Page, words: str = "Link copied") -> str:
    """Return what the button puts into the clipboard, and says in such words."""
    page.context.grant_permissions(CLIPBOARD)
    page.get_by_role("button", name="Copy link").click()
    expect(note(page)).to_have_text(words)
    link: str = page.evaluate("() => navigator.clipboard.readText()")
    return link


def note(page: Page) -> Locator:
    return page.get_by_role("status").filter(has_text="Link copied")


def open_link(browser: Browser, watch: Watch, link: str) -> Page:
    """Open a link as another user: in a browser without memory and with a window of the same size."""
    page = browser.new_context(viewport={"width": 1440, "height": 900}, color_scheme="light").new_page()
    watch.follow(page)
    page.goto(link)
    return page


def test_a_link_opens_the_same_plot_pixel_for_pixel(page: Page, browser: Browser, address: str, watch: Watch):
    open_blobs(page, address)
    choose_layer(page, "stem")
    page.get_by_label("n_neighbors").select_option("5")
    wait_for_epochs(page, len(EPOCHS))
    show_epoch(page, 2)
    class_button(page, "cat").click()
    color_by(page, "Confidence")
    page.get_by_role("slider", name="Samples shown").fill("200")
    page.get_by_label("Class paths").check()
    draw_around(page, np.array([[300.0, 80], [820, 90], [700, 420], [310, 400]]), "Shift")
    count = page.locator(".selected-count").inner_text()
    plain = plot_pixels(page)
    move_camera(page)
    before, link = plot_pixels(page), copy_link(page)
    assert not np.array_equal(before, plain)
    for said in ("layer=stem", "n=5", "d=0.1", "epoch=2", "hidden=3", "color=confidence", "samples=200", "centers=1"):
        assert said in link
    there = open_link(browser, watch, link)
    wait_for_epochs(there, len(EPOCHS))
    expect_epoch(there, 2)
    expect(there.locator(".selected-count")).to_have_text(count)
    expect(there.get_by_role("radio", name="stem", exact=True)).to_be_checked()
    expect(there.get_by_label("Color by")).to_have_value("confidence")
    expect(there.get_by_role("slider", name="Samples shown")).to_have_value("200")
    expect(class_button(there, "cat")).to_have_attribute("aria-pressed", "false")
    expect(there.locator(".labels span").filter(visible=True)).to_have_count(9)
    expect_colored_by(there, "Confidence")
    assert np.array_equal(plot_pixels(there), before)
    # What a first visit offers takes room from the plot.
    there.get_by_role("button", name="Close the hints").click()
    # First to the selection.
    there.get_by_role("button", name="Fit").click()
    there.get_by_role("button", name="Fit").click()
    assert np.array_equal(plot_pixels(there), plain)
    there.context.close()


def test_what_was_copied_goes_with_the_changes(page: Page, address: str):
    open_blobs(page, address)
    first = copy_link(page)
    expect(page).to_have_url(first)
    expect(note(page)).to_have_count(0)
    show_epoch(page, 1)
    assert copy_link(page) == first.replace("epoch=8", "epoch=1")


def test_a_link_cannot_be_copied_while_the_epochs_are_played(page: Page, address: str):
    open_blobs(page, address, "?epoch=0")
    button = page.get_by_role("button", name="Copy link")
    page.get_by_role("button", name="Loop").click()
    page.get_by_role("button", name="Play").click()
    expect(button).to_be_disabled()
    page.get_by_role("button", name="Pause").click()
    expect(button).to_be_enabled()


def test_a_selection_too_large_for_a_link_is_left_out_and_that_is_said(page: Page, long_address: str):
    page.goto(f"{long_address}#/run/slow?epoch=3&hidden=1")
    wait_for_epochs(page, len(SLOW.epochs))
    page.get_by_role("button", name="Select all shown").click()
    expect(page.locator(".selected-count")).to_have_text(re.compile("^1,500 selected"))
    link = copy_link(page, "Link copied without the selection (too many samples for a URL)")
    assert "epoch=3" in link
    assert "selected" not in link


def test_where_copying_is_not_allowed_the_address_bar_is_named(page: Page, address: str):
    page.add_init_script("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    open_blobs(page, address)
    page.get_by_role("button", name="Copy link").click()
    words = "The browser doesn’t allow copying; copy the link from the address bar"
    expect(page.get_by_role("status").filter(has_text="copying")).to_have_text(words)


def test_a_selection_in_a_link_that_makes_no_sense_is_no_selection(page: Page, address: str, subtests: pytest.Subtests):
    for nonsense in ("$", "zzzzzzzz", "1..2", "1~~2", "-4"):
        with subtests.test(nonsense):
            open_blobs(page, address, "?selected=5")
            expect_selected(page, [5])
            open_blobs(page, address, f"?selected={nonsense}")
            expect_selected(page, [])
            expect(scatter(page)).to_have_attribute("data-state", "ready")
