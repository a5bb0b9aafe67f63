"""What people do inside of a network, as the tests say it."""

from base64 import urlsafe_b64decode
from collections.abc import Sequence
from urllib.parse import parse_qs

from playwright.sync_api import Locator, Page, expect

from browser.steps import expect_soon

LENET = "lenet-emnist"
# The process that looks has to start, and to load torch.
PATIENCE = 180_000
Places = Sequence[tuple[float, float]]
# On a square of 1 by 1.
SEVEN: Places = ((0.28, 0.26), (0.5, 0.26), (0.73, 0.26), (0.62, 0.48), (0.54, 0.64), (0.47, 0.8))
BAR: Places = ((0.2, 0.5), (0.8, 0.5))


def open_inside(page: Page, address: str, run: str = LENET, question: str = "") -> None:
    """Look into a network, and wait until the first answer is there."""
    page.goto(f"{address}#/run/{run}/inside{question}")
    answer(page).wait_for(timeout=PATIENCE)
    wait_for_look(page)


def wait_for_look(page: Page) -> None:
    """Wait until what is on screen is what is wanted."""
    expect(page.locator(".answer-verdict")).to_have_attribute("data-busy", "false")


def answer(page: Page) -> Locator:
    return page.get_by_test_id("answer")


def pad(page: Page) -> Locator:
    return page.get_by_test_id("draw-pad")


def on_pad(page: Page, places: Places) -> list[tuple[float, float]]:
    """Return where places on the pad are on the page."""
    box = pad(page).bounding_box()
    assert box is not None, "there is nothing to draw on"
    return [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in places]


def draw(page: Page, places: Places) -> None:
    """Draw a stroke with the mouse."""
    first, *others = on_pad(page, places)
    page.mouse.move(*first)
    page.mouse.down()
    for place in others:
        page.mouse.move(*place, steps=4)
    page.mouse.up()


def drawing_in(page: Page) -> str | None:
    """Return the drawing in the address; None if there is none."""
    return parse_qs(page.url.split("?", 1)[-1]).get("draw", [None])[0]


def wait_for_drawing(page: Page, places: Places) -> str:
    """Wait until the address has a drawing that ends where the last stroke does; return it."""
    end = [256 * x for x in places[-1]]

    def has_ended() -> bool:
        drawing = drawing_in(page) or "AAAA"
        x, y = urlsafe_b64decode(drawing + "=" * (-len(drawing) % 4))[-2:]
        return abs(x - end[0]) + abs(y - end[1]) < 5

    expect_soon(page, has_ended, True)
    drawing = drawing_in(page)
    assert drawing is not None
    return drawing


def draw_by_finger(page: Page, places: Places) -> None:
    session = page.context.new_cdp_session(page)
    for step, (x, y) in enumerate(on_pad(page, places)):
        kind = "touchMove" if step else "touchStart"
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y}]})
    session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


# Told to the page: the red of each pixel of a canvas, read from a copy, which leaves the canvas as fast as it is.
REDS = """(canvas) => {
    const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext("2d", { willReadFrequently: true });
    copy.drawImage(canvas, 0, 0);
    return [...copy.getImageData(0, 0, canvas.width, canvas.height).data].filter((_, at) => at % 4 === 0);
}"""


def ink(page: Page) -> int:
    """Return how much of what is drawn is seen on the pad."""
    counted: int = pad(page).evaluate(f"(canvas) => ({REDS})(canvas).filter((red) => red > 127).length")
    return counted


def seen_pixels(page: Page) -> list[int]:
    """Return what the network sees, (height * width), of a gray input."""
    pixels: list[int] = page.locator(".inside-seen canvas").evaluate(REDS)
    return pixels


def map_pixels(row: Locator) -> list[list[int]]:
    """Return the red of the pixels of each map in the row of a layer."""
    pixels: list[list[int]] = row.locator("canvas.map").evaluate_all(f"(maps) => maps.map({REDS})")
    return pixels


def layer_row(page: Page, name: str) -> Locator:
    return page.locator(".layer-row").filter(has=page.get_by_role("button", name=name))
