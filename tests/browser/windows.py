"""The windows that tests look at the page through: one kept from test to test, and new ones."""

from dataclasses import dataclass
from typing import Any, Literal

from playwright.sync_api import Browser, Error, Page, ViewportSize

VIEWPORT: ViewportSize = {"width": 1440, "height": 900}
# Long, for machines that are busy; nothing waits without a reason.
TIMEOUT = 30_000
# What a kept page can become, beside its usual self.
EMULATED = {"viewport", "color_scheme", "reduced_motion"}
# Every page of a window in one process, which keeps what it compiled: a new process costs a third of an opening.
ONE_PROCESS = ("--disable-site-isolation-trials", "--renderer-process-limit=1")
# The hints of a first visit lie over the plot. An empty page has no storage.
HINTS_READ = "if (location.protocol.startsWith('http')) localStorage.setItem('epochscope-hints-read', 'yes')"
# Whether a page shows a run, and keeps nothing once that is left: no theme, width, way of playing, dialog or form.
FORGETTABLE = """() => document.querySelector(".speed select")?.value === "1"
    && document.querySelector("[aria-label=Loop]")?.ariaPressed === "false"
    && document.querySelector("dialog[open], .side [aria-expanded=true]") === null
    && Object.keys(localStorage).every((key) => key === "epochscope-hints-read")"""
NO_RUN = "There is no run “none”"


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

    Each test gets it empty, without stored choices, routes or a pointer over the plot. Its cache stays, with the
    compiled scripts: no two servers have one address (ports.py). What changes it for good (scripts at each start, a
    clock, permissions) takes a page of its own: ``own_page``. What begins ``by_link`` gets it as it stands, at an
    address without a run: the next address costs a third of a start.
    """

    browser: Browser
    page: Page | None = None

    def fresh(self, by_link: bool = False, **options: Any) -> Page:
        """Return the page, emptied, or with no run open; ``options`` are some of ``EMULATED``."""
        if self.page is None:
            self.page = new_page(self.browser)
        else:
            _forget(self.page, by_link)
        _emulate(self.page, **options)
        return self.page

    def drop(self) -> None:
        """Close the page; the next test gets another."""
        if self.page is not None:
            self.page.context.close()
        self.page = None


def _forget(page: Page, by_link: bool) -> None:
    # Behind another page of its window, one draws once a second.
    for other in page.context.pages:
        if other != page:
            other.close()
    page.unroute_all()
    if not (by_link and _leave_run(page)):
        # What shows an error of the browser's own has no storage.
        page.evaluate("() => { if (location.protocol.startsWith('http')) localStorage.clear(); }")
        page.goto("about:blank")
    page.mouse.move(0, 0)


def _leave_run(page: Page) -> bool:
    """Go to a run that is not there, which closes all that is open; return False where the page would keep more."""
    if not page.evaluate(FORGETTABLE):
        return False
    page.evaluate("location.hash = '#/run/none'")
    page.get_by_text(NO_RUN).wait_for()
    return True


def _emulate(
    page: Page,
    viewport: ViewportSize = VIEWPORT,
    color_scheme: Literal["light", "dark"] = "light",
    reduced_motion: Literal["reduce", "no-preference"] = "no-preference",
) -> None:
    page.set_viewport_size(viewport)
    page.emulate_media(color_scheme=color_scheme, reduced_motion=reduced_motion)
