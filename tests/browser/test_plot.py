"""The plot shows the samples: where the store has them, in the colors of their classes."""

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from browser.blobs import CLASSES, EPOCHS, LABELS, PCA, SETTINGS, STOCK
from browser.pixels import (
    REACH,
    assert_samples_are,
    at,
    colored,
    discs,
    inked,
    legend_color,
    nearest_other,
    plot_pixels,
)
from browser.selecting import where
from browser.steps import LAST_EPOCH, choose_layer, choose_theme, open_blobs, show_epoch, wait_for_epochs
from epochscope.store import RunReader

pytestmark = pytest.mark.by_link


@pytest.mark.parametrize("epoch", [0, 2, 8])
def test_every_sample_is_drawn_where_the_store_has_it(page: Page, address: str, blobs: RunReader, epoch: int):
    open_blobs(page, address, f"?epoch={epoch}")
    assert_samples_are(where(blobs, page, epoch), plot_pixels(page))


def test_every_sample_has_the_color_that_the_legend_gives_its_class(page: Page, address: str, blobs: RunReader):
    open_blobs(page, address)
    points, pixels = where(blobs, page), plot_pixels(page)
    alone = nearest_other(points) > 12
    for number, name in enumerate(CLASSES):
        own = points[alone & (number == LABELS)]
        assert len(own) > 3
        assert colored(at(pixels, own)[:, None], legend_color(page, name)).all()


def test_the_plot_changes_with_the_epoch_and_comes_back_pixel_for_pixel(page: Page, address: str, blobs: RunReader):
    open_blobs(page, address)
    last = plot_pixels(page)
    show_epoch(page, 1)
    first = plot_pixels(page)
    assert_samples_are(where(blobs, page, epoch=1), first)
    show_epoch(page, LAST_EPOCH)
    assert np.array_equal(plot_pixels(page), last)
    assert (inked(first) != inked(last)).sum() > 2000


def test_another_layer_and_another_setting_are_other_plots(page: Page, address: str, blobs: RunReader):
    open_blobs(page, address)
    block = plot_pixels(page)
    choose_layer(page, "stem")
    wait_for_epochs(page, len(EPOCHS))
    stem = plot_pixels(page)
    assert_samples_are(where(blobs, page, layer="stem"), stem)
    page.get_by_label("n_neighbors").select_option("5")
    wait_for_epochs(page, len(EPOCHS))
    tight = plot_pixels(page)
    assert_samples_are(where(blobs, page, layer="stem", setting=SETTINGS[0]), tight)
    assert not np.array_equal(block, stem)
    assert not np.array_equal(stem, tight)


def test_another_method_is_another_plot_in_a_frame_of_its_own(page: Page, address: str, blobs: RunReader):
    open_blobs(page, address)
    aligned = plot_pixels(page)
    for setting, name in ((STOCK, "AlignedUMAP (umap-learn)"), (PCA, "PCA")):
        page.get_by_label("Method").select_option(name)
        wait_for_epochs(page, len(EPOCHS))
        assert_samples_are(where(blobs, page, setting=setting), plot_pixels(page))
    expect(page.get_by_label("n_neighbors")).to_have_count(0)
    page.get_by_label("Method").select_option("AlignedUMAP")
    wait_for_epochs(page, len(EPOCHS))
    expect(page.get_by_label("n_neighbors")).to_have_value("15")
    assert np.array_equal(plot_pixels(page), aligned)


def test_the_layer_chosen_last_is_the_one_on_screen(page: Page, address: str, blobs: RunReader):
    open_blobs(page, address)
    for layer in ("stem", "block", "stem", "block", "stem"):
        choose_layer(page, layer)
    wait_for_epochs(page, len(EPOCHS))
    assert_samples_are(where(blobs, page, layer="stem"), plot_pixels(page))


def test_another_run_is_another_plot(page: Page, address: str):
    open_blobs(page, address)
    page.get_by_label("Run").select_option("tiny")
    wait_for_epochs(page, 3)
    expect(page.get_by_role("status")).to_have_text("showing 12 of 12")
    pixels = plot_pixels(page)
    for name in ("cat", "dog", "ship"):
        # Four points of 10 pixels across, less their rims.
        assert 120 < colored(pixels, legend_color(page, name)).sum() < 320


def test_fewer_samples_are_fewer_points_in_equal_shares(page: Page, address: str):
    open_blobs(page, address)
    everything = plot_pixels(page)
    page.get_by_role("slider", name="Samples shown").fill("30")
    expect(page.get_by_role("status")).to_have_text("showing 30 of 300")
    for name in CLASSES:
        expect(page.get_by_role("button", name=name, exact=True)).to_have_text(f"{name}3")
    some = plot_pixels(page)
    assert 0.08 < inked(some).sum() / inked(everything).sum() < 0.25
    assert not (inked(some) & ~inked(everything)).any()


def test_light_and_dark_differ_and_both_draw(page: Page, address: str, blobs: RunReader):
    open_blobs(page, address)
    light = plot_pixels(page)
    choose_theme(page, "Dark")
    dark = plot_pixels(page)
    reach = discs(where(blobs, page), light)
    for theme, pixels in {"light": light, "dark": dark}.items():
        assert not inked(pixels, theme)[~reach].any()
        for name in CLASSES:
            assert colored(pixels, legend_color(page, name), theme).sum() > 300
    assert (light != dark).any(2).mean() > 0.9


def test_a_window_of_another_size_still_shows_everything(page: Page, address: str, blobs: RunReader):
    open_blobs(page, address)
    page.set_viewport_size({"width": 1024, "height": 768})
    pixels = plot_pixels(page)
    assert_samples_are(where(blobs, page), pixels)


def test_points_are_as_large_as_the_slider_says(page: Page, address: str, blobs: RunReader):
    open_blobs(page, address, "?only=2")
    usual = plot_pixels(page)
    page.get_by_role("button", name="Point size").click()
    page.get_by_role("slider", name="Point size").fill("2")
    page.wait_for_url("**&size=2")
    page.keyboard.press("Escape")
    large, own = plot_pixels(page), where(blobs, page)[CLASSES.index("bird") == LABELS]
    assert 2.2 < inked(large).sum() / inked(usual).sum() < 4.5
    assert not inked(large)[~discs(own, large, 2 * REACH - 2)].any()
    page.reload()
    wait_for_epochs(page, len(EPOCHS))
    assert np.array_equal(plot_pixels(page), large)
