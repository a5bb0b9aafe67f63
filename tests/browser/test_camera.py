"""The camera goes where the pointer, the wheel, fingers and buttons put it, and stays there."""

from collections.abc import Callable

import numpy as np
import pytest
from playwright.sync_api import Page

from browser.blobs import EPOCHS, LABELS, SETTINGS
from browser.pixels import HALF_EXTENT, REACH, assert_samples_are, at, inked, plot_pixels, positions_in_plot, room_in
from browser.selecting import ASIDE, on_page, selected_words, where
from browser.steps import choose_layer, open_blobs, scatter, wait_for_epochs
from epochscope.store import RunReader

pytestmark = pytest.mark.by_link

# Off the middle of the plot, so that zooming to the one is not zooming to the other.
POINTER = np.array([640.0, 210.0])


def well_inside(points: np.ndarray, pixels: np.ndarray) -> np.ndarray:
    """Return which points (N, 2) are drawn whole, (N,)."""
    height, width = pixels.shape[:2]
    return ((points > REACH) & (points < [width - REACH, height - REACH])).all(axis=1)


def assert_samples_at(points: np.ndarray, pixels: np.ndarray) -> None:
    """Every sample whose position (N, 2) is in the plot is drawn there, and many are."""
    inside = well_inside(points, pixels)
    assert inside.sum() > 150
    assert inked(at(pixels, points[inside])[:, None])[:, 0].all()


def growth_about(fixed: np.ndarray, points: np.ndarray, pixels: np.ndarray) -> float:
    """Return by how much the points (N, 2) have moved away from one that stayed where it was."""
    for growth in np.geomspace(1.03, 2, 200):
        grown = fixed + growth * (points - fixed)
        inside = well_inside(grown, pixels)
        if inside.sum() > 60 and inked(at(pixels, grown[inside])[:, None])[:, 0].all():
            return float(growth)
    raise AssertionError(f"no zoom around {fixed} explains the plot")


def turn_wheel(page: Page, fixed: np.ndarray) -> None:
    page.mouse.move(*on_page(page, fixed))
    page.mouse.wheel(0, -300)


def pinch_trackpad(page: Page, fixed: np.ndarray) -> None:
    """Send what Chromium makes of two fingers on a trackpad: a wheel with the Control key, which is not pressed."""
    x, y = on_page(page, fixed)
    wheel = {"type": "mouseWheel", "x": x, "y": y, "deltaX": 0, "deltaY": -30, "modifiers": 2}
    page.context.new_cdp_session(page).send("Input.dispatchMouseEvent", wheel)


def drag_fingers(page: Page, ways: list[tuple[np.ndarray, np.ndarray]], steps: int = 8) -> None:
    """Put a finger on the start (2,) of each way over the plot and drag it to the end (2,)."""
    session = page.context.new_cdp_session(page)
    shares = np.linspace(0, 1, steps + 1)
    for share, kind in zip(shares, ["touchStart"] + ["touchMove"] * steps, strict=True):
        fingers = [on_page(page, start + share * (end - start)) for start, end in ways]
        points = [{"x": x, "y": y, "id": finger} for finger, (x, y) in enumerate(fingers)]
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


@pytest.mark.parametrize("zoom_in", [turn_wheel, pinch_trackpad])
def test_zooming_keeps_what_is_under_the_pointer(
    page: Page, address: str, blobs: RunReader, zoom_in: Callable[[Page, np.ndarray], None]
):
    open_blobs(page, address)
    before = page.evaluate("() => [devicePixelRatio, innerWidth]")
    zoom_in(page, POINTER)
    page.mouse.move(*ASIDE)
    page.wait_for_url("**&view=*")
    assert 1.3 < growth_about(POINTER, where(blobs, page), plot_pixels(page)) < 1.8
    # The page itself keeps its size.
    assert page.evaluate("() => [devicePixelRatio, innerWidth]") == before


@pytest.mark.parametrize("page_options", [{"has_touch": True}])
def test_two_fingers_take_what_is_under_them_along(page: Page, address: str, blobs: RunReader):
    open_blobs(page, address)
    reach = np.array([80.0, 30.0])
    drag_fingers(page, [(POINTER - reach, POINTER - 1.6 * reach), (POINTER + reach, POINTER + 1.6 * reach)])
    page.wait_for_url("**&view=*")
    assert growth_about(POINTER, where(blobs, page), plot_pixels(page)) == pytest.approx(1.6, abs=0.03)


@pytest.mark.parametrize("page_options", [{"has_touch": True}])
def test_one_finger_takes_the_plot_along(page: Page, address: str, blobs: RunReader):
    open_blobs(page, address)
    way = np.array([-70.0, 45.0])
    drag_fingers(page, [(POINTER, POINTER + way)])
    page.wait_for_url("**&view=*")
    assert_samples_at(where(blobs, page) + way, plot_pixels(page))


def test_the_buttons_zoom_to_the_middle_and_back(page: Page, address: str, blobs: RunReader):
    open_blobs(page, address)
    whole = plot_pixels(page)
    middle = np.array(whole.shape[1::-1]) / 2
    page.get_by_role("button", name="Zoom in").click()
    page.mouse.move(*ASIDE)
    assert growth_about(middle, where(blobs, page), plot_pixels(page)) == pytest.approx(1.5, abs=0.03)
    page.get_by_role("button", name="Zoom out").click()
    page.mouse.move(*ASIDE)
    assert np.array_equal(plot_pixels(page), whole)


def test_fit_brings_the_whole_plot_back(page: Page, address: str):
    open_blobs(page, address)
    whole = plot_pixels(page)
    turn_wheel(page, POINTER)
    page.mouse.move(*ASIDE)
    page.wait_for_url("**&view=*")
    assert (inked(plot_pixels(page)) != inked(whole)).sum() > 5000
    page.get_by_role("button", name="Fit").click()
    assert np.array_equal(plot_pixels(page), whole)


@pytest.mark.parametrize("asked", ["selected", "shown"])
def test_fit_fills_the_plot_with_the_samples_in_focus_and_then_with_all(
    page: Page, address: str, blobs: RunReader, asked: str
):
    wanted = np.flatnonzero(LABELS == 4)
    words = selected_words(wanted)
    open_blobs(page, address, f"?selected={words}" if asked == "selected" else "?only=4")
    points, whole = where(blobs, page), plot_pixels(page)
    page.get_by_role("button", name="Fit").click()
    page.mouse.move(*ASIDE)
    page.wait_for_url("**&view=*")
    pixels = plot_pixels(page)
    size, *corners = room_in(scatter(page))
    least, most = points[wanted].min(axis=0), points[wanted].max(axis=0)
    growth = ((corners[1] - corners[0]) / (most - least)).min() / HALF_EXTENT
    reach = growth * HALF_EXTENT * (most - least) / 2
    middle = np.clip(size / 2, corners[0] + reach, corners[1] - reach)
    fitted = middle + growth * (points[wanted] - (least + most) / 2)
    assert well_inside(fitted, pixels).all()
    assert inked(at(pixels, fitted)[:, None])[:, 0].all()
    page.get_by_role("button", name="Fit").click()
    page.mouse.move(*ASIDE)
    assert np.array_equal(plot_pixels(page), whole)


def test_a_camera_that_was_moved_sees_the_same_part_of_the_next_layer(page: Page, address: str, blobs: RunReader):
    open_blobs(page, address)
    page.mouse.move(500, 400)
    page.mouse.down()
    page.mouse.move(560, 370, steps=3)
    page.mouse.up()
    page.mouse.move(5, 5)
    choose_layer(page, "stem")
    wait_for_epochs(page, len(EPOCHS))
    before = blobs.manifest.projection("block", SETTINGS[1])
    moved = positions_in_plot(blobs.projection("stem", SETTINGS[1])[-1], before.bounds, page) + np.array([60, -30])
    assert_samples_at(moved, plot_pixels(page))
    page.get_by_role("button", name="Fit").click()
    assert_samples_are(where(blobs, page, layer="stem"), plot_pixels(page))
