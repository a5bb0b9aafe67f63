"""What the page saves: the files that its menu gives, and what is in them."""

import io
import re
from xml.etree import ElementTree

import numpy as np
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from browser.blobs import EPOCHS, SETTINGS
from browser.pixels import places
from browser.steps import LAST_EPOCH, scatter
from epochscope.store import RunReader

PNG, SVG = "Plot as PNG", "Plot as SVG"
MP4, WEBM, GIF = "Training as MP4 video", "Training as WebM video", "Training as GIF"
CSV = "Selection as CSV"
SPACE = "{http://www.w3.org/2000/svg}"


def open_menu(page: Page) -> Locator:
    page.get_by_role("button", name="Save", exact=True).click()
    menu = page.get_by_role("menu", name="Save")
    expect(menu).to_be_visible()
    return menu


def save(page: Page, item: str) -> tuple[str, bytes]:
    """Return the name and the content of the file that the menu gives."""
    open_menu(page)
    with page.expect_download() as download:
        page.get_by_role("menuitem", name=item).click()
    return download.value.suggested_filename, download.value.path().read_bytes()


def save_png(page: Page) -> np.ndarray:
    """Return the saved pixels (height, width, 3)."""
    return pixels_of(save(page, PNG)[1])


def pixels_of(png: bytes) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(png)).convert("RGB"), dtype=np.int16)


def save_svg(page: Page) -> ElementTree.Element:
    return ElementTree.fromstring(save(page, SVG)[1])


def halved(pixels: np.ndarray) -> np.ndarray:
    """Return pixels of CSS from those of a PNG, which has two by two for one."""
    return np.asarray(Image.fromarray(pixels.astype(np.uint8)).reduce(2), dtype=np.int16)


def picture_within(pixels: np.ndarray, page: Page, top: int, scale: int) -> np.ndarray:
    """Return what is under the caption and above the legend."""
    box = scatter(page).bounding_box()
    assert box is not None
    rows = slice(scale * top, scale * (top + round(box["height"])))
    return pixels[rows, : scale * round(box["width"])]


def top_of(svg: ElementTree.Element) -> int:
    """Return how far below the upper edge the points begin; it is the same in a PNG."""
    group = svg.find(f"{SPACE}g[@clip-path]")
    assert group is not None
    found = re.fullmatch(r"translate\(0 (\d+)\)", group.attrib["transform"])
    assert found is not None
    return int(found[1])


def layer(svg: ElementTree.Element, name: str, kind: str) -> list[ElementTree.Element]:
    return svg.findall(f".//{SPACE}g[@id='{name}']//{SPACE}{kind}")


def centers(circles: list[ElementTree.Element]) -> np.ndarray:
    return np.array([(float(circle.attrib["cx"]), float(circle.attrib["cy"])) for circle in circles])


def words(svg: ElementTree.Element) -> list[str]:
    return [text.text or "" for text in layer(svg, "words", "text")]


def where(blobs: RunReader, page: Page, epoch: int = LAST_EPOCH) -> np.ndarray:
    """Return where each sample must be in the plot, (300, 2)."""
    whole = blobs.manifest.projection("block", SETTINGS[1]).extent
    return places(blobs.projection("block", SETTINGS[1])[EPOCHS.index(epoch)], whole, page)
