"""Check a page with axe, in light and in dark."""

from axe_playwright_python.base import AxeResults
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

VIOLATIONS = {"resultTypes": ["violations"]}
RUN = "async (options) => (await axe.run(options)).violations"
ABOUT_COLORS = {**VIOLATIONS, "runOnly": ["color-contrast", "link-in-text-block"]}


def violations(page: Page) -> str:
    """Return what axe objects to in either theme, as its reports; empty if it does not.

    The themes differ in their colors alone, so all that axe knows is asked in the theme on screen, and in the other
    what it knows about colors. The page follows the system's theme here, and is back at its own afterwards.
    """
    is_dark = page.evaluate("() => matchMedia('(prefers-color-scheme: dark)').matches")
    found = _report(page, VIOLATIONS)
    _follow(page, not is_dark)
    found += _report(page, ABOUT_COLORS)
    _follow(page, is_dark)
    return found


def _report(page: Page, options: dict[str, object]) -> str:
    # Not by Axe.run, which fetches from the page all that axe looked at, where the objections are wanted.
    page.evaluate(Axe().axe_script)
    objections = page.evaluate(RUN, options)
    return AxeResults({"violations": objections}).generate_report() if objections else ""


def _follow(page: Page, is_dark: bool) -> None:
    theme = "dark" if is_dark else "light"
    page.emulate_media(color_scheme=theme)
    expect(page.locator("html")).to_have_attribute("data-theme", theme)
