"""Take the README's picture: the demo's run as the page shows it. Used by ``make screenshot``."""

import sys
from pathlib import Path

from playwright.sync_api import expect, sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parent))
from browser.fixtures import FLAGS, find_chromium
from browser.server import serving

ROOT = Path(__file__).resolve().parent.parent
PLACE = ROOT / "web" / "screenshot.png"


def main(store: str) -> None:
    with serving(Path(store)) as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(playwright), args=FLAGS)
        page = browser.new_page(viewport={"width": 1280, "height": 800}, color_scheme="light")
        page.goto(f"{server.address}#/run/digits?layer=pooled&epoch=8")
        scatter = page.get_by_test_id("scatter")
        expect(scatter).to_have_attribute("data-loaded-epochs", "9", timeout=60_000)
        expect(scatter).to_have_attribute("data-epoch", "8")
        page.screenshot(path=PLACE)
        browser.close()
    print(f"wrote {PLACE.relative_to(ROOT)}")


if __name__ == "__main__":
    main(*sys.argv[1:2])
