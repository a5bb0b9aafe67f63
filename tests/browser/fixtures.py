"""A real Chromium, for every test that looks at a page."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Playwright, expect, sync_playwright

import epochscope_api
from browser.chromium import NoChromium, launch
from browser.watch import Watch
from browser.windows import EMULATED, ONE_PROCESS, TIMEOUT, KeptWindow, new_page, why_gone


@pytest.fixture(scope="session")
def built_page() -> None:
    """The page as the server has it; without it no test here means anything."""
    index = Path(epochscope_api.__file__).parent / "page" / "index.html"
    if not index.exists():
        pytest.fail("the page is not built, so there is nothing to look at: run `make web`", pytrace=False)


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def browser(built_page: None, playwright: Playwright) -> Iterator[Browser]:
    try:
        chromium = launch(playwright, TIMEOUT, ONE_PROCESS)
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


@pytest.fixture(scope="session")
def window(browser: Browser) -> Iterator[KeptWindow]:
    """The page that is kept from test to test."""
    window = KeptWindow(browser)
    yield window
    window.drop()


@pytest.fixture
def page(
    request: pytest.FixtureRequest, browser: Browser, window: KeptWindow, watch: Watch, page_options: dict[str, object]
) -> Iterator[Page]:
    """A page with no memory of the tests before; it must not complain of anything that the test did not announce."""
    own = not page_options.keys() <= EMULATED or request.node.get_closest_marker("own_page") is not None
    by_link = request.node.get_closest_marker("by_link") is not None
    page = new_page(browser, **page_options) if own else window.fresh(by_link, **page_options)
    watch.follow(page)
    failed = request.session.testsfailed
    yield page
    if gone := why_gone(page):
        watch.complaints.append(gone)
    watch.unfollow(page)
    if own:
        page.context.close()
    elif watch.unannounced or request.session.testsfailed > failed:
        window.drop()
    assert watch.unannounced == []
