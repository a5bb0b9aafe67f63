"""The epochs are scrubbed, stepped and played."""

import re

import pytest
from playwright.sync_api import Page, expect

from browser.blobs import EPOCHS
from browser.pixels import picture
from browser.steps import (
    LAST_EPOCH,
    epoch_slider,
    expect_epoch,
    open_blobs,
    scatter,
    show_epoch,
    wait_for_rest,
    watch_epochs,
    watched_epochs,
)

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
    page.get_by_role("button", name="Play").click()
    expect(page.get_by_role("button", name="Pause")).to_be_visible()
    expect(scatter(page)).to_have_attribute("data-epoch", re.compile(r"^[12]"))
    assert min(watched_epochs(page)) < 0.5
    page.get_by_role("button", name="Pause").click()


def test_pausing_stops_at_an_epoch(page: Page, address: str):
    open_blobs(page, address, "?epoch=0")
    page.get_by_role("button", name="Play").click()
    expect(scatter(page)).to_have_attribute("data-epoch", re.compile(r"^\d\.\d"))
    page.get_by_role("button", name="Pause").click()
    expect(page.get_by_role("button", name="Play")).to_be_visible()
    wait_for_rest(page)
    epoch = int(scatter(page).get_attribute("data-epoch") or -1)
    assert epoch in EPOCHS
    expect_epoch(page, epoch)
    still = picture(page)
    assert (picture(page) == still).all()
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
    show_epoch(page, 2)
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
    expect(page.get_by_role("button", name="Pause")).to_be_visible()
    expect(page.get_by_role("button", name="Play")).to_be_visible()
    assert set(watched_epochs(page)) == set(EPOCHS)


@STILL
def test_accuracy_is_said_for_the_epoch_on_screen(page: Page, address: str):
    open_blobs(page, address)
    timeline = page.get_by_role("region", name="Timeline")
    expect(timeline).to_contain_text("train accuracy 98.0 %")
    expect(timeline).to_contain_text("test accuracy 90.0 %")
    show_epoch(page, 1)
    expect(timeline).to_contain_text("train accuracy 36.4 %")
    show_epoch(page, 0)
    expect(timeline).to_contain_text("the untrained network, no accuracy recorded")
