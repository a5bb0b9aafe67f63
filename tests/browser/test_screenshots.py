"""The page as people see it, in four windows and themes: screenshots for people to look at, kept in tests/artifacts."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Page

from browser.steps import class_button, open_blobs, scatter

ARTIFACTS = Path(__file__).parents[1] / "artifacts"
WINDOWS = {"wide": (1440, 900), "small": (1024, 768)}
CASES = [(theme, size) for theme in ("light", "dark") for size in WINDOWS]


@pytest.mark.parametrize(
    ("theme", "size", "page_options"),
    [
        (
            theme,
            size,
            {"color_scheme": theme, "viewport": dict(zip(("width", "height"), WINDOWS[size], strict=True))},
        )
        for theme, size in CASES
    ],
    ids=[f"{theme}-{size}" for theme, size in CASES],
)
def test_the_page_at_work(page: Page, address: str, theme: str, size: str):
    open_blobs(page, address, "?epoch=4&selected=3~2.6~9&centers=1")
    class_button(page, "truck").click()
    page.mouse.move(5, 5)
    ARTIFACTS.mkdir(exist_ok=True)
    file = ARTIFACTS / f"page-{theme}-{size}.png"
    page.screenshot(path=file)
    pixels = np.asarray(Image.open(file).convert("L"), dtype=float)
    assert pixels.shape == WINDOWS[size][::-1]
    assert (np.median(pixels) > 200) == (theme == "light")
    assert scatter(page).is_visible()
