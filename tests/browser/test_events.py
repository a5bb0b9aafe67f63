"""Under the slider: what happened at each step of the training; a click goes there and selects its samples."""

import re

import numpy as np
import pytest
from playwright.sync_api import Locator, Page, expect

from browser.blobs import CLASSES, EPOCHS, LABELS, blob_predictions
from browser.selecting import expect_selected
from browser.steps import class_button, epoch_slider, expect_epoch, open_blobs

pytestmark = pytest.mark.both_hosts

RIGHT = np.stack([blob_predictions(epoch).predicted == LABELS for epoch in EPOCHS])


def track(page: Page) -> Locator:
    return page.get_by_role("toolbar", name="Training events")


def event(page: Page, words: str) -> Locator:
    return track(page).get_by_role("button", name=re.compile(words))


def counted(samples: np.ndarray) -> str:
    return f"{samples.sum()} {'sample' if samples.sum() == 1 else 'samples'}"


def test_every_step_tells_how_many_became_right_and_wrong(page: Page, address: str):
    open_blobs(page, address)
    for index in range(1, len(EPOCHS)):
        before, now = RIGHT[index - 1], RIGHT[index]
        learned, forgotten = counted(now & ~before), counted(before & ~now)
        expect(event(page, f"^Epoch {EPOCHS[index]}: {learned} learned ")).to_have_count(1)
        expect(event(page, f"^Epoch {EPOCHS[index]}: {forgotten} forgotten ")).to_have_count(1)
    expect(event(page, "^Epoch 0:")).to_have_count(0)


def test_a_click_goes_to_the_step_and_selects_the_samples_it_made_right(page: Page, address: str):
    open_blobs(page, address)
    event(page, "^Epoch 2: .* learned ").click()
    expect_epoch(page, 2)
    expect_selected(page, np.flatnonzero(RIGHT[2] & ~RIGHT[1]))
    forgotten = next(index for index in range(1, len(EPOCHS)) if (RIGHT[index - 1] & ~RIGHT[index]).any())
    event(page, f"^Epoch {EPOCHS[forgotten]}: .* forgotten ").click()
    expect_epoch(page, EPOCHS[forgotten])
    expect_selected(page, np.flatnonzero(RIGHT[forgotten - 1] & ~RIGHT[forgotten]))


def test_only_samples_on_screen_count(page: Page, address: str):
    open_blobs(page, address)
    class_button(page, "cat").dblclick()
    cats = np.isin(LABELS, CLASSES.index("cat"))
    expect(event(page, f"^Epoch 1: {counted(cats & RIGHT[1] & ~RIGHT[0])} learned ")).to_have_count(1)


def test_classes_emerge_where_they_pass_half_of_what_they_reach(page: Page, address: str):
    open_blobs(page, address)
    accuracy = [[right[number == LABELS].mean() for right in RIGHT] for number in range(10)]
    first = [next(index for index in range(1, len(EPOCHS)) if own[index] >= own[-1] / 2) for own in accuracy]
    for index in sorted(set(first)):
        together = [number for number in range(10) if first[number] == index]
        mark = event(page, f"^Epoch {EPOCHS[index]}: {CLASSES[together[0]]}.* half of (its|their) final accuracy")
        expect(mark).to_have_count(1)
        mark.click()
        expect_epoch(page, EPOCHS[index])
        expect_selected(page, np.flatnonzero(np.isin(LABELS, together) & RIGHT[index]))


def test_the_track_is_one_stop_of_the_tab_key_and_its_arrows_leave_the_epoch_alone(page: Page, address: str):
    open_blobs(page, address)
    expect(event(page, "^Epoch 1: .* learned ")).to_be_visible()
    epoch_slider(page).focus()
    page.keyboard.press("Tab")
    expect(event(page, "^Epoch 1: .* learned ")).to_be_focused()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(event(page, "^Epoch 2: .* learned ")).to_be_focused()
    expect_epoch(page, 8)
    page.keyboard.press("Enter")
    expect_epoch(page, 2)
    expect_selected(page, np.flatnonzero(RIGHT[2] & ~RIGHT[1]))
    page.keyboard.press("Tab")
    assert not track(page).evaluate("(track) => track.contains(document.activeElement)")
