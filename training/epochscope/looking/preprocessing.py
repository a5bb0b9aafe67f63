"""How a picture becomes what a run's network takes."""

from dataclasses import dataclass

from typing_extensions import Self

from epochscope.store import Manifest, Thumbnails

_DARK = 0.5


@dataclass(frozen=True)
class Preprocessing:
    """Size and channels of the inputs, and how pixels become numbers: ``(pixel / 255 - mean) / std``.

    ``resize`` is how long the shorter side of a picture is made before its middle is cut out, ``None`` if the middle is
    as large as the picture allows. ``mean`` and ``std`` have one number per channel.
    """

    channels: int
    height: int
    width: int
    mean: tuple[float, ...]
    std: tuple[float, ...]
    resize: int | None = None

    @classmethod
    def of(cls, manifest: Manifest) -> Self | None:
        """Return that of a run, ``None`` where its samples are no images."""
        dataset = manifest.dataset
        if dataset.image_shape is None:
            return None
        channels, height, width = dataset.image_shape
        mean, std = dataset.mean or (0.0,) * channels, dataset.std or (1.0,) * channels
        if len(mean) != channels or len(std) != channels or 0 in std:
            return None
        return cls(channels, height, width, mean, std, dataset.resize)

    @property
    def shape(self) -> tuple[int, int, int]:
        """Height, width and channels: the shape of the pixels of an input."""
        return self.height, self.width, self.channels

    @property
    def background(self) -> str:
        """What an empty picture is, ``black`` or ``white``: gray pictures that are dark on average are ink on black."""
        return "black" if self.channels == 1 and self.mean[0] < _DARK else "white"

    def keeps(self, thumbnails: Thumbnails | None) -> bool:
        """Whether thumbnails are of the size of the inputs: then a recorded sample can be an input."""
        size = None if thumbnails is None else (thumbnails.height, thumbnails.width)
        return self.channels in (1, 3) and size == (self.height, self.width)
