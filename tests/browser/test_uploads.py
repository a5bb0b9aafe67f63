"""Pictures of all kinds are looked at as what they show, or the page says why not."""

import io
import struct
import zlib

import numpy as np
from PIL import Image, ImageDraw
from playwright.sync_api import FilePayload, Page, expect

from browser.looking import PATIENCE, answer, open_inside, seen_pixels, wait_for_look
from browser.watch import Watch


def seven(size: int = 280) -> Image.Image:
    """Return a white seven on black, (size, size), gray."""
    picture = Image.new("L", (size, size))
    corners = [(0.22 * size, 0.16 * size), (0.76 * size, 0.16 * size), (0.46 * size, 0.86 * size)]
    ImageDraw.Draw(picture).line(corners, 255, size // 9, "curve")
    return picture


def file_of(name: str, picture: Image.Image, kind: str = "PNG", **options: object) -> FilePayload:
    content = io.BytesIO()
    picture.save(content, kind, **options)
    return {"name": name, "mimeType": f"image/{kind.lower()}", "buffer": content.getvalue()}


def turned_by_exif() -> FilePayload:
    """Return the seven lying on its side, with the note that it is to be turned upright."""
    exif = Image.Exif()
    exif[0x0112] = 6
    return file_of("turned.jpg", seven().transpose(Image.Transpose.ROTATE_90), "JPEG", exif=exif, quality=95)


def bomb() -> FilePayload:
    """Return a tiny file that says it is 30,000 pixels a side."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    head = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 0, 0, 0, 0)
    parts = (chunk(b"IHDR", head), chunk(b"IDAT", zlib.compress(b"\0" * 4096)), chunk(b"IEND", b""))
    return {"name": "bomb.png", "mimeType": "image/png", "buffer": b"\x89PNG\r\n\x1a\n" + b"".join(parts)}


def transparent() -> Image.Image:
    """Return the seven in white on nothing at all, which shows the black that the network expects."""
    picture = Image.new("RGBA", (280, 280), (255, 0, 0, 0))
    picture.paste(Image.new("RGBA", (280, 280), "white"), mask=seven())
    return picture


SEVENS = (
    file_of("plain.png", seven()),
    turned_by_exif(),
    file_of("palette.png", seven().convert("P")),
    file_of("deep.png", Image.fromarray(np.asarray(seven()).astype(np.uint16) * 257)),
    file_of("transparent.png", transparent()),
)


def upload(page: Page, file: FilePayload) -> None:
    page.get_by_role("group", name="Where the input comes from").get_by_role("button", name="Upload").click()
    page.locator("input[type=file]").set_input_files(file)


def test_pictures_of_all_kinds_are_looked_at_as_what_they_show(page: Page, demo_address: str):
    open_inside(page, demo_address, question="?epoch=20")
    wanted = np.asarray(seven().resize((28, 28), Image.Resampling.BICUBIC)).reshape(-1).astype(int)
    for file in SEVENS:
        upload(page, file)
        expect(page.get_by_text(f"{file['name']} at epoch 20", exact=True)).to_be_visible()
        wait_for_look(page)
        seen = np.array(seen_pixels(page))
        assert np.abs(seen - wanted).max() <= (24 if file["name"].endswith("jpg") else 1), file["name"]
        expect(answer(page)).to_have_text("7")
        expect(page.locator(".inside-seen figcaption")).to_contain_text(" of 280 × 280: the middle of it is scaled")
    upload(page, file_of("dot.png", Image.new("L", (1, 1), 200)))
    expect(page.get_by_text("dot.png at epoch 20", exact=True)).to_be_visible()
    assert set(seen_pixels(page)) == {200}
    expect(page.get_by_text("The input is empty: there is nothing to recognize.")).to_be_visible()


def test_a_file_that_is_not_a_picture_is_rejected_with_a_message_and_the_next_one_is_looked_at(
    page: Page, demo_address: str, watch: Watch
):
    watch.announce("status of 413", "status of 422", "status of 400")
    open_inside(page, demo_address, question="?epoch=20")
    problem = page.get_by_role("alert")
    upload(page, bomb())
    expect(problem).to_contain_text("at most 16 megapixels")
    upload(page, {"name": "words.png", "mimeType": "image/png", "buffer": b"These are words."})
    expect(problem).to_contain_text("This is no picture: send a PNG, JPEG or WebP file.")
    upload(page, SEVENS[0])
    expect(page.get_by_text("plain.png at epoch 20", exact=True)).to_be_visible()
    expect(problem).to_have_count(0)


def test_a_picture_that_is_dropped_on_the_map_is_looked_at(page: Page, demo_address: str):
    page.goto(f"{demo_address}#/run/lenet-emnist?epoch=20")
    page.locator("[data-testid=scatter][data-state=ready]").wait_for()
    page.locator("main").evaluate(
        """(main, bytes) => {
        const dataTransfer = new DataTransfer();
        dataTransfer.items.add(new File([new Uint8Array(bytes)], "dropped.png", { type: "image/png" }));
        main.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true }));
    }""",
        list(SEVENS[0]["buffer"]),
    )
    expect(page.get_by_text("dropped.png at epoch 20", exact=True)).to_be_visible(timeout=PATIENCE)
    expect(answer(page)).to_have_text("7")
