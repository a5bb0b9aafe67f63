"""Everything is on the page, beside everything else."""

from itertools import combinations

import pytest
from playwright.sync_api import FloatRect, Locator, Page, expect

from browser.steps import open_blobs

WINDOWS = pytest.mark.parametrize(
    "page_options",
    [{"viewport": {"width": 1440, "height": 900}}, {"viewport": {"width": 1024, "height": 768}}],
    ids=["1440x900", "1024x768"],
)
PARTS = ("header", ".stage", ".timeline", ".side")


def box(element: Locator) -> FloatRect:
    found = element.bounding_box()
    assert found is not None, f"{element} is not on the page"
    return found


def overlap(a: FloatRect, b: FloatRect) -> bool:
    apart_x = a["x"] + a["width"] <= b["x"] or b["x"] + b["width"] <= a["x"]
    apart_y = a["y"] + a["height"] <= b["y"] or b["y"] + b["height"] <= a["y"]
    return not (apart_x or apart_y)


def overlapping(elements: list[Locator]) -> list[tuple[str, str]]:
    boxes = {str(element): box(element) for element in elements}
    return [(a, b) for a, b in combinations(boxes, 2) if overlap(boxes[a], boxes[b])]


@WINDOWS
def test_no_part_of_the_page_overlaps_another_or_leaves_the_window(page: Page, address: str):
    open_blobs(page, address)
    window = page.viewport_size
    assert window is not None
    for part in PARTS:
        found = box(page.locator(part))
        assert found["x"] >= 0
        assert found["y"] >= 0
        assert found["x"] + found["width"] <= window["width"]
        assert found["y"] + found["height"] <= window["height"]
    assert overlapping([page.locator(part) for part in PARTS]) == []
    assert overlapping(page.locator("header > *").all()) == []
    assert overlapping(page.locator(".side > *").all()) == []
    assert overlapping(page.locator(".timeline > *").all()) == []


@WINDOWS
def test_nothing_scrolls_sideways(page: Page, address: str):
    open_blobs(page, address)
    wide = """() => [...document.querySelectorAll("html, body, main, header, .side, .side *, .timeline")]
        .filter((part) => part.scrollWidth > part.clientWidth && part.clientWidth > 0)
        .filter((part) => getComputedStyle(part).overflowX !== "visible" || part.matches("html, body, main, header"))
        .filter((part) => getComputedStyle(part).textOverflow !== "ellipsis")
        .map((part) => part.outerHTML.slice(0, 120))"""
    assert page.evaluate(wide) == []


@WINDOWS
def test_the_plot_is_the_largest_part_of_the_page(page: Page, address: str):
    open_blobs(page, address)
    stage, window = box(page.locator(".stage")), page.viewport_size
    assert window is not None
    assert stage["width"] * stage["height"] > 0.45 * window["width"] * window["height"]


@WINDOWS
def test_names_of_classes_and_layers_are_readable_in_full(page: Page, address: str):
    open_blobs(page, address)
    cut = """() => [...document.querySelectorAll(".class-name, .layer-name")]
        .filter((name) => name.scrollWidth > name.clientWidth).map((name) => name.textContent)"""
    assert page.evaluate(cut) == []


@WINDOWS
def test_without_a_timeline_the_stage_reaches_down_to_it_all_the_same(page: Page, address: str):
    page.goto(f"{address}#/run/unseen")
    expect(page.get_by_role("heading", name="This run has no projection yet")).to_be_visible()
    stage, side = box(page.locator(".stage")), box(page.locator("aside[aria-label]"))
    assert stage["y"] + stage["height"] == side["y"] + side["height"]


@pytest.mark.parametrize("page_options", [{"viewport": {"width": 390, "height": 844}}], ids=["telephone"])
def test_a_narrow_page_puts_the_panel_below_the_plot(page: Page, address: str):
    open_blobs(page, address)
    assert overlapping([page.locator(part) for part in PARTS]) == []
    assert box(page.locator(".side"))["y"] > box(page.locator(".timeline"))["y"]
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
