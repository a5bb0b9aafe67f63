"""Film the README's animation: the runs that come with the repository, played in the page. Used by ``make animation``.

The page plays under a clock of its own, which this script moves on by one frame at a time: however slow the machine is,
every frame of the animation is drawn, and each shows what a viewer would see at that moment.
"""

import io
import sys
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, expect, sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parent))
from browser.chromium import launch
from browser.looking import SEVEN, on_pad, open_inside, wait_for_look
from browser.server import serving
from browser.windows import new_page

ROOT = Path(__file__).resolve().parent.parent
FILE = ROOT / "web" / "animation.webp"
# A third of the samples: the points stay apart, and the file stays small.
VIEW = "#/run/resnet50-cifar10?v=1&layer=pooled&n=15&d=0.1&epoch=0&samples=4000"
WINDOW = {"width": 1100, "height": 830}
WIDTH = 800
# Milliseconds: 13 frames per second, one second of rest before each part and two after it.
FRAME, REST_BEFORE, REST_AFTER = 75, 1000, 2000
# Half a second per epoch of the map, and half as much inside, as the page offers it.
SPEED, SPEED_INSIDE = "2", "4"
# Frames of drawing from one place to the next.
STEPS = 4
QUALITY = 22


def main(store: str) -> None:
    with serving(Path(store)) as server, sync_playwright() as playwright:
        browser = launch(playwright)
        parts = []
        for film in (film_map, film_inside):
            page = new_page(browser, viewport=WINDOW)
            page.clock.install()
            parts.append([resized(frame) for frame in film(page, server.address)])
            page.context.close()
        browser.close()
    save(parts)
    print(f"wrote {FILE.relative_to(ROOT)}: {sum(map(len, parts))} frames, {FILE.stat().st_size / 1e6:.1f} MB")


def film_map(page: Page, address: str) -> Iterator[bytes]:
    """Yield a PNG of the page at every frame, from the first epoch to the last."""
    page.goto(address + VIEW)
    scatter = page.get_by_test_id("scatter")
    expect(scatter).to_have_attribute("data-loaded-epochs", "21", timeout=60_000)
    page.get_by_role("combobox", name="Speed").select_option(SPEED)
    page.clock.pause_at(page.evaluate("Date.now() + 1000"))
    yield page.screenshot()
    page.get_by_role("button", name="Play").click()
    while scatter.get_attribute("data-epoch") != "20":
        page.clock.run_for(FRAME)
        yield page.screenshot()


def film_inside(page: Page, address: str) -> Iterator[bytes]:
    """Yield a PNG of the page at every frame: a seven is drawn, then the training played that learns to read it."""
    open_inside(page, address, question="?v=1&epoch=20&unit=0.4")
    page.get_by_role("combobox", name="Speed").select_option(SPEED_INSIDE)
    page.get_by_role("button", name="Clear").click()
    wait_for_look(page)
    page.clock.pause_at(page.evaluate("Date.now() + 1000"))
    yield page.screenshot()
    first, *others = on_pad(page, SEVEN)
    page.mouse.move(*first)
    page.mouse.down()
    for (x, y), (to_x, to_y) in zip([first, *others], others, strict=False):
        for step in range(1, STEPS + 1):
            page.mouse.move(x + (to_x - x) * step / STEPS, y + (to_y - y) * step / STEPS)
            yield seen(page)
    page.mouse.up()
    # All epochs are looked at before they are played.
    page.clock.run_for(1000)
    expect(page.get_by_text("epochs so far")).to_have_count(0)
    page.get_by_role("button", name="Play", exact=True).click()
    while page.get_by_role("button", name="Pause").count() > 0:
        yield seen(page)


def seen(page: Page) -> bytes:
    """Return a PNG of the next frame, once the network has answered what is in it."""
    page.clock.run_for(FRAME)
    wait_for_look(page)
    return page.screenshot()


def resized(screenshot: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(screenshot)).convert("RGB")
    return image.resize((WIDTH, round(image.height * WIDTH / image.width)), Image.Resampling.LANCZOS)


def save(parts: list[list[Image.Image]]) -> None:
    durations = [one for frames in parts for one in (REST_BEFORE, *[FRAME] * (len(frames) - 2), REST_AFTER)]
    first, *others = chain.from_iterable(parts)
    first.save(FILE, save_all=True, append_images=others, duration=durations, loop=0, quality=QUALITY, method=4)


if __name__ == "__main__":
    main(*sys.argv[1:2])
