"""What is really on the screen: screenshots as arrays (height, width, 3), and where each sample must be in them."""

import io
import re

import numpy as np
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from browser.blobs import TILE
from epochscope.store import Bounds

BACKGROUND = {"light": (0xFF, 0xFF, 0xFF), "dark": (0x10, 0x13, 0x18)}
# What the context of selected samples is drawn in on the light page.
GRAY = np.array([158, 166, 178])
# Half a point's width in CSS pixels, with the soft edge around it.
REACH = 6.5
# The page's own numbers, written a second time: how far the plot reaches beyond the frame,
# and how much of a point's color covers what is under it.
HALF_EXTENT = 1.06
OPACITY = 0.9
# What they are drawn in on the light page.
CORRECT, MISCLASSIFIED = np.array([0xC3, 0xCA, 0xD6]), np.array([0xE0, 0x10, 0x3A])
# matplotlib's magma at nine equal steps.
MAGMA = np.array(
    [
        [0, 0, 4],
        [28, 16, 68],
        [79, 18, 123],
        [129, 37, 129],
        [181, 54, 122],
        [229, 80, 100],
        [251, 135, 97],
        [254, 194, 135],
        [252, 253, 191],
    ]
)
# On the light page: where what is usual ends, near the background, and what is unusual, in strong contrast.
USUAL, UNUSUAL = 0.96, 0.22
# Two frames from now everything that was decided is drawn.
DRAWN = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
ADOPT = """(style) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(style);
    document.adoptedStyleSheets.push(sheet);
}"""
# What is written over the plot, and its round corners, would be counted as points.
PLOT_ALONE = """
:has(> [data-testid="scatter"]) ~ *, [data-testid="scatter"] ~ * { visibility: hidden !important; }
:has(> [data-testid="scatter"])::after { visibility: hidden !important; }
.stage { border-radius: 0 !important; }
.labels { visibility: hidden !important; }
"""


def seen(colors: np.ndarray) -> np.ndarray:
    """Return what colors (M, 3) look like on the light page."""
    return OPACITY * colors + (1 - OPACITY) * np.array(BACKGROUND["light"])


def magma(unusual: np.ndarray) -> np.ndarray:
    """Return colors (M, 3) for shares from 0 (usual) to 1 (unusual), good to some units of 255."""
    at = USUAL + (UNUSUAL - USUAL) * unusual
    return np.stack([np.interp(at, np.linspace(0, 1, len(MAGMA)), MAGMA[:, channel]) for channel in range(3)], 1)


def plot_pixels(page: Page) -> np.ndarray:
    """Return what is drawn once nothing moves by itself, without the words over it."""
    expect(page.get_by_test_id("scatter")).to_have_attribute("data-still", "true")
    return shot(page.get_by_test_id("scatter"), PLOT_ALONE)


def frozen(page: Page) -> np.ndarray:
    """Return what was drawn last, while the clock of the page stands still."""
    return captured(page.get_by_test_id("scatter"), PLOT_ALONE)


def shot(element: Locator, style: str = "") -> np.ndarray:
    element.page.evaluate(DRAWN)
    return captured(element, style)


def captured(element: Locator, style: str) -> np.ndarray:
    # Not by an element of its own, as Playwright would: the page's policy lets nothing inline in.
    element.page.evaluate(ADOPT, style)
    png = element.screenshot()
    element.page.evaluate("() => document.adoptedStyleSheets.pop()")
    return np.asarray(Image.open(io.BytesIO(png)).convert("RGB"), dtype=np.int16)


def wait_for_thumbnail(element: Locator) -> None:
    """Wait until the atlas of an element's thumbnail is decoded: the next frame shows it."""
    element.evaluate("""(element) => {
        const image = new Image();
        image.src = getComputedStyle(element).backgroundImage.slice('url("'.length, -'")'.length);
        return image.decode();
    }""")


def inked(pixels: np.ndarray, theme: str = "light") -> np.ndarray:
    """Return where something is drawn, (height, width)."""
    return (np.abs(pixels - np.array(BACKGROUND[theme])) > 2).any(2)


def legend_color(page: Page, name: str) -> np.ndarray:
    """Return the color (3,) that the legend gives a visible class."""
    swatch = page.get_by_role("button", name=name, exact=True).locator(".swatch")
    words: str = swatch.evaluate("(swatch) => getComputedStyle(swatch).backgroundColor")
    return np.array([int(number) for number in re.findall(r"\d+", words)[:3]])


def colored(pixels: np.ndarray, color: np.ndarray, theme: str = "light") -> np.ndarray:
    """Return where a class's color is, (height, width), with little of another class shining through."""
    seen = OPACITY * color + (1 - OPACITY) * np.array(BACKGROUND[theme])
    return (np.abs(pixels - seen) <= 15).all(2)


def is_gray(colors: np.ndarray) -> np.ndarray:
    """Return which colors (N, 3) are that gray, or paler where little lies on it; one class is gray too, but without
    its tone."""
    paleness = (255 - colors) / (255 - GRAY)
    return (np.ptp(paleness, 1) < 0.08) & (paleness > 0.4).all(1) & (paleness < 1.05).all(1)


def has_color(colors: np.ndarray, color: np.ndarray) -> np.ndarray:
    """Return which colors (N, 3) are this one; selected samples are drawn twice and let nothing through."""
    return (np.abs(colors - color) <= 24).all(1)


def positions_in_plot(positions: np.ndarray, whole: Bounds | None, page: Page, plot: str = "scatter") -> np.ndarray:
    """Return where positions (N, 2) are in a plot as (N, 2) CSS pixels from its upper left, while it shows the
    rectangle ``whole`` (that of the projection shown, until the user moves the camera)."""
    assert whole is not None
    size, least, most = room_in(page.get_by_test_id(plot))
    sides = np.array([whole.width, whole.height])
    pixels_per_unit = min((most - least) / sides) / HALF_EXTENT
    reach = pixels_per_unit * HALF_EXTENT * sides / 2
    middle_in_plot = np.clip(size / 2, least + reach, most - reach)
    middle = np.array([whole.x, whole.y]) + sides / 2
    return (positions - middle) * [pixels_per_unit, -pixels_per_unit] + middle_in_plot


def room_in(plot: Locator) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the size of a plot and the corners of what is free beside buttons and caption, each (2,) in CSS pixels."""
    room, buttons, caption = np.array(
        plot.evaluate("""(plot) => {
        const over = plot.closest(".stage").querySelectorAll("[data-over-plot=always]");
        return [plot, ...over].map((element) => element.getBoundingClientRect())
            .map(({ left, top, right, bottom }) => [left, top, right, bottom]);
    }""")
    )
    size = room[2:] - room[:2]
    least, most = np.array([0, caption[3] - room[1]]), size.copy()
    lies_flat = buttons[2] - buttons[0] > buttons[3] - buttons[1]
    most[int(lies_flat)] = (buttons - room[[0, 1, 0, 1]])[int(lies_flat)]
    return size, least, most


def discs(points: np.ndarray, pixels: np.ndarray, radius: float = REACH) -> np.ndarray:
    """Return which pixels are near any of the points (N, 2), (height, width)."""
    near = np.zeros(pixels.shape[:2], bool)
    most = max(8, int(radius) + 1)
    rows, columns = np.mgrid[-most : most + 1, -most : most + 1]
    for x, y in points:
        down, across = rows + int(y), columns + int(x)
        inside = np.hypot(across + 0.5 - x, down + 0.5 - y) <= radius
        near[down[inside], across[inside]] = True
    return near


def assert_samples_are(points: np.ndarray, pixels: np.ndarray) -> None:
    """Every sample is drawn, and nothing else is."""
    assert inked(at(pixels, points)[:, None])[:, 0].all()
    assert not inked(pixels)[~discs(points, pixels)].any()


def at(pixels: np.ndarray, points: np.ndarray) -> np.ndarray:
    """Return the colors (N, 3) at points (N, 2)."""
    return pixels[points[:, 1].astype(int), points[:, 0].astype(int)]


def texels(pixels: np.ndarray, corner: np.ndarray, scale: float) -> np.ndarray:
    """Return the colors (16, 16, 3) in the middle of each pixel of a thumbnail whose upper left corner (x, y) is there
    and whose pixels are so large: the corner may lie between two pixels of the screen."""
    middles = (np.arange(TILE) + 0.5) * scale
    x, y = corner[:, None] + middles
    return pixels[np.ix_(y.astype(int), x.astype(int))]


def nearest_other(points: np.ndarray) -> np.ndarray:
    """Return how far each point (N, 2) is from the next one, (N,)."""
    distances = np.hypot(*(points[:, None] - points[None]).transpose(2, 0, 1))
    return (distances + np.where(np.eye(len(points), dtype=bool), np.inf, 0)).min(1)
