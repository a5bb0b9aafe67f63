"""Images of every mode become what a viewer shows, in 8 bits."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from epochscope_training.datasets import UnusableDataset, load_dataset
from images import write_digits_folder

RAMP = np.linspace(0, 1, 256).reshape(16, 16)


def load_one(folder: Path, image: Image.Image, name: str, **options: object) -> np.ndarray:
    """Save an image into the class folder ``a``; return how it is read, (channels, height, width)."""
    for label in "ab":
        (folder / label).mkdir(parents=True)
        for number in range(4):
            Image.new("L", image.size).save(folder / label / f"{number}.png")
    image.save(folder / "a" / name, **options)
    splits = load_dataset(str(folder)).splits.values()
    [pixels] = [
        split.images[row].numpy()
        for split in splits
        for row, source in enumerate(split.sources)
        if source == f"a/{name}"
    ]
    return pixels


@pytest.mark.parametrize(
    ("image", "name"),
    [
        (Image.fromarray(np.rint(RAMP * 65535).astype(np.uint16)), "x.png"),
        (Image.fromarray(np.rint(RAMP * 65535).astype(np.uint16)), "x.tif"),
        (Image.fromarray(np.rint(RAMP * 65535).astype(">u2")), "x.tif"),
        (Image.fromarray(np.rint(RAMP * 65535).astype(np.uint16)), "x.pgm"),
        (Image.fromarray(np.rint(RAMP * 255).astype(np.uint8)), "x.png"),
    ],
)
def test_a_ramp_from_black_to_white_stays_one(tmp_path: Path, image: Image.Image, name: str):
    np.testing.assert_array_equal(load_one(tmp_path, image, name)[0], np.rint(RAMP * 255))


@pytest.mark.parametrize(
    ("image", "message"),
    [
        (Image.fromarray((RAMP * 1e6).astype(np.int32)), "its pixels are 32-bit numbers, and which of them is white"),
        (Image.fromarray(RAMP.astype(np.float32)), "its pixels are floating-point numbers"),
    ],
)
def test_pixels_without_a_known_white_are_rejected_by_the_name_of_the_image(
    tmp_path: Path, image: Image.Image, message: str
):
    with pytest.raises(UnusableDataset, match=rf"image a/x\.tif cannot be decoded: {message}"):
        load_one(tmp_path, image, "x.tif")


@pytest.mark.parametrize("name", ["0.png", "2.png", "9.png"])
def test_one_color_image_anywhere_gives_all_images_three_channels(tmp_path: Path, name: str):
    folder = write_digits_folder(tmp_path)
    Image.new("RGB", (8, 8), (200, 100, 0)).save(folder / "3" / name)
    dataset = load_dataset(str(folder))
    assert dataset.image_shape == (3, 8, 8)
    assert {split.images.shape[1] for split in dataset.splits.values()} == {3}


def test_gray_images_with_an_alpha_channel_and_black_and_white_ones_stay_gray(tmp_path: Path):
    assert len(load_one(tmp_path / "1", Image.new("1", (16, 16), 1), "x.png")) == 1
    assert len(load_one(tmp_path / "2", Image.new("LA", (16, 16), (10, 255)), "x.png")) == 1


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P"])
def test_what_is_transparent_shows_white(tmp_path: Path, mode: str):
    transparent = Image.new("RGBA", (16, 16), (10, 20, 30, 0))
    image = transparent.quantize() if mode == "P" else transparent.convert(mode)
    assert image.mode == mode
    assert load_one(tmp_path, image, "x.png").min() == 255


@pytest.mark.parametrize(
    ("orientation", "corner"), [(1, (0, 0)), (3, (-1, -1)), (6, (0, -1)), (8, (-1, 0)), (5, (0, 0))]
)
def test_a_photograph_is_upright(tmp_path: Path, orientation: int, corner: tuple[int, int]):
    """The bright corner is where every viewer shows it."""
    image = Image.new("RGB", (16, 16))
    image.paste((255, 255, 255), (0, 0, 8, 8))
    exif = Image.Exif()
    exif[0x0112] = orientation
    pixels = load_one(tmp_path, image, "x.jpg", exif=exif)
    corners = {(y, x): pixels[0, y, x] for y in (0, -1) for x in (0, -1)}
    assert [place for place, value in corners.items() if value > 200] == [corner]


def test_an_image_too_large_to_decode_is_named(tmp_path: Path):
    folder = write_digits_folder(tmp_path)
    Image.new("1", (20_000, 10_000)).save(folder / "3" / "scan.png")
    with pytest.raises(UnusableDataset, match=r"image 3/scan\.png cannot be decoded: .*200000000 pixels"):
        load_dataset(str(folder), image_size=16)
