"""Every measure as the colors of the plot: chosen, and at other epochs.

What the processor draws in place of a graphics card is in the table, but in no claim: ``bench/page.py`` compares that.
"""

from functools import partial

from playwright.sync_api import Page

from common.asking import Answer, answered, rest
from common.browser import Workplace
from common.claims import Claim
from queries_parts.asking import (
    LAST_EPOCH,
    ROUNDS,
    Times,
    choose_coloring,
    large_run,
    open_page,
    print_times,
    soon_enough,
)

MEASURES = (
    "confidence",
    "loss",
    "margin",
    "label_confidence",
    "variability",
    "correctness",
    "forgotten",
    "first_learned",
    "area_under_margin",
    "layer_motion",
    "trustworthiness",
)
COLUMNS = ("in scripts", "least to most", "until drawn", "least to most")


def measure(work: Workplace) -> list[Claim]:
    chosen, stepped = dict[str, list[Answer]](), dict[str, list[Answer]]()
    with open_page(work, large_run(work)) as page:
        for name in MEASURES:
            work.tell(name)
            chosen[name] = [_chosen(page, name) for _ in range(ROUNDS)]
            stepped[name] = [_stepped(page, LAST_EPOCH - back) for back in range(1, ROUNDS + 1)]
            page.keyboard.press("End")
    return [_judged("colored by a measure", chosen), _judged("another epoch, colored by it", stepped)]


def _chosen(page: Page, name: str) -> Answer:
    """Color by a measure after the classes."""
    choose_coloring(page, "class")
    rest(page)
    answer = answered(page, "plot('change')", partial(choose_coloring, page, name))
    page.evaluate("() => document.activeElement.blur()")
    return answer


def _stepped(page: Page, epoch: int) -> Answer:
    rest(page)
    return answered(page, f"epoch('keydown', {epoch})", partial(page.keyboard.press, "ArrowLeft"))


def _judged(title: str, answers: dict[str, list[Answer]]) -> Claim:
    scripts: Times = {name: [answer.script for answer in found] for name, found in answers.items()}
    drawn: Times = {name: [answer.milliseconds for answer in found] for name, found in answers.items()}
    print_times(title, COLUMNS, [scripts, drawn])
    return soon_enough(f"{title}: in scripts", scripts)
