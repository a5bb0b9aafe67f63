"""Take the README's screenshots: the runs that come with the repository in the page. Used by ``make screenshot``."""

import re
import sys
from pathlib import Path

from playwright.sync_api import Page, expect, sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parent))
from browser.chromium import launch
from browser.looking import SEVEN, draw, open_inside, wait_for_drawing, wait_for_look
from browser.server import serving
from browser.windows import new_page

ROOT = Path(__file__).resolve().parent.parent
MAP, INSIDE = ROOT / "web" / "screenshot.png", ROOT / "web" / "inside.png"


def main(store: str) -> None:
    with serving(Path(store)) as server, sync_playwright() as playwright:
        browser = launch(playwright)
        for place, show in ((MAP, show_map), (INSIDE, show_inside)):
            page = new_page(browser)
            show(page, server.address)
            page.screenshot(path=place)
            print(f"wrote {place.relative_to(ROOT)}")
        browser.close()


def show_map(page: Page, address: str) -> None:
    page.goto(f"{address}#/run/resnet50-cifar10?layer=pooled&n=15&d=0.1&epoch=20&tool=confusion")
    scatter = page.get_by_test_id("scatter")
    expect(scatter).to_have_attribute("data-loaded-epochs", "21", timeout=60_000)
    expect(scatter).to_have_attribute("data-epoch", "20")
    expect(page.get_by_text(re.compile("^Epoch 20: [\\d,]+ of"))).to_be_visible()


def show_inside(page: Page, address: str) -> None:
    open_inside(page, address, question="?v=1&epoch=20&unit=0.4")
    draw(page, SEVEN)
    wait_for_drawing(page, SEVEN)
    wait_for_look(page)
    expect(page.get_by_text("epochs so far")).to_have_count(0)
    page.mouse.move(0, 0)


if __name__ == "__main__":
    main(*sys.argv[1:2])
