"""How the parts ask: of a page with everything loaded, again and again, and what they make of how long it took."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from statistics import median

from playwright.sync_api import Page

from common.asking import Act, Said, open_run, rest, said, spread
from common.browser import Workplace
from common.claims import Claim, at_most, print_table
from epochscope.store.testing import CLASSES, Recipe

SAMPLES, LAST_EPOCH, ROUNDS = 50_000, 29, 5
MOST_MS = 100
COLUMNS = ("in scripts", "least to most", "until shown", "least to most", "until drawn", "least to most")

Times = Mapping[str, Sequence[float]]
"""Milliseconds of one kind, by what was asked."""


def large_run(work: Workplace, classes: Sequence[str] = CLASSES) -> Recipe:
    return Recipe(work.samples(SAMPLES), classes=classes, epochs=range(LAST_EPOCH + 1), neighbors=1)


@contextmanager
def open_page(work: Workplace, recipe: Recipe) -> Iterator[Page]:
    """Yield a page at the last epoch that has loaded how samples were learned; it cuts from epoch to epoch."""
    with work.visit(recipe) as (address, browser), work.page(browser, reduced_motion=True) as page:
        open_run(page, address, recipe)
        load_dynamics(page)
        yield page


def load_dynamics(page: Page) -> None:
    # One answer of all epochs, or one per epoch; the legend is there once all of them are.
    with page.expect_request_finished(lambda request: "/dynamics" in request.url):
        choose_coloring(page, "first_learned")
    page.get_by_text("gray: not learned yet").wait_for()
    choose_coloring(page, "class")


def choose_coloring(page: Page, coloring: str) -> None:
    page.get_by_label("Color by", exact=True).select_option(coloring)


def toggle_tool(page: Page, name: str) -> None:
    page.get_by_role("navigation", name="Tools").get_by_role("button", name=name, exact=True).click()


def steps(page: Page, element: str) -> list[Said]:
    """Go back epoch by epoch from the last one; return what an element of the page says at each."""
    page.evaluate("() => document.activeElement.blur()")
    page.keyboard.press("End")
    return [said_at_rest(page, "keydown", element, partial(page.keyboard.press, "ArrowLeft")) for _ in range(ROUNDS)]


def said_at_rest(page: Page, event: str, element: str, act: Act) -> Said:
    """Do something once nothing is drawn any more, and return what an element of the page then says."""
    rest(page)
    return said(page, event, element, act)


def judge(title: str, answers: Mapping[str, Sequence[Said]]) -> Claim:
    """Print how long answers as text took; return the claim that the page soon has each of them."""
    kinds: Sequence[Callable[[Said], float]] = (lambda one: one.script, lambda one: one.shown, lambda one: one.drawn)
    times = [{name: [kind(one) for one in found] for name, found in answers.items()} for kind in kinds]
    print_times(title, COLUMNS, times)
    return soon_enough(f"{title}: in scripts", times[0])


def print_times(title: str, columns: Sequence[str], times: Sequence[Times]) -> None:
    """Print a row for everything that was asked: of each kind of time the median, and from the least to the most."""
    rows = [(name, *(cell for kind in times for cell in spread(kind[name]))) for name in times[0]]
    print_table(f"{title}, in ms; medians of {ROUNDS}", ("", *columns), rows)


def soon_enough(words: str, times: Times) -> Claim:
    """Claim that the median of each is small enough, by the largest of them."""
    slowest = max(times, key=lambda name: median(times[name]))
    worst = max(max(found) for found in times.values())
    claimed = f"{words}, the slowest of {len(times)} ({slowest}) takes, in ms (the worst single time: {worst:.0f}),"
    return at_most(claimed, median(times[slowest]), MOST_MS)
