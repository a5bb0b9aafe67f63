"""The page as people see it, in four windows and themes: screenshots for people to look at, kept in tests/artifacts."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Page

from browser.steps import class_button, open_blobs, scatter

ARTIFACTS = Path(__file__).parents[1] / "artifacts"
WINDOWS = {"wide": (1440, 900), "small": (1024, 768)}
CASES = [(theme, window) for theme in ("light", "dark") for window in WINDOWS]


@pytest.mark.parametrize(
    ("theme", "window", "page_options"),
    [
        (
            theme,
            window,
            {"color_scheme": theme, "viewport": dict(zip(("width", "height"), WINDOWS[window], strict=True))},
        )
        for theme, window in CASES
    ],
    ids=[f"{theme}-{window}" for theme, window in CASES],
)
def test_the_page_at_work(page: Page, address: str, theme: str, window: str):
    open_blobs(page, address, "?epoch=4&selected=3~2.6~9&centers=1")
    class_button(page, "truck").click()
    page.mouse.move(5, 5)
    ARTIFACTS.mkdir(exist_ok=True)
    file = ARTIFACTS / f"page-{theme}-{window}.png"
    page.screenshot(path=file)
    pixels = np.asarray(Image.open(file).convert("L"), dtype=float)
    assert pixels.shape == WINDOWS[window][::-1]
    assert (np.median(pixels) > 200) == (theme == "light")
    assert scatter(page).is_visible()
