"""The accuracy of each class: curves over the epochs, a list with the worst on top, both linked with the plot."""

import re

import numpy as np
import pytest
from playwright.sync_api import Locator, Page, expect

from browser.axe import violations
from browser.blobs import CLASSES, EPOCHS, LABELS, SAMPLES, blob_predictions
from browser.pixels import at, colored, has_color, inked, is_gray, legend_color, nearest_other, plot_pixels
from browser.selecting import ASIDE, expect_selected, selected_words, where
from browser.steps import LAST_EPOCH, class_button, expect_names, open_blobs, show_epoch, wait_for_epochs
from epochscope.store import RunReader

pytestmark = pytest.mark.by_link

TRAIN = np.arange(SAMPLES) < 200
EVERY_SAMPLE = np.ones(SAMPLES, bool)
SMALL = {"viewport": {"width": 1024, "height": 768}}
LOOKS = pytest.mark.parametrize("page_options", [{}, SMALL], ids=["usual window", "small window"])


def open_curves(page: Page, address: str, question: str = "") -> None:
    open_blobs(page, address, f"?tool=classes&{question}")
    expect(rows(page)).to_have_count(len(CLASSES))


def rows(page: Page) -> Locator:
    return page.get_by_role("list", name="Least accurate first").locator(".class-row")


def row(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=re.compile(f"^{name}: "))


def chart(page: Page) -> Locator:
    return page.get_by_role("img", name=re.compile("^Accuracy of"))


def accuracies(counted: np.ndarray = EVERY_SAMPLE) -> np.ndarray:
    """Return the accuracy of each class at each epoch, (5, 10)."""
    right = np.array([blob_predictions(epoch).predicted == LABELS for epoch in EPOCHS])
    return np.stack([right[:, counted & (number == LABELS)].mean(1) for number in range(len(CLASSES))], 1)


def expect_list(page: Page, epoch: int, counted: np.ndarray = EVERY_SAMPLE) -> None:
    """The list has these accuracies, the smallest first, with the change since the previous epoch."""
    index, told = EPOCHS.index(epoch), np.float32(accuracies(counted))
    wanted = []
    for number in np.lexsort((np.arange(len(CLASSES)), told[index])):
        now = told[index, number]
        # As JavaScript rounds: halves upwards.
        points = None if index == 0 else int(np.floor(100 * (float(now) - float(told[index - 1, number])) + 0.5))
        change = "" if points is None else f", {'up' if points > 0 else 'down'} {abs(points)} points"
        wanted.append(f"{CLASSES[number]}: {100 * now:.0f}%{', unchanged' if points == 0 else change}")
    expect_names(rows(page), wanted)


def test_the_list_shows_how_accurate_each_class_is_and_what_has_changed(page: Page, address: str):
    open_curves(page, address)
    for epoch in (LAST_EPOCH, 2, 0):
        show_epoch(page, epoch)
        expect_list(page, epoch)


def test_only_the_samples_of_the_chosen_split_count(page: Page, address: str):
    open_curves(page, address, "epoch=4")
    for split, counted in (("train", TRAIN), ("test", ~TRAIN)):
        page.get_by_label("Accuracy on").select_option(f"{split} samples")
        expect(page.get_by_role("img", name=f"Accuracy of 10 classes on {split} samples")).to_be_visible()
        expect_list(page, 4, counted)
    page.get_by_label("Accuracy on").select_option("all samples shown")
    expect_list(page, 4)


def test_only_the_samples_shown_count(page: Page, address: str):
    open_curves(page, address, "samples=10&epoch=8")
    told = rows(page).evaluate_all("(rows) => rows.map((row) => row.ariaLabel.split(/: |,/)[1])")
    # One sample of each class is right or it is not.
    assert set(told) <= {"0%", "100%"}


def test_every_class_has_its_curve_in_its_color(page: Page, address: str):
    open_curves(page, address)
    curves, told = chart(page).locator("polyline"), accuracies()
    expect(curves).to_have_count(len(CLASSES))
    for number, name in enumerate(CLASSES):
        points = np.array([point.split(",") for point in curves.nth(number).get_attribute("points").split()], float)
        wanted = np.stack([100 * np.array(EPOCHS) / EPOCHS[-1], 100 - 100 * told[:, number]], 1)
        assert np.allclose(points, wanted, atol=0.01)
        stroke = curves.nth(number).evaluate("(curve) => getComputedStyle(curve).stroke")
        assert np.array_equal([int(part) for part in re.findall(r"\d+", stroke)[:3]], legend_color(page, name))


def test_the_epoch_shown_is_marked(page: Page, address: str):
    open_curves(page, address)
    for epoch in (LAST_EPOCH, 2):
        show_epoch(page, epoch)
        expect(chart(page).locator("line")).to_have_attribute("x1", str(100 * epoch // LAST_EPOCH))


@pytest.mark.parametrize("how", ["pointer", "keyboard"])
def test_pointing_at_a_name_leaves_only_its_class_in_color(page: Page, address: str, blobs: RunReader, how: str):
    open_curves(page, address)
    before, points = plot_pixels(page), where(blobs, page)
    alone = nearest_other(points) > 13
    for name in ("cat", "ship"):
        if how == "pointer":
            row(page, name).hover(position={"x": 24, "y": 8})
        else:
            row(page, name).focus()
        expect(row(page, name)).to_have_attribute("data-highlighted", "true")
        expect(chart(page).locator("polyline[data-highlighted=true]")).to_have_count(1)
        own, pixels = CLASSES.index(name) == LABELS, plot_pixels(page)
        assert has_color(at(pixels, points[alone & own]), legend_color(page, name)).all()
        assert is_gray(at(pixels, points[alone & ~own])).all()
    page.mouse.move(*ASIDE)
    row(page, "ship").evaluate("(row) => row.blur()")
    assert np.array_equal(plot_pixels(page), before)


def test_pointing_at_a_curve_highlights_its_class_and_a_double_click_isolates_it(page: Page, address: str):
    open_curves(page, address)
    told, box = accuracies()[-1], chart(page).bounding_box()
    assert box is not None
    gaps = np.abs(told[:, None] - told) + np.eye(len(told))
    apart = int(gaps.min(1).argmax())
    assert gaps[apart].min() > 0.02
    spot = (box["x"] + box["width"] - 1, box["y"] + box["height"] * (1 - told[apart]) - 1)
    page.mouse.move(*spot)
    expect(row(page, CLASSES[apart])).to_have_attribute("data-highlighted", "true")
    expect(page.locator(".class-note")).to_have_text(CLASSES[apart])
    page.mouse.dblclick(*spot)
    expect(page.get_by_text("showing 30 of 300")).to_be_visible()
    page.mouse.dblclick(*spot)
    expect(page.get_by_text("showing 300 of 300")).to_be_visible()
    page.mouse.move(box["x"] + 2, box["y"] + 2)
    expect(page.locator(".class-note")).to_have_count(0)


def test_classes_are_hidden_isolated_and_added_as_in_the_legend(page: Page, address: str):
    open_curves(page, address)
    before = plot_pixels(page)
    row(page, "dog").click()
    expect(row(page, "dog")).to_have_attribute("aria-pressed", "false")
    expect(class_button(page, "dog")).to_have_attribute("aria-pressed", "false")
    expect(chart(page).locator("polyline")).to_have_count(len(CLASSES) - 1)
    row(page, "dog").dblclick()
    expect(row(page, "dog")).to_have_attribute("aria-pressed", "true")
    expect(class_button(page, "cat")).to_have_attribute("aria-pressed", "false")
    page.mouse.move(*ASIDE)
    pixels = plot_pixels(page)
    assert colored(pixels, legend_color(page, "dog")).sum() > 500
    assert inked(pixels).sum() < 0.2 * inked(before).sum()
    expect(chart(page).locator("polyline")).to_have_count(1)
    row(page, "cat").click(modifiers=["Shift"])
    expect(chart(page).locator("polyline")).to_have_count(2)
    row(page, "ship").hover(position={"x": 24, "y": 8})
    page.get_by_role("list", name="Least accurate first").get_by_role("button", name="Show only ship").click()
    expect(chart(page).locator("polyline")).to_have_count(1)
    expect(class_button(page, "ship")).to_have_attribute("aria-pressed", "true")
    page.get_by_role("button", name="Show all classes, not only ship").first.press("Enter")
    expect(chart(page).locator("polyline")).to_have_count(len(CLASSES))
    page.mouse.move(*ASIDE)
    page.evaluate("() => document.activeElement.blur()")
    assert np.array_equal(plot_pixels(page), before)


def test_a_selection_survives_pointing_at_classes(page: Page, address: str):
    open_curves(page, address, f"selected={selected_words([3, 40])}")
    expect_selected(page, [3, 40])
    before = plot_pixels(page)
    row(page, "ship").hover(position={"x": 24, "y": 8})
    expect(row(page, "ship")).to_have_attribute("data-highlighted", "true")
    assert not np.array_equal(plot_pixels(page), before)
    page.mouse.move(*ASIDE)
    expect_selected(page, [3, 40])
    assert np.array_equal(plot_pixels(page), before)


def test_closing_the_tool_ends_the_highlight(page: Page, address: str):
    open_curves(page, address)
    before = plot_pixels(page)
    row(page, "ship").focus()
    assert not np.array_equal(plot_pixels(page), before)
    page.goto(f"{address}#/run/blobs")
    expect(rows(page)).to_have_count(0)
    wait_for_epochs(page, len(EPOCHS))
    expect(page.get_by_role("img", name=re.compile("^Scatter plot"))).to_be_visible()
    assert colored(plot_pixels(page), legend_color(page, "cat")).sum() > 500


def test_it_describes_the_chart_in_text(page: Page, address: str):
    open_curves(page, address, "epoch=4")
    told = accuracies()[EPOCHS.index(4)]
    worst, best = int(told.argmin()), len(CLASSES) - 1 - int(told[::-1].argmax())
    words = (
        f"Accuracy of 10 classes over epochs 0 to 8; at epoch 4 from {100 * told[worst]:.0f}% ({CLASSES[worst]}) "
        f"to {100 * told[best]:.0f}% ({CLASSES[best]})"
    )
    expect(page.get_by_role("img", name=words)).to_be_visible()


@LOOKS
def test_it_is_accessible_and_nothing_sticks_out(page: Page, address: str):
    open_curves(page, address)
    row(page, "cat").focus()
    assert violations(page) == ""
    content = page.get_by_role("region", name="Accuracy of each class").locator(".tool-content")
    assert content.evaluate("(content) => content.scrollWidth <= content.clientWidth")


@pytest.mark.parametrize("page_options", [SMALL], ids=["small window"])
def test_many_classes_stay_readable(page: Page, handwriting: str):
    page.goto(f"{handwriting}#/run/letters?tool=classes")
    wait_for_epochs(page, 4)
    expect(rows(page)).to_have_count(62)
    cut = "(rows) => rows.filter((row) => row.scrollWidth > row.clientWidth + 1).length"
    assert rows(page).evaluate_all(cut) == 0
    told = rows(page).evaluate_all("(rows) => rows.map((row) => Number(row.ariaLabel.match(/: (\\d+)%/)[1]))")
    assert told == sorted(told)
    rows(page).last.focus()
    expect(rows(page).last).to_be_in_viewport()
    expect(page.locator(".class-note")).to_be_visible()
