"""The windows that tests look at the page through: one kept from test to test, and new ones."""

from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Browser, Error, Page, ViewportSize

VIEWPORT: ViewportSize = {"width": 1440, "height": 900}
# Long, for machines that are busy; nothing waits without a reason.
TIMEOUT = 30_000
# The hints of a first visit lie over the plot.
HINTS_READ = "localStorage.setItem('epochscope-hints-read', 'yes')"


def new_page(browser: Browser, *, first_visit: bool = False, **options: Any) -> Page:
    """Open a page with no memory of any other; ``options`` are those of a browser's context."""
    context = browser.new_context(**{"viewport": VIEWPORT, "color_scheme": "light", **options})
    if not first_visit:
        context.add_init_script(HINTS_READ)
    context.set_default_timeout(TIMEOUT)
    return context.new_page()


def why_gone(page: Page) -> str | None:
    """Return why the page does not answer any more, None if it does; what it had to say has then been said."""
    try:
        page.evaluate("1")
    except Error as crashed:
        return f"the page is gone: {crashed}"
    return None


@dataclass
class KeptWindow:
    """One page for test after test: a new one costs a third of what a test does in it.

    Each test gets it empty, without stored choices, cached answers, routes or a pointer over the plot. What changes
    it for good (scripts at each start, a clock, permissions) takes a page of its own: ``own_page``.
    """

    browser: Browser
    page: Page | None = None

    def fresh(self) -> Page:
        if self.page is None:
            self.page = new_page(self.browser)
        else:
            _forget(self.page)
        return self.page

    def drop(self) -> None:
        """Close the page; the next test gets another."""
        if self.page is not None:
            self.page.context.close()
        self.page = None


def _forget(page: Page) -> None:
    # Behind another page of its window, one draws once a second.
    for other in page.context.pages:
        if other != page:
            other.close()
    # What shows an error of the browser's own has no storage.
    page.evaluate("() => { if (location.protocol.startsWith('http')) localStorage.clear(); }")
    page.unroute_all()
    page.goto("about:blank")
    page.mouse.move(0, 0)
    page.set_viewport_size(VIEWPORT)
    page.emulate_media(color_scheme="light", reduced_motion="no-preference")
    # A later server may get the port of an earlier one.
    session = page.context.new_cdp_session(page)
    session.send("Network.clearBrowserCache")
    session.detach()
