"""What people do on the page, as the tests say it."""

import re
import time
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from browser.windows import TIMEOUT

LAST_EPOCH = 8
EPOCHS_OF_BLOBS = 5


def open_blobs(page: Page, address: str, question: str = "") -> None:
    """Open the run of ten blobs and wait until all its epochs are there; the last one is shown unless asked."""
    page.goto(f"{address}#/run/blobs{question}")
    wait_for_epochs(page, EPOCHS_OF_BLOBS)


def wait_for_epochs(page: Page, epochs: int) -> None:
    # One wait in the page: each look from here costs more.
    page.locator(f"[data-testid=scatter][data-state=ready][data-loaded-epochs='{epochs}']").wait_for()
    wait_for_rest(page)


def wait_for_rest(page: Page) -> None:
    """Wait until the plot stands at an epoch."""
    expect(scatter(page)).to_have_attribute("data-epoch", re.compile(r"^\d+$"))


def show_epoch(page: Page, epoch: int) -> None:
    epoch_slider(page).fill(str(epoch))
    expect_epoch(page, epoch)


def expect_epoch(page: Page, epoch: int) -> None:
    """The plot has come to the epoch, and the page says so."""
    expect(scatter(page)).to_have_attribute("data-epoch", str(epoch))
    expect(epoch_slider(page)).to_have_value(str(epoch))


def choose_layer(page: Page, layer: str) -> None:
    page.get_by_role("radio", name=layer, exact=True).check()


def choose_theme(page: Page, name: str) -> None:
    page.get_by_role("radiogroup", name="Theme").get_by_title(name).click()


def color_by(page: Page, name: str) -> None:
    """Choose what the colors say, and wait until they do: their numbers come after the positions."""
    page.get_by_label("Color by").select_option(name)
    expect_colored_by(page, name)


def expect_colored_by(page: Page, name: str) -> None:
    words = "class" if name == "True class" else name.lower()
    expect(page.get_by_role("img", name=f"colored by {words}")).to_be_visible()


def scatter(page: Page) -> Locator:
    return page.get_by_test_id("scatter")


def epoch_slider(page: Page) -> Locator:
    return page.get_by_role("slider", name="Epoch", exact=True)


def class_button(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=name, exact=True)


def tab_to(page: Page, name: str, key: str = "Tab") -> None:
    """Press the Tab key, or Shift and Tab, until the focus is on what begins with such a name."""
    # Lists of samples are long.
    for _ in range(200):
        page.keyboard.press(key)
        words = "() => document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent"
        if page.evaluate(words).startswith(name):
            return
    pytest.fail(f"the Tab key does not lead to {name!r}")


def open_each_tool(page: Page, *windows: tuple[int, int]) -> Iterator[str]:
    """Open every tool in windows of these widths and heights; yield what is on screen, once it is there."""
    rail = page.get_by_role("navigation", name="Tools").get_by_role("button")
    for width, height in windows:
        page.set_viewport_size({"width": width, "height": height})
        for name in rail.all_inner_texts():
            rail.filter(has_text=name).click()
            expect(page.locator("#tool .tool-content > *").first).to_be_visible()
            expect(page.locator("#tool").get_by_text("Loading…")).to_have_count(0)
            yield f"{name}, {width} pixels wide"


def names_of(elements: Locator) -> list[str]:
    """Return what each of the elements is called."""
    names: list[str] = elements.evaluate_all("(elements) => elements.map((element) => element.ariaLabel)")
    return names


def expect_names(elements: Locator, wanted: list[str]) -> None:
    """Wait until the elements have these names, in this order."""
    expect_soon(elements.page, lambda: names_of(elements), wanted)


def expect_soon(page: Page, read: Callable[[], object], wanted: object) -> None:
    """Wait until ``read`` returns ``wanted``, where `expect` has no method for it."""
    patience = time.monotonic() + TIMEOUT / 1000
    while (found := read()) != wanted and time.monotonic() < patience:
        page.wait_for_timeout(50)
    assert found == wanted


def play_past(page: Page, epoch: float) -> None:
    """Play, and pause in the very frame in which the plot has come past an epoch: from here that may be too late."""
    page.get_by_role("button", name="Play").evaluate(
        """(button, epoch) => new Promise((done) => {
        const scatter = document.querySelector('[data-testid="scatter"]');
        const look = () => {
            if (Number(scatter.dataset.epoch) <= epoch) { requestAnimationFrame(look); return; }
            button.click();
            done();
        };
        button.click();
        look();
    })""",
        epoch,
    )
    expect(page.get_by_role("button", name="Play")).to_be_visible()


def watch_epochs(page: Page) -> None:
    """From now on, note every position on the timeline that is drawn."""
    page.evaluate("""() => {
        const scatter = document.querySelector('[data-testid="scatter"]');
        window.drawnEpochs = [];
        const note = () => window.drawnEpochs.push(Number(scatter.dataset.epoch));
        new MutationObserver(note).observe(scatter, { attributes: true, attributeFilter: ["data-epoch"] });
    }""")


def watched_epochs(page: Page) -> list[float]:
    epochs: list[float] = page.evaluate("() => window.drawnEpochs")
    return epochs


def watch_words(element: Locator) -> None:
    """From now on, note every text that an element shows."""
    element.evaluate("""(element) => {
        window.shownWords = [];
        const note = () => window.shownWords.push(element.textContent);
        new MutationObserver(note).observe(element, { characterData: true, childList: true, subtree: true });
    }""")


def watched_words(page: Page) -> list[str]:
    """Return each of those texts once, in the order in which they came."""
    return list(dict.fromkeys(page.evaluate("() => window.shownWords")))
