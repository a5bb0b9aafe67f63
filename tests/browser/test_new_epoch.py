"""A run gains an epoch while a page shows it: the page fetches that epoch and nothing else."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from browser.growing import EPOCHS, SAMPLES, GrowingRun
from browser.pixels import inked, plot_pixels
from browser.server import serving
from browser.steps import expect_soon, scatter, show_epoch, wait_for_epochs

pytestmark = pytest.mark.own_page

# What one epoch takes per sample: two positions of two bytes, a prediction, the measures of quality and the motion.
BYTES_PER_SAMPLE = 4 + 8 + 8 + 2
# The manifest and the metrics, which grow by a line per epoch.
ABOUT_THE_RUN = 40_000


@dataclass
class Growing:
    """A run that is served, and can gain an epoch."""

    run: GrowingRun
    address: str


# Before the page in every test below, so that it outlives it.
@pytest.fixture
def growing(tmp_path: Path) -> Iterator[Growing]:
    run = GrowingRun(tmp_path / "runs" / "growing")
    with serving(tmp_path / "runs") as server:
        yield Growing(run, f"{server.address}#/run/growing")


class Traffic:
    """Counts what a page receives over the network."""

    def __init__(self, page: Page) -> None:
        self.paths: dict[str, str] = {}
        self.bytes = 0
        session = page.context.new_cdp_session(page)
        session.on("Network.requestWillBeSent", self._begin)
        session.on("Network.loadingFinished", self._finish)
        session.send("Network.enable")

    def _begin(self, event: dict) -> None:
        self.paths[event["requestId"]] = urlsplit(event["request"]["url"]).path.removeprefix("/api/runs/growing/")

    def _finish(self, event: dict) -> None:
        self.bytes += int(event["encodedDataLength"])

    def reset(self) -> None:
        self.paths.clear()
        self.bytes = 0

    def requested(self) -> list[str]:
        return sorted(self.paths.values())


def come_back(page: Page) -> None:
    """Come back to the page from another window."""
    page.evaluate("() => window.dispatchEvent(new Event('focus'))")


def test_only_the_new_epoch_is_fetched(growing: Growing, page: Page):
    traffic = Traffic(page)
    page.goto(growing.address)
    wait_for_epochs(page, EPOCHS)
    page.wait_for_load_state("networkidle")
    assert traffic.bytes > EPOCHS * BYTES_PER_SAMPLE * SAMPLES
    traffic.reset()
    growing.run.grow()
    come_back(page)
    wait_for_epochs(page, EPOCHS + 1)
    page.wait_for_load_state("networkidle")
    expect_soon(
        page,
        traffic.requested,
        [
            "metrics.json",
            f"motion/layer4/{EPOCHS}.bin",
            f"predictions/{EPOCHS}.bin",
            f"projections/layer4/n15-d0.1/{EPOCHS}.bin",
            f"quality/layer4/n15-d0.1/{EPOCHS}.bin",
            "run.json",
        ],
    )
    expect_soon(page, lambda: traffic.bytes > BYTES_PER_SAMPLE * SAMPLES, True)
    assert traffic.bytes < BYTES_PER_SAMPLE * SAMPLES + ABOUT_THE_RUN


def test_nothing_is_fetched_where_nothing_is_new(growing: Growing, page: Page):
    page.goto(growing.address)
    wait_for_epochs(page, EPOCHS)
    page.wait_for_load_state("networkidle")
    traffic = Traffic(page)
    come_back(page)
    expect_soon(page, traffic.requested, ["run.json"])
    expect_soon(page, lambda: 0 < traffic.bytes < 1000, True)


def test_what_the_user_was_at_stays(growing: Growing, page: Page):
    page.goto(f"{growing.address}?epoch=7&where=wrong&color=loss&selected=3.5&tool=find&view=0.2,-0.1,3")
    wait_for_epochs(page, EPOCHS)
    expect(page.get_by_role("img", name="colored by loss")).to_be_visible()
    address, drawn = page.evaluate("location.hash"), inked(plot_pixels(page))
    growing.run.grow()
    come_back(page)
    wait_for_epochs(page, EPOCHS + 1)
    expect(page.get_by_role("img", name="colored by loss")).to_be_visible()
    assert page.evaluate("location.hash") == address
    # The square around all epochs may have grown: positions are rounded in another way.
    assert (inked(plot_pixels(page)) != drawn).mean() < 0.002
    show_epoch(page, EPOCHS)
    expect(scatter(page)).to_have_attribute("data-epoch", str(EPOCHS))
