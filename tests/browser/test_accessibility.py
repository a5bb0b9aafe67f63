"""axe-core finds nothing to object to, in light and in dark."""

from playwright.sync_api import Page, expect

from browser.axe import THEMES, violations
from browser.steps import class_button, open_blobs


@THEMES
def test_the_page_with_a_plot_is_accessible(page: Page, address: str):
    open_blobs(page, address)
    class_button(page, "bird").click()
    assert violations(page) == ""


@THEMES
def test_a_notice_about_what_a_link_names_in_vain_is_accessible(page: Page, address: str):
    open_blobs(page, address, "?layer=nowhere&hidden=77")
    expect(page.get_by_role("status").filter(has_text="This link")).to_be_visible()
    assert violations(page) == ""


@THEMES
def test_the_empty_store_is_accessible(page: Page, empty_address: str):
    page.goto(empty_address)
    expect(page.get_by_role("heading", name="No runs yet")).to_be_visible()
    assert violations(page) == ""


@THEMES
def test_a_message_about_an_unknown_run_is_accessible(page: Page, address: str):
    page.goto(f"{address}#/run/nope")
    expect(page.get_by_role("alert")).to_be_visible()
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
