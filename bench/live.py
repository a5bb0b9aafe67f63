"""Measures how soon an epoch is on the page once it is recorded, and its bytes, while a training goes on.

A run of 10,000 samples gains 12 epochs of a layer of 64 numbers. A real ``epochscope serve --follow`` lays out each,
and a page in headless Chromium follows, all on two cores. The clock begins when the recording has committed the epoch;
it stops when the layout is listed, and when the plot shows it. Bytes are those of the run's folder and those that the
page receives. The first epoch, for which the follower loads numba and umap-learn, is in the table and in no claim.

The baseline lays out all epochs together, as each new one would require if it could not be appended: its seconds, and
its trustworthiness at the last epoch, which the appended layout is to have within 0.02.

Example:
  python bench/live.py --samples 2000
"""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import numpy as np
from playwright.sync_api import Page, sync_playwright

from common.browser import CORES, chromium
from common.claims import Claim, at_most, conclude, no_less, print_table, times_less
from common.serving import epochscope_server
from epochscope.store import RunReader, RunWriter, Setting
from epochscope.store.testing import Given, record_epoch, write_run
from epochscope_embeddings.job import Job, project

EPOCHS, WIDTH, CLASSES = 12, 64, 10
MOST_SECONDS, FASTER, MOST_BYTES, WORSE = 6, 3, 30, 0.02
PATIENCE = 120
SETTING = Setting(15, 0.1)


@dataclass(frozen=True)
class Gain:
    """What one epoch took, in seconds from when it was recorded, and its bytes on disk and on the way to the page."""

    epoch: int
    laid_out: float
    shown: float
    stored: int
    received: int


class LivePage:
    """A page that follows a training, and the bytes that it receives."""

    def __init__(self, page: Page, address: str) -> None:
        self.received = 0
        self._page = page
        session = page.context.new_cdp_session(page)
        session.on("Network.loadingFinished", self._count)
        session.send("Network.enable")
        page.goto(address)

    def wait_for(self, epoch: int) -> None:
        """Wait until the plot shows an epoch."""
        self._page.locator(f"[data-epoch='{epoch}']").wait_for(timeout=PATIENCE * 1000)

    def rest(self) -> None:
        """Let everything about the last epoch arrive."""
        self._page.wait_for_timeout(3000)

    def _count(self, event: dict[str, float]) -> None:
        self.received += int(event["encodedDataLength"])


def main() -> int:
    samples = parse().samples
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:CORES])
    with tempfile.TemporaryDirectory() as folder:
        run = Path(folder) / "run"
        gains = follow(run, training(samples))
        appended, (seconds, together) = trust(run), lay_out_together(run)
    rows = [
        (str(one.epoch), f"{one.laid_out:.1f}", f"{one.shown:.1f}", f"{one.stored:,}", f"{one.received:,}")
        for one in gains
    ]
    heads = ("epoch", "laid out after s", "shown after s", "bytes stored", "bytes received")
    print_table(f"{samples:,} samples x {WIDTH} numbers, one layer, {CORES} cores", heads, rows)
    return conclude(claims(samples, gains[1:], seconds, appended, together))


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--samples", type=int, default=10_000, help="samples of the run")
    return parser.parse_args()


def training(samples: int) -> Given:
    """Return a run whose classes part from epoch to epoch."""
    random = np.random.default_rng(0)
    classes = random.integers(CLASSES, size=samples)
    signal, place = random.normal(size=(CLASSES, WIDTH))[classes], random.normal(size=(samples, WIDTH))
    noise = random.normal(size=(EPOCHS, samples, WIDTH))
    return Given.of(
        {"fc": [(0.2 * epoch * signal + place + 0.3 * noise[epoch]).astype("f4") for epoch in range(EPOCHS)]}
    )


def follow(run: Path, recipe: Given) -> list[Gain]:
    """Record the epochs one after the other, each once the page shows the one before, and measure each."""
    writer = RunWriter.at(run)
    with (
        epochscope_server(str(run.parent), "--follow") as address,
        sync_playwright() as playwright,
        chromium.launch(playwright) as browser,
        writer.recording(),
    ):
        page = LivePage(browser.new_page(reduced_motion="reduce"), address)
        return [gain(epoch, writer, recipe, page) for epoch in range(EPOCHS)]


def gain(epoch: int, writer: RunWriter, recipe: Given, page: LivePage) -> Gain:
    run = Path(writer.folder.root)
    stored, received = bytes_in(run), page.received
    if epoch:
        record_epoch(writer, recipe, epoch)
    else:
        write_run(run, recipe, 1)
    began = time.monotonic()
    wait_until(lambda: epoch in projected(run))
    laid_out = time.monotonic() - began
    page.wait_for(epoch)
    shown = time.monotonic() - began
    page.rest()
    return Gain(epoch, laid_out, shown, bytes_in(run) - stored, page.received - received)


def projected(run: Path) -> Sequence[int]:
    return next((one.epochs for one in RunReader.at(run).manifest.projections), ())


def bytes_in(run: Path) -> int:
    return sum(path.stat().st_size for path in run.rglob("*") if path.is_file())


def wait_until(so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not so():
        if time.monotonic() > deadline:
            raise SystemExit(f"nothing happened for {PATIENCE} s")
        time.sleep(0.02)


def trust(run: Path) -> float:
    return RunReader.at(run).manifest.projection("fc", SETTING).quality["trustworthiness"][-1]


def lay_out_together(run: Path) -> tuple[float, float]:
    """Return the seconds of a layout of all epochs together, and its trustworthiness at the last one."""
    (done,) = project(run, None, Job((SETTING,), again=True))
    return done.seconds, trust(run)


def claims(samples: int, gains: Sequence[Gain], together: float, appended: float, trusted: float) -> list[Claim]:
    seconds, received = median(one.laid_out for one in gains), median(one.received for one in gains)
    return [
        at_most("an epoch is on the page after, in seconds,", median(one.shown for one in gains), MOST_SECONDS),
        times_less("an epoch takes, of all laid out together,", together, seconds, FASTER),
        at_most(
            "a page receives for an epoch, in bytes per sample,",
            received / samples,
            MOST_BYTES,
        ),
        no_less("trustworthiness at the last epoch, appended and together,", appended, trusted, WORSE),
    ]


if __name__ == "__main__":
    sys.exit(main())
