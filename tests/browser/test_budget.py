"""What a first visit costs: bytes until the first plot, and nothing that jumps on the way to it."""

import gzip
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Page, Request, expect

import epochscope_api
from browser.network import hold
from browser.server import serving
from browser.steps import scatter, wait_for_epochs
from epochscope.store import Setting
from epochscope.store.testing import LARGE, write_run

pytestmark = pytest.mark.own_page

# Of what the first view needs, in bytes; scripts of tools and of saving come when they are opened.
MOST_OF_SCRIPTS, MOST_COMPRESSED, MOST_AT_FIRST = 1_000_000, 300_000, 1_500_000
# Of scripts alone: three, React and MobX are most of it.
MOST_COMPRESSED_SCRIPTS = 275_000
SHIFTS = """() => {
    window.shifts = [];
    const note = (list) => {
        for (const { value, sources } of list.getEntries()) {
            const moved = ({ node, previousRect, currentRect }) => [node?.className, previousRect, currentRect];
            window.shifts.push({ value, moved: sources.map(moved) });
        }
    };
    new PerformanceObserver(note).observe({ type: "layout-shift", buffered: true });
}"""


@pytest.fixture(scope="module")
def demo_address() -> Iterator[str]:
    """Where the run that comes with the repository is served."""
    with serving(Path(__file__).resolve().parents[2] / "data" / "demo", "--read-only") as server:
        yield f"{server.address}#/run/resnet50-cifar10"


@pytest.fixture(scope="module")
def large_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where a run of that size is served, of which only what the first visit shows is there."""
    store = tmp_path_factory.mktemp("large") / "runs"
    write_run(store / "large", replace(LARGE, stored=[(LARGE.layers[-1], Setting(15, 0.1))]))
    with serving(store) as server:
        yield server.address


def test_the_page_stays_small():
    folder = Path(epochscope_api.__file__).parent / "page"
    needed = re.findall(r'(?:src|href)="\./(assets/[^"]+)"', (folder / "index.html").read_text())
    scripts = [(folder / name).read_bytes() for name in needed]
    assert len(scripts) >= 2
    assert sum(map(len, scripts)) <= MOST_OF_SCRIPTS
    assert sum(len(gzip.compress(script, 9)) for script in scripts) <= MOST_COMPRESSED


def test_the_first_plot_comes_with_275_kb_of_compressed_scripts(page: Page, demo_address: str):
    loaded: list[Request] = []
    page.on("requestfinished", lambda done: loaded.append(done))  # noqa: PLW0108  # Playwright marks it
    hold(page, "**/pack.bin")
    page.goto(demo_address)
    expect(scatter(page)).to_have_attribute("data-loaded-epochs", "1")
    scripts = {done.url: done.response().body() for done in loaded if done.url.endswith(".js")}
    sizes = {url: len(gzip.compress(script, 9)) for url, script in scripts.items()}
    assert sum(sizes.values()) > 200_000
    assert sum(sizes.values()) <= MOST_COMPRESSED_SCRIPTS, sizes


@pytest.mark.parametrize("where", ["demo_address", "large_address"])
def test_the_first_plot_comes_with_a_megabyte_and_a_half_from_a_host_that_compresses_nothing(
    page: Page, where: str, request: pytest.FixtureRequest
):
    page.set_extra_http_headers({"Accept-Encoding": "identity"})
    loaded: list[Request] = []
    page.on("requestfinished", lambda done: loaded.append(done))  # noqa: PLW0108  # Playwright marks it
    hold(page, "**/pack.bin")
    page.goto(request.getfixturevalue(where))
    expect(scatter(page)).to_have_attribute("data-loaded-epochs", "1")
    sizes = {done.url: len(done.response().body()) for done in loaded if done.url.startswith("http")}
    assert len(sizes) > 5
    assert sum(sizes.values()) <= MOST_AT_FIRST, sizes
    assert not any(done.response().headers.get("content-encoding") for done in loaded)


def test_the_frame_of_the_page_is_there_before_its_script(page: Page, address: str):
    hold(page, "**/assets/index-*.js")
    page.goto(address, wait_until="commit")
    expect(page.get_by_text("Epochscope", exact=True)).to_be_visible()
    for part in (".header", ".rail", ".stage", ".side"):
        box = page.locator(part).bounding_box()
        assert box["width"] > 50
        assert box["height"] > 40


WINDOWS = pytest.mark.parametrize(
    "page_options", [{}, {"viewport": {"width": 1024, "height": 768}}], ids=["large", "small"]
)
TOOLS = ("confusion", "find&where=wrong", "map", "classes", "sample&sample=7", "labels", "compare")


def shifts_on_the_way(page: Page, address: str) -> list[dict[str, object]]:
    """Return what jumps until all that an address needs is there."""
    page.add_init_script(f"({SHIFTS})()")
    page.goto(address)
    wait_for_epochs(page, 5)
    page.wait_for_load_state("networkidle")
    expect(page.get_by_text("Loading…")).to_have_count(0)
    return page.evaluate("() => window.shifts")


@WINDOWS
def test_nothing_jumps_while_a_run_is_loaded(page: Page, address: str):
    shifts = shifts_on_the_way(page, f"{address}#/run/blobs")
    assert sum(shift["value"] for shift in shifts) < 0.01, shifts


@WINDOWS
@pytest.mark.parametrize("tool", TOOLS)
def test_nothing_jumps_where_a_link_opens_a_tool(page: Page, address: str, tool: str):
    shifts = shifts_on_the_way(page, f"{address}#/run/blobs?v=1&tool={tool}")
    expect(page.locator("#tool")).to_be_visible()
    assert sum(shift["value"] for shift in shifts) < 0.01, shifts
