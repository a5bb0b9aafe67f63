"""The epochs are scrubbed, stepped and played."""

import re
from itertools import pairwise

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from browser.blobs import EPOCHS
from browser.network import hold, let_go
from browser.pixels import assert_samples_are, at, discs, frozen, inked, plot_pixels
from browser.selecting import click, where
from browser.steps import (
    LAST_EPOCH,
    choose_layer,
    epoch_slider,
    expect_epoch,
    expect_soon,
    open_blobs,
    play_past,
    scatter,
    show_epoch,
    wait_for_rest,
    watch_epochs,
    watched_epochs,
)
from epochscope.store import RunReader

pytestmark = pytest.mark.by_link

STILL = pytest.mark.parametrize("page_options", [{"reduced_motion": "reduce"}], ids=["reduced motion"])


@STILL
def test_the_buttons_step_through_the_epochs_that_there_are(page: Page, address: str):
    open_blobs(page, address, "?epoch=0")
    back, forth = (page.get_by_role("button", name=f"{which} epoch") for which in ("Previous", "Next"))
    expect(back).to_be_disabled()
    for epoch in EPOCHS[1:]:
        forth.click()
        expect_epoch(page, epoch)
    expect(forth).to_be_disabled()
    back.click()
    expect_epoch(page, EPOCHS[-2])


def test_an_epoch_that_was_not_recorded_gives_the_nearest_one(page: Page, address: str):
    open_blobs(page, address, "?epoch=0")
    epoch_slider(page).fill("7")
    expect_epoch(page, 8)


def test_playing_goes_through_every_epoch_to_the_last_and_stops_there(page: Page, address: str):
    open_blobs(page, address, "?epoch=0")
    page.get_by_label("Speed").select_option("4")
    watch_epochs(page)
    page.get_by_role("button", name="Play").click()
    expect_epoch(page, LAST_EPOCH)
    expect(page.get_by_role("button", name="Play")).to_be_visible()
    epochs = watched_epochs(page)
    assert epochs == sorted(epochs)
    assert epochs[-1] == LAST_EPOCH
    assert len(set(epochs) - set(EPOCHS)) >= 5  # it goes smoothly


def test_playing_from_the_last_epoch_starts_over(page: Page, address: str):
    open_blobs(page, address)
    watch_epochs(page)
    play_past(page, 1)
    assert min(watched_epochs(page)) < 0.5


def test_pausing_stops_at_an_epoch(page: Page, address: str):
    open_blobs(page, address, "?epoch=0")
    play_past(page, 1.3)
    wait_for_rest(page)
    epoch = int(scatter(page).get_attribute("data-epoch") or -1)
    assert epoch in EPOCHS
    expect_epoch(page, epoch)
    still = plot_pixels(page)
    assert (plot_pixels(page) == still).all()
    assert epoch < LAST_EPOCH


@STILL
def test_the_keys_step_jump_and_play(page: Page, address: str):
    open_blobs(page, address)
    for key, epoch in (("Home", 0), ("ArrowRight", 1), ("ArrowRight", 2), ("ArrowLeft", 1), ("End", LAST_EPOCH)):
        page.keyboard.press(key)
        expect_epoch(page, epoch)
    page.keyboard.press("Space")
    expect(page.get_by_role("button", name="Pause")).to_be_visible()
    page.keyboard.press("Space")
    expect(page.get_by_role("button", name="Play")).to_be_visible()


def test_keys_belong_to_the_field_that_has_the_focus(page: Page, address: str):
    open_blobs(page, address, "?epoch=2")
    watch_epochs(page)
    page.get_by_label("Speed").focus()
    page.keyboard.press("Home")
    expect(page.get_by_label("Speed")).to_have_value("0.5")
    page.get_by_role("slider", name="Samples shown").focus()
    page.keyboard.press("Home")
    expect(page.get_by_role("status")).to_have_text("showing 1 of 300")
    page.get_by_role("radio", name="Light").focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("radio", name="Dark")).to_be_checked()
    assert watched_epochs(page) == []
    expect_epoch(page, 2)


def test_space_on_a_button_presses_that_button_only(page: Page, address: str):
    open_blobs(page, address, "?epoch=0")
    page.get_by_role("button", name="Next epoch").press("Space")
    expect_epoch(page, 1)
    expect(page.get_by_role("button", name="Play")).to_be_visible()


@STILL
def test_keys_on_the_epoch_slider_step_over_the_gaps(page: Page, address: str):
    open_blobs(page, address, "?epoch=2")
    epoch_slider(page).focus()
    for key, epoch in (("ArrowRight", 4), ("ArrowRight", 8), ("ArrowLeft", 4), ("Home", 0), ("End", 8)):
        page.keyboard.press(key)
        expect_epoch(page, epoch)


def test_epochs_glide_into_each_other(page: Page, address: str):
    open_blobs(page, address, "?epoch=1")
    watch_epochs(page)
    page.get_by_role("button", name="Next epoch").click()
    expect_epoch(page, 2)
    between = [epoch for epoch in watched_epochs(page) if 1 < epoch < 2]
    assert between == sorted(between)
    assert between


@STILL
def test_with_reduced_motion_epochs_are_cut(page: Page, address: str):
    open_blobs(page, address, "?epoch=0")
    watch_epochs(page)
    show_epoch(page, LAST_EPOCH)
    page.get_by_label("Speed").select_option("4")
    page.get_by_role("button", name="Play").click()
    page.wait_for_function("() => window.drawnEpochs.includes(4) && window.drawnEpochs.at(-1) === 8")
    expect(page.get_by_role("button", name="Play")).to_be_visible()
    assert set(watched_epochs(page)) == set(EPOCHS)


@STILL
def test_accuracy_is_said_for_the_epoch_on_screen(page: Page, address: str):
    open_blobs(page, address)
    summary = page.locator(".metrics")
    expect(summary).to_have_accessible_name("Accuracy: train 98.0%, test 90.0%")
    expect(summary).to_be_visible()
    show_epoch(page, 1)
    expect(summary).to_contain_text("train 36.4%")
    summary.click()
    details = page.get_by_role("dialog", name="Accuracy and loss at epoch 1").get_by_role("row")
    expect(details).to_have_text([re.compile("accuracy.*loss"), re.compile("train.*36.4%"), re.compile("test")])
    page.keyboard.press("Escape")
    show_epoch(page, 0)
    expect(summary).to_have_text("untrained network, no accuracy recorded")


def test_with_the_loop_button_playing_begins_again_after_the_last_epoch(page: Page, address: str):
    open_blobs(page, address, "?epoch=4")
    loop = page.get_by_role("button", name="Loop")
    expect(loop).to_have_attribute("aria-pressed", "false")
    loop.click()
    expect(loop).to_have_attribute("aria-pressed", "true")
    page.get_by_label("Speed").select_option("4")
    watch_epochs(page)
    page.get_by_role("button", name="Play").click()
    page.wait_for_function("() => window.drawnEpochs.filter((epoch) => epoch === 8).length >= 2")
    expect(page.get_by_role("button", name="Pause")).to_be_visible()
    epochs = watched_epochs(page)
    rounds = [now for before, now in pairwise(epochs) if now < before]
    assert len(rounds) >= 1
    assert max(rounds) < 1
    loop.click()
    expect(page.get_by_role("button", name="Play")).to_be_visible()
    expect_epoch(page, LAST_EPOCH)


def slider_point(page: Page, share: float) -> tuple[float, float]:
    """Return where on the page a share of the slider's way is."""
    box = epoch_slider(page).bounding_box()
    assert box is not None
    return box["x"] + share * box["width"], box["y"] + box["height"] / 2


def rims_are_inked(pixels: np.ndarray, points: np.ndarray) -> np.ndarray:
    """Return at which points (N, 2) something is drawn around their middles, (N,): on the way points may be hollow."""
    angles = np.linspace(0, 2 * np.pi, 12, endpoint=False)
    around = points[:, None] + 4 * np.stack([np.cos(angles), np.sin(angles)], 1)
    return inked(at(pixels, around.reshape(-1, 2))[:, None]).reshape(len(points), -1).any(1)


@pytest.mark.parametrize(("share", "between", "nearest"), [(0.6, (4, 8), 4), (0.85, (4, 8), 8), (0.31, (2, 4), 2)])
def test_dragging_the_slider_shows_what_lies_between_and_ends_at_the_nearest_epoch(
    page: Page, address: str, blobs: RunReader, share: float, between: tuple[int, int], nearest: int
):
    open_blobs(page, address)
    page.mouse.move(*slider_point(page, 0.995))
    page.mouse.down()
    for way in (0.9, 0.7, share):
        page.mouse.move(*slider_point(page, way))
    expect(scatter(page)).to_have_attribute("data-epoch", re.compile(r"^\d\.\d\d$"))
    pixels, held = plot_pixels(page), float(scatter(page).get_attribute("data-epoch") or -1)
    before, after = between
    assert before < held < after
    assert abs(held - LAST_EPOCH * share) < 0.3
    # Still held: it stays there.
    assert np.array_equal(plot_pixels(page), pixels)
    assert scatter(page).get_attribute("data-epoch") == f"{held:.2f}"
    from_there, to_there = (where(blobs, page, epoch) for epoch in between)
    # The samples linger at the epochs and hurry between them.
    share_of_time = (held - before) / (after - before)
    points = from_there + share_of_time**2 * (3 - 2 * share_of_time) * (to_there - from_there)
    assert rims_are_inked(pixels, points).all()
    assert not inked(pixels)[~discs(points, pixels)].any()
    page.mouse.up()
    expect_epoch(page, nearest)
    page.wait_for_url(re.compile(f"epoch={nearest}$"))


def test_the_slider_names_the_epoch_and_the_accuracy(page: Page, address: str, blobs: RunReader):
    open_blobs(page, address)
    tested = {metric.epoch: metric.accuracy for metric in blobs.metrics() if metric.split == "test"}
    for epoch in (4, 1):
        show_epoch(page, epoch)
        words = f"epoch {epoch} of 8, test accuracy {100 * tested[epoch]:.0f}%"
        expect(epoch_slider(page)).to_have_attribute("aria-valuetext", words)
    show_epoch(page, 0)
    expect(epoch_slider(page)).to_have_attribute("aria-valuetext", "epoch 0 of 8")


def test_ticks_of_epochs_that_are_not_here_yet_are_paler(page: Page, address: str):
    held = hold(page, "**/pack.bin")
    page.goto(f"{address}#/run/blobs?epoch=2")
    expect(scatter(page)).to_have_attribute("data-loaded-epochs", "1")
    ticks = page.locator(".tick")
    expect(ticks).to_have_text([str(epoch) for epoch in EPOCHS])
    colors = "(ticks) => ticks.map((tick) => [getComputedStyle(tick).color, getComputedStyle(tick).opacity].join())"
    loaded = "(ticks) => ticks.map((tick) => tick.dataset.loaded === 'true')"
    expect_soon(page, lambda: ticks.evaluate_all(loaded), [epoch == 2 for epoch in EPOCHS])
    before = ticks.evaluate_all(colors)
    let_go(page, held)
    expect_soon(page, lambda: ticks.evaluate_all(loaded), [True] * len(EPOCHS))
    after = ticks.evaluate_all(colors)
    assert [pale != full for pale, full in zip(before, after, strict=True)] == [epoch != 2 for epoch in EPOCHS]


@pytest.mark.own_page
def test_points_have_tails_while_playing_and_glide_to_the_next_layer(page: Page, address: str, blobs: RunReader):
    page.clock.install()
    open_blobs(page, address, "?epoch=0&layer=stem&names=0")
    page.clock.pause_at(page.evaluate("() => Date.now()") + 60_000)
    page.get_by_role("button", name="Play").click()
    page.clock.run_for(1_500)
    now = float(scatter(page).get_attribute("data-epoch") or -1)
    assert now % 1
    beyond = inked(frozen(page))
    page.get_by_role("button", name="Pause").click()
    page.clock.run_for(3_000)
    epoch = int(scatter(page).get_attribute("data-epoch") or -1)
    at_rest = frozen(page)
    assert_samples_are(where(blobs, page, epoch, "stem"), at_rest)
    assert beyond.sum() > 1.1 * inked(at_rest).sum()

    choose_layer(page, "block")
    expect(scatter(page)).to_have_attribute("data-still", "false")
    page.clock.run_for(20)
    begin, end = where(blobs, page, epoch, "stem"), where(blobs, page, epoch)
    early, target = shares_of_glide(frozen(page), begin, end), end[0]
    click(page, target)
    page.clock.run_for(100)
    late = shares_of_glide(frozen(page), begin, end)
    assert 0 < len(early) < 10
    assert early.max() < late.min() <= late.max() < 0.9
    page.clock.run_for(1_000)
    expect(scatter(page)).to_have_attribute("data-still", "true")
    assert_samples_are(end, frozen(page))
    assert "selected=" not in page.url
    click(page, target)
    page.clock.run_for(1_000)
    expect(page).to_have_url(re.compile("selected="))


def shares_of_glide(pixels: np.ndarray, begin: np.ndarray, end: np.ndarray) -> np.ndarray:
    """Return the shares of the way from points (N, 2) to others at which all samples may be, (shares,)."""
    shares = np.linspace(0, 1, 51)
    return shares[[inked(at(pixels, begin + share * (end - begin))[:, None]).all() for share in shares]]
