"""The whole training is saved as WebM video."""

import base64
import io

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import Page, expect

from browser.blobs import CLASSES, EPOCHS
from browser.pixels import BACKGROUND, discs, legend_color, picture
from browser.saved import PNG, VIDEO, open_menu, picture_within, save, save_svg, top_of, where
from browser.steps import open_blobs, scatter, wait_for_epochs
from epochscope.store import RunReader
from epochscope.store.testing import SLOW

EBML = b"\x1a\x45\xdf\xa3"
FRAME_RATE = 30
# Its own pixels for one of CSS, and the codec's small errors.
SCALE = 1.5
NOISE = 40


def frames_in(content: bytes) -> int:
    """Return how many frames a WebM file has, by walking through its elements, whose lengths all have eight bytes."""
    containers, block, at, found = {b"\x18\x53\x80\x67", b"\x1f\x43\xb6\x75"}, b"\xa3", 0, 0
    while at < len(content):
        name_length = 9 - content[at].bit_length()
        name = content[at : at + name_length]
        start = at + name_length + 8
        found += name == block
        at = start if name in containers else start + int.from_bytes(content[start - 7 : start])
    return found


def video_in(page: Page, content: bytes) -> tuple[float, list[np.ndarray]]:
    """Return how long a video is in seconds, and its first, middle and last frames in CSS pixels."""
    duration, frames = page.evaluate(
        """async (address) => {
            const video = document.createElement("video");
            Object.assign(video, { muted: true, src: address });
            await new Promise((done, fail) => {
                video.onloadeddata = done;
                video.onerror = () => fail(video.error.message);
            });
            const canvas = document.createElement("canvas");
            Object.assign(canvas, { width: video.videoWidth, height: video.videoHeight });
            const frames = [];
            for (const share of [0, 0.5, 0.98]) {
                video.currentTime = share * video.duration;
                await new Promise((done) => { video.onseeked = done; });
                canvas.getContext("2d").drawImage(video, 0, 0);
                frames.push(canvas.toDataURL());
            }
            return [video.duration, frames];
        }""",
        f"data:video/webm;base64,{base64.b64encode(content).decode()}",
    )
    images = [Image.open(io.BytesIO(base64.b64decode(frame.split(",")[1]))).convert("RGB") for frame in frames]
    size = tuple(round(length / SCALE) for length in images[0].size)
    return duration, [np.asarray(image.resize(size), dtype=np.int16) for image in images]


def drawn_in(frame: np.ndarray, page: Page, top: int) -> np.ndarray:
    """Return where a frame has points, (height, width)."""
    pixels = picture_within(frame, page, top, scale=1)
    return (np.abs(pixels - np.array(BACKGROUND["light"])) > NOISE).any(2)


def test_a_video_goes_from_the_first_epoch_to_the_last_as_fast_as_playing(page: Page, address: str, blobs: RunReader):
    open_blobs(page, address, "?epoch=2")
    page.get_by_label("Speed").select_option("2")
    top, before = top_of(save_svg(page)), picture(page)
    name, content = save(page, VIDEO)
    assert (name, content[:4]) == ("blobs-block.webm", EBML)
    assert np.array_equal(picture(page), before)
    expect(scatter(page)).to_have_attribute("data-epoch", "2")
    assert frames_in(content) == len(EPOCHS) / 2 * FRAME_RATE
    duration, (first, middle, last) = video_in(page, content)
    assert duration == len(EPOCHS) / 2
    for frame, epoch in ((first, EPOCHS[0]), (last, EPOCHS[-1])):
        points, drawn = where(blobs, page, epoch), drawn_in(frame, page, top)
        assert drawn[points[:, 1].astype(int), points[:, 0].astype(int)].mean() > 0.98
        assert drawn[~discs(points, drawn[:, :, None], radius=8)].mean() < 0.002
    assert (drawn_in(middle, page, top) != drawn_in(first, page, top)).mean() > 0.005
    assert (drawn_in(middle, page, top) != drawn_in(last, page, top)).mean() > 0.005
    # The number of the epoch stands at the right of the caption.
    number = np.s_[:40, -60:]
    assert (np.abs(first[number] - last[number]) > 100).any()
    for name in CLASSES:
        # Most of a disc of 12 by 12 pixels: the codec has fewer pixels for colors than for brightness.
        assert (np.abs(last[top + 300 :] - legend_color(page, name)) <= 24).all(2).sum() > 50


def test_a_recording_that_is_canceled_saves_nothing_and_leaves_the_page_as_it_was(page: Page, address: str):
    open_blobs(page, address, "?epoch=1&selected=3")
    page.get_by_label("Speed").select_option("0.5")
    before, downloads = picture(page), list[str]()
    page.on("download", lambda download: downloads.append(download.suggested_filename))
    for leave in ("Cancel", "Escape"):
        open_menu(page)
        page.get_by_role("menuitem", name=VIDEO).click()
        dialog = page.get_by_role("dialog", name="Recording video")
        expect(dialog.get_by_role("progressbar")).not_to_have_js_property("value", 0)
        page.keyboard.press("ArrowDown")
        if leave == "Cancel":
            dialog.get_by_role("button", name="Cancel").click()
        else:
            page.keyboard.press("Escape")
        expect(dialog).to_have_count(0)
    assert np.array_equal(picture(page), before)
    expect(page.get_by_role("heading", name="Selection")).to_be_visible()
    expect(page.get_by_role("radio", name="block")).to_be_checked()
    expect(page.locator(".selected-count")).to_contain_text("1 selected")
    # Whatever else had been saved would have come first.
    name, _ = save(page, PNG)
    assert downloads == [name]


def test_a_browser_that_cannot_record_shows_a_message(page: Page, address: str):
    page.add_init_script("delete window.VideoEncoder")
    open_blobs(page, address)
    menu = open_menu(page)
    item = menu.get_by_role("menuitem", name=VIDEO)
    expect(item).to_be_disabled()
    expect(item).to_have_accessible_description("This browser cannot record WebM video")
    item.click(force=True)
    expect(page.get_by_role("dialog")).to_have_count(0)


@pytest.mark.parametrize("page_options", [{"color_scheme": "light"}, {"color_scheme": "dark"}], ids=str)
def test_a_recording_is_accessible(page: Page, long_address: str):
    page.goto(f"{long_address}#/run/slow")
    wait_for_epochs(page, len(SLOW.epochs))
    page.get_by_label("Speed").select_option("0.5")
    open_menu(page)
    page.get_by_role("menuitem", name=VIDEO).click()
    expect(page.get_by_role("dialog")).to_be_visible()
    assert Axe().run(page).violations_count == 0
    page.get_by_role("button", name="Cancel").click()
