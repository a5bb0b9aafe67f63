"""Where there is no plot, the page says why and what to do."""

import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from browser.blobs import SETTINGS
from browser.network import UNREACHABLE, answer_without
from browser.pixels import inked, plot_pixels
from browser.server import Server
from browser.steps import choose_layer, open_blobs, scatter, wait_for_epochs
from browser.watch import Watch
from epochscope.store import layout


def test_an_empty_store_names_the_command_that_fills_it(page: Page, empty_address: str):
    page.goto(empty_address)
    expect(page.get_by_role("heading", name="No runs yet")).to_be_visible()
    expect(page.get_by_text("epochscope demo", exact=True)).to_be_visible()
    expect(scatter(page)).to_have_attribute("data-state", "empty")
    expect(page.get_by_label("Run")).to_be_disabled()


def test_a_layer_without_projection_is_listed_with_the_command_that_makes_it(page: Page, address: str):
    open_blobs(page, address)
    head = page.get_by_role("radio", name="head")
    expect(head).to_be_disabled()
    expect(head).to_have_accessible_description(
        "not projected Not projected yet. Run this in the store folder: epochscope project blobs --layers head"
    )
    page.get_by_role("button", name="1 not projected").click()
    expect(page.get_by_text("epochscope project blobs --layers head")).to_be_visible()


def test_a_run_without_projections_names_the_command_that_makes_them(page: Page, address: str):
    page.goto(f"{address}#/run/unseen")
    expect(page.get_by_role("heading", name="This run has no projection yet")).to_be_visible()
    expect(page.get_by_text("epochscope project unseen", exact=True)).to_be_visible()
    expect(scatter(page)).to_have_attribute("data-state", "empty")


def test_a_broken_run_is_listed_with_its_problem_and_cannot_be_chosen(page: Page, address: str):
    open_blobs(page, address)
    torn = page.get_by_label("Run").locator("option[value=torn]")
    expect(torn).to_be_disabled()
    expect(torn).to_contain_text("torn (run.json of run 'torn' ")


def test_a_link_to_a_broken_run_says_what_is_wrong_with_it(page: Page, address: str):
    page.goto(f"{address}#/run/torn")
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("Run “torn” can’t be shown")
    expect(alert).to_contain_text("run.json of run 'torn' ")
    expect(alert).to_contain_text("epochscope check torn")
    expect(scatter(page)).to_have_attribute("data-state", "failed")


def test_a_command_that_names_a_run_is_true_in_the_folder_of_the_store(page: Page, address: str, shared_store: Path):
    page.goto(f"{address}#/run/torn")
    expect(page.get_by_role("alert")).to_contain_text("Run this in the store folder:")
    words = page.get_by_role("alert").locator("code").inner_text().split()
    assert words.pop(0) == "epochscope"
    command = [sys.executable, "-m", "epochscope.command_line", *words]
    said = subprocess.run(command, cwd=shared_store, capture_output=True, text=True, timeout=60, check=False)
    assert "run.json of run 'torn' " in said.stdout + said.stderr


def test_a_link_to_an_unknown_run_offers_the_runs_that_exist(page: Page, address: str):
    page.goto(f"{address}#/run/nope")
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("There is no run “nope”")
    expect(alert.get_by_role("link")).to_have_text(["blobs", "tiny", "unseen"])
    alert.get_by_role("link", name="blobs").click()
    wait_for_epochs(page, 5)
    assert inked(plot_pixels(page)).sum() > 5000


# The server before the page, so that it outlives it: a page complains of answers that are cut off.
def test_a_damaged_file_is_named_and_retry_comes_back_once_it_is_whole(stoppable: Server, page: Page, watch: Watch):
    watch.announce("422 (UNPROCESSABLE ENTITY)")
    open_blobs(page, stoppable.address)
    file = stoppable.store / "blobs" / layout.projection("stem", SETTINGS[1])
    whole = file.read_bytes()
    file.write_bytes(whole[:100])
    choose_layer(page, "stem")
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("Couldn’t load the projection")
    expect(alert).to_contain_text("run 'blobs'")
    expect(alert.locator("code")).to_have_text("epochscope check blobs")
    file.write_bytes(whole)
    alert.get_by_role("button", name="Retry").click()
    wait_for_epochs(page, 5)


def test_from_a_damaged_layer_one_click_leads_back_to_the_plot(stoppable: Server, page: Page, watch: Watch):
    watch.announce("422 (UNPROCESSABLE ENTITY)")
    open_blobs(page, stoppable.address)
    before = plot_pixels(page)
    (stoppable.store / "blobs" / layout.projection("stem", SETTINGS[1])).write_bytes(b"torn")
    choose_layer(page, "stem")
    page.get_by_role("alert").get_by_role("button", name="Show block").click()
    wait_for_epochs(page, 5)
    assert (plot_pixels(page) == before).all()
    # A link to the damaged layer leads to the one next to it.
    page.goto(f"{stoppable.address}#/run/blobs?layer=stem")
    page.reload()
    page.get_by_role("alert").get_by_role("button", name="Show block").click()
    wait_for_epochs(page, 5)


def test_a_stopped_server_shows_a_message_and_retry_recovers(stoppable: Server, page: Page, watch: Watch):
    # Refused are requests to come, and cut off the answers that were on their way.
    watch.announce("net::ERR_")
    open_blobs(page, stoppable.address)
    before = plot_pixels(page)
    stoppable.stop()
    choose_layer(page, "stem")
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text(UNREACHABLE)
    expect(alert.get_by_text("epochscope serve", exact=True)).to_be_visible()
    alert.get_by_role("button", name="Retry").click()
    expect(alert).to_contain_text(UNREACHABLE)
    stoppable.start()
    alert.get_by_role("button", name="Retry").click()
    wait_for_epochs(page, 5)
    choose_layer(page, "block")
    wait_for_epochs(page, 5)
    assert (plot_pixels(page) == before).all()


@pytest.mark.own_page
@pytest.mark.both_hosts
def test_a_lost_connection_shows_a_message_and_retry_recovers(page: Page, address: str, watch: Watch):
    watch.announce("net::ERR_")
    open_blobs(page, address)
    page.context.set_offline(True)
    choose_layer(page, "stem")
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text(UNREACHABLE)
    page.context.set_offline(False)
    alert.get_by_role("button", name="Retry").click()
    wait_for_epochs(page, 5)


@pytest.mark.own_page
def test_an_export_does_not_suggest_starting_a_server(page: Page, static_address: str, watch: Watch):
    watch.announce("net::ERR_")
    open_blobs(page, static_address)
    page.context.set_offline(True)
    choose_layer(page, "stem")
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text(UNREACHABLE)
    expect(alert.locator("code")).to_have_count(0)


@pytest.mark.parametrize("answer", [None, "<!doctype html>", "cut({"])
def test_a_page_whose_script_does_not_come_says_so(page: Page, address: str, watch: Watch, answer: str | None):
    watch.announce("net::ERR_", "Failed to load", "page error")
    page.route("**/assets/index-*.js", lambda route: route.fulfill(body=answer) if answer else route.abort())
    page.goto(address)
    words = page.get_by_text("The script of this page hasn’t arrived. Reload the page to try again.")
    expect(words).to_be_hidden()
    page.evaluate("for (const wait of document.getAnimations()) wait.finish()")
    expect(words).to_be_visible()


def test_a_page_that_cannot_go_on_says_so(page: Page, address: str, watch: Watch):
    watch.announce("page error", "console error")
    answer_without(page, ("thumbnails", []))
    page.goto(f"{address}#/run/blobs?selected=0~9")
    expect(page.get_by_role("alert")).to_contain_text("Reload it to try again.")
