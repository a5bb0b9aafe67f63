"""A first visit plays the training, then shows hints, and the help says what the plot does not show."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from browser.axe import violations
from browser.pixels import plot_pixels
from browser.steps import expect_epoch, open_blobs

FIRST_VISIT = pytest.mark.parametrize("page_options", [{"first_visit": True}], ids=["first visit"])


HINTS = (
    ("Drag the slider to move through the training, epoch 0 to 8.", "Next", ".epoch-slider"),
    ("Click a point to follow that sample", "Next", "[data-hint=lasso]"),
    ("Move through the network’s layers", "Got it", "[data-hint=layers]"),
)


def gap_between(one: Locator, other: Locator) -> float:
    """Return how many pixels lie between two elements above each other."""
    upper, lower = sorted((one.bounding_box(), other.bounding_box()), key=lambda box: box["y"])
    return lower["y"] - upper["y"] - upper["height"]


def hints(page: Page) -> Locator:
    return page.get_by_role("complementary", name="Hints")


def open_help(page: Page) -> Locator:
    page.get_by_role("button", name="Help", exact=True).click()
    dialog = page.get_by_role("dialog", name="Help")
    expect(dialog).to_be_visible()
    expect(dialog.get_by_role("heading", name="Keys")).to_be_visible()
    return dialog


def scroll_on(page: Page) -> None:
    page.mouse.move(700, 300)
    page.mouse.wheel(0, 100)


STOPS: dict[str, Callable[[Page], None]] = {
    "a key": lambda page: page.keyboard.press("Shift"),
    "the pause button": lambda page: page.get_by_role("button", name="Pause").click(),
    "the wheel": scroll_on,
    "a press on the plot": lambda page: page.mouse.click(700, 300),
}


@FIRST_VISIT
@pytest.mark.parametrize("stop", STOPS)
def test_the_training_plays_on_a_first_visit_until_any_input(page: Page, address: str, stop: str):
    page.goto(f"{address}#/run/blobs")
    expect(page.get_by_role("button", name="Pause")).to_be_visible()
    expect(hints(page)).to_have_count(0)
    STOPS[stop](page)
    expect(page.get_by_role("button", name="Play")).to_be_visible()
    expect(hints(page)).to_contain_text("That was the training, epoch 0 to 8.")


@pytest.mark.parametrize(
    ("page_options", "question"),
    [({"first_visit": True}, "?v=1&epoch=2"), ({"first_visit": True, "reduced_motion": "reduce"}, ""), ({}, "")],
    ids=["the address names an epoch", "reduced motion", "a later visit"],
)
def test_the_training_does_not_play_by_itself(page: Page, address: str, question: str, page_options: dict[str, object]):
    open_blobs(page, address, question)
    expect(hints(page)).to_have_count(1 if "first_visit" in page_options else 0)
    expect(page.get_by_role("button", name="Play")).to_be_visible()
    expect_epoch(page, 2 if question else 8)


@FIRST_VISIT
def test_hints_come_one_by_one_beside_what_they_describe_and_stay_away_once_read(page: Page, address: str):
    open_blobs(page, address, "?v=1&epoch=2")
    for number, (text, button, anchor) in enumerate(HINTS, 1):
        expect(hints(page)).to_contain_text(text)
        expect(hints(page)).to_contain_text(f"{number} of {len(HINTS)}")
        assert gap_between(hints(page), page.locator(anchor)) < 24
        hints(page).get_by_role("button", name=button).click()
    expect(hints(page)).to_have_count(0)
    page.reload()
    open_blobs(page, address)
    expect(hints(page)).to_have_count(0)


@FIRST_VISIT
def test_starting_questions_lead_to_their_answers(page: Page, address: str):
    open_blobs(page, address, "?v=1&epoch=2")
    questions = page.get_by_role("navigation", name="Questions to start with").get_by_role("link")
    expect(questions).to_have_text(
        [re.compile(r"^Where do .+ and .+ part\?$"), "What is forgotten?", "Which labels look wrong?"]
    )
    questions.nth(1).click()
    expect(page.get_by_label("Color by")).to_have_value("forgotten")
    questions.nth(2).click()
    expect(page.get_by_role("region", name="Likely label errors")).to_be_visible()


@pytest.mark.parametrize("page_options", [{"first_visit": True, "has_touch": True, "is_mobile": True}], ids=["touch"])
def test_hints_do_not_speak_of_keys_on_a_touch_screen(page: Page, address: str):
    open_blobs(page, address, "?v=1&epoch=2")
    expect(hints(page)).to_be_visible()
    expect(hints(page).get_by_text("Space plays")).to_be_hidden()


@FIRST_VISIT
def test_the_hints_lead_to_the_help(page: Page, address: str):
    open_blobs(page, address, "?v=1&epoch=2")
    page.get_by_role("button", name="What does this show?").click()
    expect(page.get_by_role("dialog", name="Help")).to_be_visible()
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


def it_begins_with_the_keys_and_fits_a_laptop(dialog: Locator) -> None:
    headings = ["Help", "Keys", "Pointer", "Tools", "The plot", "It shows", "It does not show"]
    expect(dialog.get_by_role("heading")).to_have_text(headings)
    assert dialog.evaluate("(dialog) => dialog.scrollHeight <= dialog.clientHeight")


def it_says_what_shift_alt_and_a_double_click_do(dialog: Locator) -> None:
    pointer = dialog.get_by_role("heading", name="Pointer").locator("xpath=following-sibling::dl[1]")
    expect(pointer.locator("div").filter(has_text="Double-click")).to_contain_text("open a sample")
    for gesture in ("Click", "Shift and drag", "Drag in lasso mode"):
        line = pointer.locator("div").filter(has=dialog.page.get_by_text(gesture, exact=True))
        expect(line).to_contain_text(re.compile(r"\badds?\b.*\bAlt\b.*\bremoves?\b|\badd\b.*\bAlt, remove\b"))


def it_says_what_the_plot_shows_and_what_it_does_not(dialog: Locator) -> None:
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


def it_says_what_each_tool_is_for(dialog: Locator) -> None:
    # The dialog is modal: no role is behind it.
    rail = dialog.page.locator("nav[aria-label=Tools] button").all_inner_texts()
    tools = dialog.get_by_role("heading", name="Tools").locator("xpath=following-sibling::dl[1]")
    assert tools.locator("dt").all_inner_texts() == [*rail, "Under the slider"]
    assert all(len(words) > 20 for words in tools.locator("dd").all_inner_texts())


def it_is_accessible(dialog: Locator) -> None:
    assert violations(dialog.page) == ""


def test_the_help_says_what_to_do_and_what_there_is_to_see(page: Page, address: str, subtests: pytest.Subtests):
    open_blobs(page, address)
    dialog = open_help(page)
    for promise in (
        it_begins_with_the_keys_and_fits_a_laptop,
        it_says_what_shift_alt_and_a_double_click_do,
        it_says_what_the_plot_shows_and_what_it_does_not,
        it_says_what_each_tool_is_for,
        it_is_accessible,
    ):
        with subtests.test(promise.__name__):
            promise(dialog)


@pytest.mark.own_page
def test_the_help_is_loaded_when_it_is_first_opened(page: Page, address: str):
    scripts: list[str] = []
    page.on("request", lambda request: scripts.append(request.url))
    open_blobs(page, address)
    asked = len(scripts)
    open_help(page)
    assert [url for url in scripts[asked:] if "/assets/HelpContent" in url]


@pytest.mark.parametrize("close", ["Escape", "button"])
def test_the_help_is_modal_and_gives_the_focus_back(page: Page, address: str, close: str):
    open_blobs(page, address)
    before, dialog = plot_pixels(page), open_help(page)
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
    assert (plot_pixels(page) == before).all()
    page.keyboard.press("Home")
    expect_epoch(page, 0)


@pytest.mark.parametrize("page_options", [{"viewport": {"width": 390, "height": 600}}], ids=["telephone"])
def test_all_of_the_help_can_be_read_on_a_small_screen(page: Page, address: str):
    open_blobs(page, address)
    dialog = open_help(page)
    last = dialog.get_by_text("what happened between two epochs")
    last.scroll_into_view_if_needed()
    expect(last).to_be_in_viewport()
    expect(dialog.get_by_role("button", name="Close help")).to_be_in_viewport()
    assert dialog.evaluate("(dialog) => dialog.scrollWidth <= dialog.clientWidth && dialog.clientWidth <= innerWidth")


@FIRST_VISIT
def test_the_hints_are_accessible(page: Page, address: str):
    open_blobs(page, address, "?v=1&epoch=2")
    expect(hints(page)).to_be_visible()
    assert violations(page) == ""


@pytest.mark.both_hosts
def test_the_help_leads_to_the_licenses_of_what_the_page_contains(page: Page, address: str):
    open_blobs(page, address)
    link = open_help(page).get_by_role("link", name="Licenses of what this page contains")
    with page.expect_popup() as opened:
        link.click()
    expect(opened.value.get_by_text("mediabunny").first).to_be_visible()
