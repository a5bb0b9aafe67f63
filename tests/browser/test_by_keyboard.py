"""From an opened page to a saved selection, by keyboard alone."""

import re

import pytest
from playwright.sync_api import Page, expect

from browser.selecting import expect_selected
from browser.steps import expect_epoch, open_blobs, tab_to, wait_for_epochs


@pytest.mark.own_page
def test_a_selection_is_made_and_saved_without_a_pointer(page: Page, address: str):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    open_blobs(page, address)
    page.keyboard.press("Space")
    expect(page.get_by_role("button", name="Pause", exact=True)).to_be_visible()
    page.keyboard.press("Space")
    expect(page.get_by_role("button", name="Play", exact=True)).to_be_visible()
    page.keyboard.press("End")
    expect_epoch(page, 8)

    page.keyboard.press("ArrowUp")
    expect(page.get_by_role("radio", name="stem", exact=True)).to_be_checked()
    wait_for_epochs(page, 5)

    tab_to(page, "Confusion")
    page.keyboard.press("Enter")
    expect(page.get_by_role("region", name="Confusion matrix").get_by_role("grid")).to_be_visible()

    tab_to(page, "Samples")
    plot, card = page.get_by_role("application", name="Samples", exact=True), page.get_by_test_id("hover-card")
    expect(plot).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(card).to_be_visible()
    first = card.locator(".hover-title").inner_text()
    page.keyboard.press("ArrowRight")
    expect(card.locator(".hover-title")).not_to_have_text(first)
    sample = int(card.locator(".hover-title").inner_text().split()[1])
    page.keyboard.press("Enter")
    expect_selected(page, [sample])

    tab_to(page, "Copy link", "Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").filter(has_text="Link copied")).to_be_visible()
    link: str = page.evaluate("() => navigator.clipboard.readText()")
    page.goto(link)
    page.reload()
    wait_for_epochs(page, 5)
    expect_selected(page, [sample])
    expect(page.get_by_role("radio", name="stem", exact=True)).to_be_checked()
    expect(page.get_by_role("region", name="Confusion matrix")).to_be_visible()
    assert re.search(rf"selected={sample}\b", link)
