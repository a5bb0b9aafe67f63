"""Conditions as a user types them, of every kind and of every measure, alone and together; then other epochs."""

import re
from functools import partial

from playwright.sync_api import Page

from common.asking import Said
from common.browser import Workplace
from common.claims import Claim, print_table
from epochscope.store.testing import Recipe
from queries_parts.asking import LAST_EPOCH, ROUNDS, judge, large_run, open_page, said_at_rest, steps, toggle_tool

FOUND = ".found"
CONDITIONS = (
    "misclassified",
    "correct",
    "correct at epoch 10, misclassified at epoch 20",
    "never learned",
    "learned by epoch 10",
    "forgotten at least 2 times",
    "cat predicted as dog",
    "cat predicted as anything else",
    "in the test split",
    "confidence 20% to 50%",
    "loss 0.5 to 2 nats",
    "margin -1 to 1",
    "confidence in the label 50% or less",
    "variability 20% or more",
    "correctness 50% or less",
    "forgetting events 2 to 4",
    "first learned at epoch 5 or later",
    "area under the margin 0 or less",
    "layer motion 1 or more",
    "trustworthiness 95% or less",
)
TOGETHER = (
    "not never learned",
    "forgotten at least 2 times",
    "not in the test split",
    "confidence 20% to 50%",
    "misclassified",
)
ALL = f"{len(TOGETHER)} of them, the last one typed"


def measure(work: Workplace) -> list[Claim]:
    recipe = large_run(work)
    asked, stepped = dict[str, list[Said]](), dict[str, list[Said]]()
    with open_page(work, recipe) as page:
        toggle_tool(page, "Find")
        for condition in CONDITIONS:
            work.tell(condition)
            asked[condition] = [_typed(page, (condition,)) for _ in range(ROUNDS)]
            stepped[condition] = steps(page, FOUND)
        work.tell("all together")
        asked[ALL] = [_typed(page, TOGETHER) for _ in range(ROUNDS)]
        stepped[ALL] = steps(page, FOUND)
    _print_found(recipe, asked)
    return [judge("a condition added", asked), judge("another epoch with it", stepped)]


def _typed(page: Page, conditions: tuple[str, ...]) -> Said:
    """Type conditions where there are none; return the answer to the last of them."""
    _clear(page)
    page.keyboard.press("End")
    field = page.get_by_label("Type a condition", exact=True)
    for condition in conditions[:-1]:
        field.fill(condition)
        field.press("Enter")
    field.fill(conditions[-1])
    answer = said_at_rest(page, "keydown", FOUND, partial(field.press, "Enter"))
    if not re.match(r"[\d,]+ of |None of ", answer.words):
        raise RuntimeError(f"instead of how many samples were found, the page says: {answer.words}")
    return answer


def _clear(page: Page) -> None:
    """Take away the conditions that are there, and leave the field."""
    clear = page.get_by_role("button", name="Clear the conditions")
    if clear.count() > 0:
        clear.click()
    page.evaluate("() => document.activeElement.blur()")


def _print_found(recipe: Recipe, asked: dict[str, list[Said]]) -> None:
    rows = [(name, answers[-1].words.partition(" of ")[0]) for name, answers in asked.items()]
    print_table(f"samples found at epoch {LAST_EPOCH}, of {recipe.samples:,}", ("", "found"), rows)
