"""The ways that selected samples and the centers of classes took so far are drawn, and nothing of those to come."""

import re
from itertools import pairwise

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from browser.blobs import CLASSES, EPOCHS, LABELS, SETTINGS
from browser.naming import boxes_of
from browser.pixels import at, discs, inked, legend_color, plot_pixels, positions_in_plot
from browser.selecting import selected_words, where
from browser.steps import LAST_EPOCH, class_button, open_blobs, play_past, scatter, show_epoch, wait_for_epochs
from epochscope.store import RunReader
from epochscope.store.testing import SLOW

pytestmark = pytest.mark.by_link

# Of one class alone, most of what lies between the first cloud and the last position is free.
SAMPLE, ALONE = 42, "only=2"
OWN = LABELS == 2
CENTERS = "Class paths"
# Half of a center's width, and half of that within its ring, in CSS pixels.
CENTER, WITHIN = 7, 5
RING = np.array([18, 23, 38])


def way(blobs: RunReader, page: Page, sample: int) -> np.ndarray:
    """Return where a sample must be at each epoch, (5, 2)."""
    return np.stack([where(blobs, page, epoch)[sample] for epoch in EPOCHS])


def between(begin: np.ndarray, end: np.ndarray) -> np.ndarray:
    """Return points (N, 2) on the line between two others, about a pixel apart."""
    steps = max(3, int(np.hypot(*(end - begin))))
    return begin + np.linspace(0, 1, steps)[1:-1, None] * (end - begin)


def free(line: np.ndarray, taken: np.ndarray, pixels: np.ndarray, radius: float = 8) -> np.ndarray:
    """Return those points of a line (N, 2) that are far from every one of `taken` (M, 2)."""
    return line[~discs(taken, pixels, radius)[line[:, 1].astype(int), line[:, 0].astype(int)]]


def ink(pixels: np.ndarray, points: np.ndarray) -> float:
    """Return how much of a color is at points (N, 2) on the mean, 0 to 765."""
    return float((255 - at(pixels, points)).sum(1).mean())


@pytest.mark.parametrize("epoch", [2, LAST_EPOCH])
def test_the_way_of_a_selected_sample_is_drawn_up_to_the_epoch_shown(
    page: Page, address: str, blobs: RunReader, epoch: int
):
    open_blobs(page, address, f"?epoch={epoch}&{ALONE}&selected={selected_words([SAMPLE])}")
    pixels, stops = plot_pixels(page), way(blobs, page, SAMPLE)
    points, now = where(blobs, page, epoch)[OWN], EPOCHS.index(epoch)
    lines = [between(begin, end) for begin, end in pairwise(stops)]
    drawn, coming = lines[:now], lines[now:]
    for line in drawn:
        seen = free(line, points, pixels)
        assert len(seen) >= 5
        assert inked(at(pixels, seen)[:, None]).all()
    for line in coming:
        unseen = free(line, np.concatenate([points, *drawn]), pixels)
        assert len(unseen) >= 5
        assert not inked(at(pixels, unseen)[:, None]).any()
    reach = discs(points, pixels, 8) | discs(np.concatenate(drawn), pixels, 2.5)
    assert not inked(pixels)[~reach].any()


def test_a_way_is_in_the_color_of_the_class_and_fades_with_age(page: Page, address: str, blobs: RunReader):
    open_blobs(page, address, f"?{ALONE}&selected={selected_words([SAMPLE])}")
    pixels, stops = plot_pixels(page), way(blobs, page, SAMPLE)
    points = where(blobs, page)[OWN]
    lines = [free(between(begin, end), points, pixels) for begin, end in pairwise(stops)]
    inks = [ink(pixels, line) for line in lines]
    assert inks == sorted(inks)
    assert inks[-1] > 2.5 * inks[0]
    share = (255 - at(pixels, lines[-1])) / (256 - legend_color(page, CLASSES[LABELS[SAMPLE]]))
    assert np.ptp(share, 1).max() < 0.1


def test_between_two_epochs_the_way_ends_at_the_sample(page: Page, address: str, blobs: RunReader):
    open_blobs(page, address, f"?epoch=0&{ALONE}&selected={selected_words([SAMPLE])}")
    before = inked(plot_pixels(page))
    play_past(page, 2.5)
    wait_for_epochs(page, len(EPOCHS))
    epoch = int(scatter(page).get_attribute("data-epoch") or 0)
    pixels, stops, now = plot_pixels(page), way(blobs, page, SAMPLE), EPOCHS.index(epoch)
    assert inked(pixels).sum() > before.sum()
    unseen = np.concatenate([between(*stops[step : step + 2]) for step in range(now, len(EPOCHS) - 1)])
    points = where(blobs, page, epoch)[OWN]
    drawn = [between(*stops[step : step + 2]) for step in range(now)]
    assert not inked(at(pixels, free(unseen, np.concatenate([points, *drawn]), pixels))[:, None]).any()


def test_a_hidden_sample_has_no_way(page: Page, address: str, blobs: RunReader):
    open_blobs(page, address, f"?{ALONE}&selected={selected_words([SAMPLE + 1])}")
    pixels = plot_pixels(page)
    assert not inked(pixels)[~discs(where(blobs, page)[OWN], pixels)].any()
    class_button(page, CLASSES[LABELS[SAMPLE + 1]]).click()
    pixels = plot_pixels(page)
    both = where(blobs, page)[np.isin(LABELS, LABELS[[SAMPLE, SAMPLE + 1]])]
    assert inked(pixels)[~discs(both, pixels)].sum() > 100


def test_the_ways_of_very_many_samples_are_not_drawn_and_that_is_said(page: Page, long_address: str):
    page.goto(f"{long_address}#/run/slow?epoch=3&samples=2002")
    wait_for_epochs(page, len(SLOW.epochs))
    words = page.get_by_text("Trajectories are drawn for up to 1,000 selected samples.")
    before, button = inked(plot_pixels(page)).mean(), page.get_by_role("button", name="Select all shown")
    button.click()
    expect(words).to_be_visible()
    assert inked(plot_pixels(page)).mean() < 1.7 * before
    page.keyboard.press("Escape")
    page.get_by_role("slider", name="Samples shown").fill("500")
    fewer = inked(plot_pixels(page)).mean()
    button.click()
    expect(page.get_by_text("500 selected")).to_be_visible()
    expect(words).to_have_count(0)
    assert inked(plot_pixels(page)).mean() > 1.4 * fewer


def centers(blobs: RunReader, page: Page, epoch: int = LAST_EPOCH) -> np.ndarray:
    """Return where the middle of each class must be in the plot, (10, 2)."""
    positions = blobs.projection("block", SETTINGS[1])[EPOCHS.index(epoch)]
    means = np.stack([positions[number == LABELS].mean(0) for number in range(len(CLASSES))])
    return positions_in_plot(means, blobs.manifest.projection("block", SETTINGS[1]).bounds, page)


def ringed(pixels: np.ndarray, points: np.ndarray) -> np.ndarray:
    """Return which points (N, 2) have the dark ring of a center around them."""
    angles = np.linspace(0, 2 * np.pi, 12, endpoint=False)
    around = points[:, None] + (CENTER - 1) * np.stack([np.cos(angles), np.sin(angles)], 1)
    return (np.abs(at(pixels, around.reshape(-1, 2)) - RING).max(1) < 70).reshape(len(points), -1).all(1)


@pytest.mark.parametrize("epoch", [4, LAST_EPOCH])
def test_the_centers_of_the_classes_are_discs_and_their_names_stay_the_same(
    page: Page, address: str, blobs: RunReader, epoch: int
):
    open_blobs(page, address, f"?epoch={epoch}")
    before, middles, names = plot_pixels(page), centers(blobs, page, epoch), boxes_of(page)
    assert not ringed(before, middles).any()
    assert sorted(names) == sorted(CLASSES)
    page.get_by_label(CENTERS).check()
    pixels = plot_pixels(page)
    assert ringed(pixels, middles).all()
    for name, color in zip(CLASSES, at(pixels, middles), strict=True):
        assert np.abs(color - legend_color(page, name)).max() <= 24
    assert boxes_of(page) == names
    page.get_by_label(CENTERS).uncheck()
    assert np.array_equal(plot_pixels(page), before)
    assert boxes_of(page) == names


def test_the_centers_move_with_the_epoch_and_leave_a_way(page: Page, address: str, blobs: RunReader):
    open_blobs(page, address, f"?epoch={LAST_EPOCH}&{ALONE}")
    without = plot_pixels(page)
    page.get_by_label(CENTERS).check()
    bird = CLASSES.index("bird")
    stops = np.stack([centers(blobs, page, epoch)[bird] for epoch in EPOCHS])
    # Wider than the way of a sample, with an edge.
    line = np.concatenate([between(begin, end) for begin, end in pairwise(stops)])
    seen = free(line[2:], where(blobs, page)[OWN], without, 10)
    pixels = plot_pixels(page)
    assert len(seen) > 60
    for aside in (-1, 0, 1):
        assert inked(at(pixels, seen + aside)[:, None]).all()
    assert not inked(at(without, seen)[:, None]).any()
    show_epoch(page, 2)
    earlier = plot_pixels(page)
    assert ringed(earlier, stops[[EPOCHS.index(2)]]).all()
    assert not ringed(earlier, stops[[-1]]).any()
    assert not inked(at(earlier, stops[[-1]])[:, None]).any()


def test_hidden_classes_have_no_center(page: Page, address: str, blobs: RunReader):
    open_blobs(page, address, "?centers=1")
    middles = centers(blobs, page)
    assert ringed(plot_pixels(page), middles).all()
    for name in ("bird", "truck"):
        class_button(page, name).click()
    hidden = np.isin(CLASSES, ["bird", "truck"])
    pixels = plot_pixels(page)
    assert ringed(pixels, middles[~hidden]).all()
    assert not inked(pixels)[discs(middles[hidden], pixels, WITHIN)].any()


def test_the_centers_are_of_the_samples_shown(page: Page, address: str, blobs: RunReader):
    # One sample of each class, which is its center.
    open_blobs(page, address, "?centers=1&samples=10")
    pixels, points = plot_pixels(page), where(blobs, page)
    assert sorted(LABELS[ringed(pixels, points)]) == list(range(len(CLASSES)))


def test_the_centers_are_in_the_address(page: Page, address: str):
    open_blobs(page, address)
    page.get_by_label(CENTERS).check()
    page.wait_for_url(re.compile("&centers=1$"))
    before = plot_pixels(page)
    page.reload()
    wait_for_epochs(page, len(EPOCHS))
    expect(page.get_by_label(CENTERS)).to_be_checked()
    assert np.array_equal(plot_pixels(page), before)
    page.get_by_label(CENTERS).uncheck()
    page.wait_for_url(re.compile("epoch=8$"))
