"""Point at samples in the plot."""

import numpy as np
from playwright.sync_api import Locator, Page

from browser.pixels import DRAWN, nearest_other
from browser.steps import scatter


def hover(page: Page, point: np.ndarray) -> Locator:
    """Point at the plot and return the card."""
    box = scatter(page).bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + point[0] + 30, box["y"] + point[1])
    page.mouse.move(box["x"] + point[0], box["y"] + point[1])
    page.evaluate(DRAWN)
    return page.get_by_test_id("hover-card")


def lonely(points: np.ndarray, which: np.ndarray) -> int:
    """Return the sample among `which` (300,) that is farthest from all others."""
    return int(np.where(which, nearest_other(points), 0).argmax())
