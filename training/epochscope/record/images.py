"""Images of the samples, made from the network's inputs."""

import numpy as np
from numpy.typing import NDArray
from torch import Tensor


class ImageMaker:
    """Turns network inputs into images by stretching each channel to the range of the first batch."""

    def __init__(self) -> None:
        self._low: Tensor | None = None
        self._high: Tensor | None = None

    def images(self, inputs: object) -> list[NDArray[np.uint8]]:
        """Return one image (height, width) or (height, width, 3) per input, for inputs of shape (samples, 1 or 3,
        height, width); none for other inputs."""
        if not isinstance(inputs, Tensor) or inputs.ndim != 4 or inputs.shape[1] not in (1, 3):
            return []
        batch = inputs.detach().float().cpu()
        if self._low is None or self._high is None:
            self._low = batch.amin((0, 2, 3), keepdim=True)
            self._high = batch.amax((0, 2, 3), keepdim=True)
        return [self._image(one, self._low[0], self._high[0]) for one in batch]

    def _image(self, one: Tensor, low: Tensor, high: Tensor) -> NDArray[np.uint8]:
        share = (one - low) / (high - low).clamp(min=1e-12)
        pixels = (share.clamp(0, 1) * 255).round().byte().permute(1, 2, 0).numpy()
        return np.asarray(pixels[..., 0] if pixels.shape[2] == 1 else pixels)
