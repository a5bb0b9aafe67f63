"""How the parts use the page: they do what people do, and ask its watch when the answer was drawn."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Any

from playwright.sync_api import Page

from epochscope.store.testing import Recipe

Act = Callable[[], object]


@dataclass(frozen=True)
class Answer:
    """How long a plot took that answered, in scripts and in all, and a number that only plots which look alike
    share."""

    script: float
    milliseconds: float
    print: int


@dataclass(frozen=True)
class Said:
    """The answer's text, and milliseconds: in scripts, until it was laid out, until the plot was drawn too."""

    words: str
    script: float
    shown: float
    drawn: float


def open_run(page: Page, address: str, recipe: Recipe) -> None:
    """Open a run as points: one of many samples would open with the outlines of its density."""
    page.goto(f"{address}#/run/{recipe.name}?look=points")
    wait_for_epochs(page, recipe)
    # Predictions come after the epochs.
    page.wait_for_load_state("networkidle")


def wait_for_epochs(page: Page, recipe: Recipe) -> None:
    page.locator(f'[data-testid=scatter][data-state=ready][data-loaded-epochs="{len(recipe.epochs)}"]').wait_for()


def choose_layer(page: Page, layer: str) -> None:
    page.get_by_role("radio", name=layer, exact=True).check()


def choose_n_neighbors(page: Page, value: int) -> None:
    page.get_by_label("n_neighbors", exact=True).select_option(str(value))


def play(page: Page) -> None:
    page.get_by_role("button", name="Play", exact=True).click()


def pause(page: Page) -> None:
    page.get_by_role("button", name="Pause", exact=True).click()
    # It goes on to the next epoch first.
    rest(page)


def rest(page: Page) -> None:
    """Wait until nothing is drawn any more."""
    page.evaluate("() => watch.rest()")


def count_selected(page: Page) -> int:
    """Return how many samples the page says are selected; wait until it says so."""
    return int(page.locator(".selected-count strong").first.inner_text().replace(",", ""))


def box_of(page: Page) -> tuple[float, float, float, float]:
    """Return left, top, width and height of the plot."""
    box = page.get_by_test_id("scatter").bounding_box()
    assert box is not None
    return box["x"], box["y"], box["width"], box["height"]


def answered(page: Page, question: str, act: Act) -> Answer:
    """Do something, and return the plot that the watch takes for the answer; raise where it is empty."""
    plot = asked(page, question, act)
    check_inked(plot["inked"], question)
    return Answer(plot["script"], plot["milliseconds"], plot["print"])


def said(page: Page, event: str, element: str, act: Act) -> Said:
    """Do something, and return what an element of the page (a selector) then says."""
    return Said(**asked(page, f"words({event!r}, {element!r})", act))


def asked(page: Page, question: str, act: Act) -> Any:
    """Ask the watch, do something, and return what it says in the end."""
    page.evaluate(f"() => {{ window.asked = watch.{question}; }}")
    act()
    return page.evaluate("() => window.asked")


def check_inked(share: float, what: str) -> None:
    if share <= 0:
        raise RuntimeError(f"{what}: nothing is drawn")


def milliseconds(answers: Sequence[Answer]) -> list[float]:
    """Return how long the answers took; raise where one looks like the one before, and so is none."""
    if any(before.print == after.print for before, after in pairwise(answers)):
        raise RuntimeError("two plots that should differ look alike")
    return [answer.milliseconds for answer in answers]


def spread(values: Sequence[float], digits: int = 1) -> tuple[str, str]:
    """Return two cells of a table: the median, and from the least to the most."""
    return f"{median(values):.{digits}f}", f"{min(values):.{digits}f} to {max(values):.{digits}f}"
