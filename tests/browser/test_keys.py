"""Keys that test_timeline.py does not try: far steps, layers, the help, and none of them while the user types."""

import pytest
from playwright.sync_api import Page, expect

from browser.pixels import plot_pixels
from browser.selecting import expect_selected, selected_words
from browser.steps import epoch_slider, expect_epoch, open_blobs, wait_for_epochs, watch_epochs, watched_epochs
from epochscope.store.testing import SLOW

pytestmark = pytest.mark.by_link

STILL = pytest.mark.parametrize("page_options", [{"reduced_motion": "reduce"}], ids=["reduced motion"])
# What the help must say of every key that does something.
KEYS = {
    "Space or K": "play and pause",
    "←→ or ,.": "one epoch back, one forward",
    "Shift←→": "five epochs back, five forward",
    "HomeEnd": "first epoch, last epoch",
    "↑↓": "previous layer, next layer",
    "Esc": "clear the selection",
    "?I": "this help, look inside, back to the map",
    "L": "lasso: dragging draws around samples",
    "/": "find samples",
    "Ctrl or ⌘Z": "undo; with Shift, redo",
}


@STILL
def test_shift_and_an_arrow_go_five_epochs_at_once(page: Page, long_address: str):
    page.goto(f"{long_address}#/run/slow?epoch=20")
    wait_for_epochs(page, len(SLOW.epochs))
    steps = (("Shift+ArrowRight", 25), ("ArrowRight", 26), ("Shift+ArrowLeft", 21), ("ArrowLeft", 20), ("End", 39))
    for key, epoch in (*steps, ("Shift+ArrowRight", 39), ("Home", 0), ("Shift+ArrowLeft", 0), ("Shift+ArrowRight", 5)):
        page.keyboard.press(key)
        expect_epoch(page, epoch)


@STILL
def test_where_there_are_fewer_epochs_a_far_step_goes_to_the_end(page: Page, address: str):
    open_blobs(page, address, "?epoch=2")
    for key, epoch in (("Shift+ArrowRight", 8), ("Shift+ArrowLeft", 0)):
        page.keyboard.press(key)
        expect_epoch(page, epoch)


@STILL
def test_on_the_epoch_slider_more_keys_are_steps(page: Page, long_address: str):
    page.goto(f"{long_address}#/run/slow?epoch=20")
    wait_for_epochs(page, len(SLOW.epochs))
    epoch_slider(page).focus()
    for key, epoch in (("ArrowUp", 21), ("ArrowDown", 20), ("PageUp", 25), ("PageDown", 20), ("Shift+ArrowRight", 25)):
        page.keyboard.press(key)
        expect_epoch(page, epoch)


def test_up_and_down_go_through_the_layers_that_can_be_shown(page: Page, address: str):
    open_blobs(page, address, "?epoch=4")
    last = plot_pixels(page)
    # "head" is not projected: there is nothing after "block".
    for key, layer in (("ArrowDown", "block"), ("ArrowUp", "stem"), ("ArrowUp", "stem"), ("ArrowDown", "block")):
        page.keyboard.press(key)
        expect(page.get_by_role("radio", name=layer, exact=True)).to_be_checked()
        wait_for_epochs(page, 5)
        expect_epoch(page, 4)
    assert (plot_pixels(page) == last).all()


def test_a_question_mark_opens_the_help_that_lists_all_keys(page: Page, address: str):
    open_blobs(page, address)
    dialog = page.get_by_role("dialog", name="Help")
    expect(dialog).to_be_hidden()
    page.keyboard.press("?")
    expect(dialog).to_be_visible()
    expect(dialog.get_by_role("heading", name="Keys")).to_be_visible()
    keys = dialog.locator(".keys").first
    assert (
        dict(zip(keys.locator("dt").all_text_contents(), keys.locator("dd").all_text_contents(), strict=True)) == KEYS
    )
    page.keyboard.press("?")
    expect(dialog).to_be_hidden()


def test_escape_closes_the_help_first_and_then_clears_the_selection(page: Page, address: str):
    open_blobs(page, address, f"?selected={selected_words([3, 40])}")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect_selected(page, [3, 40])
    page.keyboard.press("Escape")
    expect_selected(page, [])


def test_behind_the_help_nothing_moves(page: Page, address: str):
    open_blobs(page, address, f"?epoch=2&selected={selected_words([3, 40])}")
    watch_epochs(page)
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.locator("dialog").focus()
    for key in ("ArrowRight", "Home", "ArrowUp", "Control+z", "Space"):
        page.keyboard.press(key)
    page.get_by_role("button", name="Close help").click()
    expect(page.get_by_role("radio", name="block", exact=True)).to_be_checked()
    expect(page.get_by_role("button", name="Play")).to_be_visible()
    expect_selected(page, [3, 40])
    expect_epoch(page, 2)
    assert watched_epochs(page) == []


def test_while_the_user_types_no_key_does_anything_else(page: Page, live_address: str):
    open_blobs(page, live_address, f"?epoch=2&selected={selected_words([3, 40])}")
    page.keyboard.press("Escape")
    page.keyboard.press("Control+z")
    expect_selected(page, [3, 40])
    page.get_by_role("button", name="Compute another setting…").click()
    watch_epochs(page)
    for name in ("n_neighbors", "min_dist"):
        page.get_by_role("spinbutton", name=name).focus()
        for key in ("ArrowRight", "Shift+ArrowLeft", "Home", "End", "Space", "?", "Control+z", "Control+Shift+Z"):
            page.keyboard.press(key)
        page.keyboard.press("Escape")
    page.get_by_role("spinbutton", name="n_neighbors").fill("12")
    page.keyboard.press("ArrowUp")
    expect(page.get_by_role("spinbutton", name="n_neighbors")).to_have_value("13")
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(page.get_by_role("button", name="Play")).to_be_visible()
    expect(page.get_by_role("radio", name="block", exact=True)).to_be_checked()
    expect_selected(page, [3, 40])
    expect_epoch(page, 2)
    assert watched_epochs(page) == []


def test_keys_with_control_are_the_browsers_but_for_undo(page: Page, address: str):
    open_blobs(page, address, "?epoch=2")
    watch_epochs(page)
    for key in ("Control+ArrowRight", "Control+Home", "Alt+Shift+ArrowRight", "Meta+ArrowUp"):
        page.keyboard.press(key)
    expect_epoch(page, 2)
    assert watched_epochs(page) == []
