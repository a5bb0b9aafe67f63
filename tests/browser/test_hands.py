"""Every control of the page: clicked, it leaves its keys to the timeline; reached by Tab, it keeps them."""

import re

import numpy as np
import pytest
from playwright.sync_api import ElementHandle, Page, expect

from browser.pixels import nearest_other
from browser.selecting import expect_selected, on_page, where
from browser.steps import expect_epoch, open_blobs, scatter
from epochscope.store import RunReader

STILL = pytest.mark.parametrize("page_options", [{"reduced_motion": "reduce"}], ids=["reduced motion"])
CONTROLS = "button, select, summary, input, [role=grid] [tabindex='0'], .data-map canvas, .sample-plot .plot-area"
FIELDS = "input:not([type=checkbox], [type=radio], [type=range], [type=color])"
# Told to the page: the controls within a part of it that can be clicked where they are, first to last, and the name of
# each. A field is none of them, it keeps its keys.
USABLE = f"""(within) => {{
    const usable = (control) => {{
        const {{ x, y, width, height }} = control.getBoundingClientRect();
        const there = document.elementFromPoint(x + width / 2, y + height / 2);
        const target = control.closest("label") ?? control;
        return !control.disabled && width > 0 && target.contains(there) && !control.matches(`{FIELDS}`);
    }};
    const controls = document.querySelectorAll(`:is(${{within}}) :is({CONTROLS})`);
    return [...controls].filter(usable).map((control) => [control.ariaLabel ?? control.textContent.trim(), control]);
}}"""
NAMES = f"(within) => ({USABLE})(within).map(([name]) => name)"
NAMED = f"(wanted) => ({USABLE})('body').find(([name]) => name === wanted)?.[1]"
# A click that opens a mode of its own: a menu, the help, a file to save, a run to leave for.
LEAVES = re.compile("^(Save|Help|Copy link|More conditions|Add a condition|Compute|Save as CSV|Close|Look inside)")
WATCH = """() => {
    window.seen = { clicks: 0, inputs: 0 };
    for (const [kind, name] of [["click", "clicks"], ["input", "inputs"]])
        window.addEventListener(kind, () => window.seen[name]++, true);
}"""


def usable_controls(page: Page, within: str) -> list[str]:
    """Return the names of the controls in a part of the page that can be clicked, each once, once there are any."""
    page.wait_for_function(f"(within) => ({NAMES})(within).length > 0", arg=within)
    return [name for name in dict.fromkeys(page.evaluate(NAMES, within)) if name and not LEAVES.match(name)]


def control_named(page: Page, name: str) -> ElementHandle | None:
    """Return the first usable control of that name; None where an earlier click took it away."""
    return page.evaluate_handle(NAMED, name).as_element()


def is_playing(page: Page) -> bool:
    return page.get_by_role("button", name="Pause", exact=True).count() == 1


@STILL
@pytest.mark.parametrize("tool", ["classes", "confusion", "map", "labels", "compare", "sample", "find"])
def test_space_plays_and_arrows_step_whatever_was_clicked_last(page: Page, address: str, tool: str):
    open_blobs(page, address, f"?epoch=2&tool={tool}&sample=7&selected=7")
    page.evaluate(WATCH)
    tried = []
    # Of the tools, one is tried with all that is around it.
    expect(page.locator("#tool .tool-content > *").first).not_to_have_text("Loading…")
    for name in usable_controls(page, "body" if tool == "classes" else "#tool"):
        control = control_named(page, name)
        if control is None:
            continue
        box = control.bounding_box()
        assert box is not None
        page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        if page.evaluate("() => document.activeElement.matches('select:open')"):
            page.keyboard.press("Escape")
        if page.evaluate(
            "() => document.activeElement.matches('input:not([type=checkbox], [type=radio], [type=range])')"
        ):
            continue
        expect(page.get_by_role("button", name=re.compile("^(Play|Pause)$"))).to_be_enabled()
        page.keyboard.press("Home")
        playing, seen = is_playing(page), page.evaluate("() => ({ ...window.seen })")
        for key in ("Space", "k"):
            page.keyboard.press(key)
            playing = not playing
            expect(page.get_by_role("button", name="Pause" if playing else "Play", exact=True)).to_be_visible()
            assert page.evaluate("() => window.seen") == seen, name
        if playing:
            page.keyboard.press("k")
        page.keyboard.press("Home")
        page.keyboard.press("ArrowRight")
        expect_epoch(page, 1)
        assert page.evaluate("() => window.seen") == seen, name
        tried.append(name)
    assert len(tried) > (25 if tool == "classes" else 0)


@STILL
def test_a_control_that_tab_leads_to_keeps_its_keys(page: Page, address: str):
    open_blobs(page, address, "?epoch=2&tool=classes")
    page.evaluate(WATCH)
    pressed = 0
    for _ in range(90):
        page.keyboard.press("Tab")
        kind = page.evaluate("""() => {
            const { activeElement: control } = document;
            if (control.matches("[aria-haspopup], input[type=color]")) return "leaves";
            if (control.matches("button, input[type=checkbox]")) return "pressed";
            return control.matches("input[type=radio]") ? "moved" : "other";
        }""")
        name = page.evaluate("() => document.activeElement.ariaLabel ?? document.activeElement.textContent.trim()")
        if kind == "pressed" and not LEAVES.match(name) and name not in ("Play", "Pause"):
            before = page.evaluate("() => window.seen.clicks")
            page.keyboard.press("Space")
            assert page.evaluate("() => window.seen.clicks") == before + 1, name
            expect(page.get_by_role("button", name="Play", exact=True)).to_be_visible()
            pressed += 1
    assert pressed > 25


def test_the_plot_is_walked_by_keyboard_from_sample_to_sample(page: Page, address: str, blobs: RunReader):
    open_blobs(page, address)
    plot, card = page.get_by_role("application", name="Samples", exact=True), page.get_by_test_id("hover-card")
    points = where(blobs, page)
    for _ in range(90):
        page.keyboard.press("Tab")
        if plot.evaluate("(plot) => plot === document.activeElement"):
            break
    expect(plot).to_be_focused()
    box = scatter(page).bounding_box()
    assert box is not None
    page.keyboard.press("ArrowRight")
    now = int(np.hypot(*(points - np.array([box["width"], box["height"]]) / 2).T).argmin())
    expect(card).to_contain_text(f"Sample {now} ")
    for key, step in (("ArrowRight", [1, 0]), ("ArrowUp", [0, -1]), ("ArrowLeft", [-1, 0]), ("ArrowDown", [0, 1])):
        along = (points - points[now]) @ step
        aside = np.abs((points - points[now]) @ step[::-1])
        there = np.where((along >= 0.5) & (along >= aside), np.hypot(along, aside), np.inf)
        now = now if np.isinf(there).all() else int(there.argmin())
        page.keyboard.press(key)
        expect(card).to_contain_text(f"Sample {now} ")
        expect(plot.locator("[aria-live]")).to_have_text(re.compile(f"^Sample {now}, .*confidence"))
    expect_epoch(page, 8)
    page.keyboard.press("Enter")
    expect_selected(page, [now])
    page.keyboard.press("Shift+ArrowLeft")
    expect(card).not_to_contain_text(f"Sample {now} ")
    page.keyboard.press("Shift+Enter")
    expect(page.locator(".selected-count")).to_have_text(re.compile("^2 selected"))
    page.keyboard.press("+")
    page.wait_for_url(re.compile("view="))
    page.keyboard.press("Escape")
    expect(card).to_have_count(0)
    expect(page.locator(".selected-count")).to_have_text(re.compile("^2 selected"))
    # Clicked, the plot leaves the arrows to the timeline.
    page.mouse.click(*on_page(page, np.array([500.0, 12.0])))
    page.keyboard.press("ArrowLeft")
    expect_epoch(page, 4)


def test_the_card_of_a_sample_is_not_in_the_way_of_a_lasso(page: Page, address: str, blobs: RunReader):
    open_blobs(page, address)
    points = where(blobs, page)
    sample = int(nearest_other(points).argmax())
    page.mouse.move(*on_page(page, points[sample]))
    expect(page.get_by_test_id("hover-card")).to_be_visible()
    page.keyboard.down("Shift")
    page.mouse.down()
    expect(page.get_by_test_id("hover-card")).to_have_count(0)
    page.mouse.move(*on_page(page, points[sample] + [40, 40]))
    page.mouse.move(*on_page(page, points[sample]))
    expect(page.locator(".lasso polygon")).to_have_attribute("points", re.compile(","))
    expect(page.get_by_test_id("hover-card")).to_have_count(0)
    page.keyboard.press("Escape")
    page.mouse.up()
    page.keyboard.up("Shift")
