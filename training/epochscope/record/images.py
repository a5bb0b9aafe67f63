"""Images of the samples, made from the network's inputs."""

import numpy as np
from numpy.typing import NDArray


class ImageMaker:
    """Turns network inputs into images by stretching each channel to the range of the first batch."""

    def __init__(self) -> None:
        self._low: NDArray[np.float32] | None = None
        self._high: NDArray[np.float32] | None = None

    def images(self, inputs: NDArray[np.float32]) -> list[NDArray[np.uint8]]:
        """Return one image (height, width) or (height, width, 3) per input, for inputs of shape (samples, 1 or 3,
        height, width); none for other inputs."""
        if inputs.ndim != 4 or inputs.shape[1] not in (1, 3):
            return []
        if self._low is None or self._high is None:
            self._low, self._high = inputs.min((0, 2, 3))[:, None, None], inputs.max((0, 2, 3))[:, None, None]
        span = np.maximum(self._high - self._low, np.float32(1e-12))
        return [_pixels((one - self._low) / span) for one in inputs]


def _pixels(shares: NDArray[np.float32]) -> NDArray[np.uint8]:
    """Return values (channels, height, width) from 0 to 1 as 8-bit gray or color."""
    pixels = (shares.clip(0, 1) * 255).round().astype(np.uint8).transpose(1, 2, 0)
    return np.ascontiguousarray(pixels[..., 0] if pixels.shape[2] == 1 else pixels)
