"""A run whose numbers count steps is spoken of in steps, wherever a word for them stands."""

import re

from playwright.sync_api import Page, expect

from browser.looking import LENET, open_inside
from browser.network import answer_without

# What is read, and what is read aloud or shown on hover; the page's own name is no epoch.
WORDS = """() => [...document.body.innerText.split("\\n"), ...[...document.querySelectorAll("*")].flatMap((one) =>
    ["aria-label", "aria-valuetext", "title"].flatMap((name) => one.getAttribute(name) ?? []))]"""


def words_of_epochs(page: Page) -> list[str]:
    return [text for text in page.evaluate(WORDS) if re.search(r"\bepochs?\b", text, re.IGNORECASE)]


def test_no_word_for_an_epoch_is_left_in_the_map_its_tools_its_help_or_inside(page: Page, demo_address: str):
    answer_without(page, ("unit", "step"), run=LENET)
    open_inside(page, demo_address, question="?epoch=20&with=epoch:0&maps=change&unit=conv1:0")
    page.get_by_text("the example at step 20", exact=True).wait_for()
    assert words_of_epochs(page) == []
    page.keyboard.press("?")
    page.get_by_text("One change of the weights").wait_for()
    assert words_of_epochs(page) == []
    page.keyboard.press("Escape")
    page.get_by_text("One change of the weights").wait_for(state="hidden")
    page.keyboard.press("i")
    page.locator("[data-testid=scatter][data-state=ready]").wait_for()
    for tool in page.locator(".rail button").all():
        tool.click()
        expect(page.get_by_text("Loading…")).to_have_count(0)
        assert words_of_epochs(page) == []
    page.keyboard.press("?")
    page.get_by_role("heading", name="It shows").wait_for()
    assert words_of_epochs(page) == []
