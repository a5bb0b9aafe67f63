"""Everything is on the page, beside everything else."""

import math
import re
from itertools import combinations, product

import pytest
from playwright.sync_api import FloatRect, Locator, Page, expect

from browser.axe import violations
from browser.pixels import inked, plot_pixels
from browser.steps import expect_epoch, expect_soon, open_blobs, scatter, show_epoch

pytestmark = pytest.mark.by_link

WINDOWS = ((1440, 900), (1024, 768))
PARTS = ("header", ".stage", ".timeline", ".side")
# Elements whose text is wider than the card around it.
TEXT_OUTSIDE = """() => [...document.querySelectorAll(".side, .timeline, header")].flatMap((card) => {
    const { left, right } = card.getBoundingClientRect();
    const walker = document.createTreeWalker(card, NodeFilter.SHOW_TEXT), outside = [];
    for (let text; (text = walker.nextNode()); ) {
        const range = document.createRange();
        range.selectNode(text);
        const boxes = [...range.getClientRects()].filter(({ width }) => width > 1);
        if (boxes.some((box) => box.left < left - 1 || box.right > right + 1)) outside.push(text.data);
    }
    return outside;
})"""

# Panels of the side that do not show everything.
SCROLLING = """() => [...document.querySelectorAll(".side, .side-panels, .legend, .selection")]
    .filter((part) => part.scrollHeight > part.clientHeight + 1).map((part) => part.className)"""

# How many lines the text of an element takes, where texts beside each other have the same baseline.
LINES = """(element) => {
    const range = document.createRange();
    range.selectNodeContents(element);
    return new Set([...range.getClientRects()].filter(({ height }) => height < 20).map(({ bottom }) => bottom)).size;
}"""


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


def no_part_of_the_page_overlaps_another_or_leaves_the_window(page: Page) -> None:
    window = page.viewport_size
    assert window is not None
    for part in PARTS:
        found = box(page.locator(part))
        assert found["x"] >= 0
        assert found["y"] >= 0
        assert found["x"] + found["width"] <= window["width"]
        assert found["y"] + found["height"] <= window["height"]
    assert overlapping([page.locator(part) for part in PARTS]) == []
    assert overlapping(page.locator("header > *:visible").all()) == []
    assert overlapping(page.locator(".side > *").all()) == []
    assert overlapping(page.locator(".timeline > *").all()) == []


def nothing_scrolls_sideways(page: Page) -> None:
    wide = """() => [...document.querySelectorAll("html, body, main, header, .side, .side *, .timeline")]
        .filter((part) => part.scrollWidth > part.clientWidth && part.clientWidth > 0)
        .filter((part) => getComputedStyle(part).overflowX !== "visible" || part.matches("html, body, main, header"))
        .filter((part) => getComputedStyle(part).textOverflow !== "ellipsis")
        .map((part) => part.outerHTML.slice(0, 120))"""
    assert page.evaluate(wide) == []


def the_plot_is_the_largest_part_of_the_page(page: Page) -> None:
    stage, window = box(page.locator(".stage")), page.viewport_size
    assert window is not None
    assert stage["width"] * stage["height"] > 0.45 * window["width"] * window["height"]


def names_of_classes_and_layers_are_readable_in_full(page: Page) -> None:
    cut = """() => [...document.querySelectorAll(".class-name, .layer-name")]
        .filter((name) => name.scrollWidth > name.clientWidth).map((name) => name.textContent)"""
    assert page.evaluate(cut) == []


PROMISES = (
    no_part_of_the_page_overlaps_another_or_leaves_the_window,
    nothing_scrolls_sideways,
    the_plot_is_the_largest_part_of_the_page,
    names_of_classes_and_layers_are_readable_in_full,
)


def test_everything_is_on_the_page_of_a_laptop(page: Page, address: str, subtests: pytest.Subtests):
    open_blobs(page, address)
    for (width, height), promise in product(WINDOWS, PROMISES):
        page.set_viewport_size({"width": width, "height": height})
        with subtests.test(promise.__name__, width=width):
            promise(page)


def test_without_a_timeline_the_stage_reaches_down_to_it_all_the_same(page: Page, address: str):
    page.goto(f"{address}#/run/unseen")
    expect(page.get_by_role("heading", name="This run has no projection yet")).to_be_visible()
    for width, height in WINDOWS:
        page.set_viewport_size({"width": width, "height": height})
        stage = box(page.locator(".stage"))
        assert stage["y"] + stage["height"] == height - 8, width


# Windows by width and height, and the shares of their area that the plot has alone and beside a tool where it is wide.
SIZES = {
    (390, 844): None,
    (768, 1024): None,
    (820, 1180): None,
    (1024, 768): (0.45, 0.4),
    (1366, 768): (0.4, 0.28),
    (1440, 900): (0.5, 0.35),
}
UPRIGHT = [size for size in SIZES if size[0] < size[1]]


def test_the_plot_and_the_slider_are_large_in_every_window(page: Page, address: str):
    open_blobs(page, address)
    for (width, height), shares in SIZES.items():
        page.set_viewport_size({"width": width, "height": height})
        stage, slider, timeline = (box(page.locator(part)) for part in (".stage", ".epoch-slider", ".timeline"))
        assert stage["height"] >= 0.5 * height, (width, height)
        assert stage["width"] >= 0.5 * width, (width, height)
        if width <= 1024:
            assert slider["width"] >= 0.9 * timeline["width"], (width, height)
        if width >= 1024:
            assert timeline["height"] <= 120, (width, height)
        if shares is not None:
            assert stage["width"] * stage["height"] >= shares[0] * width * height, (width, height)
        assert box(page.locator("header"))["height"] <= 100, (width, height)
        assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth"), (width, height)
        assert page.evaluate(TEXT_OUTSIDE) == [], (width, height)
    page.get_by_role("navigation", name="Tools").get_by_role("button", name="Find").click()
    for (width, height), shares in SIZES.items():
        page.set_viewport_size({"width": width, "height": height})
        stage = box(page.locator(".stage"))
        assert stage["height"] >= 0.5 * height, (width, height)
        if shares is not None:
            assert stage["width"] * stage["height"] >= shares[1] * width * height, (width, height)


@pytest.mark.parametrize("page_options", [{}, {"first_visit": True}], ids=["later", "first visit"])
def test_where_the_plot_shows_all_samples_nothing_lies_over_one(page: Page, address: str):
    open_blobs(page, address, "?v=1&epoch=8")
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        samples, plot = inked(plot_pixels(page)), box(scatter(page))
        assert samples.any()
        for over in page.locator(".caption > *, .zoom").all():
            left, top, wide, high = (math.ceil(box(over)[side]) for side in ("x", "y", "width", "height"))
            left, top = left - math.floor(plot["x"]), top - math.floor(plot["y"])
            assert not samples[top : top + high, left : left + wide].any(), (width, height, over)


def test_a_laptop_shows_every_setting_without_scrolling(page: Page, address: str):
    open_blobs(page, address)
    for width, height in ((1440, 900), (1366, 768)):
        page.set_viewport_size({"width": width, "height": height})
        for name in ("Color by", "Samples shown", "n_neighbors", "min_dist"):
            expect(page.get_by_label(name, exact=True)).to_be_in_viewport(ratio=1)
        expect(page.get_by_role("list", name="Classes")).to_be_in_viewport(ratio=1)
        expect(page.get_by_text("Nothing selected")).to_be_in_viewport(ratio=1)
        assert page.evaluate(SCROLLING) == [], (width, height)
        assert page.locator(".nothing").evaluate(LINES) == 1


def test_beside_a_selection_a_laptop_shows_every_setting_too(page: Page, address: str):
    open_blobs(page, address, "?layer=stem&epoch=8&selected=1,2,3,4,5,6,7,8,9")
    for width, height in ((1440, 900), (1366, 768)):
        page.set_viewport_size({"width": width, "height": height})
        for name in ("Color by", "Samples shown", "n_neighbors", "min_dist"):
            expect(page.get_by_label(name, exact=True)).to_be_in_viewport(ratio=1)
        expect(page.get_by_role("button", name="Sample 1:")).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize("page_options", [{"viewport": {"width": 1024, "height": 768}}], ids=["1024x768"])
def test_beside_a_tool_the_classes_stay_within_reach(page: Page, address: str):
    open_blobs(page, address)
    page.get_by_role("navigation", name="Tools").get_by_role("button", name="Find").click()
    tool, classes = page.locator("#tool"), page.get_by_role("list", name="Classes")
    expect(tool).to_be_visible()
    expect(classes).to_be_hidden()
    switch = page.get_by_role("group", name="Panel")
    switch.get_by_role("button", name="Classes and colors").click()
    expect(classes).to_be_in_viewport(ratio=1)
    expect(page.get_by_label("Color by")).to_be_in_viewport(ratio=1)
    expect(tool).to_be_hidden()
    assert violations(page) == ""
    switch.get_by_role("button", name="Find").click()
    expect(tool).to_be_visible()


def test_the_cells_of_a_small_confusion_matrix_have_room_for_four_digits(page: Page, address: str):
    open_blobs(page, address, "?epoch=8&tool=confusion")
    for width, height in ((1440, 900), (1366, 768), (1024, 768)):
        page.set_viewport_size({"width": width, "height": height})
        assert box(page.get_by_role("gridcell").first)["width"] >= 24, (width, height)


def test_upright_pages_put_everything_below_the_plot_and_scroll(page: Page, address: str):
    open_blobs(page, address)
    for width, height in UPRIGHT:
        page.set_viewport_size({"width": width, "height": height})
        parts = [box(page.locator(part)) for part in ("header", ".stage", ".timeline", ".rail", ".side")]
        assert parts == sorted(parts, key=lambda part: part["y"])
        assert overlapping([page.locator(part) for part in (*PARTS, ".rail")]) == []
        assert all(part["width"] >= width - 32 for part in parts)
        names = page.get_by_role("navigation", name="Tools").get_by_role("button")
        assert all(box(name)["height"] > 40 for name in names.all())
        assert names.first.inner_text() == "Confusion"


def test_on_a_telephone_a_large_selection_stands_below_the_settings(page: Page, address: str):
    open_blobs(page, address, "?layer=stem")
    page.set_viewport_size({"width": 390, "height": 844})
    page.get_by_role("button", name="Compute another setting…").click()
    page.get_by_role("button", name="Select all shown").click()
    settings, selection = box(page.locator(".side-panels > *").last), box(page.locator(".selection"))
    assert selection["y"] - settings["y"] - settings["height"] <= 1


@pytest.mark.parametrize("page_options", [{"viewport": {"width": 390, "height": 844}, "has_touch": True}], ids=str)
def test_a_finger_on_the_plot_scrolls_the_page_and_two_move_the_plot(page: Page, address: str):
    open_blobs(page, address)
    stage = box(page.locator(".stage"))
    x, y = stage["x"] + stage["width"] / 2, stage["y"] + stage["height"] - 40
    swipe(page, [[(x - 20 - 5 * step, y - 100), (x + 20 + 5 * step, y - 100)] for step in range(12)])
    page.wait_for_url(re.compile("view="))
    assert page.evaluate("() => scrollY") == 0
    show_epoch(page, 4)
    page.wait_for_url(re.compile("epoch=4"))
    moved = page.url
    swipe(page, [[(x, y - 20 * step)] for step in range(12)])
    expect_soon(page, lambda: page.evaluate("() => scrollY > 100"), True)
    show_epoch(page, 1)
    page.wait_for_url(moved.replace("epoch=4", "epoch=1"))


def swipe(page: Page, fingers: list[list[tuple[float, float]]]) -> None:
    """Put fingers down where the first of the lists says, move them to where each of the others says, and lift them."""
    session = page.context.new_cdp_session(page)
    for step, places in enumerate(fingers):
        touching = [{"x": x, "y": y, "id": finger} for finger, (x, y) in enumerate(places)]
        kind = "touchMove" if step else "touchStart"
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": touching})
    session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


@pytest.mark.parametrize("page_options", [{"viewport": {"width": 1920, "height": 1080}}], ids=["1920x1080"])
def test_the_tool_is_made_wider_by_mouse_and_keyboard_and_stays_so(page: Page, address: str):
    open_blobs(page, address, "?epoch=8&tool=find")
    tool, edge = page.locator("#tool"), page.get_by_role("separator", name="Width of the tool")
    narrow = box(tool)["width"]

    def drag_to(x: float) -> None:
        there = box(edge)
        page.mouse.move(there["x"] + 10, 500)
        page.mouse.down()
        page.mouse.move(x, 500, steps=3)
        page.mouse.up()

    def reach_by_keyboard() -> None:
        edge.focus()
        page.keyboard.press("Tab")
        page.keyboard.press("Shift+Tab")
        expect(edge).to_be_focused()

    drag_to(box(edge)["x"] + 110)
    assert box(tool)["width"] == pytest.approx(narrow + 100, abs=1)
    reach_by_keyboard()
    page.keyboard.press("ArrowRight")
    assert box(tool)["width"] == pytest.approx(narrow + 116, abs=1)
    expect_epoch(page, 8)
    page.reload()
    expect_epoch(page, 8)
    assert box(tool)["width"] == pytest.approx(narrow + 116, abs=1)
    # It goes no farther than the plot allows, and comes back from there at once.
    drag_to(1900)
    widest = box(tool)["width"]
    assert box(page.locator(".stage"))["width"] >= 0.4 * 1920
    reach_by_keyboard()
    page.keyboard.press("ArrowLeft")
    assert box(tool)["width"] == pytest.approx(widest - 16, abs=1)
    for width, height in ((1366, 768), (1440, 900)):
        page.set_viewport_size({"width": width, "height": height})
        stage = box(page.locator(".stage"))
        assert stage["width"] * stage["height"] >= 0.28 * width * height
    page.set_viewport_size({"width": 1920, "height": 1080})
    edge.dblclick()
    assert box(tool)["width"] == narrow
    assert violations(page) == ""
