"""The whole training is saved as video, in MP4 where the browser encodes H.264, and as GIF."""

import base64
import io
import re
from itertools import pairwise

import numpy as np
import pytest
from PIL import Image
from PIL.GifImagePlugin import GifImageFile
from playwright.sync_api import Page, expect

from browser.axe import violations
from browser.blobs import CLASSES, EPOCHS
from browser.pixels import BACKGROUND, discs, legend_color, plot_pixels
from browser.saved import GIF, MP4, PNG, WEBM, open_menu, save, save_svg, top_of, where_filmed
from browser.steps import open_blobs, scatter, wait_for_epochs
from epochscope.store import RunReader
from epochscope.store.testing import SLOW

EBML = b"\x1a\x45\xdf\xa3"
# Fake: a browser without an encoder for H.264, as some Linux distributions build it.
WITHOUT_H264 = """
    const ask = VideoEncoder.isConfigSupported.bind(VideoEncoder);
    VideoEncoder.isConfigSupported = (config) =>
        config.codec.startsWith("avc") ? Promise.resolve({ supported: false, config }) : ask(config);
"""
FRAME_RATE = 30
# Its own pixels for one of CSS, and the codec's small errors.
SCALE = 1.5
NOISE = 40


def require_h264(page: Page) -> None:
    """Skip the test where the browser has no encoder for H.264."""
    config = {"codec": "avc1.640028", "width": 1920, "height": 1080}
    supported = "async (config) => (await VideoEncoder.isConfigSupported(config)).supported"
    if not page.evaluate(supported, config):
        pytest.skip("this Chromium has no encoder for H.264: MP4 is not tested, WebM is")


def frames_in_mp4(content: bytes) -> int:
    """Return how many frames an MP4 file lists with their sizes."""
    assert content[4:8] == b"ftyp"
    sizes = content.index(b"stsz")
    return int.from_bytes(content[sizes + 12 : sizes + 16])


def frames_in_webm(content: bytes) -> int:
    """Return how many frames a WebM file has, by walking through its elements."""
    containers, block, at, found = {b"\x18\x53\x80\x67", b"\x1f\x43\xb6\x75"}, b"\xa3", 0, 0
    assert content[:4] == EBML
    while at < len(content):
        start = at + 9 - content[at].bit_length()
        name = content[at:start]
        length, start = length_at(content, start)
        found += name == block
        at = start if name in containers else start + length
    return found


def length_at(content: bytes, at: int) -> tuple[int, int]:
    """Return an element's length, which has as many bytes as its first has leading zeros, and where it ends."""
    size = 9 - content[at].bit_length()
    return int.from_bytes(content[at : at + size]) - (1 << (7 * size)), at + size


def video_in(page: Page, content: bytes, kind: str) -> tuple[float, list[np.ndarray]]:
    """Return how long a video is in seconds, and its first, middle and last frames in CSS pixels."""
    duration, frames = page.evaluate(
        """async ([text, type]) => {
            const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
            const address = URL.createObjectURL(new Blob([bytes], { type }));
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
                // The first frame is there; of the others, wait until it is the one that is drawn.
                const seen = share === 0 ? null : new Promise((done) => { video.requestVideoFrameCallback(done); });
                video.currentTime = share * video.duration;
                await new Promise((done) => { video.onseeked = done; });
                await seen;
                canvas.getContext("2d").drawImage(video, 0, 0);
                frames.push(canvas.toDataURL());
            }
            return [video.duration, frames];
        }""",
        [base64.b64encode(content).decode(), f"video/{kind}"],
    )
    images = [Image.open(io.BytesIO(base64.b64decode(frame.split(",")[1]))).convert("RGB") for frame in frames]
    size = tuple(round(length / SCALE) for length in images[0].size)
    return duration, [np.asarray(image.resize(size), dtype=np.int16) for image in images]


def drawn_in(frame: np.ndarray, top: int, height: int) -> np.ndarray:
    """Return where a frame has points, (height, width)."""
    pixels = frame[top : top + height]
    return (np.abs(pixels - np.array(BACKGROUND["light"])) > NOISE).any(2)


def test_a_video_goes_from_the_first_epoch_to_the_last_as_fast_as_playing(page: Page, address: str, blobs: RunReader):
    open_blobs(page, address, "?epoch=2")
    page.get_by_label("Speed").select_option("2")
    top, before = top_of(save_svg(page)), plot_pixels(page)
    every = np.concatenate([where_filmed(blobs, page, epoch) for epoch in EPOCHS])
    height = round(every[:, 1].min() + every[:, 1].max())
    require_h264(page)
    name, content = save(page, MP4)
    assert name == "blobs-block.mp4"
    assert np.array_equal(plot_pixels(page), before)
    expect(scatter(page)).to_have_attribute("data-epoch", "2")
    assert frames_in_mp4(content) == len(EPOCHS) / 2 * FRAME_RATE
    duration, (first, middle, last) = video_in(page, content, "mp4")
    assert duration == len(EPOCHS) / 2
    for frame, epoch in ((first, EPOCHS[0]), (last, EPOCHS[-1])):
        points, drawn = where_filmed(blobs, page, epoch), drawn_in(frame, top, height)
        assert drawn[points[:, 1].astype(int), points[:, 0].astype(int)].mean() > 0.98
        assert drawn[~discs(points, drawn[:, :, None], radius=8)].mean() < 0.002
    assert (drawn_in(middle, top, height) != drawn_in(first, top, height)).mean() > 0.005
    assert (drawn_in(middle, top, height) != drawn_in(last, top, height)).mean() > 0.005
    # The number of the epoch stands at the right of the caption.
    number = np.s_[:40, -60:]
    assert (np.abs(first[number] - last[number]) > 100).any()
    for name in CLASSES:
        # Most of a disc of 12 by 12 pixels: the codec has fewer pixels for colors than for brightness.
        assert (np.abs(last[top + height :] - legend_color(page, name)) <= 24).all(2).sum() > 50


@pytest.mark.own_page
def test_a_browser_without_h264_saves_webm_and_the_menu_says_so(page: Page, address: str):
    page.add_init_script(WITHOUT_H264)
    open_blobs(page, address)
    page.get_by_label("Speed").select_option("4")
    item = open_menu(page).get_by_role("menuitem", name=WEBM)
    expect(item).to_have_accessible_description("All epochs at the current speed: 1 s. This browser can’t encode MP4")
    page.keyboard.press("Escape")
    name, content = save(page, WEBM)
    assert name == "blobs-block.webm"
    assert frames_in_webm(content) == round(len(EPOCHS) / 4 * FRAME_RATE)
    duration, (first, _, last) = video_in(page, content, "webm")
    assert duration == pytest.approx(len(EPOCHS) / 4, abs=1 / FRAME_RATE)
    assert (np.abs(first - last) > NOISE).any(2).mean() > 0.005


def test_a_gif_shows_all_epochs_and_starts_over(page: Page, address: str):
    open_blobs(page, address, "?epoch=2")
    page.get_by_label("Speed").select_option("2")
    name, content = save(page, GIF)
    gif = Image.open(io.BytesIO(content))
    assert isinstance(gif, GifImageFile)
    assert (name, gif.format, gif.info["loop"]) == ("blobs-block.gif", "GIF", 0)
    assert gif.width <= 720
    assert len(content) < 1_000_000
    frames, durations = [], []
    for number in range(gif.n_frames):
        gif.seek(number)
        frames.append(np.asarray(gif.convert("RGB"), dtype=np.int16))
        durations.append(gif.info["duration"])
    steps = len(EPOCHS) - 1
    assert sum(durations[:-1]) == pytest.approx(1000 * steps / 2, abs=70)
    assert durations[-1] == 1500
    assert tuple(frames[0][0, 0]) == BACKGROUND["light"]
    assert all((np.abs(frame - other) > NOISE).any() for frame, other in pairwise(frames))
    last = frames[-1]
    for class_name in CLASSES:
        assert (np.abs(last - legend_color(page, class_name)) <= 16).all(2).sum() > 50


@pytest.mark.own_page
def test_a_recording_that_is_canceled_saves_nothing_and_leaves_the_page_as_it_was(page: Page, address: str):
    open_blobs(page, address, "?epoch=1&selected=3")
    page.get_by_label("Speed").select_option("0.5")
    before, downloads = plot_pixels(page), list[str]()
    page.on("download", lambda download: downloads.append(download.suggested_filename))
    for leave in ("Cancel", "Escape"):
        open_menu(page)
        page.get_by_role("menuitem", name=re.compile("video")).click()
        dialog = page.get_by_role("dialog", name="Recording video")
        expect(dialog.get_by_role("progressbar")).not_to_have_js_property("value", 0)
        page.keyboard.press("ArrowDown")
        if leave == "Cancel":
            dialog.get_by_role("button", name="Cancel").click()
        else:
            page.keyboard.press("Escape")
        expect(dialog).to_have_count(0)
    assert np.array_equal(plot_pixels(page), before)
    expect(page.get_by_role("heading", name="Selection")).to_be_visible()
    expect(page.get_by_role("radio", name="block")).to_be_checked()
    expect(page.locator(".selected-count")).to_contain_text("1 selected")
    # Whatever else had been saved would have come first.
    name, _ = save(page, PNG)
    assert downloads == [name]


@pytest.mark.own_page
def test_a_browser_that_cannot_record_shows_a_message(page: Page, address: str):
    page.add_init_script("delete window.VideoEncoder")
    open_blobs(page, address)
    menu = open_menu(page)
    item = menu.get_by_role("menuitem", name=re.compile("video"))
    expect(item).to_be_disabled()
    expect(item).to_have_accessible_description("This browser can’t record video")
    item.click(force=True)
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_a_recording_is_accessible(page: Page, long_address: str):
    page.goto(f"{long_address}#/run/slow")
    wait_for_epochs(page, len(SLOW.epochs))
    page.get_by_label("Speed").select_option("0.5")
    open_menu(page)
    page.get_by_role("menuitem", name=re.compile("video")).click()
    expect(page.get_by_role("dialog")).to_be_visible()
    assert violations(page) == ""
    page.get_by_role("button", name="Cancel").click()
