"""Each class has its name where most of its samples are, once it is learned; many samples are outlined as well."""

import re

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from browser.blobs import CLASSES, EPOCHS, LABELS
from browser.naming import boxes_of, middle_of, overlapping
from browser.pixels import BACKGROUND, inked, legend_color, plot_pixels
from browser.saved import layer, save_svg
from browser.selecting import drag, move_camera, where
from browser.steps import (
    choose_theme,
    class_button,
    color_by,
    expect_soon,
    open_blobs,
    play_past,
    scatter,
    show_epoch,
    wait_for_epochs,
)
from epochscope.store import RunReader

pytestmark = pytest.mark.by_link

CAT = CLASSES.index("cat")


def contrast(one: np.ndarray, other: np.ndarray) -> float:
    """Return the contrast of two colors (3,), by WCAG 2.2."""
    parts = np.stack([one, other]) / 255
    linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
    low, high = sorted(linear @ [0.2126, 0.7152, 0.0722])
    return float((high + 0.05) / (low + 0.05))


def color_of(page: Page, name: str) -> np.ndarray:
    words: str = (
        scatter(page).locator(".labels").get_by_text(name, exact=True).evaluate("(e) => getComputedStyle(e).color")
    )
    return np.array([int(number) for number in re.findall(r"\d+", words)[:3]])


def test_names_stand_among_the_samples_of_their_classes(page: Page, address: str, blobs: RunReader):
    open_blobs(page, address)
    names, points = boxes_of(page), where(blobs, page)
    assert sorted(names) == sorted(CLASSES)
    assert overlapping(names) == []
    for name, box in names.items():
        nearest = np.hypot(*(points - middle_of(box)).T).argsort()[:3]
        assert {CLASSES[label] for label in LABELS[nearest]} == {name}
    class_button(page, "cat").click()
    expect(scatter(page).locator(".labels").get_by_text("cat", exact=True)).to_be_hidden()
    assert sorted(boxes_of(page)) == sorted({*CLASSES} - {"cat"})


def test_a_name_stands_beside_the_caption(page: Page, address: str):
    open_blobs(page, address)
    there = np.array([600.0, 50.0])
    drag(page, there - middle_of(boxes_of(page)["cat"]))
    expect_soon(page, lambda: np.allclose(middle_of(boxes_of(page).get("cat", (0, 0, 0, 0))), there, atol=2), True)


@pytest.mark.parametrize("theme", ["Light", "Dark"])
def test_names_can_be_read_and_have_the_colors_of_their_classes(page: Page, address: str, theme: str):
    open_blobs(page, address)
    choose_theme(page, theme)
    for name in CLASSES:
        own = color_of(page, name)
        assert contrast(own, np.array(BACKGROUND[theme.lower()])) >= 4.5
        # Darker or lighter, and of the same hue.
        toward = own.argsort().tolist(), legend_color(page, name).argsort().tolist()
        assert toward[0] == toward[1] or np.ptp(own) < 40
    color_by(page, "Loss")
    # Names follow with the next frame.
    expect_soon(page, lambda: len({tuple(color_of(page, name)) for name in CLASSES}), 1)


def test_names_appear_as_classes_are_learned_and_never_overlap_while_playing(page: Page, address: str):
    open_blobs(page, address, "?epoch=0")
    before = boxes_of(page)
    for epoch in (0.6, 1.5, 2.5):
        play_past(page, epoch)
        assert overlapping(boxes_of(page)) == []
        show_epoch(page, int(epoch))
    show_epoch(page, EPOCHS[-1])
    assert len(before) < len(boxes_of(page)) == len(CLASSES)


def test_names_can_be_switched_off_and_the_address_says_so(page: Page, address: str):
    open_blobs(page, address)
    switch = page.get_by_role("button", name="Names", exact=True)
    expect(switch).to_have_attribute("aria-pressed", "true")
    switch.click()
    expect(switch).to_have_attribute("aria-pressed", "false")
    assert boxes_of(page) == {}
    page.wait_for_url(re.compile("&names=0$"))
    page.reload()
    wait_for_epochs(page, len(EPOCHS))
    assert boxes_of(page) == {}
    assert layer(save_svg(page), "class-names", "text") == []
    switch.click()
    page.wait_for_url(re.compile("epoch=8$"))
    assert sorted(boxes_of(page)) == sorted(CLASSES)
    # A camera that was moved is saved as it is; else the saved plot is cropped to the samples.
    move_camera(page)
    names, saved = boxes_of(page), layer(save_svg(page), "class-names", "text")
    assert len(saved) >= 5
    for text in saved:
        x, y = middle_of(names[text.text or ""])
        assert abs(float(text.attrib["x"]) - x) < 1
        assert abs(float(text.attrib["y"]) - y) < 8


def test_density_outlines_each_class_in_its_color(page: Page, address: str, blobs: RunReader):
    open_blobs(page, address, "?names=0")
    before, points = plot_pixels(page), where(blobs, page)
    switch = page.get_by_role("button", name="Density", exact=True)
    expect(switch).to_have_attribute("aria-pressed", "false")
    switch.click()
    expect(switch).to_have_attribute("aria-pressed", "true")
    page.wait_for_url(re.compile("&look=density$"))
    outlined = plot_pixels(page)
    # All that is drawn is around the samples: more than the points, and nothing elsewhere.
    assert inked(outlined).sum() > 1.5 * inked(before).sum()
    rows, columns = np.nonzero(inked(outlined))
    place = np.stack([columns, rows], 1)[::97] + 0.5
    assert np.hypot(*(place[:, None] - points).transpose(2, 0, 1)).min(1).max() < 60
    paths = layer(save_svg(page), "outlines", "path")
    fills = ["#{:02x}{:02x}{:02x}".format(*legend_color(page, name)) for name in CLASSES]
    assert [path.attrib["fill"] for path in paths] == 2 * fills
    class_button(page, "cat").click()
    paths = layer(save_svg(page), "outlines", "path")
    assert [path.attrib["fill"] for path in paths] == 2 * [fill for fill in fills if fill != fills[CAT]]
    class_button(page, "cat").click()
    color_by(page, "Loss")
    assert len(layer(save_svg(page), "outlines", "path")) == 2
    color_by(page, "True class")
    switch.click()
    page.wait_for_url(re.compile("names=0$"))
    assert np.array_equal(plot_pixels(page), before)
