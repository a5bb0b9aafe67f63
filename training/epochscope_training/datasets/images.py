"""A labeled image data set in memory, and how pictures get there."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image
from torch import Tensor

from epochscope.errors import UnusableInput

HELD_OUT_SHARE = 0.2


class UnusableDataset(UnusableInput):
    """There is no such data set, or something in it is wrong."""


@dataclass(frozen=True)
class ImageSplit:
    """Some images and what is known of them."""

    images: Tensor
    """uint8, (images, channels, height, width)."""
    labels: Tensor
    """int64, (images,)."""
    sources: Sequence[str]
    """Where each image came from."""

    def take(self, rows: Tensor) -> "ImageSplit":
        """Return the images at ``rows``, in that order."""
        return ImageSplit(self.images[rows], self.labels[rows], [self.sources[row] for row in rows.tolist()])


@dataclass(frozen=True)
class ImageDataset:
    """A data set with its two splits, ``train`` and ``test``."""

    name: str
    classes: tuple[str, ...]
    splits: Mapping[str, ImageSplit]

    @property
    def image_shape(self) -> tuple[int, ...]:
        """(channels, height, width)."""
        return tuple(self.splits["train"].images.shape[1:])


class Decoder:
    """Turns pictures into arrays of one shape, which the first picture (and ``image_size``) decides."""

    def __init__(self, image_size: int | None) -> None:
        if image_size is not None and image_size < 1:
            raise UnusableDataset(f"the image size must be at least 1 pixel, not {image_size}")
        self._size = (image_size, image_size) if image_size else None
        self._resize = image_size is not None
        self._mode = ""

    def decode(self, picture: Image.Image, source: str) -> NDArray[np.uint8]:
        """Return the picture as uint8 (channels, height, width); raise UnusableDataset."""
        try:
            self._mode = self._mode or ("L" if picture.mode in ("1", "L", "I;16") else "RGB")
            image = picture.convert(self._mode)
        except (OSError, SyntaxError, ValueError) as error:
            raise UnusableDataset(f"picture {source} cannot be decoded: {error}") from error
        self._size = self._size or image.size
        if image.size != self._size:
            image = self._fit(image, source)
        pixels = np.asarray(image)
        return pixels[None] if pixels.ndim == 2 else pixels.transpose(2, 0, 1)

    def _fit(self, image: Image.Image, source: str) -> Image.Image:
        assert self._size is not None
        if not self._resize:
            here, first = (f"{width}×{height}" for width, height in (image.size, self._size))
            raise UnusableDataset(f"picture {source} is {here}, the first one {first}: give --image-size")
        side = self._size[0]
        scale = side / min(image.size)
        image = image.resize((round(image.width * scale), round(image.height * scale)), Image.Resampling.BICUBIC)
        left, top = (image.width - side) // 2, (image.height - side) // 2
        return image.crop((left, top, left + side, top + side))


def make_split(images: Sequence[NDArray[np.uint8]], labels: Iterable[int], sources: Sequence[str]) -> ImageSplit:
    """Return a split from decoded pictures (channels, height, width)."""
    return ImageSplit(torch.from_numpy(np.stack(images)), torch.tensor(list(labels), dtype=torch.int64), sources)


def make_dataset(name: str, classes: Sequence[str], splits: Mapping[str, ImageSplit]) -> ImageDataset:
    """Return the data set, holding out a fifth of each class as ``test`` where it has no such split.

    Raises:
        UnusableDataset: no training images, fewer than two classes, or a label without a class name.
    """
    if "train" not in splits or not len(splits["train"].labels):
        raise UnusableDataset(f"data set {name!r} has no training pictures")
    if len(classes) < 2:
        raise UnusableDataset(f"data set {name!r} has {len(classes)} class; at least two are needed")
    for split in splits.values():
        _check_labels(split, classes)
    if "test" not in splits:
        splits = _hold_out(splits["train"], len(classes))
    return ImageDataset(name, tuple(classes), splits)


def _check_labels(split: ImageSplit, classes: Sequence[str]) -> None:
    wrong = ((split.labels < 0) | (split.labels >= len(classes))).nonzero()
    if len(wrong):
        row = int(wrong[0])
        raise UnusableDataset(
            f"picture {split.sources[row]} has label {int(split.labels[row])}, "
            f"but the data set names {len(classes)} classes (0 to {len(classes) - 1})"
        )


def _hold_out(split: ImageSplit, classes: int) -> dict[str, ImageSplit]:
    shuffled = torch.randperm(len(split.labels), generator=torch.Generator().manual_seed(0))
    of_class = [shuffled[split.labels[shuffled] == label] for label in range(classes)]
    held_out = torch.cat([rows[: round(len(rows) * HELD_OUT_SHARE)] for rows in of_class]).sort().values
    kept = torch.ones(len(split.labels), dtype=torch.bool)
    kept[held_out] = False
    if not len(held_out):
        raise UnusableDataset("too few pictures a class to hold some out for testing: give a test split")
    return {"train": split.take(kept.nonzero()[:, 0]), "test": split.take(held_out)}
