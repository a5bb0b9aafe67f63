"""A run of 62 classes and one of two."""

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from browser.letters import LETTERS
from browser.pixels import colored, legend_color, plot_pixels
from browser.steps import class_button, wait_for_epochs

pytestmark = pytest.mark.by_link

SMALL = pytest.mark.parametrize("page_options", [{"viewport": {"width": 1024, "height": 768}}], ids=["small window"])
DARK = pytest.mark.parametrize("page_options", [{"color_scheme": "dark"}], ids=["dark"])


def open_run(page: Page, address: str, run: str, question: str = "") -> None:
    page.goto(f"{address}#/run/{run}{question}")
    wait_for_epochs(page, len(LETTERS.epochs))


def test_every_one_of_many_classes_has_a_color_of_its_own(page: Page, handwriting: str):
    open_run(page, handwriting, "letters")
    buttons = page.get_by_role("list", name="Classes").locator("button.class")
    expect(buttons).to_have_count(62)
    names = [button.get_attribute("aria-label") or "" for button in buttons.all()]
    colors = {tuple(legend_color(page, name)) for name in names}
    assert len(colors) == 62


@DARK
def test_one_of_many_classes_is_found_and_looked_at_alone(page: Page, handwriting: str):
    open_run(page, handwriting, "letters")
    others = [legend_color(page, name) for name in ("1", "2", "3", "4", "A", "B")]
    assert all(colored(plot_pixels(page), other, "dark").any() for other in others)
    search = page.get_by_role("searchbox", name="Find a class")
    search.fill("q")
    expect(page.get_by_role("list", name="Classes").locator("button.class")).to_have_count(2)
    search.fill("0")
    class_button(page, "0").dblclick()
    pixels = plot_pixels(page)
    assert colored(pixels, legend_color(page, "0"), "dark").sum() > 200
    assert [colored(pixels, other, "dark").sum() for other in others] == [0] * len(others)


@SMALL
@pytest.mark.parametrize("run", ["letters", "two"])
def test_nothing_is_cut_off_in_a_small_window(page: Page, handwriting: str, run: str):
    open_run(page, handwriting, run)
    cut = """() => [...document.querySelectorAll(".class-name, .layer-name, .class-count, .measure")]
        .filter((name) => name.scrollWidth > name.clientWidth + 1).map((name) => name.textContent)"""
    assert page.evaluate(cut) == []
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")


def test_two_classes_part_as_the_network_learns(page: Page, handwriting: str):
    open_run(page, handwriting, "two")
    expect(page.get_by_role("list", name="Classes").locator("button.class")).to_have_count(2)
    one, seven = (np.argwhere(colored(plot_pixels(page), legend_color(page, name))) for name in ("1", "7"))
    # Points lie so close that little of their color is pure.
    assert min(len(one), len(seven)) > 15
    assert np.linalg.norm(one.mean(0) - seven.mean(0)) > 60
    expect(page.get_by_role("searchbox")).to_have_count(0)
