"""A real Chromium, for every test that looks at a page."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Error, Page, Playwright, expect, sync_playwright

import epochscope_api
from browser.watch import Watch

SYSTEM_CHROMIUM = Path("/usr/bin/chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# Long, for machines that are busy; nothing here waits without a reason.
TIMEOUT = 30_000


@pytest.fixture(scope="session")
def built_page() -> None:
    """The page as the server has it; without it no test here means anything."""
    index = Path(epochscope_api.__file__).parent / "page" / "index.html"
    if not index.exists():
        pytest.fail("the page is not built, so there is nothing to look at: run `make web`", pytrace=False)


@pytest.fixture(scope="session")
def browser(built_page: None) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=find_chromium(playwright), args=FLAGS, timeout=TIMEOUT)
        expect.set_options(timeout=TIMEOUT)
        yield chromium
        chromium.close()


def find_chromium(playwright: Playwright) -> Path:
    """Return the system's Chromium, else Playwright's own; without one the tests are skipped."""
    for chromium in (SYSTEM_CHROMIUM, Path(playwright.chromium.executable_path)):
        if chromium.exists():
            return chromium
    pytest.skip("no Chromium: the browser tests did not run")


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def page_options() -> dict[str, object]:
    """What a test parametrizes to get another window or other preferences of the system; ``first_visit`` is ours."""
    return {}


@pytest.fixture
def page(browser: Browser, watch: Watch, page_options: dict[str, object]) -> Iterator[Page]:
    """A page with no memory of the tests before; it must not complain of anything that the test did not announce."""
    wanted = {"viewport": {"width": 1440, "height": 900}, "color_scheme": "light", **page_options}
    first_visit = wanted.pop("first_visit", False)
    context = browser.new_context(**wanted)
    if not first_visit:
        # The hints of a first visit lie over the picture.
        context.add_init_script("localStorage.setItem('epochscope-hints-read', 'yes')")
    context.set_default_timeout(TIMEOUT)
    page = context.new_page()
    watch.follow(page)
    yield page
    try:
        page.evaluate("1")  # A round trip: what the page has to say has been said.
    except Error as crashed:
        watch.complaints.append(f"the page is gone: {crashed}")
    context.close()
    assert watch.unannounced == []
