"""Turn an image of any mode into 8-bit gray or color as a viewer shows it: upright, and on one background."""

import numpy as np
from PIL import Image, ImageOps

_GRAY = ("1", "L", "LA")
_BITS_PER_SAMPLE = 258


def to_eight_bits(image: Image.Image, background: str = "white") -> Image.Image:
    """Return the image in mode ``L`` if it is gray, else in mode ``RGB``; what is transparent shows ``background``.

    Raises:
        ValueError: its pixels are numbers and the file does not say which of them is white.
        OSError: it is damaged, as are many other errors of Pillow's decoders.
    """
    wide = image.mode in ("I", "F") or image.mode.startswith("I;16")
    white = _white(image) if wide else 255
    upright = ImageOps.exif_transpose(image)
    if wide:
        return _narrow(upright, white)
    if upright.has_transparency_data:
        upright = _on(background, upright)
    return upright.convert("L" if image.mode in _GRAY else "RGB")


def _white(image: Image.Image) -> int:
    """Return the value of white in an image whose pixels are wider than 8 bits."""
    if image.mode.startswith("I;16"):
        # TIFF also keeps 12 bits in 16.
        tags = getattr(image, "tag_v2", {})
        return int(2 ** tags.get(_BITS_PER_SAMPLE, (16,))[0] - 1)
    if image.mode == "I" and image.format in ("PNG", "PPM"):
        return 65535
    kind = "floating-point numbers" if image.mode == "F" else "32-bit numbers"
    raise ValueError(f"its pixels are {kind}, and which of them is white is not known: convert it to 8 or 16 bits")


def _narrow(image: Image.Image, white: int) -> Image.Image:
    share = (np.asarray(image) / white).clip(0, 1)
    return Image.fromarray(np.rint(share * 255).astype(np.uint8))


def _on(background: str, image: Image.Image) -> Image.Image:
    transparent = image.convert("RGBA")
    return Image.alpha_composite(Image.new("RGBA", image.size, background), transparent)
