"""axe-core finds nothing to object to, in light and in dark."""

import re

import pytest
from playwright.sync_api import Page, expect

from browser.axe import violations
from browser.blobs import SETTINGS
from browser.server import Server
from browser.steps import class_button, open_blobs, open_each_tool
from browser.watch import Watch
from epochscope.store import layout


def test_the_page_with_a_plot_is_accessible(page: Page, address: str):
    open_blobs(page, address)
    class_button(page, "bird").click()
    assert violations(page) == ""


def test_a_notice_about_what_a_link_names_in_vain_is_accessible(page: Page, address: str):
    open_blobs(page, address, "?layer=nowhere&hidden=77")
    expect(page.get_by_role("status").filter(has_text="This link")).to_be_visible()
    assert violations(page) == ""


def test_the_empty_store_is_accessible(page: Page, empty_address: str):
    page.goto(empty_address)
    expect(page.get_by_role("heading", name="No runs yet")).to_be_visible()
    assert violations(page) == ""


def test_a_message_about_an_unknown_run_is_accessible(page: Page, address: str):
    page.goto(f"{address}#/run/nope")
    expect(page.get_by_role("alert")).to_be_visible()
    assert violations(page) == ""


def test_every_state_of_the_page_is_accessible(page: Page, address: str):
    found: dict[str, str] = {}

    def check(state: str) -> None:
        if report := violations(page):
            found[state] = report

    open_blobs(page, address, "?epoch=4&selected=3,7,40&sample=7&layer2=stem&n2=15&d2=0.1&look=density&centers=1")
    expect(page.get_by_role("region", name="Second plot")).to_be_visible()
    check("two plots, outlines, class paths and a selection")
    page.get_by_role("button", name="Close the second view").click()
    page.get_by_role("button", name="Edit colors").click()
    page.get_by_label("Color by").select_option("Correct or misclassified")
    check("editing colors, and another coloring")
    for state, opener in (
        ("the events of an epoch", page.get_by_role("toolbar", name="Training events").get_by_role("button").nth(1)),
        ("the numbers of trust", page.get_by_role("button", name=re.compile("^Trust "))),
        ("layers without a projection", page.get_by_role("button", name="1 not projected")),
        ("the menu of what can be saved", page.get_by_role("button", name="Save", exact=True)),
        ("the help", page.get_by_role("button", name="Help", exact=True)),
    ):
        opener.click()
        expect(page.get_by_text("Loading…")).to_have_count(0)
        check(state)
        page.keyboard.press("Escape")
    for state in open_each_tool(page, (1440, 900), (1024, 768), (390, 844)):
        check(state)
    assert found == {}


@pytest.mark.parametrize("page_options", [{"first_visit": True}], ids=["first visit"])
def test_a_first_visit_is_accessible(page: Page, address: str):
    open_blobs(page, address, "?epoch=4")
    expect(page.get_by_role("complementary", name="Hints")).to_be_visible()
    expect(page.get_by_role("navigation", name="Questions to start with")).to_be_visible()
    assert violations(page) == ""


def test_a_message_about_a_damaged_layer_is_accessible(stoppable: Server, page: Page, watch: Watch):
    watch.announce("422 (UNPROCESSABLE ENTITY)")
    (stoppable.store / "blobs" / layout.projection("stem", SETTINGS[1])).write_bytes(b"torn")
    page.goto(f"{stoppable.address}#/run/blobs?layer=stem")
    expect(page.get_by_role("alert").get_by_role("button", name="Show block")).to_be_visible()
    assert violations(page) == ""


def test_the_plot_has_a_text_for_what_it_shows(page: Page, address: str):
    open_blobs(page, address, "?epoch=4")
    words = "Scatter plot of 300 samples at layer block, epoch 4, colored by class"
    expect(page.get_by_role("img", name=words)).to_be_visible()


def test_the_whole_page_can_be_reached_with_the_tab_key(page: Page, address: str):
    open_blobs(page, address)
    reached = set()
    for _ in range(70):
        page.keyboard.press("Tab")
        reached.add(
            page.evaluate("() => document.activeElement.getAttribute('aria-label') ?? document.activeElement.id")
        )
    assert {"Epoch", "Play", "Previous epoch", "block", "airplane", "truck", "Samples shown", "Zoom in"} <= reached
