"""Check a page with axe, in both themes."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

THEMES = pytest.mark.parametrize("page_options", [{"color_scheme": "light"}, {"color_scheme": "dark"}], ids=str)


def violations(page: Page) -> str:
    """Return what axe objects to, as its report; empty if it does not."""
    results = Axe().run(page)
    return results.generate_report() if results.violations_count else ""
