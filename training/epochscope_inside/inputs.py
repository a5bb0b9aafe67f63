"""From bytes to what a network is given: the very pixels, with every limit checked before they are decoded."""

import io
import warnings
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image, UnidentifiedImageError
from torch import Tensor

from epochscope import to_eight_bits
from epochscope.looking import PictureTooLarge, Preprocessing, SampleNotFound, UnusablePicture
from epochscope.sharing.thumbnails import tiles
from epochscope.store import RunReader

FORMATS = ("PNG", "JPEG", "WEBP")
MOST_PIXELS = 16_000_000


@dataclass(frozen=True)
class Picture:
    """A decoded picture: the pixels that the network is given, (height, width, channels), and what it was made from."""

    pixels: NDArray[np.uint8]
    format: str
    width: int
    height: int


def decode(content: bytes, preprocessing: Preprocessing) -> Picture:
    """Return the input that a PNG, JPEG or WebP file makes: upright, on one background, its middle cut out.

    Raises:
        PictureTooLarge: it has more than 16 megapixels; nothing is decoded.
        UnusablePicture: it is no such file, or damaged, or the network takes neither gray nor color.
    """
    if preprocessing.channels not in (1, 3):
        raise UnusablePicture(f"this network takes {preprocessing.channels} channels, and pictures have 1 or 3")
    try:
        with warnings.catch_warnings():
            # The size is checked here, and lower than where Pillow begins to warn.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            image = Image.open(io.BytesIO(content), formats=FORMATS)
        return _decode(image, preprocessing)
    except UnidentifiedImageError as error:
        raise UnusablePicture("this is no picture: send a PNG, JPEG or WebP file") from error
    except Image.DecompressionBombError as error:
        raise PictureTooLarge(_too_large("far more")) from error
    except UnusablePicture:
        raise
    except Exception as error:  # Pillow's decoders raise errors of many types for damaged files.
        raise UnusablePicture(f"this picture cannot be decoded: {error}") from error


def read_picture(path: Path, preprocessing: Preprocessing) -> NDArray[np.uint8]:
    """Return the pixels (height, width, channels) that ``decode`` makes of a picture file of one's own, which may be
    of any kind and size that Pillow opens; raise UnusablePicture."""
    try:
        with Image.open(path) as image:
            return _to_input(image, preprocessing)
    except Exception as error:  # Pillow's decoders raise errors of many types for damaged files.
        raise UnusablePicture(f"picture {path} cannot be decoded: {error}") from error


def sample_pixels(run: RunReader, sample: int, preprocessing: Preprocessing) -> NDArray[np.uint8]:
    """Return the pixels (height, width, channels) of a recorded sample.

    Raises:
        SampleNotFound: there is no such sample, or its picture is not kept in the size that the network takes.
        DamagedRun: its picture cannot be read.
    """
    if not 0 <= sample < run.manifest.samples:
        raise SampleNotFound(f"there is no sample {sample}; this run has 0 to {run.manifest.samples - 1}")
    if not preprocessing.keeps(run.thumbnails):
        size = f"{preprocessing.width} × {preprocessing.height}"
        raise SampleNotFound(
            f"the pictures of this run's samples are not kept in {size} pixels, which its network takes"
        )
    (tile,) = tiles(run, np.array([sample]))
    return _in_channels(Image.fromarray(np.ascontiguousarray(tile)), preprocessing.channels)


def require_pixels(pixels: NDArray[np.uint8], preprocessing: Preprocessing) -> None:
    """Raise UnusablePicture unless the shape of pixels is the one that the network takes."""
    if pixels.shape != preprocessing.shape:
        raise UnusablePicture(f"an input of this network is {preprocessing.shape}, not {pixels.shape}")


def to_tensor(pixels: NDArray[np.uint8], preprocessing: Preprocessing) -> Tensor:
    """Return pixels (height, width, channels) as what the network is called with, (1, channels, height, width)."""
    require_pixels(pixels, preprocessing)
    mean, std = (torch.tensor(values)[:, None, None] for values in (preprocessing.mean, preprocessing.std))
    values = torch.from_numpy(pixels.copy()).permute(2, 0, 1).float() / 255
    return ((values - mean) / std)[None].contiguous()


def _decode(image: Image.Image, preprocessing: Preprocessing) -> Picture:
    width, height = image.size
    if width * height > MOST_PIXELS:
        raise PictureTooLarge(_too_large(f"{width} × {height}"))
    return Picture(_to_input(image, preprocessing), image.format or "", width, height)


def _to_input(image: Image.Image, preprocessing: Preprocessing) -> NDArray[np.uint8]:
    # A JPEG is decoded in a quarter of its size or less at once, where that is still more than is needed.
    longest = 2 * max(preprocessing.resize or 0, preprocessing.height, preprocessing.width)
    image.draft(None, (longest, longest))
    upright = to_eight_bits(image, preprocessing.background)
    middle = upright.resize(
        (preprocessing.width, preprocessing.height),
        Image.Resampling.BICUBIC if preprocessing.resize is None else Image.Resampling.BILINEAR,
        box=_middle(upright.width, upright.height, preprocessing),
    )
    return _in_channels(middle, preprocessing.channels)


def _middle(width: int, height: int, preprocessing: Preprocessing) -> tuple[float, float, float, float]:
    """Return the part of a picture that becomes the input, as left, top, right, bottom."""
    whole = min(width / preprocessing.width, height / preprocessing.height)
    # How many pixels of the picture become one of the input; the box cannot be larger than the picture.
    scale = whole if preprocessing.resize is None else min(whole, min(width, height) / preprocessing.resize)
    across, down = scale * preprocessing.width, scale * preprocessing.height
    left, top = (width - across) / 2, (height - down) / 2
    return left, top, left + across, top + down


def _in_channels(image: Image.Image, channels: int) -> NDArray[np.uint8]:
    pixels = np.asarray(image.convert("L" if channels == 1 else "RGB"))
    return pixels[..., None] if channels == 1 else pixels


def _too_large(size: str) -> str:
    return f"this picture has {size} pixels; at most {MOST_PIXELS // 1_000_000} megapixels are decoded"
