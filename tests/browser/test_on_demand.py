"""A setting that is not there yet is laid out while one looks, by a real job, and the page goes on meanwhile."""

import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Locator, Page, expect

from browser.axe import violations
from browser.blobs import EPOCHS, LABELS, SETTINGS, write_blobs
from browser.pixels import REACH, at, inked, plot_pixels, positions_in_plot
from browser.server import Server, serving
from browser.steps import class_button, expect_epoch, open_blobs, show_epoch, wait_for_epochs
from browser.watch import Watch
from epochscope.sharing.compact import CopyChoice, write_compact_copy
from epochscope.store import RunReader, RunWriter, Setting
from epochscope.store.testing import SLOW, write_run

NEW = Setting(7, 0.25)
# The first job on a machine compiles for half a minute, and longer where it is busy.
LONG = 240_000


# Before the page in every test below, so that they outlive it: a page complains of answers that are cut off.
@pytest.fixture
def reading(tmp_path: Path) -> Iterator[Server]:
    """A server that takes no jobs, as a static host."""
    write_blobs(tmp_path / "runs" / "blobs")
    with serving(tmp_path / "runs", "--read-only") as server:
        yield server


@pytest.fixture
def copied(tmp_path: Path) -> Iterator[Server]:
    """A server of nothing but a compact copy."""
    whole = write_blobs(tmp_path / "whole" / "blobs")
    write_compact_copy(whole, tmp_path / "runs" / "blobs", CopyChoice())
    with serving(tmp_path / "runs") as server:
        yield server


@pytest.fixture
def slow(tmp_path: Path) -> Iterator[Server]:
    """A server of the run that takes long to lay out."""
    write_run(tmp_path / "runs" / "slow", SLOW)
    with serving(tmp_path / "runs") as server:
        yield server


def request_setting(page: Page, n_neighbors: int, min_dist: float) -> None:
    """Request a setting, with the keyboard only."""
    button = page.get_by_role("button", name="Compute another setting…")
    if button.get_attribute("aria-expanded") == "false":
        button.focus()
        page.keyboard.press("Enter")
    page.get_by_role("spinbutton", name="n_neighbors").fill(str(n_neighbors))
    page.get_by_role("spinbutton", name="min_dist").fill(str(min_dist))
    page.keyboard.press("Enter")


def progress(page: Page) -> Locator:
    return page.get_by_role("progressbar", name=re.compile("^Computing "))


def test_a_server_that_only_reads_offers_nothing(reading: Server, page: Page):
    open_blobs(page, reading.address)
    expect(page.get_by_label("n_neighbors")).to_be_visible()
    expect(page.get_by_role("button", name="Compute another setting…")).to_have_count(0)


def test_a_compact_copy_offers_nothing_and_says_that_it_is_one(copied: Server, page: Page):
    open_blobs(page, copied.address)
    expect(page.get_by_label("n_neighbors")).to_be_visible()
    expect(page.get_by_role("button", name="Compute another setting…")).to_have_count(0)
    expect(page.get_by_role("banner")).to_contain_text("compact copy")
    page.get_by_role("button", name="1 not projected").click()
    expect(page.get_by_text("Not projected in this copy of the run.")).to_be_visible()
    expect(page.get_by_text("epochscope project")).to_have_count(0)


def test_a_new_setting_is_laid_out_while_the_plot_stays_and_is_then_shown(stoppable: Server, page: Page):
    open_blobs(page, stoppable.address)
    show_epoch(page, 4)
    class_button(page, "cat").click()
    before = plot_pixels(page)
    request_setting(page, NEW.n_neighbors, NEW.min_dist)
    expect(progress(page)).to_be_visible()
    assert np.array_equal(plot_pixels(page), before)
    expect(page.get_by_text("Projection ready: block, n_neighbors 7, min_dist 0.25.")).to_be_visible(timeout=LONG)
    expect(page.get_by_role("combobox", name="n_neighbors")).to_have_value("7")
    expect(page.get_by_role("combobox", name="min_dist")).to_have_value("0.25")
    wait_for_epochs(page, len(EPOCHS))
    expect_epoch(page, 4)
    expect(class_button(page, "cat")).to_have_attribute("aria-pressed", "false")
    run = RunReader.at(stoppable.store / "blobs")
    points = run.projection("block", NEW)[EPOCHS.index(4)]
    shown = positions_in_plot(points, run.manifest.projection("block", NEW).bounds, page)
    assert inked(at(plot_pixels(page), shown[LABELS != 3])[:, None])[:, 0].all()
    page.wait_for_url("**&n=7&d=0.25&*")
    page.reload()
    wait_for_epochs(page, len(EPOCHS))
    expect(page.get_by_role("combobox", name="n_neighbors")).to_have_value("7")


def test_a_camera_that_was_moved_stays_though_the_run_has_one_projection_more(stoppable: Server, page: Page):
    # The job places the made-up layouts for the first time, which moves their extents.
    before = RunReader.at(stoppable.store / "blobs").manifest.projection("block", SETTINGS[1]).bounds
    open_blobs(page, stoppable.address)
    page.mouse.move(500, 400)
    page.mouse.down()
    page.mouse.move(560, 370, steps=3)
    page.mouse.up()
    page.mouse.move(5, 5)
    request_setting(page, NEW.n_neighbors, NEW.min_dist)
    expect(page.get_by_role("combobox", name="n_neighbors")).to_have_value("7", timeout=LONG)
    wait_for_epochs(page, len(EPOCHS))
    run = RunReader.at(stoppable.store / "blobs")
    moved = positions_in_plot(run.projection("block", NEW)[-1], before, page) + np.array([60, -30])
    pixels = plot_pixels(page)
    height, width = pixels.shape[:2]
    inside = ((moved > REACH) & (moved < [width - REACH, height - REACH])).all(axis=1)
    assert inside.sum() > 150
    assert inked(at(pixels, moved[inside])[:, None])[:, 0].all()


def test_a_job_can_be_found_again_after_a_reload_and_canceled(slow: Server, page: Page):
    page.goto(slow.address)
    wait_for_epochs(page, len(SLOW.epochs))
    before = plot_pixels(page)
    request_setting(page, 200, 0.1)
    expect(page.get_by_text("Projecting all epochs")).to_be_visible(timeout=LONG)
    assert violations(page) == ""
    page.reload()
    wait_for_epochs(page, len(SLOW.epochs))
    expect(progress(page)).to_be_visible()
    page.get_by_role("button", name="Cancel").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("deep, n_neighbors 200, min_dist 0.1 was canceled.")).to_be_visible(timeout=LONG)
    expect(progress(page)).to_have_count(0)
    assert np.array_equal(plot_pixels(page), before)
    assert len(RunReader.at(slow.store / "slow").manifest.projections) == 1


def test_a_failed_job_shows_its_message(stoppable: Server, page: Page):
    open_blobs(page, stoppable.address)
    with RunWriter.at(stoppable.store / "blobs").projecting():
        request_setting(page, NEW.n_neighbors, NEW.min_dist)
        words = ": another process is projecting run 'blobs'; wait for it or stop it"
        expect(page.get_by_text(words)).to_be_visible(timeout=LONG)
    expect(page.get_by_role("combobox", name="n_neighbors")).to_have_value("15")


def test_impossible_values_are_not_requested(stoppable: Server, page: Page, watch: Watch):
    open_blobs(page, stoppable.address)
    request_setting(page, 300, 0.25)
    expect(page.get_by_text("From 2 to 299.")).to_be_visible()
    expect(page.locator("input:invalid")).to_have_attribute("name", "n_neighbors")
    assert watch.requests.count(f"{stoppable.address}api/runs/blobs/jobs") == 1


def test_a_restarted_server_has_forgotten_the_job_and_takes_the_next(slow: Server, page: Page, watch: Watch):
    watch.announce("ERR_", "404 (NOT FOUND)")
    page.goto(slow.address)
    wait_for_epochs(page, len(SLOW.epochs))
    request_setting(page, 200, 0.1)
    expect(progress(page)).to_be_visible()
    slow.stop()
    expect(page.get_by_text("Can’t reach the server; retrying")).to_be_visible()
    slow.start()
    expect(page.get_by_text("The server no longer reports the progress of the projection")).to_be_visible()
    expect(progress(page)).to_have_count(0)
    request_setting(page, 9, 0.1)
    expect(progress(page)).to_be_visible()
