"""The legend beyond showing and hiding: adding, recoloring, and finding one class among many."""

import numpy as np
from playwright.sync_api import Page, expect

from browser.pixels import colored, legend_color, plot_pixels
from browser.steps import class_button, open_blobs


def test_a_shift_click_adds_a_class_to_those_shown(page: Page, address: str):
    open_blobs(page, address)
    class_button(page, "ship").dblclick()
    expect(page.get_by_text("showing 30 of 300")).to_be_visible()
    for _ in range(2):
        class_button(page, "bird").click(modifiers=["Shift"])
        expect(page.get_by_text("showing 60 of 300")).to_be_visible()
    pixels = plot_pixels(page)
    for name in ("ship", "bird"):
        assert colored(pixels, legend_color(page, name)).sum() > 500


def test_a_class_can_have_another_color_which_a_link_carries(page: Page, address: str):
    open_blobs(page, address)
    before, cat = plot_pixels(page), legend_color(page, "cat")
    page.get_by_role("button", name="Edit colors").click()
    page.get_by_label("Color of cat").fill("#123456")
    page.get_by_role("button", name="Done").click()
    assert legend_color(page, "cat").tolist() == [0x12, 0x34, 0x56]
    after = plot_pixels(page)
    assert colored(before, cat).sum() > 500
    assert colored(after, cat).sum() == 0
    assert colored(after, np.array([0x12, 0x34, 0x56])).sum() > 500
    page.wait_for_url("**&colors=3:123456**")
    page.reload()
    open_blobs(page, address, page.url.split("blobs")[1])
    assert np.array_equal(plot_pixels(page), after)
    page.get_by_role("button", name="Reset").click()
    assert np.array_equal(plot_pixels(page), before)
