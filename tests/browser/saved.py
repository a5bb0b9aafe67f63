"""What the page saves: the files that its menu gives, and what is in them."""

import io
import re
from xml.etree import ElementTree

import numpy as np
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from browser.blobs import EPOCHS, SETTINGS
from browser.pixels import positions_in_plot
from browser.steps import LAST_EPOCH, scatter
from epochscope.store import RunReader

PNG, SVG = "Plot as PNG", "Plot as SVG"
SQUARE, WIDE = "Square poster", "Wide poster"
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


def plot_within(pixels: np.ndarray, svg: ElementTree.Element, scale: int) -> np.ndarray:
    """Return what is under the caption and above the legend of a file laid out as this SVG."""
    top, (width, height) = top_of(svg), plot_size(svg)
    return pixels[scale * top : scale * (top + height), : scale * width]


def plot_size(svg: ElementTree.Element) -> tuple[int, int]:
    """Return the width and the height of the plot in a saved file, in CSS pixels."""
    edge = svg.find(f"{SPACE}clipPath/{SPACE}rect")
    assert edge is not None
    return int(edge.attrib["width"]), int(edge.attrib["height"])


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
    whole = blobs.manifest.projection("block", SETTINGS[1]).bounds
    return positions_in_plot(blobs.projection("block", SETTINGS[1])[EPOCHS.index(epoch)], whole, page)


def samples_at(points: np.ndarray, everywhere: np.ndarray) -> list[int]:
    """Return which samples points (N, 2) are, as drawn, given where all samples are (M, 2)."""
    apart = np.hypot(*(points[:, None] - everywhere[None]).transpose(2, 0, 1))
    assert apart.min(1).max() < 0.5
    samples: list[int] = apart.argmin(1).tolist()
    return samples


# The page's own numbers, written a second time: how a saved plot is cropped, in CSS pixels and shares of its width.
CROP_MARGIN, NARROWEST, WIDEST, FLATTEST = 32, 640, 1200, 0.45
STEEPEST, STEEPEST_FILM = 1.1, 0.75


def cropped(points: np.ndarray, around: np.ndarray, page: Page, steepest: float = STEEPEST) -> np.ndarray:
    """Return where points of the plot on screen (n, 2) must be in a saved one, which is cropped to others (m, 2)."""
    box = scatter(page).bounding_box()
    assert box is not None
    width = min(WIDEST, max(NARROWEST, box["width"]))
    least, most = around.min(0), around.max(0)
    room = width - 2 * CROP_MARGIN
    across, up = most - least
    height = round(min(steepest, max(FLATTEST, up / across)) * room + 2 * CROP_MARGIN)
    scale = min(room / across, (height - 2 * CROP_MARGIN) / up)
    return (points - (least + most) / 2) * scale + np.array([width, height]) / 2


def where_saved(blobs: RunReader, page: Page, epoch: int = LAST_EPOCH) -> np.ndarray:
    """Return where each sample must be in a saved plot of this epoch, (300, 2)."""
    points = where(blobs, page, epoch)
    return cropped(points, points, page)


def where_filmed(blobs: RunReader, page: Page, epoch: int) -> np.ndarray:
    """Return where each sample must be in a film of all epochs while it shows this one, (300, 2)."""
    around = np.concatenate([where(blobs, page, each) for each in EPOCHS])
    return cropped(where(blobs, page, epoch), around, page, STEEPEST_FILM)
