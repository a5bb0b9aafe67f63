"""Pictures of any kind become the pixels that the network is given; other files are rejected before it is decoded."""

import io
import struct
import zlib
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from epochscope.looking import PictureTooLarge, Preprocessing, SampleNotFound, UnusablePicture
from epochscope.store import Dataset, Manifest, RunReader
from epochscope.store.testing import TINY
from epochscope_inside.inputs import decode, sample_pixels, to_tensor

GRAY = Preprocessing(1, 4, 4, (0.25,), (0.5,))
COLOR = Preprocessing(3, 4, 4, (0.5, 0.5, 0.5), (0.5, 0.25, 1.0))


def encoded(image: Image.Image, file: str = "PNG", **options: object) -> bytes:
    stream = io.BytesIO()
    image.save(stream, file, **options)
    return stream.getvalue()


def png_of(width: int, height: int) -> bytes:
    """A PNG that says that it has this size, and holds hardly anything."""

    def chunk(name: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(b"\0" * 9)) + chunk(b"IEND", b"")


def half_red() -> Image.Image:
    """Red above, black below."""
    image = Image.new("RGB", (8, 8))
    image.paste("red", (0, 0, 8, 4))
    return image


def noise() -> Image.Image:
    return Image.fromarray(np.random.default_rng(0).integers(0, 256, (32, 32), dtype=np.uint8))


@pytest.mark.parametrize("file", ["PNG", "JPEG", "WEBP"])
def test_pictures_of_three_formats_are_scaled_to_the_input(file: str):
    picture = decode(encoded(half_red(), file, quality=100), COLOR)
    assert (picture.pixels.shape, picture.pixels.dtype) == ((4, 4, 3), np.uint8)
    assert (picture.format, picture.width, picture.height) == (file, 8, 8)
    assert picture.pixels[0, 0, 0] > 230
    assert picture.pixels[3, 3].max() < 25


def test_a_photograph_is_turned_upright():
    turned = Image.Exif()
    turned[0x0112] = 3  # by half a turn
    pixels = decode(encoded(half_red(), "JPEG", exif=turned.tobytes(), quality=100), COLOR).pixels
    assert pixels[3, 0, 0] > 230
    assert pixels[0, 0, 0] < 25


@pytest.mark.parametrize(("expected", "empty"), [(GRAY, 0), (COLOR, 255), (replace(GRAY, mean=(0.9,)), 255)])
def test_what_is_transparent_shows_the_background_of_the_recorded_pictures(expected: Preprocessing, empty: int):
    image = Image.new("RGBA", (4, 4), (0, 0, 0, 0))
    assert np.unique(decode(encoded(image), expected).pixels) == [empty]


def test_sixteen_bits_become_eight():
    image = Image.fromarray(np.full((4, 4), 0x8080, np.uint16))
    assert np.unique(decode(encoded(image), GRAY).pixels) == [128]


def test_palettes_become_colors():
    palette = half_red().quantize(4)
    assert tuple(decode(encoded(palette), COLOR).pixels[0, 0]) == (255, 0, 0)


def test_one_pixel_fills_the_input():
    assert np.unique(decode(encoded(Image.new("L", (1, 1), 77)), GRAY).pixels) == [77]


def test_the_middle_is_cut_out_as_large_as_the_run_says():
    image = Image.new("L", (12, 8))
    image.paste(255, (4, 2, 8, 6))
    whole = decode(encoded(image), GRAY).pixels
    cut = decode(encoded(image), replace(GRAY, resize=8)).pixels
    assert whole.min() < 5
    assert 200 < whole.max() < 255
    assert cut.min() == 255


@pytest.mark.parametrize("size", [(30_000, 30_000), (9_000, 9_000), (16_000_001, 1)])
def test_too_many_pixels_are_rejected_before_they_are_decoded(size: tuple[int, int]):
    with pytest.raises(PictureTooLarge, match="at most 16 megapixels are decoded"):
        decode(png_of(*size), GRAY)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"this is no picture", "this is no picture: send a PNG, JPEG or WebP file"),
        (b"", "this is no picture"),
        (encoded(half_red(), "GIF"), "this is no picture"),
        (encoded(half_red(), "BMP"), "this is no picture"),
        (encoded(noise())[:500], "this picture cannot be decoded"),
        (encoded(noise(), "JPEG")[:500], "this picture cannot be decoded"),
    ],
)
def test_files_that_hold_no_picture_are_rejected_with_a_reason(content: bytes, words: str):
    with pytest.raises(UnusablePicture, match=words):
        decode(content, GRAY)


def test_pixels_are_normalized_as_the_run_says():
    pixels = np.arange(48, dtype=np.uint8).reshape(4, 4, 3)
    tensor = to_tensor(pixels, COLOR)
    assert tensor.shape == (1, 3, 4, 4)
    expected = (pixels / 255 - np.array(COLOR.mean)) / np.array(COLOR.std)
    np.testing.assert_allclose(tensor[0].permute(1, 2, 0), expected, atol=1e-6)
    with pytest.raises(UnusablePicture, match=r"is \(4, 4, 3\), not \(4, 4, 1\)"):
        to_tensor(pixels[..., :1], COLOR)


def test_a_recorded_sample_has_the_pixels_that_it_was_recorded_with(conv: RunReader):
    expected = Preprocessing.of(conv.manifest)
    assert expected is not None
    images = np.random.default_rng(0).integers(0, 256, (12, 8, 8), dtype=np.uint8)
    np.testing.assert_array_equal(sample_pixels(conv, 7, expected)[..., 0], images[7])
    with pytest.raises(SampleNotFound, match="there is no sample 12; this run has 0 to 11"):
        sample_pixels(conv, 12, expected)
    with pytest.raises(SampleNotFound, match="not kept in 4 × 4 pixels"):
        sample_pixels(conv, 0, GRAY)


def test_a_run_says_how_a_picture_becomes_an_input():
    def of(dataset: Dataset) -> Preprocessing | None:
        return Preprocessing.of(replace(manifest, dataset=dataset))

    manifest: Manifest = TINY.manifest
    classes = manifest.dataset.classes
    assert of(Dataset("one", classes)) is None
    assert of(Dataset("one", classes, (3, 8, 9), resize=32)) == Preprocessing(3, 8, 9, (0, 0, 0), (1, 1, 1), 32)
    assert of(Dataset("one", classes, (3, 8, 9), mean=(0.5,), std=(0.5,))) is None
