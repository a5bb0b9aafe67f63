"""Text takes the size that the user sets in the browser, and all of the page stays within the window."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page

from browser.steps import open_blobs

STYLES = Path(__file__).resolve().parents[2] / "web" / "src"
DOUBLE = "() => document.documentElement.style.setProperty('font-size', '200%', 'important')"
TEXTS = (
    ".side label",
    ".caption strong",
    ".rail-button",
    ".tick",
    ".find-box input",
    ".layer-name",
    ".round + .tool-note",
)
SIZE = """(text) => {
    const found = document.querySelector(text);
    return found === null ? null : parseFloat(getComputedStyle(found).fontSize);
}"""


def test_no_style_fixes_the_size_of_text():
    fixed = re.compile(r"(?:font|font-size|line-height):[^;]*\dpx")
    found = {path.name: fixed.findall(path.read_text()) for path in STYLES.rglob("*.css")}
    assert {name: texts for name, texts in found.items() if texts} == {}


@pytest.mark.parametrize(
    "page_options",
    [{"viewport": {"width": width, "height": 800}} for width in (1280, 768, 320)],
    ids=["wide", "tablet", "telephone"],
)
def test_text_doubles_with_the_size_set_in_the_browser(page: Page, address: str):
    open_blobs(page, address)
    before = {text: page.evaluate(SIZE, text) for text in TEXTS}
    speed = page.locator(".speed .select").bounding_box()["width"]
    page.evaluate(DOUBLE)
    assert {text: page.evaluate(SIZE, text) for text in TEXTS} == {
        text: None if size is None else 2 * size for text, size in before.items()
    }
    assert page.locator(".speed .select").bounding_box()["width"] == 2 * speed
    assert page.evaluate("() => document.documentElement.scrollWidth - innerWidth") <= 0
    assert page.locator(".stage canvas").first.bounding_box()["height"] >= 800 / 3
