"""What the workspace is for, from beginning to end: find the dogs that are predicted as cats, see since when, open one,
see its neighbors."""

import re

import numpy as np
import pytest
from playwright.sync_api import Locator, Page, expect

from browser.blobs import CLASSES, EPOCHS, LABELS, blob_neighbors, blob_predictions
from browser.selecting import card, expect_selected
from browser.steps import expect_epoch, expect_soon, names_of, open_blobs, tab_to

pytestmark = pytest.mark.both_hosts

EPOCH = 2
DOG, CAT = CLASSES.index("dog"), CLASSES.index("cat")
PREDICTED = np.stack([blob_predictions(epoch).predicted for epoch in EPOCHS])
TAKEN = (LABELS == DOG) & (PREDICTED == CAT)
FOUND = np.flatnonzero(TAKEN[EPOCHS.index(EPOCH)])
SINCE = EPOCHS[int(TAKEN.any(axis=1).argmax())]


def cell(page: Page) -> Locator:
    return page.get_by_role("gridcell", name=re.compile("^dog predicted as cat:"))


def expect_story(page: Page, sample: int) -> None:
    """The card shows what the store has about the sample, and lists its neighbors, nearest first."""
    tool = page.get_by_role("region", name="One sample")
    expect(tool.get_by_text(f"Sample {sample}", exact=True)).to_be_visible()
    expect(tool.locator(".verdict")).to_have_text(f"misclassified at epoch {EPOCH}")
    expect(tool.get_by_text("predicted as cat")).to_be_visible()
    near = blob_neighbors("block", EPOCH).neighbor[sample].tolist()
    listed = tool.get_by_role("list", name=re.compile("^Neighbors")).get_by_role("button")
    expect_soon(page, lambda: [int(re.findall(r"\d+", name)[0]) for name in names_of(listed)], near)


def test_dogs_predicted_as_cats_by_mouse(page: Page, address: str):
    open_blobs(page, address, f"?epoch={EPOCH}")
    page.get_by_role("navigation", name="Tools").get_by_role("button", name="Confusion").click()
    cell(page).click()
    expect_selected(page, FOUND)
    expect(page.get_by_role("region", name="Confusion matrix")).to_contain_text(f"First at epoch {SINCE}")
    card(page, FOUND[0]).click()
    page.get_by_role("button", name="Open sample").click()
    expect_story(page, FOUND[0])
    expect_epoch(page, EPOCH)


def test_dogs_predicted_as_cats_by_keyboard(page: Page, address: str):
    open_blobs(page, address, f"?epoch={EPOCH}")
    tab_to(page, "Confusion")
    page.keyboard.press("Enter")
    # The tool's script is loaded now.
    expect(cell(page)).to_be_visible()
    tab_to(page, "airplane, correct:")
    for key in ["ArrowDown"] * DOG + ["ArrowRight"] * CAT:
        page.keyboard.press(key)
    expect(cell(page)).to_be_focused()
    expect(cell(page)).to_have_accessible_description(re.compile(f"^First at epoch {SINCE}"))
    page.keyboard.press("Enter")
    expect_selected(page, FOUND)
    tab_to(page, f"Sample {FOUND[0]}:")
    page.keyboard.press("Enter")
    expect_story(page, FOUND[0])
    expect_selected(page, FOUND)
    expect_epoch(page, EPOCH)
