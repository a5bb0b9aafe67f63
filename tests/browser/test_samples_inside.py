"""Recorded samples go through a network that was never projected, alone and beside each other."""

import re

import numpy as np
from playwright.sync_api import Locator, Page, expect

from browser.looking import layer_row, map_pixels, open_inside, seen_pixels, wait_for_look
from epochscope.store import RunReader
from inside.networks import IMAGES

EPOCH = 1


def open_sample(page: Page, address: str, sample: int) -> None:
    open_inside(page, address, "conv", f"?epoch={EPOCH}&input={sample}")
    expect_sample(page, sample)


def expect_sample(page: Page, sample: int) -> None:
    """The sample is looked at, and its very pixels are shown."""
    expect(page.get_by_text(f"sample {sample} at epoch {EPOCH}", exact=True)).to_be_visible()
    wait_for_look(page)
    assert seen_pixels(page) == IMAGES[sample].ravel().tolist()


def unit_pane(page: Page) -> Locator:
    return page.get_by_role("region", name="Map", exact=True)


def point_at(page: Page, row: int, column: int) -> str:
    """Point at a pixel of the large map, (6, 6); return what is said of it."""
    box = unit_pane(page).locator(".unit-stack").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + (column + 0.5) / 6 * box["width"], box["y"] + (row + 0.5) / 6 * box["height"])
    return unit_pane(page).locator(".unit-large figcaption").inner_text()


def number(text: str) -> float:
    return float(text.replace("−", "-"))


def test_a_sample_is_chosen_by_number_class_search_its_neighbors_chance_and_how_wrong_it_is(
    page: Page, demo_address: str, conv: RunReader
):
    predictions = conv.predictions(EPOCH)
    wrong = np.flatnonzero(predictions.predicted != np.arange(12) % 3)
    open_sample(page, demo_address, 3)
    page.get_by_role("button", name="Next sample").click()
    expect_sample(page, 4)
    for sample in (3, 2):
        page.get_by_role("button", name="Previous sample").click()
        expect_sample(page, sample)
    page.get_by_label("sample", exact=True).fill("7")
    expect_sample(page, 7)
    page.get_by_label("Next one of").select_option("two")
    expect_sample(page, 8)
    page.evaluate("() => { Math.random = () => 0.5; }")
    page.get_by_role("button", name="Random").click()
    expect_sample(page, 6)
    page.get_by_role("button", name="Most wrong").click()
    expect_sample(page, int(np.argmin(predictions.margin)))
    page.keyboard.press("/")
    page.keyboard.type("misclassified")
    page.keyboard.press("Enter")
    expect(page.get_by_text(f"The arrows go through the {len(wrong)} that match")).to_be_visible()
    page.get_by_label("sample", exact=True).fill(str(wrong[0]))
    page.get_by_role("button", name="Next sample").click()
    expect_sample(page, wrong[1])


def test_two_samples_are_compared_map_by_map_and_pixel_by_pixel(page: Page, demo_address: str):
    open_sample(page, demo_address, 3)
    before = map_pixels(layer_row(page, "0"))
    page.get_by_label("Compare with").select_option("Another input")
    expect(page.get_by_text("Sample 3 is kept.")).to_be_visible()
    page.get_by_role("button", name="Next sample").click()
    expect_sample(page, 4)
    expect(page.get_by_role("list", name="From top to bottom in every map").get_by_role("listitem")).to_have_text(
        ["sample 4, epoch 1", "sample 3, epoch 1", re.compile("^the first minus the second")]
    )
    shown = map_pixels(layer_row(page, "0"))
    assert len(shown) == 3 * len(before)
    page.get_by_role("button", name="Map 2 of 0").click()
    page.get_by_role("button", name="Over the input").click()
    assert unit_pane(page).locator(".unit-stack canvas").count() == 2
    words = re.compile(r"^row 4, column 1: (\S+)\s+(\S+) in sample 3, epoch 1: (\S+) (more|less) here$")
    found = words.match(point_at(page, 4, 1))
    assert found is not None
    value, other, difference = (number(text) for text in found.groups()[:3])
    assert abs(abs(value - other) - difference) < 0.01 * max(abs(value), abs(other), 0.1)
    assert (value < other) == (found[4] == "less")
    assert point_at(page, 0, 5).startswith("row 0, column 5: ")
    page.get_by_role("button", name="Play samples").click()
    played = page.get_by_role("region", name="Samples played through")
    played.get_by_label("Samples", exact=True).select_option("two (4)")
    played.get_by_label("A second").select_option("30")
    played.get_by_role("button", name="Start over").click()
    played.get_by_role("button", name="Play the samples").click()
    expect(played.get_by_text("Seen so far: 4 of 4.")).to_be_visible()
    expect_sample(page, 11)
    assert len(map_pixels(played)) == 4
    played.get_by_role("button", name="One sample back").click()
    expect_sample(page, 8)
    expect(played.get_by_text("Seen so far: 4 of 4.")).to_be_visible()
    page.get_by_label("sample", exact=True).fill("4")
    expect_sample(page, 4)
    page.reload()
    expect(played).to_be_visible()
    expect(page.get_by_role("list", name="From top to bottom in every map")).to_be_visible()
    expect(page.get_by_text("sample 4 at epoch 1", exact=True)).to_be_visible()
