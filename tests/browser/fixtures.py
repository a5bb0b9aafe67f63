"""A real Chromium, for every test that looks at a page."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Error, Page, expect, sync_playwright

import epochscope_api
from browser.chromium import NoChromium, launch
from browser.watch import Watch

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
        try:
            chromium = launch(playwright, TIMEOUT)
        except NoChromium:
            pytest.skip("no Chromium: the browser tests did not run")
        expect.set_options(timeout=TIMEOUT)
        yield chromium
        chromium.close()


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
        # The hints of a first visit lie over the plot.
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
