"""The confusion matrix of ten classes and of 62: opened, at other epochs, and clicked."""

import string
from collections.abc import Iterator
from functools import partial

from playwright.sync_api import Locator, Page

from common.asking import Said
from common.browser import Workplace
from common.claims import Claim
from epochscope.store.testing import CLASSES, Recipe
from queries_parts.asking import ROUNDS, judge, large_run, open_page, said_at_rest, steps, toggle_tool

MANY = tuple(string.digits + string.ascii_uppercase + string.ascii_lowercase)
# With the grid its cells, numbers and all, are there too.
GRID, SUMMARY, SELECTED = "[role=grid]", ".confusion-summary", ".selected-count"


def measure(work: Workplace) -> list[Claim]:
    return [_measured(work, large_run(work, classes)) for classes in (CLASSES, MANY)]


def _measured(work: Workplace, recipe: Recipe) -> Claim:
    title = f"confusion matrix of {len(recipe.classes)} classes"
    work.tell(title)
    answers = dict[str, list[Said]]()
    with open_page(work, recipe) as page:
        _open_matrix(page)
        answers["opened"] = [_opened(page) for _ in range(ROUNDS)]
        answers["another epoch"] = steps(page, SUMMARY)
        answers["a cell clicked, of right ones"], answers["a cell clicked, of wrong ones"] = _clicked(page)
        answers["another epoch, with some selected"] = steps(page, SUMMARY)
    return judge(title, answers)


def _open_matrix(page: Page) -> None:
    """Open the tool, and choose the matrix instead of the list that replaces a large one."""
    toggle_tool(page, "Confusion")
    page.get_by_role("radiogroup", name="View").get_by_text("Matrix", exact=True).click()
    page.locator(GRID).wait_for()


def _opened(page: Page) -> Said:
    toggle_tool(page, "Confusion")
    page.locator(GRID).wait_for(state="detached")
    return said_at_rest(page, "click", GRID, partial(toggle_tool, page, "Confusion"))


def _clicked(page: Page) -> tuple[list[Said], list[Said]]:
    """Click cells on the diagonal and, in turns with them, beside it: no two after each other hold as many samples."""
    answers = [said_at_rest(page, "click", SELECTED, partial(page.mouse.click, *cell)) for cell in _cells(page)]
    return answers[::2], answers[1::2]


def _cells(page: Page) -> Iterator[tuple[float, float]]:
    """Yield the positions of cells, each on the diagonal followed by the one on its right."""
    rows, columns = page.get_by_role("rowheader"), page.get_by_role("columnheader")
    for number in range(2 * ROUNDS):
        row, column = number // 2, (number + 1) // 2
        yield _middle(columns.nth(column))[0], _middle(rows.nth(row))[1]


def _middle(head: Locator) -> tuple[float, float]:
    box = head.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
