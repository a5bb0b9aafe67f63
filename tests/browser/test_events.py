"""Under the slider, a button per epoch: a click goes there and opens a note, whose chips select samples."""

import re
from itertools import pairwise

import numpy as np
import pytest
from playwright.sync_api import Locator, Page, expect

from browser.axe import violations
from browser.blobs import CLASSES, EPOCHS, LABELS, blob_predictions
from browser.selecting import expect_selected
from browser.steps import class_button, epoch_slider, expect_epoch, open_blobs

pytestmark = [pytest.mark.both_hosts, pytest.mark.by_link]

RIGHT = np.stack([blob_predictions(epoch).predicted == LABELS for epoch in EPOCHS])


def track(page: Page) -> Locator:
    return page.get_by_role("toolbar", name="Training events")


def step(page: Page, epoch: int) -> Locator:
    return track(page).get_by_role("button", name=re.compile(f"^Epoch {epoch}: "))


def note(page: Page) -> Locator:
    return page.get_by_role("dialog", name="Events of the epoch")


def chip(page: Page, words: str) -> Locator:
    return note(page).get_by_role("button", name=re.compile(words))


def expect_line(page: Page, sign: str, words: str, samples: np.ndarray) -> None:
    """The note explains a sign, and has a chip for its samples unless there are none."""
    line = note(page).get_by_role("listitem").filter(has_text=words)
    expect(line.locator(".event-sign")).to_have_text(sign)
    expect(line.get_by_role("button")).to_have_text([f"Select {samples.sum()}"] if samples.any() else [])


def counted(samples: np.ndarray) -> str:
    return f"{samples.sum()} {'sample' if samples.sum() == 1 else 'samples'}"


def test_every_step_tells_how_many_became_right_and_wrong(page: Page, address: str):
    open_blobs(page, address)
    expect(track(page).get_by_role("button")).to_have_count(len(EPOCHS) - 1)
    for index in range(1, len(EPOCHS)):
        before, now = RIGHT[index - 1], RIGHT[index]
        learned, forgotten = counted(now & ~before), counted(before & ~now)
        told = re.compile(rf"^Epoch {EPOCHS[index]}: {learned} learned .*; {forgotten} forgotten ")
        expect(step(page, EPOCHS[index])).to_have_accessible_name(told)
    expect(step(page, 0)).to_have_count(0)


def test_a_click_only_goes_to_the_epoch_and_a_chip_of_its_note_selects(page: Page, address: str):
    open_blobs(page, address)
    forgotten = next(index for index in range(1, len(EPOCHS)) if (RIGHT[index - 1] & ~RIGHT[index]).any())
    for index in dict.fromkeys((2, forgotten)):
        up, down = RIGHT[index] & ~RIGHT[index - 1], RIGHT[index - 1] & ~RIGHT[index]
        step(page, EPOCHS[index]).click()
        expect_epoch(page, EPOCHS[index])
        expect(note(page).get_by_role("heading")).to_have_text(f"Epoch {EPOCHS[index]}")
        expect_line(page, "▲", f"{counted(up)} learned", up)
        expect_line(page, "▼", f"{counted(down)} forgotten", down)
        page.keyboard.press("Escape")
        expect(note(page)).to_be_hidden()
        expect_selected(page, [])
    step(page, EPOCHS[forgotten]).click()
    chip(page, "^Select .* forgotten ").click()
    expect_selected(page, np.flatnonzero(down))
    expect(note(page)).to_be_visible()
    chip(page, "^Select .* learned ").click(modifiers=["Shift"])
    expect_selected(page, np.flatnonzero(up | down))
    expect_epoch(page, EPOCHS[forgotten])


def test_only_samples_on_screen_count(page: Page, address: str):
    open_blobs(page, address)
    class_button(page, "cat").dblclick()
    cats = np.isin(LABELS, CLASSES.index("cat"))
    told = re.compile(f"^Epoch 1: {counted(cats & RIGHT[1] & ~RIGHT[0])} learned ")
    expect(step(page, 1)).to_have_accessible_name(told)


def test_classes_emerge_where_they_pass_half_of_what_they_reach(page: Page, address: str):
    open_blobs(page, address)
    accuracy = [[right[number == LABELS].mean() for right in RIGHT] for number in range(10)]
    first = [next(index for index in range(1, len(EPOCHS)) if own[index] >= own[-1] / 2) for own in accuracy]
    for index in sorted(set(first)):
        together = [number for number in range(10) if first[number] == index]
        words = f"{CLASSES[together[0]]}.* half of (its|their) final accuracy"
        expect(step(page, EPOCHS[index])).to_have_accessible_name(re.compile(words))
        step(page, EPOCHS[index]).click()
        expect_epoch(page, EPOCHS[index])
        chip(page, words).click()
        expect_selected(page, np.flatnonzero(np.isin(LABELS, together) & RIGHT[index]))


def test_the_track_is_one_stop_of_the_tab_key_and_its_arrows_leave_the_epoch_alone(page: Page, address: str):
    open_blobs(page, address)
    expect(step(page, 1)).to_be_visible()
    epoch_slider(page).focus()
    page.keyboard.press("Tab")
    expect(step(page, 1)).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(step(page, 2)).to_be_focused()
    expect_epoch(page, 8)
    page.keyboard.press("Enter")
    expect_epoch(page, 2)
    expect_selected(page, [])
    # The note follows its button in the order of the Tab key, and gives the focus back.
    page.keyboard.press("Tab")
    expect(chip(page, "^Select .* learned ")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    expect(note(page)).to_be_hidden()
    expect(step(page, 2)).to_be_focused()
    page.keyboard.press("Tab")
    assert not track(page).evaluate("(track) => track.contains(document.activeElement)")
    expect_selected(page, np.flatnonzero(RIGHT[2] & ~RIGHT[1]))


@pytest.mark.parametrize("page_options", [{"viewport": {"width": 390, "height": 844}}], ids=["390x844"])
def test_epochs_too_close_to_hit_share_a_button_that_leads_to_each(page: Page, long_address: str):
    page.goto(f"{long_address}#/run/slow?epoch=40")
    buttons = track(page).get_by_role("button")
    expect(buttons.first).to_be_visible()
    sizes = buttons.evaluate_all("(all) => all.map((one) => one.getBoundingClientRect()).map((box) => box.toJSON())")
    assert len(sizes) < 20
    assert all(size["width"] >= 24 and size["height"] >= 24 for size in sizes)
    assert all(one["right"] <= other["left"] + 0.5 for one, other in pairwise(sizes))
    # A click goes to the epoch under the pointer.
    first = buttons.first
    expect(first).to_have_accessible_name(re.compile("^Epoch 1: .* Epoch 2: .* Epoch 3: "))
    first.click(position={"x": sizes[0]["width"] - 3, "y": 20})
    expect_epoch(page, 3)
    expect(note(page).get_by_role("heading")).to_have_text(["Epoch 1", "Epoch 2", "Epoch 3"])
    note(page).get_by_role("button", name="Epoch 2").click()
    expect_epoch(page, 2)
    expect(note(page)).to_be_visible()
    assert violations(page) == ""


def test_signs_of_neighboring_epochs_do_not_meet(page: Page, address: str):
    open_blobs(page, address)
    for width in (1440, 180):
        page.set_viewport_size({"width": width, "height": 900})
        boxes: list[tuple[float, float]] = track(page).evaluate(
            """(track) => [...track.querySelectorAll(".event-signs")].map((signs) => signs.getBoundingClientRect())
                .filter(({ width }) => width > 0).map(({ left, right }) => [left, right])"""
        )
        assert len(boxes) >= 3
        assert all(right <= left for (_, right), (left, _) in pairwise(sorted(boxes))), width
