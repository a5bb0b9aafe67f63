"""A run without thumbnails, as one whose images may not be shared: the class names are shown instead."""

import pytest
from playwright.sync_api import Page, expect

from browser.blobs import CLASSES, LABELS, SAMPLES
from browser.hovering import hover, lonely
from browser.network import answer_without
from browser.selecting import card, selected_words, where
from browser.steps import open_blobs, scatter
from browser.watch import Watch
from epochscope.store import RunReader

CHOSEN = (3, 11)
CUT = """(tiles) => tiles.filter(
    (tile) => tile.scrollWidth > tile.clientWidth || tile.scrollHeight > tile.clientHeight
).map((tile) => tile.textContent)"""


@pytest.fixture(autouse=True)
def no_thumbnails(page: Page) -> None:
    answer_without(page, ("thumbnails", None))


def test_selected_samples_are_tiles_with_their_class(page: Page, address: str):
    open_blobs(page, address, f"?selected={selected_words(CHOSEN)}")
    for sample in CHOSEN:
        expect(card(page, sample).locator(".tile")).to_have_text(CLASSES[LABELS[sample]])
    # Long names take another line instead of being cut.
    assert page.locator(".tile").evaluate_all(CUT) == []


def test_likely_label_errors_are_tiles_with_the_class_that_they_have(page: Page, address: str):
    open_blobs(page, address, "?tool=labels")
    listed = page.get_by_role("list", name="Likely label errors")
    expect(listed.locator(".tile").first).to_be_visible()
    assert set(listed.locator(".tile").all_inner_texts()) <= set(CLASSES)
    expect(listed.locator(".thumbnail")).to_have_count(0)


def test_the_hover_card_names_the_class_and_leaves_the_thumbnail_out(page: Page, address: str, blobs: RunReader):
    open_blobs(page, address)
    points = where(blobs, page)
    sample = lonely(points, LABELS >= 0)
    shown = hover(page, points[sample])
    expect(shown.locator(".hover-classes").first).to_have_text(CLASSES[LABELS[sample]])
    expect(shown.locator(".thumbnail")).to_have_count(0)


def test_zoomed_in_samples_stay_points_and_no_image_is_requested(page: Page, address: str, watch: Watch):
    open_blobs(page, address, "?epoch=1")
    for _ in range(5):
        page.get_by_role("button", name="Zoom in").click()
    page.wait_for_load_state("networkidle")
    expect(scatter(page).locator(".tiles i").filter(visible=True)).to_have_count(0)
    assert [url for url in watch.requests if "thumbnails" in url] == []
    expect(page.get_by_role("status").first).to_have_text(f"showing {SAMPLES} of {SAMPLES}")
