"""The card beside a sample says what the store says of it."""

import re

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from browser.blobs import CLASSES, LABELS, TILE, blob_predictions, thumbnail
from browser.hovering import hover, lonely
from browser.pixels import inked, plot_pixels, shot, wait_for_thumbnail
from browser.selecting import where
from browser.steps import class_button, open_blobs, scatter, show_epoch
from epochscope.store import RunReader

pytestmark = pytest.mark.by_link


@pytest.mark.parametrize("right", [True, False], ids=["right", "wrong"])
def test_it_names_the_sample_its_class_and_its_prediction(page: Page, address: str, blobs: RunReader, right: bool):
    open_blobs(page, address)
    predictions = blobs.predictions(8)
    sample = lonely(points := where(blobs, page, 8), (predictions.predicted == LABELS) == right)
    card = hover(page, points[sample])
    expect(card).to_contain_text(f"Sample {sample} {blobs.samples().split[sample]}")
    classes = card.locator(".hover-classes")
    expect(classes.nth(0)).to_have_text(CLASSES[LABELS[sample]])
    expect(classes.nth(1)).to_contain_text(CLASSES[predictions.predicted[sample]])
    sure = round(round(float(predictions.confidence[sample]) * 255) / 255 * 100)
    expect(card).to_contain_text(f"{'correct' if right else 'misclassified'} · {sure}% confidence")


def test_it_shows_the_samples_own_thumbnail(page: Page, address: str, blobs: RunReader):
    open_blobs(page, address)
    sample = lonely(points := where(blobs, page, 8), np.arange(len(LABELS)) > 200)
    card = hover(page, points[sample])
    wait_for_thumbnail(card.locator(".thumbnail"))
    drawn = shot(card.locator(".thumbnail"), ".thumbnail { border-radius: 0 !important; }")
    expected = Image.fromarray(thumbnail(sample)).resize(drawn.shape[1::-1], Image.Resampling.NEAREST)
    assert drawn.shape[0] % TILE == 0
    assert np.abs(drawn - np.asarray(expected, dtype=np.int16)).max() <= 1


def test_the_prediction_is_that_of_the_epoch_on_screen(page: Page, address: str, blobs: RunReader):
    open_blobs(page, address)
    show_epoch(page, 0)
    predicted = blob_predictions(0).predicted
    sample = lonely(points := where(blobs, page, 0), predicted != blob_predictions(8).predicted)
    card = hover(page, points[sample])
    expect(card).to_contain_text(f"Sample {sample} ")
    expect(card.locator(".hover-classes").nth(1)).to_contain_text(CLASSES[predicted[sample]])


def test_it_names_the_number_that_colors_the_sample_and_nothing_for_classes(page: Page, address: str, blobs: RunReader):
    open_blobs(page, address, "?color=loss")
    for epoch in (8, 2):
        show_epoch(page, epoch)
        sample = lonely(points := where(blobs, page, epoch), np.ones(len(LABELS), bool))
        loss = np.rint(float(blobs.predictions(epoch).loss[sample]) * 4096) / 4096
        card = hover(page, points[sample])
        expect(card).to_contain_text(f"Sample {sample} ")
        expect(card.locator(".hover-measure")).to_have_text(f"Loss: {loss:.2f} nats")
    page.get_by_label("Color by").select_option("Forgetting events")
    expect(hover(page, points[sample]).locator(".hover-measure")).to_have_text(re.compile(r"^Forgetting events: \d$"))
    page.get_by_label("Color by").select_option("Predicted class")
    expect(hover(page, points[sample])).to_contain_text(f"Sample {sample} ")
    expect(page.locator(".hover-measure")).to_have_count(0)


def test_the_sample_stands_out_while_it_is_hovered(page: Page, address: str, blobs: RunReader):
    open_blobs(page, address)
    before = plot_pixels(page)
    sample = lonely(points := where(blobs, page, 8), np.ones(len(LABELS), bool))
    expect(hover(page, points[sample])).to_be_visible()
    during = plot_pixels(page)
    changed = np.argwhere((during != before).any(2))[:, ::-1] + 0.5
    assert 50 < len(changed) < 700
    assert np.hypot(*(changed - points[sample]).T).max() < 16
    page.mouse.move(5, 5)
    expect(page.get_by_test_id("hover-card")).to_have_count(0)
    assert np.array_equal(plot_pixels(page), before)


def test_there_is_no_card_over_empty_space_nor_over_a_hidden_sample(page: Page, address: str, blobs: RunReader):
    open_blobs(page, address)
    sample = lonely(points := where(blobs, page, 8), np.ones(len(LABELS), bool))
    expect(hover(page, points[sample])).to_be_visible()
    expect(hover(page, np.array([500.0, 12.0]))).to_have_count(0)
    class_button(page, CLASSES[LABELS[sample]]).click()
    assert not inked(plot_pixels(page))[int(points[sample][1]), int(points[sample][0])]
    expect(hover(page, points[sample])).to_have_count(0)


@pytest.mark.parametrize("page_options", [{"viewport": {"width": 1024, "height": 768}}], ids=["small window"])
def test_the_card_stays_inside_the_plot_at_every_edge(page: Page, address: str, blobs: RunReader):
    open_blobs(page, address)
    points, room = where(blobs, page, 8), scatter(page).bounding_box()
    assert room is not None
    covered = page.locator(".caption").bounding_box()
    assert covered is not None
    free = np.flatnonzero(points[:, 1] > covered["y"] + covered["height"] - room["y"])
    for sample in (*free[points[free].argmin(0)], *free[points[free].argmax(0)]):
        card = hover(page, points[sample])
        expect(card).to_contain_text(re.compile(f"Sample {sample} .* confidence"))
        box = card.bounding_box()
        assert box is not None
        assert room["x"] <= box["x"] <= room["x"] + room["width"] - box["width"]
        assert room["y"] <= box["y"] <= room["y"] + room["height"] - box["height"]
