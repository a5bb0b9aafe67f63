"""Zoomed in far enough, samples are shown as their thumbnails instead of points."""

from collections.abc import Iterable

import numpy as np
import pytest
from playwright.sync_api import Locator, Page, expect

from browser.blobs import CLASSES, LABELS, SAMPLES, TILE, thumbnail
from browser.pixels import legend_color, picture, texels, wait_for_thumbnail
from browser.selecting import where
from browser.steps import class_button, open_blobs, scatter, show_epoch
from epochscope.store import RunReader

pytestmark = pytest.mark.both_hosts

# The page's own numbers, written a second time: a step of the zoom button, a tile's side in CSS pixels,
# and how many samples in view may be tiles.
STEP, SIDE, MOST = 1.5, 32, 200
# At this epoch many samples are near the middle of the plot.
EPOCH = 1
EVERYBODY = np.ones(SAMPLES, bool)


def tiles(page: Page) -> Locator:
    return scatter(page).locator(".tiles i").filter(visible=True)


def zoom_in(page: Page, steps: int) -> None:
    for _ in range(steps):
        page.get_by_role("button", name="Zoom in").click()


def size_of(page: Page) -> np.ndarray:
    box = scatter(page).bounding_box()
    assert box is not None
    return np.array([box["width"], box["height"]])


def zoomed(points: np.ndarray, page: Page, steps: int) -> np.ndarray:
    """Return where points (N, 2) are after ``steps`` steps toward the middle of the plot."""
    middle = size_of(page) / 2
    return middle + STEP**steps * (points - middle)


def in_view(points: np.ndarray, page: Page, drawn: np.ndarray = EVERYBODY) -> np.ndarray:
    """Return the numbers of the samples in view, of those drawn."""
    return np.flatnonzero(drawn & ((points >= 0) & (points <= size_of(page))).all(1))


def with_room(points: np.ndarray, samples: Iterable[int]) -> list[int]:
    """Return the samples that get a tile: none lies on that of a sample before."""
    kept: list[int] = []
    for sample in samples:
        if all(np.abs(points[sample] - points[other]).max() >= SIDE for other in kept):
            kept.append(sample)
    return kept


def assert_tiles_are(points: np.ndarray, samples: list[int], page: Page) -> None:
    """Each of these samples, and no other one, shows its own thumbnail at its position."""
    expect(tiles(page)).to_have_count(len(samples))
    wait_for_thumbnail(tiles(page).first)
    pixels, size = picture(page), size_of(page)
    whole = [s for s in samples if (points[s] > SIDE).all() and (points[s] < size - SIDE).all()]
    assert len(whole) >= 5
    for sample in whole:
        shown = texels(pixels, points[sample] - SIDE / 2, SIDE / TILE)
        # The frame has round corners.
        assert np.abs(shown - thumbnail(sample))[1:-1, 1:-1].max() <= 1


def test_zoomed_in_far_enough_samples_are_their_own_thumbnails(page: Page, address: str, blobs: RunReader):
    open_blobs(page, address, f"?epoch={EPOCH}")
    whole, points = picture(page), where(blobs, page, EPOCH)
    expect(tiles(page)).to_have_count(0)
    zoom_in(page, 4)
    near = zoomed(points, page, 4)
    assert 20 < len(in_view(near, page)) <= MOST
    assert_tiles_are(near, with_room(near, in_view(near, page)), page)
    page.get_by_role("button", name="Show everything").click()
    expect(tiles(page)).to_have_count(0)
    assert np.array_equal(picture(page), whole)


def test_where_many_samples_are_in_view_they_stay_points(page: Page, address: str, blobs: RunReader):
    open_blobs(page, address, "?epoch=0")
    near = zoomed(where(blobs, page, 0), page, 2)
    assert len(in_view(near, page)) > MOST
    zoom_in(page, 2)
    picture(page)
    expect(tiles(page)).to_have_count(0)


def test_from_afar_few_samples_are_points_too(page: Page, address: str):
    open_blobs(page, address, "?samples=20")
    picture(page)
    expect(tiles(page)).to_have_count(0)
    zoom_in(page, 1)
    picture(page)
    expect(tiles(page)).to_have_count(0)


def test_hidden_samples_have_no_tiles(page: Page, address: str, blobs: RunReader):
    open_blobs(page, address, f"?epoch={EPOCH}")
    near = zoomed(where(blobs, page, EPOCH), page, 4)
    zoom_in(page, 4)
    with_all = with_room(near, in_view(near, page))
    for name in ("bird", "cat", "ship"):
        class_button(page, name).click()
    drawn = ~np.isin(LABELS, [CLASSES.index(name) for name in ("bird", "cat", "ship")])
    without = with_room(near, in_view(near, page, drawn))
    assert set(with_all) - set(without)
    assert_tiles_are(near, without, page)
    page.get_by_role("button", name="None", exact=True).click()
    expect(tiles(page)).to_have_count(0)


def test_tiles_are_framed_in_the_color_of_the_sample(page: Page, address: str, blobs: RunReader):
    open_blobs(page, address, f"?epoch={EPOCH}")
    colors = {name: tuple(legend_color(page, name)) for name in CLASSES}
    near = zoomed(where(blobs, page, EPOCH), page, 4)
    zoom_in(page, 4)
    samples = with_room(near, in_view(near, page))
    expect(tiles(page)).to_have_count(len(samples))
    said = tiles(page).evaluate_all("(tiles) => tiles.map((tile) => getComputedStyle(tile).borderTopColor)")
    assert said == [f"rgb({', '.join(str(part) for part in colors[CLASSES[LABELS[sample]]])})" for sample in samples]


def test_tiles_go_with_their_samples(page: Page, address: str, blobs: RunReader):
    open_blobs(page, address, f"?epoch={EPOCH}")
    zoom_in(page, 4)
    show_epoch(page, 2)
    near = zoomed(where(blobs, page, 2), page, 4)
    assert_tiles_are(near, with_room(near, in_view(near, page)), page)
