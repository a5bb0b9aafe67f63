"""What many steps leave behind in the page's own memory, in WebGL, and in the browser's processes."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page

from common.asking import open_run
from common.browser import Workplace
from common.claims import Claim, at_most, print_table
from common.heap import heap_of
from epochscope.store.testing import Recipe

SAMPLES, STEPS, LOOKS = 50_000, 500, 5
# The browser compiles what runs often, which takes memory once.
WARM_UP = 300
# 2 kB a step; the positions of these points at one epoch are 200 kB.
MOST_HEAP_MB = 1.0
# Allocators keep a little of what was free; one copy of those positions a step would be 100 MB.
MOST_PROCESS_MB = 5.0


@dataclass(frozen=True)
class Memory:
    heap: float
    objects: int
    renderer: float
    graphics: float


def measure(work: Workplace) -> list[Claim]:
    recipe = Recipe(work.samples(SAMPLES))
    with work.visit(recipe) as (address, browser), work.page(browser, reduced_motion=True) as page:
        open_run(page, address, recipe)
        work.tell(f"{WARM_UP} and {STEPS} steps")
        page.evaluate("(times) => watch.step(times)", WARM_UP)
        looks = [_look(page, browser)]
        for _ in range(LOOKS):
            page.evaluate("(times) => watch.step(times)", STEPS // LOOKS)
            looks.append(_look(page, browser))
    _print(looks)
    return _claims(looks[0], looks[-1])


def _look(page: Page, browser: Browser) -> Memory:
    """Let the browser collect all garbage, and look at what is left."""
    heap = heap_of(page)
    session = browser.new_browser_cdp_session()
    processes = session.send("SystemInfo.getProcessInfo")["processInfo"]
    session.detach()
    objects = page.evaluate("() => watch.objects")
    return Memory(heap.objects, objects, _own_mb(processes, "renderer"), _own_mb(processes, "GPU"))


def _own_mb(processes: Sequence[dict[str, Any]], kind: str) -> float:
    """Return the memory that processes have for themselves, not for files; 0 where the system does not say."""
    files = (Path(f"/proc/{process['id']}/status") for process in processes if process["type"] == kind)
    lines = (line for file in files if file.exists() for line in file.read_text().splitlines())
    return sum(int(line.split()[1]) for line in lines if line.startswith("RssAnon")) / 1e3


def _claims(first: Memory, last: Memory) -> list[Claim]:
    steps = f"{STEPS} steps leave behind, in"
    grown = last.renderer + last.graphics - first.renderer - first.graphics
    return [
        at_most(f"{steps} MB of the page's heap,", last.heap - first.heap, MOST_HEAP_MB),
        at_most(f"{steps} objects of WebGL,", last.objects - first.objects, 0),
        at_most(f"{steps} MB of the page's and the graphics process,", grown, MOST_PROCESS_MB),
    ]


def _print(looks: Sequence[Memory]) -> None:
    rows = [
        (
            str(number * STEPS // LOOKS),
            f"{look.heap:.3f}",
            str(look.objects),
            f"{look.renderer:.1f}",
            f"{look.graphics:.1f}",
        )
        for number, look in enumerate(looks)
    ]
    heads = ("steps", "heap MB", "WebGL objects", "page's process MB", "graphics process MB")
    print_table(
        f"the page at {SAMPLES:,} points after garbage collection; {WARM_UP} steps before the first", heads, rows
    )
