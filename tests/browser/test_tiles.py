"""Near enough, samples show their own pictures over the points: one in each free part of the plot."""

import numpy as np
import pytest
from playwright.sync_api import Locator, Page, expect

from browser.blobs import CLASSES, LABELS, SAMPLES, TILE, thumbnail
from browser.hovering import hover
from browser.pixels import legend_color, plot_pixels, room_in, texels, wait_for_thumbnail
from browser.selecting import ASIDE, on_page, selected_words, where
from browser.steps import class_button, open_blobs, scatter, show_epoch
from epochscope.store import RunReader

pytestmark = [pytest.mark.both_hosts, pytest.mark.by_link]

# The page's own numbers, written a second time: a step of the zoom button, the sides of the smallest and of the largest
# tiles in CSS pixels, how many there may be, and how far one may slide over another.
STEP, LEAST, MOST, MOST_TILES, SLIDE = 1.5, 24, 96, 300, 0.3
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


def shown(page: Page) -> dict[int, tuple[np.ndarray, float]]:
    """Return where the middle of each sample's tile is in the plot, and its side without the frame."""
    plot_pixels(page)
    boxes = tiles(page).evaluate_all("""(tiles) => tiles.map((tile) => {
        const [box, plot] = [tile, tile.parentElement].map((element) => element.getBoundingClientRect());
        const middle = [box.x + box.width / 2 - plot.x, box.y + box.height / 2 - plot.y];
        return [Number(tile.dataset.sample), middle, tile.clientWidth];
    })""")
    return {int(sample): (np.array(middle), float(side)) for sample, middle, side in boxes}


def side_of(found: dict[int, tuple[np.ndarray, float]]) -> float:
    (side,) = {side for _, side in found.values()}
    return side


def assert_tiles_are_right(points: np.ndarray, page: Page, drawn: np.ndarray = EVERYBODY) -> None:
    """Tiles are of samples drawn, where those are, show their own pictures, hardly overlap, and leave no room."""
    found = shown(page)
    side, size = side_of(found), size_of(page)
    assert 5 <= len(found) <= MOST_TILES
    assert LEAST <= side <= MOST
    assert drawn[list(found)].all()
    middles = np.stack([middle for middle, _ in found.values()])
    assert np.abs(middles - points[list(found)]).max() <= 1
    apart = np.abs(middles[:, None] - middles).max(2) + np.where(np.eye(len(middles), dtype=bool), np.inf, 0)
    assert apart.min() >= (1 - SLIDE) * side - 1
    in_view = np.flatnonzero(drawn & ((points >= 0) & (points <= size)).all(1))
    to_tile = np.abs(points[in_view, None] - middles).max(2).min(1)
    # A cell is at most twice as large as a tile needs, or as many of them as there may be tiles fill the plot.
    assert to_tile.max() <= 2 * max(1.25 * side, 1.5 * np.sqrt(size.prod() / MOST_TILES))
    wait_for_thumbnail(tiles(page).first)
    pixels = plot_pixels(page)
    alone = apart.min(1) > side + 4
    whole = (middles > side).all(1) & (middles < size - side).all(1)
    samples = np.array(list(found))[alone & whole]
    assert len(samples) >= 5
    for sample in samples:
        seen = texels(pixels, found[sample][0] - side / 2, side / TILE)
        # The frame has round corners, and a pixel of the screen may lie on the edge of two of the picture.
        assert (np.abs(seen - thumbnail(sample))[1:-1, 1:-1].max(2) <= 1).mean() > 0.9


def test_zoomed_in_samples_show_their_own_pictures_which_grow(page: Page, address: str, blobs: RunReader):
    open_blobs(page, address, f"?epoch={EPOCH}")
    whole, points = plot_pixels(page), where(blobs, page, EPOCH)
    expect(tiles(page)).to_have_count(0)
    zoom_in(page, 4)
    assert_tiles_are_right(zoomed(points, page, 4), page)
    side = side_of(shown(page))
    zoom_in(page, 1)
    assert_tiles_are_right(zoomed(points, page, 5), page)
    assert LEAST < side < side_of(shown(page)) <= MOST
    page.get_by_role("button", name="Fit").click()
    expect(tiles(page)).to_have_count(0)
    assert np.array_equal(plot_pixels(page), whole)


def test_where_many_samples_are_in_view_some_of_them_show_their_pictures(page: Page, address: str, blobs: RunReader):
    open_blobs(page, address, "?epoch=0")
    plot_pixels(page)
    expect(tiles(page)).to_have_count(0)
    zoom_in(page, 2)
    found = shown(page)
    near = zoomed(where(blobs, page, 0), page, 2)
    in_view = np.flatnonzero(((near >= 0) & (near <= size_of(page))).all(1))
    assert len(in_view) > 200
    assert 20 < len(found) < 0.7 * len(in_view)
    assert side_of(found) < 1.5 * LEAST


def test_hidden_samples_have_no_tiles(page: Page, address: str, blobs: RunReader):
    open_blobs(page, address, f"?epoch={EPOCH}")
    near = zoomed(where(blobs, page, EPOCH), page, 4)
    zoom_in(page, 4)
    before = set(shown(page))
    for name in ("bird", "cat", "ship"):
        class_button(page, name).click()
    drawn = ~np.isin(LABELS, [CLASSES.index(name) for name in ("bird", "cat", "ship")])
    assert not drawn[list(before)].all()
    assert_tiles_are_right(near, page, drawn)
    # What was shown and still can be is shown.
    assert {sample for sample in before if drawn[sample]} <= set(shown(page))
    page.get_by_role("button", name="None", exact=True).click()
    expect(tiles(page)).to_have_count(0)


def test_tiles_are_framed_in_the_color_of_the_sample_and_are_pale_as_context(
    page: Page, address: str, blobs: RunReader
):
    open_blobs(page, address, f"?epoch={EPOCH}")
    colors = {name: tuple(legend_color(page, name)) for name in CLASSES}
    zoom_in(page, 4)
    found = list(shown(page))
    said = tiles(page).evaluate_all("(tiles) => tiles.map((tile) => getComputedStyle(tile).borderTopColor)")
    assert said == [f"rgb({', '.join(str(part) for part in colors[CLASSES[LABELS[sample]]])})" for sample in found]
    hidden = next(sample for sample in range(SAMPLES) if sample not in found and is_inside(blobs, page, sample, 4))
    open_blobs(page, address, f"?epoch={EPOCH}&selected={selected_words([hidden])}")
    zoom_in(page, 4)
    assert hidden in shown(page)
    opacity = "(tiles) => tiles.map((tile) => [Number(tile.dataset.sample), Number(getComputedStyle(tile).opacity)])"
    assert dict(tiles(page).evaluate_all(opacity)) == {sample: 1 if sample == hidden else 0.4 for sample in shown(page)}


def is_inside(blobs: RunReader, page: Page, sample: int, steps: int) -> bool:
    point = zoomed(where(blobs, page, EPOCH), page, steps)[sample]
    return bool((point > MOST).all() and (point < size_of(page) - MOST).all())


def test_tiles_go_with_their_samples_and_stay_while_the_plot_is_dragged(page: Page, address: str, blobs: RunReader):
    open_blobs(page, address, f"?epoch={EPOCH}")
    zoom_in(page, 4)
    before = shown(page)
    drag = np.array([90.0, -40.0])
    # A drag that begins beside all tiles and points.
    page.mouse.move(*on_page(page, np.array([300.0, 300.0])))
    page.mouse.down()
    page.mouse.move(*on_page(page, np.array([300.0, 300.0]) + drag), steps=4)
    page.mouse.up()
    page.mouse.move(*ASIDE)
    moved, (_, least, most) = shown(page), room_in(scatter(page))
    for sample, (middle, side) in before.items():
        # Tiles keep out of the caption and the buttons.
        if (middle + drag > least + side).all() and (middle + drag < most - side).all():
            assert np.abs(moved[sample][0] - middle - drag).max() <= 1
    show_epoch(page, 2)
    assert_tiles_are_right(zoomed(where(blobs, page, 2), page, 4) + drag, page)


def test_a_tile_is_hovered_all_over(page: Page, address: str):
    open_blobs(page, address, f"?epoch={EPOCH}")
    zoom_in(page, 5)
    found = shown(page)
    side, size = side_of(found), size_of(page)
    sample, middle = next(
        (sample, middle)
        for sample, (middle, _) in found.items()
        if (middle > 200).all() and (middle < size - 200).all()
    )
    card = hover(page, middle + 0.45 * side)
    expect(card).to_contain_text(f"Sample {sample} ")
    ring = scatter(page).locator(".ring")
    expect(ring).to_be_visible()
    box = ring.bounding_box()
    assert box is not None
    assert box["width"] == pytest.approx(side + 8, abs=0.5)
