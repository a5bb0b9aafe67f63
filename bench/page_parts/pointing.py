"""A lasso around thousands of samples, and a pointer that comes to rest among them."""

from collections.abc import Mapping
from functools import partial
from math import cos, pi, sin
from statistics import median

from playwright.sync_api import Page

from common.asking import Answer, answered, asked, box_of, count_selected, milliseconds, open_run, rest, spread
from common.browser import Workplace
from common.claims import Claim, at_most, print_table
from epochscope.store.testing import Recipe

SAMPLES, LASSOS, HOVERS, CORNERS = 50_000, 10, 20, 40
MOST_LASSO_MS, MOST_HOVER_MS = 100, 50
# Shares of the plot's height: how large an outline is, and how far from the middle the pointer rests.
RADIUS, ASIDE = 0.3, 0.2


def measure(work: Workplace) -> list[Claim]:
    recipe = Recipe(work.samples(SAMPLES))
    with work.visit(recipe) as (address, browser), work.page(browser, reduced_motion=True) as page:
        open_run(page, address, recipe)
        work.tell("hovers and lassos")
        hovers = [_hover(page, number / HOVERS) for number in range(HOVERS)]
        # Shift adds to the selection; in this mode a lasso replaces it.
        page.keyboard.press("l")
        lassos = [_lasso(page, number / LASSOS) for number in range(LASSOS)]
        selected = count_selected(page)
    times = {
        "hover, until its card is laid out": [hover["shown"] for hover in hovers],
        "hover, until the plot is drawn too": [hover["drawn"] for hover in hovers],
        f"lasso around {selected:,}, until the selection is drawn": milliseconds(lassos),
    }
    most = dict(zip(times, (MOST_HOVER_MS, MOST_HOVER_MS, MOST_LASSO_MS), strict=True))
    rows = [(name, *spread(found)) for name, found in times.items()]
    print_table(f"the page at {SAMPLES:,} points, in ms", ("", "median", "least to most"), rows)
    return [at_most(f"{name}, takes, in ms,", median(found), most[name]) for name, found in times.items()]


def _hover(page: Page, turn: float) -> Mapping[str, float]:
    """Move the pointer onto the points from outside of the plot."""
    page.mouse.move(0, 0)
    page.get_by_test_id("hover-card").wait_for(state="detached")
    rest(page)
    spot = _spot(page, ASIDE, turn)
    answer: Mapping[str, float] = asked(page, "hover()", partial(page.mouse.move, *spot))
    return answer


def _lasso(page: Page, turn: float) -> Answer:
    """Draw around a part of the plot, and let go."""
    middle = _spot(page, ASIDE, turn)
    for corner in range(CORNERS):
        page.mouse.move(*_spot(page, RADIUS, corner / CORNERS, middle))
        if corner == 0:
            page.mouse.down()
    answer = answered(page, "plot('pointerup')", page.mouse.up)
    if count_selected(page) < SAMPLES // 100:
        raise RuntimeError("the lasso has selected next to nothing")
    return answer


def _spot(page: Page, radius: float, turn: float, around: tuple[float, float] | None = None) -> tuple[float, float]:
    """Return a spot on a circle around another one, or around the middle of the plot."""
    left, top, width, height = box_of(page)
    x, y = around or (left + width / 2, top + height / 2)
    return x + radius * height * cos(2 * pi * turn), y + radius * height * sin(2 * pi * turn)
