"""A first visit shows three hints, and the help says what the plot does not show."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from browser.pixels import picture
from browser.steps import expect_epoch, open_blobs

FIRST_VISIT = pytest.mark.parametrize("page_options", [{"first_visit": True}], ids=["first visit"])
THEMES = pytest.mark.parametrize("page_options", [{"color_scheme": "light"}, {"color_scheme": "dark"}], ids=str)
BOTH_THEMES = [{"first_visit": True, "color_scheme": scheme} for scheme in ("light", "dark")]


def hints(page: Page) -> Locator:
    return page.get_by_role("complementary", name="Hints")


def open_help(page: Page) -> Locator:
    page.get_by_role("button", name="Help", exact=True).click()
    dialog = page.get_by_role("dialog", name="What you see")
    expect(dialog).to_be_visible()
    return dialog


@FIRST_VISIT
def test_hints_of_a_first_visit_stay_away_once_they_were_read(page: Page, address: str):
    open_blobs(page, address)
    expect(hints(page)).to_contain_text("Space plays the training")
    expect(hints(page)).to_contain_text("hold Shift and draw around some")
    page.reload()
    expect(hints(page)).to_be_visible()
    page.get_by_role("button", name="Got it").click()
    expect(hints(page)).to_have_count(0)
    page.reload()
    open_blobs(page, address)
    expect(hints(page)).to_have_count(0)


@FIRST_VISIT
def test_the_hints_lead_to_the_help(page: Page, address: str):
    open_blobs(page, address)
    page.get_by_role("button", name="What does this show?").click()
    expect(page.get_by_role("dialog", name="What you see")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="What does this show?")).to_be_focused()
    expect(hints(page)).to_be_visible()


@FIRST_VISIT
def test_hints_wait_for_a_plot(page: Page, address: str):
    page.goto(f"{address}#/run/unseen")
    expect(page.get_by_role("heading", name="This run has no projection yet")).to_be_visible()
    expect(hints(page)).to_have_count(0)


def test_a_later_visit_shows_no_hints(page: Page, address: str):
    open_blobs(page, address)
    expect(hints(page)).to_have_count(0)


def test_the_help_says_what_the_plot_shows_and_what_it_does_not(page: Page, address: str):
    open_blobs(page, address)
    dialog = open_help(page)
    shows, does_not = (
        dialog.get_by_role("heading", name=name, exact=True).locator("xpath=following-sibling::ul[1]")
        for name in ("It shows", "It does not show")
    )
    expect(shows).to_contain_text("which samples are neighbors")
    expect(shows).to_contain_text("drawn hollow")
    expect(does_not).to_contain_text("distances between groups")
    expect(does_not).to_contain_text("directions")
    expect(does_not).to_contain_text("what happened between two epochs")
    expect(dialog).to_contain_text("Each point is one sample")


@pytest.mark.parametrize("close", ["Escape", "button"])
def test_the_help_is_modal_and_gives_the_focus_back(page: Page, address: str, close: str):
    open_blobs(page, address)
    before, dialog = picture(page), open_help(page)
    assert dialog.evaluate("(dialog) => dialog.matches(':modal')")
    # What lies behind cannot be reached, with the tab key either.
    for _ in range(12):
        page.keyboard.press("Tab")
        assert page.evaluate("() => document.activeElement.matches('body, dialog, dialog *')")
    page.mouse.click(400, 400)
    expect(dialog).to_be_visible()
    if close == "Escape":
        page.keyboard.press("Escape")
    else:
        dialog.get_by_role("button", name="Close help").click()
    expect(dialog).to_be_hidden()
    expect(page.get_by_role("button", name="Help", exact=True)).to_be_focused()
    page.mouse.move(5, 5)
    assert (picture(page) == before).all()
    page.keyboard.press("Home")
    expect_epoch(page, 0)


@pytest.mark.parametrize("page_options", [{"viewport": {"width": 390, "height": 600}}], ids=["telephone"])
def test_all_of_the_help_can_be_read_on_a_small_screen(page: Page, address: str):
    open_blobs(page, address)
    dialog = open_help(page)
    last = dialog.get_by_text("draw around samples; ")
    last.scroll_into_view_if_needed()
    expect(last).to_be_in_viewport()
    expect(dialog.get_by_role("button", name="Close help")).to_be_in_viewport()
    assert dialog.evaluate("(dialog) => dialog.scrollWidth <= dialog.clientWidth && dialog.clientWidth <= innerWidth")


@THEMES
def test_the_help_is_accessible(page: Page, address: str):
    open_blobs(page, address)
    open_help(page)
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()


@pytest.mark.parametrize("page_options", BOTH_THEMES, ids=["light", "dark"])
def test_the_hints_are_accessible(page: Page, address: str):
    open_blobs(page, address)
    expect(hints(page)).to_be_visible()
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()


def test_the_help_says_what_each_tool_is_for(page: Page, address: str):
    open_blobs(page, address)
    rail = page.get_by_role("navigation", name="Tools").get_by_role("button").all_inner_texts()
    tools = open_help(page).get_by_role("heading", name="Tools").locator("xpath=following-sibling::dl[1]")
    assert tools.locator("dt").all_inner_texts() == [*rail, "Under the slider"]
    assert all(len(words) > 20 for words in tools.locator("dd").all_inner_texts())
