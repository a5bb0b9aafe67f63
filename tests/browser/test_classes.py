"""The legend decides which classes are drawn, and nothing else."""

import numpy as np
from playwright.sync_api import Page, expect

from browser.blobs import CLASSES, LABELS, SETTINGS
from browser.pixels import colored, discs, inked, legend_color, plot_pixels, positions_in_plot
from browser.steps import class_button, open_blobs
from epochscope.store import RunReader


def class_discs(blobs: RunReader, page: Page, number: int, pixels: np.ndarray) -> np.ndarray:
    positions = blobs.projection("block", SETTINGS[1])[-1]
    shown = blobs.manifest.projection("block", SETTINGS[1])
    return discs(positions_in_plot(positions[number == LABELS], shown.bounds, page), pixels)


def test_hiding_a_class_takes_away_its_color_and_nothing_else(page: Page, address: str, blobs: RunReader):
    open_blobs(page, address)
    before, bird = plot_pixels(page), legend_color(page, "bird")
    own = class_discs(blobs, page, CLASSES.index("bird"), before)
    assert colored(before, bird).sum() > 500
    class_button(page, "bird").click()
    expect(class_button(page, "bird")).to_have_attribute("aria-pressed", "false")
    expect(page.get_by_role("status")).to_have_text("showing 270 of 300")
    after = plot_pixels(page)
    assert colored(after, bird).sum() == 0
    assert np.array_equal(after[~own], before[~own])
    class_button(page, "bird").click()
    assert np.array_equal(plot_pixels(page), before)


def test_a_double_click_shows_a_class_alone_and_another_one_shows_all_again(page: Page, address: str, blobs: RunReader):
    open_blobs(page, address)
    before, ship = plot_pixels(page), legend_color(page, "ship")
    class_button(page, "ship").dblclick()
    expect(page.get_by_role("status")).to_have_text("showing 30 of 300")
    alone = plot_pixels(page)
    assert colored(alone, ship).sum() > 500
    assert not inked(alone)[~class_discs(blobs, page, CLASSES.index("ship"), alone)].any()
    class_button(page, "ship").dblclick()
    expect(page.get_by_role("status")).to_have_text("showing 300 of 300")
    assert np.array_equal(plot_pixels(page), before)


def test_none_shows_a_message_and_all_brings_the_plot_back(page: Page, address: str):
    open_blobs(page, address)
    before = plot_pixels(page)
    page.get_by_role("button", name="None").click()
    expect(page.get_by_text("Every class is hidden")).to_be_visible()
    expect(page.get_by_role("status")).to_have_text("showing 0 of 300")
    assert not inked(plot_pixels(page)).any()
    page.get_by_role("button", name="Show all classes").click()
    assert np.array_equal(plot_pixels(page), before)


def test_invert_shows_what_was_hidden(page: Page, address: str):
    open_blobs(page, address, "?hidden=0,1,2")
    hidden = inked(plot_pixels(page))
    page.get_by_role("button", name="Invert").click()
    expect(page.get_by_role("status")).to_have_text("showing 90 of 300")
    inverted = inked(plot_pixels(page))
    assert inverted.sum() > 2000
    assert (inverted & hidden).sum() < 0.02 * inverted.sum()
