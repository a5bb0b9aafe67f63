"""Undo takes back whatever was changed, and the browser's Back goes back through the same steps."""

import re

import pytest
from playwright.sync_api import Page, expect

from browser.selecting import expect_selected, move_camera
from browser.steps import choose_layer, class_button, color_by, expect_epoch, open_blobs, show_epoch, wait_for_epochs
from epochscope.store.testing import SLOW

# A browser stops counting its entries at 50.
pytestmark = [pytest.mark.both_hosts, pytest.mark.own_page]


def entries(page: Page) -> int:
    """Return the number of entries in the browser's history."""
    number: int = page.evaluate("history.length")
    return number


def wait_for_entries(page: Page, number: int) -> None:
    """Wait until the browser has a number of entries: the page adds one a moment after a step."""
    page.wait_for_function("number => history.length === number", arg=number)


def test_undo_and_back_go_through_every_step_and_neither_gets_in_the_others_way(page: Page, address: str):
    open_blobs(page, address, "?epoch=2")
    page.wait_for_url(re.compile("epoch=2$"))
    undo, redo = (page.get_by_role("button", name=name, exact=True) for name in ("Undo", "Redo"))
    coloring, cat = page.get_by_label("Color by"), class_button(page, "cat")
    first = entries(page)
    cat.click()
    page.wait_for_url(re.compile("epoch=2&hidden=3$"))
    choose_layer(page, "stem")
    page.wait_for_url(re.compile("layer=stem&.*hidden=3$"))
    color_by(page, "Loss")
    page.wait_for_url(re.compile("hidden=3&color=loss$"))
    show_epoch(page, 4)
    move_camera(page)
    page.wait_for_url(re.compile("epoch=4&hidden=3&color=loss&view="))
    # A camera and an epoch are nothing to go back to: three steps, three entries.
    assert entries(page) == first + 3
    expect(undo).to_have_attribute("title", "Undo: move the camera (Ctrl or ⌘ Z)")
    undo.click()
    page.wait_for_url(re.compile("epoch=4&hidden=3&color=loss$"))
    expect(undo).to_have_attribute("title", "Undo: color by loss (Ctrl or ⌘ Z)")
    page.keyboard.press("Control+z")
    expect(coloring).to_have_value("class")
    page.wait_for_url(re.compile("epoch=4&hidden=3$"))
    expect(redo).to_have_attribute("title", "Redo: color by loss (Ctrl or ⌘ Shift Z)")
    page.keyboard.press("Control+y")
    expect(coloring).to_have_value("loss")
    page.wait_for_url(re.compile("epoch=4&hidden=3&color=loss$"))
    assert entries(page) == first + 5

    # What undo did and what redo did are steps too, in the order in which they were taken.
    for color in ("class", "loss", "class"):
        page.go_back()
        expect(coloring).to_have_value(color)
    expect_epoch(page, 2)
    page.go_back()
    expect(page.get_by_role("radio", name="block", exact=True)).to_be_checked()
    page.go_back()
    expect(cat).to_have_attribute("aria-pressed", "true")
    page.go_forward()
    expect(cat).to_have_attribute("aria-pressed", "false")
    expect(undo).to_have_attribute("title", "Undo: go forward (Ctrl or ⌘ Z)")
    assert entries(page) == first + 5
    page.keyboard.press("Control+z")
    expect(cat).to_have_attribute("aria-pressed", "true")


def test_a_double_click_is_one_step_back(page: Page, address: str):
    open_blobs(page, address, "?epoch=2")
    page.wait_for_url(re.compile("epoch=2$"))
    first = entries(page)
    class_button(page, "frog").dblclick()
    page.wait_for_url(re.compile("only=6$"))
    assert entries(page) == first + 1
    page.go_back()
    expect(class_button(page, "cat")).to_have_attribute("aria-pressed", "true")
    page.go_forward()
    expect(class_button(page, "cat")).to_have_attribute("aria-pressed", "false")


def test_a_selection_too_large_for_the_address_comes_back_too(page: Page, long_address: str):
    page.goto(f"{long_address}#/run/slow?epoch=3&hidden=1")
    wait_for_epochs(page, len(SLOW.epochs))
    page.wait_for_url(re.compile("epoch=3&hidden=1$"))
    count = page.locator(".selected-count")
    first = entries(page)
    page.get_by_role("button", name="Select all shown").click()
    expect(count).to_have_text(re.compile("^1,500 selected"))
    wait_for_entries(page, first + 1)
    page.keyboard.press("Escape")
    expect_selected(page, [])
    wait_for_entries(page, first + 2)
    page.keyboard.press("Control+z")
    expect(count).to_have_text(re.compile("^1,500 selected"))
    wait_for_entries(page, first + 3)
    page.go_back()
    expect_selected(page, [])
    page.go_back()
    expect(count).to_have_text(re.compile("^1,500 selected"))
    page.go_forward()
    expect_selected(page, [])
    page.go_back()
    expect(count).to_have_text(re.compile("^1,500 selected"))
    page.reload()
    expect(count).to_have_text(re.compile("^1,500 selected"))
