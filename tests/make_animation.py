"""Film the README's animation: the run that comes with the repository, played in the page. Used by ``make animation``.

The page plays under a clock of its own, which this script moves on by one frame at a time: however slow the machine is,
every frame of the animation is drawn, and each shows what a viewer would see at that moment.
"""

import io
import sys
from collections.abc import Iterator
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, expect, sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parent))
from browser.chromium import launch
from browser.server import serving
from browser.windows import new_page

ROOT = Path(__file__).resolve().parent.parent
FILE = ROOT / "web" / "animation.webp"
# A third of the samples: the points stay apart, and the file stays small.
VIEW = "#/run/resnet50-cifar10?v=1&layer=pooled&n=15&d=0.1&epoch=0&samples=4000"
WINDOW = {"width": 1100, "height": 830}
WIDTH = 900
# Milliseconds: 13 frames per second, one second of rest before and two after.
FRAME, REST_BEFORE, REST_AFTER = 75, 1000, 2000
# Half a second per epoch, as the page offers it.
SPEED = "2"
QUALITY = 33


def main(store: str) -> None:
    with serving(Path(store)) as server, sync_playwright() as playwright:
        browser = launch(playwright)
        page = new_page(browser, viewport=WINDOW)
        page.clock.install()
        page.goto(server.address + VIEW)
        frames = [resized(frame) for frame in play(page)]
        browser.close()
    save(frames)
    print(f"wrote {FILE.relative_to(ROOT)}: {len(frames)} frames, {FILE.stat().st_size / 1e6:.1f} MB")


def play(page: Page) -> Iterator[bytes]:
    """Yield a PNG of the page at every frame, from the first epoch to the last."""
    scatter = page.get_by_test_id("scatter")
    expect(scatter).to_have_attribute("data-loaded-epochs", "21", timeout=60_000)
    page.get_by_role("combobox", name="Speed").select_option(SPEED)
    page.clock.pause_at(page.evaluate("Date.now() + 1000"))
    yield page.screenshot()
    page.get_by_role("button", name="Play").click()
    while scatter.get_attribute("data-epoch") != "20":
        page.clock.run_for(FRAME)
        yield page.screenshot()


def resized(screenshot: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(screenshot)).convert("RGB")
    return image.resize((WIDTH, round(image.height * WIDTH / image.width)), Image.Resampling.LANCZOS)


def save(frames: list[Image.Image]) -> None:
    durations = [REST_BEFORE, *[FRAME] * (len(frames) - 2), REST_AFTER]
    first, *others = frames
    first.save(FILE, save_all=True, append_images=others, duration=durations, loop=0, quality=QUALITY, method=4)


if __name__ == "__main__":
    main(*sys.argv[1:2])
