"""A LeNet looked into while a user draws on the page: from the pointer's event to the answer on the screen."""

import statistics
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from playwright.sync_api import Page, sync_playwright

from common.claims import Claim, at_most, print_table
from common.serving import epochscope_server
from inside_parts.workplace import DEMO, LAST_EPOCH, LENET, Workplace

# Chromium is found and started as the tests do it.
sys.path.append(str(Path(__file__).resolve().parents[2] / "tests"))
from browser import chromium

MOVEMENTS, WARM, LINE = 200, 20, 10
MOST_MILLISECONDS = 50
PATIENCE = 60_000
WAYS = {"by the server": (), "by the browser": ("--read-only",)}
"""What computes the network, and with which options the server leaves it to the browser."""
ANSWERED = """() => document.querySelector(".answer-verdict").dataset.busy === "false\""""
# Until the frame that shows other bars is over: the browser has laid it out and painted it then.
PAINTED = """() => {
    const bars = () => document.querySelector(".answer-columns").innerHTML;
    const before = bars();
    let moved = NaN;
    addEventListener("pointermove", ({ timeStamp }) => { moved = timeStamp; }, { capture: true, once: true });
    window.painted = new Promise((resolve, reject) => {
        setTimeout(() => { reject(new Error("no other answer within 10 s")); }, 10_000);
        const look = new MutationObserver(() => {
            if (Number.isNaN(moved) || bars() === before) return;
            look.disconnect();
            requestAnimationFrame(() => setTimeout(() => { resolve(performance.now() - moved); }));
        });
        const changes = { subtree: true, childList: true, characterData: true, attributes: true };
        look.observe(document.querySelector(".inside-answer"), changes);
    });
}"""


def measure(work: Workplace) -> list[Claim]:
    count = MOVEMENTS // work.shrink
    found = {}
    for name, options in WAYS.items():
        work.tell(f"drawing on the page, answered {name}")
        with opened(*options) as page:
            found[name] = draw(page, count)
    slow = {name: statistics.quantiles(one, n=20)[-1] for name, one in found.items()}
    rows = [
        (name, f"{statistics.median(one):.1f}", f"{slow[name]:.1f}", f"{max(one):.1f}") for name, one in found.items()
    ]
    print_table(
        f"LeNet, {count} movements of the pointer on the page, from its event to the painted answer",
        ("", "median ms", "95th percentile", "most"),
        rows,
    )
    medians = {f"painted {name}: milliseconds, median,": statistics.median(one) for name, one in found.items()}
    percentiles = {f"painted {name}: 95th percentile": one for name, one in slow.items()}
    return [at_most(words, one, MOST_MILLISECONDS) for words, one in (medians | percentiles).items()]


@contextmanager
def opened(*options: str) -> Iterator[Page]:
    """Yield the page with the inside of the network, answered for the first time."""
    with (
        epochscope_server(str(DEMO), *options) as address,
        sync_playwright() as playwright,
        chromium.launch(playwright, PATIENCE) as browser,
    ):
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.goto(f"{address}#/run/{LENET}/inside?epoch={LAST_EPOCH}")
        page.get_by_test_id("answer").wait_for(timeout=PATIENCE)
        yield page


def draw(page: Page, count: int) -> list[float]:
    """Draw one line after the other on an empty pad; return the milliseconds of each movement."""
    box = page.get_by_test_id("draw-pad").bounding_box()
    assert box is not None
    corner, side = np.array([box["x"], box["y"]]), box["width"]
    random, spent = np.random.default_rng(0), list[float]()
    while len(spent) < count + WARM:
        page.keyboard.press("Delete")
        angle = random.uniform(0, 2 * np.pi)
        reach = 0.35 * np.array([np.cos(angle), np.sin(angle)])
        first, *others = corner + side * (0.5 + np.linspace(-1, 1, LINE + 1)[:, None] * reach)
        page.mouse.move(*map(float, first))
        page.mouse.down()
        page.wait_for_function(ANSWERED)
        spent += [moved(page, *map(float, place)) for place in others]
        page.mouse.up()
    return spent[WARM : WARM + count]


def moved(page: Page, x: float, y: float) -> float:
    """Move the pen; return the milliseconds until the answer to that is painted."""
    page.evaluate(PAINTED)
    page.mouse.move(x, y)
    return float(page.evaluate("() => window.painted"))
