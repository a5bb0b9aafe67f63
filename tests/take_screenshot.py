"""Take the README's screenshot: the run that comes with the repository in the page. Used by ``make screenshot``."""

import re
import sys
from pathlib import Path

from playwright.sync_api import expect, sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parent))
from browser.chromium import launch
from browser.server import serving
from browser.windows import new_page

ROOT = Path(__file__).resolve().parent.parent
PLACE = ROOT / "web" / "screenshot.png"


def main(store: str) -> None:
    with serving(Path(store)) as server, sync_playwright() as playwright:
        browser = launch(playwright)
        page = new_page(browser)
        page.goto(f"{server.address}#/run/resnet50-cifar10?layer=pooled&n=15&d=0.1&epoch=20&tool=confusion")
        scatter = page.get_by_test_id("scatter")
        expect(scatter).to_have_attribute("data-loaded-epochs", "21", timeout=60_000)
        expect(scatter).to_have_attribute("data-epoch", "20")
        expect(page.get_by_text(re.compile("^Epoch 20: [\\d,]+ of"))).to_be_visible()
        page.screenshot(path=PLACE)
        browser.close()
    print(f"wrote {PLACE.relative_to(ROOT)}")


if __name__ == "__main__":
    main(*sys.argv[1:2])
