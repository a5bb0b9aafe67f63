"""A LeNet that looks at what a camera sees: looks a second, and milliseconds from a picture to its answer."""

import os
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from common.claims import Claim, at_most, no_less, print_table
from common.serving import epochscope_server
from inside_parts.workplace import DEMO, LAST_EPOCH, LENET, Workplace, children, cpu_seconds

# Chromium is found and started as the tests do it, with the film for its camera.
sys.path.append(str(Path(__file__).resolve().parents[2] / "tests"))
from browser import chromium, filmed

RATE, TIMES, INTERVAL = 30, 20, 600
"""Pictures of the camera a second; how often the page's own count is read, and after how many milliseconds."""
LEAST_LOOKS, MOST_MILLISECONDS = 25, 100
PATIENCE = 60_000
WAYS = {"by the server": (), "by the browser": ("--read-only",)}
"""What computes the network, and with which options the server leaves it to the browser."""
LAYERS = "0.3.6"
"""Two convolutions, and the 640 units behind them."""
PACE = re.compile(r"(\d+) looks a second at (\d+) frames; an answer takes (\d+) ms")


def measure(work: Workplace) -> list[Claim]:
    found = {}
    for name, options in WAYS.items():
        work.tell(f"a camera, answered {name}")
        with filming(*options) as page:
            found[name] = paces(page, max(2, TIMES // work.shrink))
    rows = [
        (name, f"{one.looks:.0f}", f"{one.pictures:.0f}", f"{one.delay:.0f}", f"{one.cpu:.0f}")
        for name, one in found.items()
    ]
    print_table(
        f"LeNet, a camera of {RATE} pictures a second, two convolutions and 640 units on screen, as the page counts",
        ("median", "looks/s", "pictures/s", "ms to the answer", "CPU ms of a look"),
        rows,
    )
    return [
        *(no_less(f"camera {name}: looks a second", one.looks, LEAST_LOOKS) for name, one in found.items()),
        *(at_most(f"camera {name}: milliseconds to it", one.delay, MOST_MILLISECONDS) for name, one in found.items()),
    ]


@contextmanager
def filming(*options: str) -> Iterator[Page]:
    """Yield the page that looks at a film, once its pace is known."""
    with (
        tempfile.TemporaryDirectory() as folder,
        epochscope_server(str(DEMO), *options) as address,
        sync_playwright() as playwright,
        chromium.launch(
            playwright, PATIENCE, filmed.camera_flags(filmed.write_film(Path(folder) / "film.y4m", RATE))
        ) as browser,
    ):
        page = browser.new_page(viewport={"width": 1440, "height": 900}, permissions=["camera"])
        page.goto(f"{address}#/run/{LENET}/inside?epoch={LAST_EPOCH}&input=camera&layers={LAYERS}")
        page.get_by_role("button", name="Start the camera").click(timeout=PATIENCE)
        page.get_by_test_id("pace").wait_for(timeout=PATIENCE)
        yield page


@dataclass(frozen=True)
class Paces:
    """Looks and pictures a second, milliseconds to an answer, and CPU milliseconds of all processes for a look."""

    looks: float
    pictures: float
    delay: float
    cpu: float


def paces(page: Page, times: int) -> Paces:
    """Return medians of what the page counts, with the CPU time of the browser, the server and what computes."""
    processes = children(os.getpid())
    read, begun, before = [], time.perf_counter(), cpu_seconds(processes)
    for _ in range(times):
        page.wait_for_timeout(INTERVAL)
        figures = PACE.match(page.get_by_test_id("pace").inner_text())
        if figures is None:
            raise RuntimeError("the page does not say its pace")
        read.append([float(figure) for figure in figures.groups()])
    spent, seconds = cpu_seconds(processes) - before, time.perf_counter() - begun
    looks, pictures, delay = (statistics.median(column) for column in zip(*read, strict=True))
    return Paces(looks, pictures, delay, 1000 * spent / (seconds * looks))
