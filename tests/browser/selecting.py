"""How people pick out samples on the plot, and what the page then lists of them."""

import re
from collections.abc import Iterable

import numpy as np
from playwright.sync_api import Locator, Page, expect

from browser.blobs import EPOCHS, SETTINGS
from browser.pixels import positions_in_plot
from browser.steps import LAST_EPOCH, expect_soon, names_of, scatter
from epochscope.store import RunReader, Setting

# Somewhere on the page where nothing reacts to the pointer, and a spot of the plot without samples.
ASIDE, EMPTY = (5, 5), np.array([500.0, 12.0])
# Where the plot is taken to be dragged.
GRIP = np.array([420.0, 300.0])


def where(blobs: RunReader, page: Page, epoch: int = LAST_EPOCH, layer: str = "block", setting: Setting = SETTINGS[1]):
    """Return where each sample must be in the plot, (300, 2), until the user moves the camera."""
    whole = blobs.manifest.projection(layer, setting).bounds
    return positions_in_plot(blobs.projection(layer, setting)[EPOCHS.index(epoch)], whole, page)


def on_page(page: Page, points: np.ndarray) -> np.ndarray:
    """Return where points (N, 2) of the plot are on the page, (N, 2)."""
    box = scatter(page).bounding_box()
    assert box is not None
    return points + np.array([box["x"], box["y"]])


def click(page: Page, point: np.ndarray, *keys: str) -> None:
    """Click a point of the plot with such keys held, and move the pointer out of the way."""
    for key in keys:
        page.keyboard.down(key)
    page.mouse.click(*on_page(page, point))
    for key in keys:
        page.keyboard.up(key)
    page.mouse.move(*ASIDE)


def draw_around(page: Page, outline: np.ndarray, *keys: str) -> None:
    """Drag along the corners (N, 2) of an outline on the plot with such keys held."""
    begin_outline(page, outline, *keys)
    page.mouse.up()
    for key in keys:
        page.keyboard.up(key)
    page.mouse.move(*ASIDE)


def begin_outline(page: Page, outline: np.ndarray, *keys: str) -> None:
    """Drag as far as the last corner (N, 2) of an outline, once no points glide: those cannot be picked."""
    expect(scatter(page)).to_have_attribute("data-still", "true")
    for key in keys:
        page.keyboard.down(key)
    first, *others = on_page(page, outline)
    page.mouse.move(*first)
    page.mouse.down()
    for corner in others:
        page.mouse.move(*corner)


def selected_words(samples: Iterable[int]) -> str:
    """Return samples as an address has them."""
    return ",".join(str(sample) for sample in sorted(samples))


def cards(page: Page) -> Locator:
    return page.get_by_role("list", name="Selected samples").get_by_role("button")


def listed(page: Page) -> list[int]:
    """Return the selected samples in the order of the list, as far as they are shown."""
    return [int(name.split()[1].rstrip(":")) for name in names_of(cards(page))]


def card(page: Page, sample: int) -> Locator:
    return page.get_by_role("button", name=re.compile(f"^Sample {sample}: "))


def expect_selected(page: Page, samples: Iterable[int]) -> None:
    """The panel lists exactly these samples, smallest first."""
    wanted = sorted(int(sample) for sample in samples)
    if not wanted:
        expect(page.get_by_role("button", name="Select all shown")).to_be_visible()
        return
    expect(page.locator(".selected-count")).to_have_text(re.compile(rf"^{len(wanted)} selected"))
    more = page.get_by_role("button", name=re.compile("^Show more"))
    while more.count():
        more.click()
    expect_soon(page, lambda: listed(page), wanted)


def drag(page: Page, by: np.ndarray) -> None:
    """Drag the plot by a distance (2,) in pixels."""
    page.mouse.move(*on_page(page, GRIP))
    page.mouse.down()
    page.mouse.move(*on_page(page, GRIP + by), steps=3)
    page.mouse.up()
    page.mouse.move(*ASIDE)


def move_camera(page: Page) -> None:
    """Zoom in a little, not so far that thumbnails appear, and drag the plot aside."""
    page.mouse.move(*on_page(page, GRIP))
    page.mouse.wheel(0, -160)
    drag(page, np.array([35.0, -29.0]))
