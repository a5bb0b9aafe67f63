"""Pictures of the samples that another program wrote; their sizes are compared before their pixels are decoded."""

import io
import warnings
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from epochscope.errors import needing
from epochscope.importing.stored_array import UnusableFile, reading
from epochscope.store.filesystem import Folder

if TYPE_CHECKING:
    from PIL.Image import Image

Pictures = Callable[[int], Iterator[NDArray[np.uint8]]]
"""Yields the pictures (height, width, 3) of that many samples."""
MOST_PIXELS = 8192 * 8192
"""Of a sprite, as TensorBoard's own limit."""
_MOST_BYTES = 512 << 20
_FORMATS = ("PNG", "JPEG", "WEBP")


def open_sprite(folder: Folder, path: str, tile: tuple[int, ...]) -> Pictures:
    """Return what cuts a sprite into tiles of (width, height), row by row.

    Raises:
        UnusableFile: it cannot be read, is too large, or is not made of such tiles.
    """
    if len(tile) != 2 or min(tile) < 1:
        raise UnusableFile(f"the sprite {path} needs single_image_dim twice, width and height, not {tile}")

    def pictures(samples: int) -> Iterator[NDArray[np.uint8]]:
        pixels = np.asarray(_decoded(folder, path).convert("RGB"))
        width, height = tile
        columns, rows = pixels.shape[1] // width, pixels.shape[0] // height
        if columns * rows < samples:
            raise UnusableFile(f"the sprite {path} has {columns * rows} tiles for {samples} samples")
        for sample in range(samples):
            row, column = divmod(sample, columns)
            yield pixels[row * height : (row + 1) * height, column * width : (column + 1) * width]

    return pictures


def open_numbered(folder: Folder, pattern: str) -> Pictures:
    """Return what reads one file per sample, whose name is ``pattern`` with the sample's number for ``{sample}``."""

    def pictures(samples: int) -> Iterator[NDArray[np.uint8]]:
        from epochscope.sharing.pixels import to_eight_bits

        for sample in range(samples):
            yield np.asarray(to_eight_bits(_decoded(folder, pattern.format(sample=sample))).convert("RGB"))

    return pictures


def _decoded(folder: Folder, path: str) -> "Image":
    with needing("record", "importing pictures"):
        from PIL import Image
    with reading(path), warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        try:
            image = Image.open(io.BytesIO(folder.read(path, _MOST_BYTES)), formats=_FORMATS)
        except Image.DecompressionBombError as error:
            raise UnusableFile(f"{path} is too large a picture: {error}") from error
        if image.width * image.height > MOST_PIXELS:
            raise UnusableFile(f"{path} has more than {MOST_PIXELS:,} pixels: {image.width} × {image.height}")
        image.load()
        return image
