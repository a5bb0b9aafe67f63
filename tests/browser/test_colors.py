"""What the colors say, and the marks that do not depend on color."""

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from browser.blobs import EPOCHS, LABELS, SETTINGS, blob_predictions
from browser.pixels import (
    CORRECT,
    MISCLASSIFIED,
    at,
    colored,
    discs,
    legend_color,
    magma,
    nearest_other,
    plot_pixels,
    positions_in_plot,
    seen,
)
from browser.steps import LAST_EPOCH, color_by, open_blobs, scatter, show_epoch
from epochscope.store import RunReader

pytestmark = pytest.mark.by_link


def apart(blobs: RunReader, page: Page, epoch: int = LAST_EPOCH) -> tuple[np.ndarray, np.ndarray]:
    """Return the samples on which no other lies, and where they are, (M,) and (M, 2)."""
    shown = blobs.manifest.projection("block", SETTINGS[1])
    points = positions_in_plot(blobs.projection("block", SETTINGS[1])[EPOCHS.index(epoch)], shown.bounds, page)
    alone = np.flatnonzero(nearest_other(points) > 14)
    assert len(alone) > 20
    return alone, points[alone]


def test_the_predicted_class_is_that_of_the_epoch_on_screen(page: Page, address: str, blobs: RunReader):
    open_blobs(page, address)
    color_by(page, "Predicted class")
    names = blobs.manifest.dataset.classes
    colors = np.array([legend_color(page, name) for name in names])
    for epoch in (LAST_EPOCH, 2):
        show_epoch(page, epoch)
        samples, points = apart(blobs, page, epoch)
        predicted = blob_predictions(epoch).predicted[samples]
        assert (predicted != LABELS[samples]).any()
        assert np.abs(at(plot_pixels(page), points) - seen(colors[predicted])).max() < 12


def test_right_and_wrong_differ_in_color_and_in_shape(page: Page, address: str, blobs: RunReader):
    open_blobs(page, address)
    color_by(page, "Correct or misclassified")
    samples, points = apart(blobs, page)
    wrong = (blob_predictions(LAST_EPOCH).predicted != LABELS)[samples]
    assert 0 < wrong.sum() < len(wrong)
    pixels = plot_pixels(page)
    fills = seen(np.where(wrong[:, None], MISCLASSIFIED, CORRECT))
    assert np.abs(at(pixels, points) - fills).max() < 12
    # A diamond reaches farther to its four sides than a disc, and less far towards its corners.
    inks, full = 255 - pixels.min(2), 255 - fills.min(1)
    aside, slanted = at(inks, points + np.array([5.5, 0])) / full, at(inks, points + 3.6) / full
    assert aside[wrong].mean() > 2 * aside[~wrong].mean()
    assert slanted[wrong].mean() < 0.5 * slanted[~wrong].mean()
    expect(page.get_by_role("list").filter(has_text="misclassified")).to_be_visible()


@pytest.mark.parametrize("name", ["Confidence", "Loss", "Trustworthiness"])
def test_what_is_unusual_stands_out_on_the_scale_of_a_number(page: Page, address: str, blobs: RunReader, name: str):
    open_blobs(page, address)
    color_by(page, name)
    samples, points = apart(blobs, page)
    predictions = blob_predictions(LAST_EPOCH)
    trust = blobs.quality("block", SETTINGS[1]).trustworthiness[-1]
    unusual = {
        "Confidence": 1 - predictions.confidence,
        "Loss": predictions.loss / (2 * np.log(10)),
        "Trustworthiness": 2 - 2 * trust,
    }[name][samples]
    assert np.abs(at(plot_pixels(page), points) - seen(magma(np.clip(unusual, 0, 1)))).max() < 25
    ends = {
        "Confidence": ["0%", "100%"],
        "Loss": ["0.0 nats", "4.6 nats or more"],
        "Trustworthiness": ["50% or less", "100%"],
    }
    for words in ends[name]:
        expect(page.get_by_text(words, exact=True)).to_be_visible()


def test_a_step_that_the_layer_does_not_explain_is_hollow_on_the_way(page: Page, address: str, blobs: RunReader):
    open_blobs(page, address)
    # Colored by trust, the plot has loaded which samples move without support in the layer.
    color_by(page, "Trustworthiness")
    color_by(page, "True class")
    unsupported = blobs.quality("block", SETTINGS[1]).unsupported[-1]
    assert 0 < unsupported.sum() < len(unsupported)
    positions, shown = blobs.projection("block", SETTINGS[1]), blobs.manifest.projection("block", SETTINGS[1])
    # A third of the way by the clock is 7/27 of the way in the plot, which lingers at the epochs.
    third = 1 / 3
    way = third**2 * (3 - 2 * third)
    points = positions_in_plot(positions[-2] + way * (positions[-1] - positions[-2]), shown.bounds, page)
    slider = page.get_by_role("slider", name="Epoch", exact=True)
    slider.evaluate(
        """(slider, epoch) => {
        Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set.call(slider, String(epoch));
        slider.dispatchEvent(new Event("input", { bubbles: true }));
    }""",
        4 + 4 * third,
    )
    expect(scatter(page)).to_have_attribute("data-epoch", "5.33")
    alone = nearest_other(points) > 14
    middles = at(plot_pixels(page), points)
    white = (middles > 235).all(1)
    assert white[alone & unsupported].mean() > 0.9
    assert not white[alone & ~unsupported].any()
    slider.evaluate('(slider) => slider.dispatchEvent(new Event("change", { bubbles: true }))')
    expect(scatter(page)).to_have_attribute("data-epoch", "4")
    still = at(plot_pixels(page), positions_in_plot(positions[-2], shown.bounds, page))
    assert not (still > 235).all(1).any()


def test_an_epoch_that_is_not_to_be_trusted_is_warned_of(page: Page, address: str):
    open_blobs(page, address)
    expect(page.get_by_role("alert")).to_have_count(0)
    pill = page.get_by_role("button", name="Trust 90.0%")
    pill.focus()
    page.keyboard.press("Enter")
    trust = page.get_by_role("group", name=f"Projection quality at epoch {LAST_EPOCH}")
    expect(trust).to_be_visible()
    expect(trust).to_contain_text("Trustworthiness 90.0% ± 0.2%")
    expect(trust).to_contain_text("Neighbor recall 90.0% ± 0.2%")
    page.keyboard.press("Escape")
    expect(trust).to_have_count(0)
    expect(pill).to_be_focused()
    show_epoch(page, 1)
    expect(page.get_by_role("alert")).to_contain_text("Trustworthiness 62.0%, under 80%")
    expect(page.get_by_role("button", name="Trust 62.0%")).to_have_class("trust-pill warns")


def test_the_selected_keep_their_color_and_their_class_stays_countable(page: Page, address: str):
    open_blobs(page, address, "?selected=3")
    cat = legend_color(page, "cat")
    expect(page.get_by_role("button", name="cat", exact=True)).to_contain_text("1\u2009/\u200930")
    assert 20 < colored(plot_pixels(page), cat).sum() < 300


def test_nothing_but_the_colors_changes_with_them(page: Page, address: str, blobs: RunReader):
    open_blobs(page, address)
    _, points = apart(blobs, page)
    before = plot_pixels(page)
    color_by(page, "Confidence")
    after = plot_pixels(page)
    shown = blobs.manifest.projection("block", SETTINGS[1])
    everywhere = positions_in_plot(blobs.projection("block", SETTINGS[1])[-1], shown.bounds, page)
    assert np.array_equal(after[~discs(everywhere, after)], before[~discs(everywhere, before)])
    color_by(page, "True class")
    assert np.array_equal(plot_pixels(page), before)
    assert len(points) > 20
