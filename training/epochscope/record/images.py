"""Pictures of the samples, made of what the network is given."""

import numpy as np
from numpy.typing import NDArray
from torch import Tensor


class PictureMaker:
    """Turns network inputs into pictures by stretching each channel to the range of the first batch."""

    def __init__(self) -> None:
        self._low: Tensor | None = None
        self._high: Tensor | None = None

    def pictures(self, inputs: object) -> list[NDArray[np.uint8]]:
        """Return a picture for each input of shape (samples, 1 or 3, height, width); none for anything else."""
        if not isinstance(inputs, Tensor) or inputs.ndim != 4 or inputs.shape[1] not in (1, 3):
            return []
        images = inputs.detach().float().cpu()
        if self._low is None or self._high is None:
            self._low = images.amin((0, 2, 3), keepdim=True)
            self._high = images.amax((0, 2, 3), keepdim=True)
        return [self._picture(image, self._low[0], self._high[0]) for image in images]

    def _picture(self, image: Tensor, low: Tensor, high: Tensor) -> NDArray[np.uint8]:
        share = (image - low) / (high - low).clamp(min=1e-12)
        pixels = (share.clamp(0, 1) * 255).round().byte().permute(1, 2, 0).numpy()
        return np.asarray(pixels[..., 0] if pixels.shape[2] == 1 else pixels)
