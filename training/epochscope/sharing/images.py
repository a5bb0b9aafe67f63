"""What a picture of a sample may be, before anything that needs Pillow is done with it."""

import numpy as np

from epochscope.errors import UnusableInput


def check_image(pixels: object, what: str) -> None:
    """Raise UnusableInput unless ``pixels`` is a uint8 array (height, width) or (height, width, 3)."""
    if not isinstance(pixels, np.ndarray) or pixels.dtype != np.uint8 or pixels.shape[2:] not in ((), (3,)):
        given = f"{pixels.dtype} {pixels.shape}" if isinstance(pixels, np.ndarray) else type(pixels).__name__
        raise UnusableInput(f"{what} must be a uint8 array (height, width) or (height, width, 3), not {given}")
    if pixels.ndim < 2 or not pixels.size:
        raise UnusableInput(f"{what} has no pixels: its shape is {pixels.shape}")
